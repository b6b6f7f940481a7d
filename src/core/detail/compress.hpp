// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/huge_pages.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/parallel.hpp>
#include <cstdint>
#include <span>

namespace commonweal::core::detail {

struct ArcRules {
    Index size = 0;
    Index target_size = 0;
    bool both_ways = false;
    bool loops = false;  ///< whether an arc may lead to the row it comes from: the target is of another kind
    Untidy untidy = Untidy::refuse;
};

struct Compressed {
    HugeVector<std::uint64_t> starts;
    UnsetHugeVector<Index> targets;
    UnsetHugeVector<std::uint64_t> edge_of_arc;  ///< positions in the parts one after the other; if asked for
    bool found_untidy = false;                   ///< then nothing else counts
};

/// Rows from edges by a counting sort in two steps, by blocks of rows that fit into a cache and then by row, so that no
/// step jumps about in memory. Threads share the parts and then the blocks; the result does not depend on them.
Compressed compress(std::span<const std::span<const Edge>> parts, const ArcRules& rules, Workers& workers);
/// The same, and which edge each arc came from.
Compressed compress_with_order(std::span<const std::span<const Edge>> parts, const ArcRules& rules, Workers& workers);

}  // namespace commonweal::core::detail
