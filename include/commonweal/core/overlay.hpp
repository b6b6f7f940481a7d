// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <commonweal/core/column.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/types.hpp>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <string_view>
#include <type_traits>
#include <vector>

namespace commonweal::core {

class StateReader;
class StateWriter;

/// Ties that come and go on a frozen graph: contacts of a shelter, neighbours who moved away. Only the rows of agents
/// whose ties differ from the frozen ones are kept again, so a few changes cost little and all other rows are read as
/// fast as before. An undirected tie may be named in either order.
class Overlay {
public:
    static constexpr Tick forever = std::numeric_limits<Tick>::max();

    /// The graph must outlive the overlay.
    explicit Overlay(const Graph& frozen);
    ~Overlay();
    Overlay(const Overlay& other);
    Overlay(Overlay&&) noexcept;
    Overlay& operator=(Overlay&&) noexcept;

    /// From now on the two are tied, until advance() reaches tick `until`. A frozen tie that was removed comes back
    /// with what it carries; a new one carries 0 in each edge column until set(). Throws Error if they are tied, an end
    /// is foreign, or, unless the graph is bipartite, the ends are one.
    void add(Edge tie, Tick until = forever);
    /// From now on the two are not tied, until advance() reaches tick `until`. Throws Error if they are not tied.
    void remove(Edge tie, Tick until = forever);
    /// Undoes the additions and removals whose time is up.
    void advance(Tick now);

    Index size() const { return frozen_->size(); }
    const Graph& frozen() const { return *frozen_; }
    bool changed(Index v) const { return (changed_[v / 64] >> (v % 64) & 1u) != 0; }
    /// Whether one of these consecutive agents has other ties than the frozen ones.
    bool any_changed(Index first, Index count) const;

    /// In ascending order; valid until the next change.
    std::span<const Index> neighbours(Index v) const { return changed(v) ? changed_row(v) : frozen_->neighbours(v); }
    std::uint32_t degree(Index v) const { return static_cast<std::uint32_t>(neighbours(v).size()); }
    bool adjacent(Index from, Index to) const;

    /// What a tie carries. Throws Error if the two are not tied or there is no such column.
    template <class T>
    T value(Column<T> column, Edge tie) const {
        const Place place = find(tie);
        return place.added ? added_values_.values(column)[place.position] : frozen_->values(column)[place.position];
    }
    /// Changes what an added tie carries; frozen ties keep theirs. Throws Error as value(), for a frozen tie, and for a
    /// value that is not finite: rules take weights for finite, and have looked at those of the frozen graph alone.
    template <class T>
    void set(Column<T> column, Edge tie, T value) {
        const Place place = find(tie);
        if (!place.added) refuse_frozen(tie);
        if constexpr (std::is_floating_point_v<T>) {
            if (!std::isfinite(value)) refuse_value(tie, column.name, value);
        }
        added_values_.values(column)[place.position] = value;
    }

    /// All ties as they are now, as a graph of its own.
    Graph freeze() const;

    /// What differs from the frozen graph, as bytes and back; load() throws Error for the bytes of another graph.
    void save(StateWriter& writer) const;
    void load(StateReader& reader);

private:
    struct Place {
        bool added;
        std::uint64_t position;
    };
    struct Changes;

    std::span<const Index> changed_row(Index v) const;
    Edge ordered(Edge tie) const;
    void refuse_ends(Edge tie) const;
    [[noreturn]] void refuse_frozen(Edge tie) const;
    [[noreturn]] void refuse_value(Edge tie, std::string_view column, double value) const;
    Place find(Edge tie) const;
    std::uint64_t joint_position(Edge tie) const;
    void put(Edge tie, bool present);
    void put_arc(Index from, Index to, bool present);
    void schedule(Edge tie, Tick until);
    void take_value_slot(Edge tie);
    void drop_value_slot(Edge tie);

    const Graph* frozen_;
    std::vector<std::uint64_t> changed_;
    EdgeColumns added_values_;
    std::unique_ptr<Changes> changes_;
};

}  // namespace commonweal::core
