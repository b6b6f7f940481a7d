// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <commonweal/process/service_queue.hpp>
#include <limits>
#include <random>
#include <vector>

using namespace commonweal::process;

namespace {

double exponential(std::mt19937_64& engine, double mean) {
    const double uniform = (static_cast<double>(engine() >> 11) + 0.5) * 0x1.0p-53;
    return -mean * std::log(uniform);
}

/// A simulated queue of Poisson arrivals, from empty to empty.
struct Run {
    Tickets tickets;
    ServiceQueue queue;

    double mean_wait(int priority = -1) const {
        double waits = 0.0;
        double count = 0.0;
        for (std::size_t row = 0; row < tickets.size(); ++row) {
            if (priority >= 0 && tickets.priority[row] != priority) continue;
            const bool served = tickets.state[row] == TicketState::closed;
            waits += (served ? tickets.started[row] : tickets.ended[row]) - tickets.created[row];
            count += 1.0;
        }
        return waits / count;
    }
};

template <class Draw>
Run simulate(std::uint32_t staff, double arrival_rate, int customers, Draw complete) {
    std::mt19937_64 engine(20210720);
    Run run;
    run.queue.staff = staff;
    double hour = 0.0;
    for (int customer = 0; customer < customers; ++customer) {
        hour += exponential(engine, 1.0 / arrival_rate);
        Ticket ticket{.id = static_cast<std::uint32_t>(customer), .created = hour};
        complete(ticket, engine);
        submit(run.queue, run.tickets, run.tickets.add(ticket), hour);
    }
    advance(run.queue, run.tickets, hour + 1.0e5);
    return run;
}

const auto memoryless = [](Ticket& ticket, std::mt19937_64& engine) { ticket.service = exponential(engine, 1.0); };

}  // namespace

TEST(ServiceQueue, erlang_c_matches_published_values) {  // V37
    const auto chance = [](std::uint32_t servers, double load) {
        return erlang_c({.servers = servers, .arrival_rate = load});
    };
    EXPECT_NEAR(chance(1, 0.8), 0.8, 1e-7);
    EXPECT_NEAR(chance(2, 1.5), 0.6428571, 1e-7);
    EXPECT_NEAR(chance(3, 2.0), 0.4444444, 1e-7);
    EXPECT_NEAR(chance(5, 4.0), 0.5541126, 1e-7);
    EXPECT_NEAR(chance(10, 8.0), 0.4091802, 1e-7);
    EXPECT_NEAR(chance(10, 9.0), 0.6687315, 1e-7);
    EXPECT_NEAR(chance(20, 18.0), 0.5507690, 1e-7);
    EXPECT_NEAR(chance(100, 95.0), 0.5064569, 1e-7);
    EXPECT_EQ(chance(3, 3.0), 1.0);
}

TEST(ServiceQueue, erlang_b_and_mean_wait_match_published_values) {  // V38, V39
    EXPECT_NEAR(erlang_b({.servers = 10, .arrival_rate = 8.0}), 0.1216611, 1e-7);
    EXPECT_NEAR(erlang_b({.servers = 3, .arrival_rate = 2.0}), 0.2105263, 1e-7);
    EXPECT_NEAR(mean_wait({.servers = 3, .arrival_rate = 2.0}), 0.4444444, 1e-7);
    EXPECT_NEAR(mean_wait({.servers = 10, .arrival_rate = 8.0}), 0.2045901, 1e-7);
    EXPECT_NEAR(mean_wait({.servers = 1, .arrival_rate = 0.8}), 4.0, 1e-12);
    EXPECT_TRUE(std::isinf(mean_wait({.servers = 2, .arrival_rate = 2.0})));
}

TEST(ServiceQueue, simulated_waits_match_erlang_c_within_two_percent) {  // V38
    EXPECT_NEAR(simulate(3, 2.0, 400000, memoryless).mean_wait(), 0.4444444, 0.02 * 0.4444444);
    EXPECT_NEAR(simulate(10, 8.0, 400000, memoryless).mean_wait(), 0.2045901, 0.02 * 0.2045901);
    EXPECT_NEAR(simulate(1, 0.8, 2000000, memoryless).mean_wait(), 4.0, 0.02 * 4.0);
}

TEST(ServiceQueue, constant_service_halves_the_wait) {  // V40, Pollaczek-Khinchine
    const auto run = simulate(1, 0.8, 1000000, [](Ticket& ticket, std::mt19937_64&) { ticket.service = 1.0; });
    EXPECT_NEAR(run.mean_wait(), 2.0, 0.02 * 2.0);
}

TEST(ServiceQueue, waits_by_class_match_cobham) {  // V40: W0 = rho, rho1 = .3, rho2 = .4
    const auto run = simulate(1, 0.7, 1000000, [](Ticket& ticket, std::mt19937_64& engine) {
        ticket.service = exponential(engine, 1.0);
        ticket.priority = engine() % 7 < 3 ? 0 : 1;
    });
    EXPECT_NEAR(run.mean_wait(0), 0.7 / 0.7, 0.02 * 1.0);
    EXPECT_NEAR(run.mean_wait(1), 0.7 / (0.7 * 0.3), 0.02 * 3.3333333);
}

TEST(ServiceQueue, impatient_customers_match_erlang_a) {  // V63
    const auto run = simulate(10, 12.0, 400000, [](Ticket& ticket, std::mt19937_64& engine) {
        ticket.service = exponential(engine, 1.0);
        ticket.patience = exponential(engine, 2.0);
    });
    const double abandoned = static_cast<double>(run.queue.abandoned) / static_cast<double>(run.queue.submitted);
    EXPECT_NEAR(abandoned, 0.1956559, 0.02 * 0.1956559);
    EXPECT_NEAR(run.mean_wait(), 0.3913119, 0.02 * 0.3913119);
}

TEST(ServiceQueue, little_s_law_holds_over_a_window_from_empty_to_empty) {  // V43
    const auto run = simulate(4, 5.0, 20000, [](Ticket& ticket, std::mt19937_64& engine) {
        ticket.service = exponential(engine, 1.0);
        ticket.patience = exponential(engine, 10.0);
        ticket.priority = static_cast<std::uint8_t>(engine() % 3);
    });
    double served = 0.0;
    for (std::size_t row = 0; row < run.tickets.size(); ++row) {
        if (run.tickets.state[row] == TicketState::closed) served += run.tickets.ended[row] - run.tickets.started[row];
    }
    const double waited = run.mean_wait() * static_cast<double>(run.tickets.size());
    EXPECT_NEAR(run.queue.waiting_hours / waited, 1.0, 1e-9);
    EXPECT_NEAR(run.queue.serving_hours / served, 1.0, 1e-9);
    EXPECT_EQ(run.queue.submitted, run.queue.closed + run.queue.abandoned);
}

TEST(ServiceQueue, one_worker_takes_the_urgent_first_then_the_oldest_then_the_lowest_id) {
    Tickets tickets;
    ServiceQueue queue{.staff = 1};
    submit(queue, tickets, tickets.add({.id = 9, .priority = 2, .created = 0.0, .service = 2.0}), 0.0);
    submit(queue, tickets, tickets.add({.id = 8, .priority = 1, .created = 1.0, .service = 2.0}), 1.0);
    submit(queue, tickets, tickets.add({.id = 7, .priority = 1, .created = 1.0, .service = 2.0}), 1.0);
    submit(queue, tickets, tickets.add({.id = 6, .priority = 0, .created = 1.5, .service = 2.0}), 1.5);
    advance(queue, tickets, 100.0);
    EXPECT_EQ(tickets.started, (std::vector<double>{0.0, 6.0, 4.0, 2.0}));
    EXPECT_EQ(tickets.ended, (std::vector<double>{2.0, 8.0, 6.0, 4.0}));
}

TEST(ServiceQueue, a_smaller_shift_finishes_what_it_began) {
    Tickets tickets;
    ServiceQueue queue{.staff = 2};
    for (std::uint32_t id = 0; id < 4; ++id) submit(queue, tickets, tickets.add({.id = id, .service = 10.0}), 0.0);
    set_staff(queue, tickets, 0, 5.0);
    advance(queue, tickets, 20.0);
    EXPECT_EQ(queue.closed, 2u);
    EXPECT_EQ(queue.waiting, 2u);
    set_staff(queue, tickets, 1, 30.0);
    advance(queue, tickets, 100.0);
    EXPECT_EQ(tickets.started, (std::vector<double>{0.0, 0.0, 30.0, 40.0}));
}

TEST(ServiceQueue, a_ticket_gives_up_at_its_hour_unless_a_worker_is_free_by_then) {
    Tickets tickets;
    ServiceQueue queue{.staff = 1};
    submit(queue, tickets, tickets.add({.id = 0, .service = 4.0}), 0.0);
    submit(queue, tickets, tickets.add({.id = 1, .priority = 1, .service = 1.0, .patience = 3.0}), 0.0);
    submit(queue, tickets, tickets.add({.id = 2, .priority = 1, .service = 1.0, .patience = 4.0}), 0.0);
    advance(queue, tickets, 10.0);
    EXPECT_EQ(tickets.state[1], TicketState::abandoned);
    EXPECT_EQ(tickets.ended[1], 3.0);
    EXPECT_EQ(tickets.state[2], TicketState::closed);
    EXPECT_EQ(tickets.started[2], 4.0);
}

TEST(ServiceQueue, a_ticket_that_is_withdrawn_counts_nowhere_and_waits_elsewhere_as_if_it_had_come_there) {
    Tickets tickets;
    ServiceQueue full{.staff = 1}, other{.staff = 1};
    for (std::uint32_t id = 0; id < 4; ++id)
        submit(full, tickets, tickets.add({.id = id, .created = 0.1 * id, .service = 2.0, .patience = 3.0}), 0.1 * id);
    withdraw(full, tickets, std::vector<std::uint32_t>{2}, 1.0);
    EXPECT_EQ(full.submitted, 3u);
    EXPECT_EQ(full.waiting, 2u);
    submit(other, tickets, 2, 1.0);
    advance(full, tickets, 20.0);
    advance(other, tickets, 20.0);
    EXPECT_EQ(tickets.started, (std::vector<double>{0.0, 2.0, 1.0, std::numeric_limits<double>::infinity()}));
    EXPECT_EQ(tickets.ended[3], tickets.created[3] + 3.0);
    EXPECT_EQ(full.closed + full.abandoned, 3u);
    EXPECT_EQ(other.closed, 1u);
    EXPECT_EQ(full.waiting + other.waiting, 0u);
}

RC_GTEST_PROP(ServiceQueue, tickets_are_conserved_and_steps_do_not_matter, ()) {
    Tickets fine;
    const auto count = *rc::gen::inRange<std::uint32_t>(1, 60);
    for (std::uint32_t id = 0; id < count; ++id) {
        fine.add({.id = id,
                  .priority = *rc::gen::inRange<std::uint8_t>(0, 3),
                  .created = 0.5 * id,
                  .service = 0.25 * *rc::gen::inRange(0, 20),
                  .patience = 0.25 * *rc::gen::inRange(1, 40)});
    }
    Tickets coarse = fine;
    ServiceQueue hourly{.staff = 2};
    ServiceQueue seldom{.staff = 2};
    for (std::uint32_t row = 0; row < count; ++row) {
        for (double hour = hourly.now; hour < fine.created[row]; hour += 0.125) advance(hourly, fine, hour);
        submit(hourly, fine, row, fine.created[row]);
        submit(seldom, coarse, row, coarse.created[row]);
        const auto open = hourly.waiting + hourly.serving.size();
        RC_ASSERT(hourly.submitted == open + hourly.closed + hourly.abandoned);
        RC_ASSERT(hourly.serving.size() <= hourly.staff);
    }
    advance(hourly, fine, 1000.0);
    advance(seldom, coarse, 1000.0);
    RC_ASSERT(fine.started == coarse.started);
    RC_ASSERT(fine.ended == coarse.ended);
    RC_ASSERT(hourly.closed + hourly.abandoned == count);
}
