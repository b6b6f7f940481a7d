// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <commonweal/process/depth_damage.hpp>
#include <set>
#include <string_view>

using namespace commonweal::process;

TEST(DepthDamage, jrc_asia_residential_is_linear_between_the_published_points) {  // V53
    EXPECT_NEAR(damage_share(DamageCurve::jrc_asia_residential, 1.25), 0.5555, 1e-9);
    EXPECT_NEAR(damage_share(DamageCurve::jrc_asia_residential, 2.5), 0.7955, 1e-9);
    EXPECT_EQ(damage_share(DamageCurve::jrc_asia_residential, 7.0), 1.0);
}

TEST(DepthDamage, hazus_iwr_one_storey_reads_feet) {  // V54
    constexpr double foot = 0.3048;
    EXPECT_DOUBLE_EQ(damage_share(DamageCurve::hazus_iwr_one_storey, 0.0), 0.13);
    EXPECT_DOUBLE_EQ(damage_share(DamageCurve::hazus_iwr_one_storey, 2.5 * foot), 0.36);
    EXPECT_DOUBLE_EQ(damage_share(DamageCurve::hazus_iwr_one_storey, 8.0 * foot), 0.67);
    EXPECT_DOUBLE_EQ(damage_share(DamageCurve::hazus_iwr_one_storey, -1.0 * foot), 0.03);
    EXPECT_DOUBLE_EQ(damage_share(DamageCurve::hazus_fia_one_floor, 6.0 * foot), 0.40);
}

TEST(DepthDamage, every_curve_has_its_own_name_and_a_source) {
    std::set<std::string_view> names;
    for (std::size_t curve = 0; curve < damage_curve_count; ++curve) {
        const auto& points = damage_points(static_cast<DamageCurve>(curve));
        EXPECT_TRUE(names.insert(points.name).second) << points.name;
        EXPECT_FALSE(points.source.empty());
        EXPECT_EQ(points.depth.size(), points.share.size());
    }
}

RC_GTEST_PROP(DepthDamage, deeper_water_never_damages_less, ()) {
    const auto curve = static_cast<DamageCurve>(*rc::gen::inRange<std::size_t>(0, damage_curve_count));
    const double shallow = 0.01 * *rc::gen::inRange(-300, 1300);
    const double deeper = shallow + 0.01 * *rc::gen::inRange(0, 500);
    RC_ASSERT(damage_share(curve, shallow) <= damage_share(curve, deeper));
    RC_ASSERT(damage_share(curve, shallow) >= 0.0);
    RC_ASSERT(damage_share(curve, deeper) <= 1.0);
}
