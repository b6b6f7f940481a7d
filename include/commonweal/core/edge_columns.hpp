// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/detail/huge_pages.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {

class StateReader;
class StateWriter;

/// What edges carry beside their two ends: named columns, such as a weight, each as long as there are edges.
class EdgeColumns {
public:
    explicit EdgeColumns(std::size_t size = 0) : size_(size) {}

    /// Throws Error if the name is taken, there is not one value for each edge, or a value is not a number. Values may
    /// be negative, and infinite where none is the weight of a neighbour sum or mean.
    template <class T>
    void add(Column<T> column, std::span<const T> values) {
        add(column.name, column_type<T>(), std::as_bytes(values));
    }

    /// Throws Error naming the columns there are if there is none of this name and type.
    template <class T>
    std::span<const T> values(Column<T> column) const {
        const Named& found = find(column.name, column_type<T>());
        return {reinterpret_cast<const T*>(found.bytes.data()), size_};
    }
    template <class T>
    std::span<T> values(Column<T> column) {
        return as_mutable(std::as_const(*this).values(column));
    }

    std::size_t size() const { return size_; }
    bool empty() const { return columns_.empty(); }

    /// The columns with value k taken from edge order[k].
    EdgeColumns taken(std::span<const std::uint64_t> order) const;

    /// Puts the values of more edges behind the present ones. `more` has the same columns.
    void append(const EdgeColumns& more);
    /// The same columns for `size` edges, the values all 0.
    EdgeColumns zeros(std::size_t size) const;
    /// Values of edges beyond the present ones are 0.
    void resize(std::size_t size);
    /// Makes all values of one edge 0.
    void clear(std::size_t edge);

    /// The values as bytes, and back into the same columns; load() throws Error for others.
    void save(StateWriter& writer) const;
    void load(StateReader& reader);

    struct Named {
        std::string name;
        ColumnType type;
        detail::HugeVector<std::byte> bytes;
    };
    std::span<const Named> columns() const;

private:
    template <class T>
    static std::span<T> as_mutable(std::span<const T> values) {
        return {const_cast<T*>(values.data()), values.size()};
    }
    void add(std::string_view name, ColumnType type, std::span<const std::byte> bytes);
    const Named& find(std::string_view name, ColumnType type) const;

    std::size_t size_;
    std::vector<Named> columns_;
};

}  // namespace commonweal::core
