// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/offices.hpp>

#include <cmath>

using namespace commonweal;
using model::Phase;

namespace {

struct Hall {
    explicit Hall(const std::vector<std::string>& changes = {})
        : scenario(small_district(changes)),
          district(build_district(scenario, {.value = 1})),
          timeline(scenario),
          reports(scenario, district, {.value = 1}),
          offices(scenario, district) {}

    model::Scenario scenario;
    model::District district;
    model::Timeline timeline;
    model::Reports reports;
    model::Offices offices;
};

}  // namespace

TEST(Offices, staff_follow_the_registered_residents_and_there_is_always_somebody) {
    const Hall hall({"residents.count=100000"});
    std::uint32_t all = 0;
    for (const std::uint32_t staff : hall.offices.staff()) all += staff;
    EXPECT_NEAR(all, 180.0, 12.0);  // 18 per 10,000, rounded in 24 communities
    const Hall tiny({"offices.staff_per_10k=0.1"});
    for (const std::uint32_t staff : tiny.offices.staff()) EXPECT_EQ(staff, 1u);
}

TEST(Offices, in_calm_staff_work_by_day_and_in_response_two_thirds_at_any_hour) {
    Hall hall({"residents.count=100000"});
    for (core::Tick hour = 0; hour < 24; ++hour) {
        hall.offices.step(hall.timeline, hall.reports, hour);
        const std::uint32_t staff = hall.offices.staff()[0];
        EXPECT_EQ(hall.offices.on_duty()[0], hour >= 9 && hour < 17 ? staff : 0u) << hour;
    }
    EXPECT_DOUBLE_EQ(hall.offices.hours_per_day(0), 8.0 * hall.offices.staff()[0]);
    const core::Tick ordered = 6 * 24 + 11;
    hall.offices.step(hall.timeline, hall.reports, ordered);
    EXPECT_EQ(hall.offices.phases()[0].phase, Phase::resistance);
    EXPECT_EQ(hall.offices.changed_now().size(), hall.district.communities.size());
    EXPECT_EQ(hall.offices.on_duty()[0], static_cast<std::uint32_t>(hall.offices.staff()[0] * 2.0 / 3.0 + 0.5));
}

TEST(Offices, without_an_order_and_without_reports_nobody_responds) {
    Hall hall({"offices.response_level=0"});
    for (core::Tick hour = 0; hour < hall.timeline.hours; ++hour) hall.offices.step(hall.timeline, hall.reports, hour);
    for (const auto& clock : hall.offices.phases()) EXPECT_EQ(clock.phase, Phase::prevention);
}
