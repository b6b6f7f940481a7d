// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/math.hpp>

/// Logarithms of Poisson and binomial chances without the cancellation of lgamma's large values, in the form of Loader
/// 2000, "Fast and accurate computation of binomial probabilities".
namespace commonweal::core::detail {

/// log(k!) less Stirling's (k + 1/2) log(k) - k + log(2 pi) / 2; k a whole number above 0.
constexpr double stirling_error(double k) noexcept {
    constexpr double half_log_two_pi = 0.91893853320467274;
    if (k < 8.0) return lgamma(k + 1.0) - ((k + 0.5) * log(k) - k + half_log_two_pi);
    return polynomial(1.0 / (k * k), Coefficients<double>::stirling) / k;
}

/// k log(k / expected) + expected - k; both above 0.
constexpr double deviance(double k, double expected) noexcept {
    const double gap = expected - k;
    return gap - k * log1p(gap / k);
}

/// k a whole number, mean above 0.
constexpr double log_poisson_chance(double k, double mean) noexcept {
    constexpr double two_pi = 6.283185307179586;
    if (k == 0.0) return -mean;
    return -stirling_error(k) - deviance(k, mean) - 0.5 * log(two_pi * k);
}

/// k a whole number from 0 to n, p from above 0 to below 1.
constexpr double log_binomial_chance(double k, double n, double p) noexcept {
    constexpr double two_pi = 6.283185307179586;
    if (k == 0.0) return n * log1p(-p);
    if (k == n) return n * log(p);
    const double errors = stirling_error(n) - stirling_error(k) - stirling_error(n - k);
    const double deviances = deviance(k, n * p) + deviance(n - k, n * (1.0 - p));
    return errors - deviances + 0.5 * log(n / (two_pi * k * (n - k)));
}

}  // namespace commonweal::core::detail
