// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/numbering.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <boost/graph/cuthill_mckee_ordering.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph_boost.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <numeric>
#include <string>
#include <vector>

using namespace commonweal::core;

namespace {

constexpr Column<float> warmth{"warmth"};
constexpr Column<std::uint32_t> met_in{"met_in"};

using Key = std::span<const std::uint32_t>;

std::vector<Index> listed(std::span<const Index> rows) { return {rows.begin(), rows.end()}; }

template <class Compute>
std::string complaint(Compute compute) {
    try {
        compute();
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

/// Any order at all: that of arbitrary keys.
Numbering shuffled(const std::vector<std::uint32_t>& keys) {
    const std::vector<Key> one{keys};
    return Numbering::by_groups(one);
}

/// Ties between one listed agent and the next. Each carries a weight of its own, so that one that went astray shows.
Graph with_columns(bool directed, Index size, const std::vector<std::uint32_t>& agents, bool wide) {
    std::vector<Edge> ties;
    for (std::size_t k = 1; k < agents.size(); ++k) {
        const Edge tie{agents[k - 1] % size, agents[k] % size};
        const bool known = std::any_of(ties.begin(), ties.end(), [&](const Edge& other) {
            return other == tie || (!directed && other == Edge{tie.second, tie.first});
        });
        if (tie.first != tie.second && !known) ties.push_back(tie);
    }
    EdgeList list(ties);
    std::vector<float> weights(ties.size());
    std::iota(weights.begin(), weights.end(), 0.5f);
    std::vector<std::uint32_t> years(ties.size());
    std::iota(years.begin(), years.end(), 1990u);
    list.columns.add(warmth, std::span<const float>(weights));
    list.columns.add(met_in, std::span<const std::uint32_t>(years));
    const GraphOptions options{.narrow_arcs = wide ? 0u : 1000000u};
    return directed ? Graph::directed(size, list, options) : Graph::undirected(size, list, options);
}

bool same(const Graph& a, const Graph& b) {
    const auto equal = [](auto one, auto other) {
        return std::equal(one.begin(), one.end(), other.begin(), other.end());
    };
    return a.is_undirected() == b.is_undirected() && a.size() == b.size() && equal(a.starts(), b.starts()) &&
           equal(a.wide_starts(), b.wide_starts()) && equal(a.targets(), b.targets()) &&
           equal(a.values(warmth), b.values(warmth)) && equal(a.values(met_in), b.values(met_in));
}

/// How far apart the rows of two who are tied are at most.
Index bandwidth(const Graph& graph) {
    Index widest = 0;
    for (Index v = 0; v < graph.size(); ++v) {
        for (const Index u : graph.neighbours(v)) widest = std::max(widest, u > v ? u - v : v - u);
    }
    return widest;
}

Graph ring_of(Index size) {
    std::vector<Edge> ties;
    for (Index v = 0; v < size; ++v) ties.emplace_back(v, (v + 1) % size);
    return Graph::undirected(size, ties);
}

}  // namespace

TEST(Numbering, new_row_k_is_the_old_row_listed_there) {
    const Numbering numbering({2, 0, 3, 1});
    EXPECT_EQ(listed(numbering.new_rows()), (std::vector<Index>{1, 3, 0, 2}));
    const std::vector<std::string> names{"a", "b", "c", "d"};
    EXPECT_EQ(numbering.apply(std::span(names)), (std::vector<std::string>{"c", "a", "d", "b"}));
    EXPECT_EQ(listed(Numbering::identity(3).old_rows()), (std::vector<Index>{0, 1, 2}));
    EXPECT_EQ(Numbering({}).size(), 0u);
}

TEST(Numbering, an_order_that_leaves_a_row_out_is_refused_with_the_reason) {
    EXPECT_EQ(complaint([] {
                  Numbering({0, 3, 1});
              }),
              "numbering: new row 1 is old row 3; it must be below the number of rows, 3");
    EXPECT_EQ(complaint([] {
                  Numbering({2, 1, 0, 1});
              }),
              "numbering: new row 3 is old row 1, and so is new row 1; each old row must come once");
}

TEST(Numbering, values_and_graphs_of_another_length_are_refused) {
    const std::vector<int> values(4);
    EXPECT_EQ(complaint([&] { Numbering::identity(3).apply(std::span(values)); }),
              "numbering: 4 values for 3 rows; there must be one for each");
    EXPECT_THROW(Numbering::identity(3).apply(ring_of(4)), Error);
    EXPECT_THROW(Numbering::identity(3).with_degree_windows(ring_of(4)), Error);
    const std::vector<Edge> arc{{0, 1}};
    EXPECT_EQ(complaint([&] { Numbering::identity(2).apply(Graph::bipartite(2, 2, arc)); }),
              "numbering: the graph is bipartite; it must tie agents of one kind");
}

TEST(Numbering, groups_are_sorted_by_the_first_key_and_within_it_by_the_next) {
    const std::vector<std::uint32_t> community{1, 0, 1, 0, 1, 0};
    const std::vector<std::uint32_t> household{7, 9, 5, 9, 7, 8};
    const std::vector<Key> keys{community, household};
    EXPECT_EQ(listed(Numbering::by_groups(keys).old_rows()), (std::vector<Index>{5, 1, 3, 2, 0, 4}));
}

TEST(Numbering, keys_of_different_lengths_or_none_are_refused) {
    const std::vector<std::uint32_t> three(3), four(4);
    const std::vector<Key> keys{three, three, four};
    EXPECT_EQ(complaint([&] { Numbering::by_groups(keys); }),
              "numbering: key 2 has 4 values and key 0 has 3; all must be of one length");
    EXPECT_EQ(complaint([] { Numbering::by_groups({}); }),
              "numbering: there are no keys to sort by; there must be at least one");
}

RC_GTEST_PROP(Numbering, equal_keys_keep_their_order, (std::vector<std::uint32_t> keys)) {
    for (std::uint32_t& key : keys) key %= 4;
    const auto rows = listed(shuffled(keys).old_rows());
    for (std::size_t k = 1; k < rows.size(); ++k) {
        RC_ASSERT(std::pair(keys[rows[k - 1]], rows[k - 1]) < std::pair(keys[rows[k]], rows[k]));
    }
}

RC_GTEST_PROP(Numbering, a_graph_moved_and_moved_back_is_the_same_graph,
              (const std::vector<std::uint32_t>& keys, const std::vector<std::uint32_t>& agents)) {
    RC_PRE(!keys.empty());
    const Numbering numbering = shuffled(keys);
    const Numbering back(listed(numbering.new_rows()));
    for (const bool directed : {false, true}) {
        for (const bool wide : {false, true}) {
            const Graph graph = with_columns(directed, numbering.size(), agents, wide);
            const Graph moved = numbering.apply(graph);
            RC_ASSERT(moved.is_wide() == graph.is_wide());
            RC_ASSERT(same(back.apply(moved), graph));
        }
    }
    const std::vector<std::uint32_t> moved_keys = numbering.apply(Key(keys));
    RC_ASSERT(std::is_sorted(moved_keys.begin(), moved_keys.end()));
    RC_ASSERT(back.apply(Key(moved_keys)) == keys);
}

RC_GTEST_PROP(Numbering, ties_keep_their_ends_and_what_they_carry,
              (const std::vector<std::uint32_t>& keys, const std::vector<std::uint32_t>& agents)) {
    RC_PRE(!keys.empty());
    const Numbering numbering = shuffled(keys);
    const Graph graph = with_columns(agents.size() % 2 == 0, numbering.size(), agents, false);
    const Graph moved = numbering.apply(graph);
    RC_ASSERT(moved.arcs() == graph.arcs());
    for (Index v = 0; v < graph.size(); ++v) {
        const Index new_row = numbering.new_rows()[v];
        RC_ASSERT(moved.degree(new_row) == graph.degree(v));
        for (const Index u : graph.neighbours(v)) {
            const std::uint64_t old_arc = graph.find_arc(v, u);
            const std::uint64_t arc = moved.find_arc(new_row, numbering.new_rows()[u]);
            RC_ASSERT(arc < moved.arcs());
            RC_ASSERT(moved.values(warmth)[arc] == graph.values(warmth)[old_arc]);
            RC_ASSERT(moved.values(met_in)[arc] == graph.values(met_in)[old_arc]);
        }
    }
}

TEST(Numbering, threads_move_a_graph_to_the_same_place) {
    Workers three(3);
    const Graph graph = generate(SmallWorld{.degree = 8, .rewiring = 0.5}, 3000, Layer{"ties"}, {2, 0}, three);
    const Numbering numbering = Numbering::reverse_cuthill_mckee(graph);
    const Graph one = numbering.apply(graph);
    const Graph many = numbering.apply(graph, &three);
    EXPECT_TRUE(std::equal(one.targets().begin(), one.targets().end(), many.targets().begin(), many.targets().end()));
}

// A ring cannot do better than 2: somebody's row is the first, and only one neighbour fits beside it.
RC_GTEST_PROP(Numbering, reverse_cuthill_mckee_finds_the_bandwidth_of_a_shuffled_ring,
              (const std::vector<std::uint32_t>& keys)) {
    RC_PRE(keys.size() >= 3);
    const Graph ring = shuffled(keys).apply(ring_of(static_cast<Index>(keys.size())));
    RC_ASSERT(bandwidth(Numbering::reverse_cuthill_mckee(ring).apply(ring)) == 2);
}

// A grid of m by n, m <= n, has bandwidth m (Chvatalova 1975, doi:10.1016/0012-365X(75)90039-4).
TEST(Numbering, reverse_cuthill_mckee_comes_within_one_of_the_bandwidth_of_shuffled_grids) {
    constexpr Index wide = 6, high = 15, grids = 3;
    std::vector<Edge> ties;
    for (Index v = 0; v < wide * high * grids; ++v) {
        if (v % wide + 1 < wide) ties.emplace_back(v, v + 1);
        if (v / wide % high + 1 < high) ties.emplace_back(v, v + wide);
    }
    const Graph grid = Graph::undirected(wide * high * grids, ties);
    std::vector<std::uint32_t> keys(grid.size());
    for (Index v = 0; v < grid.size(); ++v) keys[v] = v * 2654435761u;
    const Graph mixed = shuffled(keys).apply(grid);
    ASSERT_GT(bandwidth(mixed), 100u);
    EXPECT_LE(bandwidth(Numbering::reverse_cuthill_mckee(mixed).apply(mixed)), wide + 1);
}

// Boost seeks its own starts, in a time that grows with agents times components; degrees, and then rows, are told apart
// here too.
RC_GTEST_PROP(Numbering, reverse_cuthill_mckee_is_the_order_of_boost, (const std::vector<std::uint32_t>& agents)) {
    const Graph graph = with_columns(false, 1 + static_cast<Index>(agents.size() / 2), agents, false);
    const auto degrees = boost::make_function_property_map<Index>(
        [&](Index v) { return std::uint64_t{graph.degree(v)} * graph.size() + v; });
    std::vector<Index> expected(graph.size());
    std::vector<boost::default_color_type> colours(graph.size());
    boost::cuthill_mckee_ordering(graph, expected.rbegin(), colours.data(), degrees);
    RC_ASSERT(listed(Numbering::reverse_cuthill_mckee(graph).old_rows()) == expected);
}

TEST(Numbering, reverse_cuthill_mckee_keeps_components_together_and_agents_alone) {
    const std::vector<Edge> ties{{0, 5}, {5, 3}, {1, 6}};
    const Numbering numbering = Numbering::reverse_cuthill_mckee(Graph::undirected(8, ties));
    std::vector<Index> rows;
    for (const Index v : {0u, 5u, 3u}) rows.push_back(numbering.new_rows()[v]);
    EXPECT_EQ(*std::max_element(rows.begin(), rows.end()) - *std::min_element(rows.begin(), rows.end()), 2u);
    EXPECT_EQ(Numbering::reverse_cuthill_mckee(Graph()).size(), 0u);
    EXPECT_THROW(Numbering::reverse_cuthill_mckee(Graph::directed(8, ties)), Error);
}

TEST(Numbering, windows_stand_by_descending_degree_and_equals_keep_their_order) {
    // Degrees of rows 0 to 7: 1, 3, 2, 2, 1, 0, 1, 2.
    const std::vector<Edge> ties{{0, 1}, {1, 2}, {1, 3}, {2, 3}, {4, 7}, {7, 6}};
    const Graph graph = Graph::undirected(8, ties);
    const auto rows = [&](Index window, std::vector<Index> segments) {
        return listed(Numbering::identity(8).with_degree_windows(graph, window, segments).old_rows());
    };
    EXPECT_EQ(rows(8, {}), (std::vector<Index>{1, 2, 3, 7, 0, 4, 6, 5}));
    EXPECT_EQ(rows(3, {}), (std::vector<Index>{1, 2, 0, 3, 4, 5, 7, 6}));
    EXPECT_EQ(rows(3, {0, 2, 2, 8}), (std::vector<Index>{1, 0, 2, 3, 4, 7, 6, 5}));
    EXPECT_EQ(rows(1, {}), (std::vector<Index>{0, 1, 2, 3, 4, 5, 6, 7}));
    EXPECT_EQ(listed(Numbering({7, 6, 5, 4, 3, 2, 1, 0}).with_degree_windows(graph, 4).old_rows()),
              (std::vector<Index>{7, 6, 4, 5, 1, 3, 2, 0}));
}

TEST(Numbering, windows_of_no_rows_and_segments_that_do_not_ascend_are_refused) {
    const Graph graph = ring_of(4);
    const Numbering numbering = Numbering::identity(4);
    EXPECT_EQ(complaint([&] { numbering.with_degree_windows(graph, 0); }),
              "numbering: windows have 0 rows; it must be at least 1");
    const std::vector<Index> falling{2, 1}, beyond{2, 5};
    EXPECT_EQ(complaint([&] { numbering.with_degree_windows(graph, 4, falling); }),
              "numbering: a segment starts at row 1 after one at row 2; starts must ascend and not be above the number "
              "of rows, 4");
    EXPECT_THROW(numbering.with_degree_windows(graph, 4, beyond), Error);
}

RC_GTEST_PROP(Numbering, no_agent_leaves_its_window, (const std::vector<std::uint32_t>& keys)) {
    RC_PRE(keys.size() >= 3);
    const Index size = static_cast<Index>(keys.size());
    const Graph graph = with_columns(false, size, {0, 1, 2, 7, 1, 5}, false);
    const Numbering before = shuffled(keys);
    const Index window = 1 + keys[0] % size;
    const Numbering after = before.with_degree_windows(graph, window);
    for (Index k = 0; k < size; ++k) {
        RC_ASSERT(before.new_rows()[after.old_rows()[k]] / window == k / window);
        if (k % window == 0) continue;
        RC_ASSERT(graph.degree(after.old_rows()[k - 1]) >= graph.degree(after.old_rows()[k]));
    }
}
