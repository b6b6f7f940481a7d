// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parallel.hpp>
#include <commonweal/core/population.hpp>
#include <cstddef>
#include <span>
#include <utility>
#include <vector>

namespace commonweal::core {

/// Adds `part(block)` over the blocks, in block order whatever the threads: the same bits for any number of them.
/// `part` returns a T; T{} is nothing, and `+=` adds.
template <class T, class Part>
T sum_in_order(Workers& workers, std::span<const Block> blocks, Part&& part) {
    std::vector<T> parts(blocks.size());
    workers.for_each(blocks.size(), [&](std::size_t k) { parts[k] = part(blocks[k]); });
    T total{};
    for (const T& one : parts) total += one;
    return total;
}

/// The sum of a column over the agents of the blocks, in double.
template <class T>
double column_sum(Workers& workers, std::span<const Block> blocks, ColumnView<T> column) {
    return sum_in_order<double>(workers, blocks, [&](Block block) {
        double sum = 0.0;
        for (Index i = 0; i < block.count; ++i) sum += static_cast<double>(column[block.first + i]);
        return sum;
    });
}

}  // namespace commonweal::core
