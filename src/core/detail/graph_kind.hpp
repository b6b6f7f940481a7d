// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <string>

namespace commonweal::core::detail {

/// Throws Error if the targets are not the agents themselves. `task` begins the sentence.
inline void refuse_bipartite(const Graph& graph, const char* task) {
    if (graph.is_bipartite()) {
        throw Error(std::string(task) + ": the graph is bipartite; it must tie agents of one kind");
    }
}

/// Throws Error if not every arc has its reverse by construction.
inline void refuse_directed(const Graph& graph, const char* task) {
    refuse_bipartite(graph, task);
    if (!graph.is_undirected()) {
        throw Error(std::string(task) + ": the arcs of the graph have a direction; it must be undirected");
    }
}

}  // namespace commonweal::core::detail
