// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/crew_restoration.hpp>
#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

void repair(const CrewRestoration& process, RepairJobs& jobs, Crews& crews, int hours) {
    for (int hour = 0; hour < hours; ++hour) dispatch(process, jobs, crews, hour);
}

RepairJobs random_jobs(int latest_ready) {
    RepairJobs jobs;
    const auto count = *rc::gen::inRange<std::uint32_t>(1, 40);
    for (std::uint32_t id = 0; id < count; ++id) {
        jobs.add({.id = id,
                  .priority = *rc::gen::inRange<std::uint8_t>(0, 3),
                  .customers = *rc::gen::inRange<std::uint32_t>(0, 2000),
                  .work = 0.5 * *rc::gen::inRange(0, 20),
                  .ready = static_cast<double>(*rc::gen::inRange(0, latest_ready + 1))});
    }
    return jobs;
}

}  // namespace

TEST(CrewRestoration, two_crews_work_off_five_equal_repairs_in_three_rounds) {
    const CrewRestoration process{.crews = 2, .mutual_aid_crews = 0, .travel = 0.5};
    RepairJobs jobs;
    for (std::uint32_t id = 0; id < 5; ++id) jobs.add({.id = id, .work = 2.5});
    Crews crews = make_crews(process);
    repair(process, jobs, crews, 10);
    EXPECT_EQ(jobs.started, (std::vector<double>{0.0, 0.0, 3.0, 3.0, 6.0}));
    EXPECT_EQ(jobs.ended, (std::vector<double>{3.0, 3.0, 6.0, 6.0, 9.0}));
}

TEST(CrewRestoration, a_crew_that_ends_within_an_hour_sets_out_at_the_next) {
    const CrewRestoration process{.crews = 1, .mutual_aid_crews = 0, .travel = 1.0};
    RepairJobs jobs;
    jobs.add({.id = 0, .work = 0.5});
    jobs.add({.id = 1, .work = 0.5, .detour = 0.25});
    Crews crews = make_crews(process);
    repair(process, jobs, crews, 5);
    EXPECT_EQ(jobs.ended, (std::vector<double>{1.5, 3.75}));
}

TEST(CrewRestoration, critical_first_then_most_customers_then_first_reported_then_lowest_id) {
    const CrewRestoration process{.crews = 1, .mutual_aid_crews = 0, .travel = 0.0};
    RepairJobs jobs;
    jobs.add({.id = 5, .customers = 100, .reported = 1.0});
    jobs.add({.id = 4, .customers = 100, .reported = 1.0});
    jobs.add({.id = 3, .customers = 100, .reported = 0.5});
    jobs.add({.id = 2, .customers = 900, .reported = 1.0});
    jobs.add({.id = 1, .priority = 0, .customers = 1, .reported = 1.0});
    Crews crews = make_crews(process);
    for (int hour = 1; hour < 8; ++hour) dispatch(process, jobs, crews, hour);
    EXPECT_EQ(jobs.started, (std::vector<double>{5.0, 4.0, 3.0, 2.0, 1.0}));
}

TEST(CrewRestoration, nobody_goes_where_the_water_stands_or_nobody_has_reported) {
    const CrewRestoration process{.crews = 2, .mutual_aid_crews = 0, .travel = 0.0};
    RepairJobs jobs;
    const auto flooded = jobs.add({.id = 0, .ready = std::numeric_limits<double>::infinity()});
    jobs.add({.id = 1, .reported = 7.0});
    Crews crews = make_crews(process);
    repair(process, jobs, crews, 5);
    EXPECT_EQ(open_jobs(jobs, 5.0), 2u);
    jobs.ready[flooded] = 6.0;
    for (int hour = 5; hour < 10; ++hour) dispatch(process, jobs, crews, hour);
    EXPECT_EQ(jobs.started, (std::vector<double>{6.0, 7.0}));
}

TEST(CrewRestoration, mutual_aid_works_only_after_its_lag) {
    const CrewRestoration process{.crews = 1, .mutual_aid_crews = 2, .mutual_aid_lag = 4.0, .travel = 0.0};
    RepairJobs jobs;
    for (std::uint32_t id = 0; id < 6; ++id) jobs.add({.id = id, .work = 3.0});
    Crews called = make_crews(process, 1.0);
    RepairJobs alone = jobs;
    repair(process, jobs, called, 20);
    EXPECT_EQ(jobs.started, (std::vector<double>{0.0, 3.0, 5.0, 5.0, 6.0, 8.0}));
    Crews not_called = make_crews(process);
    repair(process, alone, not_called, 20);
    EXPECT_EQ(alone.started, (std::vector<double>{0.0, 3.0, 6.0, 9.0, 12.0, 15.0}));
}

RC_GTEST_PROP(CrewRestoration, no_repair_is_lost_or_done_twice_and_crews_are_never_in_two_places, ()) {
    const CrewRestoration process{.crews = *rc::gen::inRange<std::uint32_t>(1, 6), .mutual_aid_crews = 0};
    RepairJobs jobs = random_jobs(30);
    Crews crews = make_crews(process);
    for (int hour = 0; hour < 600; ++hour) {
        dispatch(process, jobs, crews, hour);
        std::size_t working = 0;
        std::size_t closed = 0;
        for (std::size_t row = 0; row < jobs.size(); ++row) {
            working += jobs.started[row] <= hour && jobs.ended[row] > hour ? 1 : 0;
            closed += jobs.ended[row] <= hour ? 1 : 0;
        }
        RC_ASSERT(working <= process.crews);
        RC_ASSERT(open_jobs(jobs, hour) + closed == jobs.size());
        RC_ASSERT(open_jobs(jobs, hour) == working + jobs.waiting.size());
    }
    RC_ASSERT(open_jobs(jobs, 600.0) == 0u);
    for (std::size_t row = 0; row < jobs.size(); ++row) RC_ASSERT(jobs.started[row] >= jobs.ready[row]);
}

RC_GTEST_PROP(CrewRestoration, more_crews_never_make_a_known_repair_later, ()) {
    RepairJobs few = random_jobs(0);
    RepairJobs many = few;
    const CrewRestoration process{.crews = *rc::gen::inRange<std::uint32_t>(1, 6), .mutual_aid_crews = 0};
    CrewRestoration larger = process;
    larger.crews += *rc::gen::inRange<std::uint32_t>(1, 4);
    Crews few_crews = make_crews(process);
    Crews many_crews = make_crews(larger);
    repair(process, few, few_crews, 600);
    repair(larger, many, many_crews, 600);
    for (std::size_t row = 0; row < few.size(); ++row) RC_ASSERT(many.ended[row] <= few.ended[row]);
}

RC_GTEST_PROP(CrewRestoration, most_customers_first_gives_a_concave_curve, ()) {
    const CrewRestoration process{.crews = 3, .mutual_aid_crews = 0, .travel = 1.0};
    RepairJobs jobs;
    const auto count = *rc::gen::inRange<std::uint32_t>(1, 60);
    for (std::uint32_t id = 0; id < count; ++id) {
        jobs.add({.id = id, .customers = *rc::gen::inRange<std::uint32_t>(1, 3000), .work = 3.0});
    }
    Crews crews = make_crews(process);
    repair(process, jobs, crews, 100);
    std::uint64_t before = customers_restored(jobs, 4.0);
    for (int round = 2; round <= 25; ++round) {
        const std::uint64_t gain = customers_restored(jobs, 4.0 * round) - customers_restored(jobs, 4.0 * (round - 1));
        RC_ASSERT(gain <= before);
        before = gain;
    }
}

TEST(CrewRestoration, its_parameters_are_in_the_table_with_their_ranges) {
    CrewRestoration process;
    expect_described(process, 4);
}

RC_GTEST_PROP(CrewRestoration, at_the_very_hours_repairs_are_those_of_a_clock_that_is_fine_enough, ()) {
    const CrewRestoration process{.crews = *rc::gen::inRange<std::uint32_t>(0, 4),
                                  .mutual_aid_crews = *rc::gen::inRange<std::uint32_t>(0, 3),
                                  .mutual_aid_lag = 0.5 * *rc::gen::inRange(0, 20),
                                  .travel = 0.5};
    RepairJobs clocked = random_jobs(20);
    RepairJobs exact = clocked;
    Crews crews = make_crews(process, 3.0);
    for (int half = 0; half < 1200; ++half) dispatch(process, clocked, crews, 0.5 * half);
    repair_all(process, exact, make_crews(process, 3.0));
    RC_ASSERT(exact.started == clocked.started);
    RC_ASSERT(exact.ended == clocked.ended);
    RC_ASSERT(exact.waiting.size() == clocked.waiting.size());
}

RC_GTEST_PROP(CrewRestoration, crews_that_are_never_idle_keep_to_grahams_bounds, ()) {
    const CrewRestoration process{.crews = *rc::gen::inRange<std::uint32_t>(1, 6), .mutual_aid_crews = 0};
    RepairJobs jobs = random_jobs(0);
    repair_all(process, jobs, make_crews(process));
    const MakespanBounds bounds = makespan_bounds(process, jobs.work);
    const double last = *std::max_element(jobs.ended.begin(), jobs.ended.end());
    RC_ASSERT(last >= bounds.low - 1e-9);
    RC_ASSERT(last <= bounds.high + 1e-9);
}

TEST(CrewRestoration, equal_repairs_are_done_in_rounds) {
    const CrewRestoration process{.crews = 4, .mutual_aid_crews = 0, .travel = 1.0};
    const CrewStart start{.customers = {.drawn = core::Distribution::constant(100.0)},
                          .work = {.drawn = core::Distribution::constant(3.0)}};
    const Dataset course = simulate(process, start, {.size = 18, .every = 4.0});
    EXPECT_EQ(course.variable("last_done").values[0], 20.0);
    EXPECT_EQ(course.dimension("time").values, (std::vector<double>{0.0, 4.0, 8.0, 12.0, 16.0, 20.0}));
    EXPECT_EQ(course.variable("open").values, (std::vector<double>{18.0, 14.0, 10.0, 6.0, 2.0, 0.0}));
    EXPECT_NEAR(course.variable("restored").values[2], 8.0 / 18.0, 1e-12);
    EXPECT_NEAR(course.variable("mean_outage").values[0], (4 * (4 + 8 + 12 + 16) + 2 * 20) / 18.0, 1e-12);
}

TEST(CrewRestoration, without_crews_nothing_is_ever_done) {
    const CrewRestoration process{.crews = 0, .mutual_aid_crews = 0};
    const Dataset course = simulate(process, CrewStart{}, {.size = 5, .until = 10.0});
    EXPECT_TRUE(std::isinf(course.variable("last_done").values[0]));
    EXPECT_EQ(course.variable("open").values.back(), 5.0);
    EXPECT_EQ(course.variable("restored").values.back(), 0.0);
    EXPECT_THROW(makespan_bounds(process, std::vector<double>{1.0}), core::Error);
}

TEST(CrewRestoration, threads_change_nothing_and_seeds_everything) {
    const auto done = [](std::uint32_t seed, unsigned threads) {
        return simulate(CrewRestoration{}, CrewStart{}, {.size = 50, .replicates = 5, .seed = seed, .threads = threads})
            .variable("done")
            .values;
    };
    EXPECT_EQ(done(1, 1), done(1, 2));
    EXPECT_NE(done(1, 1), done(2, 1));
}

TEST(CrewRestoration, every_mistake_is_told_at_once) {
    const CrewStart start{.customers = {.given = {1.0, -5.0}},
                          .work = {.drawn = core::Distribution::normal({.mean = 5.0})},
                          .priority = {.drawn = core::Distribution::constant(256.0)},
                          .call_hour = -1.0};
    try {
        simulate({.travel = 100.0}, start, {.size = 2, .every = 0.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const auto& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths,
                  (std::vector<std::string>{"every", "travel", "customers[1]", "work", "priority", "call_hour"}));
    }
}
