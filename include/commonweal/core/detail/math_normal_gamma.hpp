// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <commonweal/core/detail/math_exp_log.hpp>

namespace commonweal::core::detail {

/// erfc(high + low) / unit, through exp(-x^2) and Shepherd and Laframboise's variable t = (x - 4) / (x + 4)
/// (1981, doi:10.1090/S0025-5718-1981-0595058-X), which one polynomial covers; near 0 through erf.
[[gnu::always_inline]] constexpr double erfc_of_sum(double high, double low) noexcept {
    constexpr double zero_from = 28.0;
    const double x = clamped(magnitude(high), 0.0, zero_from);
    const Two<double> square = two_product(x, x);
    const double rest = square.low + 2.0 * x * (high < 0.0 ? -low : low);
    const double t = (x - 4.0) / (x + 4.0);
    const double shape = polynomial(t, Coefficients<double>::erfc) / (1.0 + 2.0 * x);
    const double tail = exp_of_sum(-square.high, -rest) * shape;
    const double away = high < 0.0 ? 2.0 - tail : tail;
    const double near = 1.0 - high * polynomial(x * x, Coefficients<double>::erf);
    return canonical(x < 0.5 ? near : away);
}

[[gnu::always_inline]] constexpr double erfc(double x) noexcept { return erfc_of_sum(x, 0.0); }

/// erfc(-x / sqrt(2)) / 2; the quotient is kept twofold, since erfc in its tail magnifies its error.
[[gnu::always_inline]] constexpr double normal_cdf(double x) noexcept {
    constexpr double root_half_high = 0.70710678118654757;
    constexpr double root_half_low = -4.8336466567264567e-17;  // sqrt(1/2) - root_half_high
    const double inside = clamped(x, -40.0, 40.0);
    const Two<double> scaled_down = two_product(-inside, root_half_high);
    return 0.5 * erfc_of_sum(scaled_down.high, scaled_down.low - inside * root_half_low);
}

template <class Real>
[[gnu::always_inline]] inline Real normal_quantile(Real p) noexcept {
    using C = Coefficients<Real>;
    constexpr Real root_two_pi = static_cast<Real>(2.5066282746310002);
    const Real q = p - Real{0.5};
    const Real w = q * q;
    const Real v = static_cast<Real>(0.09375) - w;
    const Real bend = w * (polynomial(v, C::quantile_centre_top) / polynomial(v, C::quantile_centre_bottom));
    const Real centre = q * (root_two_pi + bend);
    // Far out the quantile is r less something near 1, so that the rational function's rounding errors hardly count.
    const Real smaller = q < Real{0} ? p : Real{1} - p;
    const Real r = std::sqrt(Real{-2} * log(smaller));
    const Real u = r - static_cast<Real>(1.75);
    const Real tail = r - polynomial(u, C::quantile_tail_top) / polynomial(u, C::quantile_tail_bottom);
    const Real size = smaller == Real{0} ? infinity<Real> : tail;
    return canonical(magnitude(q) <= static_cast<Real>(0.3) ? centre : with_sign_of(size, q));
}

/// log(gamma(a)) for a >= 0: below 8 the recurrence leads to [1.25, 2.25], from 8 on Stirling's series.
[[gnu::always_inline]] constexpr double log_gamma_positive(double a) noexcept {
    using C = Coefficients<double>;
    constexpr double stirling_from = 8.0;
    const bool large = a >= stirling_from;
    const double near = large ? stirling_from : a;
    const double whole = nearest(near + 0.25);
    const double z = near - whole;
    double rising = 1.0;
    for (int i = 1; i <= 6; ++i) {
        const double factor = whole >= static_cast<double>(i + 2) ? near - static_cast<double>(i) : 1.0;
        rising *= factor;
    }
    const double falling = whole == 1.0 ? a : a * (a + 1.0);
    const double below_argument = whole >= 2.0 ? rising : falling;
    const double argument = large ? a : below_argument;
    const double logarithm = log(argument);
    const double below = z * polynomial(z, C::log_gamma) + (whole >= 2.0 ? logarithm : -logarithm);
    constexpr double half_log_two_pi_less_half = 0.41893853320467274;  // (log(2 pi) - 1) / 2
    const double inverse = 1.0 / (large ? a : stirling_from);
    const double series = inverse * polynomial(inverse * inverse, C::stirling);
    const double above = (a - 0.5) * (logarithm - 1.0) + (half_log_two_pi_less_half + series);
    return large ? above : below;
}

/// log(|gamma(x)|); below 0 by gamma(-a) gamma(a) = -pi / (a sin(pi a)).
[[gnu::always_inline]] constexpr double lgamma(double x) noexcept {
    constexpr double pi = 3.141592653589793;
    constexpr double whole_from = Format<double>::two_to_mantissa;
    const double a = magnitude(x);
    const double positive = log_gamma_positive(a);
    const double near = a > whole_from ? whole_from : a;
    const double f = near - ((near + whole_from) - whole_from);
    const double sine = magnitude(f) * polynomial(f * f, Coefficients<double>::sine_pi);
    const double reflected = log(pi / (f == 0.0 ? 1.0 : near * sine)) - positive;
    const double beyond_pole = a < 0x1p-54 ? positive : reflected;
    const double negative = f == 0.0 ? infinity<double> : beyond_pole;
    return canonical(x < 0.0 ? negative : positive);
}

}  // namespace commonweal::core::detail
