// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/graph_measures.hpp>

#include <algorithm>
#include <boost/graph/core_numbers.hpp>
#include <boost/graph/incremental_components.hpp>
#include <boost/pending/disjoint_sets.hpp>
#include <commonweal/core/graph_boost.hpp>
#include <numeric>

#include "core/detail/graph_kind.hpp"

namespace commonweal::core {

namespace {

/// How many values two ascending rows share.
std::uint64_t common(std::span<const Index> shorter, std::span<const Index> longer) {
    if (shorter.size() > longer.size()) std::swap(shorter, longer);
    // Where one is much longer, as that of a hub, its values are sought and not passed one by one.
    const bool seek = longer.size() / 16 > shorter.size();
    std::uint64_t count = 0;
    auto place = longer.begin();
    for (const Index v : shorter) {
        if (seek)
            place = std::lower_bound(place, longer.end(), v);
        else
            while (place != longer.end() && *place < v) ++place;
        if (place == longer.end()) break;
        count += *place == v;
    }
    return count;
}

double clustering_of(const Graph& graph, Index v) {
    const auto row = graph.neighbours(v);
    if (row.size() < 2) return 0.0;
    std::uint64_t acquainted = 0;
    for (const Index u : row) acquainted += common(row, graph.neighbours(u));
    return static_cast<double>(acquainted) / (static_cast<double>(row.size()) * static_cast<double>(row.size() - 1));
}

}  // namespace

std::vector<Index> components(const Graph& graph) {
    detail::refuse_bipartite(graph, "components");
    std::vector<std::uint8_t> rank(graph.size());
    std::vector<Index> parent(graph.size());
    boost::disjoint_sets sets(rank.data(), parent.data());
    boost::initialize_incremental_components(graph, sets);
    boost::incremental_components(graph, sets);
    std::vector<Index> lowest(graph.size(), nobody);
    std::vector<Index> component(graph.size());
    for (Index v = 0; v < graph.size(); ++v) {
        Index& first = lowest[sets.find_set(v)];
        first = std::min(first, v);
        component[v] = first;
    }
    return component;
}

std::vector<std::uint32_t> core_numbers(const Graph& graph) {
    detail::refuse_directed(graph, "core numbers");
    std::vector<std::uint32_t> cores(graph.size());
    boost::core_numbers(graph, cores.data());
    return cores;
}

std::vector<double> clustering(const Graph& graph, Workers& workers) {
    detail::refuse_directed(graph, "clustering");
    std::vector<double> shares(graph.size());
    workers.for_each(graph.size(), [&](std::size_t v) { shares[v] = clustering_of(graph, static_cast<Index>(v)); });
    return shares;
}

double mean_clustering(const Graph& graph, Workers& workers) {
    const std::vector<double> shares = clustering(graph, workers);
    if (shares.empty()) return 0.0;
    return std::accumulate(shares.begin(), shares.end(), 0.0) / static_cast<double>(shares.size());
}

double degree_assortativity(const Graph& graph) {
    detail::refuse_directed(graph, "degree assortativity");
    double squares = 0.0;
    for (Index v = 0; v < graph.size(); ++v) squares += static_cast<double>(graph.degree(v)) * graph.degree(v);
    const double mean = squares / static_cast<double>(graph.arcs());
    double variance = 0.0;
    double covariance = 0.0;
    for (Index v = 0; v < graph.size(); ++v) {
        const double own = graph.degree(v) - mean;
        double theirs = 0.0;
        for (const Index u : graph.neighbours(v)) theirs += graph.degree(u) - mean;
        variance += graph.degree(v) * own * own;
        covariance += own * theirs;
    }
    return variance > 0.0 ? covariance / variance : std::numeric_limits<double>::quiet_NaN();
}

}  // namespace commonweal::core
