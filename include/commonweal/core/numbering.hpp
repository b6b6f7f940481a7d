// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/graph.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/types.hpp>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <vector>

namespace commonweal::core {

/// An order of the agents' rows. Rules run fastest when neighbours are near in memory; ids, draws and results do not
/// depend on the order, because ids move along with the rows.
class Numbering {
public:
    /// Row k of the new order is old row `old_rows[k]`. Throws Error unless each row from 0 on comes once.
    explicit Numbering(std::vector<Index> old_rows);

    /// The order there is.
    static Numbering identity(Index size);
    /// By structure: sorted by the first key, within equal ones by the second, and so on, such as community, grid cell,
    /// building, household; agents with equal keys keep their order. Throws Error if keys differ in length or there are
    /// none.
    static Numbering by_groups(std::span<const std::span<const std::uint32_t>> keys);
    /// From the ties alone: Reverse Cuthill–McKee (Cuthill and McKee 1969, doi:10.1145/800195.805928). Undirected
    /// graphs only.
    static Numbering reverse_cuthill_mckee(const Graph& graph);

    /// The same order, except that within each window of rows agents stand by descending degree: neighbouring rows of
    /// equal length are gathered faster. `graph` is in the old order. Windows start anew at each of `segment_starts`
    /// (ascending rows of the new order), so that no agent leaves its segment. Throws Error for a window of 0 rows, and
    /// for starts that fall or lie above the size.
    Numbering with_degree_windows(const Graph& graph, Index window = 1024,
                                  std::span<const Index> segment_starts = {}) const;

    Index size() const { return static_cast<Index>(old_rows_.size()); }
    std::span<const Index> old_rows() const;
    std::span<const Index> new_rows() const;

    /// One value for each agent, such as its id, in the new order. Throws Error if the lengths differ.
    template <class T>
    std::vector<T> apply(std::span<const T> values) const {
        refuse_other_length(values.size());
        std::vector<T> moved;
        moved.reserve(values.size());
        for (const Index old_row : old_rows_) moved.push_back(values[old_row]);
        return moved;
    }
    /// The same ties, with their columns and width of row starts, between the new rows. Not for bipartite graphs.
    Graph apply(const Graph& graph, Workers* workers = nullptr) const;

private:
    void refuse_other_length(std::size_t length) const;

    std::vector<Index> old_rows_;
    std::vector<Index> new_rows_;
};

}  // namespace commonweal::core
