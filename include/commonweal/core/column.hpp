// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace commonweal::core {

template <class T>
concept ColumnValue = std::same_as<T, float> || std::same_as<T, std::int32_t> || std::same_as<T, std::uint32_t> ||
    std::same_as<T, std::uint16_t> || std::same_as<T, std::uint8_t>;

/// The type of a column's values, where it is known only at run time.
enum class ColumnType : std::uint8_t { f32, i32, u32, u16, u8 };

namespace detail {

/// Does not compile, in one sentence, for a type that no column has.
template <class T>
constexpr bool check_column_value() {
    static_assert(ColumnValue<T>,
                  "commonweal: the values of a column are float, std::int32_t, std::uint32_t, std::uint16_t or "
                  "std::uint8_t");
    return true;
}

}  // namespace detail

template <class T>
constexpr ColumnType column_type() {
    static_assert(detail::check_column_value<T>());
    if constexpr (std::same_as<T, float>) return ColumnType::f32;
    if constexpr (std::same_as<T, std::int32_t>) return ColumnType::i32;
    if constexpr (std::same_as<T, std::uint32_t>) return ColumnType::u32;
    if constexpr (std::same_as<T, std::uint16_t>) return ColumnType::u16;
    return ColumnType::u8;
}

/// As it stands in messages and files, such as "f32".
constexpr std::string_view name_of(ColumnType type) {
    constexpr std::string_view names[] = {"f32", "i32", "u32", "u16", "u8"};
    return names[static_cast<std::size_t>(type)];
}

constexpr std::size_t bytes_of(ColumnType type) { return type == ColumnType::u8 ? 1 : type == ColumnType::u16 ? 2 : 4; }

/// A name and a type, stated once: the key to one attribute of every agent of a kind.
template <class T>
struct Column {
    static_assert(detail::check_column_value<T>());
    using value_type = T;
    std::string_view name;
};

/// The name of one layer of the social graph.
struct Layer {
    std::string_view name;
};

/// The values of one column, in row order. Valid until a sweep writes the column's packed row.
template <class T>
class ColumnView {
public:
    using Byte = std::conditional_t<std::is_const_v<T>, const std::byte, std::byte>;

    ColumnView(Byte* first, std::size_t stride, std::size_t size) : first_(first), stride_(stride), size_(size) {}
    T& operator[](std::size_t row) const { return *reinterpret_cast<T*>(first_ + row * stride_); }
    /// Asks for a value that will be needed soon: where rows are scattered over memory, ask for several before the
    /// first. There need not be such a row.
    [[gnu::always_inline]] void prefetch(std::size_t row) const {
        const auto place = reinterpret_cast<std::uintptr_t>(first_) + row * stride_;
        __builtin_prefetch(reinterpret_cast<const void*>(place));  // NOLINT(performance-no-int-to-ptr)
    }
    std::size_t size() const { return size_; }
    std::size_t stride() const { return stride_; }
    Byte* data() const { return first_; }

private:
    Byte* first_;
    std::size_t stride_;
    std::size_t size_;
};

}  // namespace commonweal::core
