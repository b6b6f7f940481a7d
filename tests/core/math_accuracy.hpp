// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/config.hpp>
#undef BOOST_HAS_FLOAT128  // Else GNU extensions would ask for libquadmath at link time.

#include <algorithm>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cmath>
#include <commonweal/core/math.hpp>
#include <cstdint>
#include <functional>
#include <limits>
#include <random>
#include <string>
#include <vector>

/// Measures core::math against 50 decimal digits; shared by the tests and by tools/accuracy.cpp, which writes the
/// table.
namespace commonweal::core::accuracy {

using Exact = boost::multiprecision::cpp_bin_float_50;

/// A stretch of a function's domain.
struct Stretch {
    std::string function;
    std::string type;
    double low;
    double high;
    std::string spacing;  ///< "even", or "log" for even steps of the logarithm.
    double bound;         ///< Promised largest error, in units in the last place.
    std::function<double(int points)> worst_error;
};

/// |got - exact| in units in the last place of the exact result's binade, counted no finer than from `least` on.
template <class Real>
double error_in_ulps(Real got, const Exact& exact, double least) {
    const Exact most = std::numeric_limits<Real>::max();
    if (std::isinf(got) && abs(exact) > most * (1 + Exact(std::numeric_limits<Real>::epsilon()) / 4)) return 0.0;
    using std::max;
    const Exact size = max(Exact(abs(exact)), Exact(least));
    int exponent = 0;
    frexp(size, &exponent);
    exponent = max(exponent, std::numeric_limits<Real>::min_exponent);
    const Exact ulp = ldexp(Exact(1), exponent - std::numeric_limits<Real>::digits);
    return static_cast<double>(Exact(abs(Exact(got) - exact) / ulp));
}

/// Half of the points on a grid, half at random.
template <class Real>
std::vector<Real> points_of(double low, double high, bool log_spaced, int count) {
    std::mt19937_64 engine(static_cast<std::uint64_t>(count));
    std::vector<Real> points;
    for (int i = 0; i < count; ++i) {
        const double random = static_cast<double>(engine() >> 11) * 0x1p-53;
        const double share = i % 2 == 0 ? static_cast<double>(i) / count : random;
        const long double ratio = static_cast<long double>(high) / low;
        const double x = log_spaced ? static_cast<double>(low * std::pow(ratio, static_cast<long double>(share)))
                                    : low + (high - low) * share;
        points.push_back(static_cast<Real>(x));
    }
    return points;
}

struct Range {
    double low;
    double high;
    bool log_spaced = false;
    double least = 0.0;  ///< Results nearer to 0 are judged as if they were this large.
};

template <class Real>
using Function = Real (*)(Real);
using Reference = Exact (*)(const Exact&);

template <class Real>
Stretch stretch(const char* name, Function<Real> function, Reference reference, Range range, double bound) {
    const auto worst_error = [=](int count) {
        double worst = 0.0;
        for (const Real x : points_of<Real>(range.low, range.high, range.log_spaced, count)) {
            worst = std::max(worst, error_in_ulps(function(x), reference(Exact(x)), range.least));
        }
        return worst;
    };
    return {.function = name,
            .type = sizeof(Real) == 8 ? "double" : "float",
            .low = range.low,
            .high = range.high,
            .spacing = range.log_spaced ? "log" : "even",
            .bound = bound,
            .worst_error = worst_error};
}

template <class Real>
Stretch pow_stretch(double bound) {
    const auto worst_error = [](int count) {
        std::mt19937_64 engine(7);
        const auto random = [&] { return static_cast<double>(engine() >> 11) * 0x1p-53; };
        const double largest_log = 0.99 * std::log(static_cast<double>(std::numeric_limits<Real>::max()));
        double worst = 0.0;
        for (int i = 0; i < count; ++i) {
            const double spread = i % 2 == 0 ? std::exp(40.0 * (random() - 0.5)) : 0.5 + random();
            const Real x = static_cast<Real>(spread);
            const double most = std::min(largest_log / std::fabs(std::log(static_cast<double>(x))), 1e18);
            const Real y = static_cast<Real>((2.0 * random() - 1.0) * most);
            const Exact exact = pow(Exact(x), Exact(y));
            worst = std::max(worst, error_in_ulps(math::pow(x, y), exact, 0.0));
        }
        return worst;
    };
    return {.function = "pow",
            .type = sizeof(Real) == 8 ? "double" : "float",
            .low = 2e-9,
            .high = 5e8,
            .spacing = "log; y over all finite results",
            .bound = bound,
            .worst_error = worst_error};
}

inline Exact exact_exp(const Exact& x) { return exp(x); }
inline Exact exact_expm1(const Exact& x) { return boost::multiprecision::expm1(x); }
inline Exact exact_log(const Exact& x) { return log(x); }
inline Exact exact_log1p(const Exact& x) { return boost::multiprecision::log1p(x); }
inline Exact exact_logistic(const Exact& x) { return 1 / (1 + exp(-x)); }
inline Exact exact_erfc(const Exact& x) { return boost::math::erfc(x); }
inline Exact exact_lgamma(const Exact& x) { return boost::math::lgamma(x); }
inline Exact exact_cdf(const Exact& x) { return boost::math::erfc(Exact(-x / sqrt(Exact(2)))) / 2; }
inline Exact exact_quantile(const Exact& p) { return -sqrt(Exact(2)) * boost::math::erfc_inv(Exact(2 * p)); }

inline std::vector<Stretch> double_stretches() {
    using F = Function<double>;
    return {
        stretch<double>("exp", F{math::exp}, exact_exp, {-708.0, 709.7}, 1.0),
        stretch<double>("exp", F{math::exp}, exact_exp, {-746.0, -708.0}, 1.0),
        stretch<double>("exp", F{math::exp}, exact_exp, {-1.0, 1.0}, 1.0),
        stretch<double>("expm1", F{math::expm1}, exact_expm1, {-50.0, 709.7}, 1.5),
        stretch<double>("expm1", F{math::expm1}, exact_expm1, {-2.0, 2.0}, 1.5),
        stretch<double>("expm1", F{math::expm1}, exact_expm1, {1e-300, 1.0, true}, 1.5),
        stretch<double>("log", F{math::log}, exact_log, {5e-324, 1.7e308, true}, 1.0),
        stretch<double>("log", F{math::log}, exact_log, {0.5, 2.0}, 1.0),
        stretch<double>("log1p", F{math::log1p}, exact_log1p, {-0.999999, 3.0}, 1.5),
        stretch<double>("log1p", F{math::log1p}, exact_log1p, {1e-300, 1e300, true}, 1.5),
        pow_stretch<double>(1.5),
        stretch<double>("logistic", F{math::logistic}, exact_logistic, {-745.0, 40.0}, 2.5),
        stretch<double>("logistic", F{math::logistic}, exact_logistic, {-5.0, 5.0}, 2.5),
        stretch<double>("erfc", F{math::erfc}, exact_erfc, {-6.0, 6.0}, 4.0),
        stretch<double>("erfc", F{math::erfc}, exact_erfc, {6.0, 27.3}, 4.0),
        stretch<double>("lgamma", F{math::lgamma}, exact_lgamma, {1e-300, 1.0, true}, 4.0),
        stretch<double>("lgamma", F{math::lgamma}, exact_lgamma, {0.5, 3.0}, 4.0),
        stretch<double>("lgamma", F{math::lgamma}, exact_lgamma, {3.0, 30.0}, 4.0),
        stretch<double>("lgamma", F{math::lgamma}, exact_lgamma, {30.0, 1e305, true}, 4.0),
        stretch<double>("lgamma (error over at least 1)", F{math::lgamma}, exact_lgamma,
                        {-30.0123, -0.0101, false, 1.0}, 5.0),
        stretch<double>("normal_cdf", F{math::normal_cdf}, exact_cdf, {-8.0, 8.0}, 4.0),
        stretch<double>("normal_cdf", F{math::normal_cdf}, exact_cdf, {-38.4, -8.0}, 4.0),
        stretch<double>("normal_quantile", F{math::normal_quantile}, exact_quantile, {1e-4, 0.9999}, 5.0),
        stretch<double>("normal_quantile", F{math::normal_quantile}, exact_quantile, {1e-300, 0.5, true}, 5.0),
    };
}

inline std::vector<Stretch> float_stretches() {
    using F = Function<float>;
    return {
        stretch<float>("exp", F{math::exp}, exact_exp, {-87.0, 88.7}, 1.0),
        stretch<float>("exp", F{math::exp}, exact_exp, {-104.0, -87.0}, 1.0),
        stretch<float>("exp", F{math::exp}, exact_exp, {-1.0, 1.0}, 1.0),
        stretch<float>("expm1", F{math::expm1}, exact_expm1, {-50.0, 88.7}, 1.5),
        stretch<float>("expm1", F{math::expm1}, exact_expm1, {-2.0, 2.0}, 1.5),
        stretch<float>("log", F{math::log}, exact_log, {1.5e-45, 3.4e38, true}, 1.0),
        stretch<float>("log", F{math::log}, exact_log, {0.5, 2.0}, 1.0),
        stretch<float>("log1p", F{math::log1p}, exact_log1p, {-0.99999, 3.0}, 1.5),
        stretch<float>("log1p", F{math::log1p}, exact_log1p, {1e-37, 1e37, true}, 1.5),
        pow_stretch<float>(0.51),
        stretch<float>("logistic", F{math::logistic}, exact_logistic, {-100.0, 20.0}, 2.5),
        stretch<float>("erfc", F{math::erfc}, exact_erfc, {-4.0, 10.0}, 0.51),
        stretch<float>("lgamma", F{math::lgamma}, exact_lgamma, {1e-37, 1e30, true}, 0.51),
        stretch<float>("normal_cdf", F{math::normal_cdf}, exact_cdf, {-14.0, 6.0}, 0.51),
        stretch<float>("normal_quantile", F{math::normal_quantile}, exact_quantile, {1e-4, 0.9999}, 5.0),
        stretch<float>("normal_quantile", F{math::normal_quantile}, exact_quantile, {1.5e-45, 0.5, true}, 5.0),
    };
}

}  // namespace commonweal::core::accuracy
