// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/restoration.hpp>
#include <cstddef>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

const Restoration& table(RestoredComponent component) { return restoration_row(component).restoration; }

}  // namespace

TEST(Restoration, a_substation_comes_back_as_hazus_computes) {  // V51, mass before the damage kept
    const auto& station = table(RestoredComponent::substation);
    EXPECT_NEAR(functionality(station[1], 1.0), 0.0912, 1e-4);
    EXPECT_NEAR(functionality(station[1], 3.0), 0.5, 1e-4);
    EXPECT_NEAR(functionality(station[1], 7.0), 0.9962, 1e-4);
    EXPECT_NEAR(functionality(station[2], 1.0), 0.0432, 1e-4);
    EXPECT_NEAR(functionality(station[2], 3.0), 0.1265, 1e-4);
    EXPECT_NEAR(functionality(station[2], 7.0), 0.5, 1e-4);
    EXPECT_NEAR(functionality(station[2], 14.0), 0.9772, 1e-4);
    EXPECT_NEAR(functionality(station[3], 1.0), 0.0266, 1e-4);
    EXPECT_NEAR(functionality(station[3], 3.0), 0.0359, 1e-4);
    EXPECT_NEAR(functionality(station[3], 7.0), 0.0626, 1e-4);
    EXPECT_NEAR(functionality(station[3], 30.0), 0.5, 1e-4);
}

TEST(Restoration, a_mixture_of_states_adds_up) {  // V52
    const std::array<double, damage_state_count> chances{0.2, 0.3, 0.3, 0.15, 0.05};
    EXPECT_NEAR(functionality(table(RestoredComponent::substation), chances, 3.0), 0.6708, 1e-3);
}

// Discrete restoration of Hazus table 8-2, percent at day 1, 3, 7, 30; the table rounds, hence half a percent to two.
TEST(Restoration, pumping_plants_follow_the_discrete_hazus_table) {
    const auto& plant = table(RestoredComponent::pumping_plant);
    EXPECT_NEAR(functionality(plant[0], 1.0), 0.65, 0.025);
    EXPECT_NEAR(functionality(plant[1], 1.0), 0.22, 0.005);
    EXPECT_NEAR(functionality(plant[2], 3.0), 0.15, 0.005);
    EXPECT_NEAR(functionality(plant[3], 3.0), 0.04, 0.005);
    EXPECT_NEAR(functionality(plant[2], 30.0), 0.95, 0.005);
}

TEST(Restoration, truncation_starts_from_nothing_and_keeps_the_shape) {
    const auto& plant = table(RestoredComponent::pumping_plant);
    EXPECT_GT(functionality(plant[1], 0.0), 0.1);
    EXPECT_EQ(functionality(plant[1], 0.0, BeforeDamage::truncated), 0.0);
    EXPECT_NEAR(functionality(plant[1], 60.0, BeforeDamage::truncated), 1.0, 1e-12);
    EXPECT_LT(functionality(plant[1], 3.0, BeforeDamage::truncated), functionality(plant[1], 3.0));
}

TEST(Restoration, every_row_has_its_own_name_and_worse_damage_takes_no_less_time) {
    std::set<std::string_view> names;
    for (std::size_t component = 0; component < restored_component_count; ++component) {
        const auto& row = restoration_row(static_cast<RestoredComponent>(component));
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        for (std::size_t state = 1; state < row.restoration.size(); ++state) {
            EXPECT_LE(row.restoration[state - 1].mean, row.restoration[state].mean) << row.name;
        }
    }
}

RC_GTEST_PROP(Restoration, a_drawn_time_is_the_quantile_of_the_function, ()) {
    const auto component = static_cast<RestoredComponent>(*rc::gen::inRange<std::size_t>(0, restored_component_count));
    const auto& curve = table(component)[*rc::gen::inRange<std::size_t>(0, 4)];
    const double uniform = (*rc::gen::inRange(0, 1000) + 0.5) / 1000.0;
    const double truncated = restoration_time(curve, uniform, BeforeDamage::truncated);
    RC_ASSERT(truncated > 0.0);
    RC_ASSERT(std::abs(functionality(curve, truncated, BeforeDamage::truncated) - uniform) < 1e-9);
    const double kept = restoration_time(curve, uniform);
    RC_ASSERT(kept == 0.0 || std::abs(functionality(curve, kept) - uniform) < 1e-9);
}

namespace {

/// Mean over replicates of the function at a record, less what it should be, in standard errors.
double restored_off(const Dataset& course, std::size_t record, double reference) {
    const std::vector<double>& function = course.variable("function").values;
    const std::size_t records = course.dimension("time").values.size();
    double sum = 0.0;
    double squares = 0.0;
    double runs = 0.0;
    for (std::size_t k = record; k < function.size(); k += records) {
        sum += function[k];
        squares += function[k] * function[k];
        runs += 1.0;
    }
    const double mean = sum / runs;
    return (mean - reference) / std::sqrt((squares / runs - mean * mean) / (runs - 1.0));
}

}  // namespace

TEST(Restoration, components_come_back_as_the_curve_says) {
    for (const BeforeDamage before : {BeforeDamage::kept, BeforeDamage::truncated}) {
        const ComponentRestoration process{.component = RestoredComponent::pumping_plant, .before_damage = before};
        const RestorationStart start;
        const Dataset course =
            simulate(process, start, {.size = 200, .until = 30.0, .every = 5.0, .replicates = 300, .seed = 1});
        for (std::size_t record = 0; record < 7; ++record) {
            const double expected =
                functionality(table(process.component), start.chances, 5.0 * static_cast<double>(record), before);
            EXPECT_LT(std::abs(restored_off(course, record, expected)), 4.0) << record;
        }
    }
}

TEST(Restoration, states_may_be_given_for_each_component_or_for_each_replicate) {
    const Experiment experiment{.size = 3, .until = 200.0, .replicates = 2, .seed = 2};
    const RestorationStart start{.damage = {0.0, 1.0, 4.0, 0.0, 0.0, 0.0}};
    const Dataset course = simulate(ComponentRestoration{}, start, experiment);
    const std::vector<double>& restored = course.variable("restored").values;
    EXPECT_EQ(restored[0], 0.0);
    EXPECT_LT(restored[1], 4.0);
    EXPECT_GT(restored[2], 4.0);
    for (std::size_t k = 3; k < 6; ++k) EXPECT_EQ(restored[k], 0.0);
    const Dataset same = simulate(ComponentRestoration{}, {.damage = {0.0, 1.0, 4.0}}, experiment);
    EXPECT_EQ(same.variable("restored").values[1], restored[1]);
    EXPECT_GT(same.variable("restored").values[5], 0.0);
}

TEST(Restoration, own_curves_and_a_factor_take_the_place_of_the_table) {
    const Restoration curves{{{10.0, 1e-6}, {20.0, 1e-6}, {30.0, 1e-6}, {40.0, 1e-6}}};
    const RestorationStart start{.damage = {1.0, 2.0, 3.0, 4.0}, .restoration = curves};
    const Dataset course = simulate({.time_factor = 2.0}, start, {.size = 4, .until = 100.0, .every = 10.0});
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_NEAR(course.variable("restored").values[k], 20.0 * static_cast<double>(k + 1), 1e-3);
    }
    EXPECT_EQ(course.variable("function").values[5], 0.5);
    EXPECT_EQ(course.variable("function").values[10], 1.0);
}

TEST(Restoration, more_time_never_takes_a_component_away) {
    const Dataset course = simulate(ComponentRestoration{}, {}, {.size = 50, .replicates = 3, .seed = 3});
    EXPECT_EQ(course.dimension("time").values.back(), 75.0);
    const std::vector<double>& function = course.variable("function").values;
    for (std::size_t k = 1; k < function.size(); ++k) {
        if (k % 101 != 0) {
            EXPECT_GE(function[k], function[k - 1]);
        }
    }
}

TEST(Restoration, threads_change_nothing_and_seeds_everything) {
    const auto restored = [](std::uint32_t seed, unsigned threads) {
        return simulate(ComponentRestoration{}, {}, {.size = 40, .replicates = 5, .seed = seed, .threads = threads})
            .variable("restored")
            .values;
    };
    EXPECT_EQ(restored(1, 1), restored(1, 2));
    EXPECT_NE(restored(1, 1), restored(2, 1));
}

TEST(Restoration, every_mistake_is_told_at_once) {
    const RestorationStart start{.chances = {0.5, 0.5, 0.5, 0.0, 0.0},
                                 .damage = {0.0, 5.0, 1.5},
                                 .restoration = Restoration{{{1.0, 0.0}, {1.0, 1.0}, {1.0, 1.0}, {1.0, 1.0}}}};
    try {
        simulate({.time_factor = -1.0}, start, {.size = 2, .until = -1.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const auto& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"until", "time_factor", "chances", "damage", "damage[1]", "sd"}));
    }
}

TEST(Restoration, every_parameter_is_described) {
    ComponentRestoration process;
    expect_described(process, 3);
}
