// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstring>
#include <type_traits>

namespace commonweal::core::detail {

/// Copies `count` values of 1, 2 or 4 bytes that lie `from_stride` and `to_stride` bytes apart.
inline void copy_strided(const std::byte* from, std::size_t from_stride, std::byte* to, std::size_t to_stride,
                         std::size_t bytes, std::size_t count) {
    if (from_stride == bytes && to_stride == bytes) {
        std::memcpy(to, from, count * bytes);
        return;
    }
    const auto copy = [&](auto size) {
        for (std::size_t i = 0; i < count; ++i) std::memcpy(to + i * to_stride, from + i * from_stride, size);
    };
    if (bytes == 4) return copy(std::integral_constant<std::size_t, 4>{});
    if (bytes == 2) return copy(std::integral_constant<std::size_t, 2>{});
    copy(std::integral_constant<std::size_t, 1>{});
}

}  // namespace commonweal::core::detail
