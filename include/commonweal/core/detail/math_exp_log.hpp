// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/math_bits.hpp>
#include <commonweal/core/detail/math_coefficients.hpp>

namespace commonweal::core::detail {

/// x = k log(2) + r + low, |r| <= log(2) / 2.
template <class Real>
struct Reduced {
    Real k;
    Real r;
    Real low;
};

template <class Real>
[[gnu::always_inline]] constexpr Reduced<Real> reduced(Real high, Real low) noexcept {
    using C = Coefficients<Real>;
    constexpr Real per_log2 = static_cast<Real>(1.4426950408889634);
    const Real k = nearest(high * per_log2);
    const Real first = high - k * C::ln2_high;
    const Real second = k * C::ln2_low;
    const Real r = first - second;
    return {k, r, ((first - r) - second) + low};
}

/// exp(high + low) for a high within the range of exp; low is small beside it.
template <class Real>
[[gnu::always_inline]] constexpr Real exp_in_range(Real high, Real low) noexcept {
    const auto [k, r, rest] = reduced(high, low);
    const Real curved = r * r * polynomial(r, Coefficients<Real>::exp);
    return scaled(Real{1} + (r + (curved + rest * (Real{1} + (r + curved)))), k);
}

/// exp(high + low), with 0 and infinity beyond the range.
template <class Real>
[[gnu::always_inline]] constexpr Real exp_of_sum(Real high, Real low) noexcept {
    const Real inside = clamped(high, Format<Real>::exp_low, Format<Real>::exp_high);
    return exp_in_range(inside, inside == high ? low : Real{0});
}

template <class Real>
[[gnu::always_inline]] constexpr Real expm1(Real x) noexcept {
    const Real inside = clamped(x, Real{-50}, Format<Real>::exp_high);
    const auto [k, r, rest] = reduced(inside, Real{0});
    const Real curved = r * r * polynomial(r, Coefficients<Real>::exp);
    // exp(x) - 1 = 2^k ((1 - 2^-k) + (exp(r) - 1)); beyond 2^100 the 1 no longer counts.
    const Real unit = power_of_two(clamped(-k, Real{-100}, Real{100}));
    const Two<Real> sum = two_sum(Real{1} - unit, r);
    const Real y = scaled(sum.high + (sum.low + (curved + (rest + r * rest))), k);
    return canonical(x == Real{0} ? x : y);
}

template <class Real>
[[gnu::always_inline]] constexpr Real logistic(Real x) noexcept {
    const Real below = exp_of_sum(-magnitude(x), Real{0});
    return canonical((x < Real{0} ? below : Real{1}) / (Real{1} + below));
}

/// x = 2^k (1 + f), 1 + f from sqrt(1/2) to sqrt(2); x positive and normal.
template <class Real>
struct Parted {
    Real k;
    Real f;
};

template <class Real>
[[gnu::always_inline]] constexpr Parted<Real> parted(Real x) noexcept {
    using F = Format<Real>;
    using Bits = typename F::Bits;
    constexpr Bits one = std::bit_cast<Bits>(Real{1});
    constexpr Bits root_half = std::bit_cast<Bits>(static_cast<Real>(0.7071067811865476));
    const Bits bits = std::bit_cast<Bits>(x);
    const Bits biased = static_cast<Bits>(bits + (one - root_half)) >> F::mantissa_bits;
    const Real m = std::bit_cast<Real>(static_cast<Bits>(bits + one - (biased << F::mantissa_bits)));
    const Real k = std::bit_cast<Real>(static_cast<Bits>(biased | std::bit_cast<Bits>(F::two_to_mantissa))) -
                   (F::two_to_mantissa + Real{F::bias});
    return {k, m - Real{1}};
}

/// parted() for denormal numbers too.
template <class Real>
[[gnu::always_inline]] constexpr Parted<Real> parted_any(Real x) noexcept {
    using F = Format<Real>;
    const bool tiny = x < F::smallest_normal;
    const auto [k, f] = parted(tiny ? x * (F::two_to_mantissa * Real{4}) : x);
    return {tiny ? k - Real{F::mantissa_bits + 2} : k, f};
}

/// k log(2) + log(1 + f) + rest, as 2 atanh(s), s = f / (2 + f), written so that f itself carries no rounding error.
template <class Real>
[[gnu::always_inline]] constexpr Real log_of_parts(Parted<Real> x, Real rest) noexcept {
    using C = Coefficients<Real>;
    const Real s = x.f / (Real{2} + x.f);
    const Real z = s * s;
    const Real half_square = Real{0.5} * x.f * x.f;
    const Real small = s * (half_square + z * polynomial(z, C::log)) + (x.k * C::ln2_low + rest);
    return x.k * C::ln2_high + (x.f - (half_square - small));
}

/// What C's log returns where y is no answer: at 0, infinity, below 0.
template <class Real>
[[gnu::always_inline]] constexpr Real log_ends(Real x, Real y) noexcept {
    const Real finite = x == infinity<Real> ? x : y;
    const Real from_zero = x == Real{0} ? -infinity<Real> : finite;
    return x >= Real{0} ? from_zero : not_a_number<Real>;
}

template <class Real>
[[gnu::always_inline]] constexpr Real log(Real x) noexcept {
    return log_ends(x, log_of_parts(parted_any(x), Real{0}));
}

template <class Real>
[[gnu::always_inline]] constexpr Real log1p(Real x) noexcept {
    const Two<Real> sum = two_sum(Real{1}, x);
    const Real y = log_of_parts(parted(sum.high), sum.low / sum.high);
    const Real ends = log_ends(sum.high, y);
    return x == Real{0} ? x : ends;
}

/// log(x) with about 20 bits more than a double holds, for pow; x positive and finite.
[[gnu::always_inline]] constexpr Two<double> log_twofold(double x) noexcept {
    using C = Coefficients<double>;
    constexpr double third_high = 2.0 / 3.0;
    constexpr double third_low = 3.7007434154171886e-17;  // 2/3 - third_high
    const auto [k, f] = parted_any(x);
    const Two<double> below = two_sum(2.0, f);
    const double s = f / below.high;
    const Two<double> back = two_product(s, below.high);
    const double s_low = (((f - back.high) - back.low) - s * below.low) / below.high;
    Two<double> z = two_product(s, s);
    z.low += 2.0 * s * s_low;
    Two<double> cubic = two_product(z.high, third_high);
    cubic.low += z.high * third_low + z.low * third_high + z.high * z.high * polynomial(z.high, C::log_fifth);
    const Two<double> series = two_sum(2.0, cubic.high);
    const double series_low = series.low + cubic.low;
    const Two<double> product = two_product(s, series.high);
    const double product_low = product.low + (s * series_low + s_low * series.high);
    const Two<double> sum = two_sum(k * C::ln2_high, product.high);
    return two_sum(sum.high, sum.low + (product_low + k * C::ln2_low));
}

/// What C's pow makes of |x|^y = y_of_magnitude when x may be negative, zero, infinite or NaN.
template <class Real>
[[gnu::always_inline]] constexpr Real pow_ends(Real x, Real y, Real y_of_magnitude) noexcept {
    const Real zero_or_infinity = (magnitude(x) == Real{0}) == (y < Real{0}) ? infinity<Real> : Real{0};
    const bool ordinary = magnitude(x) > Real{0} && magnitude(x) < infinity<Real>;
    const Real size = ordinary ? y_of_magnitude : zero_or_infinity;
    // From 2^mantissa_bits on every number is whole, from twice that on every number is even.
    constexpr Real whole_from = Format<Real>::two_to_mantissa;
    const Real a = clamped(magnitude(y), Real{0}, whole_from * Real{2});
    const auto is_whole = [](Real v) { return v >= whole_from || (v + whole_from) - whole_from == v; };
    const bool whole = is_whole(a);
    const bool odd = whole && !is_whole(a * Real{0.5});
    const Real signed_size = odd ? with_sign_of(size, x) : size;
    const Real real = x < Real{0} && ordinary && !whole ? not_a_number<Real> : signed_size;
    const Real known = x != x || y != y ? not_a_number<Real> : real;
    return y == Real{0} || x == Real{1} ? Real{1} : known;
}

/// From here on the power of any magnitude but 1 is 0 or infinite.
inline constexpr double decisive_exponent = 0x1p70;

[[gnu::always_inline]] constexpr double pow(double x, double y) noexcept {
    const double exponent = clamped(y, -decisive_exponent, decisive_exponent);
    const Two<double> logarithm = log_twofold(magnitude(x));
    const Two<double> product = two_product(exponent, logarithm.high);
    return pow_ends(x, y, exp_of_sum(product.high, product.low + exponent * logarithm.low));
}

[[gnu::always_inline]] constexpr float pow(float x, float y) noexcept {
    const double logarithm = log_of_parts(parted(static_cast<double>(magnitude(x))), 0.0);
    const double exponent = clamped(static_cast<double>(y), -decisive_exponent, decisive_exponent);
    const double product = clamped(exponent * logarithm, -700.0, 700.0);
    return pow_ends(x, y, static_cast<float>(exp_in_range(product, 0.0)));
}

}  // namespace commonweal::core::detail
