// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/graph.hpp>
#include <string>
#include <vector>

/// What tests ask of generated graphs.
namespace graph_laws {

using commonweal::core::Graph;
using commonweal::core::Index;

inline bool same(const Graph& a, const Graph& b) {
    const auto equal = [](auto x, auto y) { return std::equal(x.begin(), x.end(), y.begin(), y.end()); };
    return a.target_size() == b.target_size() && equal(a.starts(), b.starts()) && equal(a.targets(), b.targets());
}

/// What is wrong with a graph that should have ascending rows without repeats, and without loops and with each arc's
/// reverse unless it is bipartite; empty if nothing is.
inline std::string flaw(const Graph& graph) {
    for (Index v = 0; v < graph.size(); ++v) {
        const auto row = graph.neighbours(v);
        for (std::size_t k = 0; k < row.size(); ++k) {
            const std::string arc = " (" + std::to_string(v) + ", " + std::to_string(row[k]) + ')';
            if (row[k] >= graph.target_size()) return "foreign target" + arc;
            if (k > 0 && row[k] <= row[k - 1]) return "out of order" + arc;
            if (graph.is_undirected() && row[k] == v) return "loop" + arc;
            if (graph.is_undirected() && !graph.adjacent(row[k], v)) return "no way back" + arc;
        }
    }
    return "";
}

/// How many agents there are of each degree.
inline std::vector<double> degree_counts(const Graph& graph) {
    std::vector<double> counts;
    for (Index v = 0; v < graph.size(); ++v) {
        if (graph.degree(v) >= counts.size()) counts.resize(graph.degree(v) + 1, 0.0);
        ++counts[graph.degree(v)];
    }
    return counts;
}

inline double mean_degree(const Graph& graph) { return static_cast<double>(graph.arcs()) / graph.size(); }

inline double degree_variance(const Graph& graph) {
    double sum = 0.0;
    for (Index v = 0; v < graph.size(); ++v) sum += std::pow(graph.degree(v) - mean_degree(graph), 2);
    return sum / graph.size();
}

/// A sum of independent counts is within four standard errors of its expectation.
inline void expect_count(double count, double expected, double variance, const std::string& what) {
    EXPECT_NEAR(count, expected, 4.0 * std::sqrt(variance)) << what;
}

/// So many of `trials` came true, each with this probability.
inline void expect_share(double count, double trials, double probability, const std::string& what) {
    expect_count(count, trials * probability, trials * probability * (1.0 - probability), what);
}

/// The number of agents of each degree that is expected at least ten times.
template <class Chance>
void expect_degree_law(const Graph& graph, Chance chance) {
    const auto counts = degree_counts(graph);
    for (std::size_t degree = 0; degree < counts.size() + 10; ++degree) {
        const double probability = chance(static_cast<double>(degree));
        if (probability * graph.size() < 10.0) continue;
        expect_share(degree < counts.size() ? counts[degree] : 0.0, graph.size(), probability,
                     "degree " + std::to_string(degree));
    }
}

}  // namespace graph_laws
