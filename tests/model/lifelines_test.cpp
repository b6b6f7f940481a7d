// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/lifelines.hpp>

#include <cmath>

#include <numeric>

using namespace commonweal;
using model::ComponentKind;

namespace {

struct Grid {
    explicit Grid(const std::vector<std::string>& changes = {})
        : scenario(small_district(changes)),
          district(build_district(scenario, {.value = 1})),
          flood(scenario, district),
          lifelines(scenario, district, {.value = 1}) {}

    void hours(double rain, int count, std::uint8_t level = 0) {
        for (int k = 0; k < count; ++k) {
            flood.step(rain, lifelines.powered());
            lifelines.step(flood, level, hour);
            for (std::uint32_t cell = 0; cell < district.cells.size(); ++cell) lifelines.report_outage(cell, hour);
            ++hour;
        }
    }
    std::size_t dark() const {
        const auto powered = lifelines.powered();
        return powered.size() - std::accumulate(powered.begin(), powered.end(), std::size_t{0});
    }

    model::Scenario scenario;
    model::District district;
    model::Flood flood;
    model::Lifelines lifelines;
    core::Tick hour = 0;
};

}  // namespace

TEST(Lifelines, nothing_fails_on_dry_ground_and_all_comes_back_after_a_flood) {
    Grid grid;
    grid.hours(0.0, 100);
    EXPECT_EQ(grid.dark(), 0u);
    grid.hours(150.0, 3, 1);
    EXPECT_GT(grid.dark(), 20u);
    grid.hours(0.0, 1200);
    EXPECT_EQ(grid.dark(), 0u);
    EXPECT_EQ(grid.lifelines.open_repairs(grid.hour), 0u);
    EXPECT_GT(grid.lifelines.jobs().size(), 0u);
}

TEST(Lifelines, the_share_of_switch_rooms_that_fail_is_that_of_the_fragility_curve) {
    // A district without relief under one depth of water.
    Grid grid({"residents.count=300000", "district.slope=0", "district.roughness=0 m", "storm.weakest_share=1",
               "rain_depth.relief=0 m", "storm.drains_blocked=1", "rain_depth.conveyance=0 m2 / h",
               "lifelines.feeder_median=20 m", "lifelines.substation_median=20 m"});
    grid.hours(500.0, 1);
    const double depth = grid.flood.depth()[0];
    EXPECT_NEAR(depth, 0.45, 1e-9);  // 500 mm, nine tenths of which run off
    double failed = 0.0, rooms = 0.0;
    for (const auto& component : grid.lifelines.components()) rooms += component.kind == ComponentKind::switchgear;
    for (const std::uint32_t k : grid.lifelines.failed_now()) {
        failed += grid.lifelines.components()[k].kind == ComponentKind::switchgear;
    }
    // Phi(ln(.45 / .5) / .5) = Phi(-.21072) = .41655, by a table of the normal distribution
    EXPECT_NEAR(failed / rooms, 0.41655, 4.0 * std::sqrt(0.243 / rooms));
}

TEST(Lifelines, telecom_lives_on_its_batteries_for_four_hours) {
    Grid grid;
    grid.hours(500.0, 1);
    std::uint32_t cell = 0;
    while (cell < grid.district.cells.size() && grid.lifelines.powered()[cell]) ++cell;
    ASSERT_LT(cell, grid.district.cells.size());
    EXPECT_EQ(grid.lifelines.telecom()[cell], 1.0f);
    grid.hours(0.0, 3);
    EXPECT_EQ(grid.lifelines.telecom()[cell], 1.0f);
    grid.hours(0.0, 1);
    EXPECT_EQ(grid.lifelines.telecom()[cell], 0.0f);
}

TEST(Lifelines, mutual_aid_works_after_its_lag_and_not_before) {
    Grid with;
    Grid without({"lifelines.mutual_aid_crews_per_100k=0"});
    for (Grid* grid : {&with, &without}) grid->hours(200.0, 3, 1);
    const auto busy_until = [](Grid& grid, core::Tick last) {
        std::uint32_t most = 0;
        while (grid.hour < last) {
            grid.hours(0.0, 1, 1);
            most = std::max(most, grid.lifelines.busy_crews(grid.hour));
        }
        return most;
    };
    // Each has one crew of its own; mutual aid sends one more, 48 h after the order.
    EXPECT_EQ(busy_until(with, 45), 1u);
    EXPECT_EQ(busy_until(with, 200), 2u);
    EXPECT_EQ(busy_until(without, 200), 1u);
}

TEST(Lifelines, a_shock_fails_its_share_of_a_kind_whatever_the_hour_and_the_water) {
    const auto struck = [](core::Tick hour, double share, std::uint32_t shock) {
        Grid grid({"residents.count=300000"});
        const model::Lifelines::Failure failure{.kind = ComponentKind::switchgear, .share = share, .shock = shock};
        grid.lifelines.step(grid.flood, 0, hour, {&failure, 1});
        const auto failed = grid.lifelines.failed_now();
        EXPECT_EQ(grid.dark(), failed.size());
        return std::vector(failed.begin(), failed.end());
    };
    const std::size_t rooms = Grid({"residents.count=300000"}).district.cells.size();
    EXPECT_TRUE(struck(5, 0.0, 0).empty());
    EXPECT_EQ(struck(5, 1.0, 0).size(), rooms);
    const double expected = 0.3 * static_cast<double>(rooms);
    EXPECT_NEAR(static_cast<double>(struck(5, 0.3, 0).size()), expected, 4.0 * std::sqrt(0.7 * expected));
    EXPECT_EQ(struck(5, 0.3, 0), struck(6, 0.3, 0));
    EXPECT_NE(struck(5, 0.3, 0), struck(5, 0.3, 1));
}

TEST(Lifelines, what_a_shock_failed_is_repaired_by_crews) {
    Grid grid;
    const model::Lifelines::Failure failure{.kind = ComponentKind::substation, .share = 1.0, .shock = 0};
    grid.lifelines.step(grid.flood, 0, 0, {&failure, 1});
    EXPECT_EQ(grid.dark(), grid.district.cells.size());
    EXPECT_EQ(grid.lifelines.jobs().size(), grid.district.subdistricts);
    grid.hours(0.0, 1200);
    EXPECT_EQ(grid.dark(), 0u);
}
