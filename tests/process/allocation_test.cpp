// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/allocation.hpp>
#include <limits>
#include <numeric>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

using Rule = AllocationRule;

constexpr std::array all_rules{Rule::first_come, Rule::proportional,        Rule::max_min,      Rule::priority,
                               Rule::greedy,     Rule::connection_weighted, Rule::report_driven};

void expect_given(const std::vector<double>& given, const std::vector<double>& expected) {
    ASSERT_EQ(given.size(), expected.size());
    for (std::size_t k = 0; k < given.size(); ++k) EXPECT_NEAR(given[k], expected[k], 1e-12) << k;
}

double sum_given(const std::vector<double>& values) { return std::accumulate(values.begin(), values.end(), 0.0); }

const std::vector<double> three_claims{2.0, 4.0, 10.0};

/// Sum of what the good is worth to those who get it.
double benefit(const Allocation& allocation, const Claims& claims, const std::vector<double>& given) {
    double sum = 0.0;
    for (std::size_t k = 0; k < given.size(); ++k) {
        if (claims.need[k] <= 0.0) continue;
        const double unmet = std::max(0.0, 1.0 - given[k] / claims.need[k]);
        sum += claims.severity[k] * claims.need[k] * (1.0 - std::pow(unmet, allocation.diminishing));
    }
    return sum;
}

std::vector<double> some_numbers(double high) {
    std::vector<double> values;
    const int count = *rc::gen::inRange(1, 12);
    for (int k = 0; k < count; ++k) values.push_back(*rc::gen::inRange(0, 1001) / 1000.0 * high);
    return values;
}

std::vector<double> as_many(std::size_t count) {
    std::vector<double> values;
    for (std::size_t k = 0; k < count; ++k) values.push_back(*rc::gen::inRange(0, 1001) / 1000.0);
    return values;
}

}  // namespace

TEST(Allocation, water_fills_and_proportions_are_those_of_the_textbook) {  // V45
    expect_given(allocate({.rule = Rule::max_min}, {.need = three_claims}, 10.0), {2.0, 4.0, 4.0});
    expect_given(allocate({.rule = Rule::proportional}, {.need = three_claims}, 10.0), {1.25, 2.5, 6.25});
}

TEST(Allocation, marriage_contracts_are_settled_as_in_the_literature) {  // Aumann and Maschler 1985: 100, 200, 300
    const std::vector<double> debts{100.0, 200.0, 300.0};
    const Claims claims{.need = debts};
    const double third = 100.0 / 3.0;
    expect_given(allocate({.rule = Rule::max_min}, claims, 100.0), {third, third, third});
    expect_given(allocate({.rule = Rule::max_min}, claims, 200.0), {2 * third, 2 * third, 2 * third});
    expect_given(allocate({.rule = Rule::max_min}, claims, 300.0), {100.0, 100.0, 100.0});
    expect_given(allocate({.rule = Rule::max_min}, claims, 400.0), {100.0, 150.0, 150.0});
    expect_given(allocate({.rule = Rule::proportional}, claims, 200.0), {third, 2 * third, 100.0});
}

TEST(Allocation, queues_serve_by_arrival_and_by_severity) {
    const std::vector<double> severity{1.0, 3.0, 3.0};
    const std::vector<double> arrival{0.0, 2.0, 1.0};
    const Claims claims{.need = three_claims, .severity = severity, .arrival = arrival};
    expect_given(allocate({.rule = Rule::first_come}, claims, 10.0), {2.0, 0.0, 8.0});
    expect_given(allocate({.rule = Rule::priority}, claims, 12.0), {0.0, 2.0, 10.0});
    expect_given(allocate({.rule = Rule::first_come}, {.need = three_claims}, 5.0), {2.0, 3.0, 0.0});
}

TEST(Allocation, connections_pull_what_is_scarce_to_the_strong) {
    const std::vector<double> need{6.0, 6.0, 6.0};
    const std::vector<double> connection{1.0, 0.5, 0.0};
    const Claims claims{.need = need, .connection = connection};
    expect_given(allocate({.rule = Rule::connection_weighted}, claims, 6.0), {4.0, 2.0, 0.0});
    expect_given(allocate({.rule = Rule::connection_weighted, .connection_power = 2.0}, claims, 5.0), {4.0, 1.0, 0.0});
    // When the strong are full the next are filled; who has no connection gets what is left.
    expect_given(allocate({.rule = Rule::connection_weighted}, claims, 14.0), {6.0, 6.0, 2.0});
    expect_given(allocate({.rule = Rule::connection_weighted, .connection_power = 0.0}, claims, 9.0), {3.0, 3.0, 3.0});
}

TEST(Allocation, reports_that_are_too_high_pay_for_who_makes_them) {
    const std::vector<double> need{5.0, 5.0};
    const std::vector<double> reported{15.0, 5.0};
    const Claims claims{.need = need, .reported = reported};
    expect_given(allocate({.rule = Rule::report_driven}, claims, 8.0), {6.0, 2.0});  // more than the first needs
    expect_given(allocate({.rule = Rule::proportional}, claims, 8.0), {4.0, 4.0});
}

TEST(Allocation, the_greedy_best_of_two_is_worked_by_hand) {
    // Benefit s d (1 - (1 - x / d)^2): marginal 2 s (1 - x / d). Severities 1 and 2, needs 1: unmet 1 - x in 2 : 1.
    const std::vector<double> need{1.0, 1.0};
    const std::vector<double> severity{1.0, 2.0};
    const Claims claims{.need = need, .severity = severity};
    expect_given(allocate({.rule = Rule::greedy}, claims, 1.25), {0.5, 0.75});
    expect_given(allocate({.rule = Rule::greedy}, claims, 0.4), {0.0, 0.4});
    const std::vector<double> none{0.0, 0.0};
    expect_given(allocate({.rule = Rule::greedy}, {.need = need, .severity = none}, 1.0), {0.5, 0.5});
}

RC_GTEST_PROP(Allocation, all_is_given_and_nobody_gets_more_than_the_rule_goes_by, ()) {
    const std::vector<double> need = some_numbers(10.0);
    const std::vector<double> reported = as_many(need.size());
    const std::vector<double> severity = as_many(need.size());
    const std::vector<double> connection = as_many(need.size());
    const double supply = *rc::gen::inRange(0, 1001) / 20.0;
    for (const Rule rule : all_rules) {
        const Claims claims{.need = need, .reported = reported, .severity = severity, .connection = connection};
        const std::vector<double> given = allocate({.rule = rule}, claims, supply);
        const std::vector<double>& caps = rule == Rule::report_driven ? reported : need;
        RC_ASSERT(std::abs(sum_given(given) - std::min(supply, sum_given(caps))) < 1e-9);
        for (std::size_t k = 0; k < given.size(); ++k) {
            RC_ASSERT(given[k] >= 0.0);
            RC_ASSERT(given[k] <= caps[k] + 1e-12);
        }
    }
}

RC_GTEST_PROP(Allocation, max_min_leaves_nobody_worse_off_than_who_wants_more, ()) {
    const std::vector<double> need = some_numbers(10.0);
    const std::vector<double> given = allocate({.rule = Rule::max_min}, {.need = need}, 0.4 * sum_given(need));
    const double most = *std::max_element(given.begin(), given.end());
    for (std::size_t k = 0; k < given.size(); ++k) {
        const bool full_or_level = given[k] >= need[k] - 1e-9 || given[k] >= most - 1e-9;
        RC_ASSERT(full_or_level);
    }
}

RC_GTEST_PROP(Allocation, no_transfer_improves_on_greedy, ()) {
    const std::vector<double> need = some_numbers(10.0);
    const std::vector<double> severity = as_many(need.size());
    const Allocation allocation{.rule = Rule::greedy, .diminishing = 1.2 + *rc::gen::inRange(0, 30) / 10.0};
    const Claims claims{.need = need, .severity = severity};
    const std::vector<double> given = allocate(allocation, claims, 0.5 * sum_given(need));
    const double best = benefit(allocation, claims, given);
    for (std::size_t from = 0; from < need.size(); ++from) {
        for (std::size_t to = 0; to < need.size(); ++to) {
            std::vector<double> other = given;
            const double moved = std::min({0.01, other[from], need[to] - other[to]});
            if (from == to || moved <= 0.0) continue;
            other[from] -= moved;
            other[to] += moved;
            RC_ASSERT(benefit(allocation, claims, other) <= best + 1e-9);
        }
    }
}

RC_GTEST_PROP(Allocation, who_claimants_are_does_not_matter, ()) {
    const std::vector<double> need = some_numbers(10.0);
    const std::vector<double> severity = as_many(need.size());
    const std::vector<double> connection = as_many(need.size());
    std::vector<double> arrival(need.size());
    std::iota(arrival.begin(), arrival.end(), 0.0);
    const auto turned = [](std::vector<double> values) {
        std::reverse(values.begin(), values.end());
        return values;
    };
    const std::vector<double> needs = turned(need), severities = turned(severity), connections = turned(connection),
                              arrivals = turned(arrival);
    for (const Rule rule : all_rules) {
        const Claims one{.need = need, .severity = severity, .connection = connection, .arrival = arrival};
        const Claims other{.need = needs, .severity = severities, .connection = connections, .arrival = arrivals};
        const std::vector<double> given = allocate({.rule = rule}, one, 7.0);
        const std::vector<double> again = turned(allocate({.rule = rule}, other, 7.0));
        for (std::size_t k = 0; k < given.size(); ++k) RC_ASSERT(std::abs(given[k] - again[k]) < 1e-9);
    }
}

TEST(Allocation, who_is_served_first_leaves_as_many_without_as_the_supply_does) {
    const Allocation first{.rule = Rule::first_come, .supply = 0.3};
    const Dataset course = simulate(first, {}, {.size = 1'000, .replicates = 3});
    for (const double met : course.variable("met").values) EXPECT_NEAR(met, 0.3, 1e-12);
    for (const double equality : course.variable("equality").values) EXPECT_NEAR(equality, 0.3, 1e-9);
    for (const double worst : course.variable("worst").values) EXPECT_EQ(worst, 0.0);
    const Dataset fair = simulate({.rule = Rule::max_min, .supply = 0.3}, {}, {.size = 1'000});
    EXPECT_NEAR(fair.variable("equality").values[0], 1.0, 1e-12);
    EXPECT_NEAR(fair.variable("worst").values[0], 0.3, 1e-12);
}

TEST(Allocation, need_that_waits_adds_up_and_what_is_left_is_kept) {
    // Half of each round's need is met: with all carried, 1/2 of 1, of 3/2, of 2 ... of what was asked for.
    const Allocation half{.supply = 0.5};
    const Dataset course = simulate(half, {}, {.size = 10, .until = 3.0});
    const std::vector<double> met = course.variable("met").values;
    EXPECT_NEAR(met[0], 0.5, 1e-12);
    EXPECT_NEAR(met[1], 0.5 / 1.5, 1e-12);
    EXPECT_NEAR(met[2], 0.5 / 2.0, 1e-12);
    for (const double share : course.variable("satisfied").values) EXPECT_NEAR(share, 0.5, 1e-12);
    const Dataset ample = simulate({.supply = 2.0}, {}, {.size = 10, .until = 2.0});
    EXPECT_NEAR(ample.variable("left").values[0], 0.5, 1e-12);
    EXPECT_NEAR(ample.variable("left").values[1], 2.0 / 3.0, 1e-12);  // 1 kept and 2 new, 1 given
}

TEST(Allocation, false_reports_waste_what_others_lack) {
    const AllocationStart start{.report = {.given = {4.0, 1.0, 1.0, 1.0}}};
    const Dataset course = simulate({.rule = Rule::report_driven, .supply = 0.7}, start, {.size = 4});
    // 2.8 by the weights 4, 1, 1, 1: 1.6 and .4 each; .6 of it is more than the first needs.
    EXPECT_NEAR(course.variable("wasted").values[0], 0.6 / 2.8, 1e-12);
    EXPECT_NEAR(course.variable("met").values[0], 2.2 / 4.0, 1e-12);
    EXPECT_NEAR(course.variable("worst").values[0], 0.4, 1e-12);
}

TEST(Allocation, threads_change_nothing_and_seeds_everything) {
    const auto satisfied = [](std::uint32_t seed, unsigned threads) {
        const AllocationStart start{
            .need = {.drawn = core::Distribution::lognormal({.median = 1.0, .sigma = 0.5}).within({.max = 20.0})}};
        const Experiment experiment{.size = 50, .until = 3.0, .replicates = 5, .seed = seed, .threads = threads};
        return simulate({.rule = Rule::first_come}, start, experiment).variable("satisfied").values;
    };
    EXPECT_EQ(satisfied(1, 1), satisfied(1, 2));
    EXPECT_NE(satisfied(1, 1), satisfied(2, 1));
}

TEST(Allocation, one_alone_and_nobody_run) {
    EXPECT_EQ(simulate({.supply = 1.0}, {}, {.size = 1}).variable("met").values, std::vector<double>{1.0});
    EXPECT_TRUE(allocate({}, {}, 1.0).empty());
}

TEST(Allocation, every_mistake_is_told_at_once) {
    const AllocationStart start{.need = {.given = {1.0}}, .connection = {.drawn = core::Distribution::constant(2.0)}};
    try {
        simulate({.supply = -1.0, .diminishing = 1.0}, start, {.size = 2});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "supply");
        EXPECT_EQ(error.mistakes()[1].path, "diminishing");
        EXPECT_EQ(error.mistakes()[2].path, "need");
        EXPECT_EQ(error.mistakes()[3].text(), "keyword: connection is 2; must be between 0 and 1.");
    }
    const std::vector<double> wrong{1.0, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW(allocate({}, {.need = wrong}, 1.0), core::Error);
    EXPECT_THROW(allocate({}, {.need = three_claims}, -1.0), core::Error);
    EXPECT_THROW(allocate({}, {.need = three_claims, .severity = wrong}, 1.0), core::Error);
}

TEST(Allocation, every_parameter_is_described) {
    Allocation allocation;
    expect_described(allocation, 5);
}
