// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/service_desk.hpp>
#include <commonweal/process/service_queue.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

constexpr double no_service = std::numeric_limits<double>::quiet_NaN();

const std::vector<double>& desk_values(const Dataset& dataset, std::string_view name) {
    return dataset.variable(name).values;
}

/// Expects the mean of replicates to be as near as their scatter allows, and one per cent.
void expect_mean(const Dataset& dataset, std::string_view name, double reference, std::size_t rank = 0,
                 std::size_t ranks = 1) {
    const std::vector<double>& values = desk_values(dataset, name);
    double sum = 0.0;
    double squares = 0.0;
    double count = 0.0;
    for (std::size_t k = rank; k < values.size(); k += ranks) {
        sum += values[k];
        squares += values[k] * values[k];
        count += 1.0;
    }
    const double mean = sum / count;
    const double error = std::sqrt((squares / count - mean * mean) / (count - 1.0));
    EXPECT_NEAR(mean, reference, 4.0 * error + 0.01 * reference) << name << " of rank " << rank;
}

/// Some desks, whatever they do.
ServiceDesk any_desk() {
    const auto part = [] { return *rc::gen::inRange(0, 101) / 100.0; };
    return {.arrival_rate = 0.1 + 3.0 * part(),
            .desks = 4,
            .servers = *rc::gen::inRange(1u, 4u),
            .work_spread = *rc::gen::element(WorkSpread::exponential, WorkSpread::constant, WorkSpread::erlang,
                                             WorkSpread::lognormal),
            .abandon_rate = *rc::gen::element(0.0, 0.1, 1.0),
            .escalation_wait = *rc::gen::element(0.0, 0.5, 4.0),
            .joint_share = part(),
            .parts = *rc::gen::inRange(1u, 5u),
            .levels = *rc::gen::inRange(1u, 5u),
            .misroute_chance = 0.5 * part(),
            .joint_route = *rc::gen::element(JointRoute::hierarchy, JointRoute::whistle),
            .whistle_wait = 3.0 * part(),
            .false_whistle_chance = 0.3 * part()};
}

double waits_in_all(const Dataset& run) {
    double sum = 0.0;
    for (std::size_t k = 0; k < desk_values(run, "parts").size(); ++k) {
        if (desk_values(run, "parts")[k] > 0.0) sum += desk_values(run, "parts")[k] * desk_values(run, "wait")[k];
    }
    return sum;
}

}  // namespace

TEST(ServiceDesk, waits_are_those_of_erlang) {  // V38, reduced
    const ServiceDesk desk{.arrival_rate = 2.0, .servers = 3};
    const Dataset run = simulate(desk, {.warm_up = 100.0}, {.until = 10'000.0, .replicates = 20, .seed = 1});
    expect_mean(run, "wait", 0.4444444);
    expect_mean(run, "waited", 0.4444444);
    expect_mean(run, "queue_length", 0.8888889);
    expect_mean(run, "utilisation", 2.0 / 3.0);
    expect_mean(run, "duration", 1.4444444);
    EXPECT_NEAR(mean_wait(patient_multi_server(desk)), 4.0 / 9.0, 1e-12);
}

TEST(ServiceDesk, work_of_any_spread_waits_as_pollaczek_and_khinchine_say) {  // V40, reduced
    for (const WorkSpread spread : {WorkSpread::constant, WorkSpread::erlang, WorkSpread::lognormal}) {
        const ServiceDesk desk{.arrival_rate = 0.6, .work_spread = spread, .work_phases = 4, .work_variation = 1.5};
        const Dataset run = simulate(desk, {.warm_up = 200.0}, {.until = 20'000.0, .replicates = 20, .seed = 2});
        expect_mean(run, "wait", pollaczek_khinchine_wait(single_server(desk)));
        expect_mean(run, "utilisation", 0.6);
    }
}

TEST(ServiceDesk, classes_wait_as_cobham_says) {  // V40, reduced
    const ServiceDesk desk{.arrival_rate = 0.7};
    const ServiceStart start{.classes = {3.0, 4.0}, .warm_up = 200.0};
    const Dataset run = simulate(desk, start, {.until = 20'000.0, .replicates = 20, .seed = 3});
    expect_mean(run, "wait", 1.0, 0, 2);
    expect_mean(run, "wait", 0.7 / 0.21, 1, 2);
}

TEST(ServiceDesk, impatient_customers_are_those_of_erlang_a) {  // V63, reduced
    const ServiceDesk desk{.arrival_rate = 12.0, .servers = 10, .abandon_rate = 0.5};
    const Dataset run = simulate(desk, {.warm_up = 20.0}, {.until = 1'000.0, .replicates = 20, .seed = 4});
    expect_mean(run, "waited", 0.8503849);
    expect_mean(run, "abandoned", 0.1956559);
    expect_mean(run, "wait", 0.3913119);
}

TEST(ServiceDesk, joint_tickets_end_with_their_last_part) {  // V64, reduced
    const ServiceDesk desk{.arrival_rate = 1.0, .desks = 5, .servers = 200, .joint_share = 1.0, .parts = 5};
    const Dataset run = simulate(desk, {}, {.until = 1'000.0, .replicates = 20, .seed = 5});
    expect_mean(run, "joint_time", 2.2833333);
    EXPECT_NEAR(joint_job_mean(desk), 2.2833333, 1e-6);
    EXPECT_EQ(desk_values(run, "waiting_hours")[0], 0.0);
}

TEST(ServiceDesk, work_done_wrong_comes_back) {
    // A geometric number of exponential pieces is one exponential work that takes 1 / .8 as long.
    const ServiceDesk desk{.arrival_rate = 0.4};
    const ServiceStart start{.skill = {.drawn = core::Distribution::constant(0.8)}, .warm_up = 100.0};
    const Dataset run = simulate(desk, start, {.until = 20'000.0, .replicates = 20, .seed = 6});
    expect_mean(run, "utilisation", 0.5);
    expect_mean(run, "duration", 1.0 / (0.8 - 0.4));
}

TEST(ServiceDesk, the_fastest_start_first) {
    // Balances by hand of e (empty), f (the fast one works), s (the slow one), b (both, nobody in line):
    // e = 2 f + s, 3 f = e + b, 2 s = 2 b, f + s = 3 b; with k in line b / 3^k. So s = b, f = 2 b, e = 5 b, and 1.5 b
    // in all with both at work.
    const ServiceDesk desk{.arrival_rate = 1.0, .servers = 2, .work_mean = 1.0};
    const ServiceStart start{.speed = {.given = {1.0, 2.0}}, .warm_up = 100.0};
    const Dataset run = simulate(desk, start, {.until = 20'000.0, .replicates = 20, .seed = 7});
    const double b = 1.0 / 9.5;
    expect_mean(run, "waited", 1.5 * b);
    expect_mean(run, "queue_length", 0.75 * b);
    expect_mean(run, "utilisation", 0.5 * (2.0 * b + b + 3.0 * b));
}

TEST(ServiceDesk, a_ticket_that_waits_too_long_climbs) {
    const ServiceDesk never{.arrival_rate = 0.9};
    ServiceDesk soon = never;
    soon.escalation_wait = 5.0;
    ServiceDesk too_late = never;
    too_late.escalation_wait = 9'000.0;
    const ServiceStart start{.classes = {1.0, 1.0}};
    const Experiment experiment{.until = 5'000.0, .replicates = 4, .seed = 8};
    const auto last = [&](const ServiceDesk& desk) { return desk_values(simulate(desk, start, experiment), "wait"); };
    EXPECT_EQ(last(never), last(too_late));
    EXPECT_LT(last(soon)[1], last(never)[1]);
    EXPECT_GT(last(soon)[0], last(never)[0]);
    // At once nobody has precedence any more: first come, first served.
    soon.escalation_wait = 1e-9;
    const Dataset all = tickets(soon, start, {.until = 500.0, .seed = 8});
    double before = 0.0;
    for (std::size_t k = 0; k < desk_values(all, "made").size(); ++k) {
        const double started = desk_values(all, "made")[k] + desk_values(all, "wait")[k];
        EXPECT_GE(started, before - 1e-6);
        before = started;
    }
}

TEST(ServiceDesk, tickets_are_served_when_the_state_machine_of_the_flood_serves_them) {
    const ServiceDesk desk{.arrival_rate = 5.0, .servers = 4, .abandon_rate = 0.1};
    const Dataset made = tickets(desk, {.classes = {1.0, 2.0, 1.0}}, {.until = 2'000.0, .seed = 9});
    const auto of = [&](std::string_view name, std::size_t k) { return desk_values(made, name)[k]; };
    Tickets table;
    ServiceQueue queue{.staff = 4};
    const std::size_t count = desk_values(made, "made").size();
    for (std::size_t k = 0; k < count; ++k) {
        const std::uint32_t row = table.add({.id = static_cast<std::uint32_t>(k),
                                             .priority = static_cast<std::uint8_t>(of("rank", k)),
                                             .created = of("made", k),
                                             .service = of("work", k),
                                             .patience = of("patience", k)});
        submit(queue, table, row, of("made", k));
    }
    advance(queue, table, 1e6);
    EXPECT_GT(queue.abandoned, 100u);
    for (std::size_t k = 0; k < count; ++k) {
        const bool closed = table.state[k] == TicketState::closed;
        ASSERT_EQ(closed, !std::isnan(of("duration", k))) << k;
        const double until = closed ? table.started[k] : table.ended[k];
        ASSERT_NEAR(until - table.created[k], of("wait", k), 1e-9) << k;
    }
}

TEST(ServiceDesk, the_way_by_the_levels_takes_half_a_cycle_each_and_again_from_wrong_departments) {
    const ServiceDesk desk{.arrival_rate = 1.0,
                           .desks = 3,
                           .servers = 100,
                           .joint_share = 0.5,
                           .levels = 4,
                           .cycle = 6.0,
                           .misroute_chance = 0.25};
    const Dataset run = simulate(desk, {}, {.until = 2'000.0, .replicates = 20, .seed = 10});
    expect_mean(run, "route_time", 3.0 * 3.0 / 0.75);
}

TEST(ServiceDesk, the_whistle_shortens_the_way_but_not_without_levels_or_compliance) {
    ServiceDesk desk{.arrival_rate = 1.0, .desks = 3, .servers = 3, .joint_share = 0.3, .levels = 5, .cycle = 8.0};
    const Experiment experiment{.until = 2'000.0, .replicates = 4, .seed = 11};
    const auto joint_time = [&] { return desk_values(simulate(desk, {}, experiment), "joint_time"); };
    const auto without = joint_time();
    desk.joint_route = JointRoute::whistle;
    const auto with = joint_time();
    for (std::size_t k = 0; k < with.size(); ++k) EXPECT_LT(with[k], 0.7 * without[k]);
    desk.compliance = -50.0;
    EXPECT_EQ(joint_time(), without);
    desk.compliance = 0.0;
    desk.whistle_wait = 9'000.0;
    EXPECT_EQ(joint_time(), without);
    desk.whistle_wait = 0.0;
    desk.levels = 1;
    const auto near_by = joint_time();
    desk.joint_route = JointRoute::hierarchy;
    EXPECT_EQ(joint_time(), near_by);
}

TEST(ServiceDesk, who_always_comes_is_there_after_half_the_time_to_report) {
    const ServiceDesk desk{.arrival_rate = 1.0,
                           .desks = 2,
                           .servers = 100,
                           .joint_share = 1.0,
                           .levels = 3,
                           .cycle = 1'000.0,
                           .joint_route = JointRoute::whistle,
                           .whistle_wait = 1.0,
                           .report_time = 4.0,
                           .compliance = 50.0,
                           .load_effect = 0.0};
    expect_mean(simulate(desk, {}, {.until = 1'000.0, .replicates = 20, .seed = 12}), "route_time", 3.0);
    EXPECT_NEAR(compliance_chance({.load_effect = 1.0}, 2.0), 0.5, 1e-12);  // 2 .5 + 2 .5 - 2
}

TEST(ServiceDesk, a_false_whistle_costs_departments_work) {
    ServiceDesk desk{.arrival_rate = 1.0,
                     .desks = 2,
                     .servers = 50,
                     .joint_route = JointRoute::whistle,
                     .compliance = 50.0,
                     .load_effect = 0.0,
                     .false_whistle_chance = 0.5,
                     .false_whistle_work = 0.5};
    const Dataset run = simulate(desk, {}, {.until = 1'000.0, .replicates = 20, .seed = 13});
    // An hour of work each, and half of them half an hour at two departments.
    expect_mean(run, "serving_hours", 1'500.0);
    expect_mean(run, "tickets", 1'000.0);
    expect_mean(run, "parts", 2'000.0);
}

RC_GTEST_PROP(ServiceDesk, tickets_are_conserved_and_little_s_law_holds, ()) {  // V43
    const ServiceDesk desk = any_desk();
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    const ServiceStart start{.classes = {1.0, 0.0, 2.0}, .skill = {.drawn = core::Distribution::constant(0.9)}};
    const Dataset run = simulate(desk, start, {.until = 100.0, .replicates = 2, .seed = seed});
    const Dataset each = tickets(desk, start, {.until = 100.0, .replicates = 2, .seed = seed});
    const double waits = waits_in_all(run);
    const auto& hours = desk_values(run, "waiting_hours");
    RC_ASSERT(std::abs(hours[0] + hours[1] - waits) <= 1e-9 * (waits + 1.0));
    double tickets_made = 0.0;
    for (std::size_t k = 0; k < 6; ++k) {
        const double made = desk_values(run, "tickets")[k];
        tickets_made += made;
        if (made > 0.0) {
            RC_ASSERT(std::abs(desk_values(run, "closed")[k] + desk_values(run, "abandoned")[k] - 1.0) < 1e-12);
        }
    }
    const auto& made = desk_values(each, "made");
    RC_ASSERT(tickets_made ==
              static_cast<double>(std::count_if(made.begin(), made.end(), [](double at) { return !std::isnan(at); })));
    for (const double share : desk_values(run, "utilisation")) RC_ASSERT(share >= 0.0 && share <= 1.0 + 1e-12);
}

TEST(ServiceDesk, a_line_that_grows_for_ever_is_simulated_and_has_no_formula) {
    const ServiceDesk desk{.arrival_rate = 2.0};
    const Dataset run = simulate(desk, {}, {.until = 1'000.0, .every = 500.0, .replicates = 20, .seed = 14});
    ASSERT_EQ(desk_values(run, "waiting").size(), 60u);
    double last = 0.0;
    for (std::size_t k = 2; k < 60; k += 3) last += desk_values(run, "waiting")[k] / 20.0;
    EXPECT_NEAR(last, 1'000.0, 4.0 * std::sqrt(3'000.0 / 20.0) + 1.0);
    try {
        patient_multi_server(desk);
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 1u);
        EXPECT_EQ(error.mistakes()[0].path, "arrival_rate * work_mean");
    }
}

TEST(ServiceDesk, formulas_refuse_all_that_they_do_not_hold_for_at_once) {
    const ServiceDesk desk{.desks = 2, .servers = 2, .work_spread = WorkSpread::constant, .escalation_wait = 1.0};
    try {
        multi_server(desk);
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        EXPECT_EQ(error.mistakes().size(), 3u);
    }
    EXPECT_THROW(single_server({.servers = 2}), core::ConfigError);
    EXPECT_THROW(patient_multi_server({.abandon_rate = 0.1}), core::ConfigError);
    EXPECT_THROW(joint_job_mean(ServiceDesk{.work_spread = WorkSpread::erlang}), core::ConfigError);
    EXPECT_DOUBLE_EQ(work_variation_of({.work_spread = WorkSpread::erlang, .work_phases = 4}), 0.5);
}

TEST(ServiceDesk, every_mistake_is_told_at_once) {
    const ServiceDesk desk{.desks = 2, .work_mean = no_service, .joint_share = 0.5, .parts = 3};
    const ServiceStart start{.classes = {0.5, -1.0}, .speed = {.given = {1.0, 2.0}}, .warm_up = 2'000.0};
    try {
        simulate(desk, start, {.until = 1'000.0, .replicates = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const auto& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"replicates", "work_mean", "parts", "classes", "classes", "speed",
                                                   "warm_up"}));
    }
    EXPECT_THROW(simulate(ServiceDesk{}, {.classes = {}}, {}), core::ConfigError);
    EXPECT_THROW(simulate(ServiceDesk{}, {.classes = std::vector<double>(17, 1.0)}, {}), core::ConfigError);
    EXPECT_THROW(simulate(ServiceDesk{.arrival_rate = 1e6}, {}, {.until = 1e6}), core::ConfigError);
}

TEST(ServiceDesk, a_desk_to_which_nobody_comes_has_no_means) {
    const Dataset run = simulate(ServiceDesk{.arrival_rate = 1e-6}, {}, {.until = 1.0});
    EXPECT_EQ(desk_values(run, "tickets")[0], 0.0);
    EXPECT_TRUE(std::isnan(desk_values(run, "wait")[0]));
    EXPECT_EQ(desk_values(run, "utilisation")[0], 0.0);
    EXPECT_EQ(desk_values(tickets({.arrival_rate = 1e-6}, {}, {.until = 1.0}), "made").size(), 0u);
}

TEST(ServiceDesk, threads_change_nothing_and_seeds_everything) {
    const auto waits = [](std::uint32_t seed, unsigned threads) {
        const ServiceDesk desk{.arrival_rate = 4.0, .desks = 2, .servers = 2, .joint_share = 0.2};
        return desk_values(simulate(desk, {}, {.until = 200.0, .replicates = 5, .seed = seed, .threads = threads}),
                           "wait");
    };
    EXPECT_EQ(waits(1, 1), waits(1, 2));
    EXPECT_NE(waits(1, 1), waits(2, 1));
}

TEST(ServiceDesk, every_parameter_is_described) {
    ServiceDesk desk;
    expect_described(desk, 26);
}
