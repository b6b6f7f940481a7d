// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/resilience.hpp>
#include <limits>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;

namespace {

constexpr double drop = 0.6;
constexpr double window = 20.0;  // days
constexpr double step = 1.0 / 240.0;

template <class Function>
std::vector<double> series(Function function) {
    std::vector<double> values;
    for (int sample = 0; sample <= 4800; ++sample) values.push_back(function(sample * step));
    return values;
}

}  // namespace

TEST(Resilience, loss_of_a_linear_recovery_is_half_drop_times_duration) {  // V57
    const auto metrics = resilience({}, series([](double day) { return 1.0 - drop * (1.0 - day / window); }), step);
    EXPECT_NEAR(metrics.loss, 6.0, 1e-6);
    EXPECT_NEAR(metrics.normalised, 0.70, 1e-6);
    EXPECT_DOUBLE_EQ(metrics.robustness, 0.4);
    EXPECT_NEAR(metrics.time_regained, window * 5.0 / 6.0, 1e-9);
    EXPECT_NEAR(metrics.rapidity, drop / window, 1e-9);
}

TEST(Resilience, loss_of_an_exponential_recovery) {  // V57
    const auto metrics = resilience({}, series([](double day) { return 1.0 - drop * std::exp(-day / 5.0); }), step);
    EXPECT_NEAR(metrics.loss, 2.945053, 1e-6);
    EXPECT_NEAR(metrics.normalised, 0.852747, 1e-6);
    EXPECT_NEAR(metrics.time_regained, 5.0 * std::log(6.0), 1e-5);
}

TEST(Resilience, loss_of_a_plateau_followed_by_a_linear_recovery) {  // V57
    const auto metrics = resilience(
        {}, series([](double day) { return day < 5.0 ? 1.0 - drop : 1.0 - drop * (window - day) / 15.0; }), step);
    EXPECT_NEAR(metrics.loss, 7.5, 1e-6);
    EXPECT_EQ(metrics.time_to_low, 0.0);
}

TEST(Resilience, loss_of_a_trigonometric_recovery_is_half_drop_times_duration) {  // V57
    const double pi = std::acos(-1.0);
    const auto metrics = resilience(
        {}, series([pi](double day) { return 1.0 - 0.5 * drop * (1.0 + std::cos(pi * day / window)); }), step);
    EXPECT_NEAR(metrics.loss, drop * window / 2.0, 1e-6);
}

TEST(Resilience, a_relapse_moves_the_time_regained_to_the_last_return) {
    const std::vector<double> function{1.0, 0.5, 0.95, 0.7, 1.0, 1.0};
    const auto metrics = resilience({}, function, 1.0);
    EXPECT_NEAR(metrics.time_regained, 3.0 + 0.2 / 0.3, 1e-12);
    EXPECT_EQ(metrics.time_to_low, 1.0);
    EXPECT_NEAR(metrics.rapidity, 0.4 / (2.0 + 0.2 / 0.3), 1e-12);
}

TEST(Resilience, what_never_fell_is_regained_at_once_and_what_never_rose_is_not) {
    const std::vector<double> whole{1.0, 0.95, 1.0};
    EXPECT_EQ(resilience({}, whole, 1.0).time_regained, 0.0);
    EXPECT_EQ(resilience({}, whole, 1.0).rapidity, 0.0);
    const std::vector<double> broken{1.0, 0.3, 0.4};
    EXPECT_EQ(resilience({}, broken, 1.0).time_regained, std::numeric_limits<double>::infinity());
    EXPECT_EQ(resilience({}, broken, 1.0).rapidity, 0.0);
}

TEST(Resilience, collapse_takes_two_dimensions_below_a_quarter_for_72_hours_without_a_break) {
    const auto run = [](int failing_hours, double second, bool broken) {
        std::vector<double> function;
        for (int hour = 0; hour < failing_hours; ++hour) {
            const bool pause = broken && hour == failing_hours / 2;
            function.insert(function.end(), {pause ? 0.3 : 0.1, second, 1.0});
        }
        function.insert(function.end(), {1.0, 1.0, 1.0});
        return collapsed({}, function, 3, 1.0);
    };
    EXPECT_TRUE(run(72, 0.2, false));
    EXPECT_FALSE(run(71, 0.2, false));
    EXPECT_FALSE(run(100, 0.25, false));
    EXPECT_FALSE(run(100, 0.2, true));
}

TEST(Resilience, its_parameters_are_in_the_table_with_their_ranges) {
    Resilience process;
    expect_described(process, 4);
}

TEST(Resilience, redundancy_is_what_is_met_without_the_largest_supply) {
    EXPECT_DOUBLE_EQ(redundancy(std::array{30.0, 50.0, 20.0}, 100.0), 0.5);
    EXPECT_EQ(redundancy(std::array{80.0, 80.0, 80.0}, 100.0), 1.0);
    EXPECT_EQ(redundancy(std::array{100.0}, 100.0), 0.0);
    EXPECT_EQ(redundancy({}, 100.0), 0.0);
    EXPECT_EQ(redundancy({}, 0.0), 1.0);
    EXPECT_THROW(redundancy(std::array{-1.0}, 1.0), commonweal::core::Error);
    EXPECT_THROW(redundancy(std::array{1.0}, std::numeric_limits<double>::quiet_NaN()), commonweal::core::Error);
}

TEST(Resilience, means_that_come_too_late_are_not_resourceful) {
    EXPECT_DOUBLE_EQ(resourcefulness(std::array{0.0, 5.0, 20.0}, std::array{10.0, 10.0, 0.0}), 0.25);
    EXPECT_EQ(resourcefulness(std::array{10.0}, std::array{10.0}), 1.0);
    EXPECT_EQ(resourcefulness(std::array{0.0}, std::array{0.0}), 1.0);
    EXPECT_THROW(resourcefulness(std::array{1.0}, std::array{1.0, 1.0}), commonweal::core::Error);
    EXPECT_THROW(resourcefulness(std::array{-1.0}, std::array{1.0}), commonweal::core::Error);
}

TEST(Resilience, the_matrix_has_the_mean_score_of_each_domain_in_each_stage) {
    using enum ResilienceStage;
    const std::array stages{absorb, absorb, recover};
    const std::array scores{0.25, 1.0, 0.5, 0.0,  // physical, information, cognitive, social
                            0.75, 1.0, 0.5, 0.5,  //
                            0.5,  0.0, 1.0, 0.25};
    const LinkovMatrix matrix = linkov_matrix(scores, stages);
    EXPECT_EQ(matrix[0][1], 0.5);
    EXPECT_EQ(matrix[3][1], 0.25);
    EXPECT_EQ(matrix[2][2], 1.0);
    EXPECT_TRUE(std::isnan(matrix[0][0]));
    EXPECT_TRUE(std::isnan(matrix[1][3]));
    EXPECT_THROW(linkov_matrix(scores, std::array{absorb}), commonweal::core::Error);
    EXPECT_THROW(linkov_matrix(std::array{2.0, 0.0, 0.0, 0.0}, std::array{absorb}), commonweal::core::Error);
}
