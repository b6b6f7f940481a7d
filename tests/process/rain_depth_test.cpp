// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/rain_depth.hpp>
#include <numeric>
#include <utility>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;

namespace {

/// A town on a square grid with columns that own what Terrain views.
struct Town {
    std::vector<double> area, ground, outlet, rain, blocked, volume;
    std::vector<std::uint32_t> begin{0}, target;
    RainDepthWork work;

    explicit Town(std::vector<double> heights, std::size_t width) : ground(std::move(heights)) {
        const std::size_t cells = ground.size();
        area.assign(cells, 250000.0);
        rain.assign(cells, 0.0);
        blocked.assign(cells, 0.0);
        volume.assign(cells, 0.0);
        for (std::size_t cell = 0; cell < cells; ++cell) {
            if (cell >= width) target.push_back(static_cast<std::uint32_t>(cell - width));
            if (cell % width > 0) target.push_back(static_cast<std::uint32_t>(cell - 1));
            if (cell % width + 1 < width && cell + 1 < cells) target.push_back(static_cast<std::uint32_t>(cell + 1));
            if (cell + width < cells) target.push_back(static_cast<std::uint32_t>(cell + width));
            begin.push_back(static_cast<std::uint32_t>(target.size()));
        }
    }

    WaterBalance pass(const RainDepth& process, double hours, double step_hours = 1.0) {
        WaterBalance total;
        const Terrain terrain{
            .area = area, .ground = ground, .link_begin = begin, .link_target = target, .outlet = outlet};
        for (double hour = 0.0; hour < hours; hour += step_hours) {
            const auto balance =
                advance(process, terrain, {.rain = rain, .blocked = blocked, .hours = step_hours}, volume, work);
            total.runoff += balance.runoff;
            total.drained += balance.drained;
            total.left += balance.left;
        }
        return total;
    }

    double stored() const { return std::accumulate(volume.begin(), volume.end(), 0.0); }
    double depth(const RainDepth& process, std::size_t cell) const { return stage(process, area[cell], volume[cell]); }
};

std::vector<double> random_heights() {
    return *rc::gen::container<std::vector<double>>(
        20, rc::gen::map(rc::gen::inRange(0, 300), [](int centimetres) { return 100.0 + 0.01 * centimetres; }));
}

}  // namespace

TEST(RainDepth, one_flat_closed_cell_fills_by_runoff_less_drains) {
    Town town({100.0}, 1);
    const RainDepth process{.runoff = 0.9, .drain_capacity = 30.0, .relief = 0.0};
    town.rain = {100.0};
    town.blocked = {0.5};
    town.pass(process, 3.0);
    EXPECT_NEAR(town.depth(process, 0), 3.0 * (0.9 * 100.0 - 15.0) / 1000.0, 1e-12);
}

TEST(RainDepth, rain_below_the_drains_leaves_the_streets_dry) {
    Town town({100.0}, 1);
    town.rain = {30.0};
    town.pass({}, 5.0);
    EXPECT_EQ(town.volume[0], 0.0);
}

TEST(RainDepth, a_linear_cell_empties_exponentially) {
    const double rate = 0.25;  // 1 / h
    for (const double rain : {0.0, 20.0}) {
        Town town({100.0}, 1);
        town.outlet = {rate * town.area[0]};
        town.rain = {rain};
        town.volume = {1.0e5};
        town.pass({.runoff = 1.0, .drain_capacity = 0.0, .relief = 0.0, .substeps_per_hour = 3600}, 8.0);
        const double steady = rain * 1.0e-3 * town.area[0] / rate;
        EXPECT_NEAR(town.volume[0], steady + (1.0e5 - steady) * std::exp(-rate * 8.0), 10.0);
    }
}

TEST(RainDepth, the_stage_curve_and_its_inverse_agree) {
    const RainDepth process{.relief = 0.6};
    for (const double depth : {0.0, 0.01, 0.3, 0.6, 0.61, 2.5}) {
        EXPECT_NEAR(stage(process, 4.0e4, volume_at(process, 4.0e4, depth)), depth, 1e-14);
    }
    // Half the relief under water: a wedge over half the area, a quarter of the relief deep on average.
    EXPECT_DOUBLE_EQ(volume_at(process, 4.0e4, 0.3), 4.0e4 * 0.5 * 0.15);
    EXPECT_DOUBLE_EQ(wet_share(process, 0.3), 0.5);
    EXPECT_DOUBLE_EQ(wet_share(process, 3.0), 1.0);
    EXPECT_DOUBLE_EQ(depth_at(process, 0.5, 0.5), 0.2);
    EXPECT_DOUBLE_EQ(depth_at(process, 0.2, 0.5), 0.0);
}

TEST(RainDepth, two_connected_cells_come_to_one_level) {
    for (const double relief : {0.0, 0.6}) {
        const RainDepth process{.drain_capacity = 0.0, .relief = relief};
        Town town({100.0, 100.4}, 2);
        town.volume = {0.0, 3.0e5};
        town.pass(process, 240.0);
        EXPECT_NEAR(town.depth(process, 0), town.depth(process, 1) + 0.4, 1e-3) << "relief " << relief;
        EXPECT_NEAR(town.stored(), 3.0e5, 1e-6);
    }
}

TEST(RainDepth, a_pit_keeps_what_lies_below_its_rim) {
    const RainDepth process{.drain_capacity = 0.0, .relief = 0.0};
    Town town({101.0, 100.0, 101.0, 99.0}, 4);
    town.volume = {0.0, 5.0e5, 0.0, 0.0};  // 2 m deep, 1 m over the rim
    town.pass(process, 2000.0);
    EXPECT_NEAR(town.depth(process, 1), 1.0, 1e-3);
    EXPECT_NEAR(town.depth(process, 3), 1.0, 1e-3);
}

TEST(RainDepth, one_step_never_reverses_a_pair_however_long_it_is) {
    const RainDepth process{.drain_capacity = 0.0, .relief = 0.6, .conveyance = 1.0e6, .substeps_per_hour = 1};
    Town town({100.0, 100.0}, 2);
    town.volume = {2.0e5, 1.0e4};
    for (int hour = 0; hour < 50; ++hour) {
        town.pass(process, 1.0);
        EXPECT_GE(town.depth(process, 0), town.depth(process, 1) - 1e-12);
    }
    EXPECT_NEAR(town.depth(process, 0), town.depth(process, 1), 1e-9);
}

RC_GTEST_PROP(RainDepth, water_is_neither_made_nor_lost_nor_negative, ()) {
    Town town(random_heights(), 5);
    town.outlet.assign(20, 0.0);
    town.outlet[7] = 5.0e3;
    for (auto& rain : town.rain) rain = *rc::gen::inRange(0, 200);
    for (auto& blocked : town.blocked) blocked = 0.01 * *rc::gen::inRange(0, 101);
    const auto balance = town.pass({}, 6.0);
    RC_ASSERT(std::fabs(town.stored() - (balance.runoff - balance.drained - balance.left)) <=
              1e-9 * (1.0 + balance.runoff));
    for (const double volume : town.volume) RC_ASSERT(volume >= 0.0);
}

RC_GTEST_PROP(RainDepth, more_rain_makes_no_flat_cell_shallower, ()) {
    const RainDepth process{.relief = 0.0};
    Town less(random_heights(), 5);
    for (auto& rain : less.rain) rain = *rc::gen::inRange(0, 150);
    Town more = less;
    for (auto& rain : more.rain) rain += *rc::gen::inRange(0, 60);
    less.pass(process, 4.0);
    more.pass(process, 4.0);
    for (std::size_t cell = 0; cell < 20; ++cell) RC_ASSERT(more.volume[cell] >= less.volume[cell] - 1e-6);
}

TEST(RainDepth, a_heavier_storm_makes_every_cell_of_a_rough_town_deeper) {
    std::vector<double> heights;
    for (int cell = 0; cell < 100; ++cell) heights.push_back(100.0 + 0.2 * ((cell * 37) % 11));
    Town less(heights, 10), more(heights, 10);
    less.rain.assign(100, 60.0);
    more.rain.assign(100, 70.0);
    less.pass({}, 6.0);
    more.pass({}, 6.0);
    for (std::size_t cell = 0; cell < 100; ++cell) EXPECT_GT(more.depth({}, cell), less.depth({}, cell));
}

TEST(RainDepth, half_the_step_changes_the_depth_by_less_than_a_centimetre) {
    std::vector<double> heights;
    for (int cell = 0; cell < 100; ++cell) heights.push_back(100.0 + 0.2 * ((cell * 37) % 11) + 0.02 * (cell % 10));
    Town coarse(heights, 10);
    coarse.rain.assign(100, 80.0);
    Town fine = coarse;
    coarse.pass({}, 6.0);
    fine.pass({.substeps_per_hour = 24}, 6.0, 0.5);
    for (std::size_t cell = 0; cell < 100; ++cell) EXPECT_NEAR(coarse.depth({}, cell), fine.depth({}, cell), 0.01);
}

TEST(RainDepth, a_lone_cell_comes_to_its_steady_depth) {
    const RainDepth process{.runoff = 0.9, .drain_capacity = 30.0, .relief = 0.6, .substeps_per_hour = 60};
    const RainStorm storm{.outlet = {5.0e4}, .rain = {80.0}, .rain_step = 200.0, .blocked = {0.5}};
    const double steady = steady_depth(process, {.rain = 80.0, .blocked = 0.5, .area = 250000.0, .outlet = 5.0e4});
    EXPECT_NEAR(steady, (72.0 - 15.0) * 1e-3 * 250000.0 / 5.0e4, 1e-12);
    const Dataset course = simulate(process, storm, {});
    // Rain falls before the water flows: a step's rain, on the wet part of the ground, is as far as it may be off.
    EXPECT_NEAR(course.variable("depth").values.back(), steady, 1.05 * (72.0 - 15.0) * 1e-3 / 60.0 * 0.6 / steady);
    EXPECT_EQ(steady_depth(process, {.rain = 10.0}), 0.0);
    EXPECT_THROW(steady_depth(process, {.rain = 100.0, .outlet = 0.0}), commonweal::core::Error);
}

TEST(RainDepth, alone_it_does_what_the_kernel_does) {
    const RainDepth process{};
    Town town({100.0, 100.4, 99.8, 100.1}, 2);
    const RainStorm storm{.ground = town.ground,
                          .links = {{0, 1}, {0, 2}, {1, 3}, {3, 2}, {2, 3}},
                          .rain = {90.0, 20.0},
                          .rain_step = 2.0,
                          .weight = {1.0, 1.5, 0.5, 1.0}};
    const Dataset course = simulate(process, storm, {.until = 6.0, .every = 1.0});
    EXPECT_EQ(course.dimension("time").values.size(), 7u);
    for (const auto& [rate, hours] : {std::pair{90.0, 2.0}, {20.0, 2.0}, {0.0, 2.0}}) {
        for (std::size_t cell = 0; cell < 4; ++cell) town.rain[cell] = rate * storm.weight[cell];
        town.pass(process, hours);
    }
    for (std::size_t cell = 0; cell < 4; ++cell) {
        EXPECT_DOUBLE_EQ(course.variable("depth").values[6 * 4 + cell], town.depth(process, cell));
    }
    EXPECT_NEAR(course.variable("stored").values[6],
                course.variable("runoff").values[6] - course.variable("drained").values[6], 1e-6);
}

TEST(RainDepth, records_may_lie_anywhere_between_the_changes_of_rain) {
    const RainDepth process{.runoff = 1.0, .drain_capacity = 0.0, .relief = 0.0};
    const RainStorm storm{.rain = {10.0, 40.0}, .rain_step = 1.0};
    const Dataset course = simulate(process, storm, {.until = 3.0, .every = 0.75});
    const std::vector<double> millimetres{0.0, 7.5, 30.0, 50.0, 50.0};
    for (std::size_t k = 0; k < millimetres.size(); ++k) {
        EXPECT_NEAR(course.variable("depth").values[k], 1e-3 * millimetres[k], 1e-12) << k;
    }
}

TEST(RainDepth, everything_wrong_with_a_storm_is_told_at_once) {
    const RainStorm storm{
        .ground = {1.0, std::nan("")}, .area = {1.0, 2.0, 3.0}, .links = {{0, 0}}, .rain = {-1.0}, .blocked = {2.0}};
    try {
        simulate(RainDepth{.runoff = 2.0}, storm, {.until = -1.0});
        FAIL();
    } catch (const commonweal::core::ConfigError& error) {
        EXPECT_EQ(error.mistakes().size(), 7u);
    }
}

TEST(RainDepth, its_parameters_are_in_the_table_with_their_ranges) {
    RainDepth process;
    expect_described(process, 5);
}
