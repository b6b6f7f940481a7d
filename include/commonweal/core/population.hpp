// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <commonweal/core/column.hpp>
#include <commonweal/core/detail/huge_pages.hpp>
#include <commonweal/core/state.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {

/// A run of agents that a sweep handles at once.
struct Block {
    static constexpr Index capacity = 512;
    Index first = 0;
    Index count = 0;
};

/// A run of consecutive agents that belong together, such as a community.
struct Segment {
    Index first = 0;
    Index count = 0;
};

/// The agents of one kind: persistent ids and columns. Columns that rules gather together from neighbours should share
/// packed rows of 16 bytes, so that one cache line serves a neighbour; all others lie by themselves. A copy has columns
/// of its own.
class Population {
public:
    static constexpr std::size_t row_bytes = 16;

    /// One segment that holds all. Throws Error if two ids are equal or one is `nobody`.
    Population(std::string kind, std::vector<AgentId> ids);

    /// `segment_sizes` add up to the number of ids; blocks never straddle two segments. Errors as above.
    Population(std::string kind, std::vector<AgentId> ids, std::span<const Index> segment_sizes);

    /// Agents with the ids 0, 1, ... up to `size` - 1, in one segment.
    static Population numbered(std::string kind, Index size);

    const std::string& kind() const { return kind_; }
    Index size() const { return static_cast<Index>(ids_.size()); }
    std::span<const AgentId> ids() const { return {ids_.data(), ids_.size()}; }
    std::span<const Segment> segments() const;
    std::span<const Block> blocks() const;
    /// The blocks of one segment.
    std::span<const Block> blocks(std::size_t segment) const;

    /// A column by itself. Throws Error if the name is taken.
    template <class T>
    void add(Column<T> column, T initial) {
        add(column.name, column_type<T>());
        for (T& value : values(column)) value = initial;
    }
    /// The same where the type is known only at run time; all zero at first.
    void add(std::string_view name, ColumnType type);

    /// Columns that rules gather together: one packed row, at most 16 bytes, all zero at first. Throws Error if a name
    /// is taken or they do not fit.
    template <class... T>
    void add_row(Column<T>... columns) {
        add_row(std::array{Member{columns.name, column_type<T>()}...});
    }
    /// The same where the types are known only at run time.
    struct Member {
        std::string_view name;
        ColumnType type;
    };
    void add_row(std::span<const Member> columns);

    /// Throws Error naming the kind if there is no such column, or it has another type.
    template <class T>
    ColumnView<T> column(Column<T> column) {
        const Slot& slot = find(column.name, column_type<T>());
        return {storage(slot), slot.stride, size()};
    }
    template <class T>
    ColumnView<const T> column(Column<T> column) const {
        const Slot& slot = find(column.name, column_type<T>());
        return {storage(slot), slot.stride, size()};
    }

    /// The contiguous values of a column that is not packed. Errors as column(), and if it is packed.
    template <class T>
    std::span<T> values(Column<T> column) {
        const Slot& slot = find_unpacked(column.name, column_type<T>());
        return {reinterpret_cast<T*>(storage(slot)), size()};
    }
    template <class T>
    std::span<const T> values(Column<T> column) const {
        const Slot& slot = find_unpacked(column.name, column_type<T>());
        return {reinterpret_cast<const T*>(storage(slot)), size()};
    }

    /// All columns as bytes, and back into a population of the same size and columns; load() throws Error otherwise.
    void save(StateWriter& writer) const;
    void load(StateReader& reader);

    /// Where a column lies; what the sweep binds rules to.
    struct Slot {
        std::string name;
        ColumnType type = ColumnType::f32;
        bool packed = false;
        std::size_t store = 0;   ///< which column by itself, or which packed row
        std::size_t offset = 0;  ///< bytes into the packed row
        std::size_t stride = 0;  ///< bytes between two agents
    };
    const Slot& find(std::string_view name, ColumnType type) const;
    /// Of any type. Throws Error if there is no such column.
    const Slot& find(std::string_view name) const;
    std::span<const Slot> slots() const;
    std::byte* storage(const Slot& slot) { return present(slot.store) + slot.offset; }
    const std::byte* storage(const Slot& slot) const { return present(slot.store) + slot.offset; }

    /// A store is a column by itself or a packed row: its present state, and a next one if a sweep needs it, which
    /// writes the next and then calls commit().
    std::size_t store_count() const { return stores_.size(); }
    const std::byte* present(std::size_t store) const { return stores_[store].present.data(); }
    std::byte* present(std::size_t store) { return stores_[store].present.data(); }
    std::byte* next(std::size_t store);
    /// Makes the next state of these blocks the present one; `all` says that they are all blocks of the population.
    void commit(std::size_t store, std::span<const Block> blocks, bool all);

private:
    struct Store {
        Store(std::size_t size, std::size_t bytes_of_agent);
        Store(const Store& other);
        Store(Store&&) noexcept;
        Store& operator=(Store&&) noexcept;
        ~Store();

        std::size_t stride;  ///< bytes between two agents
        detail::HugeVector<std::byte> present;
        detail::HugeVector<std::byte> next;
    };

    void lay_out(std::span<const Index> segment_sizes);
    void refuse_taken(std::string_view name) const;
    const Slot& find_unpacked(std::string_view name, ColumnType type) const;

    std::string kind_;
    std::vector<AgentId> ids_;
    std::vector<Segment> segments_;
    std::vector<Block> blocks_;
    std::vector<std::size_t> first_block_;
    std::vector<Slot> slots_;
    std::vector<Store> stores_;
};

}  // namespace commonweal::core
