// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/inequality.hpp>
#include <cstdint>
#include <limits>
#include <numeric>
#include <vector>

using namespace commonweal::process;
namespace core = commonweal::core;

namespace inequality_test {

namespace {

/// At least one, a few of them 0 and a few equal.
std::vector<double> some_amounts() {
    const auto raw = *rc::gen::nonEmpty(rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 50)));
    return {raw.begin(), raw.end()};
}

double mean_difference(const std::vector<double>& amounts) {
    double differences = 0.0;
    for (const double one : amounts) {
        for (const double other : amounts) differences += std::abs(one - other);
    }
    const auto size = static_cast<double>(amounts.size());
    return differences / (size * size);
}

double mean_of(const std::vector<double>& amounts) {
    return std::accumulate(amounts.begin(), amounts.end(), 0.0) / static_cast<double>(amounts.size());
}

}  // namespace

TEST(Inequality, of_one_who_has_all_is_known) {
    const std::array one_has_all{0.0, 0.0, 0.0, 5.0};
    EXPECT_DOUBLE_EQ(gini(one_has_all), 0.75);
    EXPECT_DOUBLE_EQ(theil(one_has_all), std::log(4.0));
    EXPECT_DOUBLE_EQ(atkinson(one_has_all, 0.5), 0.75);  // 1 - (4^.5 / 4)^2
    EXPECT_EQ(atkinson(one_has_all, 1.0), 1.0);
    EXPECT_EQ(atkinson(one_has_all, 2.0), 1.0);
    EXPECT_DOUBLE_EQ(jain_index(one_has_all), 0.25);
    EXPECT_DOUBLE_EQ(gini(std::array{1.0, 2.0, 3.0}), 2.0 / 9.0);
    EXPECT_NEAR(jain_index(std::array{2.0, 4.0, 4.0}), 0.9259259259259259, 1e-15);  // V45
    EXPECT_NEAR(atkinson(std::array{1.0, 4.0}, 2.0), 1.0 - 1.6 / 2.5, 1e-15);       // harmonic over arithmetic mean
}

TEST(Inequality, is_none_where_all_are_equal_or_have_nothing) {
    for (const double amount : {0.0, 0.1, 7.0}) {
        const std::vector<double> equal(7, amount);
        EXPECT_NEAR(gini(equal), 0.0, 1e-15);
        EXPECT_NEAR(theil(equal), 0.0, 1e-15);
        for (const double aversion : {0.0, 0.5, 1.0, 3.0}) EXPECT_NEAR(atkinson(equal, aversion), 0.0, 1e-15);
        EXPECT_NEAR(jain_index(equal), 1.0, 1e-15);
        EXPECT_NEAR(concentration_index(equal, std::array{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0}), 0.0, 1e-15);
        EXPECT_NEAR(low_to_high_ratio(equal, std::array{1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0}), 1.0, 1e-15);
    }
}

TEST(Inequality, jain_of_k_served_among_n_is_k_over_n) {  // Jain, Chiu and Hawe 1984
    std::vector<double> shares(10, 0.0);
    for (std::size_t k = 0; k < shares.size(); ++k) {
        shares[k] = 3.0;
        EXPECT_NEAR(jain_index(shares), static_cast<double>(k + 1) / 10.0, 1e-15);
    }
}

RC_GTEST_PROP(Inequality, gini_is_half_the_mean_difference_over_the_mean, ()) {
    const std::vector<double> amounts = some_amounts();
    const double mean = mean_of(amounts);
    const double expected = mean > 0.0 ? 0.5 * mean_difference(amounts) / mean : 0.0;
    RC_ASSERT(std::abs(gini(amounts) - expected) < 1e-12);
}

RC_GTEST_PROP(Inequality, measures_keep_their_bounds_and_do_not_ask_who_has_what_nor_in_which_unit, ()) {
    std::vector<double> amounts = some_amounts();
    const double g = gini(amounts), t = theil(amounts), a = atkinson(amounts, 0.7), j = jain_index(amounts);
    const auto size = static_cast<double>(amounts.size());
    RC_ASSERT(g >= 0.0 && g <= 1.0 - 1.0 / size + 1e-12);
    RC_ASSERT(t >= 0.0 && t <= std::log(size) + 1e-12);
    RC_ASSERT(a >= 0.0 && a <= 1.0);
    RC_ASSERT(j >= 1.0 / size - 1e-12 && j <= 1.0 + 1e-12);
    std::reverse(amounts.begin(), amounts.end());
    for (double& amount : amounts) amount *= 12.5;
    RC_ASSERT(std::abs(gini(amounts) - g) < 1e-12);
    RC_ASSERT(std::abs(theil(amounts) - t) < 1e-12);
    RC_ASSERT(std::abs(atkinson(amounts, 0.7) - a) < 1e-12);
    RC_ASSERT(std::abs(jain_index(amounts) - j) < 1e-12);
}

RC_GTEST_PROP(Inequality, a_gift_from_rich_to_poor_lowers_every_measure, ()) {  // Pigou and Dalton
    std::vector<double> amounts = some_amounts();
    amounts.push_back(60.0);
    amounts.push_back(10.0);
    const std::vector<double> before = amounts;
    amounts[amounts.size() - 2] -= 5.0;
    amounts.back() += 5.0;
    RC_ASSERT(gini(amounts) < gini(before));
    RC_ASSERT(theil(amounts) < theil(before));
    RC_ASSERT(atkinson(amounts, 0.7) < atkinson(before, 0.7));
    RC_ASSERT(jain_index(amounts) > jain_index(before));
}

RC_GTEST_PROP(Inequality, parts_of_theil_add_up_to_it, ()) {
    const std::vector<double> amounts = some_amounts();
    std::vector<std::uint32_t> groups;
    for (std::size_t k = 0; k < amounts.size(); ++k) groups.push_back(*rc::gen::inRange<std::uint32_t>(0, 4));
    const TheilParts parts = theil_parts(amounts, groups);
    RC_ASSERT(parts.between >= -1e-12);
    RC_ASSERT(parts.within >= -1e-12);
    RC_ASSERT(std::abs(parts.between + parts.within - theil(amounts)) < 1e-12);
}

TEST(Inequality, parts_of_theil_tell_groups_from_their_members) {
    const std::array amounts{1.0, 1.0, 3.0, 3.0};
    const TheilParts apart = theil_parts(amounts, std::array{0u, 0u, 1u, 1u});
    EXPECT_NEAR(apart.within, 0.0, 1e-15);
    EXPECT_NEAR(apart.between, theil(amounts), 1e-15);
    const TheilParts mixed = theil_parts(amounts, std::array{0u, 1u, 0u, 1u});
    EXPECT_NEAR(mixed.between, 0.0, 1e-15);
    EXPECT_NEAR(mixed.within, theil(amounts), 1e-15);
}

RC_GTEST_PROP(Inequality, concentration_by_ones_own_amount_is_the_coefficient_of_gini, ()) {
    const std::vector<double> amounts = some_amounts();
    RC_ASSERT(std::abs(concentration_index(amounts, amounts) - gini(amounts)) < 1e-12);
    std::vector<double> turned;
    for (const double amount : amounts) turned.push_back(-amount);
    RC_ASSERT(std::abs(concentration_index(amounts, turned) + gini(amounts)) < 1e-12);
}

TEST(Inequality, concentration_among_equal_ranks_is_none) {
    EXPECT_NEAR(concentration_index(std::array{0.0, 0.0, 9.0}, std::array{1.0, 1.0, 1.0}), 0.0, 1e-15);
}

TEST(Inequality, the_poorest_fifth_against_the_richest) {
    const std::array days{50.0, 40.0, 30.0, 20.0, 10.0};
    const std::array income{1.0, 2.0, 3.0, 4.0, 5.0};
    EXPECT_DOUBLE_EQ(low_to_high_ratio(days, income), 5.0);
    EXPECT_DOUBLE_EQ(low_to_high_ratio(days, income, 0.3), (50.0 + 0.5 * 40.0) / (10.0 + 0.5 * 20.0));
    EXPECT_DOUBLE_EQ(low_to_high_ratio(days, std::array{2.0, 2.0, 2.0, 2.0, 2.0}), 1.0);
    EXPECT_EQ(low_to_high_ratio(std::array{1.0, 0.0}, std::array{1.0, 2.0}), std::numeric_limits<double>::infinity());
    EXPECT_EQ(low_to_high_ratio(std::array{0.0, 0.0}, std::array{1.0, 2.0}), 1.0);
}

TEST(Inequality, of_what_is_no_amount_is_refused) {
    const std::vector<double> good{1.0, 2.0};
    const std::vector<double> none;
    for (const double wrong :
         {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
        const std::vector<double> bad{1.0, wrong};
        EXPECT_THROW(gini(bad), core::Error);
        EXPECT_THROW(theil(bad), core::Error);
        EXPECT_THROW(atkinson(bad, 0.5), core::Error);
        EXPECT_THROW(jain_index(bad), core::Error);
        EXPECT_THROW(concentration_index(bad, good), core::Error);
        EXPECT_THROW(theil_parts(bad, std::array{0u, 1u}), core::Error);
    }
    EXPECT_THROW(gini(none), core::Error);
    EXPECT_THROW(jain_index(none), core::Error);
    EXPECT_THROW(theil_parts(good, std::array{0u}), core::Error);
    EXPECT_THROW(atkinson(good, -0.1), core::Error);
    EXPECT_THROW(concentration_index(good, std::array{1.0}), core::Error);
    EXPECT_THROW(concentration_index(good, std::array{1.0, std::numeric_limits<double>::quiet_NaN()}), core::Error);
    EXPECT_THROW(low_to_high_ratio(good, good, 0.6), core::Error);
    EXPECT_THROW(low_to_high_ratio(good, good, 0.0), core::Error);
}

}  // namespace inequality_test
