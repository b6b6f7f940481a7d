// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace commonweal::core::detail {

/// Copies bytes that will hardly be read again: past the caches where the processor can, so that the copy neither reads
/// what it overwrites nor drives out what is used next.
inline void copy_aside(const std::byte* from, std::byte* to, std::size_t bytes) {
#if defined(__SSE2__)
    constexpr std::size_t line = 64;
    constexpr std::size_t within_caches = std::size_t{1} << 17;
    if (bytes > within_caches) {
        const std::size_t odd = (line - reinterpret_cast<std::uintptr_t>(to) % line) % line;
        std::memcpy(to, from, odd);
        std::size_t done = odd;
        for (; done + line <= bytes; done += line) {
            const auto* source = reinterpret_cast<const __m128i*>(from + done);
            auto* target = reinterpret_cast<__m128i*>(to + done);
            const __m128i a = _mm_loadu_si128(source), b = _mm_loadu_si128(source + 1);
            const __m128i c = _mm_loadu_si128(source + 2), d = _mm_loadu_si128(source + 3);
            _mm_stream_si128(target, a);
            _mm_stream_si128(target + 1, b);
            _mm_stream_si128(target + 2, c);
            _mm_stream_si128(target + 3, d);
        }
        _mm_sfence();
        from += done, to += done, bytes -= done;
    }
#endif
    std::memcpy(to, from, bytes);
}

}  // namespace commonweal::core::detail
