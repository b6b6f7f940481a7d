// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/warning.hpp>
#include <limits>
#include <memory>
#include <random>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

constexpr Warning per_minute{.broadcast_rate = 0.02, .contagion_rate = 0.2};

/// Time until `share` of a town where everybody meets everybody is warned, with steps of `step`.
double simulated_time(const Warning& warning, double share, float step, std::size_t residents) {
    std::mt19937_64 engine(1988);
    std::vector<char> warned(residents, 0);
    std::size_t count = 0;
    double before = 0.0;
    for (int steps = 1;; ++steps) {
        const float known = static_cast<float>(count) / static_cast<float>(residents);
        const float chance = warned_chance(warning, 1.0f, known, step);
        for (auto& one : warned) {
            const double uniform = (static_cast<double>(engine() >> 11) + 0.5) * 0x1.0p-53;
            if (!one && uniform < chance) {
                one = 1;
                ++count;
            }
        }
        const double now = static_cast<double>(count) / static_cast<double>(residents);
        if (now >= share) return step * (steps - (now - share) / (now - before));
        before = now;
    }
}

/// The same in hours, as a crowd is given them.
constexpr Warning per_hour{.broadcast_rate = 1.2, .contagion_rate = 12.0};

std::shared_ptr<const core::Graph> line_of(core::Index size) {
    std::vector<core::Edge> ties;
    for (core::Index row = 1; row < size; ++row) ties.emplace_back(row - 1, row);
    return std::make_shared<const core::Graph>(core::Graph::undirected(size, ties));
}

std::vector<double> warning_values(const Dataset& course, std::string_view name) {
    return course.variable(name).values;
}

double heard(const Dataset& course) {
    const std::vector<double> hours = warning_values(course, "hour");
    return static_cast<double>(std::count_if(hours.begin(), hours.end(), [](double hour) { return hour >= 0.0; })) /
           static_cast<double>(hours.size());
}

}  // namespace

TEST(Warning, broadcast_and_contagion_reach_half_and_nine_tenths_at_the_closed_form_times) {  // V15
    EXPECT_NEAR(time_to_warned_share(per_minute, 0.5), 11.2950, 1e-4);
    EXPECT_NEAR(time_to_warned_share(per_minute, 0.9), 20.9326, 1e-4);
    EXPECT_NEAR(time_to_warned_share({.broadcast_rate = 0.02, .contagion_rate = 0.0}, 0.5), 34.6574, 1e-4);
}

TEST(Warning, agents_take_the_same_time_within_three_percent_with_short_and_long_steps) {  // V15
    for (const float step : {0.25f, 1.0f, 2.0f}) {
        EXPECT_NEAR(simulated_time(per_minute, 0.5, step, 20000), 11.2950, 0.03 * 11.2950) << step;
        EXPECT_NEAR(simulated_time(per_minute, 0.9, step, 20000), 20.9326, 0.03 * 20.9326) << step;
    }
}

TEST(Warning, share_and_time_are_inverse) {
    const Warning warning{.broadcast_rate = 0.5, .contagion_rate = 3.0, .penetration = 0.8};
    for (const double share : {0.01, 0.4, 0.79}) {
        EXPECT_NEAR(warned_share(warning, time_to_warned_share(warning, share)), share, 1e-12);
    }
    EXPECT_TRUE(std::isinf(time_to_warned_share(warning, 0.81)));
    EXPECT_EQ(warned_share({.broadcast_rate = 0.0}, 100.0), 0.0);
}

TEST(Warning, the_share_solves_its_differential_equation_below_full_penetration) {
    const Warning warning{.broadcast_rate = 0.5, .contagion_rate = 3.0, .penetration = 0.75};
    const auto slope = [](double share) { return (0.5 + 3.0 * share) * (0.75 - share); };
    double share = 0.0;
    for (int step = 0; step < 1000; ++step) {  // classical Runge-Kutta to hour 1
        const double h = 1e-3;
        const double k1 = slope(share), k2 = slope(share + 0.5 * h * k1), k3 = slope(share + 0.5 * h * k2);
        share += h / 6.0 * (k1 + 2.0 * k2 + 2.0 * k3 + slope(share + h * k3));
    }
    EXPECT_NEAR(warned_share(warning, 1.0), share, 1e-10);
}

TEST(Warning, nobody_out_of_reach_and_without_informed_neighbours_hears_it) {
    EXPECT_EQ(warned_chance({}, 0.0f, 0.0f, 24.0f), 0.0f);
    EXPECT_GT(warned_chance({}, 0.0f, 0.5f, 1.0f), 0.0f);
    EXPECT_GT(warned_chance({}, 0.5f, 0.0f, 1.0f), 0.0f);
}

TEST(Warning, half_of_a_crowd_has_heard_it_when_the_closed_form_says) {  // V15
    for (const double step : {1.0 / 240.0, 1.0 / 60.0}) {
        std::vector<double> hours =
            warning_values(simulate(per_hour, {}, {.size = 50'000, .step = step, .seed = 15}), "hour");
        std::sort(hours.begin(), hours.end());
        EXPECT_NEAR(60.0 * hours[25'000], 11.2950, 0.015 * 11.2950) << step;
        EXPECT_NEAR(60.0 * hours[45'000], 20.9326, 0.015 * 20.9326) << step;
    }
}

TEST(Warning, hours_of_a_broadcast_alone_are_exponential_with_any_step) {
    for (const double step : {0.01, 0.7}) {
        const Warning warning{.broadcast_rate = 2.0, .contagion_rate = 0.0};
        const std::vector<double> hours = warning_values(simulate(warning, {}, {.size = 40'000, .step = step}), "hour");
        double mean = 0.0;
        double squares = 0.0;
        for (const double hour : hours) mean += hour / 40'000.0;
        for (const double hour : hours) squares += hour * hour / 40'000.0;
        EXPECT_NEAR(mean, 0.5, 4.0 * 0.5 / 200.0) << step;
        EXPECT_NEAR(squares, 0.5, 4.0 * std::sqrt(20.0) * 0.25 / 200.0) << step;  // E h^4 - (E h^2)^2 = 20 / 2^4
    }
}

TEST(Warning, shares_count_the_hours_of_hearing) {
    const Dataset course = simulate(per_hour, {.warned = {.count = 3}}, {.size = 500, .until = 0.5, .every = 0.05});
    const std::vector<double> hours = warning_values(course, "hour");
    const std::vector<double> times = course.dimension("time").values;
    for (std::size_t k = 0; k < times.size(); ++k) {
        const auto by_then = std::count_if(hours.begin(), hours.end(), [&](double hour) { return hour <= times[k]; });
        EXPECT_NEAR(warning_values(course, "warned")[k], static_cast<double>(by_then) / 500.0, 0.0041) << times[k];
    }
    EXPECT_EQ(std::count(hours.begin(), hours.end(), 0.0), 3);
}

TEST(Warning, those_who_cannot_be_warned_never_hear_it) {
    const Warning warning{.broadcast_rate = 0.5, .contagion_rate = 3.0, .penetration = 0.75};
    const Dataset course = simulate(warning, {}, {.size = 20'000, .seed = 3});
    EXPECT_NEAR(heard(course), 0.75, 4.0 * std::sqrt(0.75 * 0.25 / 20'000.0));
    const Dataset hour = simulate(warning, {}, {.size = 20'000, .until = 1.0, .seed = 3});
    // Who can be warned is drawn: the share counts twice in the time that half of it takes.
    EXPECT_NEAR(warning_values(hour, "warned").back(), warned_share(warning, 1.0), 0.02);
}

TEST(Warning, whom_no_broadcast_reaches_hears_it_from_neighbours_only) {
    const WarningStart first_alone{.reach = {.given = {1.0, 0.0, 0.0}}};
    const Experiment line{.graphs = {line_of(3)}, .seed = 4};
    EXPECT_EQ(heard(simulate(Warning{}, first_alone, line)), 1.0);
    const std::vector<double> hours = warning_values(simulate(Warning{}, first_alone, line), "hour");
    EXPECT_LT(hours[0], hours[1]);
    EXPECT_LT(hours[1], hours[2]);
    const Dataset silent = simulate(Warning{.contagion_rate = 0.0}, first_alone, line);
    EXPECT_TRUE(std::isnan(warning_values(silent, "hour")[1]));
    EXPECT_EQ(heard(silent), 1.0 / 3.0);
}

TEST(Warning, a_run_is_over_where_nobody_is_left_whom_it_can_come_to) {
    const std::vector<core::Edge> ties{{0, 1}, {2, 3}};
    const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(5, ties));
    const WarningStart start{.warned = {.rows = {0}}};
    const Dataset course = simulate(Warning{.broadcast_rate = 0.0}, start, {.graphs = {graph}});
    EXPECT_EQ(warning_values(course, "warned").back(), 0.4);
    EXPECT_LT(course.dimension("time").values.back(), 100.0);
    const Dataset nobody = simulate(Warning{.broadcast_rate = 0.0}, {}, {.size = 10});
    EXPECT_EQ(warning_values(nobody, "warned"), std::vector<double>{0.0});
}

TEST(Warning, on_directed_ties_somebody_hears_of_those_that_the_row_lists) {
    const std::vector<core::Edge> arcs{{1, 0}, {2, 1}, {0, 3}};
    const auto graph = std::make_shared<const core::Graph>(core::Graph::directed(4, arcs));
    const WarningStart start{.warned = {.rows = {0}}};
    const std::vector<double> hours =
        warning_values(simulate(Warning{.broadcast_rate = 0.0}, start, {.graphs = {graph}}), "hour");
    EXPECT_EQ(hours[0], 0.0);
    EXPECT_GT(hours[2], hours[1]);
    EXPECT_TRUE(std::isnan(hours[3]));
}

TEST(Warning, half_the_step_moves_the_share_by_noise_only) {
    const auto share = [](double step) {
        const Experiment experiment{.size = 5'000, .until = 0.2, .step = step, .replicates = 100, .seed = 5};
        const std::vector<double> all = warning_values(simulate(per_hour, {}, experiment), "warned");
        const std::size_t records = all.size() / 100;
        double mean = 0.0;
        for (std::size_t k = records - 1; k < all.size(); k += records) mean += all[k] / 100.0;
        return mean;
    };
    EXPECT_NEAR(share(0.004), share(0.002), 0.01);
}

TEST(Warning, threads_change_nothing_and_seeds_everything) {
    const auto hours = [](std::uint32_t seed, unsigned threads) {
        const Experiment experiment{.size = 300, .replicates = 5, .seed = seed, .threads = threads};
        return warning_values(simulate(Warning{}, {}, experiment), "hour");
    };
    EXPECT_EQ(hours(1, 1), hours(1, 2));
    EXPECT_NE(hours(1, 1), hours(2, 1));
}

RC_GTEST_PROP(Warning, more_of_either_rate_never_warns_fewer, ()) {
    const auto part = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    const Warning slow{
        .broadcast_rate = 5.0 * part(), .contagion_rate = 5.0 * part(), .penetration = 0.2 + 0.08 * part()};
    Warning fast = slow;
    fast.broadcast_rate += part();
    fast.contagion_rate += part();
    const WarningShares start{.warned = part(), .reach = {.drawn = core::Distribution::constant(part())}};
    const Dataset lower = mean_field(slow, start, 2.0, 0.5);
    const Dataset upper = mean_field(fast, start, 2.0, 0.5);
    for (std::size_t k = 0; k < 5; ++k) {
        const double share = warning_values(lower, "warned")[k];
        RC_ASSERT(share >= 0.0);
        RC_ASSERT(share <= 1.0 + 1e-12);
        RC_ASSERT(warning_values(upper, "warned")[k] >= share - 1e-12);
    }
}

TEST(Warning, the_equations_end_where_the_closed_form_does_and_know_of_reach) {
    const Warning warning{.broadcast_rate = 0.5, .contagion_rate = 3.0, .penetration = 0.75};
    const Dataset course = mean_field(warning, {}, 2.0, 0.5);
    for (std::size_t k = 0; k < 5; ++k) {
        const double hours = course.dimension("time").values[k];
        EXPECT_NEAR(warning_values(course, "warned")[k], warned_share(warning, hours), 1e-10) << hours;
    }
    // With half the reach the broadcast is half as fast.
    const Dataset half = mean_field(warning, {.reach = {.drawn = core::Distribution::constant(0.5)}}, 2.0, 2.0);
    Warning slower = warning;
    slower.broadcast_rate = 0.25;
    EXPECT_NEAR(warning_values(half, "warned").back(), warned_share(slower, 2.0), 1e-10);
    const std::vector<double> many(5'000, 0.5);
    EXPECT_NEAR(warning_values(mean_field(warning, {.reach = {.given = many}}, 2.0, 2.0), "warned").back(),
                warned_share(slower, 2.0), 1e-10);
}

TEST(Warning, one_person_alone_hears_the_broadcast) {
    EXPECT_EQ(warning_values(simulate(Warning{}, {}, {.size = 1}), "warned").back(), 1.0);
}

TEST(Warning, every_mistake_is_told_at_once) {
    const WarningStart start{.warned = {.rows = {1, 100}}, .reach = {.drawn = core::Distribution::constant(1.5)}};
    try {
        simulate(Warning{.broadcast_rate = -1.0, .penetration = 0.0}, start, {.size = 100, .until = 0.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 5u);
        EXPECT_EQ(error.mistakes()[0].path, "until");
        EXPECT_EQ(error.mistakes()[1].path, "broadcast_rate");
        EXPECT_EQ(error.mistakes()[2].path, "penetration");
        EXPECT_EQ(error.mistakes()[3].text(), "keyword: warned is 100; must be rows of people, below 100.");
        EXPECT_EQ(error.mistakes()[4].text(), "keyword: reach is 1.5; must be between 0 and 1.");
    }
    constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(mean_field(Warning{}, {.warned = not_a_number}, 1.0, 1.0), core::ConfigError);
    EXPECT_THROW(mean_field(Warning{}, {}, 1.0, 0.0), core::ConfigError);
}

TEST(Warning, its_parameters_are_in_the_table_with_their_ranges) {
    Warning process;
    expect_described(process, 3);
}
