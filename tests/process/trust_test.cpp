// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/trust.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

/// Every day is good or bad by itself, and nothing else moves trust.
constexpr Trust counted_trust{.experience = TrustExperience::outcome, .gain = 0.05, .loss = 0.15, .return_rate = 0.0};

AgentValues same_for_all(double value) { return {.drawn = core::Distribution::constant(value)}; }

double last_mean_trust(const Dataset& course) { return course.variable("trust").values.back(); }

std::shared_ptr<const core::Graph> talking_ties(core::Index size, const std::vector<core::Edge>& edges) {
    return std::make_shared<const core::Graph>(core::Graph::undirected(size, edges));
}

}  // namespace

TEST(Trust, reputation_of_eight_successes_and_two_failures_is_three_quarters) {  // V31
    EXPECT_EQ(beta_reputation(8.0, 2.0), 0.75);
    EXPECT_EQ(beta_reputation(0.0, 0.0), 0.5);
}

TEST(Trust, reputation_forgets_as_the_geometric_series_says) {
    const std::vector<double> good(400, 1.0);
    EXPECT_NEAR(beta_reputation(good, 0.9), 11.0 / 12.0, 1e-12);
    const std::vector<double> mixed{1.0, 0.0, 1.0, 0.5};
    EXPECT_NEAR(beta_reputation(mixed, 1.0), 3.5 / 6.0, 1e-12);
    EXPECT_NEAR(beta_reputation(mixed, 0.0), 1.5 / 3.0, 1e-12);
    EXPECT_THROW(beta_reputation(-1.0, 2.0), core::Error);
    EXPECT_THROW(beta_reputation(mixed, 1.5), core::Error);
    EXPECT_THROW(beta_reputation(std::vector{0.5, std::nan("")}, 1.0), core::Error);
}

TEST(Trust, what_is_felt_is_clipped_and_has_a_dead_band) {
    const Trust process{.sensitivity = 2.0, .dead_band = 0.1};
    EXPECT_EQ(felt(process, 0.04), 0.0);
    EXPECT_EQ(felt(process, -0.04), 0.0);
    EXPECT_NEAR(felt(process, 0.2), 0.4, 1e-15);
    EXPECT_EQ(felt(process, -0.9), -1.0);
}

TEST(Trust, a_day_moves_trust_as_worked_by_hand) {
    const Trust process{.social_weight = 0.1};
    // .4 + .05 .6 .5 + .01 (.7 - .4) + .1 (.9 - .4), and .4 - .15 .4 .5 + ...
    const TrustPulls<double> better{.felt = 0.5, .lasting = 0.7, .others = 0.9, .heard = 1.0};
    EXPECT_NEAR(next_trust(process, 0.4, better, 1.0), 0.4 + 0.015 + 0.003 + 0.05, 1e-14);
    const TrustPulls<double> worse{.felt = -0.5, .lasting = 0.7};
    EXPECT_NEAR(next_trust(process, 0.4, worse, 1.0), 0.4 - 0.03 + 0.003, 1e-14);
    const Trust whole{.loss = 0.99};
    EXPECT_NEAR(next_trust(whole, 0.4, {.felt = -1.0, .lasting = 0.5}, 1.0), 0.005, 1e-14);
}

RC_GTEST_PROP(Trust, parts_of_a_day_add_up_to_the_day, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    const Trust process{
        .gain = 0.5 * share(), .loss = 0.5 * share(), .return_rate = 0.2 * share(), .social_weight = 0.2};
    const TrustPulls<double> pulls{.felt = 2.0 * share() - 1.0, .lasting = share(), .others = share(), .heard = 1.0};
    const double before = share();
    double parts = before;
    for (int k = 0; k < 4; ++k) parts = next_trust(process, parts, pulls, 0.25);
    RC_ASSERT(std::abs(parts - next_trust(process, before, pulls, 1.0)) < 1e-12);
    RC_ASSERT(parts >= 0.0 && parts <= 1.0 + 1e-12);
}

TEST(Trust, successes_lead_to_the_share_of_the_closed_form) {  // V67
    for (const auto& [chance, expected] : {std::pair{0.75, 0.5}, std::pair{0.9, 0.75}}) {
        EXPECT_NEAR(steady_trust(counted_trust, {.service = chance}), expected, 1e-12);
        const Dataset course =
            simulate(counted_trust, {.service = same_for_all(chance)}, {.size = 5000, .until = 150.0, .seed = 1});
        // Standard deviation of trust about .1: a standard error of .0014.
        EXPECT_NEAR(last_mean_trust(course), expected, 0.006) << chance;
    }
}

TEST(Trust, better_steady_service_ends_in_higher_steady_trust) {
    double before = 0.0;
    for (const double service : {0.3, 0.6, 0.9}) {
        const Dataset course =
            simulate(Trust{}, {.service = same_for_all(service)}, {.size = 2000, .until = 400.0, .seed = 2});
        // Trust and what is felt are a little correlated, by the expectation: .0012 below the closed form.
        EXPECT_NEAR(last_mean_trust(course), steady_trust(Trust{}, {.service = service}), 0.009) << service;
        EXPECT_GT(last_mean_trust(course), before + 0.04);
        before = last_mean_trust(course);
    }
}

TEST(Trust, without_dead_band_and_return_every_service_ends_in_the_same_trust) {
    const Trust process{.dead_band = 0.0, .return_rate = 0.0};
    for (const double service : {0.3, 0.9}) EXPECT_NEAR(steady_trust(process, {.service = service}), 0.25, 1e-9);
}

TEST(Trust, a_crowd_follows_the_equations) {
    const TrustStart start{.trust = same_for_all(0.8), .service = same_for_all(0.4), .expectation = same_for_all(0.9)};
    const Dataset course = simulate(Trust{}, start, {.size = 6000, .until = 60.0, .every = 1.0, .seed = 3});
    const Dataset expected = mean_field(Trust{}, {.trust = 0.8, .grounds = {.service = 0.4}, .expectation = 0.9}, 60);
    for (const char* name : {"trust", "expectation"}) {
        for (std::size_t k = 0; k <= 60; ++k) {
            EXPECT_NEAR(course.variable(name).values[k], expected.variable(name).values[k], 0.008) << name << k;
        }
    }
}

RC_GTEST_PROP(Trust, trust_stays_between_0_and_1, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    Trust process{.sensitivity = 10.0 * share(), .dead_band = share(), .noise = share(), .expectation_rate = share()};
    process.gain = 0.6 * share();
    process.loss = 0.6 * share();
    process.return_rate = 0.2 * share();
    process.social_weight = 0.2 * share();
    const TrustStart start{
        .trust = same_for_all(share()), .service = same_for_all(share()), .breach = {.count = 3}, .breach_day = 2.0};
    const Dataset course = simulate(process, start, {.size = 20, .until = 9.0, .every = 1.0, .step = 0.5});
    for (const double trust : course.variable("last_trust").values) RC_ASSERT(trust >= 0.0 && trust <= 1.0);
    for (const double mean : course.variable("trust").values) RC_ASSERT(mean >= 0.0 && mean <= 1.0);
}

RC_GTEST_PROP(Trust, better_service_presence_and_fairness_never_lower_steady_trust, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 9); };
    const TrustGrounds<double> low{.service = share(), .presence = share(), .fairness = share()};
    const TrustGrounds<double> high{
        .service = low.service + 0.1, .presence = low.presence + 0.2, .fairness = low.fairness + 0.1};
    RC_ASSERT(steady_trust(Trust{}, high) > steady_trust(Trust{}, low));
}

TEST(Trust, half_the_step_changes_nothing_but_the_last_digits) {
    const TrustStart start{.trust = {.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})},
                           .service = same_for_all(0.3),
                           .expectation = same_for_all(0.8)};
    const auto found = [&](const Trust& process, double step, core::Index size) {
        return simulate(process, start, {.size = size, .until = 40.0, .step = step, .seed = 4});
    };
    const Trust quiet{.noise = 0.0};
    for (const double step : {0.5, 0.125}) {
        EXPECT_NEAR(last_mean_trust(found(quiet, 1.0, 50)), last_mean_trust(found(quiet, step, 50)), 1e-6) << step;
    }
    // With noise the draws are others: four standard errors of 5,000 people.
    EXPECT_NEAR(last_mean_trust(found(Trust{}, 1.0, 5000)), last_mean_trust(found(Trust{}, 0.5, 5000)),
                4.0 * 0.1 * std::sqrt(2.0 / 5000.0));
    const Trust social{.noise = 0.0, .social_weight = 0.1};
    const auto spread = [&](double step) {
        return found(social, step, 200).variable("standard_deviation").values.back();
    };
    EXPECT_NEAR(spread(1.0), spread(0.5), 0.01 * spread(1.0));
}

TEST(Trust, those_who_talk_to_each_other_come_to_agree) {
    const Trust process{.gain = 0.0, .loss = 0.0, .return_rate = 0.0, .social_weight = 0.5};
    // As DeGroot: W = (I + P) / 2 on the path 0 - 1 - 2, whose influence is (1, 2, 1) / 4.
    const auto path = talking_ties(4, {{0, 1}, {1, 2}});
    const TrustStart start{.trust = {.given = {1.0, 0.0, 0.0, 0.9}}};
    const std::vector<double> last =
        simulate(process, start, {.graphs = {path}, .until = 60.0}).variable("last_trust").values;
    for (int k = 0; k < 3; ++k) EXPECT_NEAR(last[static_cast<std::size_t>(k)], 0.25, 1e-5);
    EXPECT_NEAR(last[3], 0.9, 1e-6);  // has nobody to talk to
}

TEST(Trust, a_broken_promise_costs_its_share_at_its_day) {
    const Trust still{.gain = 0.0, .loss = 0.0, .return_rate = 0.0, .breach_loss = 0.4};
    const TrustStart start{.trust = same_for_all(0.5), .breach = {.rows = {0, 3}}, .breach_day = 2.0};
    const Dataset course = simulate(still, start, {.size = 4, .until = 4.0, .every = 1.0});
    const std::vector<double> expected{0.5, 0.5, 0.5, 0.4, 0.4};
    for (std::size_t k = 0; k < 5; ++k) EXPECT_NEAR(course.variable("trust").values[k], expected[k], 1e-6) << k;
    EXPECT_NEAR(course.variable("distrusting").values.back(), 0.5, 1e-12);
    EXPECT_NEAR(course.variable("last_trust").values[3], 0.3, 1e-6);
}

TEST(Trust, threads_change_nothing_and_seeds_everything) {
    const Experiment one{.size = 3000, .until = 20.0, .replicates = 1, .seed = 5, .threads = 1};
    Experiment two = one;
    two.threads = 2;
    Experiment other = one;
    other.seed = 6;
    const auto course = [](const Experiment& experiment) {
        return simulate(Trust{.social_weight = 0.1}, {.breach = {.count = 10}}, experiment).variable("trust").values;
    };
    EXPECT_EQ(course(one), course(two));
    EXPECT_NE(course(one), course(other));
}

TEST(Trust, numbering_people_otherwise_changes_only_their_places) {
    const Trust quiet{.noise = 0.0, .social_weight = 0.2};
    const TrustStart start{.trust = {.given = {0.1, 0.9, 0.4}}, .service = {.given = {0.2, 0.5, 0.8}}};
    const TrustStart turned{.trust = {.given = {0.4, 0.9, 0.1}}, .service = {.given = {0.8, 0.5, 0.2}}};
    const auto one =
        simulate(quiet, start, {.graphs = {talking_ties(3, {{0, 1}})}, .until = 30.0}).variable("last_trust");
    const auto other =
        simulate(quiet, turned, {.graphs = {talking_ties(3, {{2, 1}})}, .until = 30.0}).variable("last_trust");
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(one.values[k], other.values[2 - k], 1e-6);
}

TEST(Trust, one_person_and_people_without_ties_are_right) {
    EXPECT_NO_THROW(simulate(Trust{.social_weight = 0.1}, {}, {.size = 1, .until = 5.0}));
    EXPECT_NO_THROW(simulate(Trust{.social_weight = 0.1}, {}, {.graphs = {talking_ties(3, {})}, .until = 5.0}));
}

TEST(Trust, every_mistake_is_told_at_once) {
    const Trust process{.gain = 0.5, .loss = 0.95, .dead_band = 2.0, .return_rate = 0.1};
    try {
        simulate(process, {.trust = {.given = {0.5, std::nan("")}}}, {.size = 2, .step = 0.3});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "dead_band");
        EXPECT_EQ(error.mistakes()[1].text(),
                  "keyword: loss + return_rate + social_weight is 1.05; must be at most 1.");
        EXPECT_EQ(error.mistakes()[2].path, "trust[1]");
        EXPECT_EQ(error.mistakes()[3].text(),
                  "keyword: step is 0.3; must be a day or a whole part of one, such as 0.5.");
    }
    EXPECT_THROW(simulate(Trust{}, {}, {.size = 0}), core::ConfigError);
    EXPECT_THROW(mean_field(Trust{}, {.trust = 2.0}, 3), core::ConfigError);
    EXPECT_THROW(steady_trust(Trust{.gain = 0.0, .loss = 0.0, .return_rate = 0.0}, {}), core::Error);
}

TEST(Trust, every_parameter_is_described) {
    Trust process;
    expect_described(process, 15);
}
