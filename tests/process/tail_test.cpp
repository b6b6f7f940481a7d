// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/tail.hpp>
#include <limits>
#include <numeric>
#include <vector>

using namespace commonweal::process;
namespace core = commonweal::core;

TEST(Tail, quantiles_lie_between_neighbours_in_proportion) {
    const std::array values{4.0, 1.0, 3.0, 2.0};
    EXPECT_EQ(quantile(values, 0.0), 1.0);
    EXPECT_EQ(quantile(values, 1.0), 4.0);
    EXPECT_DOUBLE_EQ(quantile(values, 0.5), 2.5);
    EXPECT_DOUBLE_EQ(quantile(values, 0.1), 1.3);
    EXPECT_EQ(quantile(std::array{7.0}, 0.3), 7.0);
}

TEST(Tail, the_worst_share_counts_the_border_in_part) {
    const std::array values{10.0, 1.0, 2.0, 3.0};
    EXPECT_DOUBLE_EQ(worst_mean(values, 0.25), 1.0);
    EXPECT_DOUBLE_EQ(worst_mean(values, 0.375), (1.0 + 0.5 * 2.0) / 1.5);
    EXPECT_DOUBLE_EQ(worst_mean(values, 0.5, WorstEnd::high), 6.5);
    EXPECT_DOUBLE_EQ(worst_mean(values, 1.0), 4.0);
    EXPECT_DOUBLE_EQ(worst_mean(values, 0.01), 1.0);  // less than one run: the worst
}

RC_GTEST_PROP(Tail, a_smaller_worst_share_is_worse, ()) {
    const auto raw = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(-50, 50)));
    const std::vector<double> values(raw.begin(), raw.end());
    double before = -std::numeric_limits<double>::infinity();
    for (const double share : {0.01, 0.05, 0.3, 0.5, 1.0}) {
        const double mean = worst_mean(values, share);
        RC_ASSERT(mean >= before - 1e-12);
        before = mean;
    }
}

TEST(Tail, counted_chances_have_the_interval_of_wilson) {
    // Newcombe 1998 (doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E), table I, method 3.
    const CountedChance many = counted_chance(81, 263);
    EXPECT_NEAR(many.chance, 81.0 / 263.0, 1e-15);
    EXPECT_NEAR(many.low, 0.2553, 5e-5);
    EXPECT_NEAR(many.high, 0.3662, 5e-5);
    const CountedChance none = counted_chance(0, 20);
    EXPECT_EQ(none.low, 0.0);
    EXPECT_NEAR(none.high, 0.1611, 5e-5);
    EXPECT_EQ(counted_chance(20, 20).high, 1.0);
}

TEST(Tail, exponent_of_powers_is_found) {
    std::vector<double> values;
    constexpr int size = 100'000;
    for (int k = 1; k <= size; ++k) values.push_back(std::pow((k - 0.5) / size, -1.0 / 2.5));
    EXPECT_NEAR(hill_exponent(values, 5'000), 2.5, 0.01);
}

TEST(Tail, what_has_no_tail_is_refused) {
    const std::vector<double> none;
    const std::array wrong{1.0, std::numeric_limits<double>::quiet_NaN()};
    const std::array good{1.0, 2.0};
    EXPECT_THROW(quantile(none, 0.5), core::Error);
    EXPECT_THROW(quantile(wrong, 0.5), core::Error);
    EXPECT_THROW(quantile(good, 1.5), core::Error);
    EXPECT_THROW(worst_mean(none), core::Error);
    EXPECT_THROW(worst_mean(good, 0.0), core::Error);
    EXPECT_THROW(counted_chance(1, 0), core::Error);
    EXPECT_THROW(counted_chance(3, 2), core::Error);
    EXPECT_THROW(hill_exponent(good, 2), core::Error);
    EXPECT_THROW(hill_exponent(std::array{1.0, 1.0, 1.0}, 1), core::Error);
    EXPECT_THROW(hill_exponent(std::array{1.0, -1.0, -1.0}, 1), core::Error);
}
