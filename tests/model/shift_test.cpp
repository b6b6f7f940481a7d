// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/model/shift.hpp>

using namespace commonweal::model;

TEST(Shift, in_calm_all_work_from_its_start_for_its_length_past_midnight_too) {
    const Shift night{.calm_start = 22.0, .calm_hours = 6.0};
    for (std::uint32_t hour = 0; hour < 24; ++hour)
        EXPECT_EQ(on_duty(night, 10, false, hour), hour >= 22 || hour < 4 ? 10u : 0u) << hour;
}

TEST(Shift, in_response_a_share_works_at_any_hour_and_one_at_least) {
    const Shift shift{.emergency_duty = 0.3};
    for (std::uint32_t hour = 0; hour < 24; ++hour) EXPECT_EQ(on_duty(shift, 10, true, hour), 3u);
    EXPECT_EQ(on_duty(shift, 1, true, 3), 1u);
    EXPECT_EQ(on_duty(shift, 0, true, 3), 0u);
    EXPECT_EQ(on_duty({.emergency_duty = 0.0}, 10, true, 3), 0u);
}

TEST(Shift, hours_of_a_day_are_those_on_duty_summed_over_it) {
    const Shift shift{.calm_start = 9.0, .calm_hours = 7.0, .emergency_duty = 0.5};
    for (const bool in_response : {false, true}) {
        double sum = 0.0;
        for (std::uint32_t hour = 0; hour < 24; ++hour) sum += on_duty(shift, 8, in_response, hour);
        EXPECT_DOUBLE_EQ(8.0 * hours_per_day(shift, in_response), sum);
    }
}
