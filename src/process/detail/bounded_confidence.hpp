// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <commonweal/process/opinion.hpp>

namespace commonweal::process::detail {

/// Sums and differences of multiples of it are exact.
inline constexpr double opinion_grain = 0x1p-24;

inline bool hears(const BoundedConfidence& process, float own, float other) {
    return std::abs(static_cast<double>(own) - static_cast<double>(other)) <= process.confidence;
}

}  // namespace commonweal::process::detail
