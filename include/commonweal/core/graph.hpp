// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/huge_pages.hpp>
#include <commonweal/core/edge_columns.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <utility>
#include <vector>

namespace commonweal::core {

class StateReader;
class StateWriter;
class Workers;

/// The two ends of a tie, as rows of the agents' columns.
using Edge = std::pair<Index, Index>;

/// Edges with what they carry.
struct EdgeList {
    explicit EdgeList(std::vector<Edge> edges) : ends(std::move(edges)), columns(ends.size()) {}

    std::vector<Edge> ends;
    EdgeColumns columns;
};

/// What to do with ties of an agent to itself and with ties that are listed more than once: tell of them in an Error,
/// or leave them out (of several equal ones, the first stays).
enum class Untidy : std::uint8_t { refuse, drop };

struct GraphOptions {
    Untidy untidy = Untidy::refuse;
    Workers* workers = nullptr;  ///< The threads to build with; one where there are none.
    /// A graph of more arcs has row starts of 64 bits. Lower it only to see that it makes no difference.
    std::uint64_t narrow_arcs = std::numeric_limits<std::uint32_t>::max();
};

/// One layer of ties in compressed rows: the neighbours of each agent, in ascending order, without duplicates. Each
/// position in the rows is an arc; an undirected tie is two arcs. Frozen once made; see Overlay for ties that change.
class Graph {
public:
    Graph() = default;

    /// Undirected ties among the agents of one kind: each edge is listed once, in either order, and appears in the rows
    /// of both ends. Throws Error that tells of every edge with an end not below `size`, and see Untidy.
    static Graph undirected(Index size, std::span<const Edge> edges, const GraphOptions& options = {});
    static Graph undirected(Index size, const EdgeList& edges, const GraphOptions& options = {});
    /// The same from parts of one list, such as each thread made.
    static Graph undirected_parts(Index size, std::span<const std::vector<Edge>> parts,
                                  const GraphOptions& options = {});

    /// Directed arcs from `first` to `second`: row v holds the targets of v's arcs. Errors as above.
    static Graph directed(Index size, std::span<const Edge> arcs, const GraphOptions& options = {});
    static Graph directed(Index size, const EdgeList& arcs, const GraphOptions& options = {});

    /// Arcs from the agents of one kind to those of another, such as from residents to organisations. An agent and its
    /// target may have the same row. Errors as above.
    static Graph bipartite(Index size, Index target_size, std::span<const Edge> arcs, const GraphOptions& options = {});
    static Graph bipartite(Index size, Index target_size, const EdgeList& arcs, const GraphOptions& options = {});
    static Graph bipartite_parts(Index size, Index target_size, std::span<const std::vector<Edge>> parts,
                                 const GraphOptions& options = {});

    Index size() const { return size_; }
    /// How many agents there are that a row may name; equal to size() except for a bipartite graph.
    Index target_size() const { return target_size_; }
    std::uint64_t arcs() const { return targets_.size(); }
    /// True if each arc has its reverse.
    bool is_undirected() const { return kind_ == Kind::undirected; }
    bool is_bipartite() const { return kind_ == Kind::bipartite; }

    std::uint32_t degree(Index v) const { return static_cast<std::uint32_t>(first_arc(v + 1) - first_arc(v)); }
    std::span<const Index> neighbours(Index v) const { return {targets_.data() + first_arc(v), degree(v)}; }
    bool adjacent(Index from, Index to) const { return find_arc(from, to) < arcs(); }
    /// Row v is the arcs [first_arc(v), first_arc(v + 1)); v may be size().
    std::uint64_t first_arc(Index v) const { return is_wide() ? wide_starts_[v] : starts_[v]; }
    /// The arc between two agents, or arcs() if there is none.
    std::uint64_t find_arc(Index from, Index to) const;

    /// The target of each arc, row after row.
    std::span<const Index> targets() const { return {targets_.data(), targets_.size()}; }
    /// `size() + 1` positions in `targets()`, of 64 bits if is_wide(); the other one is empty.
    bool is_wide() const { return !wide_starts_.empty(); }
    std::span<const std::uint32_t> starts() const { return {starts_.data(), starts_.size()}; }
    std::span<const std::uint64_t> wide_starts() const { return {wide_starts_.data(), wide_starts_.size()}; }

    /// What each arc carries; both arcs of an undirected tie carry the same. Empty without columns.
    const EdgeColumns& columns() const { return columns_; }
    /// Adds a column of one value for each arc. Throws Error as EdgeColumns::add.
    template <class T>
    void add(Column<T> column, std::span<const T> of_arcs) {
        columns_.add(column, of_arcs);
    }
    template <class T>
    std::span<const T> values(Column<T> column) const {
        return columns_.values(column);
    }

    /// Each tie once, in row order: of an undirected one the end in the lower row comes first.
    EdgeList edges() const;

    /// The rows as bytes, and back; a graph with edge columns is refused by save(). Throws Error where the bytes are no
    /// rows.
    void save(StateWriter& writer) const;
    static Graph load(StateReader& reader);

    /// Every arc turned round; for a bipartite graph the rows of the other kind.
    Graph transposed(Workers* workers = nullptr) const;

private:
    enum class Kind : std::uint8_t { undirected, directed, bipartite };

    static Graph build(Kind kind, Index size, Index target_size, std::span<const std::span<const Edge>> parts,
                       const EdgeColumns& columns, const GraphOptions& options);

    Kind kind_ = Kind::undirected;
    Index size_ = 0;
    Index target_size_ = 0;
    detail::HugeVector<std::uint32_t> starts_;
    detail::HugeVector<std::uint64_t> wide_starts_;
    detail::UnsetHugeVector<Index> targets_;
    EdgeColumns columns_;
};

}  // namespace commonweal::core
