// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>
#include <commonweal/process/fragility.hpp>
#include <numeric>
#include <set>
#include <string_view>

using namespace commonweal::process;

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
