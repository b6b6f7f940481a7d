// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace commonweal::core {

static_assert(std::endian::native == std::endian::little, "commonweal: states are little-endian bytes");

/// True where every byte of a T belongs to its value. The compiler knows it for whole numbers and structs of them; a
/// struct with floats says it itself, by specialising this beside a static_assert on its size.
template <class T>
inline constexpr bool has_no_padding = std::has_unique_object_representations_v<T> || std::is_floating_point_v<T>;
template <class T, std::size_t n>
inline constexpr bool has_no_padding<std::array<T, n>> = has_no_padding<T>;
template <>
inline constexpr bool has_no_padding<long double> = false;

/// What may be copied into a state byte by byte: equal values give equal bytes, and no address is among them.
template <class T>
concept StateValue = std::is_trivially_copyable_v<T> && !std::is_pointer_v<T> && !std::is_member_pointer_v<T> &&
                     !std::is_same_v<T, bool> && has_no_padding<T>;

/// Turns a state into bytes: values in sections, each with a tag and a length.
class StateWriter {
public:
    /// Runs `fill`; what it writes becomes the section `tag`. Sections nest.
    template <class Fill>
    void section(std::string_view tag, Fill&& fill) {
        const std::size_t start = open(tag);
        fill();
        close(start);
    }

    template <StateValue T>
    void value(const T& value) {
        raw(&value, sizeof(T));
    }
    void value(bool value) { this->value(static_cast<std::uint8_t>(value)); }

    /// A vector or array: its length, then its elements.
    template <class Range>
    void values(const Range& range) {
        const std::span span(range);
        using Element = std::remove_cv_t<typename decltype(span)::element_type>;
        static_assert(StateValue<Element>, "commonweal: these elements cannot be copied into a state byte by byte");
        value(std::uint64_t{span.size()});
        raw(span.data(), span.size_bytes());
    }

    void text(std::string_view text) { values(text); }

    std::span<const std::byte> bytes() const noexcept { return {bytes_.data(), bytes_.size()}; }
    std::vector<std::byte> take() noexcept { return std::move(bytes_); }

private:
    std::size_t open(std::string_view tag);
    void close(std::size_t start) noexcept;
    void raw(const void* data, std::size_t size);

    std::vector<std::byte> bytes_;
};

/// Reads what a StateWriter wrote, in the same order; throws Error naming the section where the bytes are others.
class StateReader {
public:
    explicit StateReader(std::span<const std::byte> bytes) noexcept : bytes_(bytes) {}

    /// Runs `read` on the section `tag`, which must come next and be used up by it.
    template <class Read>
    void section(std::string_view tag, Read&& read) {
        const Frame outer = enter(tag);
        read();
        leave(outer);
    }

    template <StateValue T>
    void value(T& value) {
        raw(&value, sizeof(T));
    }
    void value(bool& value);

    template <StateValue T>
    T value() {
        T value;
        this->value(value);
        return value;
    }

    template <StateValue T, class Allocator>
    void values(std::vector<T, Allocator>& values) {
        values.resize(count(sizeof(T)));
        raw(values.data(), values.size() * sizeof(T));
    }
    /// Into memory that is there already; the length must be equal.
    template <StateValue T>
    void values(std::span<T> values) {
        expect_count(count(sizeof(T)), values.size());
        raw(values.data(), values.size_bytes());
    }

    std::string text();

    /// Throws Error unless every byte has been read.
    void finish() const;

private:
    struct Frame {
        std::size_t end;
        std::string tag;
    };

    Frame enter(std::string_view tag);
    void leave(const Frame& outer);
    std::size_t count(std::size_t element_size);
    void expect_count(std::size_t found, std::size_t expected) const;
    void raw(void* data, std::size_t size);
    void need(std::size_t size) const;
    [[noreturn]] void fail(const std::string& problem) const;

    std::span<const std::byte> bytes_;
    std::size_t position_ = 0;
    std::size_t end_ = bytes_.size();
    std::string tag_;
};

}  // namespace commonweal::core
