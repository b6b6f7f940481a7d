// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/timeline.hpp>

using namespace commonweal;
using model::Timeline;

namespace {

/// Hours from the start of the scenario, 14 July 00:00, to an hour of a day of July.
constexpr std::size_t july(std::size_t day, std::size_t hour) { return (day - 14) * 24 + hour; }

}  // namespace

TEST(Timeline, rain_warnings_and_orders_come_at_their_dates) {
    const Timeline timeline(small_district());
    EXPECT_EQ(timeline.rain[july(20, 16)], 201.9f);
    EXPECT_EQ(timeline.rain[july(17, 19)], 0.0f);
    EXPECT_EQ(timeline.warning[july(19, 20)], 0);
    EXPECT_EQ(timeline.warning[july(19, 21)], 1);
    EXPECT_EQ(timeline.level[july(20, 10)], 0);
    EXPECT_EQ(timeline.level[july(20, 11)], 2);
    EXPECT_EQ(timeline.level[july(20, 16)], 1);
    EXPECT_EQ(timeline.level[july(22, 14)], 3);
    EXPECT_EQ(timeline.hour_of_day(july(20, 16)), 16u);
}

TEST(Timeline, a_shift_moves_everything_that_comes_from_outside) {
    const Timeline dated(small_district());
    const Timeline shifted(small_district({"storm.shift=3 d"}));
    for (std::size_t hour = 72; hour < dated.hours; ++hour) {
        ASSERT_EQ(shifted.rain[hour], dated.rain[hour - 72]);
        ASSERT_EQ(shifted.warning[hour], dated.warning[hour - 72]);
        ASSERT_EQ(shifted.level[hour], dated.level[hour - 72]);
    }
}

TEST(Timeline, what_lies_outside_the_run_is_cut_off) {
    // The first warning ended at 04:00.
    const Timeline early(small_district({"time.start=2021-07-20T05:00"}));
    EXPECT_EQ(early.rain[11], 201.9f);
    EXPECT_EQ(early.warning[0], 0);
    EXPECT_EQ(early.warning[1], 1);
    const Timeline late(small_district({"time.duration=7 d"}));
    EXPECT_EQ(late.hours, 168u);
    EXPECT_GT(late.rain[167], 0.0f);
    EXPECT_EQ(late.level[167], 1);
}
