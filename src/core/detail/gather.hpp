// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/kernels.hpp>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/population.hpp>
#include <string_view>

namespace commonweal::core::detail {

/// Sums or means of rows of four floats over the neighbours of each agent of a block: out[k][i] of member k.
void gather_rows(const Kernels& kernels, const Ties& ties, Block block, const std::byte* rows, Gathering gathering,
                 float* const* out);

/// A column of those whom ties lead to.
struct SeenColumn {
    ColumnType type;
    std::size_t stride;      ///< bytes between two agents
    const std::byte* first;  ///< of the present state
};

/// A column's sum over all agents of the population, in double and in the order of rows.
double column_total(Workers& workers, const Population& population, const SeenColumn& column);

/// Those who meet each other, and what their column adds up to.
struct Crowd {
    Index size;
    double total;
};

/// Sums or means over everybody else in the crowd, for each agent of a block; 0 for somebody alone.
void gather_crowd(const Crowd& crowd, Block block, const SeenColumn& column, Gathering gathering, float* out);

/// Sums or means of one column of any type over the neighbours of each agent of a block, each neighbour's value times
/// what the edge column `weight` of the tie holds; a mean divides by the sum of the weights. Without a name all weights
/// are 1.
void gather_column(const Ties& ties, Block block, const SeenColumn& column, Gathering gathering,
                   std::string_view weight, float* out);

}  // namespace commonweal::core::detail
