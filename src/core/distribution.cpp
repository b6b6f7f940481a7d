// SPDX-License-Identifier: Apache-2.0
#include "core/detail/distribution_forms.hpp"
#include "core/detail/incomplete.hpp"

#include <commonweal/core/math.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/text.hpp>

#include <algorithm>
#include <cmath>
#include <utility>

namespace commonweal::core {

namespace {

constexpr double unbounded = std::numeric_limits<double>::infinity();

/// The share of the way from low to high.
double share_of(double x, double low, double high) { return std::clamp((x - low) / (high - low), 0.0, 1.0); }

double normal_density(double z) {
    constexpr double root_two_pi = 2.5066282746310002;
    return std::isfinite(z) ? math::exp(-0.5 * z * z) / root_two_pi : 0.0;
}

}  // namespace

Distribution::Distribution(Kind kind, const Numbers& numbers, const Limits& limits)
    : kind_(kind), numbers_(numbers), limits_(limits) {
    if (!limited()) return;
    below_ = whole_cdf(limits.min);
    between_ = whole_cdf(limits.max) - below_;
}

Distribution Distribution::made(Kind kind, const Numbers& numbers, const Limits& limits) {
    const detail::DistributionForm& form = detail::first_form(kind);
    DistributionReading reading = build(form, numbers, limits == Limits{} ? std::nullopt : std::optional(limits), "");
    if (reading.value) return *reading.value;
    throw Error("commonweal: a distribution " + std::string(form.name) + " is wrong: " + reading.mistakes[0].rule);
}

Distribution Distribution::constant(double value) { return made(Kind::constant, {value}, {}); }
Distribution Distribution::uniform(Range range) { return made(Kind::uniform, {range.low, range.high}, {}); }
Distribution Distribution::triangular(Triangular parameters) {
    return made(Kind::triangular, {parameters.low, parameters.mode, parameters.high}, {});
}
Distribution Distribution::normal(Normal parameters) {
    return made(Kind::normal, {parameters.mean, parameters.sd}, {});
}
Distribution Distribution::lognormal(Lognormal parameters) {
    return made(Kind::lognormal, {parameters.median, parameters.sigma}, {});
}
Distribution Distribution::exponential(Exponential parameters) {
    return made(Kind::exponential, {parameters.mean}, {});
}
Distribution Distribution::gamma(Gamma parameters) {
    return made(Kind::gamma, {parameters.mean, parameters.shape}, {});
}
Distribution Distribution::weibull(Weibull parameters) {
    return made(Kind::weibull, {parameters.scale, parameters.shape}, {});
}
Distribution Distribution::beta(Beta parameters) { return made(Kind::beta, {parameters.a, parameters.b}, {}); }
Distribution Distribution::loguniform(Range range) { return made(Kind::loguniform, {range.low, range.high}, {}); }

Distribution Distribution::within(Limits limits) const { return made(kind_, numbers_, limits); }

std::string_view Distribution::kind_name() const { return detail::first_form(kind_).name; }

Distribution::Range Distribution::whole_support() const {
    switch (kind_) {
        case Kind::constant:
            return {numbers_[0], numbers_[0]};
        case Kind::uniform:
        case Kind::loguniform:
            return {numbers_[0], numbers_[1]};
        case Kind::triangular:
            return {numbers_[0], numbers_[2]};
        case Kind::beta:
            return {0.0, 1.0};
        case Kind::normal:
            return {-unbounded, unbounded};
        case Kind::lognormal:
        case Kind::exponential:
        case Kind::gamma:
        case Kind::weibull:
            break;
    }
    return {0.0, unbounded};
}

Distribution::Range Distribution::support() const {
    const Range whole = whole_support();
    return {std::max(whole.low, limits_.min), std::min(whole.high, limits_.max)};
}

/// Without limits; x within the whole support or beyond.
double Distribution::whole_cdf(double x) const {
    const auto [low, high] = whole_support();
    if (x >= high) return 1.0;
    if (!(x > low)) return 0.0;
    const auto [first, second, third] = numbers_;
    switch (kind_) {
        case Kind::triangular: {
            const double split = share_of(second, first, third);
            const double share = share_of(x, first, third);
            return share <= split ? share * (share / split) : 1.0 - (1.0 - share) * ((1.0 - share) / (1.0 - split));
        }
        case Kind::normal:
            return math::normal_cdf((x - first) / second);
        case Kind::lognormal:
            return math::normal_cdf(math::log(x / first) / second);
        case Kind::exponential:
            return -math::expm1(-x / first);
        case Kind::gamma:
            return detail::gamma_chances(second, x / first * second).below;
        case Kind::weibull:
            return -math::expm1(-math::pow(x / first, second));
        case Kind::beta:
            return detail::beta_chance(first, second, x);
        case Kind::loguniform:
            return std::clamp(math::log(x / first) / math::log(second / first), 0.0, 1.0);
        case Kind::constant:
        case Kind::uniform:
            break;
    }
    return share_of(x, first, second);
}

/// Without limits; p in (0, 1).
double Distribution::whole_quantile(double p) const {
    const auto [first, second, third] = numbers_;
    switch (kind_) {
        case Kind::constant:
            return first;
        case Kind::triangular: {
            const double split = share_of(second, first, third);
            const double share = p <= split ? std::sqrt(p * split) : 1.0 - std::sqrt((1.0 - p) * (1.0 - split));
            return first + (third - first) * share;
        }
        case Kind::normal:
            return first + second * math::normal_quantile(p);
        case Kind::lognormal:
            return first * math::exp(second * math::normal_quantile(p));
        case Kind::exponential:
            return -first * math::log1p(-p);
        case Kind::gamma:
            return first / second * detail::gamma_quantile(second, p);
        case Kind::weibull:
            return first * math::pow(-math::log1p(-p), 1.0 / second);
        case Kind::beta:
            return detail::beta_quantile(first, second, p);
        case Kind::loguniform:
            return first * math::exp(p * math::log(second / first));
        case Kind::uniform:
            break;
    }
    return first + (second - first) * p;
}

double Distribution::cdf(double x) const {
    if (std::isnan(x)) return detail::not_a_number<double>;
    const auto [low, high] = support();
    if (x >= high) return 1.0;
    if (x < low) return 0.0;
    return limited() ? std::clamp((whole_cdf(x) - below_) / between_, 0.0, 1.0) : whole_cdf(x);
}

double Distribution::quantile(double p) const {
    constexpr double nearest_to_1 = 1.0 - 0x1p-53;
    if (!(p >= 0.0 && p <= 1.0)) return detail::not_a_number<double>;
    const auto [low, high] = support();
    if (p == 0.0) return low;
    if (p == 1.0) return high;
    const double of_whole = limited() ? std::min(below_ + p * between_, nearest_to_1) : p;
    return of_whole > 0.0 ? std::clamp(whole_quantile(of_whole), low, high) : low;
}

/// The mean of min(share, X) where it is below, for a triangle on [0, 1].
double Distribution::triangular_mean_up_to(double share) const {
    const double split = share_of(numbers_[1], numbers_[0], numbers_[2]);
    if (share <= split) return split > 0.0 ? 2.0 / 3.0 * share * share * (share / split) : 0.0;
    const double missing = 1.0 - share * share * (3.0 - 2.0 * share);
    return (1.0 + split) / 3.0 - missing / (3.0 * (1.0 - split));
}

/// The integral of the values up to x, each times its density; x within the whole support.
double Distribution::mean_up_to(double x) const {
    const auto [first, second, third] = numbers_;
    switch (kind_) {
        case Kind::constant:
            return first;
        case Kind::uniform: {
            const double share = share_of(x, first, second);
            return share * (first + 0.5 * share * (second - first));
        }
        case Kind::triangular:
            return first * whole_cdf(x) + (third - first) * triangular_mean_up_to(share_of(x, first, third));
        case Kind::normal: {
            const double z = (x - first) / second;
            return first * math::normal_cdf(z) - second * normal_density(z);
        }
        case Kind::lognormal: {
            const double all = first * math::exp(0.5 * second * second);
            return all * math::normal_cdf(math::log(x / first) / second - second);
        }
        case Kind::exponential:
            return x == unbounded ? first : first * (-math::expm1(-x / first)) - x * math::exp(-x / first);
        case Kind::gamma:
            return first * detail::gamma_chances(second + 1.0, x / first * second).below;
        case Kind::weibull: {
            const double shape = 1.0 + 1.0 / second;
            const double all = first * math::exp(math::lgamma(shape));
            return all * detail::gamma_chances(shape, math::pow(x / first, second)).below;
        }
        case Kind::beta:
            return first / (first + second) * detail::beta_chance(first + 1.0, second, x);
        case Kind::loguniform:
            break;
    }
    return (x - first) / math::log(second / first);
}

double Distribution::mean() const {
    const auto [low, high] = support();
    if (!limited()) return mean_up_to(high);
    return std::clamp((mean_up_to(high) - mean_up_to(low)) / between_, low, high);
}

double Distribution::draw(Stream& stream) const {
    if (is_constant()) return numbers_[0];
    if (!limited() && kind_ == Kind::exponential) return stream.exponential({.mean = numbers_[0]});
    if (!limited() && kind_ == Kind::gamma)
        return stream.gamma({.shape = numbers_[1], .scale = numbers_[0] / numbers_[1]});
    return quantile(stream.open_uniform());
}

}  // namespace commonweal::core
