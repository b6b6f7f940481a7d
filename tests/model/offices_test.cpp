// SPDX-License-Identifier: Apache-2.0
#include "begun.hpp"
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/offices.hpp>
#include <commonweal/model/shift.hpp>
#include <commonweal/model/simulation.hpp>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

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
        hall.offices.call_to_duty(hall.timeline.hour_of_day(hour));
        hall.offices.step(hall.timeline, hall.reports, hour);
        const std::uint32_t staff = hall.offices.staff()[0];
        EXPECT_EQ(hall.offices.on_duty()[0], hour >= 9 && hour < 17 ? staff : 0u) << hour;
    }
    EXPECT_DOUBLE_EQ(hall.offices.hours_per_day(0), 8.0 * hall.offices.staff()[0]);
    const core::Tick ordered = 6 * 24 + 11;
    hall.offices.step(hall.timeline, hall.reports, ordered);
    EXPECT_EQ(hall.offices.phases()[0].phase, Phase::resistance);
    EXPECT_EQ(hall.offices.changed_now().size(), hall.district.communities.size());
    hall.offices.call_to_duty(3);
    EXPECT_EQ(hall.offices.on_duty()[0], static_cast<std::uint32_t>(hall.offices.staff()[0] * 2.0 / 3.0 + 0.5));
}

TEST(Offices, without_an_order_and_without_reports_nobody_responds) {
    Hall hall({"offices.response_level=0"});
    for (core::Tick hour = 0; hour < hall.timeline.hours; ++hour) hall.offices.step(hall.timeline, hall.reports, hour);
    for (const auto& clock : hall.offices.phases()) EXPECT_EQ(clock.phase, Phase::prevention);
}

TEST(Offices, staff_serve_in_the_hours_of_their_shift_and_in_no_other_the_first_of_a_run_included) {
    struct Start {
        std::string date;
        std::uint32_t hour_of_day;
    };
    core::Workers workers(2);
    for (const Start& start : {Start{"2021-07-14T00:00", 0}, {"2021-07-14T10:00", 10}, {"2021-07-11T15:00", 15}}) {
        model::Simulation simulation(small_district({"time.start=" + start.date, "offices.calm_shift_start=8 h",
                                                     "offices.calm_shift=8 h", "requests.everyday_rate=0.05 / h"}),
                                     {.value = 4}, workers);
        while (simulation.hour() < 48) simulation.step();
        const auto shift = hours_between(8, 16, start.hour_of_day, 48);
        EXPECT_EQ(at_work(begun_by_hour(simulation)), shift) << start.date;
        const core::RecordTable& series = simulation.records()[0];
        const auto staff = series.values(series.field<std::uint32_t>("staff_on_duty"));
        std::vector<std::uint32_t> on_duty;
        for (std::size_t hour = 0; hour < 48; ++hour) {
            const auto row = staff.subspan(hour * staff.size() / 48, staff.size() / 48);
            on_duty.push_back(std::accumulate(row.begin(), row.end(), 0u));
        }
        EXPECT_EQ(at_work(on_duty), shift) << start.date;
    }
}

TEST(Offices, duty_follows_the_phase_that_an_hour_begins_in) {
    core::Workers workers(2);
    const model::Scenario scenario = small_district({"residents.count=50000", "time.duration=16 d"});
    model::Simulation simulation(scenario, {.value = 4}, workers);
    while (simulation.hour() < simulation.hours()) simulation.step();
    const core::RecordTable& series = simulation.records()[0];
    const auto on_duty = series.values(series.field<std::uint32_t>("staff_on_duty"));
    const auto phases = series.values(series.field<std::uint8_t>("phase"));
    const std::size_t communities = simulation.district().communities.size();
    const model::Offices offices(scenario, simulation.district());
    std::size_t turns = 0;
    for (core::Tick hour = 1; hour < simulation.hours(); ++hour) {
        for (std::size_t k = 0; k < communities; ++k) {
            const bool responds = in_response(static_cast<Phase>(phases[(hour - 1) * communities + k]));
            turns += responds != in_response(static_cast<Phase>(phases[hour * communities + k]));
            ASSERT_EQ(on_duty[hour * communities + k],
                      model::on_duty(shift_of(scenario.offices), offices.staff()[k], responds, hour % 24))
                << hour;
        }
    }
    EXPECT_GE(turns, communities);
}
