// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/opinion.hpp>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace opinion_test {

namespace {

using Values = std::vector<double>;
using SharedGraph = std::shared_ptr<const core::Graph>;

SharedGraph weighted(core::Index size, const std::vector<core::Edge>& arcs, const std::vector<float>& weights) {
    core::EdgeList list(arcs);
    list.columns.add(columns::tie_weight, std::span<const float>(weights));
    return std::make_shared<const core::Graph>(core::Graph::directed(size, list));
}

/// The four people of Friedkin and Johnsen, whose susceptibility is the weight that they give to others.
SharedGraph four_people() {
    return weighted(4, {{0, 1}, {0, 2}, {0, 3}, {1, 0}, {1, 2}, {1, 3}, {3, 0}, {3, 1}, {3, 2}},
                    {.12f, .36f, .30f, .147f, .344f, .294f, .09f, .178f, .446f});
}

OpinionStart four_opinions() {
    return {.opinion = {.given = {25.0, 25.0, 75.0, 85.0}},
            .susceptibility = AgentValues{.given = {0.78, 0.785, 0.0, 0.714}},
            .self_weight = AgentValues{.given = {0.22, 0.215, 1.0, 0.286}}};
}

SharedGraph three_people() { return weighted(3, {{0, 1}, {0, 2}, {1, 0}, {2, 1}}, {0.5f, 0.5f, 1.0f, 1.0f}); }

Values last(const Dataset& dataset, std::string_view name) {
    const std::size_t records = dataset.dimension("time").values.size();
    const Values& all = dataset.variable(name).values;
    Values ends;
    for (std::size_t k = records - 1; k < all.size(); k += records) ends.push_back(all[k]);
    return ends;
}

double mean(const Values& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

OpinionStart given(const Values& opinions) { return {.opinion = {.given = opinions}}; }

}  // namespace

TEST(Opinion, equilibrium_is_that_of_friedkin_and_johnsen) {  // V28
    const double expected[] = {60.0208, 59.9840, 75.0, 74.9862};
    const Values found = equilibrium({}, four_opinions(), *four_people());
    const Dataset course = simulate(FriedkinJohnsen{}, four_opinions(), {.graphs = {four_people()}});
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_NEAR(found[k], expected[k], 1e-4) << k;
        EXPECT_NEAR(course.variable("opinion").values[k], expected[k], 1e-4) << k;
    }
}

TEST(Opinion, influence_is_that_of_golub_and_jackson) {  // V29
    const double expected[] = {0.4, 0.4, 0.2};
    const Values found = social_influence({.susceptibility = 1.0}, {}, *three_people());
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(found[k], expected[k], 1e-12) << k;
    const Dataset course = simulate(FriedkinJohnsen{.susceptibility = 1.0}, given({1.0, 0.0, 0.0}),
                                    {.graphs = {three_people()}, .until = 200.0});
    EXPECT_NEAR(last(course, "lowest").front(), 0.4, 1e-6);
    EXPECT_NEAR(last(course, "highest").front(), 0.4, 1e-6);
}

TEST(Opinion, on_undirected_ties_influence_is_in_proportion_to_the_number_of_ties) {
    const auto star = core::Graph::undirected(5, std::vector<core::Edge>{{0, 1}, {0, 2}, {0, 3}, {0, 4}});
    const Values found = social_influence({}, {}, star);
    EXPECT_NEAR(found[0], 0.5, 1e-12);
    for (std::size_t k = 1; k < 5; ++k) EXPECT_NEAR(found[k], 0.125, 1e-12);
}

TEST(Opinion, influence_in_a_large_network_is_in_proportion_to_the_number_of_ties) {
    core::Workers workers(1);
    const auto graph =
        core::generate(core::SmallWorld{.degree = 10, .rewiring = 0.1}, 3000, core::Layer{"contacts"}, {1, 0}, workers);
    const Values found = social_influence({.self_weight = 0.25}, {}, graph);
    for (core::Index v = 0; v < graph.size(); ++v) {
        EXPECT_NEAR(found[v], graph.degree(v) / static_cast<double>(graph.arcs()), 1e-11) << v;
    }
}

TEST(Opinion, people_end_at_the_equilibrium_with_any_step) {
    core::Workers workers(1);
    const auto graph = std::make_shared<const core::Graph>(
        core::generate(core::ErdosRenyi{.mean_degree = 3.0}, 2000, core::Layer{"contacts"}, {1, 0}, workers));
    const FriedkinJohnsen process{.susceptibility = 0.8, .self_weight = 0.2};
    Values opinions;
    for (int k = 0; k < 2000; ++k) opinions.push_back((k * 37 % 100) / 100.0);
    const Values expected = equilibrium(process, given(opinions), *graph);
    for (const double step : {1.0, 0.5}) {
        const Dataset course = simulate(process, given(opinions), {.graphs = {graph}, .step = step});
        for (std::size_t k = 0; k < 2000; ++k) EXPECT_NEAR(course.variable("opinion").values[k], expected[k], 1e-5);
    }
}

TEST(Opinion, in_a_crowd_everybody_hears_the_mean_of_the_others) {
    const Dataset course =
        simulate(FriedkinJohnsen{.susceptibility = 1.0}, given({0.0, 0.3, 0.9}), {.size = 3, .until = 1.0});
    const double expected[] = {0.6, 0.45, 0.15};
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(course.variable("opinion").values[k], expected[k], 1e-6);
}

TEST(Opinion, whoever_listens_to_nobody_keeps_an_opinion) {
    const auto pair = std::make_shared<const core::Graph>(core::Graph::undirected(3, std::vector<core::Edge>{{0, 1}}));
    const FriedkinJohnsen process{.susceptibility = 0.5};
    const Dataset course = simulate(process, given({0.0, 1.0, 0.3}), {.graphs = {pair}});
    EXPECT_NEAR(course.variable("opinion").values[0], 1.0 / 3.0, 1e-6);
    EXPECT_NEAR(course.variable("opinion").values[2], 0.3, 1e-7);
    EXPECT_NEAR(equilibrium(process, given({0.0, 1.0, 0.3}), *pair)[2], 0.3, 1e-12);
    EXPECT_NEAR(simulate(process, given({0.3}), {.size = 1}).variable("opinion").values[0], 0.3, 1e-7);
    EXPECT_NEAR(simulate(BoundedConfidence{}, given({0.3}), {.size = 1}).variable("opinion").values[0], 0.3, 1e-7);
    EXPECT_EQ(std::abs(simulate(BrockDurlauf{}, {}, {.size = 1}).variable("mean_choice").values.back()), 1.0);
}

TEST(Opinion, what_has_no_one_equilibrium_is_refused) {
    const auto pairs = core::Graph::undirected(4, std::vector<core::Edge>{{0, 1}, {2, 3}});
    EXPECT_THROW(equilibrium({.susceptibility = 1.0}, given({0, 1, 0, 1}), pairs), core::Error);
    EXPECT_THROW(social_influence({}, {}, pairs), core::Error);
    EXPECT_THROW(equilibrium({}, {}, pairs), core::Error) << "drawn opinions";
}

TEST(Opinion, where_there_is_nobody_equilibrium_and_influence_are_refused) {
    const auto empty = core::Graph::undirected(0, std::vector<core::Edge>{});
    EXPECT_THROW(equilibrium({}, {}, empty), core::Error);
    EXPECT_THROW(social_influence({}, {}, empty), core::Error);
}

TEST(Opinion, two_who_meet_move_towards_each_other) {
    const Dataset course = simulate(BoundedConfidence{.confidence = 0.5, .convergence = 0.25}, given({0.25, 0.5}),
                                    {.size = 2, .until = 3.0, .every = 1.0, .seed = 4});
    const Values& lowest = course.variable("lowest").values;
    const Values& highest = course.variable("highest").values;
    for (std::size_t k = 0; k < lowest.size(); ++k) {
        const double apart = highest[k] - lowest[k];
        const double meetings = std::log2(0.25 / apart);
        EXPECT_NEAR(meetings, std::round(meetings), 1e-4) << "each meeting halves the difference";
    }
    EXPECT_LT(highest.back() - lowest.back(), 0.25);
}

RC_GTEST_PROP(Opinion, meetings_in_pairs_keep_the_sum_to_the_bit, ()) {
    const BoundedConfidence process{.confidence = 0.01 * *rc::gen::inRange(1, 101),
                                    .convergence = 0.01 * *rc::gen::inRange(1, 51)};
    const Experiment experiment{.size = *rc::gen::inRange<core::Index>(1, 200),
                                .until = 20.0,
                                .seed = *rc::gen::inRange<std::uint32_t>(0, 1000)};
    const Dataset course = simulate(process, {}, experiment);
    const Values& means = course.variable("mean").values;
    RC_ASSERT(std::all_of(means.begin(), means.end(), [&](double one) { return one == means.front(); }));
}

RC_GTEST_PROP(Opinion, nobody_leaves_the_range_of_opinions, ()) {
    const auto model = *rc::gen::element(ConfidenceModel::deffuant, ConfidenceModel::hegselmann_krause);
    const BoundedConfidence process{.model = model, .confidence = 0.01 * *rc::gen::inRange(1, 101)};
    const Experiment experiment{.size = 100, .until = 20.0, .seed = *rc::gen::inRange<std::uint32_t>(0, 1000)};
    for (const Dataset& course : {simulate(process, {}, experiment), simulate(FriedkinJohnsen{}, {}, experiment)}) {
        const Values& low = course.variable("lowest").values;
        const Values& high = course.variable("highest").values;
        for (std::size_t k = 1; k < low.size(); ++k) {
            RC_ASSERT(low[k] >= low[0] - 1e-6);
            RC_ASSERT(high[k] <= high[0] + 1e-6);
        }
    }
}

TEST(Opinion, wide_confidence_leaves_one_cluster_and_narrow_two) {  // V30: reduced
    for (const auto& [confidence, clusters] : {std::pair{0.3, 1.0}, std::pair{0.2, 2.0}, std::pair{0.5, 1.0}}) {
        const Dataset course =
            simulate(BoundedConfidence{.confidence = confidence}, {}, {.size = 1000, .replicates = 10, .seed = 3});
        EXPECT_NEAR(mean(last(course, "clusters")), clusters, 0.15) << confidence;
    }
}

TEST(Opinion, meetings_go_in_no_order_of_rows) {
    // On a line an opinion goes as far in a round as meetings come one after the other, from either end.
    std::vector<core::Edge> line;
    for (core::Index row = 1; row < 30; ++row) line.emplace_back(row - 1, row);
    const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(30, line));
    const auto reached = [&](std::size_t first) {
        Values opinions(30, 0.0);
        opinions[first] = 1.0;
        const Dataset course = simulate(BoundedConfidence{.confidence = 1.0}, given(opinions),
                                        {.graphs = {graph}, .until = 1.0, .replicates = 4000, .seed = 6});
        double count = 0.0;
        for (const double one : course.variable("opinion").values) count += one > 0.0 ? 1.0 : 0.0;
        return count / 4000.0;
    };
    // A standard deviation of about 1.
    EXPECT_NEAR(reached(0), reached(29), 4.0 * std::sqrt(2.0 / 4000.0));
}

TEST(Opinion, half_the_step_leaves_as_many_clusters) {
    const auto clusters = [](double step) {
        const Experiment experiment{.size = 500, .step = step, .replicates = 20, .seed = 2};
        return mean(last(simulate(BoundedConfidence{.confidence = 0.2}, {}, experiment), "clusters"));
    };
    EXPECT_NEAR(clusters(1.0), clusters(0.5), 0.3);
}

TEST(Opinion, the_near_are_joined_as_worked_by_hand) {
    const BoundedConfidence process{.model = ConfidenceModel::hegselmann_krause, .confidence = 0.25};
    const Values opinions{0.0, 0.25, 0.5, 1.0};
    const double in_crowd[] = {0.125, 0.25, 0.375, 1.0};
    const auto line = std::make_shared<const core::Graph>(
        core::Graph::undirected(4, std::vector<core::Edge>{{0, 1}, {1, 3}, {2, 3}}));
    const double on_line[] = {0.125, 0.125, 0.5, 1.0};
    const Dataset crowd = simulate(process, given(opinions), {.size = 4, .until = 1.0});
    const Dataset ties = simulate(process, given(opinions), {.graphs = {line}, .until = 1.0});
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_EQ(crowd.variable("opinion").values[k], in_crowd[k]) << k;
        EXPECT_EQ(ties.variable("opinion").values[k], on_line[k]) << k;
    }
}

TEST(Opinion, a_complete_graph_is_a_crowd_to_those_who_join_the_near) {
    std::vector<core::Edge> all;
    for (core::Index a = 0; a < 40; ++a) {
        for (core::Index b = a + 1; b < 40; ++b) all.emplace_back(a, b);
    }
    const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(40, all));
    const BoundedConfidence process{.model = ConfidenceModel::hegselmann_krause, .confidence = 0.15};
    const Dataset crowd = simulate(process, {}, {.size = 40, .until = 30.0, .seed = 8});
    const Dataset ties = simulate(process, {}, {.graphs = {graph}, .until = 30.0, .seed = 8});
    for (std::size_t k = 0; k < 40; ++k) {
        EXPECT_NEAR(crowd.variable("opinion").values[k], ties.variable("opinion").values[k], 1e-6);
    }
}

TEST(Opinion, equilibria_solve_the_equation_of_brock_and_durlauf) {
    for (const double strength : {0.5, 0.99, 1.2, 3.0}) {
        for (const double gain : {0.0, 0.05, -0.3}) {
            const Values found = equilibria({.private_gain = gain, .social_gain = strength});
            for (const double one : found) EXPECT_NEAR(one, std::tanh(gain + strength * one), 1e-9);
            EXPECT_EQ(found.size() % 2, 1u);
            EXPECT_TRUE(strength > 1.0 || found.size() == 1u);
        }
    }
    const Values three = equilibria({.social_gain = 2.0});
    ASSERT_EQ(three.size(), 3u);
    EXPECT_NEAR(three[0], -0.957504, 1e-6);
    EXPECT_NEAR(three[1], 0.0, 1e-9);
    EXPECT_NEAR(three[2], 0.957504, 1e-6);
    EXPECT_EQ(equilibria({.private_gain = 1.0, .social_gain = 2.0}).size(), 1u);
    EXPECT_NEAR(equilibria({.rationality = 0.0}).front(), 0.0, 1e-12);
    EXPECT_NEAR(equilibria({.social_gain = -2.0}).front(), 0.0, 1e-9);
}

TEST(Opinion, a_crowd_chooses_as_the_equilibria_say) {
    for (const double side : {-0.8, 0.8}) {
        const Dataset course = simulate(BrockDurlauf{.social_gain = 1.5}, {.mean_choice = side},
                                        {.size = 20000, .until = 60.0, .replicates = 4, .seed = 1});
        EXPECT_NEAR(mean(last(course, "mean_choice")), std::copysign(0.858556, side), 0.01);
    }
    const Dataset weak = simulate(BrockDurlauf{.private_gain = 0.2, .social_gain = 0.5}, {.mean_choice = -1.0},
                                  {.size = 20000, .until = 60.0, .replicates = 4, .seed = 1});
    EXPECT_NEAR(mean(last(weak, "mean_choice")), equilibria({.private_gain = 0.2, .social_gain = 0.5})[0], 0.012);
}

TEST(Opinion, without_neighbours_only_the_own_gain_counts) {
    const auto alone = std::make_shared<const core::Graph>(core::Graph::undirected(40000, {}));
    const Dataset course = simulate(BrockDurlauf{.private_gain = 0.3, .social_gain = 5.0}, {},
                                    {.graphs = {alone}, .until = 30.0, .seed = 1});
    EXPECT_NEAR(last(course, "mean_choice").front(), std::tanh(0.3), 4.0 / 200.0);
}

TEST(Opinion, threads_change_nothing_and_seeds_everything) {
    const Experiment one{.size = 400, .until = 10.0, .replicates = 3, .seed = 5, .threads = 1};
    Experiment two = one;
    two.threads = 2;
    Experiment other = one;
    other.seed = 6;
    const auto same = [&](const auto& process, const auto& start, const char* name) {
        const Values values = simulate(process, start, one).variable(name).values;
        EXPECT_EQ(values, simulate(process, start, two).variable(name).values);
        EXPECT_NE(values, simulate(process, start, other).variable(name).values);
    };
    same(FriedkinJohnsen{}, OpinionStart{}, "opinion");
    same(BoundedConfidence{}, OpinionStart{}, "opinion");
    same(BoundedConfidence{.model = ConfidenceModel::hegselmann_krause}, OpinionStart{}, "opinion");
    same(BrockDurlauf{}, ChoiceStart{}, "mean_choice");
}

TEST(Opinion, clusters_are_counted_by_gap_and_size) {
    const Values opinions{0.1, 0.12, 0.5, 0.51, 0.52, 0.9};
    EXPECT_EQ(count_clusters(opinions, {.gap = 0.05, .least_share = 0.0}), 3u);
    EXPECT_EQ(count_clusters(opinions, {.gap = 0.05, .least_share = 0.3}), 2u);
    EXPECT_EQ(count_clusters(opinions, {.gap = 0.4, .least_share = 0.3}), 1u);
    EXPECT_EQ(count_clusters({}, {}), 0u);
}

TEST(Opinion, every_mistake_is_told_at_once) {
    try {
        simulate(FriedkinJohnsen{.susceptibility = std::numeric_limits<double>::quiet_NaN()},
                 {.opinion = {.given = {0.5}}, .self_weight = AgentValues{.given = {0.1, 2.0}}},
                 {.graphs = {weighted(2, {{0, 1}}, {-1.0f})}, .step = 2.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const auto& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"susceptibility", "opinion", "self_weight[1]", "step", "graph"}));
    }
    EXPECT_THROW(simulate(BoundedConfidence{.confidence = 0.0}, {}, {}), core::ConfigError);
    EXPECT_THROW(simulate(BoundedConfidence{}, {.opinion = {.given = {2.0}}}, {.size = 1}), core::ConfigError);
    EXPECT_THROW(simulate(BrockDurlauf{}, {.mean_choice = 2.0}, {}), core::ConfigError);
}

TEST(Opinion, every_parameter_is_described) {
    FriedkinJohnsen averaging;
    BoundedConfidence bounded;
    BrockDurlauf choice;
    expect_described(averaging, 2);
    expect_described(bounded, 3);
    expect_described(choice, 3);
}

}  // namespace opinion_test
