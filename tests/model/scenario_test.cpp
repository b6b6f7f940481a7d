// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include <numeric>
#include <set>

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
    scenario.time.duration = 1.5;
    scenario.awareness.trust_low = 0.95;
    scenario.residents.elderly_share = 0.9;
    scenario.warning.penetration = 0.5;
    std::set<std::string> paths;
    for (const core::Mistake& mistake : mistakes(scenario)) paths.insert(mistake.path);
    EXPECT_EQ(paths, (std::set<std::string>{"time.duration", "awareness.trust_low", "residents.elderly_share",
                                            "warning.penetration"}));
    EXPECT_TRUE(mistakes(small_district()).empty());
}
