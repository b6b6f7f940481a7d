// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/graph_measures.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/graph/breadth_first_search.hpp>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph_boost.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <cstring>
#include <numeric>
#include <random>
#include <string>
#include <vector>

using namespace commonweal::core;

namespace {

constexpr Column<float> width{"width"};

Workers& pair_of_workers() {
    static Workers workers(2);
    return workers;
}

/// The 78 ties of a karate club: Zachary 1977 (doi:10.1086/jar.33.4.3629752), figure 2; member k is row k - 1.
Graph karate_club() {
    const std::vector<std::vector<Index>> higher{{2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32},
                                                 {3, 4, 8, 14, 18, 20, 22, 31},
                                                 {4, 8, 9, 10, 14, 28, 29, 33},
                                                 {8, 13, 14},
                                                 {7, 11},
                                                 {7, 11, 17},
                                                 {17},
                                                 {},
                                                 {31, 33, 34},
                                                 {34},
                                                 {},
                                                 {},
                                                 {},
                                                 {34},
                                                 {33, 34},
                                                 {33, 34},
                                                 {},
                                                 {},
                                                 {33, 34},
                                                 {34},
                                                 {33, 34},
                                                 {},
                                                 {33, 34},
                                                 {26, 28, 30, 33, 34},
                                                 {26, 28, 32},
                                                 {32},
                                                 {30, 34},
                                                 {34},
                                                 {32, 34},
                                                 {33, 34},
                                                 {33, 34},
                                                 {33, 34},
                                                 {34}};
    std::vector<Edge> ties;
    for (Index member = 1; member <= higher.size(); ++member) {
        for (const Index other : higher[member - 1]) ties.emplace_back(member - 1, other - 1);
    }
    return Graph::undirected(34, ties);
}

Graph path_of(Index size) {
    std::vector<Edge> ties;
    for (Index v = 1; v < size; ++v) ties.emplace_back(v - 1, v);
    return Graph::undirected(size, ties);
}

/// Agent 0 and its rays.
Graph star_of(Index size) {
    std::vector<Edge> ties;
    for (Index v = 1; v < size; ++v) ties.emplace_back(0, v);
    return Graph::undirected(size, ties);
}

Graph complete_of(Index size) {
    std::vector<Edge> ties;
    for (Index v = 0; v < size; ++v) {
        for (Index u = 0; u < v; ++u) ties.emplace_back(u, v);
    }
    return Graph::undirected(size, ties);
}

Index below(std::size_t bound, std::mt19937& engine) { return static_cast<Index>(engine() % bound); }

/// Sparse enough to fall into pieces.
Graph chance_graph(bool directed, Index size, std::mt19937& engine) {
    std::vector<Edge> ties;
    const std::size_t count = below(3 * size, engine);
    for (std::size_t k = 0; k < count; ++k) {
        const Edge tie{below(size, engine), below(size, engine)};
        if (tie.first != tie.second) ties.push_back(tie);
    }
    const GraphOptions options{.untidy = Untidy::drop, .narrow_arcs = engine() % 2 ? 0u : 1000u};
    return directed ? Graph::directed(size, ties, options) : Graph::undirected(size, ties, options);
}

/// Floyd and Warshall's distances and, for equal lengths, how many shortest paths there are.
struct AllPairs {
    explicit AllPairs(const Graph& graph) : size(graph.size()), distance(size * size, far), paths(size * size) {
        for (Index v = 0; v < size; ++v) {
            at(distance, v, v) = 0;
            for (const Index u : graph.neighbours(v)) at(distance, v, u) = 1;
        }
        for (Index k = 0; k < size; ++k) {
            for (Index v = 0; v < size; ++v) {
                for (Index u = 0; u < size; ++u) {
                    at(distance, v, u) = std::min(at(distance, v, u), at(distance, v, k) + at(distance, k, u));
                }
            }
        }
        for (Index v = 0; v < size; ++v) count_paths(graph, v);
    }
    void count_paths(const Graph& graph, Index v) {
        at(paths, v, v) = 1;
        for (int steps = 1; steps < static_cast<int>(size); ++steps) {
            for (Index k = 0; k < size; ++k) {
                if (at(distance, v, k) != steps - 1) continue;
                for (const Index u : graph.neighbours(k)) {
                    if (at(distance, v, u) == steps) at(paths, v, u) += at(paths, v, k);
                }
            }
        }
    }
    template <class T>
    T& at(std::vector<T>& values, Index v, Index u) const {
        return values[v * size + u];
    }

    static constexpr int far = 1 << 20;
    Index size;
    std::vector<int> distance;
    std::vector<double> paths;
};

template <class Compute>
std::string error_text(Compute compute) {
    try {
        compute();
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

Graph weighted_arcs(Index size, std::vector<Edge> ends, const std::vector<float>& values) {
    EdgeList list(std::move(ends));
    list.columns.add(width, std::span(values));
    return Graph::directed(size, list);
}

double flow_out_of(const Graph& graph, const MaxFlow& result, Index v) {
    double sum = 0.0;
    for (Index u = 0; u < graph.size(); ++u) {
        for (std::uint64_t arc = graph.first_arc(u); arc < graph.first_arc(u + 1); ++arc) {
            if (u == v) sum += result.flow[arc];
            if (graph.targets()[arc] == v) sum -= result.flow[arc];
        }
    }
    return sum;
}

/// A flow within the capacities that neither begins nor ends on the way, to the last bit, and never to and fro.
void expect_flow(const Graph& graph, const MaxFlow& result, Index source, Index sink) {
    const auto capacities = graph.values(width);
    ASSERT_EQ(result.flow.size(), graph.arcs());
    for (std::uint64_t arc = 0; arc < graph.arcs(); ++arc) {
        ASSERT_GE(result.flow[arc], 0.0);
        ASSERT_LE(result.flow[arc], static_cast<double>(capacities[arc]));
    }
    for (Index v = 0; v < graph.size(); ++v) {
        for (const Index u : graph.neighbours(v)) {
            if (!graph.adjacent(u, v)) continue;
            ASSERT_EQ(std::min(result.flow[graph.find_arc(v, u)], result.flow[graph.find_arc(u, v)]), 0.0);
        }
        const double expected = v == source ? result.value : v == sink ? -result.value : 0.0;
        ASSERT_EQ(flow_out_of(graph, result, v), expected) << v;
    }
}

double narrowest_cut(const Graph& graph, Index source, Index sink) {
    double narrowest = std::numeric_limits<double>::infinity();
    for (std::uint32_t side = 0; side < 1u << graph.size(); ++side) {
        if (!(side >> source & 1u) || (side >> sink & 1u)) continue;
        double cut = 0.0;
        for (Index v = 0; v < graph.size(); ++v) {
            for (std::uint64_t arc = graph.first_arc(v); arc < graph.first_arc(v + 1); ++arc) {
                if ((side >> v & 1u) && !(side >> graph.targets()[arc] & 1u)) cut += graph.values(width)[arc];
            }
        }
        narrowest = std::min(narrowest, cut);
    }
    return narrowest;
}

}  // namespace

// The values are those of the literature (mean clustering 0.57, betweenness of member 1 231.07), with more digits from
// networkx 3.6.1.
TEST(GraphMeasures, the_karate_club_has_its_published_values) {
    const Graph club = karate_club();
    ASSERT_EQ(club.arcs(), 2u * 78u);
    const auto between = betweenness(club);
    EXPECT_NEAR(between[0], 231.0714285714286, 1e-9);
    EXPECT_NEAR(between[33], 160.5515873015873, 1e-9);
    EXPECT_NEAR(between[2], 75.85079365079366, 1e-9);
    EXPECT_EQ(between[7], 0.0);
    const auto close = closeness(club, pair_of_workers());
    EXPECT_NEAR(close[0], 33.0 / 58.0, 1e-15);
    EXPECT_NEAR(close[33], 0.55, 1e-15);
    EXPECT_NEAR(close[16], 0.28448275862068967, 1e-15);
    const auto ranks = page_rank(club);
    EXPECT_NEAR(ranks[33], 0.1009191823325516, 1e-8);
    EXPECT_NEAR(ranks[0], 0.0969972853883738, 1e-8);
    EXPECT_NEAR(ranks[11], 0.0095647454921412, 1e-8);
    const auto cores = core_numbers(club);
    EXPECT_EQ(cores, (std::vector<std::uint32_t>{4, 4, 4, 4, 3, 3, 3, 4, 4, 2, 3, 1, 2, 4, 2, 2, 2,
                                                 2, 2, 3, 2, 2, 2, 3, 3, 3, 2, 3, 3, 3, 4, 3, 4, 4}));
    EXPECT_NEAR(mean_clustering(club, pair_of_workers()), 0.5706384782076823, 1e-15);
    EXPECT_NEAR(clustering(club, pair_of_workers())[0], 0.15, 1e-15);
    EXPECT_NEAR(degree_assortativity(club), -0.47561309768461413, 1e-14);
    EXPECT_EQ(components(club), std::vector<Index>(34, 0));
}

TEST(GraphMeasures, components_are_what_distances_connect_even_against_the_arcs) {
    std::mt19937 engine(1);
    for (int trial = 0; trial < 60; ++trial) {
        const Graph graph = chance_graph(trial % 2 == 0, 1 + below(20, engine), engine);
        std::vector<Edge> either_way = graph.edges().ends;
        AllPairs pairs(Graph::undirected(graph.size(), either_way, {.untidy = Untidy::drop}));
        const auto component = components(graph);
        for (Index v = 0; v < graph.size(); ++v) {
            Index lowest = 0;
            while (pairs.at(pairs.distance, v, lowest) >= AllPairs::far) ++lowest;
            ASSERT_EQ(component[v], lowest);
        }
    }
}

// Whoever has fewer than k ties among the rest is taken away until nobody has: those left are the k-core.
TEST(GraphMeasures, core_numbers_equal_those_of_peeling_one_core_after_another) {
    std::mt19937 engine(2);
    for (int trial = 0; trial < 40; ++trial) {
        const Graph graph = chance_graph(false, 1 + below(30, engine), engine);
        std::vector<std::uint32_t> expected(graph.size(), 0);
        std::vector<bool> left(graph.size(), true);
        for (std::uint32_t k = 1; std::find(left.begin(), left.end(), true) != left.end(); ++k) {
            for (bool again = true; again;) {
                again = false;
                for (Index v = 0; v < graph.size(); ++v) {
                    const auto row = graph.neighbours(v);
                    const auto ties = std::count_if(row.begin(), row.end(), [&](Index u) { return left[u]; });
                    if (!left[v] || ties >= k) continue;
                    left[v] = false;
                    again = true;
                    expected[v] = k - 1;
                }
            }
        }
        ASSERT_EQ(core_numbers(graph), expected);
    }
}

// On a path agent k lies between k before it and n - 1 - k behind it; a star's hub between all pairs of rays.
TEST(GraphMeasures, betweenness_has_its_closed_forms) {
    const auto path = betweenness(path_of(9));
    for (Index v = 0; v < 9; ++v) EXPECT_EQ(path[v], v * (8.0 - v));
    EXPECT_EQ(betweenness(star_of(7)), (std::vector<double>{15, 0, 0, 0, 0, 0, 0}));
    EXPECT_EQ(betweenness(complete_of(5)), std::vector<double>(5, 0.0));
    EXPECT_TRUE(betweenness(Graph()).empty());
}

// A chain of n squares has 2^n shortest paths from end to end; half of what passes a square goes by each of its sides.
TEST(GraphMeasures, betweenness_does_not_overflow_where_shortest_paths_double_with_every_square) {
    constexpr Index squares = 80;
    std::vector<Edge> ties;
    for (Index k = 0; k < squares; ++k) {
        for (const Index side : {3 * k + 1, 3 * k + 2}) {
            ties.emplace_back(3 * k, side);
            ties.emplace_back(side, 3 * k + 3);
        }
    }
    const Index size = 3 * squares + 1;
    const auto between = betweenness(Graph::undirected(size, ties));
    for (Index k = 0; k < squares; ++k) {
        const double before = 3.0 * k + 1.0;
        const double behind = size - before - 2.0;
        EXPECT_NEAR(between[3 * k + 1], before * behind / 2.0, 1e-12 * before * behind);
    }
}

TEST(GraphMeasures, betweenness_and_closeness_equal_those_from_all_pairs) {
    std::mt19937 engine(3);
    for (int trial = 0; trial < 40; ++trial) {
        const bool directed = trial % 2 == 0;
        const Graph graph = chance_graph(directed, 1 + below(24, engine), engine);
        AllPairs pairs(graph);
        const auto between = betweenness(graph);
        const auto close = closeness(graph, pair_of_workers());
        for (Index k = 0; k < graph.size(); ++k) {
            double through = 0.0, reached = 0.0, sum = 0.0;
            for (Index v = 0; v < graph.size(); ++v) {
                const int direct = pairs.at(pairs.distance, k, v);
                reached += direct < AllPairs::far;
                sum += direct < AllPairs::far ? direct : 0;
                for (Index u = 0; u < graph.size(); ++u) {
                    const int way = pairs.at(pairs.distance, v, k) + pairs.at(pairs.distance, k, u);
                    if (v == u || v == k || u == k || way >= AllPairs::far) continue;
                    if (way == pairs.at(pairs.distance, v, u))
                        through +=
                            pairs.at(pairs.paths, v, k) * pairs.at(pairs.paths, k, u) / pairs.at(pairs.paths, v, u);
                }
            }
            ASSERT_NEAR(between[k], directed ? through : through / 2.0, 1e-9);
            const double expected = sum > 0.0 ? (reached - 1) / (graph.size() - 1.0) * (reached - 1) / sum : 0.0;
            ASSERT_NEAR(close[k], expected, 1e-12);
        }
    }
}

// networkx 3.6.1: closeness_centrality of the reversed graph, pagerank(tol=1e-15).
TEST(GraphMeasures, a_directed_graph_has_the_values_of_networkx) {
    const std::vector<Edge> arcs{{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}, {4, 5}, {5, 3}, {5, 6}, {1, 6}};
    const Graph graph = Graph::directed(8, arcs);
    EXPECT_EQ(betweenness(graph), (std::vector<double>{2, 6, 7, 7, 5, 3, 0, 0}));
    const std::vector<double> close{0.3025210084033613,
                                    0.3956043956043956,
                                    0.42857142857142855,
                                    0.21428571428571427,
                                    0.2571428571428571,
                                    0.3214285714285714,
                                    0.0,
                                    0.0};
    const std::vector<double> ranks{0.07737271480782204, 0.10655689567538892, 0.08607676875078066,
                                    0.1579419811564453,  0.17504077207171886, 0.18957474434969984,
                                    0.16664603509940396, 0.040790088088740316};
    const auto own_close = closeness(graph, pair_of_workers());
    const auto own_ranks = page_rank(graph, {.tolerance = 1e-14});
    for (Index v = 0; v < 8; ++v) {
        EXPECT_NEAR(own_close[v], close[v], 1e-15);
        EXPECT_NEAR(own_ranks[v], ranks[v], 1e-13);
    }
}

TEST(GraphMeasures, closeness_of_many_agents_equals_boosts_breadth_first_search_from_each) {
    const Graph graph =
        generate(SmallWorld{.degree = 4, .rewiring = 0.2}, 1100, Layer{"ties"}, {1, 0}, pair_of_workers());
    const auto close = closeness(graph, pair_of_workers());
    for (Index v = 0; v < graph.size(); v += 13) {
        std::vector<double> distance(graph.size(), 0.0);
        boost::breadth_first_search(
            graph, v,
            boost::visitor(boost::make_bfs_visitor(boost::record_distances(distance.data(), boost::on_tree_edge()))));
        const double sum = std::accumulate(distance.begin(), distance.end(), 0.0);
        ASSERT_NEAR(close[v], 1099.0 / sum, 1e-15);
    }
}

TEST(GraphMeasures, the_number_of_threads_changes_no_bit) {
    const Graph graph =
        generate(SmallWorld{.degree = 6, .rewiring = 0.2}, 1500, Layer{"ties"}, {1, 0}, pair_of_workers());
    Workers one(1), three(3);
    EXPECT_EQ(closeness(graph, one), closeness(graph, three));
    EXPECT_EQ(clustering(graph, one), clustering(graph, three));
    EXPECT_EQ(mean_clustering(graph, one), mean_clustering(graph, three));
}

TEST(GraphMeasures, page_rank_gives_the_share_of_an_agent_without_arcs_to_all) {
    const std::vector<Edge> arc{{0, 1}};
    const auto ranks = page_rank(Graph::directed(2, arc), {.damping = 0.5, .tolerance = 1e-15});
    // r0 = 1/4 + r1/4 and r0 + r1 = 1.
    EXPECT_NEAR(ranks[0], 0.4, 1e-14);
    EXPECT_NEAR(ranks[1], 0.6, 1e-14);
    EXPECT_EQ(page_rank(Graph::undirected(4, {})), std::vector<double>(4, 0.25));
    EXPECT_TRUE(page_rank(Graph()).empty());
}

TEST(GraphMeasures, page_rank_refuses_what_does_not_converge) {
    const Graph star = star_of(5);
    EXPECT_EQ(error_text([&] { page_rank(star, {.damping = 1.0}); }),
              "page rank: the damping is 1; it must be in [0, 1)");
    EXPECT_EQ(error_text([&] { page_rank(star, {.damping = -0.5}); }),
              "page rank: the damping is -0.5; it must be in [0, 1)");
    EXPECT_EQ(error_text([&] { page_rank(star, {.tolerance = 0.0}); }),
              "page rank: the tolerance is 0; it must be above 0");
    const std::string slow = error_text([&] { page_rank(star, {.most_rounds = 3}); });
    EXPECT_EQ(slow.rfind("page rank: after 3 rounds a rank still changes by 0.", 0), 0u) << slow;
    EXPECT_NE(slow.find(", more than the tolerance of 1e-09"), std::string::npos) << slow;
}

TEST(GraphMeasures, clustering_is_the_share_of_pairs_of_neighbours_that_are_tied) {
    std::mt19937 engine(5);
    for (int trial = 0; trial < 40; ++trial) {
        const Graph graph = chance_graph(false, 1 + below(12, engine), engine);
        const auto shares = clustering(graph, pair_of_workers());
        for (Index v = 0; v < graph.size(); ++v) {
            double tied = 0.0, pairs = 0.0;
            for (const Index a : graph.neighbours(v)) {
                for (const Index b : graph.neighbours(v)) {
                    pairs += a < b;
                    tied += a < b && graph.adjacent(a, b);
                }
            }
            ASSERT_EQ(shares[v], pairs > 0.0 ? tied / pairs : 0.0);
        }
    }
    EXPECT_EQ(clustering(complete_of(6), pair_of_workers()), std::vector<double>(6, 1.0));
    EXPECT_EQ(mean_clustering(Graph(), pair_of_workers()), 0.0);
}

// A wheel of n spokes: the hub's neighbours form a ring, n of its n (n - 1) / 2 pairs; a rim agent knows three, of whom
// the hub knows both others.
TEST(GraphMeasures, clustering_around_a_hub_has_its_closed_form) {
    constexpr Index spokes = 200;
    std::vector<Edge> ties;
    for (Index k = 0; k < spokes; ++k) {
        ties.emplace_back(spokes, k);
        ties.emplace_back(k, (k + 1) % spokes);
    }
    const auto shares = clustering(Graph::undirected(spokes + 1, ties), pair_of_workers());
    EXPECT_EQ(shares[spokes], 2.0 / (spokes - 1.0));
    for (Index k = 0; k < spokes; ++k) ASSERT_EQ(shares[k], 4.0 / 6.0);
}

TEST(GraphMeasures, degree_assortativity_is_minus_one_on_a_star_and_undefined_among_equals) {
    EXPECT_NEAR(degree_assortativity(star_of(9)), -1.0, 1e-15);
    // Degrees 1, 2, 2, 1: over the six arcs the mean is 5/3, the variance 2/9 and the covariance 8/3 - 25/9 = -1/9.
    EXPECT_NEAR(degree_assortativity(path_of(4)), -0.5, 1e-15);
    EXPECT_TRUE(std::isnan(degree_assortativity(complete_of(7))));
    EXPECT_TRUE(std::isnan(degree_assortativity(Graph::undirected(3, {}))));
}

TEST(GraphMeasures, shortest_paths_equal_the_distances_of_all_pairs_and_lead_there) {
    std::mt19937 engine(6);
    for (int trial = 0; trial < 40; ++trial) {
        const Graph graph = chance_graph(trial % 2 == 0, 1 + below(20, engine), engine);
        AllPairs pairs(graph);
        const Index source = below(graph.size(), engine);
        const ShortestPaths paths = shortest_paths(graph, source);
        for (Index v = 0; v < graph.size(); ++v) {
            const int expected = pairs.at(pairs.distance, source, v);
            const Index before = paths.predecessor[v];
            if (expected >= AllPairs::far) {
                ASSERT_EQ(paths.distance[v], ShortestPaths::unreachable);
                ASSERT_EQ(before, v);
            } else if (v == source) {
                ASSERT_EQ(paths.distance[v], 0.0);
                ASSERT_EQ(before, v);
            } else {
                ASSERT_EQ(paths.distance[v], expected);
                ASSERT_TRUE(graph.adjacent(before, v));
                ASSERT_EQ(paths.distance[before], expected - 1);
            }
        }
    }
}

// Figure 24.6 of Cormen et al., Introduction to Algorithms (3rd edition): s, t, x, y, z.
TEST(GraphMeasures, shortest_paths_follow_the_lengths_of_a_column) {
    const Graph roads =
        weighted_arcs(5, {{0, 1}, {0, 3}, {1, 2}, {1, 3}, {2, 4}, {3, 1}, {3, 2}, {3, 4}, {4, 0}, {4, 2}},
                      {10, 5, 1, 2, 4, 3, 9, 2, 7, 6});
    const ShortestPaths paths = shortest_paths(roads, 0, width);
    EXPECT_EQ(paths.distance, (std::vector<double>{0, 8, 9, 5, 7}));
    EXPECT_EQ(paths.predecessor, (std::vector<Index>{0, 3, 1, 0, 3}));
}

TEST(GraphMeasures, an_infinite_length_is_no_way_and_zero_is_one) {
    const float endless = std::numeric_limits<float>::infinity();
    const Graph roads = weighted_arcs(4, {{0, 1}, {1, 2}, {0, 3}}, {0.0f, endless, 2.5f});
    const ShortestPaths paths = shortest_paths(roads, 0, width);
    EXPECT_EQ(paths.distance, (std::vector<double>{0, 0, ShortestPaths::unreachable, 2.5}));
    EXPECT_EQ(paths.predecessor, (std::vector<Index>{0, 0, 2, 0}));
}

TEST(GraphMeasures, shortest_paths_refuse_a_foreign_source_and_negative_lengths) {
    const Graph roads = weighted_arcs(4, {{0, 1}, {2, 3}}, {1.0f, -0.5f});
    EXPECT_EQ(error_text([&] { shortest_paths(roads, 4); }),
              "shortest paths: the source is row 4; it must be below the number of agents, 4");
    EXPECT_EQ(error_text([&] { shortest_paths(roads, 0, width); }),
              "shortest paths: the length from 2 to 3 is -0.5; it must not be negative");
    EXPECT_EQ(error_text([&] { shortest_paths(roads, 0, Column<float>{"depth"}); }),
              "edges have no column 'depth'; there are: width");
}

// Figure 26.1 of Cormen et al., Introduction to Algorithms (3rd edition): from Vancouver, row 0, to Winnipeg, row 5.
TEST(GraphMeasures, the_textbooks_network_carries_23) {
    const Graph trucks = weighted_arcs(6, {{0, 1}, {0, 2}, {1, 3}, {2, 1}, {2, 4}, {3, 2}, {3, 5}, {4, 3}, {4, 5}},
                                       {16, 13, 12, 4, 14, 9, 20, 7, 4});
    const MaxFlow result = max_flow(trucks, 0, 5, width);
    EXPECT_EQ(result.value, 23.0);
    expect_flow(trucks, result, 0, 5);
}

TEST(GraphMeasures, the_largest_flow_fills_the_narrowest_cut) {
    std::mt19937 engine(7);
    for (int trial = 0; trial < 150; ++trial) {
        const Index size = 2 + below(7, engine);
        const Graph bare = chance_graph(trial % 2 == 0, size, engine);
        EdgeList list(bare.edges().ends);
        std::vector<float> capacities;
        for (std::size_t k = 0; k < list.ends.size(); ++k)
            capacities.push_back(static_cast<float>(below(40, engine)) / 8.0f);
        list.columns.add(width, std::span<const float>(capacities));
        const Graph graph = bare.is_undirected() ? Graph::undirected(size, list) : Graph::directed(size, list);
        const MaxFlow result = max_flow(graph, 0, size - 1, width);
        ASSERT_EQ(result.value, narrowest_cut(graph, 0, size - 1));
        expect_flow(graph, result, 0, size - 1);
    }
}

TEST(GraphMeasures, flows_are_conserved_to_the_bit_whatever_the_capacities) {
    std::mt19937 engine(8);
    std::uniform_real_distribution<float> exponent(-12.0f, 12.0f);
    for (int trial = 0; trial < 60; ++trial) {
        const Graph bare = chance_graph(true, 8, engine);
        EdgeList list(bare.edges().ends);
        std::vector<float> capacities;
        for (std::size_t k = 0; k < list.ends.size(); ++k) capacities.push_back(std::pow(10.0f, exponent(engine)));
        list.columns.add(width, std::span<const float>(capacities));
        const Graph graph = Graph::directed(8, list);
        const MaxFlow result = max_flow(graph, 0, 7, width);
        ASSERT_NEAR(result.value, narrowest_cut(graph, 0, 7), 1e-12 * result.value);
        expect_flow(graph, result, 0, 7);
    }
}

TEST(GraphMeasures, capacities_without_bound_do_not_blur_a_small_flow) {
    const float endless = std::numeric_limits<float>::infinity();
    const Graph graph =
        weighted_arcs(5, {{0, 1}, {0, 2}, {1, 3}, {2, 3}, {3, 4}, {1, 4}}, {endless, 1e30f, 0.1f, 0.3f, endless, 0.7f});
    const MaxFlow result = max_flow(graph, 0, 4, width);
    EXPECT_NEAR(result.value, double{0.1f} + double{0.3f} + double{0.7f}, 1e-14);
    expect_flow(graph, result, 0, 4);
}

TEST(GraphMeasures, many_capacities_without_bound_do_not_blur_what_meets_behind_them) {
    const float endless = std::numeric_limits<float>::infinity();
    std::vector<Edge> arcs;
    std::vector<float> capacities;
    for (Index v = 1; v <= 100; ++v) {
        arcs.insert(arcs.end(), {{0, v}, {v, 101}});
        capacities.insert(capacities.end(), {endless, endless});
    }
    arcs.emplace_back(101, 102);
    capacities.push_back(0.1f);
    const Graph graph = weighted_arcs(103, arcs, capacities);
    const MaxFlow result = max_flow(graph, 0, 102, width);
    EXPECT_EQ(result.value, double{0.1f});
    expect_flow(graph, result, 0, 102);
}

TEST(GraphMeasures, ties_carry_flow_one_way) {
    EdgeList list({{0, 1}, {1, 2}, {0, 2}, {2, 3}});
    const std::vector<float> capacities{2, 2, 1, 5};
    list.columns.add(width, std::span(capacities));
    const Graph graph = Graph::undirected(4, list);
    const MaxFlow result = max_flow(graph, 3, 0, width);
    EXPECT_EQ(result.value, 3.0);
    expect_flow(graph, result, 3, 0);
    EXPECT_EQ(result.flow[graph.find_arc(2, 3)], 0.0);
    EXPECT_EQ(result.flow[graph.find_arc(3, 2)], 3.0);
    EXPECT_EQ(max_flow(graph, 1, 2, width).value, 3.0);
}

TEST(GraphMeasures, max_flow_refuses_what_has_no_answer) {
    const float endless = std::numeric_limits<float>::infinity();
    const Graph graph = weighted_arcs(4, {{0, 1}, {1, 2}, {2, 3}}, {endless, endless, -1.0f});
    EXPECT_EQ(error_text([&] { max_flow(graph, 0, 4, width); }),
              "maximum flow: the sink is row 4; it must be below the number of agents, 4");
    EXPECT_EQ(error_text([&] { max_flow(graph, 9, 0, width); }),
              "maximum flow: the source is row 9; it must be below the number of agents, 4");
    EXPECT_EQ(error_text([&] { max_flow(graph, 2, 2, width); }),
              "maximum flow: source and sink are both row 2; they must differ");
    EXPECT_EQ(error_text([&] { max_flow(graph, 0, 2, width); }),
              "maximum flow: the capacity from 2 to 3 is -1; it must not be negative");
    const Graph open = weighted_arcs(3, {{0, 1}, {1, 2}}, {endless, endless});
    EXPECT_EQ(error_text([&] { max_flow(open, 0, 2, width); }),
              "maximum flow: arcs of infinite capacity lead from row 0 to row 2, so no flow is the largest");
}

TEST(GraphMeasures, graphs_of_another_kind_are_refused) {
    const std::vector<Edge> arc{{0, 1}};
    const Graph directed = Graph::directed(2, arc);
    const Graph bipartite = Graph::bipartite(2, 2, arc);
    Workers& workers = pair_of_workers();
    EXPECT_EQ(error_text([&] { components(bipartite); }),
              "components: the graph is bipartite; it must tie agents of one kind");
    EXPECT_THROW(betweenness(bipartite), Error);
    EXPECT_THROW(closeness(bipartite, workers), Error);
    EXPECT_THROW(page_rank(bipartite), Error);
    EXPECT_THROW(shortest_paths(bipartite, 0), Error);
    EXPECT_THROW(max_flow(bipartite, 0, 1, width), Error);
    EXPECT_THROW(core_numbers(bipartite), Error);
    EXPECT_EQ(error_text([&] { core_numbers(directed); }),
              "core numbers: the arcs of the graph have a direction; it must be undirected");
    EXPECT_THROW(clustering(directed, workers), Error);
    EXPECT_THROW(mean_clustering(directed, workers), Error);
    EXPECT_THROW(degree_assortativity(directed), Error);
}
