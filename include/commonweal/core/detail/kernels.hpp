// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/philox.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace commonweal::core::detail {

enum class Gathering : std::uint8_t { sum, mean };

/// The loops that do most of a sweep's work. One source, compiled once per instruction set; all give the same bits.
/// What they write in contiguous runs has room for `count` rounded up to a multiple of 8.
struct Kernels {
    std::string_view instruction_set;

    /// Four floats in [0, 1) per agent from one Philox block each: out[k][i] from word k of agent ids[i].
    void (*fill_uniforms)(PhiloxKey key, std::uint32_t tick, std::uint32_t stream_and_block, const AgentId* ids,
                          std::size_t count, float* const* out);

    /// Sixteen words: four Philox blocks, whose counters go up by one in the last word.
    void (*fill_blocks)(PhiloxKey key, PhiloxCounter first, std::uint32_t* out);

    /// Sums or means over each agent's neighbours of rows of four floats: out[k][i] of member k. `starts` points at the
    /// first agent's entry.
    void (*gather_rows)(const float* rows, const std::uint32_t* starts, const Index* targets, std::size_t count,
                        Gathering gathering, float* const* out);

    /// Packs four members at once into rows of four floats.
    void (*pack_rows)(const float* const* members, std::size_t count, float* rows);
    /// The inverse of pack_rows.
    void (*unpack_rows)(const float* rows, std::size_t count, float* const* members);
};

extern const Kernels kernels_baseline;
extern const Kernels kernels_v3;
extern const Kernels kernels_v4;

/// The kernels for the processor at hand.
const Kernels& best_kernels();

}  // namespace commonweal::core::detail
