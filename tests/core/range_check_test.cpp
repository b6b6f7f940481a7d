// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/distribution.hpp>
#include <commonweal/core/range_check.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

using namespace commonweal::core;

namespace waterworks {

struct Tank {
    double depth = 3.0;
};

struct Waterworks {
    double pressure = 4.0;
    int floors = 2;
    std::uint32_t pumps = 2;
    bool open = true;
    Series inflow{{1.0, 2.0}};
    Distribution demand = Distribution::constant(5.0);
    std::vector<Tank> tanks{{}, {}};
};

void describe(ParameterTable& table, Tank& tank) {
    table.add(tank.depth, {.key = "depth", .meaning = "Depth", .unit = "m", .low = 0, .high = 10});
}

void describe(ParameterTable& table, Waterworks& works) {
    const auto field = [](std::string_view key) { return Field{.key = key, .meaning = "Any", .low = 0, .high = 10}; };
    table.add(works.pressure, field("pressure"));
    table.add(works.floors, field("floors"));
    table.add(works.pumps, field("pumps"));
    table.add(works.open, {.key = "open", .meaning = "Whether it is open"});
    table.add(works.inflow, field("inflow"));
    table.add(works.demand, field("demand"));
    table.list("tank", "A tank", works.tanks);
}

}  // namespace waterworks

namespace {

using waterworks::Waterworks;

std::vector<std::string> paths(const Waterworks& works) {
    std::vector<std::string> all;
    for (const Mistake& mistake : out_of_range(works)) all.push_back(mistake.path);
    return all;
}

}  // namespace

TEST(RangeCheck, what_is_in_range_is_no_mistake) { EXPECT_TRUE(out_of_range(Waterworks{}).empty()); }

TEST(RangeCheck, numbers_of_every_type_lists_series_and_distributions_are_looked_at) {
    Waterworks works{.pressure = -1.0, .floors = 11, .pumps = 12};
    works.inflow.values = {1.0, 20.0, 30.0};
    works.demand = Distribution::uniform({.low = 5.0, .high = 50.0});
    works.tanks[1].depth = 11.0;
    EXPECT_EQ(paths(works),
              (std::vector<std::string>{"pressure", "floors", "pumps", "inflow", "demand", "tank[1].depth"}));
}

TEST(RangeCheck, a_mistake_tells_the_rule_and_the_value) {
    const auto found = out_of_range(Waterworks{.pressure = 12.5});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].rule, "must be between 0 and 10");
    EXPECT_EQ(found[0].value, "12.5");
}

TEST(RangeCheck, not_a_number_is_out_of_every_range) {
    EXPECT_EQ(paths(Waterworks{.pressure = std::numeric_limits<double>::quiet_NaN()}),
              std::vector<std::string>{"pressure"});
}
