// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/simulation.hpp>
#include <commonweal/process/depth_damage.hpp>
#include <limits>
#include <numeric>
#include <set>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

struct DamageMoments {
    double mean = 0.0;
    double sd = 0.0;
};

/// Over the ranks (k + 1/2) / n.
DamageMoments damage_moments(const DepthDamage& process, double depth) {
    constexpr int ranks = 2'000;
    double sum = 0.0;
    double squares = 0.0;
    for (int k = 0; k < ranks; ++k) {
        const double share = damage_share(process, depth, (k + 0.5) / ranks);
        sum += share / ranks;
        squares += share * share / ranks;
    }
    return {.mean = sum, .sd = std::sqrt(squares - sum * sum)};
}

}  // namespace

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

TEST(DepthDamage, a_raised_floor_lowers_the_water) {
    constexpr double foot = 0.3048;
    const DepthDamage process{.curve = DamageCurve::hazus_iwr_one_storey, .floor_height = 2.0 * foot};
    EXPECT_NEAR(damage_share(process, 2.0 * foot), 0.13, 1e-12);
    EXPECT_NEAR(damage_share(process, 4.5 * foot), 0.36, 1e-12);
}

TEST(DepthDamage, beta_scatter_has_the_mean_of_the_curve_and_the_spread_asked_for) {
    const DepthDamage process{.scatter = DamageScatter::beta, .spread = 0.5};
    for (const double depth : {0.06, 0.5, 1.25, 4.5}) {
        const double mean = damage_share(process, depth);
        const DamageMoments found = damage_moments(process, depth);
        EXPECT_NEAR(found.mean, mean, 5e-4) << depth;
        EXPECT_NEAR(found.sd, 0.5 * std::sqrt(mean * (1.0 - mean)), 3e-3) << depth;
        EXPECT_DOUBLE_EQ(expected_share(process, depth), mean);
    }
}

TEST(DepthDamage, lognormal_scatter_has_its_closed_mean) {
    for (const double spread : {0.2, 0.6}) {
        const DepthDamage process{.scatter = DamageScatter::lognormal, .spread = spread};
        for (const double depth : {0.2, 1.0, 4.0, 7.0}) {
            EXPECT_NEAR(damage_moments(process, depth).mean, expected_share(process, depth), 1e-3) << depth;
        }
    }
}

TEST(DepthDamage, damage_stays_when_the_water_falls) {
    core::Simulation simulation({.value = 1, .replicate = 0});
    core::Population& crowd = simulation.add(core::Population::numbered("building", 2));
    crowd.add(columns::building_depth, 1.0f);
    crowd.add(columns::building_rank, 0.5f);
    crowd.add(columns::building_damage, 0.0f);
    simulation.add(DamageBuildings{}, "building");
    core::Workers workers(1);
    simulation.run(workers, 1);
    for (float& depth : simulation.agents().at("building").values(columns::building_depth)) depth = 0.0f;
    simulation.run(workers, 1);
    const auto damage = simulation.agents().at("building").values(columns::building_damage);
    EXPECT_FLOAT_EQ(damage[0], 0.494f);
    EXPECT_FLOAT_EQ(damage[1], 0.494f);
}

TEST(DepthDamage, a_town_loses_what_its_buildings_lose) {
    DepthDamageStart start;
    start.depth.given = {0.0, 0.5, 1.25, 7.0};
    start.value.given = {10.0, 10.0, 100.0, 1.0};
    start.saved.given = {0.0, 0.5, 0.0, 0.0};
    const Dataset found = simulate(DepthDamage{}, start, {.size = 4, .replicates = 2});
    const double loss = 10.0 * 0.327 * 0.5 + 100.0 * 0.5555 + 1.0;
    EXPECT_NEAR(found.variable("total_loss").values[1], loss, 1e-12);
    EXPECT_NEAR(found.variable("share").values[0], loss / 121.0, 1e-12);
    EXPECT_EQ(found.variable("damaged").values[0], 0.75);
    EXPECT_NEAR(found.variable("loss").values[6], 55.55, 1e-12);
    EXPECT_EQ(found.variable("damage").values[7], 1.0);
}

TEST(DepthDamage, seeds_change_draws_and_threads_do_not) {
    DepthDamageStart start;
    start.depth.drawn = core::Distribution::uniform({.low = 0.0, .high = 3.0});
    const DepthDamage process{.scatter = DamageScatter::beta};
    const auto shares = [&](std::uint32_t seed, unsigned threads) {
        return simulate(process, start, {.size = 200, .replicates = 3, .seed = seed, .threads = threads})
            .variable("share")
            .values;
    };
    EXPECT_EQ(shares(1, 1), shares(1, 2));
    EXPECT_NE(shares(1, 1), shares(2, 1));
    EXPECT_NE(shares(1, 1)[0], shares(1, 1)[1]);
}

TEST(DepthDamage, everything_wrong_is_told_at_once) {
    DepthDamageStart start;
    start.depth.given = {1.0, std::numeric_limits<double>::quiet_NaN()};
    start.value.drawn = core::Distribution::constant(-1.0);
    try {
        simulate(DepthDamage{.spread = 2.0}, start, {.size = 2, .replicates = 0});
        FAIL();
    } catch (const core::ConfigError& error) {
        EXPECT_EQ(error.mistakes().size(), 4u);
    }
}

RC_GTEST_PROP(DepthDamage, of_one_building_deeper_water_never_damages_less, ()) {
    const DepthDamage process{.scatter = *rc::gen::element(DamageScatter::lognormal, DamageScatter::beta),
                              .spread = 0.01 * *rc::gen::inRange(0, 91)};
    const double rank = (*rc::gen::inRange(0, 1000) + 0.5) / 1000.0;
    const double shallow = 0.01 * *rc::gen::inRange(0, 700);
    const double deeper = shallow + 0.01 * *rc::gen::inRange(0, 100);
    const double less = damage_share(process, shallow, rank);
    const double more = damage_share(process, deeper, rank);
    RC_ASSERT(less >= 0.0);
    RC_ASSERT(more <= 1.0);
    RC_ASSERT(less <= more + 1e-9);
}

TEST(DepthDamage, its_parameters_are_in_the_table) {
    DepthDamage process;
    expect_described(process, 4);
}
