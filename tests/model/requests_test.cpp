// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/core/state.hpp>
#include <commonweal/model/requests.hpp>

#include <algorithm>
#include <cmath>

using namespace commonweal;
using model::RequestKind;

namespace {

struct Service {
    explicit Service(const std::vector<std::string>& changes, std::uint32_t staff = 4)
        : scenario(small_district(changes)),
          district(build_district(scenario, {.value = 3})),
          flood(scenario, district),
          people(scenario, district, {.value = 3}),
          organisations(scenario, district),
          requests(scenario, district, organisations, {.value = 3}, 480),
          powered(district.cells.size(), 1),
          on_duty(district.communities.size(), staff) {}

    void hours(core::Tick from, core::Tick to) {
        for (core::Tick hour = from; hour < to; ++hour) {
            requests.set_staff(on_duty, members_on_duty, hour);
            requests.step(flood, powered, people, hour);
        }
    }
    std::size_t count(RequestKind kind) const {
        return static_cast<std::size_t>(std::ranges::count(requests.kinds(), kind));
    }

    model::Scenario scenario;
    model::District district;
    model::Flood flood;
    model::People people;
    model::Organisations organisations;
    model::Requests requests;
    std::vector<std::uint8_t> powered;
    std::vector<std::uint32_t> on_duty;
    std::vector<std::uint32_t> members_on_duty = std::vector<std::uint32_t>(organisations.posts().size());
};

}  // namespace

TEST(Requests, everyday_requests_come_at_the_rate_that_the_parameter_says) {
    Service service({"residents.count=40000", "requests.everyday_rate=0.0005 / h"});
    service.hours(0, 480);
    // A new wait begins with the hour after a request, which costs less than one request in a thousand.
    const double expected = 40'000.0 * 0.0005 * 480.0;
    EXPECT_NEAR(static_cast<double>(service.requests.tickets().size()), expected,
                4.0 * std::sqrt(expected) + 0.001 * expected);
}

TEST(Requests, tickets_are_numbered_in_the_order_of_creation_and_counted_once) {
    Service service({});
    std::fill(service.powered.begin(), service.powered.begin() + 30, std::uint8_t{0});
    std::size_t created = 0, ended = 0;
    for (core::Tick hour = 0; hour < 200; ++hour) {
        service.hours(hour, hour + 1);
        created += service.requests.created_now().size();
        ended += service.requests.ended_now().size();
    }
    const process::Tickets& tickets = service.requests.tickets();
    EXPECT_EQ(created, tickets.size());
    std::size_t done = 0;
    for (std::size_t row = 0; row < tickets.size(); ++row) {
        EXPECT_EQ(tickets.id[row], row);
        done +=
            tickets.state[row] == process::TicketState::closed || tickets.state[row] == process::TicketState::abandoned;
    }
    EXPECT_EQ(ended, done);
    EXPECT_GT(service.count(RequestKind::power), 50u);
}

TEST(Requests, a_household_has_at_most_one_open_request_of_a_kind) {
    Service service({"requests.outage_rate=5 / h", "requests.everyday_rate=0 / h"}, 0);
    std::fill(service.powered.begin(), service.powered.end(), std::uint8_t{0});
    service.hours(0, 20);
    EXPECT_LE(service.count(RequestKind::power), service.district.households.size());
    EXPECT_GT(service.count(RequestKind::power), service.district.households.size() * 99 / 100);
}

TEST(Requests, only_elderly_people_alone_ask_for_care_and_only_without_power) {
    Service service({"requests.everyday_rate=0 / h"});
    service.hours(0, 50);
    EXPECT_EQ(service.requests.tickets().size(), 0u);
    std::fill(service.powered.begin(), service.powered.end(), std::uint8_t{0});
    service.hours(50, 150);
    ASSERT_GT(service.count(RequestKind::care), 0u);
    for (std::size_t row = 0; row < service.requests.tickets().size(); ++row) {
        if (service.requests.kinds()[row] != RequestKind::care) continue;
        EXPECT_TRUE(service.district.households.elderly_alone[service.requests.households()[row]]);
    }
}

TEST(Requests, nobody_is_served_while_nobody_is_on_duty_and_the_impatient_give_up) {
    Service service({"requests.everyday_rate=0.01 / h"}, 0);
    service.hours(0, 100);
    const auto& tickets = service.requests.tickets();
    EXPECT_EQ(std::ranges::count(tickets.state, process::TicketState::closed), 0);
    for (std::size_t row = 0; row < tickets.size(); ++row) {
        const bool gave_up = tickets.state[row] == process::TicketState::abandoned;
        ASSERT_EQ(gave_up, tickets.created[row] + 72.0 <= 100.0) << tickets.created[row];
    }
}

TEST(Requests, a_state_goes_on_where_it_was_saved) {
    Service whole({"requests.everyday_rate=0.003 / h"}, 1);
    Service first({"requests.everyday_rate=0.003 / h"}, 1);
    Service second({"requests.everyday_rate=0.003 / h"}, 1);
    whole.hours(0, 200);
    first.hours(0, 77);
    core::StateWriter writer;
    first.requests.save(writer);
    core::StateReader reader(writer.bytes());
    second.requests.load(reader);
    second.hours(77, 200);
    EXPECT_EQ(second.requests.tickets().created, whole.requests.tickets().created);
    EXPECT_EQ(second.requests.tickets().ended, whole.requests.tickets().ended);
}
