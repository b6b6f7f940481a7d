// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/fragility.hpp>
#include <cstddef>
#include <numeric>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

double phi(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

FragileComponent any_component() {
    return static_cast<FragileComponent>(*rc::gen::inRange<std::size_t>(0, fragile_component_count));
}

}  // namespace

TEST(Fragility, half_of_the_components_reach_a_state_at_its_median) {
    for (std::size_t component = 0; component < fragile_component_count; ++component) {
        for (const auto& curve : fragility_row(static_cast<FragileComponent>(component)).fragility) {
            EXPECT_NEAR(exceedance(curve, curve.median), 0.5, 1e-12);
            EXPECT_NEAR(exceedance(curve, curve.median * std::exp(curve.dispersion)), phi(1.0), 1e-12);
        }
    }
}

TEST(Fragility, a_110_kv_station_at_a_third_of_g_has_the_chances_of_the_hazus_table) {
    const auto& station = fragility_row(FragileComponent::substation_low_voltage_anchored).fragility;
    const auto chance = state_probabilities(station, 0.33);
    EXPECT_NEAR(chance[0], 1.0 - phi(std::log(0.33 / 0.15) / 0.70), 1e-12);
    EXPECT_NEAR(chance[2], phi(std::log(0.33 / 0.29) / 0.55) - phi(std::log(0.33 / 0.45) / 0.45), 1e-12);
    EXPECT_NEAR(chance[4], phi(std::log(0.33 / 0.90) / 0.45), 1e-12);
}

TEST(Fragility, nothing_breaks_without_shaking) {
    const auto& well = fragility_row(FragileComponent::well).fragility;
    EXPECT_EQ(damage_state(well, 0.0, 1e-9), DamageState::none);
    EXPECT_EQ(state_probabilities(well, 0.0)[0], 1.0);
}

TEST(Fragility, evenly_spaced_draws_reproduce_the_chances) {
    const auto& station = fragility_row(FragileComponent::substation_low_voltage_anchored).fragility;
    const auto chance = state_probabilities(station, 0.4);
    std::array<double, damage_state_count> share{};
    for (int draw = 0; draw < 10000; ++draw) {
        share[static_cast<std::size_t>(damage_state(station, 0.4, (draw + 0.5) / 10000.0))] += 1e-4;
    }
    for (std::size_t state = 0; state < damage_state_count; ++state) EXPECT_NEAR(share[state], chance[state], 1.01e-4);
}

TEST(Fragility, every_row_has_its_own_name_and_rising_medians) {
    std::set<std::string_view> names;
    for (std::size_t component = 0; component < fragile_component_count; ++component) {
        const auto& row = fragility_row(static_cast<FragileComponent>(component));
        EXPECT_TRUE(names.insert(row.name).second) << row.name;
        for (std::size_t state = 1; state < row.fragility.size(); ++state) {
            EXPECT_LT(row.fragility[state - 1].median, row.fragility[state].median) << row.name;
        }
    }
}

RC_GTEST_PROP(Fragility, chances_are_chances_and_stronger_shaking_never_damages_less, ()) {
    const auto& fragility = fragility_row(any_component()).fragility;
    const double weak = 0.01 * *rc::gen::inRange(0, 300);
    const double strong = weak + 0.01 * *rc::gen::inRange(0, 200);
    const double uniform = (*rc::gen::inRange(0, 10000) + 0.5) / 10000.0;
    RC_ASSERT(damage_state(fragility, weak, uniform) <= damage_state(fragility, strong, uniform));
    const auto chance = state_probabilities(fragility, strong);
    for (const double value : chance) RC_ASSERT(value >= 0.0);
    RC_ASSERT(std::fabs(std::accumulate(chance.begin(), chance.end(), 0.0) - 1.0) < 1e-12);
}

namespace {

struct DamageEstimate {
    double mean = 0.0;
    double error = 0.0;  ///< Standard error, over replicates.
};

/// Of a number of each replicate.
template <class Number>
DamageEstimate over_events(const Dataset& out, Number number) {
    const std::size_t events = out.dimension("replicate").values.size();
    DamageEstimate found;
    double squares = 0.0;
    for (std::size_t k = 0; k < events; ++k) {
        const double value = number(k);
        found.mean += value / static_cast<double>(events);
        squares += value * value / static_cast<double>(events);
    }
    found.error = std::sqrt(std::max(0.0, squares - found.mean * found.mean) / (static_cast<double>(events) - 1.0));
    return found;
}

/// Share of components in a state or a worse one.
auto share_from(const Dataset& out, std::size_t state) {
    return [&out, state](std::size_t event) {
        const double* const shares = out.variable("share").values.data() + event * damage_state_count;
        return std::accumulate(shares + state, shares + damage_state_count, 0.0);
    };
}

}  // namespace

TEST(Fragility, simulated_shares_are_the_chances) {
    const Dataset out = simulate(ComponentDamage{}, {}, {.size = 100, .replicates = 400, .seed = 1});
    const double logs[] = {0.15, 0.29, 0.45, 0.90};
    const double spreads[] = {0.70, 0.55, 0.45, 0.45};
    for (std::size_t state = 1; state < damage_state_count; ++state) {
        const DamageEstimate found = over_events(out, share_from(out, state));
        EXPECT_NEAR(found.mean, phi(std::log(0.3 / logs[state - 1]) / spreads[state - 1]), 4.0 * found.error);
    }
    const DamageEstimate loss = over_events(out, [&](std::size_t k) { return out.variable("mean_loss").values[k]; });
    const auto chances = state_probabilities(fragility_row(ComponentDamage{}.component).fragility, 0.3);
    EXPECT_NEAR(loss.mean, mean_damage_loss({}, chances), 4.0 * loss.error);
    EXPECT_NEAR(mean_damage_loss({}, chances), 0.05 * chances[1] + 0.11 * chances[2] + 0.55 * chances[3] + chances[4],
                1e-12);
}

TEST(Fragility, what_is_uncertain_about_the_intensity_widens_the_curve) {
    const ComponentDamage process{.shared_dispersion = 0.3, .own_dispersion = 0.4};
    const Fragility one{{{0.3, 0.5}, {10.0, 0.5}, {20.0, 0.5}, {40.0, 0.5}}};
    const double expected = phi(std::log(0.4 / 0.3) / std::sqrt(0.5 * 0.5 + 0.25));
    EXPECT_NEAR(1.0 - expected_states(process, one, 0.4)[0], expected, 1e-12);
    const Dataset out = simulate(process, {.intensity = {.drawn = core::Distribution::constant(0.4)}, .fragility = one},
                                 {.size = 20, .replicates = 2'000, .seed = 2});
    const DamageEstimate found = over_events(out, share_from(out, 1));
    EXPECT_NEAR(found.mean, expected, 4.0 * found.error);
}

TEST(Fragility, components_of_one_make_stand_or_fall_together) {
    const Dataset out = simulate(ComponentDamage{.correlation = 1.0}, {}, {.size = 30, .replicates = 50, .seed = 3});
    std::set<double> states;
    for (std::size_t event = 0; event < 50; ++event) {
        const double* const damage = out.variable("damage").values.data() + event * 30;
        EXPECT_EQ(std::count(damage, damage + 30, damage[0]), 30);
        states.insert(damage[0]);
    }
    EXPECT_GE(states.size(), 3u);
}

TEST(Fragility, strength_is_a_factor_on_the_intensity) {
    const DamageStart weak{.intensity = {.drawn = core::Distribution::constant(0.2)}};
    const DamageStart strong{.intensity = {.drawn = core::Distribution::constant(0.4)}};
    const Experiment experiment{.size = 200, .replicates = 2, .seed = 4};
    EXPECT_EQ(simulate(ComponentDamage{}, weak, experiment).variable("damage").values,
              simulate({.strength = 2.0}, strong, experiment).variable("damage").values);
    const auto& row = fragility_row(ComponentDamage{}.component).fragility;
    EXPECT_NEAR(expected_states({.strength = 2.0}, row, 0.4)[3], expected_states({}, row, 0.2)[3], 1e-12);
}

TEST(Fragility, each_component_has_its_own_intensity_and_none_breaks_where_nothing_shakes) {
    const Dataset out = simulate(ComponentDamage{}, {.intensity = {.given = {0.0, 100.0, 0.0}}},
                                 {.size = 3, .replicates = 5, .seed = 5});
    for (std::size_t event = 0; event < 5; ++event) {
        EXPECT_EQ(out.variable("damage").values[3 * event], 0.0);
        EXPECT_EQ(out.variable("damage").values[3 * event + 1], 4.0);
    }
}

RC_GTEST_PROP(Fragility, with_common_draws_a_stronger_event_never_damages_a_component_less, ()) {
    const ComponentDamage process{.component = any_component(),
                                  .shared_dispersion = 0.1 * *rc::gen::inRange(0, 5),
                                  .own_dispersion = 0.1 * *rc::gen::inRange(0, 5),
                                  .correlation = 0.1 * *rc::gen::inRange(0, 11)};
    const double weak = 0.01 * *rc::gen::inRange(0, 100);
    const double strong = weak + 0.01 * *rc::gen::inRange(0, 100);
    const Experiment experiment{.size = 10, .seed = *rc::gen::inRange(0u, 1000u), .threads = 1};
    const auto damage = [&](double intensity) {
        const DamageStart start{.intensity = {.drawn = core::Distribution::constant(intensity)}};
        return simulate(process, start, experiment).variable("damage").values;
    };
    const std::vector<double> less = damage(weak);
    const std::vector<double> more = damage(strong);
    for (std::size_t k = 0; k < less.size(); ++k) RC_ASSERT(less[k] <= more[k]);
    const auto chances = expected_states(process, fragility_row(process.component).fragility, strong);
    RC_ASSERT(std::fabs(std::accumulate(chances.begin(), chances.end(), 0.0) - 1.0) < 1e-9);
}

TEST(Fragility, threads_change_nothing_and_seeds_everything) {
    const auto damage = [](std::uint32_t seed, unsigned threads) {
        return simulate(ComponentDamage{.correlation = 0.3}, {},
                        {.size = 50, .replicates = 5, .seed = seed, .threads = threads})
            .variable("damage")
            .values;
    };
    EXPECT_EQ(damage(1, 1), damage(1, 2));
    EXPECT_NE(damage(1, 1), damage(2, 1));
}

TEST(Fragility, every_mistake_is_told_at_once) {
    const DamageStart start{.intensity = {.given = {0.1, -2.0}},
                            .fragility = Fragility{{{0.1, 0.0}, {-1.0, 0.5}, {1.0, 0.5}, {2.0, 0.5}}}};
    try {
        simulate({.strength = 0.0, .correlation = 1.5}, start, {.size = 2});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const auto& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"strength", "correlation", "intensity[1]", "dispersion", "median"}));
    }
    EXPECT_THROW(simulate(ComponentDamage{}, {.intensity = {.given = {0.1}}}, {.size = 2}), core::ConfigError);
    EXPECT_THROW(simulate(ComponentDamage{}, {}, {.size = 0}), core::ConfigError);
    EXPECT_EQ(simulate(ComponentDamage{}, {}, {.size = 1}).variable("damage").values.size(), 1u);
}

TEST(Fragility, every_parameter_is_described) {
    ComponentDamage process;
    expect_described(process, 9);
}
