// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/graph_boost.hpp>

#include <gtest/gtest.h>

#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/page_rank.hpp>
#include <numeric>
#include <vector>

using namespace commonweal::core;

namespace graph_boost_test {

BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<Graph>));
BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<Graph>));
BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<Graph>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<Graph>));
BOOST_CONCEPT_ASSERT((boost::AdjacencyMatrixConcept<Graph>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<Graph, Index, boost::vertex_index_t>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<Graph, Arc, boost::edge_index_t>));
BOOST_CONCEPT_ASSERT((boost::ReadablePropertyMapConcept<decltype(arc_values(std::span<const float>())), Arc>));
BOOST_CONCEPT_ASSERT((boost::ReadWritePropertyMapConcept<decltype(arc_values(std::span<double>())), Arc>));

namespace {

constexpr Column<float> metres{"metres"};

/// The roads of figure 24.6 of Cormen et al., Introduction to Algorithms (3rd edition): s, t, x, y, z as rows 0 to 4.
Graph textbook_roads(const GraphOptions& options = {}) {
    EdgeList list({{0, 1}, {0, 3}, {1, 2}, {1, 3}, {2, 4}, {3, 1}, {3, 2}, {3, 4}, {4, 0}, {4, 2}});
    const std::vector<float> lengths{10, 5, 1, 2, 4, 3, 9, 2, 7, 6};
    list.columns.add(metres, std::span(lengths));
    return Graph::directed(5, list, options);
}

/// Both kinds of row starts, which algorithms must not tell apart.
std::vector<GraphOptions> both_widths() { return {{}, {.narrow_arcs = 0}}; }

void expect_arcs(const Graph& graph, const std::vector<Edge>& expected) {
    std::vector<Edge> found;
    std::uint64_t position = 0;
    for (auto [arc, last] = edges(graph); arc != last; ++arc) {
        found.emplace_back(source(*arc, graph), target(*arc, graph));
        EXPECT_EQ(get(boost::edge_index, graph, *arc), position++);
    }
    EXPECT_EQ(found, expected);
    EXPECT_EQ(num_edges(graph), expected.size());
}

}  // namespace

TEST(GraphBoost, every_arc_is_an_edge_and_a_tie_is_two) {
    for (const GraphOptions& options : both_widths()) {
        const Graph directed = Graph::directed(7, std::vector<Edge>{{1, 2}, {4, 5}, {1, 0}}, options);
        EXPECT_EQ(directed.is_wide(), options.narrow_arcs == 0);
        expect_arcs(directed, {{1, 0}, {1, 2}, {4, 5}});
        expect_arcs(Graph::undirected(4, std::vector<Edge>{{3, 1}}, options), {{1, 3}, {3, 1}});
    }
}

TEST(GraphBoost, a_graph_without_ties_has_no_edges) {
    expect_arcs(Graph(), {});
    expect_arcs(Graph::undirected(3, {}), {});
    EXPECT_EQ(num_vertices(Graph()), 0u);
    const auto [first, last] = vertices(Graph::undirected(3, {}));
    EXPECT_EQ(std::vector<Index>(first, last), (std::vector<Index>{0, 1, 2}));
}

TEST(GraphBoost, a_row_is_the_out_edges_of_its_agent) {
    const Graph roads = textbook_roads();
    for (Index v = 0; v < roads.size(); ++v) {
        const auto [first, last] = out_edges(v, roads);
        ASSERT_EQ(static_cast<std::size_t>(last - first), out_degree(v, roads));
        const auto [neighbour, end] = adjacent_vertices(v, roads);
        ASSERT_EQ(static_cast<std::size_t>(end - neighbour), out_degree(v, roads));
        for (std::ptrdiff_t k = 0; k < last - first; ++k) {
            const Arc arc = first[k];
            EXPECT_EQ(arc.source, v);
            EXPECT_EQ(arc.target, neighbour[k]);
            EXPECT_EQ(arc.position, roads.first_arc(v) + static_cast<std::uint64_t>(k));
            EXPECT_EQ(edge(v, arc.target, roads), std::pair(arc, true));
        }
    }
    EXPECT_FALSE(edge(1, 0, roads).second);
}

TEST(GraphBoost, breadth_first_search_finds_the_distances_around_a_ring) {
    std::vector<Edge> ring;
    for (Index v = 0; v < 9; ++v) ring.emplace_back(v, (v + 1) % 9);
    const Graph graph = Graph::undirected(9, ring);
    std::vector<int> distance(9);
    boost::breadth_first_search(
        graph, Index{0},
        boost::visitor(boost::make_bfs_visitor(boost::record_distances(distance.data(), boost::on_tree_edge()))));
    EXPECT_EQ(distance, (std::vector<int>{0, 1, 2, 3, 4, 4, 3, 2, 1}));
}

TEST(GraphBoost, connected_components_tells_pieces_apart) {
    for (const GraphOptions& options : both_widths()) {
        const Graph graph = Graph::undirected(7, std::vector<Edge>{{0, 4}, {4, 2}, {1, 6}, {6, 3}, {3, 1}}, options);
        std::vector<Index> piece(7);
        EXPECT_EQ(boost::connected_components(graph, piece.data()), 3u);
        EXPECT_EQ(piece, (std::vector<Index>{0, 1, 0, 1, 0, 2, 1}));
    }
}

TEST(GraphBoost, dijkstra_reads_an_edge_column_and_finds_the_textbooks_distances) {
    for (const GraphOptions& options : both_widths()) {
        const Graph roads = textbook_roads(options);
        std::vector<double> distance(5);
        boost::dijkstra_shortest_paths(
            roads, Index{0}, boost::weight_map(arc_values(roads.values(metres))).distance_map(distance.data()));
        EXPECT_EQ(distance, (std::vector<double>{0, 8, 9, 5, 7}));
    }
}

TEST(GraphBoost, values_of_arcs_can_be_written) {
    const Graph roads = textbook_roads();
    std::vector<double> doubled(roads.arcs());
    const auto lengths = arc_values(roads.values(metres));
    const auto writable = arc_values(std::span(doubled));
    for (auto [arc, last] = edges(roads); arc != last; ++arc) put(writable, *arc, 2.0 * get(lengths, *arc));
    EXPECT_EQ(doubled, (std::vector<double>{20, 10, 2, 4, 8, 6, 18, 4, 14, 12}));
}

// On a star of n rays the ranks of hub h and ray r meet h = 1 - d + d n r and r = 1 - d + d h / n.
TEST(GraphBoost, page_rank_on_a_star_meets_its_closed_form) {
    const Graph star = Graph::undirected(5, std::vector<Edge>{{0, 1}, {0, 2}, {0, 3}, {0, 4}});
    std::vector<double> ranks(5);
    boost::graph::page_rank(star, ranks.data(), boost::graph::n_iterations(400), 0.85);
    const double hub = (1.0 + 0.85 * 4.0) / (1.0 + 0.85);
    EXPECT_NEAR(ranks[0], hub, 1e-12);
    for (Index ray = 1; ray < 5; ++ray) EXPECT_NEAR(ranks[ray], 0.15 + 0.85 * hub / 4.0, 1e-12);
}

}  // namespace graph_boost_test
