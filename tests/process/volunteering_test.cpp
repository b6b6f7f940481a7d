// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/process/volunteering.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

/// Everybody can and would; media and those who act bring them; nobody leaves.
Volunteering bass_volunteers(double media, double others) {
    return {.media_rate = media, .task_rate = 0.0, .ask_rate = others, .fatigue_exit = 0.0, .idle_exit = 0.0};
}

VolunteeringStart everybody_eligible() {
    return {.eligible = {.drawn = core::Distribution::constant(1)},
            .threshold = {.drawn = core::Distribution::constant(0)}};
}

double last_of_volunteers(const Dataset& course, std::string_view name) { return course.variable(name).values.back(); }

std::shared_ptr<const core::Graph> volunteers_town(core::Index size) {
    core::Workers workers(1);
    return std::make_shared<const core::Graph>(
        core::generate(core::SmallWorld{.degree = 8, .rewiring = 0.1}, size, core::Layer{"contacts"}, {1, 0}, workers));
}

}  // namespace

TEST(Volunteering, labour_grows_with_volunteers_up_to_the_span_of_organisers) {
    const Volunteering volunteering{.span = 10.0, .hours = 4.0, .skill = 0.5};
    EXPECT_EQ(effective_labour(volunteering, 5.0, 1.0), 10.0);
    EXPECT_EQ(effective_labour(volunteering, 10.0, 1.0), 20.0);
    EXPECT_EQ(effective_labour(volunteering, 1000.0, 1.0), 20.0);
    EXPECT_EQ(effective_labour(volunteering, 1000.0, 0.0), 0.0);
    EXPECT_EQ(span_share(volunteering, 0.0, 0.0), 1.0);
    EXPECT_EQ(span_share(volunteering, 40.0, 1.0), 0.25);
}

TEST(Volunteering, joining_follows_the_curve_of_bass) {  // V14
    EXPECT_NEAR(joined_share(bass_volunteers(0.03, 0.38), 5.0), 0.3311986, 1e-7);
    EXPECT_NEAR(joined_share(bass_volunteers(0.03, 0.38), 6.192619), 0.4605263, 1e-6);
    const Dataset course =
        simulate(bass_volunteers(0.03, 0.38), everybody_eligible(), {.size = 20'000, .until = 5.0, .seed = 1});
    EXPECT_NEAR(last_of_volunteers(course, "volunteers"), 0.3311986, 0.015);
    EXPECT_EQ(joined_share(bass_volunteers(0.0, 0.38), 5.0), 0.0);
}

TEST(Volunteering, fatigue_follows_its_equation) {
    const Volunteering volunteering{.fatigue_rate = 0.2, .rest_rate = 0.1};
    EXPECT_NEAR(fatigue_after(volunteering, 0.0f, 1.0f, 3.0f), 1.0 - std::exp(-0.6), 1e-6);
    EXPECT_NEAR(fatigue_after(volunteering, 0.8f, 0.0f, 3.0f), 0.8 * std::exp(-0.3), 1e-6);
    // Half of the time at work: towards .1 / (.1 + .05).
    EXPECT_NEAR(fatigue_after(volunteering, 0.0f, 0.5f, 1000.0f), 2.0 / 3.0, 1e-6);
    EXPECT_EQ(fatigue_after({.fatigue_rate = 0.0, .rest_rate = 0.0}, 0.3f, 0.5f, 10.0f), 0.3f);
    float twice = fatigue_after(volunteering, 0.2f, 0.7f, 1.0f);
    twice = fatigue_after(volunteering, twice, 0.7f, 1.0f);
    EXPECT_NEAR(twice, fatigue_after(volunteering, 0.2f, 0.7f, 2.0f), 1e-6);
}

TEST(Volunteering, those_who_stay_are_as_many_as_the_integral_says) {
    const Volunteering volunteering;
    double integral = 0.0;  // of the rate, by the midpoint rule
    for (double day = 0.0005; day < 5.0; day += 0.001) {
        const float tired = fatigue_after(volunteering, 0.0f, 0.6f, static_cast<float>(day));
        integral += 0.001 * static_cast<double>(exit_rate(volunteering, tired, 0.6f));
    }
    EXPECT_NEAR(staying_share(volunteering, 5.0, 0.6), std::exp(-integral), 1e-5);
    EXPECT_EQ(staying_share(volunteering, 0.0), 1.0);
}

TEST(Volunteering, those_who_never_have_a_task_leave_at_their_rate) {
    Volunteering volunteering{.media_rate = 0.0, .task_rate = 0.0, .ask_rate = 0.0, .return_rate = 0.0};
    VolunteeringStart start = everybody_eligible();
    start.acting = {.count = 20'000};
    start.work = 0.0;
    const Dataset course = simulate(volunteering, start, {.size = 20'000, .until = 4.0, .every = 1.0, .seed = 2});
    for (std::size_t day = 1; day <= 4; ++day) {
        const double expected = staying_share(volunteering, static_cast<double>(day), 0.0);
        EXPECT_NEAR(course.variable("volunteers").values[day], expected, 4.0 * 0.0036);
        EXPECT_NEAR(course.variable("exits").values[day], 1.0 - expected, 4.0 * 0.0036);
    }
}

TEST(Volunteering, the_pool_settles_where_joining_and_leaving_balance) {
    Volunteering volunteering{
        .media_rate = 0.3, .task_rate = 0.0, .ask_rate = 0.0, .idle_exit = 0.4, .return_rate = 0.2};
    VolunteeringStart start = everybody_eligible();
    start.work = 0.0;
    const Dataset course =
        simulate(volunteering, start, {.size = 20'000, .until = 60.0, .every = 1.0, .step = 0.02, .seed = 3});
    const double expected = 1.0 / (1.0 + 0.4 / 0.3 + 0.4 / 0.2);
    EXPECT_NEAR(steady_pool(volunteering, {.joining = 0.3, .leaving = 0.4}), expected, 1e-12);
    EXPECT_NEAR(last_of_volunteers(course, "volunteers"), expected, 4.0 * 0.003);
    volunteering.return_rate = 0.0;
    EXPECT_EQ(steady_pool(volunteering, {.joining = 0.3, .leaving = 0.4}), 0.0);
    EXPECT_EQ(steady_pool(volunteering, {.joining = 0.3, .leaving = 0.0}), 1.0);
}

TEST(Volunteering, more_volunteers_without_organisers_do_no_more) {
    Volunteering volunteering = bass_volunteers(0.0, 0.0);
    volunteering.hours_sigma = 0.0;
    const auto done = [&](core::Index volunteers) {
        VolunteeringStart start = everybody_eligible();
        start.acting = {.count = volunteers};
        start.organisers = 0.01;  // ten, who can keep 150 at work
        start.work = 1000.0;
        return last_of_volunteers(simulate(volunteering, start, {.size = 1000, .until = 2.0, .step = 0.1}),
                                  "work_done");
    };
    EXPECT_NEAR(done(75), 2.0 * effective_labour(volunteering, 75.0, 10.0) / 1000.0, 1e-5);
    EXPECT_NEAR(done(400), 2.0 * effective_labour(volunteering, 400.0, 10.0) / 1000.0, 1e-5);
    EXPECT_NEAR(done(400), done(800), 1e-6);
}

RC_GTEST_PROP(Volunteering, work_is_conserved_and_shares_stay_in_bounds, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    const Volunteering volunteering{.media_rate = share(),
                                    .span = *rc::gen::element(0.0, 5.0, 25.0),
                                    .hours_sigma = share(),
                                    .work_rate = share(),
                                    .fatigue_rate = share(),
                                    .rest_rate = share(),
                                    .idle_exit = share(),
                                    .return_rate = share()};
    VolunteeringStart start;
    start.acting = {.count = *rc::gen::inRange(0u, 50u)};
    start.organisers = 0.1 * share();
    start.work = 5.0 * share();
    Experiment experiment{.size = 80, .until = 12.0, .seed = *rc::gen::inRange(0u, 1000u)};
    if (*rc::gen::arbitrary<bool>()) experiment.graphs = {volunteers_town(80)};
    const Dataset course = simulate(volunteering, start, experiment);
    const auto at = [&](const char* name, std::size_t k) { return course.variable(name).values[k]; };
    for (std::size_t k = 0; k < course.dimension("time").values.size(); ++k) {
        const double arrived = at("work_arrived", k);
        RC_ASSERT(std::abs(arrived - at("work_done", k) - at("work_open", k)) <= 1e-10 * arrived + 1e-10);
        RC_ASSERT(std::abs(at("tasked", k) + at("idle", k) - at("volunteers", k)) < 1e-9);
        RC_ASSERT(at("volunteers", k) + at("away", k) <= 1.0 + 1e-9);
        RC_ASSERT(at("tasked", k) >= 0.0);
        RC_ASSERT(at("work_open", k) >= -1e-10);
    }
    double hours = 0.0;
    for (const double each : course.variable("hours_of").values) hours += each;
    const double done = at("work_done", course.dimension("time").values.size() - 1) * 80.0;
    RC_ASSERT(std::abs(hours * volunteering.skill - done) <= 1e-4 * done + 1e-4);
}

TEST(Volunteering, an_organisers_contact_brings_more) {
    VolunteeringStart start;
    start.acting = {.count = 200};
    const Experiment experiment{.graphs = {volunteers_town(4000)}, .until = 10.0, .seed = 4};
    const double without = last_of_volunteers(simulate({}, start, experiment), "volunteers");
    start.organiser = {.drawn = core::Distribution::constant(1)};
    EXPECT_GT(last_of_volunteers(simulate({}, start, experiment), "volunteers"), 1.1 * without);
}

TEST(Volunteering, those_who_are_not_eligible_never_come) {
    VolunteeringStart start;
    start.eligible = {.drawn = core::Distribution::constant(0)};
    const Dataset course = simulate({.media_rate = 10.0}, start, {.size = 500, .until = 10.0});
    EXPECT_EQ(last_of_volunteers(course, "volunteers"), 0.0);
    EXPECT_EQ(last_of_volunteers(course, "exits"), 0.0);
}

TEST(Volunteering, hours_in_a_day_have_the_mean_that_was_asked_for) {
    Volunteering volunteering = bass_volunteers(0.0, 0.0);
    VolunteeringStart start = everybody_eligible();
    start.acting = {.count = 100'000};
    start.organisers = 0.2;
    start.work = 1000.0;
    const Dataset course = simulate(volunteering, start, {.size = 100'000, .until = 3.0, .every = 3.0, .step = 1.0});
    // Lognormal with sigma 1: the standard deviation of one is 1.31 times the mean.
    EXPECT_NEAR(last_of_volunteers(course, "hours"), 6.0, 4.0 * 6.0 * 1.31 / std::sqrt(100'000.0));
}

TEST(Volunteering, a_shorter_tick_changes_little) {
    const auto volunteers = [](double step) {
        VolunteeringStart start;
        start.acting = {.count = 400};
        return last_of_volunteers(simulate({}, start, {.size = 40'000, .until = 10.0, .step = step, .seed = 5}),
                                  "volunteers");
    };
    const double coarse = volunteers(0.1);
    EXPECT_NEAR(coarse, volunteers(0.05), 0.01 * coarse + 4.0 * std::sqrt(2.0 * coarse / 40'000.0));
}

TEST(Volunteering, threads_change_nothing_and_seeds_everything) {
    const Experiment one{.graphs = {volunteers_town(3000)}, .until = 10.0, .replicates = 3, .seed = 5, .threads = 1};
    Experiment two = one;
    two.threads = 2;
    Experiment lone = one;
    lone.replicates = 1;
    Experiment lone_two = lone;
    lone_two.threads = 2;
    Experiment other = one;
    other.seed = 6;
    const auto course = [](const Experiment& experiment) {
        const VolunteeringStart start{.acting = {.count = 100}};
        const Dataset all = simulate(Volunteering{}, start, experiment);
        std::vector<double> values = all.variable("volunteers").values;
        const std::vector<double>& hours = all.variable("hours_of").values;
        values.insert(values.end(), hours.begin(), hours.end());
        return values;
    };
    EXPECT_EQ(course(one), course(two));
    EXPECT_EQ(course(lone), course(lone_two));
    EXPECT_NE(course(one), course(other));
}

TEST(Volunteering, a_single_person_and_people_apart_run) {
    for (const core::Index size : {1u, 5u}) {
        const auto apart =
            std::make_shared<const core::Graph>(core::Graph::undirected(size, std::vector<core::Edge>{}));
        for (const auto& graphs : {std::vector<std::shared_ptr<const core::Graph>>{}, {apart}}) {
            const Dataset course =
                simulate({.media_rate = 1.0}, everybody_eligible(), {.size = size, .graphs = graphs, .until = 20.0});
            EXPECT_GT(last_of_volunteers(course, "exits"), 0.0);
        }
    }
}

TEST(Volunteering, every_mistake_is_told_at_once) {
    Volunteering volunteering;
    volunteering.span = std::numeric_limits<double>::quiet_NaN();
    VolunteeringStart start;
    start.acting = {.count = 11};
    start.organisers = 2.0;
    start.work = -1.0;
    try {
        simulate(volunteering, start, {.size = 10});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "span");
        EXPECT_EQ(error.mistakes()[1].path, "acting");
        EXPECT_EQ(error.mistakes()[2].path, "organisers");
        EXPECT_EQ(error.mistakes()[3].path, "work");
    }
    EXPECT_THROW(staying_share({}, -1.0), core::ConfigError);
    EXPECT_THROW(joined_share({}, -1.0), core::ConfigError);
    EXPECT_THROW(steady_pool({}, {.joining = 0.0, .leaving = 1.0}), core::ConfigError);
}

TEST(Volunteering, every_parameter_is_described) {
    Volunteering volunteering;
    expect_described(volunteering, 14);
}
