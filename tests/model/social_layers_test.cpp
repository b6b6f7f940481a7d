// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/graph_measures.hpp>
#include <commonweal/model/social_layers.hpp>

#include "core/graph_laws.hpp"

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

using namespace commonweal;
using core::Graph;
using core::Index;
using model::City;
using model::SocialLayers;
using model::statistics;
using model::synthesise;

namespace social_layers_test {

core::Workers& workers() {
    static core::Workers two(2);
    return two;
}

const City& city() {
    static const City made = synthesise({.residents = 60'000}, {.value = 1}, workers());
    return made;
}

const SocialLayers& layers() {
    static const SocialLayers made = tie(city(), {}, {.value = 1}, workers());
    return made;
}

double mean_degree(const Graph& graph) { return static_cast<double>(graph.arcs()) / graph.size(); }

std::uint32_t building_of(Index row) { return city().households.building[city().residents.household[row]]; }

/// Share of the ties for which `holds`.
template <class Holds>
double share_of_ties(const Graph& graph, Holds holds) {
    double count = 0.0;
    for (Index row = 0; row < graph.size(); ++row)
        for (const Index other : graph.neighbours(row)) count += holds(row, other);
    return count / static_cast<double>(graph.arcs());
}

/// Correlation of the ages at the ends of a tie.
double age_assortativity(const Graph& graph) {
    double sum = 0.0, squares = 0.0, products = 0.0;
    for (Index row = 0; row < graph.size(); ++row) {
        for (const Index other : graph.neighbours(row)) {
            const double one = city().residents.age[row], two = city().residents.age[other];
            sum += one;
            squares += one * one;
            products += one * two;
        }
    }
    const auto ties = static_cast<double>(graph.arcs());
    return (products / ties - sum * sum / ties / ties) / (squares / ties - sum * sum / ties / ties);
}

TEST(SocialLayers, have_the_degree_clustering_and_assortativity_that_are_documented) {
    const auto norms = model::layer_norms();
    const auto named = layers().named();
    for (std::size_t k = 0; k < named.size(); ++k) {
        SCOPED_TRACE(std::string(named[k].name));
        EXPECT_EQ(named[k].name, norms[k].name);
        const model::LayerStatistics found = statistics(*named[k].graph, workers());
        EXPECT_NEAR(found.mean_degree, norms[k].degree, 0.03 * norms[k].degree);
        EXPECT_GE(found.mean_degree, norms[k].lowest_degree);
        EXPECT_LE(found.mean_degree, norms[k].highest_degree);
        EXPECT_GE(found.clustering, norms[k].lowest_clustering);
        EXPECT_LE(found.clustering, norms[k].highest_clustering);
        EXPECT_GE(found.assortativity, norms[k].lowest_assortativity - 1e-9);
        EXPECT_LE(found.assortativity, norms[k].highest_assortativity + 1e-9);
    }
}

TEST(SocialLayers, together_give_everybody_30_ties_on_average) {
    double total = 0.0;
    for (const auto& [name, graph] : layers().named()) total += mean_degree(*graph);
    EXPECT_GE(total, 30.0);
    EXPECT_NEAR(total, 3.0 + 2.1 + 4.0 + 6.03 + 0.54 + 20.0, 0.5);
}

TEST(SocialLayers, are_tidy_graphs_of_all_residents) {
    for (const auto& [name, graph] : layers().named()) {
        EXPECT_EQ(graph->size(), 60'000u) << name;
        EXPECT_EQ(graph_laws::flaw(*graph), "") << name;
    }
}

TEST(SocialLayers, households_know_each_other_and_nobody_else) {
    double ties = 0.0;
    const auto& first = city().households.first_resident;
    for (std::uint32_t row = 0; row < city().households.size(); ++row)
        ties += (first[row + 1] - first[row]) * (first[row + 1] - first[row] - 1.0);
    EXPECT_EQ(static_cast<double>(layers().household.arcs()), ties);
    EXPECT_EQ(
        share_of_ties(layers().household,
                      [](Index a, Index b) { return city().residents.household[a] == city().residents.household[b]; }),
        1.0);
}

TEST(SocialLayers, neighbours_live_in_one_building_and_as_many_have_none_as_in_shanghai) {
    const Graph& graph = layers().building;
    EXPECT_EQ(share_of_ties(graph, [](Index a, Index b) { return building_of(a) == building_of(b); }), 1.0);
    EXPECT_LT(
        share_of_ties(graph,
                      [](Index a, Index b) { return city().residents.household[a] == city().residents.household[b]; }),
        0.05)
        << "ties with the own household are no neighbours";
    // Of the classes 0.25 have none. Of those with a mean of 2 or 4 ties among nine others, each with chance 2 / 9,
    // (7 / 9)^9 = 0.10 and its square remain without.
    const double alone = graph_laws::degree_counts(graph)[0] / graph.size();
    EXPECT_NEAR(alone, 0.25 + 0.45 * 0.104 + 0.30 * 0.011, 0.015);
}

TEST(SocialLayers, friends_are_of_like_age_and_most_live_within_a_tenth_of_the_city) {
    const Graph& graph = layers().kin_and_friends;
    EXPECT_GT(age_assortativity(graph), 0.6);
    EXPECT_LT(age_assortativity(graph), 0.8) << "a quarter of the ties ignore age";
    const double near = share_of_ties(graph, [](Index a, Index b) {
        return std::abs(static_cast<double>(a) - static_cast<double>(b)) < 0.1 * 60'000 + 5000;
    });
    EXPECT_GT(near, 0.75);
}

TEST(SocialLayers, colleagues_and_pupils_are_of_one_organisation_and_classes_of_like_age) {
    const City::Residents& people = city().residents;
    EXPECT_EQ(share_of_ties(layers().work_and_school,
                            [&](Index a, Index b) {
                                return people.organisation[a] == people.organisation[b] &&
                                       people.organisation[a] != model::no_row;
                            }),
              1.0);
    double at_school = 0.0, at_work = 0.0, like_age = 0.0;
    for (Index row = 0; row < people.size(); ++row) {
        const bool works = people.activity[row] == static_cast<std::uint8_t>(model::Activity::employed);
        (works ? at_work : at_school) += layers().work_and_school.degree(row);
        for (const Index other : layers().work_and_school.neighbours(row))
            like_age += !works && std::abs(people.age[row] - people.age[other]) <= 1;
    }
    EXPECT_NEAR(at_school / people.size(), 2.07, 0.06);
    EXPECT_NEAR(at_work / people.size(), 3.96, 0.06);
    EXPECT_GT(like_age / at_school, 0.98);
}

TEST(SocialLayers, members_join_associations_mostly_of_their_community_and_know_some_of_each) {
    const Graph& joined = layers().associations;
    EXPECT_TRUE(joined.is_bipartite());
    EXPECT_EQ(joined.target_size(), city().organisations.size());
    // Four standard errors of 8,100 memberships are 0.006 of a resident's.
    EXPECT_NEAR(mean_degree(joined), 1.70 / 12.6, 0.006);
    double own = 0.0;
    for (Index row = 0; row < joined.size(); ++row) {
        for (const Index organisation : joined.neighbours(row)) {
            ASSERT_EQ(city().organisations.kind[organisation],
                      static_cast<std::uint8_t>(model::OrganisationKind::association));
            ASSERT_GE(city().residents.age[row], 18);
            own += city().organisations.community[organisation] == city().buildings.community[building_of(row)];
        }
    }
    // One of twelve communities is one's own by chance.
    EXPECT_NEAR(own / static_cast<double>(joined.arcs()), 0.8 + 0.2 / 12.0, 0.02);
    const double together = share_of_ties(layers().membership, [&](Index a, Index b) {
        const auto one = joined.neighbours(a), other = joined.neighbours(b);
        return std::find_first_of(one.begin(), one.end(), other.begin(), other.end()) != one.end();
    });
    EXPECT_EQ(together, 1.0);
}

TEST(SocialLayers, who_is_offline_has_no_ties_online_and_degrees_have_a_heavy_tail) {
    const Graph& graph = layers().online;
    double offline = 0.0, squares = 0.0, users = 0.0;
    for (Index row = 0; row < graph.size(); ++row) {
        if (city().residents.online[row] == 0) offline += graph.degree(row);
        users += city().residents.online[row];
        squares += static_cast<double>(graph.degree(row)) * graph.degree(row);
    }
    EXPECT_EQ(offline, 0.0);
    // Of users, binomial ties in groups of 29 and a negative binomial number with k = 1.8 to anybody.
    const double chats = 10.5 * graph.size() / users, contacts = 9.5 * graph.size() / users;
    const double variance = chats * (1.0 - chats / 28.0) + contacts + contacts * contacts / 1.8;
    const double mean = chats + contacts;
    EXPECT_NEAR(squares / users, mean * mean + variance, 0.03 * (mean * mean + variance));
}

TEST(SocialLayers, are_the_same_for_any_number_of_threads_and_others_for_another_seed) {
    core::Workers one(1), three(3);
    const City small = synthesise({.residents = 5000}, {.value = 2}, one);
    const SocialLayers a = tie(small, {}, {.value = 2}, one), b = tie(small, {}, {.value = 2}, three);
    const SocialLayers other = tie(small, {}, {.value = 3}, one);
    for (std::size_t k = 0; k < a.named().size(); ++k) {
        EXPECT_TRUE(graph_laws::same(*a.named()[k].graph, *b.named()[k].graph)) << a.named()[k].name;
        if (k > 0) {
            EXPECT_FALSE(graph_laws::same(*a.named()[k].graph, *other.named()[k].graph)) << a.named()[k].name;
        }
    }
    EXPECT_TRUE(graph_laws::same(a.associations, b.associations));
}

TEST(SocialLayers, tell_all_mistakes_of_a_plan) {
    model::SocialPlan plan;
    EXPECT_TRUE(mistakes(plan).empty());
    plan.team_size = 1;
    plan.memberships = 2.0;
    plan.neighbour_ties.values = {1.0, 2.0};
    try {
        tie(city(), plan, {}, workers());
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 3u) << error.what();
        EXPECT_EQ(error.mistakes()[0].text(), "team_size is 1; must be between 2 and 1,000.");
    }
}

TEST(SocialLayers, every_parameter_has_a_meaning) {
    model::SocialPlan plan;
    core::ParameterTable table;
    describe(table, plan);
    EXPECT_EQ(table.rows().size(), 20u);
    for (const core::Parameter& row : table.rows()) EXPECT_FALSE(row.field.meaning.empty()) << row.path;
}

}  // namespace social_layers_test
