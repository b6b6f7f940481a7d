// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/queue_formulas.hpp>
#include <cstdint>
#include <limits>
#include <vector>

using namespace commonweal::process;
namespace core = commonweal::core;

TEST(QueueFormulas, impatient_customers_meet_what_is_published) {  // V63
    const ErlangA surge = erlang_a({.servers = 10, .arrival_rate = 12.0}, 0.5);
    EXPECT_NEAR(surge.wait_chance, 0.8503849, 1e-7);
    EXPECT_NEAR(surge.abandon_chance, 0.1956559, 1e-7);
    EXPECT_NEAR(surge.mean_wait, 0.3913119, 1e-7);
    const ErlangA calm = erlang_a({.servers = 6, .arrival_rate = 5.0}, 0.25);
    EXPECT_NEAR(calm.wait_chance, 0.4751016, 1e-7);
    EXPECT_NEAR(calm.abandon_chance, 0.0545064, 1e-7);
    EXPECT_NEAR(calm.mean_wait, 0.2180255, 1e-7);
}

TEST(QueueFormulas, without_patience_it_is_erlang_c_and_may_not_grow_for_ever) {
    EXPECT_DOUBLE_EQ(erlang_a({.servers = 3, .arrival_rate = 2.0}, 0.0).wait_chance, 4.0 / 9.0);
    EXPECT_NEAR(erlang_a({.servers = 3, .arrival_rate = 2.0}, 1e-9).mean_wait, 4.0 / 9.0, 1e-7);
    EXPECT_THROW(erlang_a({.servers = 2, .arrival_rate = 2.0}, 0.0), core::Error);
    EXPECT_EQ(erlang_a({.servers = 2, .arrival_rate = 0.0}, 0.0).wait_chance, 0.0);
}

TEST(QueueFormulas, a_thousand_times_too_few_servers_lose_all_but_what_they_can_do) {
    const ErlangA flooded = erlang_a({.servers = 10, .arrival_rate = 10'000.0}, 0.01);
    EXPECT_NEAR(flooded.abandon_chance, 0.999, 1e-12);
    EXPECT_NEAR(flooded.wait_chance, 1.0, 1e-12);
}

RC_GTEST_PROP(QueueFormulas, what_is_served_and_what_gives_up_is_what_comes, ()) {
    // Served is service_rate times how many are busy, by the chances of each number of customers.
    const auto servers = *rc::gen::inRange(1u, 8u);
    const double load = 0.25 * *rc::gen::inRange(1, 60);
    const double abandon_rate = 0.1 * *rc::gen::inRange(1, 40);
    double all = 0.0;
    double busy = 0.0;
    double weight = 1.0;
    for (std::uint32_t number = 0; number < 400; ++number) {
        all += weight;
        busy += weight * std::min(number, servers);
        const double next = number + 1.0;
        weight *= load / (next <= servers ? next : servers + (next - servers) * abandon_rate);
    }
    const ErlangA found = erlang_a({.servers = servers, .arrival_rate = load}, abandon_rate);
    RC_ASSERT(std::abs(busy / all + found.abandon_chance * load - load) < 1e-9 * load);
}

TEST(QueueFormulas, constant_work_waits_half_as_long_as_exponential) {  // V40
    EXPECT_NEAR(pollaczek_khinchine_wait({.arrival_rate = 0.8, .service_variation = 0.0}), 2.0, 1e-12);
    EXPECT_NEAR(pollaczek_khinchine_wait({.arrival_rate = 0.8}), mean_wait({.servers = 1, .arrival_rate = 0.8}), 1e-12);
    EXPECT_THROW(pollaczek_khinchine_wait({.arrival_rate = 0.5, .service_mean = 2.0}), core::Error);
}

TEST(QueueFormulas, waits_of_classes_are_cobham_s) {  // V40: W0 = .7, loads .3 and .4
    const std::array shares{3.0, 4.0};
    const auto waits = cobham_waits(SingleServer{.arrival_rate = 0.7}, shares);
    EXPECT_NEAR(waits[0], 0.7 / 0.7, 1e-12);
    EXPECT_NEAR(waits[1], 0.7 / (0.7 * 0.3), 1e-12);
    // One class of several servers waits as Erlang says, and so does the mean of two.
    const MultiServer queue{.servers = 3, .arrival_rate = 2.0};
    EXPECT_NEAR(cobham_waits(queue, std::array{1.0})[0], 4.0 / 9.0, 1e-12);
    const auto two = cobham_waits(queue, std::array{0.5, 0.5});
    EXPECT_NEAR(0.5 * (two[0] + two[1]), 4.0 / 9.0, 1e-12);
}

TEST(QueueFormulas, what_they_do_not_hold_for_is_refused) {
    const std::array one{1.0};
    EXPECT_THROW(cobham_waits(SingleServer{.arrival_rate = 1.0}, one), core::Error);
    EXPECT_THROW(cobham_waits(MultiServer{.servers = 2, .arrival_rate = 2.0}, one), core::Error);
    EXPECT_THROW(cobham_waits(SingleServer{.arrival_rate = 0.5}, {}), core::Error);
    EXPECT_THROW(cobham_waits(SingleServer{.arrival_rate = 0.5}, std::array{0.5, -0.5}), core::Error);
    EXPECT_THROW(cobham_waits(SingleServer{.arrival_rate = 0.5}, std::array{std::numeric_limits<double>::quiet_NaN()}),
                 core::Error);
}

TEST(QueueFormulas, the_last_of_several_parts_takes_the_harmonic_number) {  // V64
    EXPECT_NEAR(joint_job_mean(2, 1.0), 1.5, 1e-12);
    EXPECT_NEAR(joint_job_mean(3, 1.0), 1.8333333, 1e-7);
    EXPECT_NEAR(joint_job_mean(5, 2.0), 2.0 * 2.2833333, 1e-6);
}
