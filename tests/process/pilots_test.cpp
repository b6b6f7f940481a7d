// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/pilots.hpp>
#include <limits>
#include <numeric>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace pilots_test {

namespace {

using Values = std::vector<double>;

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

Values of(const Dataset& course, std::string_view name) { return course.variable(name).values; }

double mean(const Values& all) {
    return std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
}

/// Every pilot is allowed.
constexpr Pilots free_hand{.autonomy = 1.0, .risk_tolerance = 1.0, .approval_slope = 20.0, .penalty = 0.0};

Pilots two_candidates(TrialAllocation allocation) {
    Pilots pilots = free_hand;
    pilots.candidates = 2;
    pilots.allocation = allocation;
    return pilots;
}

}  // namespace

TEST(Pilots, comparison_of_two_betas_is_the_exact_sum) {
    EXPECT_NEAR(chance_better({.successes = 8, .failures = 4}, {.successes = 5, .failures = 7}), 0.9008097, 1e-7);
    EXPECT_NEAR(chance_better({}, {}), 0.5, 1e-12);
    // X of Beta(2, 1) has the density 2x: it is above a uniform one with the chance 2/3.
    EXPECT_NEAR(chance_better({.successes = 2, .failures = 1}, {}), 2.0 / 3.0, 1e-12);
    EXPECT_THROW(chance_better({.successes = 0, .failures = 1}, {}), core::Error);
}

RC_GTEST_PROP(Pilots, one_of_two_is_better, ()) {
    const PilotRecord one{*rc::gen::inRange(1u, 200u), *rc::gen::inRange(1u, 200u)};
    const PilotRecord other{*rc::gen::inRange(1u, 200u), *rc::gen::inRange(1u, 200u)};
    RC_ASSERT(std::abs(chance_better(one, other) + chance_better(other, one) - 1.0) < 1e-9);
    PilotRecord more = one;
    ++more.successes;
    RC_ASSERT(chance_better(more, other) >= chance_better(one, other));
}

TEST(Pilots, chance_above_a_level_is_a_binomial_tail) {
    EXPECT_NEAR(chance_above({}, 0.3), 0.7, 1e-12);
    // Beta(3, 2) above .5: at most 2 of 4 fair coins.
    EXPECT_NEAR(chance_above({.successes = 3, .failures = 2}, 0.5), 11.0 / 16.0, 1e-9);
    EXPECT_EQ(chance_above({}, 0.0), 1.0);
    EXPECT_EQ(chance_above({}, 1.0), 0.0);
}

TEST(Pilots, chances_to_be_the_best_add_up_and_agree_with_the_sum_of_two) {
    const std::vector<PilotRecord> two{{.successes = 8, .failures = 4}, {.successes = 5, .failures = 7}};
    const Values best = chances_best(two);
    EXPECT_NEAR(best[0], 0.9008097, 1e-6);
    EXPECT_NEAR(best[0] + best[1], 1.0, 1e-6);
    const std::vector<PilotRecord> alike(4, PilotRecord{});
    // The greatest of 4 uniform numbers is above .8 with the chance 1 - .8^4, and each is it as often.
    for (const double chance : chances_best(alike, 0.8)) EXPECT_NEAR(chance, (1.0 - 0.4096) / 4.0, 1e-6);
    EXPECT_TRUE(chances_best({}).empty());
}

TEST(Pilots, size_of_a_pilot_is_that_of_the_textbook) {
    EXPECT_NEAR(pilot_size({}), 387.3, 0.05);
    EXPECT_THROW(pilot_size({.present = 0.5, .candidate = 0.5}), core::Error);
    EXPECT_THROW(pilot_size({.error = no_number}), core::Error);
}

TEST(Pilots, fear_of_failure_counts_where_failures_are_likely) {
    Pilots pilots;
    pilots.penalty = 0.0;
    EXPECT_NEAR(approval_chance(pilots), 0.5, 1e-12);
    pilots.penalty = 1.0;
    EXPECT_NEAR(approval_chance(pilots), 1.0 / (1.0 + std::exp(0.5)), 1e-12);
    pilots.prior_successes = 1000;
    EXPECT_NEAR(approval_chance(pilots), 0.5, 1e-12);
}

TEST(Pilots, trials_are_shared_as_asked_and_never_exceed_the_budget) {
    for (const auto allocation : {TrialAllocation::equal, TrialAllocation::greedy, TrialAllocation::thompson}) {
        Pilots pilots = free_hand;
        pilots.allocation = allocation;
        pilots.budget = 55;
        pilots.adopt_chance = 1.0;
        pilots.stop_chance = 0.0;
        const Dataset course = simulate(pilots, {.replicates = 50, .seed = 2});
        const Values trials = of(course, "trials");
        for (std::size_t k = 0; k < trials.size(); k += 5) {
            const auto first = trials.begin() + static_cast<std::ptrdiff_t>(k);
            EXPECT_EQ(std::accumulate(first, first + 5, 0.0), 55.0);
            if (allocation == TrialAllocation::equal) {
                EXPECT_EQ(std::count(first, first + 5, 11.0), 5);
            }
        }
        for (const double periods : of(course, "periods")) EXPECT_EQ(periods, 3.0);
    }
}

TEST(Pilots, with_endless_trials_the_best_of_two_is_found) {  // mean of the greater of two uniform numbers: 2/3
    for (const auto allocation : {TrialAllocation::equal, TrialAllocation::thompson}) {
        Pilots pilots = two_candidates(allocation);
        pilots.present = 0.0;
        pilots.scale_loss = 0.0;
        pilots.budget = 20'000;
        pilots.batch = 500;
        const Values success = of(simulate(pilots, {.replicates = 500, .seed = 4}), "success");
        // Standard deviation of the maximum: sqrt(1/18). One in 20 is taken wrongly, but then the two are near.
        EXPECT_NEAR(mean(success), 2.0 / 3.0, 4.0 * std::sqrt(1.0 / 18.0 / 500.0) + 0.002);
    }
}

TEST(Pilots, thompson_wastes_fewer_trials_on_what_is_worse) {
    const auto wasted = [](TrialAllocation allocation) {
        Pilots pilots = two_candidates(allocation);
        pilots.adopt_chance = 1.0;
        pilots.stop_chance = 0.0;
        pilots.budget = 400;
        const Dataset course = simulate(pilots, {.replicates = 300, .seed = 5});
        const Values chance = of(course, "chance");
        const Values trials = of(course, "trials");
        double sum = 0.0;
        for (std::size_t k = 0; k < chance.size(); k += 2) sum += chance[k] < chance[k + 1] ? trials[k] : trials[k + 1];
        return sum;
    };
    EXPECT_LT(wasted(TrialAllocation::thompson), 0.5 * wasted(TrialAllocation::equal));
}

TEST(Pilots, what_loses_at_scale_promised_more_than_it_holds_and_is_taken_back) {
    Pilots pilots = free_hand;
    pilots.scale_loss = 1.0;
    pilots.withdraw_chance = 1.0;
    const Dataset course = simulate(pilots, {.replicates = 400, .seed = 6});
    const Values success = of(course, "success");
    const Values outcome = of(course, "outcome");
    EXPECT_GE(*std::min_element(success.begin(), success.end()), 0.5);
    EXPECT_GT(std::count(outcome.begin(), outcome.end(), 4.0), 20);
    const Values failed = of(course, "failed");
    EXPECT_EQ(std::count(failed.begin(), failed.end(), 4.0), std::count(outcome.begin(), outcome.end(), 3.0));
}

TEST(Pilots, without_pilots_all_stays_as_it_is) {
    Pilots pilots;
    pilots.autonomy = 0.0;
    pilots.risk_tolerance = 0.0;
    pilots.approval_slope = 20.0;
    const Dataset course = simulate(pilots, {.replicates = 20});
    for (const double allowed : of(course, "allowed")) EXPECT_EQ(allowed, 0.0);
    for (const double success : of(course, "success")) EXPECT_EQ(success, 0.5);
    for (const double promised : of(course, "promised")) EXPECT_TRUE(std::isnan(promised));
    Pilots penniless = free_hand;
    penniless.budget = 0;
    for (const double periods : of(simulate(penniless, {}), "periods")) EXPECT_EQ(periods, 0.0);
}

TEST(Pilots, threads_change_nothing_and_seeds_everything) {
    const auto trials = [](std::uint32_t seed, unsigned threads) {
        return of(simulate(Pilots{}, {.replicates = 9, .seed = seed, .threads = threads}), "successes");
    };
    EXPECT_EQ(trials(1, 1), trials(1, 2));
    EXPECT_NE(trials(1, 1), trials(2, 1));
}

TEST(Pilots, every_mistake_is_told_at_once) {
    try {
        simulate(Pilots{.candidates = 0, .present = 1.5, .penalty = no_number}, {.until = 0.5, .replicates = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 5u);
        EXPECT_EQ(error.mistakes()[1].path, "candidates");
        EXPECT_EQ(error.mistakes()[2].text(), "keyword: present is 1.5; must be between 0 and 1.");
        EXPECT_EQ(error.mistakes()[4].path, "until");
    }
}

TEST(Pilots, every_parameter_is_described) {
    Pilots process;
    expect_described(process, 15);
}

}  // namespace pilots_test
