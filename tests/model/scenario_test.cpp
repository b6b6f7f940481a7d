// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <set>
#include <string>
#include <vector>

using namespace commonweal;

TEST(Scenario, the_shipped_rain_adds_up_to_the_published_totals) {
    const model::Scenario scenario = small_district();
    const auto& rain = scenario.storm.rain.values;
    const auto sum = [&](std::size_t from, std::size_t to) {
        return std::accumulate(rain.begin() + static_cast<long>(from), rain.begin() + static_cast<long>(to), 0.0);
    };
    EXPECT_NEAR(sum(0, 48), 64.6, 0.05);    // 17 Jul 20:00 to 19 Jul 20:00, derived
    EXPECT_NEAR(sum(52, 76), 624.1, 0.05);  // 20 Jul, CMA
    EXPECT_NEAR(sum(48, 72), 552.5, 0.05);  // 19 Jul 20:00 to 20 Jul 20:00, Zhengzhou Met. Bureau
    EXPECT_NEAR(sum(0, 72), 617.1, 0.05);   // three days, same
    EXPECT_NEAR(sum(45, 69), 457.5, 0.05);  // 24 h to the peak
    EXPECT_NEAR(sum(0, rain.size()), 820.5, 0.05);
    EXPECT_EQ(*std::max_element(rain.begin(), rain.end()), 201.9);
}

TEST(Scenario, every_parameter_has_meaning_and_every_sourced_one_a_source) {
    model::Scenario scenario;
    core::ParameterTable table;
    describe(table, scenario);
    std::set<std::string> paths;
    for (const core::Parameter& row : table.rows()) {
        EXPECT_TRUE(paths.insert(row.path).second) << row.path;
        EXPECT_FALSE(row.field.meaning.empty()) << row.path;
        const bool needs_source =
            row.field.evidence == core::Evidence::sourced || row.field.evidence == core::Evidence::computed;
        EXPECT_TRUE(!needs_source || !row.field.source.empty()) << row.path;
    }
    EXPECT_GT(paths.size(), 90u);
}

TEST(Scenario, mistakes_that_parameters_hold_together_are_all_told) {
    model::Scenario scenario = small_district();
    scenario.time.duration = 480.5;
    scenario.awareness.trust_low = 0.95;
    scenario.residents.elderly_share = 0.9;
    scenario.warning.penetration = 0.5;
    std::set<std::string> paths;
    for (const core::Mistake& mistake : mistakes(scenario)) paths.insert(mistake.path);
    EXPECT_EQ(paths, (std::set<std::string>{"time.duration", "awareness.trust_low", "residents.elderly_share",
                                            "warning.penetration"}));
    EXPECT_TRUE(mistakes(small_district()).empty());
}

namespace {

std::vector<std::string> texts(const std::vector<core::Mistake>& mistakes) {
    std::vector<std::string> result;
    for (const core::Mistake& mistake : mistakes) result.push_back(mistake.text());
    return result;
}

core::DateTime date(const char* text) { return core::DateTime::parse(text).value(); }

}  // namespace

TEST(Scenario, a_storm_and_warnings_of_which_the_run_sees_nothing_are_mistakes_with_both_dates) {
    model::Scenario scenario = small_district();
    scenario.time.start = date("2021-08-01");
    EXPECT_EQ(
        texts(mistakes(scenario)),
        (std::vector<std::string>{
            "storm.start must let rain fall in the run; it falls from 2021-07-17T20:00 to 2021-07-23T00:00, and the "
            "run goes from 2021-08-01T00:00 to 2021-08-21T00:00.",
            "warnings must hold one that is in force in the run; they are from 2021-07-19T21:59 to "
            "2021-07-21T12:25, and the run goes from 2021-08-01T00:00 to 2021-08-21T00:00."}));
    scenario.time.start = date("2021-07-01");
    scenario.time.duration = 24.0;
    ASSERT_EQ(mistakes(scenario).size(), 3u);
    EXPECT_EQ(mistakes(scenario)[2].path, "orders");
}

TEST(Scenario, the_shift_counts_for_whether_the_run_sees_the_storm) {
    model::Scenario scenario = small_district();
    scenario.storm.start = date("2022-01-01");
    ASSERT_EQ(mistakes(scenario).size(), 1u);
    EXPECT_EQ(mistakes(scenario)[0].path, "storm.start");
    scenario = small_district();
    scenario.storm.shift = 28.0 * 24.0;
    EXPECT_EQ(mistakes(scenario).size(), 3u);
    scenario.time.duration += scenario.storm.shift;
    EXPECT_TRUE(mistakes(scenario).empty());
}

TEST(Scenario, a_run_may_see_a_part_of_the_storm_and_a_calm_town_none) {
    model::Scenario scenario = small_district();
    scenario.time.duration = 7.0 * 24.0;
    EXPECT_TRUE(mistakes(scenario).empty()) << "a run that ends on 21 July";
    scenario.time.start = date("2021-07-21");
    EXPECT_TRUE(mistakes(scenario).empty()) << "a run that begins on 21 July";
    scenario = small_district();
    scenario.storm.rain.values.clear();
    scenario.warnings.clear();
    scenario.orders.clear();
    scenario.time.start = date("2025-01-01");
    EXPECT_TRUE(mistakes(scenario).empty());
}
