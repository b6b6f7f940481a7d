// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace commonweal::process {

// What stands beside a mean over runs: the bad ends. Values are finite, and there is at least one; else Error.

/// The value below which this share of all lies, in [0, 1], between neighbours in proportion (type 7 of Hyndman and Fan
/// 1996, doi:10.2307/2684934).
double quantile(std::span<const double> values, double share);

enum class WorstEnd : std::uint8_t { low, high };

/// The mean of the worst share of all, in (0, 1]: of a resilience the lowest, of a loss the highest; a value on the
/// border counts in part. Expected shortfall, Acerbi and Tasche 2002 (doi:10.1016/S0378-4266(02)00283-2).
double worst_mean(std::span<const double> values, double share = 0.05, WorstEnd worst = WorstEnd::low);

/// A chance that was counted, with the ends of its 95 % interval by Wilson 1927 (doi:10.1080/01621459.1927.10502953).
struct CountedChance {
    double chance = 0.0;
    double low = 0.0;
    double high = 1.0;
};
/// Of so many runs, at least 1, in how many it happened.
CountedChance counted_chance(std::uint64_t happened, std::uint64_t runs);

/// The exponent of a power tail, P(X > x) ~ x^-a, from the `count` largest values, all above 0 and not all equal; from
/// 1 to one less than there are. Hill 1975 (doi:10.1214/aos/1176343247).
double hill_exponent(std::span<const double> values, std::uint64_t count);

}  // namespace commonweal::process
