// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/math.hpp>
#include <cstdint>

namespace commonweal::process {

/// Chance that something with the rate `rate` happens within `duration`: 1 - exp(-rate duration). Never the product:
/// two half steps then give the chance of a whole one. Both at least 0, in inverse units. Branch-free.
inline float chance_of(float rate, float duration) { return -core::math::expm1(-rate * duration); }
inline double chance_of(double rate, double duration) { return -core::math::expm1(-rate * duration); }

/// The whole number of steps that follows on `time`, which is one itself but for rounding: sums of many steps would
/// lose digits. Fewer than 2^31 steps. Branch-free.
inline float one_step_after(float time, float step) {
    return step * (1.0f + static_cast<float>(static_cast<std::int32_t>(time / step + 0.5f)));
}

}  // namespace commonweal::process
