// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/model/census.hpp>

#include <algorithm>
#include <numeric>
#include <string>
#include <variant>
#include <vector>

using namespace commonweal;
using model::Census;

namespace census_test {

double sum(const std::vector<double>& values, std::size_t first, std::size_t last) {
    return std::accumulate(values.begin() + static_cast<long>(first), values.begin() + static_cast<long>(last), 0.0);
}

/// The mean of a margin whose classes stand for these values.
double mean(const std::vector<double>& shares, const std::vector<double>& values) {
    return std::inner_product(shares.begin(), shares.end(), values.begin(), 0.0) / sum(shares, 0, shares.size());
}

std::vector<double> middles_of_age_groups() {
    std::vector<double> middles;
    for (std::uint32_t group = 0; group < model::age_groups; ++group) middles.push_back(5.0 * group + 2.5);
    middles.back() = 88.5;
    return middles;
}

TEST(Census, ages_have_the_broad_shares_of_the_bulletin_and_the_mean_age_of_zhengzhou) {
    const std::vector<double>& ages = Census().ages.values;
    EXPECT_NEAR(sum(ages, 0, 3), 0.1905, 2e-4);
    EXPECT_NEAR(sum(ages, 3, 12), 0.6811, 2e-4);
    EXPECT_NEAR(sum(ages, 12, 18), 0.1284, 2e-4);
    EXPECT_NEAR(sum(ages, 13, 18), 0.0898, 2e-4);
    EXPECT_NEAR(mean(ages, middles_of_age_groups()), 34.7, 0.02);
}

// Millions of people in China in 2020 by age: census yearbook, table 1-5; below 5 from national bulletin 5.
constexpr double china[] = {77.88,  90.24,  85.26,  72.68, 74.94, 91.85, 124.15, 99.01, 92.96,
                            114.22, 121.16, 101.40, 73.38, 74.01, 49.59, 31.24,  20.38, 15.42};

TEST(Census, men_and_women_of_china_come_to_the_published_wholes) {
    const std::vector<double>& ratios = Census().men_per_100_women.values;
    const auto men_per_100_women_from = [&](std::size_t first) {
        double men = 0.0;
        double women = 0.0;
        for (std::size_t group = first; group < model::age_groups; ++group) {
            men += china[group] * ratios[group] / (100.0 + ratios[group]);
            women += china[group] * 100.0 / (100.0 + ratios[group]);
        }
        return 100.0 * men / women;
    };
    EXPECT_NEAR(std::accumulate(china + 13, china + 18, 0.0), 190.64, 0.02);  // bulletin 5, 65 and older
    EXPECT_NEAR(men_per_100_women_from(0), 104.8, 0.1);
    EXPECT_NEAR(men_per_100_women_from(12), 93.0, 0.5);
}

TEST(Census, ages_differ_from_those_of_china_only_as_the_source_says) {
    const std::vector<double>& ages = Census().ages.values;
    const auto log_ratio = [&](std::size_t group) { return core::math::log(ages[group] / china[group]); };
    // Below 15, and from 65 on, by one factor; between 15 and 59 by one that falls evenly with age.
    EXPECT_NEAR(log_ratio(0), log_ratio(2), 0.005);
    EXPECT_NEAR(log_ratio(13), log_ratio(16), 0.01);
    for (std::size_t group = 3; group < 11; ++group)
        EXPECT_NEAR(log_ratio(group + 1) - log_ratio(group), -5.0 * 0.0223, 0.003) << group;
}

TEST(Census, households_have_the_means_of_the_bulletin) {
    const Census census;
    const double large = mean(census.large_family_sizes.values, {6, 7, 8});
    EXPECT_NEAR(mean(census.family_sizes.values, {1, 2, 3, 4, 5, large}), 10'237'153.0 / 3'636'411.0, 0.002);
    EXPECT_NEAR(mean(census.collective_sizes.values, {1, 2, 3, 4, 5, 6, 7, 8}), 2'363'421.0 / 497'157.0, 0.02);
    EXPECT_NEAR(census.collective_share, 2'363'421.0 / 12'600'574.0, 5e-5);
    EXPECT_NEAR(census.registered_elsewhere, 1.0 - 9.1145 / 12.742, 0.005);
}

TEST(Census, household_sizes_differ_from_those_of_fujian_by_an_even_tilt) {
    const double fujian[] = {27.3, 26.3, 19.4, 14.2, 6.9, 5.9};
    const std::vector<double>& sizes = Census().family_sizes.values;
    for (std::size_t k = 1; k < 5; ++k) {
        const double step = sizes[k] / fujian[k] / (sizes[k - 1] / fujian[k - 1]);
        EXPECT_NEAR(core::math::log(step), 0.0598, 0.002) << k;
    }
}

TEST(Census, shares_of_a_whole_add_up_to_it) {
    const Census census;
    for (const core::Series& series : {census.ages, census.family_sizes, census.large_family_sizes,
                                       census.collective_sizes, census.generations, census.tenure})
        EXPECT_NEAR(sum(series.values, 0, series.values.size()), 1.0, 2e-4);
}

TEST(Census, every_margin_says_what_it_is_and_unless_assumed_where_it_comes_from) {
    Census census;
    core::ParameterTable table;
    describe(table, census);
    EXPECT_EQ(table.rows().size(), 18u);
    for (const core::Parameter& row : table.rows()) {
        EXPECT_FALSE(row.field.meaning.empty()) << row.path;
        if (row.field.evidence != core::Evidence::assumed) {
            EXPECT_FALSE(row.field.source.empty()) << row.path;
        }
    }
}

TEST(Census, tells_series_of_a_wrong_length_and_margins_of_zeros) {
    Census census;
    EXPECT_TRUE(mistakes(census).empty());
    census.ages.values.pop_back();
    census.tenure.values.assign(6, 0.0);
    const auto found = mistakes(census);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].text(), "ages is a series of 17; must have 18 values.");
    EXPECT_EQ(found[1].path, "tenure");
}

}  // namespace census_test
