// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>

// The pieces below are forced inline so that a caller's loop over an array becomes vector code.
namespace commonweal::core::detail {

template <class Real>
struct Format;

template <>
struct Format<double> {
    using Bits = std::uint64_t;
    static constexpr int mantissa_bits = 52;
    static constexpr int bias = 1023;
    static constexpr double two_to_mantissa = 0x1p52;
    static constexpr double split = 0x1p27 + 1.0;
    static constexpr double smallest_normal = 0x1p-1022;
    static constexpr double exp_low = -746.0;  ///< Below it exp is 0.
    static constexpr double exp_high = 710.0;  ///< Above it exp is infinite.
};

template <>
struct Format<float> {
    using Bits = std::uint32_t;
    static constexpr int mantissa_bits = 23;
    static constexpr int bias = 127;
    static constexpr float two_to_mantissa = 0x1p23F;
    static constexpr float split = 0x1p12F + 1.0F;
    static constexpr float smallest_normal = 0x1p-126F;
    static constexpr float exp_low = -104.0F;
    static constexpr float exp_high = 89.0F;
};

template <class Real>
inline constexpr Real infinity = std::numeric_limits<Real>::infinity();
/// The one NaN that the functions return.
template <class Real>
inline constexpr Real not_a_number = std::numeric_limits<Real>::quiet_NaN();

/// An unrounded sum or product: high + low.
template <class Real>
struct Two {
    Real high;
    Real low;
};

template <class Real>
[[gnu::always_inline]] constexpr Real canonical(Real x) noexcept {
    return x != x ? not_a_number<Real> : x;
}

template <class Real>
[[gnu::always_inline]] constexpr Real magnitude(Real x) noexcept {
    using Bits = typename Format<Real>::Bits;
    return std::bit_cast<Real>(static_cast<Bits>(std::bit_cast<Bits>(x) & (~Bits{0} >> 1)));
}

/// x with the sign bit of `sign` flipped into it.
template <class Real>
[[gnu::always_inline]] constexpr Real with_sign_of(Real x, Real sign) noexcept {
    using Bits = typename Format<Real>::Bits;
    return std::bit_cast<Real>(
        static_cast<Bits>(std::bit_cast<Bits>(x) ^ (std::bit_cast<Bits>(sign) & ~(~Bits{0} >> 1))));
}

/// Between low and high; NaN stays NaN.
template <class Real>
[[gnu::always_inline]] constexpr Real clamped(Real x, Real low, Real high) noexcept {
    const Real above = x < low ? low : x;
    return above > high ? high : above;
}

/// The nearest whole number, halves to even, for |x| below a quarter of 2^mantissa_bits.
template <class Real>
[[gnu::always_inline]] constexpr Real nearest(Real x) noexcept {
    constexpr Real shift = Real{1.5} * Format<Real>::two_to_mantissa;
    return (x + shift) - shift;
}

/// 2^k for a whole k from 1 - bias to bias. The sum leaves k + bias in the lowest bits of the mantissa.
template <class Real>
[[gnu::always_inline]] constexpr Real power_of_two(Real k) noexcept {
    using Bits = typename Format<Real>::Bits;
    constexpr Real shift = Real{1.5} * Format<Real>::two_to_mantissa + Real{Format<Real>::bias};
    return std::bit_cast<Real>(static_cast<Bits>(std::bit_cast<Bits>(k + shift) << Format<Real>::mantissa_bits));
}

/// x 2^k, rounded once, for a whole k within twice the range of power_of_two.
template <class Real>
[[gnu::always_inline]] constexpr Real scaled(Real x, Real k) noexcept {
    const Real half = nearest(k * Real{0.5});
    return x * power_of_two(half) * power_of_two(k - half);
}

template <std::size_t I = 0, class Real, std::size_t N>
[[gnu::always_inline]] constexpr Real polynomial(Real x, const std::array<Real, N>& coefficients) noexcept {
    if constexpr (I + 1 == N) {
        return coefficients[I];
    } else {
        return coefficients[I] + x * polynomial<I + 1>(x, coefficients);
    }
}

/// a + b without rounding error (Knuth, The Art of Computer Programming 2, section 4.2.2).
template <class Real>
[[gnu::always_inline]] constexpr Two<Real> two_sum(Real a, Real b) noexcept {
    const Real sum = a + b;
    const Real part = sum - a;
    return {sum, (a - (sum - part)) + (b - part)};
}

/// a b without rounding error (Dekker 1971, doi:10.1007/BF01397083), away from overflow and underflow.
template <class Real>
[[gnu::always_inline]] constexpr Two<Real> two_product(Real a, Real b) noexcept {
    const Real a_shifted = a * Format<Real>::split;
    const Real b_shifted = b * Format<Real>::split;
    const Real a_high = a_shifted - (a_shifted - a);
    const Real b_high = b_shifted - (b_shifted - b);
    const Real a_low = a - a_high;
    const Real b_low = b - b_high;
    const Real product = a * b;
    return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

}  // namespace commonweal::core::detail
