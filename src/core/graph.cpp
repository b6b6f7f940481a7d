// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <limits>
#include <string>

namespace commonweal::core {

namespace {

void refuse_foreign_ends(Index size, std::span<const Graph::Edge> edges) {
    for (const auto& [from, to] : edges) {
        if (from >= size || to >= size) {
            throw Error("graph: edge (" + std::to_string(from) + ", " + std::to_string(to) +
                        ") has an end outside the " + std::to_string(size) + " agents");
        }
    }
}

void refuse_too_many(std::size_t arcs) {
    if (arcs > std::numeric_limits<std::uint32_t>::max()) {
        throw Error("graph: " + std::to_string(arcs) + " arcs; a layer holds at most 2^32 - 1");
    }
}

}  // namespace

Graph Graph::undirected(Index size, std::span<const Edge> edges) { return build(size, edges, 2); }

Graph Graph::directed(Index size, std::span<const Edge> arcs) { return build(size, arcs, 1); }

bool Graph::adjacent(Index from, Index to) const {
    const auto row = neighbours(from);
    return std::binary_search(row.begin(), row.end(), to);
}

Graph Graph::build(Index size, std::span<const Edge> edges, std::size_t arcs_per_edge) {
    refuse_foreign_ends(size, edges);
    refuse_too_many(edges.size() * arcs_per_edge);
    const bool both_ways = arcs_per_edge == 2;
    Graph graph;
    graph.starts_.assign(std::size_t{size} + 1, 0);
    for (const auto& [from, to] : edges) {
        if (from == to) continue;
        ++graph.starts_[from + 1];
        if (both_ways) ++graph.starts_[to + 1];
    }
    for (Index v = 0; v < size; ++v) graph.starts_[v + 1] += graph.starts_[v];
    graph.targets_.resize(graph.starts_[size]);
    detail::HugeVector<std::uint32_t> next(graph.starts_.begin(), graph.starts_.end() - 1);
    for (const auto& [from, to] : edges) {
        if (from == to) continue;
        graph.targets_[next[from]++] = to;
        if (both_ways) graph.targets_[next[to]++] = from;
    }
    graph.drop_duplicates();
    return graph;
}

void Graph::drop_duplicates() {
    std::uint32_t kept = 0;
    for (Index v = 0; v < size(); ++v) {
        const auto first = targets_.begin() + starts_[v];
        const auto last = targets_.begin() + starts_[v + 1];
        std::sort(first, last);
        const auto unique_last = std::unique(first, last);
        starts_[v] = kept;
        kept = static_cast<std::uint32_t>(std::copy(first, unique_last, targets_.begin() + kept) - targets_.begin());
    }
    if (!starts_.empty()) starts_.back() = kept;
    targets_.resize(kept);
}

}  // namespace commonweal::core
