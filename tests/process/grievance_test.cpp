// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/grievance.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace grievance_test {

namespace {

using Values = std::vector<double>;

Values of(const Dataset& course, std::string_view name) { return course.variable(name).values; }

AgentValues all(double value) { return {.drawn = core::Distribution::constant(value)}; }

/// Conflicts come at one rate, whatever anybody feels.
Grievance constant(double rate) {
    Grievance process;
    process.conflict_rate = rate;
    process.grievance_effect = process.trust_effect = 0.0;
    process.escalation_factor = 1.0;
    return process;
}

std::shared_ptr<const core::Graph> star(core::Index size) {
    std::vector<core::Edge> ties;
    for (core::Index other = 1; other < size; ++other) ties.emplace_back(0, other);
    return std::make_shared<const core::Graph>(core::Graph::undirected(size, ties));
}

}  // namespace

TEST(Grievance, goes_to_where_its_grounds_and_forgetting_balance) {
    const GrievanceSetting setting{.grounds = {.unmet = 0.5, .unfair = 0.2, .broken = 0.3}};
    EXPECT_NEAR(steady_grievance({}, setting), 0.01 / 0.02, 1e-12);
    EXPECT_EQ(steady_grievance({}, {.grounds = {.unmet = 1.0, .unfair = 1.0, .broken = 1.0}}), 1.0);
    EXPECT_NEAR(aggrieved<double>({}, 0.1, setting.grounds, 30.0), 0.5 - 0.4 * std::exp(-0.6), 1e-12);
    EXPECT_NEAR(aggrieved<double>({}, 0.9, {.unmet = 1.0, .unfair = 1.0}, 1000.0), 1.0, 1e-9);
}

RC_GTEST_PROP(Grievance, two_half_steps_are_one_step_and_stay_in_range, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    Grievance process;
    process.highest = 0.3 + share();
    const Grounds<double> grounds{.unmet = share(), .unfair = share(), .broken = share()};
    const double start = process.highest * share();
    const double step = 100.0 * share();
    const double once = aggrieved(process, start, grounds, 2.0 * step);
    RC_ASSERT(std::abs(once - aggrieved(process, aggrieved(process, start, grounds, step), grounds, step)) < 1e-12);
    RC_ASSERT(once >= 0.0);
    RC_ASSERT(once <= process.highest);
}

TEST(Grievance, conflicts_are_as_likely_as_the_formula_says) {
    EXPECT_NEAR(conflict_rate<double>({}, 0.5, 0.25), 4e-5 * std::exp(1.0), 1e-15);
    EXPECT_NEAR(conflict_rate<double>({}, 0.5, 0.25, true), 12e-5 * std::exp(1.0), 1e-15);
    const GrievanceSetting setting{.grounds = {.unmet = 0.4}, .grievance = 0.2, .trust = 0.5};
    EXPECT_NEAR(of(mean_field({}, setting, 100.0, 50.0), "conflicts").back(), 100.0 * 4e-5 * std::exp(-0.4), 1e-12);
}

TEST(Grievance, people_are_as_aggrieved_as_their_shares_are_unfair) {
    const GrievanceStart start{.unmet = all(0.0), .share = {.given = {0.2, 0.6, 0.6, 1.0}}};
    const Dataset course =
        simulate(constant(0.0), start, {.graphs = {star(4)}, .until = 1000.0, .every = 500.0, .step = 10.0});
    // The one in the middle has .5333 less than the others on average; they have more than that one.
    EXPECT_NEAR(of(course, "grievance").back(), 0.5 * (2.2 / 3.0 - 0.2) / 4.0, 1e-6);
}

TEST(Grievance, a_crowd_has_as_many_conflicts_as_expected) {
    Grievance process;
    process.conflict_rate = 1e-3;
    process.relief = 0.0;
    process.mediators = 200;
    process.mediation_time = 0.1;
    const GrievanceStart start{.unmet = all(0.8)};
    const Dataset course = simulate(process, start, {.size = 20000, .until = 200.0, .seed = 2});
    const double expected =
        20000.0 * of(mean_field(process, {.grounds = {.unmet = 0.8}}, 200.0, 200.0), "conflicts").back();
    EXPECT_NEAR(of(course, "opened").back(), expected, 4.0 * std::sqrt(expected));
    EXPECT_EQ(of(course, "escalated").back(), 0.0);
}

TEST(Grievance, waits_are_those_of_erlang) {  // V38
    Grievance process = constant(0.0);
    process.mediation_time = 1.0;
    process.success_chance = 1.0;
    process.mediators = 3;
    EXPECT_NEAR(mediation_wait(process, 2.0), 0.4444444, 1e-7);
    process.mediators = 10;
    EXPECT_NEAR(mediation_wait(process, 8.0), 0.2045901, 1e-7);
    process.success_chance = 0.8;
    EXPECT_NEAR(mediation_wait(process, 6.4), 0.2045901 / 0.8, 1e-7);
    process.mediators = 0;
    EXPECT_TRUE(std::isinf(mediation_wait(process, 1.0)));
}

TEST(Grievance, mediators_serve_as_erlang_says) {  // V38: reduced
    Grievance process = constant(2.0 / 20000.0);
    process.mediation_time = 1.0;
    process.success_chance = 1.0;
    const Dataset course = simulate(process, {}, {.size = 20000, .until = 1000.0, .every = 1000.0, .step = 1.0});
    // Of 2,000 conflicts that wait .44 on average; waits of neighbours in time are alike.
    EXPECT_NEAR(of(course, "wait").back(), 0.4444, 0.2);
    EXPECT_NEAR(of(course, "opened").back(), 2000.0, 4.0 * std::sqrt(2000.0));
}

RC_GTEST_PROP(Grievance, conflicts_are_open_or_settled_and_nothing_leaves_its_range, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    Grievance process;
    process.conflict_rate = 0.02;
    process.mediators = *rc::gen::inRange(0u, 5u);
    process.success_chance = 0.1 + 0.9 * share();
    process.trust_loss = share();
    process.relief = share();
    const GrievanceStart start{.unmet = all(share()), .broken = all(share()), .trust = all(share())};
    const Dataset course = simulate(process, start, {.graphs = {star(40)}, .until = 200.0, .every = 20.0});
    for (std::size_t k = 0; k < of(course, "opened").size(); ++k) {
        RC_ASSERT(of(course, "opened")[k] == of(course, "open")[k] + of(course, "settled")[k]);
        RC_ASSERT(of(course, "escalated")[k] <= of(course, "opened")[k]);
        RC_ASSERT(of(course, "trust")[k] >= 0.0);
        RC_ASSERT(of(course, "grievance")[k] >= 0.0 && of(course, "grievance")[k] <= 1.0);
    }
}

TEST(Grievance, without_mediators_every_conflict_escalates_and_trust_falls_around_it) {
    Grievance process = constant(0.05);
    process.mediators = 0;
    const Dataset course = simulate(process, {}, {.graphs = {star(3)}, .until = 500.0, .every = 500.0});
    EXPECT_EQ(of(course, "open").back(), 3.0);
    EXPECT_EQ(of(course, "escalated").back(), 3.0);
    // That in the middle touches all three, the other two each themselves and the middle: .15, .1 and .1.
    EXPECT_NEAR(of(course, "trust").back(), 0.6 - 0.35 / 3.0, 1e-6);
}

TEST(Grievance, a_conflict_that_escalates_makes_others_more_likely) {
    const auto opened = [](double factor) {
        Grievance process = constant(2e-3);
        process.escalation_factor = factor;
        process.mediators = 0;
        process.patience = 1.0;
        core::Workers workers(1);
        const auto graph = std::make_shared<const core::Graph>(core::generate(
            core::SmallWorld{.degree = 6, .rewiring = 0.1}, 3000, core::Layer{"contacts"}, {1, 0}, workers));
        return of(simulate(process, {}, {.graphs = {graph}, .until = 100.0, .every = 100.0}), "opened").back();
    };
    EXPECT_GT(opened(3.0), 1.3 * opened(1.0));
}

TEST(Grievance, more_mediators_leave_less_open_and_more_trust) {
    const auto ends = [](std::uint32_t mediators) {
        Grievance process;
        process.conflict_rate = 1e-3;
        process.mediators = mediators;
        return simulate(process, {.unmet = all(0.8)}, {.size = 2000, .until = 400.0, .every = 400.0});
    };
    EXPECT_GT(of(ends(1), "open").back(), of(ends(20), "open").back());
    EXPECT_LT(of(ends(1), "trust").back(), of(ends(20), "trust").back());
    EXPECT_GT(of(ends(1), "grievance").back(), of(ends(20), "grievance").back());
}

TEST(Grievance, half_the_step_moves_the_number_of_conflicts_by_noise_only) {
    const auto opened = [](double step) {
        Grievance process;
        process.conflict_rate = 1e-3;
        const GrievanceStart start{.unmet = all(0.8)};
        const Dataset course = simulate(
            process, start, {.size = 2000, .until = 200.0, .every = 200.0, .step = step, .replicates = 20, .seed = 3});
        double sum = 0.0;
        for (std::size_t k = 1; k < of(course, "opened").size(); k += 2) sum += of(course, "opened")[k];
        return sum;
    };
    const double long_steps = opened(2.0);
    EXPECT_NEAR(long_steps, opened(1.0), 4.0 * std::sqrt(2.0 * long_steps) + 0.01 * long_steps);
}

TEST(Grievance, who_is_numbered_how_does_not_matter) {
    const auto opened = [](std::vector<double> unmet) {
        Grievance process;
        process.conflict_rate = 1e-3;
        const GrievanceStart start{.unmet = {.given = std::move(unmet)}};
        const Dataset course =
            simulate(process, start, {.size = 1000, .until = 300.0, .every = 300.0, .replicates = 20});
        double sum = 0.0;
        for (std::size_t k = 1; k < of(course, "opened").size(); k += 2) sum += of(course, "opened")[k];
        return sum;
    };
    Values unmet(1000, 0.0);
    std::fill(unmet.begin() + 700, unmet.end(), 1.0);
    const double late = opened(unmet);
    std::reverse(unmet.begin(), unmet.end());
    EXPECT_NEAR(opened(unmet), late, 4.0 * std::sqrt(2.0 * late));
}

TEST(Grievance, threads_change_nothing_and_seeds_everything) {
    Grievance process;
    process.conflict_rate = 1e-2;
    const Experiment one{.size = 1500, .until = 60.0, .seed = 5, .threads = 1};
    Experiment two = one;
    two.threads = 2;
    Experiment other = one;
    other.seed = 6;
    const auto course = [&](const Experiment& experiment) { return of(simulate(process, {}, experiment), "wait"); };
    EXPECT_EQ(course(one), course(two));
    EXPECT_NE(course(one), course(other));
}

TEST(Grievance, somebody_alone_is_aggrieved_by_need_only) {
    const auto apart = std::make_shared<const core::Graph>(core::Graph::undirected(3, {}));
    for (const auto& experiment :
         {Experiment{.size = 1, .until = 1000.0}, Experiment{.graphs = {apart}, .until = 1000.0}}) {
        EXPECT_NEAR(of(simulate(constant(0.0), {}, experiment), "grievance").back(), 0.1, 1e-6);
    }
}

TEST(Grievance, every_mistake_is_told_at_once) {
    Grievance process;
    process.success_chance = 0.0;
    try {
        simulate(process, {.trust = all(2.0)}, {.size = 0, .step = std::numeric_limits<double>::quiet_NaN()});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[2].path, "success_chance");
        EXPECT_EQ(error.mistakes()[3].path, "trust");
    }
    EXPECT_THROW(mean_field(Grievance{}, {.trust = 2.0}, 1.0, 1.0), core::ConfigError);
    EXPECT_THROW(steady_grievance({}, {.grievance = 2.0}), core::ConfigError);
    EXPECT_THROW(mediation_wait({}, -1.0), core::ConfigError);
}

TEST(Grievance, every_parameter_is_described) {
    Grievance process;
    expect_described(process, 15);
}

}  // namespace grievance_test
