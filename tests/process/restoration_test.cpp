// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <commonweal/process/restoration.hpp>
#include <set>
#include <string_view>

using namespace commonweal::process;

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
