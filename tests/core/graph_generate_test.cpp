// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <boost/graph/grid_graph.hpp>
#include <boost/math/distributions/binomial.hpp>
#include <boost/math/distributions/poisson.hpp>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <functional>
#include <limits>
#include <numeric>
#include <set>

#include "core/graph_laws.hpp"

using namespace commonweal::core;

namespace graph_generate_test {
using namespace graph_laws;

namespace {

constexpr Layer ties{"ties"};
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

Workers& workers() {
    static Workers two(2);
    return two;
}

template <class Model>
Graph make(const Model& model, Index size, Seed seed = {1, 0}) {
    return generate(model, size, ties, seed, workers());
}

template <class Model>
std::string refusal(const Model& model, Index size) {
    try {
        make(model, size);
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

/// 0, 1, 2 and so on, from 1,500 on again from 0.
std::vector<Index> run_of_members(Index count) {
    std::vector<Index> members(count);
    for (Index k = 0; k < count; ++k) members[k] = k % 1500;
    return members;
}

struct Case {
    std::string name;
    bool is_random;
    std::function<Graph(Layer, Seed, Workers&)> make;
};

template <class Model>
Case case_of(std::string name, bool is_random, Model model, Index size) {
    return {std::move(name), is_random,
            [=](Layer layer, Seed seed, Workers& crew) { return generate(model, size, layer, seed, crew); }};
}

std::vector<std::uint32_t> varied_degrees(Index size) {
    std::vector<std::uint32_t> degrees(size);
    for (Index v = 0; v < size; ++v) degrees[v] = v % 20;
    return degrees;
}

/// Each model, with more rows than one thread takes at a time.
std::vector<Case> cases() {
    return {
        case_of("complete", false, Complete{}, 300),
        case_of("lattice", false, Lattice{.width = 50, .diagonal = true, .periodic = true}, 1500),
        case_of("Erdos-Renyi", true, ErdosRenyi{.mean_degree = 8.0}, 1500),
        case_of("small world", true, SmallWorld{.degree = 60, .rewiring = 0.1}, 2500),
        case_of("scale free", true, ScaleFree{.ties = 4}, 1500),
        case_of("configuration", true, ConfigurationModel{varied_degrees(3000)}, 3000),
        case_of("blocks", true, BlockModel{{900, 600}, {0.006, 0.003, 0.003, 0.01}}, 1500),
        case_of("cliques", false, Cliques{std::vector<Index>(375, 4)}, 1500),
        case_of("groups", true, Groups{{3, 900, 600}, run_of_members(1503), {1.0, 0.01, 0.02}}, 1500),
        case_of("nested", true, NestedCommunities{{{5, 3.0}, {50, 4.0}, {1000, 5.0}}}, 1500),
        case_of("membership", true, BipartiteMembership{.mean_memberships = 3.0, .attraction = {1, 5, 0, 2, 9}}, 1500),
    };
}

double clustering(const Graph& graph) {
    double sum = 0.0;
    for (Index v = 0; v < graph.size(); ++v) {
        const auto row = graph.neighbours(v);
        double closed = 0.0;
        for (std::size_t a = 0; a < row.size(); ++a) {
            for (std::size_t b = a + 1; b < row.size(); ++b) closed += graph.adjacent(row[a], row[b]);
        }
        const double pairs = 0.5 * static_cast<double>(row.size()) * (static_cast<double>(row.size()) - 1.0);
        if (pairs > 0.0) sum += closed / pairs;
    }
    return sum / graph.size();
}

/// Ties between two runs of agents, each counted once.
double ties_between(const Graph& graph, std::pair<Index, Index> a, std::pair<Index, Index> b) {
    double count = 0.0;
    for (Index v = a.first; v < a.second; ++v) {
        for (const Index u : graph.neighbours(v)) count += u >= b.first && u < b.second;
    }
    return a == b ? 0.5 * count : count;
}

}  // namespace

TEST(GraphGenerate, any_number_of_threads_makes_the_same_graph) {
    std::vector<Graph> first;
    for (const unsigned threads : {1u, 2u, 3u, 8u}) {
        Workers crew(threads);
        for (std::size_t k = 0; const Case& each : cases()) {
            const Graph graph = each.make(ties, {7, 1}, crew);
            if (threads == 1) first.push_back(graph);
            EXPECT_TRUE(same(first[k], graph)) << each.name << " with " << threads;
            ++k;
        }
    }
}

TEST(GraphGenerate, another_seed_replicate_or_layer_makes_another_graph_where_chance_has_a_part) {
    for (const Case& each : cases()) {
        const Graph first = each.make(ties, {7, 1}, workers());
        EXPECT_NE(same(first, each.make(ties, {8, 1}, workers())), each.is_random) << each.name;
        EXPECT_NE(same(first, each.make(ties, {7, 2}, workers())), each.is_random) << each.name;
        EXPECT_NE(same(first, each.make({"kin"}, {7, 1}, workers())), each.is_random) << each.name;
    }
}

std::vector<Index> rows_below(Index size) {
    std::vector<Index> rows(size);
    std::iota(rows.begin(), rows.end(), 0u);
    return rows;
}

RC_GTEST_PROP(GraphGenerate, every_size_from_no_agents_on_gives_tidy_rows, ()) {
    const Index size = *rc::gen::inRange<Index>(0, 60);
    const Index others = std::max<Index>(size, 1) - 1;
    const double unit = *rc::gen::inRange(0, 11) / 10.0;
    const Seed seed{*rc::gen::arbitrary<std::uint32_t>(), *rc::gen::arbitrary<std::uint32_t>()};
    const auto check = [&](const auto& model) {
        const Graph graph = make(model, size, seed);
        RC_ASSERT(graph.size() == size);
        RC_ASSERT(flaw(graph) == "");
    };
    check(Complete{});
    check(ErdosRenyi{.mean_degree = unit * others});
    check(SmallWorld{.degree = *rc::gen::inRange<Index>(0, others / 2 + 1) * 2, .rewiring = unit});
    if (size != 1) check(ScaleFree{.ties = *rc::gen::inRange<Index>(1, std::max<Index>(size, 2))});
    check(ConfigurationModel{
        *rc::gen::container<std::vector<std::uint32_t>>(size, rc::gen::inRange<std::uint32_t>(0, others + 1))});
    const Index cut = *rc::gen::inRange<Index>(0, size + 1);
    check(Cliques{{cut, 0, size - cut}});
    check(BlockModel{{cut, 0, size - cut}, {unit, 0.5, 0.1, 0.5, 1.0, 0.5, 0.1, 0.5, 1.0 - unit}});
    check(Groups{{cut, 0, size - cut}, rows_below(size), {unit, 0.5, 1.0}});
    check(NestedCommunities{{{1, 0.0}, {3, 2.0 * unit}, {6, 3.0 * unit}, {60, 54.0 * unit}}});
    check(BipartiteMembership{.mean_memberships = 10.0 * unit, .attraction = {1.0, 0.0, 4.0}});
}

RC_GTEST_PROP(GraphGenerate, every_lattice_gives_tidy_rows, (bool diagonal, bool periodic)) {
    const Index width = *rc::gen::inRange<Index>(periodic ? 3 : 1, 12);
    const Index height = *rc::gen::inRange<Index>(periodic ? 3 : 0, 12);
    const Graph graph = make(Lattice{.width = width, .diagonal = diagonal, .periodic = periodic}, width * height);
    RC_ASSERT(flaw(graph) == "");
}

TEST(GraphGenerate, everybody_knows_everybody_in_a_complete_graph) {
    const Graph graph = make(Complete{}, 70);
    EXPECT_EQ(flaw(graph), "");
    EXPECT_EQ(graph.arcs(), 70u * 69u);
}

TEST(GraphGenerate, a_lattice_is_boosts_grid) {
    for (const bool periodic : {false, true}) {
        const boost::array<std::size_t, 2> lengths{{7, 4}};
        const boost::grid_graph<2> grid(lengths, periodic);
        const Graph graph = make(Lattice{.width = 7, .periodic = periodic}, 28);
        for (Index v = 0; v < 28; ++v) {
            std::set<std::size_t> row;
            const auto [first, last] = adjacent_vertices(vertex(v, grid), grid);
            for (auto each = first; each != last; ++each) row.insert(get(boost::vertex_index, grid, *each));
            EXPECT_TRUE(std::equal(row.begin(), row.end(), graph.neighbours(v).begin(), graph.neighbours(v).end()));
        }
    }
}

TEST(GraphGenerate, moores_neighbourhood_is_a_kings_move) {
    const auto move = [](std::int64_t from, std::int64_t to, std::int64_t length, bool periodic) {
        const std::int64_t steps = std::abs(from - to);
        return periodic ? std::min(steps, length - steps) : steps;
    };
    for (const bool periodic : {false, true}) {
        const Graph graph = make(Lattice{.width = 5, .diagonal = true, .periodic = periodic}, 20);
        for (Index v = 0; v < 20; ++v) {
            for (Index u = 0; u < 20; ++u) {
                const auto king = std::max(move(v % 5, u % 5, 5, periodic), move(v / 5, u / 5, 4, periodic));
                EXPECT_EQ(graph.adjacent(v, u), king == 1) << v << ", " << u;
            }
        }
    }
}

TEST(GraphGenerate, members_of_a_clique_know_each_other_and_nobody_else) {
    const Graph graph = make(Cliques{{3, 1, 0, 4}}, 8);
    const std::vector<Index> group{0, 0, 0, 1, 3, 3, 3, 3};
    for (Index v = 0; v < 8; ++v) {
        for (Index u = 0; u < 8; ++u) EXPECT_EQ(graph.adjacent(v, u), v != u && group[v] == group[u]);
    }
}

TEST(GraphGenerate, degrees_of_erdos_renyi_graphs_are_binomial) {
    constexpr Index size = 20000;
    const double p = 10.0 / (size - 1);
    const Graph graph = make(ErdosRenyi{.mean_degree = 10.0}, size);
    const double pairs = 0.5 * size * (size - 1.0);
    expect_share(static_cast<double>(graph.arcs()) / 2.0, pairs, p, "ties");
    const double variance = (size - 1) * p * (1.0 - p);
    EXPECT_NEAR(degree_variance(graph), variance, 4.0 * variance * std::sqrt(2.0 / size));
    const boost::math::binomial law(size - 1, p);
    expect_degree_law(graph, [&](double k) { return boost::math::pdf(law, k); });
}

TEST(GraphGenerate, every_pair_of_an_erdos_renyi_graph_is_tied_equally_often) {
    std::array<double, 10> counts{};
    constexpr std::uint32_t replicates = 2000;
    for (std::uint32_t k = 0; k < replicates; ++k) {
        const Graph graph = make(ErdosRenyi{.mean_degree = 1.2}, 5, {1, k});
        for (Index v = 0, pair = 0; v < 5; ++v) {
            for (Index u = 0; u < v; ++u) counts[pair++] += graph.adjacent(v, u);
        }
    }
    for (const double count : counts) expect_share(count, replicates, 0.3, "pair");
}

TEST(GraphGenerate, chances_of_0_and_1_and_next_to_0_are_kept) {
    EXPECT_EQ(make(ErdosRenyi{.mean_degree = 0.0}, 2000).arcs(), 0u);
    EXPECT_EQ(make(ErdosRenyi{.mean_degree = 1e-300}, 2000).arcs(), 0u);
    EXPECT_EQ(make(BlockModel{{2000}, {std::numeric_limits<double>::denorm_min()}}, 2000).arcs(), 0u);
    EXPECT_EQ(make(ErdosRenyi{.mean_degree = 299.0}, 300).arcs(), 300u * 299u);
}

// Watts and Strogatz 1998; Barrat and Weigt 2000 (doi:10.1007/s100510050067): C(p) = 3(k-2)/(4(k-1)) (1-p)^3.
TEST(GraphGenerate, small_world_clustering_follows_barrat_and_weigt) {
    EXPECT_NEAR(clustering(make(SmallWorld{.degree = 6, .rewiring = 0.0}, 5000)), 0.6, 1e-9);
    EXPECT_NEAR(clustering(make(SmallWorld{.degree = 6, .rewiring = 0.1}, 5000)), 0.6 * std::pow(0.9, 3), 0.02);
}

// Barrat and Weigt 2000: to the ends that an agent keeps come those ring neighbours that kept it, and bent ties.
TEST(GraphGenerate, small_world_degrees_follow_barrat_and_weigt) {
    const double p = 0.4;
    const Graph graph = make(SmallWorld{.degree = 10, .rewiring = p}, 50000);
    const boost::math::binomial kept(5, 1.0 - p);
    const boost::math::poisson gained(5.0 * p);
    expect_degree_law(graph, [&](double degree) {
        double sum = 0.0;
        for (double k = 0.0; k <= std::min(5.0, degree - 5.0); ++k) {
            sum += boost::math::pdf(kept, k) * boost::math::pdf(gained, degree - 5.0 - k);
        }
        return sum;
    });
}

TEST(GraphGenerate, as_many_small_world_ties_are_bent_as_wanted) {
    constexpr Index size = 50000;
    const Graph graph = make(SmallWorld{.degree = 10, .rewiring = 0.4}, size);
    double kept = 0.0;
    for (Index v = 0; v < size; ++v) {
        for (const Index u : graph.neighbours(v)) {
            const Index apart = std::max(u, v) - std::min(u, v);
            kept += 0.5 * (std::min(apart, size - apart) <= 5);
        }
    }
    // A bent tie leads to one of the ten nearest as well now and then.
    expect_share(kept, size * 5.0, 0.6 + 0.4 * 10.0 / size, "kept ties");
}

TEST(GraphGenerate, a_bent_tie_leads_to_everybody_else_equally_often) {
    std::array<double, 10> counts{};
    constexpr std::uint32_t replicates = 2000;
    for (std::uint32_t k = 0; k < replicates; ++k) {
        const Graph graph = make(SmallWorld{.degree = 2, .rewiring = 1.0}, 5, {1, k});
        for (Index v = 0, pair = 0; v < 5; ++v) {
            for (Index u = 0; u < v; ++u) counts[pair++] += graph.adjacent(v, u);
        }
    }
    for (const double count : counts) expect_share(count, replicates, 1.0 - 0.75 * 0.75, "pair");
}

TEST(GraphGenerate, small_world_keeps_the_mean_degree_but_for_the_ties_that_met) {
    EXPECT_NEAR(mean_degree(make(SmallWorld{.degree = 10, .rewiring = 0.2}, 20000)), 10.0, 0.01);
}

// Bollobas, Riordan, Spencer and Tusnady 2001 (doi:10.1002/rsa.1009); Dorogovtsev, Mendes and Samukhin 2000
// (doi:10.1103/PhysRevLett.85.4633): P(k) = 2 m (m + 1) / (k (k + 1) (k + 2)), an exponent of 3.
TEST(GraphGenerate, scale_free_degrees_follow_the_law_of_preferential_attachment) {
    const double m = 4.0;
    const Graph graph = make(ScaleFree{.ties = 4}, 100000);
    const auto counts = degree_counts(graph);
    for (std::size_t degree = 4; degree < 30; ++degree) {
        const auto k = static_cast<double>(degree);
        expect_share(counts[degree], 100000, 2.0 * m * (m + 1.0) / (k * (k + 1.0) * (k + 2.0)),
                     "degree " + std::to_string(degree));
    }
    const double at_least_20 = std::accumulate(counts.begin() + 20, counts.end(), 0.0);
    const double at_least_80 = std::accumulate(counts.begin() + 80, counts.end(), 0.0);
    expect_share(at_least_80, 100000, m * (m + 1.0) / (80.0 * 81.0), "degree of 80 and more");
    EXPECT_NEAR(1.0 + std::log(at_least_20 / at_least_80) / std::log(4.0), 3.0, 0.1);
    EXPECT_NEAR(mean_degree(graph), 8.0, 0.02);
}

TEST(GraphGenerate, a_scale_free_graph_that_grows_keeps_its_ties) {
    const Graph young = make(ScaleFree{.ties = 3}, 1000);
    const Graph old = make(ScaleFree{.ties = 3}, 1500);
    for (Index v = 0; v < 1000; ++v) {
        const auto row = old.neighbours(v);
        const auto newcomers = std::lower_bound(row.begin(), row.end(), 1000u);
        EXPECT_TRUE(std::equal(row.begin(), newcomers, young.neighbours(v).begin(), young.neighbours(v).end()));
    }
}

// Bollobas 1980: in pairings of stubs of degree d the loops and the repeats tend to independent Poisson numbers of mean
// (d - 1) / 2 and (d - 1)^2 / 4.
TEST(GraphGenerate, a_configuration_model_drops_as_many_ties_as_bollobas_expects) {
    constexpr std::uint32_t replicates = 300;
    double dropped = 0.0;
    for (std::uint32_t k = 0; k < replicates; ++k) {
        const Graph graph = make(ConfigurationModel{std::vector<std::uint32_t>(500, 4)}, 500, {1, k});
        dropped += 1000.0 - static_cast<double>(graph.arcs()) / 2.0;
    }
    const double expected = 3.0 / 2.0 + 9.0 / 4.0;
    expect_count(dropped, replicates * expected, replicates * expected, "dropped ties");
}

TEST(GraphGenerate, a_configuration_model_reaches_the_wanted_degrees_but_for_the_ties_it_drops) {
    const auto wanted = varied_degrees(4999);
    const Graph graph = make(ConfigurationModel{wanted}, 4999);
    const auto stubs = std::accumulate(wanted.begin(), wanted.end(), 0u);
    ASSERT_EQ(stubs % 2, 1u);
    Index short_of = 0;
    for (Index v = 0; v < 4999; ++v) {
        EXPECT_LE(graph.degree(v), wanted[v]);
        short_of += graph.degree(v) < wanted[v];
    }
    EXPECT_GE(short_of, 1u);
    EXPECT_LE(short_of, 150u);
}

TEST(GraphGenerate, every_pairing_of_four_stubs_is_equally_likely) {
    std::array<double, 4> partner_of_0{};
    constexpr std::uint32_t replicates = 3000;
    for (std::uint32_t k = 0; k < replicates; ++k) {
        const Graph graph = make(ConfigurationModel{{1, 1, 1, 1}}, 4, {1, k});
        ASSERT_EQ(graph.arcs(), 4u);
        ++partner_of_0[graph.neighbours(0)[0]];
    }
    for (Index u = 1; u < 4; ++u) expect_share(partner_of_0[u], replicates, 1.0 / 3.0, "pairing");
}

TEST(GraphGenerate, blocks_are_tied_as_densely_as_wanted) {
    const std::vector<double> p{0.02, 0.005, 0.0, 0.005, 0.01, 0.03, 0.0, 0.03, 1.0};
    const Graph graph = make(BlockModel{{1500, 1000, 60}, p}, 2560);
    const std::array<std::pair<Index, Index>, 3> blocks{{{0, 1500}, {1500, 2500}, {2500, 2560}}};
    for (std::size_t a = 0; a < 3; ++a) {
        for (std::size_t b = 0; b <= a; ++b) {
            const double rows = blocks[a].second - blocks[a].first;
            const double columns = blocks[b].second - blocks[b].first;
            const double pairs = a == b ? 0.5 * rows * (rows - 1.0) : rows * columns;
            expect_share(ties_between(graph, blocks[a], blocks[b]), pairs, p[3 * a + b], "blocks");
        }
    }
}

TEST(GraphGenerate, ties_to_one_block_tell_nothing_of_those_to_another) {
    const Graph graph = make(BlockModel{{200, 200, 200}, std::vector<double>(9, 0.1)}, 600);
    double both = 0.0;
    for (Index v = 400; v < 600; ++v) {
        for (Index k = 0; k < 200; ++k) both += graph.adjacent(v, k) && graph.adjacent(v, 200 + k);
    }
    expect_share(both, 200.0 * 200.0, 0.1 * 0.1, "ties to the same place of both");
}

TEST(GraphGenerate, members_of_groups_are_tied_as_densely_as_wanted_wherever_they_stand) {
    // Even rows are in one group, multiples of 3 in another, so those of 6 are in both; others are in none.
    constexpr Index size = 3000;
    Groups model{.sizes = {size / 2, size / 3}, .members = {}, .probabilities = {0.02, 0.03}};
    for (Index v = 0; v < size; v += 2) model.members.push_back(v);
    for (Index v = 0; v < size; v += 3) model.members.push_back(v);
    const Graph graph = make(model, size);
    double found[2][2] = {};
    for (Index v = 0; v < size; ++v) {
        for (const Index u : graph.neighbours(v)) found[v % 2 == 0 && u % 2 == 0][v % 3 == 0 && u % 3 == 0] += 0.5;
    }
    const double both = size / 6 * (size / 6 - 1) / 2.0;
    EXPECT_EQ(found[0][0], 0.0);
    expect_share(found[1][0], size / 2 * (size / 2 - 1) / 2.0 - both, 0.02, "even");
    expect_share(found[0][1], size / 3 * (size / 3 - 1) / 2.0 - both, 0.03, "of three");
    expect_share(found[1][1], both, 1.0 - 0.98 * 0.97, "of both");
}

TEST(GraphGenerate, each_level_of_nested_communities_adds_its_mean_degree) {
    constexpr Index size = 12000;
    const Graph graph = make(NestedCommunities{{{4, 2.5}, {40, 3.0}, {3000, 5.0}}}, size);
    double of_level[3] = {0.0, 0.0, 0.0};
    for (Index v = 0; v < size; ++v) {
        for (const Index u : graph.neighbours(v)) {
            ASSERT_EQ(u / 3000, v / 3000);
            of_level[u / 4 == v / 4 ? 0 : u / 40 == v / 40 ? 1 : 2] += 0.5;
        }
    }
    expect_share(of_level[0], size * 3.0 / 2.0, 2.5 / 3.0, "of four");
    expect_share(of_level[1], size * 36.0 / 2.0, 3.0 / 36.0, "of forty");
    expect_share(of_level[2], size * 2960.0 / 2.0, 5.0 / 2960.0, "of three thousand");
}

TEST(GraphGenerate, a_smaller_last_group_keeps_its_mean_degree_as_far_as_it_has_members) {
    // The last group has 150 of 990 agents, in inner groups of 99 and 51.
    const Graph graph = make(NestedCommunities{{{99, 98.0}, {990, 20.0}}}, 990 + 150);
    const double between = ties_between(graph, {990, 1089}, {1089, 1140});
    expect_share(between, 99.0 * 51.0, 20.0 * 150.0 / (2.0 * 99.0 * 51.0), "ties of the last group");
    // A group of five has too few members: each is tied to all others.
    const Graph small = make(NestedCommunities{{{10, 8.0}}}, 15);
    for (Index v = 10; v < 15; ++v) EXPECT_EQ(small.degree(v), 4u);
}

// A share of a Poisson number is a Poisson number; a resident is a member if it is not 0.
TEST(GraphGenerate, organisations_have_members_in_proportion_to_their_attraction_less_the_repeated) {
    constexpr Index size = 20000;
    std::vector<double> attraction;
    for (int k = 0; k < 300; ++k) attraction.push_back(k % 3 == 0 ? 0.0 : k % 7 == 0 ? 1e-3 : k % 11 == 0 ? 50.0 : 1.0);
    const double sum = std::accumulate(attraction.begin(), attraction.end(), 0.0);
    const Graph graph = make(BipartiteMembership{.mean_memberships = 20.0, .attraction = attraction}, size);
    ASSERT_TRUE(graph.is_bipartite());
    const Graph members = graph.transposed();
    ASSERT_EQ(members.size(), 300u);
    for (Index o = 0; o < 300; ++o) {
        const double chance = 1.0 - std::exp(-20.0 * attraction[o] / sum);
        if (chance > 0.0 && chance * size < 10.0) continue;
        expect_share(members.degree(o), size, chance, "organisation " + std::to_string(o));
    }
}

TEST(GraphGenerate, memberships_are_a_poisson_number_where_organisations_are_many) {
    const std::vector<double> attraction(20000, 1e308);
    const Graph graph = make(BipartiteMembership{.mean_memberships = 3.0, .attraction = attraction}, 20000);
    const boost::math::poisson law(3.0);
    expect_degree_law(graph, [&](double k) { return boost::math::pdf(law, k); });
}

TEST(GraphGenerate, all_mistakes_are_told_in_one_sentence) {
    EXPECT_EQ(refusal(SmallWorld{.degree = 3, .rewiring = 1.5}, 100),
              "small world: degree is 3, but must be even and below the number of agents, 100, and rewiring is 1.5, "
              "but must be in [0, 1]");
    EXPECT_EQ(refusal(ErdosRenyi{.mean_degree = 10.0}, 10),
              "Erdos-Renyi graph: mean_degree is 10, but must be in [0, number of agents - 1], here [0, 9]");
    EXPECT_EQ(refusal(BlockModel{{2, 3}, {0.5, 0.25, 0.75, -1.0}}, 6),
              "block model: the sum of sizes is 5, but must be the number of agents, 6, and probabilities[3] is -1, "
              "but must be in [0, 1], and probabilities[2] is 0.75, but must be equal to its mirror, "
              "probabilities[1] = 0.25");
    EXPECT_EQ(refusal(ConfigurationModel{{1, 4, 9, 7}}, 3),
              "configuration model: the number of degrees is 4, but must be the number of agents, 3, and degrees[1] is "
              "4, but must be below the number of agents, 3 (as must 2 others)");
    EXPECT_EQ(refusal(NestedCommunities{{{4, 3.5}, {6, 1.0}, {0, 0.0}}}, 100),
              "nested communities: levels[0].mean_degree is 3.5, but must be in [0, 3], the members of other groups "
              "that a full group has, and levels[1].group_size is 6, but must be above 0 and a multiple of the one "
              "before, 4, and levels[2].group_size is 0, but must be above 0 and a multiple of the one before, 6");
    EXPECT_EQ(
        refusal(Groups{{2, 2}, {0, 1, 5}, {0.5, 2.0, 0.1}}, 3),
        "groups: the sum of sizes is 4, but must be the number of members, 3, and the number of probabilities is "
        "3, but must be the number of groups, 2, and probabilities[1] is 2, but must be in [0, 1], and members[2] "
        "is 5, but must be below the number of agents, 3");
    EXPECT_EQ(refusal(BipartiteMembership{.mean_memberships = -1.0, .attraction = {}}, 3),
              "bipartite membership: mean_memberships is -1, but must be in [0, 1000], and the largest attraction is "
              "missing, but must be above 0");
}

TEST(GraphGenerate, parameters_out_of_range_are_refused) {
    EXPECT_THROW(make(SmallWorld{.degree = 10}, 10), Error);
    EXPECT_THROW(make(SmallWorld{.degree = 2, .rewiring = not_a_number}, 10), Error);
    EXPECT_THROW(make(ErdosRenyi{.mean_degree = not_a_number}, 100), Error);
    EXPECT_THROW(make(ErdosRenyi{.mean_degree = -0.1}, 100), Error);
    EXPECT_THROW(make(Lattice{.width = 7}, 50), Error);
    EXPECT_THROW(make(Lattice{.width = 0}, 50), Error);
    EXPECT_THROW(make(Lattice{.width = 2, .periodic = true}, 50), Error);
    EXPECT_THROW(make(Lattice{.width = 25, .periodic = true}, 50), Error);
    EXPECT_THROW(make(ScaleFree{.ties = 0}, 50), Error);
    EXPECT_THROW(make(ScaleFree{.ties = 50}, 50), Error);
    EXPECT_THROW(make(BlockModel{{50}, {0.1, 0.1}}, 50), Error);
    EXPECT_THROW(make(BlockModel{{50}, {not_a_number}}, 50), Error);
    EXPECT_THROW(make(Cliques{{20, 20}}, 50), Error);
    EXPECT_THROW(make(Cliques{{~0u, 51}}, 50), Error);
    EXPECT_THROW(make(NestedCommunities{{{10, not_a_number}}}, 50), Error);
    EXPECT_THROW(make(BipartiteMembership{.mean_memberships = 1001.0, .attraction = {1.0}}, 50), Error);
    EXPECT_THROW(make(BipartiteMembership{.attraction = {0.0, 0.0}}, 50), Error);
    EXPECT_THROW(make(BipartiteMembership{.attraction = {1.0, not_a_number}}, 50), Error);
    EXPECT_THROW(make(BipartiteMembership{.attraction = {std::numeric_limits<double>::infinity()}}, 50), Error);
}

}  // namespace graph_generate_test
