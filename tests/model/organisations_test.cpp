// SPDX-License-Identifier: Apache-2.0
#include "begun.hpp"
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/core/state.hpp>
#include <commonweal/model/organisations.hpp>
#include <commonweal/model/simulation.hpp>
#include <commonweal/process/service_queue.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <numeric>

using namespace commonweal;
using core::RecordTable;
using model::Organisation;
using model::Organisations;
using model::RequestKind;
using model::Scenario;
using model::Simulation;

namespace organisations_test {

constexpr core::Seed seed{.value = 4};

Scenario with(std::vector<Organisation> organisations, const std::vector<std::string>& changes = {}) {
    std::vector<std::string> all{"residents.count=20000", "time.duration=10 d"};
    all.insert(all.end(), changes.begin(), changes.end());
    Scenario scenario = small_district(all);
    scenario.organisations = std::move(organisations);
    return scenario;
}

struct Outcome {
    explicit Outcome(const Scenario& scenario) : workers(2), simulation(scenario, seed, workers) {
        while (simulation.hour() < simulation.hours()) simulation.step();
    }
    template <class T>
    std::vector<T> series(std::string_view name) {
        const RecordTable& table = simulation.records()[0];
        const auto values = table.values(table.field<T>(name));
        return {values.begin(), values.end()};
    }
    /// Over all communities, at the end.
    std::uint32_t last(std::string_view name) {
        const auto values = series<std::uint32_t>(name);
        const auto communities = static_cast<std::ptrdiff_t>(simulation.district().communities.size());
        return std::accumulate(values.end() - communities, values.end(), 0u);
    }
    RecordTable requests() const {
        for (RecordTable& table : tables())
            if (table.schema().name == "requests") return std::move(table);
        throw core::Error("there is no table of requests");
    }
    std::vector<RecordTable> tables() const { return simulation.final_tables(); }

    core::Workers workers;
    Simulation simulation;
};

template <class T>
std::vector<T> column(const RecordTable& table, std::string_view name) {
    const auto values = table.values(table.field<T>(name));
    return {values.begin(), values.end()};
}

std::string text(const std::vector<core::Mistake>& mistakes) {
    std::string all;
    for (const core::Mistake& mistake : mistakes) all += mistake.text() + '\n';
    return all;
}

TEST(Organisations, have_members_by_the_residents_of_their_communities_and_work_as_their_phase_asks) {
    const Scenario scenario = with({{.name = "far", .communities = {{5.0}}, .members_per_10k = 60.0},
                                    {.name = "all", .members_per_10k = 0.01, .calm_shift = 0.0}});
    const model::District district = build_district(scenario, seed);
    Organisations organisations(scenario, district);
    const auto posts = organisations.posts();
    ASSERT_EQ(posts.size(), 1u + district.communities.size());
    const model::Range there = organisations.posts_of(5);
    ASSERT_EQ(there.size(), 2u);
    EXPECT_EQ(posts[there.first].organisation, 0u);
    EXPECT_EQ(posts[there.first].members,
              static_cast<std::uint32_t>(60.0 * district.communities.registered[5] / 1e4 + 0.5));
    EXPECT_EQ(posts[there.first + 1].members, 1u);

    std::vector<std::uint8_t> in_response(district.communities.size());
    organisations.call_to_duty(in_response, 10);
    EXPECT_EQ(organisations.on_duty()[there.first], posts[there.first].members);
    EXPECT_EQ(organisations.on_duty()[there.first + 1], 0u) << "in response only";
    EXPECT_DOUBLE_EQ(organisations.hours_per_day(there.first, false), 8.0 * posts[there.first].members);
    in_response[5] = 1;
    organisations.call_to_duty(in_response, 3);
    EXPECT_EQ(organisations.on_duty()[there.first], (posts[there.first].members + 1) / 3);
    EXPECT_EQ(organisations.on_duty()[there.first + 1], 1u);
}

TEST(Organisations, serve_the_kinds_that_they_are_given) {
    const Scenario scenario = with({{.name = "pumps", .serves = {"drainage", "rescue"}}, {.name = "any"}});
    const Organisations organisations(scenario, build_district(scenario, seed));
    for (const RequestKind kind : {RequestKind::everyday, RequestKind::power, RequestKind::care}) {
        EXPECT_FALSE(organisations.serves(0, kind));
        EXPECT_TRUE(organisations.serves(1, kind));
    }
    EXPECT_TRUE(organisations.serves(0, RequestKind::drainage));
    EXPECT_TRUE(organisations.serves(0, RequestKind::rescue));
}

TEST(Organisations, that_never_come_change_nothing) {
    Outcome without(with({})), with_them(with({{.name = "late", .start = "hour >= 1000 h"}}));
    for (const char* name : {"requests_open", "requests_abandoned", "requests_waiting"})
        EXPECT_EQ(without.series<std::uint32_t>(name), with_them.series<std::uint32_t>(name)) << name;
    EXPECT_EQ(without.series<float>("function"), with_them.series<float>("function"));
    EXPECT_EQ(std::ranges::max(with_them.series<std::uint32_t>("members_on_duty")), 0u);
}

TEST(Organisations, take_requests_of_their_kinds_off_the_offices_so_that_fewer_are_given_up) {
    Outcome without(with({}));
    Outcome run(with({{.name = "neighbours", .members_per_10k = 50.0, .serves = {"drainage", "care"}}}));
    EXPECT_LT(run.last("requests_abandoned") + run.last("requests_open"),
              without.last("requests_abandoned") + without.last("requests_open"));
    const RecordTable requests = run.requests();
    const auto served_by = column<std::uint8_t>(requests, "served_by");
    const auto kinds = column<std::uint8_t>(requests, "kind");
    const auto states = column<std::uint8_t>(requests, "state");
    std::uint32_t closed = 0;
    for (std::size_t k = 0; k < served_by.size(); ++k) {
        if (served_by[k] == 0) continue;
        const auto kind = static_cast<RequestKind>(kinds[k]);
        ASSERT_TRUE(kind == RequestKind::drainage || kind == RequestKind::care);
        closed += states[k] == static_cast<std::uint8_t>(process::TicketState::closed);
    }
    EXPECT_GT(closed, 50u);
    EXPECT_EQ(run.series<std::uint32_t>("organisation_closed").back(), closed);
}

TEST(Organisations, every_request_is_in_one_queue_and_no_more_open_than_there_are) {
    Outcome run(with({{.name = "a", .members_per_10k = 30.0, .calm_shift = 0.0, .end = "hour >= 170 h"},
                      {.name = "b", .members_per_10k = 10.0, .serves = {"power"}, .speed = 2.0}}));
    const RecordTable requests = run.requests();
    const auto states = column<std::uint8_t>(requests, "state");
    const auto count = [&](process::TicketState state) {
        return static_cast<std::size_t>(std::ranges::count(states, static_cast<std::uint8_t>(state)));
    };
    EXPECT_EQ(run.last("requests_waiting"), count(process::TicketState::waiting));
    EXPECT_EQ(run.last("requests_open"), count(process::TicketState::waiting) + count(process::TicketState::serving));
}

TEST(Organisations, hand_what_waits_with_them_to_the_office_when_they_leave) {
    Outcome run(with({{.name = "brief", .members_per_10k = 5.0, .emergency_duty = 1.0, .end = "hour >= 165 h"}}));
    const RecordTable requests = run.requests();
    const auto served_by = column<std::uint8_t>(requests, "served_by");
    const auto started = column<double>(requests, "started");
    const auto states = column<std::uint8_t>(requests, "state");
    std::size_t theirs = 0;
    for (std::size_t k = 0; k < served_by.size(); ++k) {
        if (served_by[k] == 0) continue;
        ++theirs;
        EXPECT_NE(states[k], static_cast<std::uint8_t>(process::TicketState::waiting));
        if (states[k] == static_cast<std::uint8_t>(process::TicketState::closed)) {
            EXPECT_LT(started[k], 165.0);
        }
    }
    EXPECT_GT(theirs, 100u);
    EXPECT_EQ(run.series<std::uint32_t>("organisation_open").back(), 0u);
}

TEST(Organisations, share_out_in_the_morning_what_waited_overnight) {
    Outcome run(with({{.name = "day", .members_per_10k = 18.0}}, {"requests.everyday_rate=0.0005 / h"}));
    const RecordTable requests = run.requests();
    const auto served_by = column<std::uint8_t>(requests, "served_by");
    const auto created = column<double>(requests, "created");
    const auto started = column<double>(requests, "started");
    // Of the calm days before the storm: what was asked for by night is begun by both, not by the office alone.
    std::size_t of_office = 0, of_members = 0;
    for (std::size_t k = 0; k < created.size(); ++k) {
        const double hour = std::fmod(created[k], 24.0);
        if (created[k] > 120.0 || (hour > 6.0 && hour < 20.0) || !(started[k] < 144.0)) continue;
        ++(served_by[k] == 0 ? of_office : of_members);
    }
    EXPECT_GT(of_members, 50u);
    EXPECT_NEAR(static_cast<double>(of_members) / static_cast<double>(of_office + of_members), 0.5, 0.15);
}

TEST(Organisations, that_are_on_duty_when_the_office_is_not_take_what_waits_there) {
    Outcome run(with({{.name = "night", .members_per_10k = 50.0, .calm_shift_start = 20.0}},
                     {"requests.everyday_rate=0.0005 / h"}));
    const RecordTable requests = run.requests();
    const auto created = column<double>(requests, "created");
    const auto started = column<double>(requests, "started");
    std::size_t by_night = 0;
    for (std::size_t k = 0; k < created.size(); ++k) {
        const double hour = std::fmod(created[k], 24.0);
        if (created[k] > 120.0 || hour < 18.5 || hour > 23.5) continue;
        ++by_night;
        EXPECT_LT(started[k] - created[k], 6.0) << "asked in the evening, after the office has closed";
    }
    EXPECT_GT(by_night, 100u);
}

TEST(Organisations, that_are_slow_or_serve_what_nobody_asks_for_raise_no_service) {
    const std::vector<std::string> busy{"requests.everyday_rate=0.001 / h", "requests.deadline=6 h"};
    const auto service = [&](std::vector<Organisation> organisations) {
        Outcome run(with(std::move(organisations), busy));
        const auto function = run.series<float>("function");
        double sum = 0.0;
        for (std::size_t k = 4; k < function.size(); k += 5) sum += static_cast<double>(function[k]);
        return sum / static_cast<double>(function.size() / 5);
    };
    const double usual = service({});
    EXPECT_LT(usual, 0.99);
    EXPECT_NEAR(service({{.name = "divers", .members_per_10k = 5000.0, .serves = {"rescue"}}}), usual, 0.001);
    EXPECT_GT(service({{.name = "many", .members_per_10k = 30.0}}), usual + 0.005);
    EXPECT_LT(service({{.name = "few", .members_per_10k = 3.0, .speed = 0.05}}),
              service({{.name = "few", .members_per_10k = 3.0}}));
}

TEST(Organisations, that_take_over_the_work_of_others_have_as_much_of_it_at_their_own_pace) {
    // Without organisations that come, each request takes as long as it was drawn to take.
    const Scenario plain = with({{.name = "late", .start = "hour >= 1000 h"}});
    const Scenario quick = with({{.name = "late", .speed = 4.0, .start = "hour >= 100 h"}});
    const RecordTable before = Outcome(plain).requests(), after = Outcome(quick).requests();
    const auto served_by = column<std::uint8_t>(after, "served_by");
    const auto length = [](const RecordTable& table, std::size_t k) {
        return column<double>(table, "ended")[k] - column<double>(table, "started")[k];
    };
    const auto first = column<double>(before, "created"), second = column<double>(after, "created");
    std::size_t theirs = 0;
    for (std::size_t k = 0; k < first.size() && first[k] == second[k] && theirs < 20; ++k) {
        if (!(length(after, k) > 0.0) || !(length(before, k) > 0.0)) continue;
        theirs += served_by[k];
        EXPECT_NEAR(length(before, k), length(after, k) * (served_by[k] ? 4.0 : 1.0), 1e-9);
    }
    EXPECT_GT(theirs, 5u);
}

TEST(Organisations, serve_in_the_hours_of_their_shift_and_in_no_other_the_first_of_a_run_included) {
    core::Workers workers(2);
    // The office works from 20:00 to 21:00, so that all that is begun by day is begun by members.
    const auto begun = [&](const std::string& start, const std::string& from) {
        Simulation simulation(with({{.name = "day", .calm_shift_start = 8.0, .calm_shift = 8.0, .start = from}},
                                   {"time.start=" + start, "offices.calm_shift_start=20 h", "offices.calm_shift=1 h",
                                    "requests.everyday_rate=0.05 / h"}),
                              seed, workers);
        while (simulation.hour() < 48) simulation.step();
        const RecordTable& series = simulation.records()[0];
        auto hours = at_work(begun_by_hour(simulation, std::uint8_t{1}));
        EXPECT_EQ(at_work(column<std::uint32_t>(series, "members_on_duty")), hours) << start << from;
        return hours;
    };
    EXPECT_EQ(begun("2021-07-14T00:00", "hour >= 0 h"), hours_between(8, 16, 0, 48));
    EXPECT_EQ(begun("2021-07-14T10:00", "hour >= 0 h"), hours_between(8, 16, 10, 48));
    EXPECT_EQ(begun("2021-07-11T15:00", "hour >= 0 h"), hours_between(8, 16, 15, 48));
    auto late = hours_between(8, 16, 0, 48);
    std::fill_n(late.begin(), 12, std::uint8_t{0});
    EXPECT_EQ(begun("2021-07-14T00:00", "2021-07-14T12:00"), late);
}

TEST(Organisations, resume_where_they_were_saved_by_night_and_within_a_shift) {
    const Scenario scenario =
        with({{.name = "a", .start = "requests_open.sum > 50 for 3 h", .end = "requests_open.sum < 20"},
              {.name = "b", .members_per_10k = 30.0}});
    Outcome whole(scenario);
    const auto all = whole.series<std::uint32_t>("members_on_duty");
    EXPECT_GT(std::ranges::max(all), 0u);
    const RecordTable requests = whole.requests();
    for (const core::Tick stop : {0u, 9u, 12u, 17u, 166u}) {
        core::Workers workers(1);
        Simulation first(scenario, seed, workers), second(scenario, seed, workers);
        while (first.hour() < stop) first.step();
        core::StateWriter writer;
        first.save(writer);
        core::StateReader reader(writer.bytes());
        second.load(reader);
        while (second.hour() < second.hours()) second.step();
        const auto rest = column<std::uint32_t>(second.records()[0], "members_on_duty");
        ASSERT_EQ(rest.size(), 2 * (240u - stop));
        EXPECT_TRUE(std::equal(rest.begin(), rest.end(), all.end() - static_cast<std::ptrdiff_t>(rest.size())));
        for (RecordTable& each : second.final_tables()) {
            if (each.schema().name != "requests") continue;
            EXPECT_EQ(column<double>(each, "created"), column<double>(requests, "created"));
            EXPECT_EQ(column<std::uint8_t>(each, "served_by"), column<std::uint8_t>(requests, "served_by"));
        }
    }
}

TEST(Organisations, are_refused_with_every_mistake) {
    const Scenario scenario = with({{.name = "", .communities = {{99.0}}},
                                    {.name = "ngo", .serves = {"drainge", "care"}},
                                    {.name = "ngo", .start = "requests_open.sum > 3 m"},
                                    {.name = "office", .calm_shift = 0.5}});
    EXPECT_EQ(
        text(organisation_mistakes(scenario)),
        "organisations[0].name is \"\"; must be a name of small letters, digits and '_' that begins with a letter.\n"
        "organisations[0].communities is 99; must hold each number once, whole and between 0 and 23 in this "
        "scenario.\n"
        "organisations[1].serves is \"drainge\"; must hold kinds of request: everyday, power, drainage, rescue or "
        "care. Did you mean drainage?\n"
        "organisations[2].name is \"ngo\"; must be a name that none before it in the list has.\n"
        "organisations[2].start is requests_open.sum > 3 m; must be two of a kind: requests_open.sum is a plain "
        "number, 3 m is a length.\n"
        "organisations[3].name is \"office\"; must not be office, which the offices' staff are called.\n"
        "organisations[3].calm_shift is \"0.5 h\"; must be whole hours.\n");
}

}  // namespace organisations_test
