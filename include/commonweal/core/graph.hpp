// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/huge_pages.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace commonweal::core {

/// One layer of ties in compressed rows: the neighbours of each agent, in ascending order, without duplicates.
class Graph {
public:
    using Edge = std::pair<Index, Index>;

    Graph() = default;

    /// Undirected ties: each edge is listed once, in either order, and appears in the rows of both ends. Self-loops and
    /// repeated edges are dropped. Throws Error if an end is not below `size`, or there are more than 2^32 - 1 arcs.
    static Graph undirected(Index size, std::span<const Edge> edges);

    /// Directed arcs from `first` to `second`: row v holds the targets of v's arcs. Errors as above.
    static Graph directed(Index size, std::span<const Edge> arcs);

    Index size() const { return starts_.empty() ? 0 : static_cast<Index>(starts_.size() - 1); }
    std::uint32_t arcs() const { return static_cast<std::uint32_t>(targets_.size()); }
    std::uint32_t degree(Index v) const { return starts_[v + 1] - starts_[v]; }
    std::span<const Index> neighbours(Index v) const { return {targets_.data() + starts_[v], degree(v)}; }
    bool adjacent(Index from, Index to) const;

    /// `size() + 1` positions in `targets()`: row v is [starts[v], starts[v + 1]).
    std::span<const std::uint32_t> starts() const { return starts_; }
    std::span<const Index> targets() const { return targets_; }

private:
    static Graph build(Index size, std::span<const Edge> edges, std::size_t arcs_per_edge);
    void drop_duplicates();

    detail::HugeVector<std::uint32_t> starts_;
    detail::HugeVector<Index> targets_;
};

}  // namespace commonweal::core
