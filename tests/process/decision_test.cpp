// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/decision.hpp>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

double mean_of_cases(const Dataset& course, std::string_view name) {
    const std::vector<double>& values = course.variable(name).values;
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double case_part() { return *rc::gen::inRange(0, 1001) / 1000.0; }

Decision any_decision() {
    return {.split = case_part() < 0.5 ? DecisionSplit::at_random : DecisionSplit::by_urgency,
            .decision_share = case_part(),
            .resource_share = case_part(),
            .space_share = case_part(),
            .levels = *rc::gen::inRange(1u, 7u),
            .cycle = 3.0 * case_part(),
            .heterogeneity = case_part(),
            .votes = case_part(),
            .policy_noise = case_part(),
            .mismatch_cost = 2.0 * case_part(),
            .coordination = case_part()};
}

TimePressure any_pressure() {
    return {.sensitivity = 0.05 + case_part(),
            .hazard_chance = 0.01 + 0.9 * case_part(),
            .blame = 20.0 * case_part(),
            .order_time = 1.0 + 40.0 * case_part()};
}

}  // namespace

TEST(Decision, above_a_case_waits_for_meetings_and_in_queues) {  // Jackson 1957; means of replicates scatter
    const Decision decision{.decision_share = 0.0, .levels = 3, .cycle = 1.0, .office_rate = 12.0, .case_rate = 10.0};
    EXPECT_DOUBLE_EQ(central_delay(decision), 3.0 * (0.5 + 0.5));
    const Dataset course = simulate(decision, {}, {.size = 5'000, .replicates = 10, .seed = 1});
    EXPECT_NEAR(mean_of_cases(course, "delay"), 3.0, 0.15);
    EXPECT_THROW(central_delay({.decision_share = 0.0, .office_rate = 10.0}), core::Error);
}

TEST(Decision, on_the_spot_only_what_lacks_space_waits) {
    Decision decision{.decision_share = 1.0, .space_share = 1.0, .office_rate = 0.1, .local_cycle = 0.4};
    EXPECT_DOUBLE_EQ(local_delay(decision), 0.2);
    decision.space_share = 0.5;
    decision.space_need = 0.4;
    decision.office_rate = 4.0;  // .2 of 10 cases a day
    decision.levels = 2;
    EXPECT_DOUBLE_EQ(local_delay(decision), 0.2 + 0.2 * 2.0 * (0.5 + 0.5));
    const Dataset course = simulate(decision, {}, {.size = 5'000, .replicates = 10, .seed = 2});
    EXPECT_NEAR(mean_of_cases(course, "delay"), 0.6, 0.03);
}

TEST(Decision, errors_add_as_variances) {
    const Decision decision{.levels = 4, .noise = 0.3, .relay_noise = 0.2, .heterogeneity = 0.6, .skill = 0.25};
    EXPECT_DOUBLE_EQ(local_error(decision), 0.6);
    EXPECT_NEAR(central_error(decision), std::sqrt(0.09 + 0.16 + 0.36), 1e-12);
    Decision heard = decision;
    heard.votes = 0.5;
    EXPECT_NEAR(central_error(heard), std::sqrt(0.25 * 0.61 + 0.25 * 0.36), 1e-12);
    heard.policy_noise = 0.4;
    EXPECT_NEAR(central_error(heard), std::sqrt(0.25 * 0.77 + 0.25 * 0.36), 1e-12);
}

TEST(Decision, a_normal_error_leaves_what_the_integral_says) {
    Decision decision{.mismatch_cost = 1.0};
    // 2 Phi(1) - 1 - sqrt(2 / pi) (1 - exp(-.5)) for an error of one unit.
    EXPECT_NEAR(mean_fit(decision, 1.0), 0.6826894921 - 0.7978845608 * 0.3934693403, 1e-9);
    EXPECT_NEAR(mean_fit(decision, 0.01), 1.0 - 0.01 * 0.7978845608, 1e-12);
    EXPECT_EQ(mean_fit(decision, 0.0), 1.0);
    decision.mismatch_cost = 0.0;
    EXPECT_EQ(mean_fit(decision, 5.0), 1.0);
}

TEST(Decision, rights_without_resources_achieve_little) {
    Decision decision{.decision_share = 0.5, .resource_share = 0.1, .over_claim = 1.0, .coordination = 1.0};
    EXPECT_DOUBLE_EQ(local_supply(decision), 0.2);
    EXPECT_DOUBLE_EQ(central_supply(decision), 1.0);
    decision.coordination = 0.0;  // all claim twice what they need
    EXPECT_DOUBLE_EQ(local_supply(decision), 0.1);
    decision.decision_share = 0.0;
    EXPECT_DOUBLE_EQ(local_supply(decision), 1.0);
    EXPECT_DOUBLE_EQ(central_supply(decision), 0.9);
}

TEST(Decision, many_cases_are_worth_what_the_closed_form_says) {  // means of replicates scatter
    for (const auto split : {DecisionSplit::at_random, DecisionSplit::by_urgency}) {
        const Decision decision{.split = split, .decision_share = 0.4, .resource_share = 0.35, .cycle = 0.0};
        const Dataset course = simulate(decision, {.places = 500}, {.size = 5'000, .replicates = 10, .seed = 3});
        EXPECT_NEAR(mean_of_cases(course, "value"), decision_value(decision), 0.01);
        EXPECT_NEAR(mean_of_cases(course, "local"), 0.4, 0.01);
        EXPECT_NEAR(mean_of_cases(course, "spillover"), mean_spillover(decision), 0.001);
        EXPECT_NEAR(mean_of_cases(course, "work"), governance_work(decision), 0.1);
    }
}

TEST(Decision, urgent_cases_on_the_spot_are_worth_more_than_any) {
    Decision decision{.decision_share = 0.4, .resource_share = 0.4};
    const double any = decision_value(decision);
    decision.split = DecisionSplit::by_urgency;
    EXPECT_GT(decision_value(decision), any);
    decision.need_spread = 0.0;  // all alike
    EXPECT_NEAR(decision_value(decision), any, 0.05);
}

TEST(Decision, known_ways_differ_in_speed_and_work) {
    const Decision all_above = governance(Governance::administrative);
    const Decision all_here = governance(Governance::autonomous);
    EXPECT_EQ(all_above.decision_share, 0.0);
    EXPECT_EQ(mean_spillover(all_above), 0.0);
    EXPECT_GT(mean_spillover(all_here), mean_spillover(governance(Governance::co_governance)));
    EXPECT_LT(local_delay(all_here), 0.2);
    EXPECT_GT(governance_work(all_above), governance_work(all_here));
    EXPECT_GT(decision_value(governance(Governance::hybrid)), decision_value(all_above));
}

RC_GTEST_PROP(Decision, values_stay_between_nothing_and_all, ()) {
    const Decision decision = any_decision();
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    const Dataset course = simulate(decision, {.places = 3}, {.size = 40, .seed = seed});
    for (const double value : course.variable("value").values) RC_ASSERT(value >= 0.0 && value <= 1.0);
    for (const double delay : course.variable("delay").values) RC_ASSERT(delay >= 0.0);
    const double expected = decision_value(decision);
    RC_ASSERT(expected >= 0.0);
    RC_ASSERT(expected <= 1.0);
}

RC_GTEST_PROP(Decision, more_levels_take_longer_and_see_less, ()) {
    const Decision decision = any_decision();
    Decision higher = decision;
    ++higher.levels;
    RC_ASSERT(central_delay(higher) > central_delay(decision));
    RC_ASSERT(central_error(higher) >= central_error(decision));
    RC_ASSERT(decision_value(higher) <= decision_value(decision) + 1e-12);
}

TEST(Decision, threads_change_nothing_and_seeds_everything) {
    const auto delays = [](std::uint32_t seed, unsigned threads) {
        return simulate(Decision{}, {}, {.size = 50, .replicates = 5, .seed = seed, .threads = threads})
            .variable("value")
            .values;
    };
    EXPECT_EQ(delays(1, 1), delays(1, 2));
    EXPECT_NE(delays(1, 1), delays(2, 1));
}

TEST(Decision, every_mistake_is_told_at_once) {
    try {
        simulate(Decision{.decision_share = 1.5, .cycle = std::numeric_limits<double>::quiet_NaN()}, {.places = 2.5},
                 {.size = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "size");
        EXPECT_EQ(error.mistakes()[1].path, "decision_share");
        EXPECT_EQ(error.mistakes()[2].path, "cycle");
        EXPECT_EQ(error.mistakes()[3].path, "places");
    }
}

TEST(Decision, every_parameter_is_described) {
    Decision decision;
    expect_described(decision, 27);
    TimePressure pressure;
    expect_described(pressure, 7);
}

TEST(TimePressure, one_acts_at_the_chance_that_costs_say_and_blame_raises_it) {
    TimePressure pressure{.miss_cost = 9.0, .false_cost = 1.0};
    EXPECT_DOUBLE_EQ(act_threshold(pressure), 0.1);
    pressure.blame = 8.0;
    EXPECT_DOUBLE_EQ(act_threshold(pressure), 0.5);
    pressure.hazard_chance = 0.1;
    EXPECT_NEAR(evidence_needed(pressure), std::log(9.0), 1e-12);
}

TEST(TimePressure, evidence_gets_there_as_brownian_motion_does) {  // 4 standard errors
    // Odds of 1 to 3 before, acting from 3 to 1: a way of log 9, by 18.5 h or never.
    const TimePressure pressure{.sensitivity = 0.5, .hazard_chance = 0.25, .miss_cost = 1.0, .false_cost = 3.0};
    TimePressure patient = pressure;
    patient.order_time = 1e4;
    EXPECT_NEAR(acted_share(patient, {.hours = 1e4, .hazard = false}), 1.0 / 9.0, 1e-9);
    EXPECT_EQ(acted_share(pressure, {.hours = 18.5}), 1.0);
    EXPECT_EQ(acted_share(pressure, {.hours = 0.0}), 0.0);
    const Dataset course = act_times(pressure, {.size = 4'000, .replicates = 10, .seed = 4});
    double hazards = 0.0;
    double early = 0.0;
    double in_vain = 0.0;
    for (std::size_t k = 0; k < 40'000; ++k) {
        const bool hazard = course.variable("hazard").values[k] > 0.0;
        const double acts = course.variable("acts_at").values[k];
        hazards += hazard ? 1.0 : 0.0;
        early += hazard && acts <= 10.0 ? 1.0 : 0.0;
        in_vain += !hazard && acts <= 18.5 ? 1.0 : 0.0;
    }
    const double by_ten = acted_share(pressure, {.hours = 10.0});
    const double never = acted_share(pressure, {.hours = 18.5, .hazard = false});
    EXPECT_NEAR(early / hazards, by_ten, 4.0 * std::sqrt(by_ten * (1.0 - by_ten) / hazards));
    EXPECT_NEAR(in_vain / (40'000 - hazards), never, 4.0 * std::sqrt(never / (40'000 - hazards)));
    EXPECT_NEAR(mean_of_cases(course, "loss"), expected_loss(pressure), 0.02);
}

TEST(TimePressure, with_enough_blame_one_waits_for_the_order) {
    const TimePressure pressure{.sensitivity = 0.1, .hazard_chance = 0.5, .blame = 1e9, .order_time = 6.0};
    const Dataset course = act_times(pressure, {.size = 200, .seed = 5});
    for (std::size_t k = 0; k < 200; ++k) {
        const double acts = course.variable("acts_at").values[k];
        EXPECT_TRUE(course.variable("hazard").values[k] > 0.0 ? acts == 6.0 : std::isnan(acts)) << k;
    }
    // Nothing that is feared: at once, whatever there is.
    const TimePressure sure{.hazard_chance = 0.9, .miss_cost = 10.0, .false_cost = 1.0};
    EXPECT_EQ(acted_share(sure, {.hours = 0.0, .hazard = false}), 1.0);
    EXPECT_NEAR(expected_loss(sure), 0.1, 1e-12);
    EXPECT_EQ(mean_of_cases(act_times(sure, {.size = 20}), "acts_at"), 0.0);
}

RC_GTEST_PROP(TimePressure, shares_grow_with_time_and_fall_with_blame, ()) {
    const TimePressure pressure = any_pressure();
    TimePressure blamed = pressure;
    blamed.blame += 5.0 * case_part();
    const double hours = 40.0 * case_part();
    for (const bool hazard : {false, true}) {
        const double share = acted_share(pressure, {.hours = hours, .hazard = hazard});
        RC_ASSERT(share >= 0.0);
        RC_ASSERT(share <= 1.0 + 1e-12);
        RC_ASSERT(acted_share(pressure, {.hours = hours + 1.0, .hazard = hazard}) >= share - 1e-12);
        RC_ASSERT(acted_share(blamed, {.hours = hours, .hazard = hazard}) <= share + 1e-12);
    }
    RC_ASSERT(expected_loss(pressure) >= 0.0);
}

TEST(TimePressure, threads_change_nothing_and_mistakes_are_told) {
    const auto losses = [](unsigned threads) {
        return act_times({}, {.size = 50, .replicates = 5, .threads = threads}).variable("loss").values;
    };
    EXPECT_EQ(losses(1), losses(2));
    EXPECT_THROW(act_times({.sensitivity = 0.0}, {}), core::ConfigError);
}
