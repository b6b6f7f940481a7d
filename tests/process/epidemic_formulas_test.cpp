// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/process/epidemic_formulas.hpp>
#include <commonweal/process/participation.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

const std::vector<double> three_regular{0.0, 0.0, 0.0, 1.0};
const std::vector<double> four_regular{0.0, 0.0, 0.0, 0.0, 1.0};

}  // namespace

TEST(EpidemicFormulas, final_sizes_are_those_of_kermack_and_mckendrick) {  // V16
    const double expected[][2] = {
        {1.5, 0.5828116}, {2.0, 0.7968121}, {2.5, 0.8926448}, {3.0, 0.9404798}, {4.0, 0.9801726}};
    for (const auto& [r0, size] : expected) EXPECT_NEAR(final_size(r0), size, 1e-7);
    EXPECT_NEAR(final_size(1.5, {.infectious = 0.01}), 0.5936, 5e-5);
    EXPECT_NEAR(final_size(2.0, {.exposed = 0.01}), 0.8002, 5e-5);
    EXPECT_EQ(final_size(1.0), 0.0);
    EXPECT_EQ(final_size(2.0, {.immune = 0.5}), 0.0);
    EXPECT_EQ(final_size(0.0, {.infectious = 0.25}), 0.25);
}

RC_GTEST_PROP(EpidemicFormulas, a_final_size_fulfils_its_equation_and_grows_with_r0_and_with_those_infected, ()) {
    const double r0 = *rc::gen::inRange(0, 1000) / 100.0;
    const double infected = *rc::gen::inRange(0, 50) / 100.0;
    const double immune = *rc::gen::inRange(0, 50) / 100.0;
    const double size = final_size(r0, {.infectious = infected, .immune = immune});
    RC_ASSERT(size >= infected);
    RC_ASSERT(size <= 1.0 - immune + 1e-12);
    const double again = infected + (1.0 - infected - immune) * (1.0 - std::exp(-r0 * size));
    RC_ASSERT(std::abs(size - again) < 1e-9);
    RC_ASSERT(final_size(r0 + 0.1, {.infectious = infected, .immune = immune}) >= size - 1e-12);
    RC_ASSERT(final_size(r0, {.infectious = infected + 0.01, .immune = immune}) >= size - 1e-12);
}

TEST(EpidemicFormulas, peaks_are_those_of_the_closed_form) {  // V17
    EXPECT_NEAR(peak_prevalence(1.5), 0.0630233, 1e-7);
    EXPECT_NEAR(peak_prevalence(2.0), 0.1534264, 1e-7);
    EXPECT_NEAR(peak_prevalence(3.0), 0.3004626, 1e-7);
    EXPECT_EQ(peak_prevalence(0.9), 0.0);
}

TEST(EpidemicFormulas, infections_grow_as_the_larger_eigenvalue_says) {  // V23
    EXPECT_NEAR(growth_rate({.beta = 0.5, .sigma = 0.2, .gamma = 0.1}), 0.1701562, 1e-7);
    EXPECT_NEAR(growth_rate({.beta = 0.1, .sigma = 0.2, .gamma = 0.1}), 0.0, 1e-12);
    EXPECT_LT(growth_rate({.beta = 0.05, .sigma = 0.2, .gamma = 0.1}), 0.0);
}

TEST(EpidemicFormulas, outbreaks_on_networks_are_those_of_newman) {  // V18, V19
    EXPECT_NEAR(percolation_final_size(four_regular, 0.4), 0.5415026, 1e-7);
    EXPECT_NEAR(percolation_final_size(four_regular, 0.5), 0.8541020, 1e-7);
    EXPECT_NEAR(percolation_final_size(three_regular, 0.6), 0.7037037, 1e-7);
    EXPECT_NEAR(critical_transmissibility(four_regular), 1.0 / 3.0, 1e-15);
    EXPECT_NEAR(critical_transmissibility(three_regular), 0.5, 1e-15);
    EXPECT_EQ(percolation_final_size(three_regular, 0.5), 0.0);
    EXPECT_EQ(percolation_final_size(three_regular, 1.0), 1.0);
    EXPECT_EQ(critical_transmissibility(std::vector{0.5, 0.5}), std::numeric_limits<double>::infinity());
}

TEST(EpidemicFormulas, a_random_graph_is_like_a_crowd_with_r0_of_ties_times_transmissibility) {  // V19
    for (const double chance : {0.1, 0.3, 0.5, 1.0}) {
        EXPECT_NEAR(percolation_final_size(poisson_degrees(4.0), chance), final_size(4.0 * chance), 1e-9);
    }
    EXPECT_NEAR(critical_transmissibility(poisson_degrees(5.0)), 0.2, 1e-12);
}

TEST(EpidemicFormulas, what_is_out_of_range_is_refused) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(final_size(-1.0), core::ConfigError);
    EXPECT_THROW(final_size(nan), core::ConfigError);
    EXPECT_THROW(final_size(2.0, {.infectious = 0.6, .immune = 0.6}), core::ConfigError);
    EXPECT_THROW(final_size(2.0, {.infectious = nan}), core::ConfigError);
    EXPECT_THROW(peak_prevalence(nan), core::ConfigError);
    EXPECT_THROW(growth_rate({.beta = 0.0}), core::ConfigError);
    EXPECT_THROW(percolation_final_size(four_regular, 1.1), core::ConfigError);
    EXPECT_THROW(percolation_final_size({}, 0.5), core::ConfigError);
    EXPECT_THROW(critical_transmissibility(std::vector{0.5, 0.4}), core::ConfigError);
    EXPECT_THROW(critical_transmissibility(std::vector{1.5, -0.5}), core::ConfigError);
}
