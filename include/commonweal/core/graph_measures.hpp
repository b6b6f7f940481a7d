// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/types.hpp>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace commonweal::core {

/// For each agent the lowest row of its component: of its weak component where arcs have a direction. Bipartite graphs
/// are refused here and below, unless it is said otherwise.
std::vector<Index> components(const Graph& graph);

/// For each agent the largest k such that it is in a subgraph in which everybody has k ties. Undirected graphs only.
/// Batagelj and Zaversnik 2003 (arXiv:cs/0310049).
std::vector<std::uint32_t> core_numbers(const Graph& graph);

/// For each agent the sum over pairs of others of the share of shortest paths that lead through it; a pair of an
/// undirected graph counts once. Takes time in proportion to agents times arcs. Brandes 2001
/// (doi:10.1080/0022250X.2001.9990249).
std::vector<double> betweenness(const Graph& graph);

/// For each agent (r - 1)/(n - 1) times (r - 1)/(sum of its distances to the r agents it reaches, itself included), so
/// that graphs in pieces can be compared; 0 for an agent alone. Wasserman and Faust 1994, section 5.2. Distances follow
/// the arcs away from the agent. Takes time in proportion to agents times arcs, spread over the workers.
std::vector<double> closeness(const Graph& graph, Workers& workers);

struct PageRank {
    double damping = 0.85;    ///< in [0, 1)
    double tolerance = 1e-9;  ///< stop when no rank changes by more, above 0
    unsigned most_rounds = 1000;
};
/// Ranks that add up to 1; an agent without arcs gives to all alike. Brin and Page 1998
/// (doi:10.1016/S0169-7552(98)00110-X). Throws Error if the rounds do not suffice.
std::vector<double> page_rank(const Graph& graph, const PageRank& parameters = {});

/// For each agent the share of pairs of neighbours that know each other; 0 with fewer than two neighbours. Undirected
/// graphs only. Watts and Strogatz 1998 (doi:10.1038/30918).
std::vector<double> clustering(const Graph& graph, Workers& workers);
/// Its mean over all agents; 0 without agents.
double mean_clustering(const Graph& graph, Workers& workers);

/// Pearson's correlation of the degrees at the two ends of a tie; NaN without ties and if the degrees at all ends are
/// equal. Undirected graphs only. Newman 2002 (doi:10.1103/PhysRevLett.89.208701).
double degree_assortativity(const Graph& graph);

struct ShortestPaths {
    static constexpr double unreachable = std::numeric_limits<double>::infinity();
    std::vector<double> distance;    ///< from the source, to each agent
    std::vector<Index> predecessor;  ///< the agent before it on the way; itself for the source and the unreachable
};
/// By Dijkstra's algorithm; lengths are the values of an edge column, none negative, or 1 for each arc. An infinite
/// length is no way. Throws Error for a source outside the graph and for a negative length.
ShortestPaths shortest_paths(const Graph& graph, Index source, std::optional<Column<float>> length = {});

struct MaxFlow {
    double value = 0.0;
    std::vector<double> flow;  ///< along each arc, in arc order; 0 to its capacity, and 0 on one of two opposite arcs
};
/// The largest flow from one agent to another (Goldberg and Tarjan 1988, doi:10.1145/48014.61051), with the values of
/// an edge column as capacities, none negative; a tie carries its capacity either way. What flows to an agent on the
/// way flows on to the last bit, for which capacities are rounded down to 53 bits below what can leave the source.
/// Throws Error for ends outside the graph or equal, for a negative capacity, and where infinite ones lead all the way.
MaxFlow max_flow(const Graph& graph, Index source, Index sink, Column<float> capacity);

}  // namespace commonweal::core
