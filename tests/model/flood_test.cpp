// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/flood.hpp>

#include <numeric>

using namespace commonweal;

namespace {

struct Streets {
    explicit Streets(const model::Scenario& given)
        : scenario(given), district(build_district(scenario, {.value = 1})), flood(scenario, district) {}
    void rain(double strength, int hours, std::uint8_t power = 1) {
        const std::vector<std::uint8_t> powered(district.cells.size(), power);
        for (int hour = 0; hour < hours; ++hour) flood.step(strength, powered);
    }
    double mean_depth() const {
        return std::accumulate(flood.depth().begin(), flood.depth().end(), 0.0) / district.cells.size();
    }
    model::Scenario scenario;
    model::District district;
    model::Flood flood;
};

}  // namespace

TEST(Flood, rain_that_the_drains_swallow_leaves_no_water) {
    Streets streets(small_district());
    streets.rain(10.0, 24);
    EXPECT_FALSE(streets.flood.any_water());
}

TEST(Flood, more_rain_is_deeper_and_the_peak_is_kept) {
    Streets little(small_district());
    Streets much(small_district());
    little.rain(80.0, 2);
    much.rain(200.0, 2);
    EXPECT_GT(much.mean_depth(), little.mean_depth());
    const std::vector<double> depth(much.flood.depth().begin(), much.flood.depth().end());
    much.rain(0.0, 400);
    EXPECT_FALSE(much.flood.any_water());
    for (std::size_t cell = 0; cell < depth.size(); ++cell) ASSERT_GE(much.flood.peak_depth()[cell], depth[cell]);
}

TEST(Flood, water_stands_longer_where_pumps_have_no_power) {
    Streets with(small_district());
    Streets without(small_district());
    with.rain(150.0, 2);
    without.rain(150.0, 2);
    with.rain(0.0, 10, 1);
    without.rain(0.0, 10, 0);
    EXPECT_GT(without.mean_depth(), 1.5 * with.mean_depth());
}

TEST(Flood, homes_on_higher_ground_stand_in_shallower_water) {
    Streets streets(small_district());
    streets.rain(200.0, 2);
    for (std::uint32_t cell = 0; cell < streets.district.cells.size(); ++cell) {
        EXPECT_GE(streets.flood.depth_at(cell, 0.0), streets.flood.depth_at(cell, 0.5));
        EXPECT_GE(streets.flood.share_deeper(cell, 0.0), streets.flood.share_deeper(cell, 0.3));
    }
}
