// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/plan.hpp>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace plan_test {

namespace {

using Values = std::vector<double>;

constexpr float never = std::numeric_limits<float>::infinity();

Values of(const Dataset& course, std::string_view name) { return course.variable(name).values; }

AgentValues all(double value) { return {.drawn = core::Distribution::constant(value)}; }

}  // namespace

TEST(Plan, quality_and_misfit_are_those_worked_by_hand) {
    const double odds = -1.0 + 1.5 * 0.3 + 0.3 + 0.3 - 1.5 * 0.8;
    EXPECT_NEAR(plan_quality({}, {}), 1.0 / (1.0 + std::exp(-odds)), 1e-12);
    EXPECT_EQ(plan_misfit(1.0), 0.0);
    EXPECT_EQ(plan_misfit(0.0), 0.5);
    EXPECT_LT(plan_quality({}, {.load = 1.5}), plan_quality({}, {.load = 0.8}));
}

TEST(Plan, half_of_it_is_left_after_a_half_life) {
    EXPECT_NEAR(left_after(3.0, 3.0), 0.5, 1e-12);
    const PlanState after = plan_after({}, {0.8f, 0.6f, never, never}, 0.9f, 3.0f);
    EXPECT_NEAR(after.quality, 0.4f, 1e-6f);
    EXPECT_NEAR(after.training, 0.6f / 16.0f, 1e-6f);
}

TEST(Plan, drills_and_new_plans_come_when_they_are_due) {
    const Plan plan{.revision_interval = 2.0, .drill_interval = 0.5};
    const PlanState after = plan_after(plan, {0.8f, 0.0f, 0.5f, 0.25f}, 0.6f, 1.0f);
    EXPECT_NEAR(after.quality, 0.6 * std::pow(0.5, 0.5 / 3.0), 1e-6);
    EXPECT_NEAR(after.next_plan, 1.5f, 1e-6f);
    const double fade = std::pow(0.5, 0.5 / 0.75);
    const double expected = (0.3 + 0.7 * 0.3 * fade) * std::pow(0.5, 0.25 / 0.75);
    EXPECT_NEAR(after.training, expected, 1e-6);
    EXPECT_NEAR(after.next_drill, 0.25f, 1e-6f);
}

TEST(Plan, training_brings_speed_only_by_a_plan_that_fits) {
    EXPECT_NEAR(action_time(Plan{}, 1.0, 1.0), 24.0 * std::exp(-1.5), 1e-9);
    EXPECT_EQ(action_time(Plan{}, 0.0, 1.0), 24.0);
    EXPECT_EQ(action_time(Plan{}, 1.0, 0.0), 24.0);
}

RC_GTEST_PROP(Plan, two_half_steps_are_one_and_all_stays_in_its_range, ()) {
    const auto share = [] { return 0.01f * static_cast<float>(*rc::gen::inRange(0, 101)); };
    const Plan plan{.revision_interval = 0.7, .drill_interval = 0.23};
    const PlanState before{share(), share(), 0.7f * share(), 0.23f * share()};
    const float made = share();
    // Not where something is due just at the end of a half step, within rounding.
    const float step = 0.3717f + share();
    const PlanState once = plan_after(plan, before, made, step);
    const PlanState twice = plan_after(plan, plan_after(plan, before, made, 0.5f * step), made, 0.5f * step);
    RC_ASSERT(std::abs(once.quality - twice.quality) < 2e-6f);
    RC_ASSERT(once.training >= 0.0f);
    RC_ASSERT(once.training <= 1.0f);
    RC_ASSERT(once.quality <= 1.0f);
    if (std::abs(once.next_drill - twice.next_drill) < 1e-3f)
        RC_ASSERT(std::abs(once.training - twice.training) < 2e-6f);
}

TEST(Plan, a_crowd_goes_as_the_closed_form_says) {  // standard deviations below .1 of 20,000
    const Plan plan{.revision_interval = 2.5, .drill_interval = 0.6};
    const Dataset expected = mean_field(plan, {}, 0.2, 3.0, 0.25);
    for (const double step : {0.25, 0.05}) {
        const Dataset course = simulate(plan, {.training = all(0.2)},
                                        {.size = 20'000, .until = 3.0, .every = 0.25, .step = step, .seed = 1});
        for (const char* name : {"quality", "misfit", "training"}) {
            for (std::size_t k = 0; k < of(expected, name).size(); ++k) {
                EXPECT_NEAR(of(course, name)[k], of(expected, name)[k], 4.0 * 0.1 / std::sqrt(20'000.0)) << name << k;
            }
        }
    }
}

TEST(Plan, without_new_plans_and_drills_readiness_fades) {
    const Plan plan{.revision_interval = 0.0, .drill_interval = 0.0};
    const Dataset course = simulate(plan, {.training = all(0.8)}, {.size = 3, .until = 6.0, .every = 3.0});
    const double made = plan_quality(plan, {});
    EXPECT_NEAR(of(course, "quality")[2], made / 4.0, 1e-5);
    EXPECT_NEAR(of(course, "training")[1], 0.8 / 16.0, 1e-5);
    EXPECT_NEAR(of(mean_field(plan, {}, 0.8, 6.0, 3.0), "quality")[2], made / 4.0, 1e-12);
}

TEST(Plan, more_drills_and_less_load_bring_speed) {
    const auto speed = [](const Plan& plan, double load) {
        return of(simulate(plan, {.load = all(load)}, {.size = 200, .until = 5.0, .every = 5.0}), "action_time").back();
    };
    EXPECT_LT(speed({}, 0.8), speed({.drill_interval = 0.0}, 0.8));
    EXPECT_EQ(speed({.drill_interval = 0.0}, 0.8), 24.0);
    EXPECT_LT(speed({}, 0.8), speed({}, 1.5));
}

TEST(Plan, threads_change_nothing_and_seeds_everything) {
    const auto training = [](std::uint32_t seed, unsigned threads) {
        return of(
            simulate(Plan{}, {}, {.size = 3'000, .until = 1.0, .replicates = 2, .seed = seed, .threads = threads}),
            "training");
    };
    EXPECT_EQ(training(1, 1), training(1, 2));
    EXPECT_NE(training(1, 1), training(2, 1));
}

TEST(Plan, one_community_and_communities_without_ties_run) {
    const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(4, {}));
    EXPECT_EQ(of(simulate(Plan{}, {}, {.size = 1, .until = 1.0, .every = 1.0}), "quality").size(), 2u);
    EXPECT_EQ(of(simulate(Plan{}, {}, {.graphs = {graph}, .until = 1.0, .every = 1.0}), "quality").size(), 2u);
}

TEST(Plan, every_mistake_is_told_at_once) {
    try {
        simulate(Plan{.drill_gain = std::numeric_limits<double>::quiet_NaN(), .drill_interval = 0.001},
                 {.experience = all(2.0), .load = {.drawn = {}, .given = {0.5}}}, {.size = 2});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const core::Mistake& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"drill_gain", "drill_interval", "experience", "load"}));
    }
    EXPECT_THROW(mean_field({}, {.load = 3.0}, 0.0, 1.0, 0.1), core::ConfigError);
}

TEST(Plan, every_parameter_is_described) {
    Plan process;
    expect_described(process, 12);
}

}  // namespace plan_test
