// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

namespace commonweal::core {

/// How one value of a record column is stored; text is UTF-8 of any length.
enum class ValueType : std::uint8_t { f32, f64, i32, i64, u8, u16, u32, text };

/// Bytes of one stored value; 0 for text.
std::size_t value_size(ValueType type) noexcept;

template <class T>
concept RecordValue = std::same_as<T, float> || std::same_as<T, double> || std::same_as<T, std::int32_t> ||
    std::same_as<T, std::int64_t> || std::same_as<T, std::uint8_t> || std::same_as<T, std::uint16_t> ||
    std::same_as<T, std::uint32_t>;

template <RecordValue T>
constexpr ValueType value_type_of() noexcept {
    if constexpr (std::same_as<T, float>) return ValueType::f32;
    if constexpr (std::same_as<T, double>) return ValueType::f64;
    if constexpr (std::same_as<T, std::int32_t>) return ValueType::i32;
    if constexpr (std::same_as<T, std::int64_t>) return ValueType::i64;
    if constexpr (std::same_as<T, std::uint8_t>) return ValueType::u8;
    if constexpr (std::same_as<T, std::uint16_t>) return ValueType::u16;
    if constexpr (std::same_as<T, std::uint32_t>) return ValueType::u32;
}

/// The unit of a column that counts hours since the run's start; results show it as dates.
inline constexpr std::string_view hours_since_start = "hours since start";

/// An axis besides the rows, such as "community", and what stands along it.
struct Dimension {
    using Values = std::variant<std::vector<std::int64_t>, std::vector<double>, std::vector<std::string>>;

    std::string name;
    std::string meaning;
    Values values;           ///< One per place on the axis.
    std::string unit = "1";  ///< Of the values; "1" where they are names or numbers of things.

    std::size_t size() const noexcept;
    bool operator==(const Dimension&) const = default;
};

/// One variable of a table.
struct RecordColumn {
    std::string name;
    std::string unit;  ///< "1" where there is none; `hours_since_start` for a time.
    std::string meaning;
    ValueType type = ValueType::f32;
    std::vector<std::string> dimensions;  ///< Besides the row's own, slowest first.
    std::optional<std::int64_t> missing;  ///< The whole number that stands for "none"; floats use NaN.
    std::vector<std::string> labels;      ///< What the codes 0, 1, 2… of a whole-number column mean; single words.

    bool operator==(const RecordColumn&) const = default;
};

/// A table of records. The row dimension "time" means one row per recorded hour. A column named like the row dimension
/// holds the rows' coordinates; without one, rows are numbered from 0.
struct RecordSchema {
    std::string name;
    std::string row_dimension;
    std::vector<RecordColumn> columns;

    bool operator==(const RecordSchema&) const = default;
};

/// The place of a column of T in one table; resolved once, used for every row.
template <RecordValue T>
class RecordField {
public:
    std::size_t column() const noexcept { return column_; }

private:
    friend class RecordTable;
    explicit RecordField(std::size_t column) noexcept : column_(column) {}
    std::size_t column_;
};

/// The place of a text column.
class TextField {
public:
    std::size_t column() const noexcept { return column_; }

private:
    friend class RecordTable;
    explicit TextField(std::size_t column) noexcept : column_(column) {}
    std::size_t column_;
};

/// Rows of a schema, column by column: filled by a model, emptied by whoever stores them.
class RecordTable {
public:
    /// Throws Error where the schema contradicts itself or names a dimension that is not among `dimensions`.
    RecordTable(RecordSchema schema, std::span<const Dimension> dimensions);

    const RecordSchema& schema() const noexcept { return schema_; }
    std::size_t rows() const noexcept { return rows_; }
    /// Values of one row in the column: the product of its dimensions' sizes.
    std::size_t width(std::size_t column) const noexcept { return stores_[column].width; }

    /// Throws Error where the table has no such column or it holds another type.
    template <RecordValue T>
    RecordField<T> field(std::string_view name) const {
        return RecordField<T>(find(name, value_type_of<T>()));
    }
    TextField text_field(std::string_view name) const { return TextField(find(name, ValueType::text)); }

    /// Adds rows of zeros and empty texts.
    void append(std::size_t rows = 1);
    /// Adds the rows of a table with the same schema.
    void append(const RecordTable& other);
    void clear() noexcept { truncate(0); }
    /// Forgets all rows but the first `rows`; throws Error where there are fewer.
    void truncate(std::size_t rows);

    /// Every row of a column, row by row; invalidated by append.
    template <RecordValue T>
    std::span<T> values(RecordField<T> field) noexcept {
        Store& store = stores_[field.column_];
        return {reinterpret_cast<T*>(store.bytes.data()), rows_ * store.width};
    }
    template <RecordValue T>
    std::span<const T> values(RecordField<T> field) const noexcept {
        const Store& store = stores_[field.column_];
        return {reinterpret_cast<const T*>(store.bytes.data()), rows_ * store.width};
    }
    std::span<std::string> values(TextField field) noexcept {
        return {stores_[field.column_].texts.data(), stores_[field.column_].texts.size()};
    }
    std::span<const std::string> values(TextField field) const noexcept {
        return {stores_[field.column_].texts.data(), stores_[field.column_].texts.size()};
    }

    /// The newest row of a column, to be written into.
    template <RecordValue T>
    std::span<T> last(RecordField<T> field) noexcept {
        return values(field).last(stores_[field.column_].width);
    }
    template <RecordValue T>
    void set(RecordField<T> field, std::type_identity_t<T> value) noexcept {
        last(field).front() = value;
    }
    void set(TextField field, std::string_view text) { stores_[field.column_].texts.back() = text; }

    /// All rows of a number column as they lie in memory, little-endian, rows slowest; for sinks.
    std::span<const std::byte> bytes(std::size_t column) const noexcept {
        return {stores_[column].bytes.data(), stores_[column].bytes.size()};
    }
    std::span<const std::string> texts(std::size_t column) const noexcept {
        return {stores_[column].texts.data(), stores_[column].texts.size()};
    }
    /// The same, to be filled by whoever reads rows back.
    std::span<std::byte> bytes(std::size_t column) noexcept {
        return {stores_[column].bytes.data(), stores_[column].bytes.size()};
    }
    std::span<std::string> texts(std::size_t column) noexcept {
        return {stores_[column].texts.data(), stores_[column].texts.size()};
    }

private:
    struct Store {
        std::size_t width = 1;
        std::size_t row_bytes = 0;
        std::vector<std::byte> bytes;
        std::vector<std::string> texts;
    };

    std::size_t find(std::string_view name, ValueType type) const;

    RecordSchema schema_;
    std::vector<Store> stores_;
    std::size_t rows_ = 0;
};

}  // namespace commonweal::core
