// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/responsibility.hpp>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

/// Nobody refuses, hands on or waits for others.
constexpr Responsibility willing_offices{.blame = 0.0, .pass_chance = 0.0, .triage = 0.0, .joint_delay = 0.0};

double mean_of_tasks(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double share_of_tasks(const Dataset& course, std::string_view name, double value) {
    const std::vector<double>& values = course.variable(name).values;
    return static_cast<double>(std::count(values.begin(), values.end(), value)) / static_cast<double>(values.size());
}

double task_part() { return *rc::gen::inRange(0, 1001) / 1000.0; }

Responsibility any_responsibility() {
    return {.units = *rc::gen::inRange(1u, 9u),
            .clarity = task_part(),
            .blame = 2.0 * task_part(),
            .accountability = task_part(),
            .pass_chance = 0.9 * task_part(),
            .handover = task_part(),
            .triage = task_part(),
            .joint_delay = task_part(),
            .task_rate = 0.1 + 5.0 * task_part(),
            .whistle_rate = task_part(),
            .escalation = 1.0 + 50.0 * task_part(),
            .makeup_rate = task_part()};
}

}  // namespace

TEST(Responsibility, gaps_are_as_frequent_as_extra_claims_where_nobody_refuses) {  // V66
    const std::array clarity{1.0, 0.8, 0.5, 0.2};
    const std::array expected{0.0, 0.12860, 0.25122, 0.30720};  // (1 - chi - u) (1 - u)^3, u = (1 - chi) / 4
    for (std::size_t k = 0; k < clarity.size(); ++k) {
        Responsibility process = willing_offices;
        process.clarity = clarity[k];
        EXPECT_NEAR(gap_chance(process), expected[k], 1e-5);
        EXPECT_NEAR(extra_claims(process), gap_chance(process), 1e-12);
        const Dataset course = simulate(process, {}, {.size = 2'000, .replicates = 10, .seed = 1});
        EXPECT_NEAR(share_of_tasks(course, "claims", 0.0), expected[k], 4.0 * std::sqrt(0.25 / 20'000.0));
    }
}

TEST(Responsibility, whoever_has_his_hands_full_refuses) {
    Responsibility process = willing_offices;
    process.clarity = 0.8;
    process.blame = 0.5;
    EXPECT_DOUBLE_EQ(claim_chance(process, {.owner = true}), 0.85);
    EXPECT_DOUBLE_EQ(claim_chance(process, {.owner = true, .load = 1.0}), 0.35);
    EXPECT_DOUBLE_EQ(claim_chance(process, {.load = 1.0}), 0.0);  // clipped
    const std::array loads{1.0, 0.0, 0.0, 1.0};
    EXPECT_DOUBLE_EQ(gap_chance(process, loads), 0.65 * 0.95 * 0.95);
    EXPECT_NEAR(extra_claims(process, loads), 0.35 + 0.1 - (1.0 - 0.65 * 0.95 * 0.95), 1e-12);
    process.accountability = 1.0;
    EXPECT_DOUBLE_EQ(claim_chance(process, {.owner = true, .load = 1.0}), 0.85);
    EXPECT_THROW(gap_chance(process, std::array{1.0}), core::Error);
}

TEST(Responsibility, work_across_bounds_needs_every_owner) {
    Responsibility process = willing_offices;
    process.clarity = 0.8;
    EXPECT_NEAR(joint_chance(process, 3), 0.85 * 0.85 * 0.85, 1e-12);
    process.clarity = 1.0;
    EXPECT_DOUBLE_EQ(joint_chance(process, 5), 1.0);
}

TEST(Responsibility, tasks_are_handed_on_a_geometric_number_of_times) {  // 4 standard errors
    Responsibility process = willing_offices;
    process.clarity = 1.0;
    process.pass_chance = 0.6;
    process.handover = 2.0;
    EXPECT_DOUBLE_EQ(mean_handovers(process), 1.5);
    const Dataset course = simulate(process, {}, {.size = 20'000, .seed = 2});
    const double error = std::sqrt(0.6) / 0.4 / std::sqrt(20'000.0);
    EXPECT_NEAR(mean_of_tasks(course.variable("handovers").values), 1.5, 4.0 * error);
    const double until_accepted =
        mean_of_tasks(course.variable("accepted").values) - mean_of_tasks(course.variable("arises").values);
    EXPECT_NEAR(until_accepted, 3.0, 8.0 * error);
    process.accountability = 0.5;
    EXPECT_DOUBLE_EQ(mean_handovers(process), 0.3 / 0.7);
    process.units = 1;  // to whom?
    EXPECT_EQ(mean_handovers(process), 0.0);
}

TEST(Responsibility, gaps_end_by_whistle_escalation_or_make_up_as_rates_say) {  // 4 standard errors
    Responsibility process = willing_offices;
    process.clarity = 0.0;
    process.units = 1;
    process.blame = 10.0;  // one office that never finds the time
    process.escalation = 5.0;
    process.whistle_rate = 0.1;
    process.makeup_rate = 0.05;
    process.makeup_capacity = 2.0;
    const double left = std::exp(-1.0);  // of exp(-(.1 + .1) 5)
    EXPECT_NEAR(gap_delay(process), (1.0 - left) / 0.2, 1e-12);
    EXPECT_NEAR(makeup_share(process), 0.5 * (1.0 - left), 1e-12);
    const Dataset course = simulate(process, {.work = 1e6}, {.size = 10'000, .seed = 3});
    EXPECT_NEAR(share_of_tasks(course, "taker", 2.0), 0.5 * (1.0 - left), 0.02);
    EXPECT_NEAR(share_of_tasks(course, "taker", 3.0), left, 0.02);
    EXPECT_NEAR(share_of_tasks(course, "taker", 4.0), 0.5 * (1.0 - left), 0.02);
    process.whistle_rate = process.makeup_rate = 0.0;
    EXPECT_EQ(gap_delay(process), 5.0);
    EXPECT_EQ(makeup_share(process), 0.0);
    EXPECT_EQ(share_of_tasks(simulate(process, {.work = 1e6}, {.size = 100}), "taker", 3.0), 1.0);
}

TEST(Responsibility, clear_bounds_leave_a_queue_of_one_server) {  // M/M/1: 1 / (1 - .5), means of replicates scatter
    Responsibility process = willing_offices;
    process.units = 1;
    process.clarity = 1.0;
    process.task_rate = 0.5;
    const Dataset course = simulate(process, {}, {.size = 20'000, .replicates = 4, .seed = 4});
    EXPECT_EQ(share_of_tasks(course, "taker", 0.0), 1.0);
    EXPECT_NEAR(mean_of_tasks(course.variable("done").values) - mean_of_tasks(course.variable("arises").values), 2.0,
                0.1);
}

RC_GTEST_PROP(Responsibility, every_task_is_done_in_time_order_by_somebody, ()) {
    const Responsibility process = any_responsibility();
    const std::uint32_t seed = *rc::gen::arbitrary<std::uint32_t>();
    const Dataset course = simulate(process, {.work = 3.0 * task_part()}, {.size = 60, .seed = seed});
    const auto of = [&](std::string_view name, std::size_t k) { return course.variable(name).values[k]; };
    const std::vector<double>& arises = course.variable("arises").values;
    RC_ASSERT(std::is_sorted(arises.begin(), arises.end()));
    for (std::size_t k = 0; k < 60; ++k) {
        RC_ASSERT(of("arises", k) <= of("accepted", k));
        RC_ASSERT(of("accepted", k) <= of("done", k));
        RC_ASSERT(of("claims", k) >= 0.0);
        RC_ASSERT(of("claims", k) <= static_cast<double>(process.units));
        RC_ASSERT((of("claims", k) == 0.0) == (of("taker", k) >= 2.0));
        const double in_vain = std::max(0.0, of("claims", k) - 1.0);
        RC_ASSERT(std::abs(of("wasted", k) - in_vain * process.triage) < 1e-9);
    }
}

RC_GTEST_PROP(Responsibility, clarity_closes_gaps_and_accountability_does_too, ()) {
    Responsibility process = any_responsibility();
    const std::vector<double> loads(process.units, 0.3 * task_part());
    const double gap = gap_chance(process, loads);
    RC_ASSERT(gap >= 0.0);
    RC_ASSERT(gap <= 1.0);
    Responsibility answering = process;
    answering.accountability += (1.0 - process.accountability) * task_part();
    RC_ASSERT(gap_chance(answering, loads) <= gap + 1e-12);
    process.blame = 0.0;
    Responsibility clearer = process;
    clearer.clarity += (1.0 - process.clarity) * task_part();
    RC_ASSERT(gap_chance(clearer) <= gap_chance(process) + 1e-12);
}

TEST(Responsibility, a_single_task_and_a_single_office_are_enough) {
    const Dataset course = simulate({.units = 1}, {}, {.size = 1});
    EXPECT_EQ(course.variable("done").values.size(), 1u);
    EXPECT_EQ(course.variable("handovers").values[0], 0.0);
}

TEST(Responsibility, threads_change_nothing_and_seeds_everything) {
    const auto done = [](std::uint32_t seed, unsigned threads) {
        return simulate(Responsibility{}, {}, {.size = 50, .replicates = 5, .seed = seed, .threads = threads})
            .variable("done")
            .values;
    };
    EXPECT_EQ(done(1, 1), done(1, 2));
    EXPECT_NE(done(1, 1), done(2, 1));
}

TEST(Responsibility, every_mistake_is_told_at_once) {
    try {
        simulate({.units = 0, .clarity = std::numeric_limits<double>::quiet_NaN(), .makeup_rate = -1.0}, {.work = -1.0},
                 {.size = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 5u);
        EXPECT_EQ(error.mistakes()[0].path, "size");
        EXPECT_EQ(error.mistakes()[1].path, "units");
        EXPECT_EQ(error.mistakes()[2].path, "clarity");
        EXPECT_EQ(error.mistakes()[3].path, "makeup_rate");
        EXPECT_EQ(error.mistakes()[4].path, "work");
    }
}

TEST(Responsibility, every_parameter_is_described) {
    Responsibility process;
    expect_described(process, 15);
}
