// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/state.hpp>

#include <algorithm>
#include <boost/graph/adjacency_list.hpp>
#include <commonweal/core/parallel.hpp>
#include <random>
#include <set>
#include <vector>

using namespace commonweal::core;

namespace graph_test {

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

TEST(Graph, all_untidy_edges_are_told_at_once) {
    const std::vector<Edge> edges{{0, 3}, {1, 1}, {0, 1}, {1, 0}, {2, 2}, {9, 0}};
    try {
        Graph::undirected(3, edges);
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(),
                     "graph: 2 edges have an end outside the 3 agents: (0, 3), (9, 0); 2 edges tie agents to "
                     "themselves: (1, 1), (2, 2); 1 edge is listed more than once: (0, 1)");
    }
    EXPECT_THROW(Graph::undirected(3, edges, {.untidy = Untidy::drop}), Error) << "foreign ends are never dropped";
}

TEST(Graph, bipartite_rows_may_name_their_own_number_and_turn_round) {
    const std::vector<Edge> arcs{{0, 0}, {2, 1}, {0, 1}};
    const Graph graph = Graph::bipartite(3, 2, arcs);
    EXPECT_EQ(graph.target_size(), 2u);
    EXPECT_EQ(graph.degree(0), 2u);
    const Graph members = graph.transposed();
    EXPECT_EQ(members.size(), 2u);
    EXPECT_EQ(members.target_size(), 3u);
    EXPECT_EQ(std::vector(members.neighbours(1).begin(), members.neighbours(1).end()), (std::vector<Index>{0, 2}));
    EXPECT_THROW(Graph::bipartite(3, 1, arcs), Error);
}

namespace {

constexpr Column<float> weight{"weight"};
constexpr Column<std::uint16_t> kind{"kind"};

EdgeList random_list(Index size, std::size_t count, unsigned seed) {
    EdgeList list(random_edges(size, count, seed));
    std::vector<float> weights;
    std::vector<std::uint16_t> kinds;
    for (std::size_t k = 0; k < count; ++k) {
        weights.push_back(static_cast<float>(k) + 0.5f);
        kinds.push_back(static_cast<std::uint16_t>(k));
    }
    list.columns.add(weight, std::span<const float>(weights));
    list.columns.add(kind, std::span<const std::uint16_t>(kinds));
    return list;
}

void expect_same(const Graph& a, const Graph& b) {
    ASSERT_EQ(a.size(), b.size());
    ASSERT_TRUE(std::ranges::equal(a.targets(), b.targets()));
    for (Index v = 0; v <= a.size(); ++v) ASSERT_EQ(a.first_arc(v), b.first_arc(v));
    ASSERT_EQ(a.columns().columns().size(), b.columns().columns().size());
    for (std::size_t k = 0; k < a.columns().columns().size(); ++k) {
        ASSERT_EQ(a.columns().columns()[k].bytes, b.columns().columns()[k].bytes);
    }
}

}  // namespace

TEST(Graph, both_arcs_of_a_tie_carry_the_values_of_the_edge_that_was_listed_first) {
    const EdgeList list = random_list(40, 300, 1);
    const Graph graph = Graph::undirected(40, list, {.untidy = Untidy::drop});
    std::size_t seen = 0;
    for (Index v = 0; v < 40; ++v) {
        for (const Index other : graph.neighbours(v)) {
            std::size_t first = 0;
            while (list.ends[first] != Edge{v, other} && list.ends[first] != Edge{other, v}) ++first;
            ASSERT_EQ(graph.values(weight)[graph.find_arc(v, other)], static_cast<float>(first) + 0.5f);
            ASSERT_EQ(graph.values(kind)[graph.find_arc(other, v)], first);
            ++seen;
        }
    }
    EXPECT_EQ(seen, graph.arcs());
}

TEST(Graph, is_the_same_for_any_threads_and_any_width_of_its_row_starts) {
    const EdgeList list = random_list(20'000, 300'000, 2);
    const Graph expected = Graph::undirected(20'000, list, {.untidy = Untidy::drop});
    EXPECT_FALSE(expected.is_wide());
    for (const unsigned threads : {1u, 2u, 3u, 8u}) {
        Workers workers(threads);
        const Graph graph = Graph::undirected(
            20'000, list, {.untidy = Untidy::drop, .workers = &workers, .narrow_arcs = threads > 1 ? 1'000u : ~0u});
        EXPECT_EQ(graph.is_wide(), threads > 1);
        expect_same(graph, expected);
    }
}

TEST(Graph, made_again_from_its_edges_is_itself) {
    rc::check([] {
        const auto size = *rc::gen::inRange<Index>(1, 60);
        const auto count = *rc::gen::inRange<std::size_t>(0, 200);
        const EdgeList list = random_list(size, count, *rc::gen::arbitrary<unsigned>());
        const GraphOptions drop{.untidy = Untidy::drop};
        const Graph undirected = Graph::undirected(size, list, drop);
        expect_same(Graph::undirected(size, undirected.edges()), undirected);
        const Graph directed = Graph::directed(size, list, drop);
        expect_same(Graph::directed(size, directed.edges()), directed);
        expect_same(directed.transposed().transposed(), directed);
    });
}

TEST(Graph, comes_back_from_its_bytes) {
    const auto edges = random_edges(50, 120, 3);
    const GraphOptions narrow{.untidy = Untidy::drop}, wide{.untidy = Untidy::drop, .narrow_arcs = 10};
    for (const Graph& graph :
         {Graph::undirected(50, edges, narrow), Graph::directed(50, edges, wide),
          Graph::bipartite(50, 60, edges, narrow), Graph::undirected(0, std::vector<Edge>{}), Graph()}) {
        StateWriter writer;
        graph.save(writer);
        StateReader reader(writer.bytes());
        const Graph read = Graph::load(reader);
        reader.finish();
        EXPECT_EQ(read.size(), graph.size());
        EXPECT_EQ(read.target_size(), graph.target_size());
        EXPECT_EQ(read.is_undirected(), graph.is_undirected());
        EXPECT_EQ(read.is_bipartite(), graph.is_bipartite());
        EXPECT_EQ(read.is_wide(), graph.is_wide());
        EXPECT_TRUE(std::ranges::equal(read.targets(), graph.targets()));
        for (Index v = 0; v < graph.size(); ++v) ASSERT_EQ(read.degree(v), graph.degree(v));
    }
}

TEST(Graph, bytes_that_are_no_rows_are_refused) {
    const Graph graph = Graph::undirected(3, std::vector<Edge>{{0, 1}, {1, 2}});
    StateWriter writer;
    graph.save(writer);
    std::vector<std::byte> bytes(writer.bytes().begin(), writer.bytes().end());
    bytes[bytes.size() - 4] = std::byte{7};  // the last target
    StateReader reader(bytes);
    EXPECT_THROW(Graph::load(reader), Error);
    EdgeList weighted({{0, 1}});
    weighted.columns.add(Column<float>{"weight"}, std::span<const float>(std::vector<float>{0.5F}));
    EXPECT_THROW(Graph::undirected(2, weighted).save(writer), Error);
}

}  // namespace graph_test
