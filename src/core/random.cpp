// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <commonweal/core/detail/count_chances.hpp>
#include <commonweal/core/detail/kernels.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/random.hpp>

namespace commonweal::core {
namespace {

/// Below this mean, inversion needs few steps; from it on, Hoermann's tables of constants hold.
constexpr double rejection_from = 10.0;

[[noreturn]] void throw_range(const char* what, double value, const char* rule) {
    throw Error(std::string(what) + " is " + std::to_string(value) + "; it must be " + rule);
}

void require_positive(const char* what, double value) {
    if (!(value > 0.0 && value < detail::infinity<double>)) throw_range(what, value, "positive and finite");
}

/// A whole number from 0 to 2^52; by way of the signed type, whose conversion is the same on every machine.
std::uint64_t whole(double k) { return static_cast<std::uint64_t>(static_cast<std::int64_t>(k)); }

/// Walks up from 0 until the chances add up to u. Beyond the mean a chance below 2^-60 cannot be told from none.
template <class Ratio>
std::uint32_t by_inversion(double u, double chance_of_0, Ratio ratio_to_last) {
    constexpr double negligible = 0x1p-60;
    std::uint32_t count = 0;
    double chance = chance_of_0;
    while (u >= chance && chance > negligible) {
        u -= chance;
        ++count;
        chance *= ratio_to_last(static_cast<double>(count));
    }
    return count;
}

/// The hat of transformed rejection with the constants of one distribution.
struct Hat {
    double a, b, centre;
    double sure_below;  ///< v below it and an ample u accept at once.
    double scale;       ///< v times scale / (a / us^2 + b) is compared with the chance.
};

/// Transformed rejection (Hoermann 1993): log_chance gives the logarithm of the chance of a count, up to what
/// hat.scale holds; counts outside [0, most] are refused.
template <class LogChance>
double by_rejection(Stream& stream, const Hat& hat, double most, LogChance log_chance) {
    while (true) {
        const double u = stream.open_uniform() - 0.5;
        const double v = stream.open_uniform();
        const double us = 0.5 - std::fabs(u);
        const double k = std::floor((2.0 * hat.a / us + hat.b) * u + hat.centre);
        if (us >= 0.07 && v <= hat.sure_below) return k;
        if (k < 0.0 || k > most) continue;
        if (math::log(v * hat.scale / (hat.a / (us * us) + hat.b)) <= log_chance(k)) return k;
    }
}

/// Hoermann 1993, Insurance: Mathematics and Economics 12, 39-45, algorithm PTRS (doi:10.1016/0167-6687(93)90997-4).
double poisson_by_rejection(Stream& stream, double mean) {
    const double b = 0.931 + 2.53 * std::sqrt(mean);
    const Hat hat{.a = -0.059 + 0.02483 * b,
                  .b = b,
                  .centre = mean + 0.43,
                  .sure_below = 0.9277 - 3.6224 / (b - 2.0),
                  .scale = 1.1239 + 1.1328 / (b - 3.4)};
    return by_rejection(stream, hat, 0x1p52, [mean](double k) { return detail::log_poisson_chance(k, mean); });
}

/// Hoermann 1993, Journal of Statistical Computation and Simulation 46, 101-110, algorithm BTRS
/// (doi:10.1080/00949659308811496); p at most 1/2.
double binomial_by_rejection(Stream& stream, double n, double p) {
    const double spread = std::sqrt(n * p * (1.0 - p));
    const double b = 1.15 + 2.53 * spread;
    const Hat hat{.a = -0.0873 + 0.0248 * b + 0.01 * p,
                  .b = b,
                  .centre = n * p + 0.5,
                  .sure_below = 0.92 - 4.2 / b,
                  .scale = (2.83 + 5.1 / b) * spread};
    const double at_mode = detail::log_binomial_chance(std::floor((n + 1.0) * p), n, p);
    return by_rejection(stream, hat, n, [=](double k) { return detail::log_binomial_chance(k, n, p) - at_mode; });
}

/// p at most 1/2.
std::uint32_t binomial_of_smaller(Stream& stream, std::uint32_t count, double p) {
    const auto n = static_cast<double>(count);
    if (n * p >= rejection_from) return static_cast<std::uint32_t>(whole(binomial_by_rejection(stream, n, p)));
    const double odds = p / (1.0 - p);
    return by_inversion(stream.uniform(), math::exp(n * math::log1p(-p)),
                        [=](double k) { return odds * (n + 1.0 - k) / k; });
}

}  // namespace

StreamId StreamNames::add(std::string_view kind, std::string_view rule) {
    const StreamId id = StreamId::of(kind, rule);
    const auto [place, is_new] = names_.try_emplace(id.value(), kind, rule);
    const auto& [known_kind, known_rule] = place->second;
    if (!is_new && (known_kind != kind || known_rule != rule)) {
        throw Error("The random streams of " + known_kind + "/" + known_rule + " and " + std::string(kind) + "/" +
                    std::string(rule) + " would be the same; rename one of the two rules");
    }
    return id;
}

void Stream::refill_many() {
    static const detail::Kernels& kernels = detail::best_kernels();
    if (used_ == 4 * draw_blocks) throw_exhausted();
    kernels.fill_blocks(detail::draw_key(seed_), detail::draw_counter(stream_, key_, used_ / 4), words_.data());
    first_ = used_;
    end_ = std::min(used_ + static_cast<std::uint32_t>(words_.size()), 4 * draw_blocks);
}

void Stream::uniform_floats(std::span<float> draws) {
    for (std::size_t done = 0; done < draws.size();) {
        if (used_ == end_) refill_many();
        const std::size_t some = std::min<std::size_t>(draws.size() - done, end_ - used_);
        const std::uint32_t* words = words_.data() + (used_ - first_);
        for (std::size_t k = 0; k < some; ++k) draws[done + k] = to_unit_float(words[k]);
        used_ += static_cast<std::uint32_t>(some);
        done += some;
    }
}

double Stream::exponential(Exponential parameters) {
    require_positive("The mean of an exponential draw", parameters.mean);
    return -parameters.mean * math::log(open_uniform());
}

std::uint64_t Stream::poisson(double mean) {
    if (!(mean >= 0.0 && mean <= 0x1p31)) throw_range("The mean of a Poisson draw", mean, "from 0 to 2^31");
    if (mean >= rejection_from) return whole(poisson_by_rejection(*this, mean));
    return by_inversion(uniform(), math::exp(-mean), [mean](double k) { return mean / k; });
}

std::uint32_t Stream::binomial(std::uint32_t n, double p) {
    if (!(p >= 0.0 && p <= 1.0)) throw_range("The chance of a binomial draw", p, "from 0 to 1");
    return p <= 0.5 ? binomial_of_smaller(*this, n, p) : n - binomial_of_smaller(*this, n, 1.0 - p);
}

/// Marsaglia and Tsang 2000, ACM Transactions on Mathematical Software 26, 363-372 (doi:10.1145/358407.358414).
double Stream::gamma(Gamma parameters) {
    require_positive("The shape of a gamma draw", parameters.shape);
    require_positive("The scale of a gamma draw", parameters.scale);
    const bool small = parameters.shape < 1.0;
    const double boost = small ? math::pow(open_uniform(), 1.0 / parameters.shape) : 1.0;
    const double d = (small ? parameters.shape + 1.0 : parameters.shape) - 1.0 / 3.0;
    const double c = 1.0 / std::sqrt(9.0 * d);
    while (true) {
        const double x = normal();
        const double root = 1.0 + c * x;
        const double u = open_uniform();
        if (root <= 0.0) continue;
        const double v = root * root * root;
        if (math::log(u) < 0.5 * x * x + d * (1.0 - v + math::log(v))) return parameters.scale * boost * (d * v);
    }
}

std::size_t Stream::categorical(std::span<const double> weights) {
    double total = 0.0;
    std::size_t last = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        if (!(weights[i] >= 0.0)) throw_range("A weight of a categorical draw", weights[i], "0 or above");
        total += weights[i];
        if (weights[i] > 0.0) last = i;
    }
    require_positive("The sum of the weights of a categorical draw", total);
    const double u = uniform() * total;
    double below_here = 0.0;
    for (std::size_t i = 0; i < last; ++i) {
        below_here += weights[i];
        if (u < below_here) return i;
    }
    return last;
}

/// Lemire 2019, ACM Transactions on Modeling and Computer Simulation 29 (doi:10.1145/3230636).
std::uint32_t Stream::below(std::uint32_t n) {
    if (n == 0) throw Error("A whole number below 0 was asked of a random stream; the bound must be above 0");
    std::uint64_t product = std::uint64_t{bits()} * n;
    // What is refused lies below n, so that the division is seldom asked for.
    if (static_cast<std::uint32_t>(product) < n) {
        const std::uint32_t refused = (0u - n) % n;
        while (static_cast<std::uint32_t>(product) < refused) product = std::uint64_t{bits()} * n;
    }
    return static_cast<std::uint32_t>(product >> 32);
}

void Stream::throw_exhausted() const {
    throw Error("Agent " + std::to_string(key_.agent) + " drew more than " + std::to_string(4 * draw_blocks) +
                " random words in tick " + std::to_string(key_.tick) + " from stream " +
                std::to_string(stream_.value()) + "; split the rule into two, or its draws over several ticks");
}

}  // namespace commonweal::core
