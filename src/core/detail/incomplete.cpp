// SPDX-License-Identifier: Apache-2.0
#include "core/detail/incomplete.hpp"

#include <commonweal/core/detail/count_chances.hpp>

#include <algorithm>
#include <cmath>

namespace commonweal::core::detail {

namespace {

constexpr double two_pi = 6.283185307179586;
constexpr double last_bit = 0x1p-53;
/// Far above what the largest shapes need, some 10,000.
constexpr int most_terms = 100'000;
constexpr int most_steps = 100;

/// As `deviance`, for an expectation far below k, too.
double surprise(double k, double expected) {
    if (expected < 0.5 * k) return k * math::log(k / expected) + (expected - k);
    return deviance(k, expected);
}

/// x^a e^-x / gamma(a + 1).
double gamma_term(double a, double x) {
    return math::exp(-stirling_error(a) - surprise(a, x) - 0.5 * math::log(two_pi * a));
}

/// x^a y^b gamma(a + b + 1) / (gamma(a + 1) gamma(b + 1)), where x + y = 1.
double beta_term(double a, double b, double x, double y) {
    const double n = a + b;
    const double errors = stirling_error(n) - stirling_error(a) - stirling_error(b);
    const double surprises = surprise(a, n * x) + surprise(b, n * y);
    return math::exp(errors - surprises + 0.5 * math::log(n / (two_pi * a * b)));
}

/// Evaluates 1 / (b0 + a1 / (b1 + a2 / (b2 + ...))) from the front (Lentz 1976, doi:10.1364/AO.15.000668, with Thompson
/// and Barnett's guard against zeros).
class Fraction {
public:
    explicit Fraction(double b0) : c_(1.0 / tiny), d_(1.0 / away_from_0(b0)), value_(d_) {}

    /// Whether the value has settled.
    bool add(double a, double b) {
        d_ = 1.0 / away_from_0(b + a * d_);
        c_ = away_from_0(b + a / c_);
        const double factor = c_ * d_;
        value_ *= factor;
        return std::fabs(factor - 1.0) <= 2.0 * last_bit;
    }
    double value() const { return value_; }

private:
    static constexpr double tiny = 1e-290;
    static double away_from_0(double x) { return std::fabs(x) < tiny ? tiny : x; }

    double c_, d_, value_;
};

/// 1 + x / (a + 1) + x^2 / ((a + 1) (a + 2)) + ... (NIST DLMF 8.7.1).
double gamma_series(double a, double x) {
    double term = 1.0, sum = 1.0;
    for (int n = 1; n < most_terms && term > sum * last_bit; ++n) {
        term *= x / (a + n);
        sum += term;
    }
    return sum;
}

/// 1 / (x + 1 - a - (1 - a) / (x + 3 - a - ...)) (NIST DLMF 8.9.2, contracted).
double gamma_fraction(double a, double x) {
    double b = x + 1.0 - a;
    Fraction fraction(b);
    for (int n = 1; n < most_terms; ++n) {
        b += 2.0;
        if (fraction.add(n * (a - n), b)) break;
    }
    return fraction.value();
}

/// NIST DLMF 8.17.22.
double beta_fraction(double a, double b, double x) {
    Fraction fraction(1.0);
    fraction.add(-(a + b) * x / (a + 1.0), 1.0);
    for (int m = 1; m < most_terms; ++m) {
        const double at = a + 2.0 * m;
        fraction.add(m * (b - m) * x / ((at - 1.0) * at), 1.0);
        if (fraction.add(-(a + m) * (a + b + m) * x / (at * (at + 1.0)), 1.0)) break;
    }
    return fraction.value();
}

/// x below the mean or little above it, where the fraction settles soon; y = 1 - x.
double beta_chance_below(double a, double b, double x, double y) {
    return std::min(1.0, beta_term(a, b, x, y) * b / (a + b) * beta_fraction(a, b, x));
}

struct ChanceAndSlope {
    double chance;
    double slope;  ///< Of the chance's logarithm over that of x; NaN where the chance is too small for a number.
};

/// The x from 0 to `high` with this chance, which rises or falls with x: Newton's method for the chance's logarithm
/// over that of x, which is a straight line near 0, between bounds that every step narrows; where a step leaves them,
/// they are halved on their own scale.
template <class At>
double solve_for_chance(double x, double high, double chance, bool rises, At at) {
    constexpr double settled = 0x1p-51;
    double low = 0.0;
    for (int step = 0; step < most_steps; ++step) {
        const ChanceAndSlope here = at(x);
        if (here.chance == chance) return x;
        ((here.chance < chance) == rises ? low : high) = x;
        double next = x * math::exp(math::log(chance / here.chance) / here.slope);
        if (std::fabs(next - x) <= settled * x) return next;
        if (!(next > low && next < high))
            next = high == infinity<double> ? 2.0 * x : low == 0.0 ? 0.0625 * high : std::sqrt(low) * std::sqrt(high);
        x = next;
    }
    return x;
}

/// Wilson and Hilferty's cube (1931, doi:10.1073/pnas.17.12.684), or the straight line near 0.
double gamma_start(double a, double p) {
    const double root = 1.0 - 1.0 / (9.0 * a) + math::normal_quantile(p) / (3.0 * std::sqrt(a));
    if (a >= 1.0 && root > 0.3) return a * root * root * root;
    return math::exp((math::log(p) + math::lgamma(a + 1.0)) / a);
}

/// The normal distribution's, or the straight line near 0.
double beta_start(double a, double b, double p) {
    const double n = a + b;
    const double mean = a / n;
    const double normal = mean + math::normal_quantile(p) * std::sqrt(mean * (b / n) / (n + 1.0));
    if (a >= 1.0 && b >= 1.0 && normal > 0.3 * mean && normal < mean) return normal;
    const double line = math::exp((math::log(p * a) + math::lgamma(a) + math::lgamma(b) - math::lgamma(n)) / a);
    return std::min(line, 0.9 * mean);
}

/// p at most the chance below the mean.
double beta_quantile_below_mean(double a, double b, double p) {
    const double start = beta_start(a, b, p);
    if (start == 0.0) return 0.0;
    return solve_for_chance(start, a / (a + b), p, true, [a, b](double x) {
        const double y = 1.0 - x;
        const double chance = beta_chance_below(a, b, x, y);
        return ChanceAndSlope{chance, beta_term(a, b, x, y) * a * b / ((a + b) * y) / chance};
    });
}

}  // namespace

GammaChances gamma_chances(double shape, double x) {
    if (!(x > 0.0)) return {0.0, 1.0};
    if (x == infinity<double>) return {1.0, 0.0};
    const double term = gamma_term(shape, x);
    if (x < shape + 1.0) {
        const double below = std::min(1.0, term * gamma_series(shape, x));
        return {below, 1.0 - below};
    }
    const double above = std::min(1.0, term * shape * gamma_fraction(shape, x));
    return {1.0 - above, above};
}

double gamma_quantile(double shape, double p) {
    const double start = gamma_start(shape, p);
    if (start == 0.0) return 0.0;
    const bool lower = p <= 0.5;
    return solve_for_chance(start, infinity<double>, lower ? p : 1.0 - p, lower, [shape, lower](double x) {
        const GammaChances chances = gamma_chances(shape, x);
        const double rise = gamma_term(shape, x) * shape;
        return lower ? ChanceAndSlope{chances.below, rise / chances.below}
                     : ChanceAndSlope{chances.above, -rise / chances.above};
    });
}

double beta_chance(double a, double b, double x) {
    if (!(x > 0.0)) return 0.0;
    if (x >= 1.0) return 1.0;
    if (x < (a + 1.0) / (a + b + 2.0)) return beta_chance_below(a, b, x, 1.0 - x);
    return 1.0 - beta_chance_below(b, a, 1.0 - x, x);
}

double beta_quantile(double a, double b, double p) {
    if (p <= beta_chance(a, b, a / (a + b))) return beta_quantile_below_mean(a, b, p);
    return 1.0 - beta_quantile_below_mean(b, a, 1.0 - p);
}

}  // namespace commonweal::core::detail
