// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <bit>
#include <cmath>
#include <commonweal/core/math.hpp>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <type_traits>
#include <vector>

#include "math_accuracy.hpp"

namespace math = commonweal::core::math;
namespace accuracy = commonweal::core::accuracy;

namespace {

static_assert(math::exp(0.0) == 1.0 && math::exp(0.0F) == 1.0F);
static_assert(math::log(1.0) == 0.0 && math::log1p(0.0) == 0.0 && math::expm1(0.0F) == 0.0F);
static_assert(math::pow(2.0, 10.0) == 1024.0 && math::pow(-3.0, 3.0) == -27.0 && math::pow(9.0F, 0.5F) == 3.0F);
static_assert(math::lgamma(1.0) == 0.0 && math::lgamma(2.0) == 0.0);
static_assert(math::erfc(0.0) == 1.0 && math::normal_cdf(0.0) == 0.5 && math::logistic(0.0) == 0.5);
static_assert(math::log(0.0) == -std::numeric_limits<double>::infinity());

/// The C library's double function judges the float one too: its float functions are less exact than ours.
template <class Real>
struct Pair {
    std::string name;
    Real (*ours)(Real);
    double (*in_double)(double);

    Real standard(Real x) const { return static_cast<Real>(in_double(static_cast<double>(x))); }
};

template <class Real>
std::vector<Pair<Real>> pairs() {
    using F = Real (*)(Real);
    using D = double (*)(double);
    return {{"exp", F{math::exp}, D{std::exp}},    {"expm1", F{math::expm1}, D{std::expm1}},
            {"log", F{math::log}, D{std::log}},    {"log1p", F{math::log1p}, D{std::log1p}},
            {"erfc", F{math::erfc}, D{std::erfc}}, {"lgamma", F{math::lgamma}, D{std::lgamma}}};
}

template <class Real>
std::vector<Real> ends() {
    using L = std::numeric_limits<Real>;
    std::vector<Real> values;
    for (const Real x : {Real{0}, L::denorm_min(), L::min(), L::epsilon(), Real{0.5}, Real{1}, Real{1.5}, Real{2},
                         Real{3}, Real{1e10}, Real{8388609}, L::max(), L::infinity(), L::quiet_NaN()}) {
        values.push_back(x);
        values.push_back(-x);
    }
    return values;
}

/// Both NaN, both the same infinity or zero with its sign, or within the given number of ulps.
template <class Real>
bool agrees(Real ours, Real theirs, double ulps) {
    if (std::isnan(theirs)) return std::isnan(ours);
    if (std::isinf(theirs) || theirs == Real{0}) return ours == theirs && std::signbit(ours) == std::signbit(theirs);
    return accuracy::error_in_ulps(ours, accuracy::Exact(theirs), 0.0) <= ulps;
}

template <class Real>
void expect_ends_agree() {
    for (const auto& pair : pairs<Real>()) {
        for (const Real x : ends<Real>()) {
            EXPECT_TRUE(agrees(pair.ours(x), pair.standard(x), 4.0))
                << pair.name << "(" << x << ") is " << pair.ours(x) << ", C gives " << pair.standard(x);
        }
    }
}

template <class Real>
void expect_pow_ends_agree() {
    for (const Real x : ends<Real>()) {
        for (const Real y : ends<Real>()) {
            EXPECT_TRUE(agrees(math::pow(x, y), std::pow(x, y), 2.0))
                << "pow(" << x << ", " << y << ") is " << math::pow(x, y) << ", C gives " << std::pow(x, y);
        }
    }
}

void expect_bounds_hold(const std::vector<accuracy::Stretch>& stretches) {
    for (const auto& s : stretches) {
        EXPECT_LE(s.worst_error(800), s.bound) << s.function << " " << s.type << " from " << s.low << " to " << s.high;
    }
}

/// Random bit patterns reach every binade, the denormals and NaN.
template <class Real, class Bits>
void expect_bit_patterns_agree(double ulps) {
    std::mt19937_64 engine(20240720);
    for (const auto& pair : pairs<Real>()) {
        int wrong = 0;
        Real example = 0;
        for (int i = 0; i < 20000; ++i) {
            const Real x = std::bit_cast<Real>(static_cast<Bits>(engine()));
            const Real theirs = pair.standard(x);
            const bool near_a_zero = pair.name == "lgamma" && x < Real{0} && std::fabs(theirs) < Real{1};
            if (near_a_zero || agrees(pair.ours(x), theirs, ulps)) continue;
            ++wrong;
            example = x;
        }
        EXPECT_EQ(wrong, 0) << pair.name << " at " << example;
    }
}

}  // namespace

TEST(MathAccuracy, double_results_stay_within_their_bounds_of_50_digits) {
    expect_bounds_hold(accuracy::double_stretches());
}

TEST(MathAccuracy, float_results_stay_within_their_bounds_of_50_digits) {
    expect_bounds_hold(accuracy::float_stretches());
}

TEST(MathEnds, double_results_at_the_ends_of_the_domain_are_those_of_c) { expect_ends_agree<double>(); }

TEST(MathEnds, float_results_at_the_ends_of_the_domain_are_those_of_c) { expect_ends_agree<float>(); }

TEST(MathEnds, pow_of_zeros_infinities_nans_and_negative_numbers_is_that_of_c) {
    expect_pow_ends_agree<double>();
    expect_pow_ends_agree<float>();
}

TEST(MathEnds, results_for_random_bit_patterns_agree_with_c) {
    expect_bit_patterns_agree<double, std::uint64_t>(5.0);
    expect_bit_patterns_agree<float, std::uint32_t>(2.0);
}

TEST(MathEnds, every_nan_is_the_positive_quiet_one) {
    const auto expected = std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN());
    const double odd_nan = std::bit_cast<double>(std::uint64_t{0xFFF8000000001234u});
    for (const double x :
         {math::exp(odd_nan), math::expm1(odd_nan), math::log(odd_nan), math::log(-1.0), math::log1p(odd_nan),
          math::log1p(-2.0), math::pow(odd_nan, 2.0), math::pow(2.0, odd_nan), math::pow(-2.0, 0.5),
          math::erfc(odd_nan), math::lgamma(odd_nan), math::logistic(odd_nan), math::normal_cdf(odd_nan),
          math::normal_quantile(odd_nan), math::normal_quantile(-0.1), math::normal_quantile(1.1)}) {
        EXPECT_EQ(std::bit_cast<std::uint64_t>(x), expected);
    }
}

TEST(MathNormal, quantile_and_cdf_reach_their_ends) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(math::normal_quantile(0.0), -infinity);
    EXPECT_EQ(math::normal_quantile(1.0), infinity);
    EXPECT_EQ(math::normal_quantile(0.5), 0.0);
    EXPECT_EQ(math::normal_quantile(0.0F), -std::numeric_limits<float>::infinity());
    EXPECT_EQ(math::normal_quantile(1.0F), std::numeric_limits<float>::infinity());
    EXPECT_EQ(math::normal_cdf(-infinity), 0.0);
    EXPECT_EQ(math::normal_cdf(infinity), 1.0);
    EXPECT_EQ(math::logistic(-infinity), 0.0);
    EXPECT_EQ(math::logistic(infinity), 1.0);
}

/// NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7.1 and the usual two-sided limits.
TEST(MathNormal, quantiles_are_those_of_the_printed_tables) {
    EXPECT_NEAR(math::normal_quantile(0.975), 1.959964, 5e-7);
    EXPECT_NEAR(math::normal_quantile(0.995), 2.575829, 5e-7);
    EXPECT_NEAR(math::normal_cdf(1.0), 0.84134, 5e-6);
    EXPECT_NEAR(math::normal_cdf(-2.0), 0.02275, 5e-6);
}

/// The sum of the bits of f(1/64), f(2/64), ..., f(5000/64), each times an odd number that tells its place.
template <class Real, class Function>
std::uint64_t checksum(Function f) {
    using Bits = std::conditional_t<sizeof(Real) == 4, std::uint32_t, std::uint64_t>;
    std::uint64_t sum = 0;
    for (std::uint64_t k = 0; k < 5000; ++k) {
        sum += std::bit_cast<Bits>(f(static_cast<Real>(k + 1) / Real{64})) * (2 * k + 1);
    }
    return sum;
}

template <class Real>
std::vector<std::uint64_t> checksums() {
    return {checksum<Real>([](Real x) { return math::exp(x); }), checksum<Real>([](Real x) { return math::expm1(-x); }),
            checksum<Real>([](Real x) { return math::log(x); }), checksum<Real>([](Real x) { return math::log1p(x); }),
            checksum<Real>([](Real x) { return math::pow(x, x / Real{16}); })};
}

// tests/python/math_test.py has the same numbers.
TEST(Math, has_the_bits_that_python_sees) {
    EXPECT_EQ(checksums<float>(),
              (std::vector<std::uint64_t>{42382234799934909u, 80320779799696559u, 27040844691191880u,
                                          27034931914177349u, 30586597809448370u}));
    EXPECT_EQ(checksums<double>(),
              (std::vector<std::uint64_t>{6935904200749311131u, 6593610521826101179u, 15044271960320973714u,
                                          1380584362533512770u, 2894199228084656844u}));
}

RC_GTEST_PROP(MathProperties, quantile_is_odd_about_one_half, ()) {
    const double p = static_cast<double>(*rc::gen::inRange<std::int64_t>(1, std::int64_t{1} << 52)) * 0x1p-53;
    RC_ASSERT(math::normal_quantile(1.0 - p) == -math::normal_quantile(p));
}

RC_GTEST_PROP(MathProperties, cdf_of_quantile_is_the_probability, ()) {
    const double p = static_cast<double>(*rc::gen::inRange<std::int64_t>(1, std::int64_t{1} << 53)) * 0x1p-53;
    RC_ASSERT(std::fabs(math::normal_cdf(math::normal_quantile(p)) - p) <= 1e-14);
}

RC_GTEST_PROP(MathProperties, logistic_of_opposites_sums_to_one, ()) {
    const double x = static_cast<double>(*rc::gen::inRange<std::int64_t>(-700000, 700000)) * 1e-3;
    RC_ASSERT(std::fabs(math::logistic(x) + math::logistic(-x) - 1.0) <= 3e-16);
}

RC_GTEST_PROP(MathProperties, gamma_recurrence_holds, ()) {
    const double x = static_cast<double>(*rc::gen::inRange<std::int64_t>(1, 40000)) * 1e-3;
    const double step = math::lgamma(x + 1.0) - math::lgamma(x);
    RC_ASSERT(std::fabs(step - math::log(x)) <= 1e-15 * (4.0 + std::fabs(math::lgamma(x + 1.0)) * 4.0));
}
