// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/process/mutual_aid.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

/// The tie alone decides, and nothing is learnt.
MutualAid by_tie_alone() {
    return {
        .prosocial_effect = 0.0, .reciprocity_effect = 0.0, .need_effect = 0.0, .norm_effect = 0.0, .learning = 0.0};
}

/// Everybody who is asked helps, all but for certain.
MutualAid always_helping() {
    MutualAid aid = by_tie_alone();
    aid.strong_chance = aid.weak_chance = 0.999;
    aid.cost = 0.0;
    aid.cost_effect = 10.0;
    return aid;
}

double last_aid(const Dataset& course, std::string_view name) { return course.variable(name).values.back(); }

std::shared_ptr<const core::Graph> aid_graph(core::Index size, const std::vector<core::Edge>& edges) {
    return std::make_shared<const core::Graph>(core::Graph::undirected(size, edges));
}

std::shared_ptr<const core::Graph> aid_star(core::Index leaves) {
    std::vector<core::Edge> edges;
    for (core::Index leaf = 1; leaf <= leaves; ++leaf) edges.emplace_back(0, leaf);
    return aid_graph(leaves + 1, edges);
}

std::shared_ptr<const core::Graph> aid_town(core::Index size, std::uint32_t seed) {
    core::Workers workers(1);
    return std::make_shared<const core::Graph>(core::generate(core::SmallWorld{.degree = 6, .rewiring = 0.1}, size,
                                                              core::Layer{"contacts"}, {seed, 0}, workers));
}

bool requests_conserved(const Dataset& course) {
    const auto values = [&](const char* name) { return course.variable(name).values; };
    for (std::size_t k = 0; k < values("created").size(); ++k) {
        const double ends = values("by_neighbours")[k] + values("by_bank")[k] + values("by_officials")[k] +
                            values("given_up")[k] + values("open")[k];
        if (values("created")[k] != ends) return false;
    }
    return true;
}

}  // namespace

TEST(MutualAid, strong_and_weak_ties_help_with_the_chances_given) {
    EXPECT_NEAR(help_chance({}, {.tie = 1.0}), 0.5, 1e-12);
    EXPECT_NEAR(help_chance({}, {.tie = 0.1}), 0.1, 1e-12);
    // Worked by hand: the logit rises by ln(9) / 0.9 from a tie of 0 to one of 1, where it is 0.
    EXPECT_NEAR(help_logit({}, {.tie = 0.0}), -2.1972245773 / 0.9, 1e-9);
    EXPECT_NEAR(help_logit({}, {.tie = 0.0, .own_need = 1.0}), -2.1972245773 / 0.9 - 0.5, 1e-9);
}

TEST(MutualAid, a_round_of_any_length_keeps_the_chance_of_a_day) {
    for (const double chance : {0.001, 0.1, 0.5, 0.9}) {
        const double logit = std::log(chance / (1.0 - chance));
        EXPECT_NEAR(round_chance(logit, 1.0), chance, 1e-12);
        const double half = round_chance(logit, 0.5);
        EXPECT_NEAR(1.0 - (1.0 - half) * (1.0 - half), chance, 1e-12);
    }
    EXPECT_NEAR(round_chance(100.0, 1.0), 1.0, 1e-12);
    EXPECT_GE(round_chance(-100.0, 1.0), 0.0);
}

TEST(MutualAid, fate_of_a_request_is_as_worked_by_hand) {
    MutualAid aid = by_tie_alone();
    // Two weak neighbours on three days: met with .19 of what is left on each.
    const AidFate fate = request_fate(aid, {.tie = 0.1}, 2);
    EXPECT_NEAR(fate.by_neighbours, 0.19 * (1.0 + 0.81 + 0.6561), 1e-12);
    EXPECT_NEAR(fate.given_up, 0.81 * 0.81 * 0.81, 1e-12);
    EXPECT_NEAR(fate.mean_delay, (0.81 + 2.0 * 0.6561) / (1.0 + 0.81 + 0.6561), 1e-12);
    aid.ask_limit = 1;
    EXPECT_NEAR(request_fate(aid, {.tie = 0.1}, 2).given_up, 0.9 * 0.9 * 0.9, 1e-12);
    aid.official_rate = 0.2;
    EXPECT_NEAR(request_fate(aid, {.tie = 0.1}, 1).given_up, std::exp(-0.6) * 0.729, 1e-12);
    EXPECT_EQ(request_fate(aid, {.tie = 0.1}, 0).by_neighbours, 0.0);
}

RC_GTEST_PROP(MutualAid, fates_add_up_and_grow_with_neighbours, ()) {
    MutualAid aid;
    aid.patience = 0.1 * *rc::gen::inRange(1, 100);
    aid.official_rate = 0.1 * *rc::gen::inRange(0, 20);
    const AidOffer offer{.tie = 0.1 * *rc::gen::inRange(0, 11)};
    const auto neighbours = *rc::gen::inRange(0u, 9u);
    const AidFate few = request_fate(aid, offer, neighbours);
    const AidFate more = request_fate(aid, offer, neighbours + 1);
    RC_ASSERT(std::abs(few.by_neighbours + few.by_officials + few.given_up - 1.0) < 1e-12);
    RC_ASSERT(more.by_neighbours > few.by_neighbours);
    RC_ASSERT(few.mean_delay >= 0.0);
    RC_ASSERT(few.mean_delay <= aid.patience);
}

TEST(MutualAid, requests_meet_their_fates) {
    MutualAid aid = by_tie_alone();
    aid.need_rate = 0.0;
    aid.surge_share = 1.0;
    aid.official_rate = 0.1;
    const Dataset course = simulate(aid, {}, {.size = 40'000, .until = 4.0, .seed = 1});
    EXPECT_EQ(last_aid(course, "created"), 40'000.0);
    const AidFate fate = request_fate(aid, {}, 10);
    // A share of 40,000 has a standard error of at most .0025.
    EXPECT_NEAR(last_aid(course, "by_neighbours") / 40'000.0, fate.by_neighbours, 0.01);
    EXPECT_NEAR(last_aid(course, "by_officials") / 40'000.0, fate.by_officials, 0.005);
    EXPECT_NEAR(last_aid(course, "given_up") / 40'000.0, fate.given_up, 0.005);
}

RC_GTEST_PROP(MutualAid, requests_and_credits_are_conserved, ()) {
    MutualAid aid;
    aid.need_rate = 0.1 * *rc::gen::inRange(0, 20);
    aid.surge_share = 0.1 * *rc::gen::inRange(0, 11);
    aid.surge_time = *rc::gen::inRange(0, 4);
    aid.official_rate = *rc::gen::element(0.0, 0.5);
    aid.overdraft = *rc::gen::inRange(0u, 4u);
    aid.bank_asks = *rc::gen::inRange(0u, 6u);
    aid.patience = *rc::gen::element(0.02, 0.5, 3.0);
    aid.reciprocity = *rc::gen::element(Reciprocity::direct, Reciprocity::image);
    const auto seed = *rc::gen::inRange(0u, 1000u);
    const MutualAidStart start{.bank_trust = {.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})},
                               .credits = {.drawn = core::Distribution::constant(*rc::gen::inRange(-2, 3))}};
    Experiment experiment{.size = 60, .until = 8.0, .every = 0.5, .seed = seed};
    if (*rc::gen::arbitrary<bool>()) experiment.graphs = {aid_town(60, seed)};
    const Dataset course = simulate(aid, start, experiment);
    RC_ASSERT(requests_conserved(course));
    for (const double credits : course.variable("credits").values) {
        RC_ASSERT(credits == course.variable("credits").values.front());
    }
    for (const char* name : {"tie", "help_gini"}) {
        for (const double value : course.variable(name).values) {
            RC_ASSERT(value >= -1e-12);
            RC_ASSERT(value <= 1.0);
        }
    }
}

TEST(MutualAid, a_credit_is_spent_only_by_who_has_one_or_may_owe_one) {
    MutualAid aid = always_helping();
    aid.need_rate = 0.5;
    aid.ask_limit = 0;
    aid.overdraft = 0;
    const auto met = [&](const std::vector<double>& credits) {
        const MutualAidStart start{.bank_trust = {.drawn = core::Distribution::constant(1)},
                                   .credits = {.given = credits}};
        return last_aid(simulate(aid, start, {.size = 2, .until = 100.0, .seed = 4}), "by_bank");
    };
    EXPECT_EQ(met({0.0, 0.0}), 0.0);
    EXPECT_GT(met({1.0, 0.0}), 20.0);  // one credit goes to and fro
    EXPECT_GT(met({0.0, 1.0}), 20.0);
    aid.overdraft = 1;
    EXPECT_GT(met({0.0, 0.0}), 20.0);
}

TEST(MutualAid, without_trust_there_is_no_bank) {
    MutualAid aid;
    aid.need_rate = 0.2;
    EXPECT_EQ(last_aid(simulate(aid, {}, {.size = 500, .seed = 1}), "by_bank"), 0.0);
    const MutualAidStart start{.bank_trust = {.drawn = core::Distribution::constant(0.5)}};
    EXPECT_GT(last_aid(simulate(aid, start, {.size = 500, .seed = 1}), "by_bank"), 100.0);
}

TEST(MutualAid, the_strongest_tie_is_asked_first) {
    core::EdgeList edges({{0, 1}, {0, 2}, {0, 3}});
    const std::vector<float> weights{0.3f, 0.9f, 0.5f};
    edges.columns.add(core::Column<float>{"weight"}, std::span<const float>(weights));
    const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(4, edges));
    MutualAid aid = always_helping();
    aid.need_rate = 0.0;
    aid.surge_share = 1.0;
    aid.ask_limit = 1;
    aid.tie_gain = 0.05;
    const Dataset course = simulate(aid, {}, {.graphs = {graph}, .until = 0.5, .step = 0.5, .seed = 2});
    // The middle one asks the second leaf (.9 to .95); each leaf asks the middle: .35, 1, .55.
    EXPECT_EQ(last_aid(course, "by_neighbours"), 4.0);
    EXPECT_NEAR(last_aid(course, "tie"), (0.35 + 1.0 + 0.55) / 3.0, 1e-6);
}

TEST(MutualAid, a_tie_along_which_help_comes_settles_where_gain_and_fading_balance) {
    MutualAid aid = always_helping();
    aid.tie_time = 100.0;
    aid.need_rate = 0.01;
    const MutualAidStart start{.tie = core::Distribution::constant(0.2)};
    const Dataset course = simulate(
        aid, start,
        {.graphs = {aid_graph(2, {{0, 1}})}, .until = 800.0, .every = 800.0, .step = 0.25, .replicates = 4000});
    double mean = 0.0;
    const std::vector<double>& ties = course.variable("tie").values;
    for (std::size_t k = 1; k < ties.size(); k += 2) mean += ties[k] / 4000.0;
    // Two people need help .01 times a day: .2 in the end, less .5 % for fading once a day; one in 2,000 comes near 1.
    EXPECT_NEAR(steady_tie(aid, 0.02), 0.2, 1e-12);
    EXPECT_NEAR(mean, 0.2, 0.2 * 0.005 + 4.0 * 0.1 / std::sqrt(4000.0));
}

RC_GTEST_PROP(MutualAid, chances_rise_with_what_speaks_for_help, ()) {
    const auto share = [] { return 0.01 * *rc::gen::inRange(0, 90); };
    const AidOffer offer{
        .tie = share(), .prosocial = share(), .reciprocity = share(), .own_need = share(), .norm = share()};
    for (double AidOffer::*term : {&AidOffer::tie, &AidOffer::prosocial, &AidOffer::reciprocity, &AidOffer::norm}) {
        AidOffer more = offer;
        more.*term += 0.1;
        RC_ASSERT(help_chance({}, more) > help_chance({}, offer));
    }
    AidOffer needy = offer;
    needy.own_need += 0.1;
    RC_ASSERT(help_chance({}, needy) < help_chance({}, offer));
}

TEST(MutualAid, two_who_help_only_whom_they_owe_help_each_other_once_one_has_begun) {
    MutualAid aid = by_tie_alone();
    aid.strong_chance = aid.weak_chance = 0.5;
    aid.reciprocity_effect = 10.0;  // .0067 of those who owe nothing, .9933 of those who do
    aid.need_rate = 1.0;
    aid.tie_time = 36'500.0;
    const Experiment experiment{.graphs = {aid_graph(2, {{0, 1}})}, .until = 800.0, .every = 400.0, .seed = 3};
    const Dataset course = simulate(aid, {}, experiment);
    const auto late = [&](const char* name) {
        return course.variable(name).values[2] - course.variable(name).values[1];
    };
    EXPECT_GT(late("by_neighbours"), 0.98 * late("created"));
}

TEST(MutualAid, of_equal_ties_each_is_asked_first_as_often) {
    MutualAid aid = by_tie_alone();
    aid.strong_chance = aid.weak_chance = 0.5;
    aid.prosocial_effect = 10.0;
    aid.cost_effect = 10.0;
    aid.need_rate = 0.0;
    aid.surge_share = 1.0;
    aid.ask_limit = 1;
    aid.patience = 1.0;
    const Experiment experiment{.graphs = {aid_star(3)}, .until = 2.0, .every = 2.0, .replicates = 3000, .seed = 5};
    for (std::size_t generous = 1; generous <= 3; ++generous) {
        // One of the three helps whoever asks; the one in the middle, who alone can ask them, is asked by them in vain.
        MutualAidStart start{.tie = core::Distribution::constant(0.5), .prosocial = {.given = {0.0, 0.0, 0.0, 0.0}}};
        start.prosocial.given[generous] = 1.0;
        double met = 0.0;
        const std::vector<double> values = simulate(aid, start, experiment).variable("by_neighbours").values;
        for (std::size_t k = 1; k < values.size(); k += 2) met += values[k] / 3000.0;
        const double base = 4.0 * 0.0067;  // the others' small chance
        EXPECT_NEAR(met, 1.0 / 3.0, 4.0 * std::sqrt(2.0 / 9.0 / 3000.0) + base) << generous;
    }
}

TEST(MutualAid, all_ask_before_anybody_is_helped_whoever_has_which_number) {
    MutualAid aid = by_tie_alone();
    aid.strong_chance = aid.weak_chance = 0.5;
    aid.prosocial_effect = aid.need_effect = aid.cost_effect = 10.0;
    aid.cost = 0.0;
    aid.need_rate = 0.0;
    aid.surge_share = 1.0;
    std::vector<core::Edge> line;
    for (core::Index row = 1; row < 20; ++row) line.emplace_back(row - 1, row);
    for (const std::size_t generous : {0u, 19u}) {
        // Of those in need one helps, with the odds e^5; the others with e^-5, but e^5 once they need nothing.
        MutualAidStart start{.prosocial = {.given = std::vector<double>(20, 0.0)}};
        start.prosocial.given[generous] = 1.0;
        const Experiment experiment{
            .graphs = {aid_graph(20, line)}, .until = 0.5, .every = 0.5, .step = 0.5, .replicates = 400, .seed = 8};
        const std::vector<double> values = simulate(aid, start, experiment).variable("by_neighbours").values;
        double met = 0.0;
        for (std::size_t k = 1; k < values.size(); k += 2) met += values[k] / 400.0;
        // .9933, and .0067 for each of 37 others who are asked.
        EXPECT_NEAR(met, 0.9933 + 37.0 * 0.0067, 4.0 * std::sqrt(0.26 / 400.0)) << generous;
    }
}

TEST(MutualAid, numbering_people_otherwise_changes_nothing_but_chance) {
    for (const Reciprocity reciprocity : {Reciprocity::direct, Reciprocity::image}) {
        MutualAid aid{.need_rate = 0.5, .surge_share = 1.0};
        aid.reciprocity = reciprocity;
        aid.need_effect = 5.0;
        aid.learning = 0.5;
        const core::Index size = 60;
        std::vector<core::Edge> ties;
        MutualAidStart start{.tie = core::Distribution::constant(0.5), .prosocial = {.given = {}}};
        for (core::Index row = 0; row < size; ++row) {
            start.prosocial.given.push_back(row / 60.0);
            for (core::Index other = row + 1; other < std::min(size, row + 4); ++other) ties.emplace_back(row, other);
        }
        const auto met = [&](std::uint32_t seed) {
            const Dataset course = simulate(
                aid, start,
                {.graphs = {aid_graph(size, ties)}, .until = 3.0, .every = 3.0, .replicates = 600, .seed = seed});
            return course.variable("by_neighbours").values;
        };
        const std::vector<double> forwards = met(1);
        std::reverse(start.prosocial.given.begin(), start.prosocial.given.end());
        const std::vector<double> backwards = met(2);
        double difference = 0.0;
        double squares = 0.0;
        for (std::size_t k = 1; k < forwards.size(); k += 2) {
            difference += (forwards[k] - backwards[k]) / 600.0;
            squares += (forwards[k] - backwards[k]) * (forwards[k] - backwards[k]) / 600.0;
        }
        EXPECT_LT(std::abs(difference), 4.0 * std::sqrt(squares / 600.0)) << static_cast<int>(reciprocity);
    }
}

TEST(MutualAid, a_shorter_tick_changes_little) {
    MutualAid aid;
    aid.need_rate = 0.1;
    const auto met = [&](double step) {
        const Dataset course =
            simulate(aid, {}, {.graphs = {aid_town(5000, 2)}, .until = 30.0, .step = step, .seed = 7});
        return last_aid(course, "by_neighbours") / last_aid(course, "created");
    };
    EXPECT_NEAR(met(0.25), met(0.125), 0.01 + 4.0 * std::sqrt(2.0 * 0.25 / 14'000.0));
}

TEST(MutualAid, threads_change_nothing_and_seeds_everything) {
    const Experiment one{.graphs = {aid_town(500, 3)}, .until = 20.0, .replicates = 3, .seed = 5, .threads = 1};
    Experiment two = one;
    two.threads = 2;
    Experiment other = one;
    other.seed = 6;
    const auto course = [](const Experiment& experiment) {
        return simulate(MutualAid{.need_rate = 0.1}, {}, experiment).variable("by_neighbours").values;
    };
    EXPECT_EQ(course(one), course(two));
    EXPECT_NE(course(one), course(other));
}

TEST(MutualAid, those_alone_are_met_by_nobody) {
    const MutualAid aid{.need_rate = 1.0};
    for (const auto& graphs : {std::vector<std::shared_ptr<const core::Graph>>{}, {aid_graph(1, {})}}) {
        const Dataset course = simulate(aid, {}, {.size = 1, .graphs = graphs, .until = 50.0});
        EXPECT_GT(last_aid(course, "given_up"), 10.0);
        EXPECT_EQ(last_aid(course, "created"), last_aid(course, "given_up") + last_aid(course, "open"));
    }
    const Dataset apart = simulate(aid, {}, {.graphs = {aid_graph(5, {})}, .until = 20.0});
    EXPECT_EQ(last_aid(apart, "by_neighbours"), 0.0);
}

TEST(MutualAid, every_mistake_is_told_at_once) {
    MutualAid aid;
    aid.need_rate = std::numeric_limits<double>::quiet_NaN();
    aid.patience = 0.0;
    try {
        simulate(aid, {.tie = core::Distribution::constant(2.0), .bank_trust = {.given = {0.5, -1.0}}}, {.size = 2});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "need_rate");
        EXPECT_EQ(error.mistakes()[1].path, "patience");
        EXPECT_EQ(error.mistakes()[2].path, "tie");
        EXPECT_EQ(error.mistakes()[3].path, "bank_trust[1]");
    }
    EXPECT_THROW(simulate(MutualAid{}, {}, {.until = 1e9}), core::ConfigError);
    EXPECT_THROW(request_fate({}, {.tie = 2.0}, 1), core::ConfigError);
    EXPECT_THROW(steady_tie({}, -1.0), core::ConfigError);
    core::EdgeList edges({{0, 1}});
    const std::vector<float> weights{3.0f};
    edges.columns.add(core::Column<float>{"weight"}, std::span<const float>(weights));
    const auto heavy = std::make_shared<const core::Graph>(core::Graph::undirected(2, edges));
    EXPECT_THROW(simulate(MutualAid{}, {}, {.graphs = {heavy}}), core::ConfigError);
}

TEST(MutualAid, every_parameter_is_described) {
    MutualAid aid;
    expect_described(aid, 22);
}
