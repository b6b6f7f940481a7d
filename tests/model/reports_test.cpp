// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/reports.hpp>

#include <cmath>

using namespace commonweal;

namespace {

struct Desk {
    explicit Desk(const std::vector<std::string>& changes)
        : scenario(small_district(changes)),
          district(build_district(scenario, {.value = 1})),
          flood(scenario, district),
          reports(scenario, district, {.value = 1}),
          powered(district.cells.size(), 1),
          telecom(district.cells.size(), 1.0f),
          in_response(district.communities.size(), 0) {}

    void hours(core::Tick from, core::Tick count) {
        for (core::Tick hour = from; hour < from + count; ++hour) {
            reports.step(flood, powered, telecom, in_response, hour % 24, hour);
        }
    }

    model::Scenario scenario;
    model::District district;
    model::Flood flood;
    model::Reports reports;
    std::vector<std::uint8_t> powered;
    std::vector<float> telecom;
    std::vector<std::uint8_t> in_response;
};

}  // namespace

TEST(Reports, workers_write_once_a_day_in_calm_and_every_four_hours_in_response) {
    Desk desk({});
    desk.hours(0, 48);
    EXPECT_EQ(desk.reports.rows().size(), 2u * desk.district.cells.size());
    std::fill(desk.in_response.begin(), desk.in_response.end(), std::uint8_t{1});
    const std::size_t before = desk.reports.rows().size();
    desk.hours(48, 24);
    EXPECT_EQ(desk.reports.rows().size() - before, 6u * desk.district.cells.size());
}

TEST(Reports, an_office_knows_of_an_outage_only_when_a_report_has_arrived) {
    Desk desk({"offices.report_error=0", "offices.report_delay=30 h"});
    desk.powered.assign(desk.powered.size(), 0);
    desk.hours(9, 1);
    EXPECT_GT(desk.reports.perceived_function(0), 0.85);
    desk.hours(10, 23 * 24);
    EXPECT_EQ(desk.reports.perceived_function(0), 0.5);
}

TEST(Reports, the_belief_can_be_rebuilt_from_the_messages_that_arrived) {
    Desk desk({"offices.report_error=0.3", "offices.report_delay=6 h"});
    std::fill(desk.in_response.begin(), desk.in_response.end(), std::uint8_t{1});
    for (core::Tick hour = 0; hour < 200; ++hour) {
        for (std::size_t cell = 0; cell < desk.powered.size(); ++cell) desk.powered[cell] = (hour / 7 + cell) % 2 == 0;
        desk.hours(hour, 1);
        std::vector<double> sent(desk.powered.size(), -1.0);
        std::vector<std::uint8_t> believed(desk.powered.size(), 1);
        const auto& rows = desk.reports.rows();
        for (std::size_t k = 0; k < rows.size(); ++k) {
            const std::uint32_t cell = rows.cell[k];
            if (rows.received[k] > hour + 1.0 || rows.sent[k] < sent[cell]) continue;
            sent[cell] = rows.sent[k];
            believed[cell] = rows.powered[k];
        }
        for (std::uint32_t cell = 0; cell < believed.size(); ++cell) {
            ASSERT_EQ(desk.reports.believes_powered(cell), believed[cell] != 0) << hour << ' ' << cell;
        }
    }
}

TEST(Reports, errors_and_delays_have_the_means_that_the_parameters_say) {
    Desk desk({"residents.count=50000", "offices.report_error=0.1", "offices.report_delay=2 h"});
    std::fill(desk.in_response.begin(), desk.in_response.end(), std::uint8_t{1});
    desk.hours(0, 400);
    const auto& rows = desk.reports.rows();
    double wrong = 0.0, delay = 0.0;
    for (std::size_t k = 0; k < rows.size(); ++k) {
        wrong += rows.powered[k] == 0;
        delay += rows.received[k] - rows.sent[k];
    }
    const double n = static_cast<double>(rows.size());
    ASSERT_GT(n, 20'000.0);
    EXPECT_NEAR(wrong / n, 0.1, 4.0 * std::sqrt(0.09 / n));
    EXPECT_NEAR(delay / n, 2.0, 4.0 * 2.0 / std::sqrt(n));
}
