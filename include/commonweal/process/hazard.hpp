// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/math.hpp>

namespace commonweal::process {

/// Chance that something with the rate `rate` happens within `duration`: 1 - exp(-rate duration). Never the product:
/// two half steps then give the chance of a whole one. Both at least 0, in inverse units. Branch-free.
inline float chance_of(float rate, float duration) { return -core::math::expm1(-rate * duration); }
inline double chance_of(double rate, double duration) { return -core::math::expm1(-rate * duration); }

}  // namespace commonweal::process
