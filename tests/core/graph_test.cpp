// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <commonweal/core/parallel.hpp>
#include <random>
#include <set>
#include <vector>

using namespace commonweal::core;

namespace {

std::vector<Edge> random_edges(Index size, std::size_t count, unsigned seed) {
    std::mt19937 engine(seed);
    std::vector<Edge> edges;
    for (std::size_t k = 0; k < count; ++k) edges.emplace_back(engine() % size, engine() % size);
    return edges;
}

}  // namespace

TEST(Graph, rows_equal_those_of_boosts_set_based_graph) {
    using Boost = boost::adjacency_list<boost::setS, boost::vecS, boost::undirectedS>;
    for (unsigned seed = 0; seed < 20; ++seed) {
        const Index size = 1 + seed * 7;
        const auto edges = random_edges(size, std::size_t{size} * 4, seed);
        const Graph graph = Graph::undirected(size, edges, {.untidy = Untidy::drop});
        Boost expected(size);
        for (const auto& [a, b] : edges) {
            if (a != b) boost::add_edge(a, b, expected);
        }
        ASSERT_EQ(graph.arcs(), 2 * boost::num_edges(expected));
        for (Index v = 0; v < size; ++v) {
            const auto [first, last] = boost::adjacent_vertices(v, expected);
            const std::set<Index> row(first, last);
            ASSERT_TRUE(std::equal(row.begin(), row.end(), graph.neighbours(v).begin(), graph.neighbours(v).end()));
        }
    }
}

TEST(Graph, rows_of_many_edges_in_uneven_parts_are_those_of_a_sorted_list) {
    constexpr Index size = 5000;
    std::vector<std::vector<Edge>> parts;
    std::vector<Edge> arcs;
    for (const std::size_t count : {0u, 50000u, 1u, 30000u, 0u}) {
        parts.push_back(random_edges(size, count, static_cast<unsigned>(count)));
        for (const auto& [a, b] : parts.back()) {
            if (a == b) continue;
            arcs.emplace_back(a, b);
            arcs.emplace_back(b, a);
        }
    }
    std::sort(arcs.begin(), arcs.end());
    arcs.erase(std::unique(arcs.begin(), arcs.end()), arcs.end());
    for (const unsigned threads : {1u, 3u}) {
        Workers workers(threads);
        const Graph graph = Graph::undirected_parts(size, parts, {.untidy = Untidy::drop, .workers = &workers});
        std::vector<Edge> listed;
        for (Index v = 0; v < size; ++v) {
            for (const Index u : graph.neighbours(v)) listed.emplace_back(v, u);
        }
        EXPECT_TRUE(listed == arcs) << threads;
    }
}

TEST(Graph, directed_arcs_appear_in_the_row_of_their_origin_only) {
    const std::vector<Edge> arcs{{0, 2}, {0, 1}, {2, 0}, {0, 1}};
    const Graph graph = Graph::directed(3, arcs, {.untidy = Untidy::drop});
    EXPECT_EQ(graph.degree(0), 2u);
    EXPECT_EQ(graph.degree(1), 0u);
    EXPECT_TRUE(graph.adjacent(2, 0));
    EXPECT_FALSE(graph.adjacent(1, 0));
}

TEST(Graph, no_agents_and_one_agent_are_graphs) {
    EXPECT_EQ(Graph().size(), 0u);
    EXPECT_EQ(Graph::undirected(0, {}).arcs(), 0u);
    const std::vector<Edge> loop{{0, 0}};
    EXPECT_EQ(Graph::undirected(1, loop, {.untidy = Untidy::drop}).degree(0), 0u);
}

TEST(Graph, an_edge_to_a_foreign_agent_is_refused_by_name) {
    const std::vector<Edge> edges{{0, 3}};
    try {
        Graph::undirected(3, edges);
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "graph: 1 edge has an end outside the 3 agents: (0, 3)");
    }
}
