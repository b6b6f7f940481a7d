// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/math_exp_log.hpp>
#include <commonweal/core/detail/math_normal_gamma.hpp>

/// Elementary functions whose bits do not depend on compiler, optimisation level or instruction set, when compiled with
/// the flags of the target commonweal::commonweal. None has a branch or a table, so a loop over an array becomes vector
/// code. At 0, infinity, NaN and outside the domain they return what C's functions return (errno and exception
/// flags aside; every NaN is the one positive quiet NaN). docs/accuracy.md has the measured errors.
namespace commonweal::core::math {

[[gnu::always_inline]] constexpr double exp(double x) noexcept {
    return detail::canonical(detail::exp_of_sum(x, double{0}));
}
[[gnu::always_inline]] constexpr float exp(float x) noexcept {
    return detail::canonical(detail::exp_of_sum(x, float{0}));
}

/// exp(x) - 1, accurate near 0.
[[gnu::always_inline]] constexpr double expm1(double x) noexcept { return detail::expm1(x); }
[[gnu::always_inline]] constexpr float expm1(float x) noexcept { return detail::expm1(x); }

/// Natural logarithm.
[[gnu::always_inline]] constexpr double log(double x) noexcept { return detail::log(x); }
[[gnu::always_inline]] constexpr float log(float x) noexcept { return detail::log(x); }

/// log(1 + x), accurate near 0.
[[gnu::always_inline]] constexpr double log1p(double x) noexcept { return detail::log1p(x); }
[[gnu::always_inline]] constexpr float log1p(float x) noexcept { return detail::log1p(x); }

/// x to the power y; pow(x, 0) and pow(1, y) are 1 even for NaN, as in C.
[[gnu::always_inline]] constexpr double pow(double x, double y) noexcept { return detail::pow(x, y); }
[[gnu::always_inline]] constexpr float pow(float x, float y) noexcept { return detail::pow(x, y); }

/// 1 / (1 + exp(-x)).
[[gnu::always_inline]] constexpr double logistic(double x) noexcept { return detail::logistic(x); }
[[gnu::always_inline]] constexpr float logistic(float x) noexcept { return detail::logistic(x); }

/// Complementary error function: the chance beyond |x| of a normal variable of variance 1/2, for x >= 0.
[[gnu::always_inline]] constexpr double erfc(double x) noexcept { return detail::erfc(x); }
[[gnu::always_inline]] constexpr float erfc(float x) noexcept {
    return static_cast<float>(detail::erfc(static_cast<double>(x)));
}

/// log(|gamma(x)|); near its zeros below 0 the error is small absolutely, not relatively.
[[gnu::always_inline]] constexpr double lgamma(double x) noexcept { return detail::lgamma(x); }
[[gnu::always_inline]] constexpr float lgamma(float x) noexcept {
    return static_cast<float>(detail::lgamma(static_cast<double>(x)));
}

/// Chance that a standard normal variable is below x.
[[gnu::always_inline]] constexpr double normal_cdf(double x) noexcept { return detail::normal_cdf(x); }
[[gnu::always_inline]] constexpr float normal_cdf(float x) noexcept {
    return static_cast<float>(detail::normal_cdf(static_cast<double>(x)));
}

/// The x with normal_cdf(x) = p: -infinity at 0, infinity at 1, NaN outside [0, 1].
[[gnu::always_inline]] inline double normal_quantile(double p) noexcept { return detail::normal_quantile(p); }
[[gnu::always_inline]] inline float normal_quantile(float p) noexcept { return detail::normal_quantile(p); }

}  // namespace commonweal::core::math
