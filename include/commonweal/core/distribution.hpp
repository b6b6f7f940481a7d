// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {

class Stream;
struct DistributionReading;
namespace detail {
struct DistributionForm;
}

/// How an uncertain quantity is spread: a small value of plain data, all numbers in one unit that the owner knows.
/// Equal are those of one kind with the same numbers. docs/how_to/distributions.md has a table of the kinds.
class Distribution {
public:
    enum class Kind : std::uint8_t {
        constant,
        uniform,
        triangular,
        normal,
        lognormal,
        exponential,
        gamma,
        weibull,
        beta,
        loguniform
    };

    /// Of uniform and loguniform; `low` below `high`.
    struct Range {
        double low = 0.0;
        double high = 1.0;
    };
    struct Triangular {
        double low = 0.0;
        double mode = 0.5;  ///< Most likely value, from `low` to `high`.
        double high = 1.0;
    };
    struct Normal {
        double mean = 0.0;
        double sd = 1.0;  ///< Above 0.
    };
    struct Lognormal {
        double median = 1.0;  ///< Above 0.
        double sigma = 1.0;   ///< Standard deviation of the natural logarithm, above 0, at most 10.
    };
    struct Exponential {
        double mean = 1.0;  ///< Above 0.
    };
    struct Gamma {
        double mean = 1.0;   ///< Above 0.
        double shape = 1.0;  ///< The mean's square over the variance, 0.01 to 1e6.
    };
    struct Weibull {
        double scale = 1.0;  ///< Exceeded with chance 1 / e; above 0.
        double shape = 1.0;  ///< 0.01 to 1e6.
    };
    struct Beta {
        double a = 1.0;  ///< 0.01 to 1e6; the mean is a / (a + b).
        double b = 1.0;  ///< 0.01 to 1e6.
    };
    /// What a draw neither goes below nor above: the rest is left out, and the chances between grow in proportion.
    struct Limits {
        double min = -std::numeric_limits<double>::infinity();
        double max = std::numeric_limits<double>::infinity();
        friend bool operator==(const Limits&, const Limits&) = default;
    };

    /// Always 0.
    Distribution() = default;

    /// Each throws Error where a number breaks its rule or lies beyond 1e100. The ends of loguniform are above 0.
    static Distribution constant(double value);
    static Distribution uniform(Range range);
    static Distribution triangular(Triangular parameters);
    static Distribution normal(Normal parameters);
    static Distribution lognormal(Lognormal parameters);
    static Distribution exponential(Exponential parameters);
    static Distribution gamma(Gamma parameters);
    static Distribution weibull(Weibull parameters);
    static Distribution beta(Beta parameters);
    static Distribution loguniform(Range range);

    /// The same kind and numbers between these limits, in place of any others. Throws Error for a constant, and where
    /// the limits leave less than a millionth of the chances.
    Distribution within(Limits limits) const;

    /// Reads "3 d", "0.5" or "lognormal(median=3 d, sigma=0.5)", with `min` or `max` among the arguments if wanted; the
    /// result is in `unit`, which `Unit::parse` must know.
    static DistributionReading parse(std::string_view text, std::string_view unit);
    /// The text that `parse` turns into an equal distribution: "exponential(mean=36 h)", "36 h".
    std::string text(std::string_view unit) const;

    Kind kind() const noexcept { return kind_; }
    std::string_view kind_name() const;
    bool is_constant() const noexcept { return kind_ == Kind::constant; }
    const Limits& limits() const noexcept { return limits_; }

    /// Smallest and largest value, or what no draw reaches but all come near to.
    Range support() const;
    double mean() const;
    /// Chance of a value of at most x; NaN for NaN.
    double cdf(double x) const;
    /// The value that is not exceeded with chance p: the ends of the support at 0 and 1, NaN outside [0, 1].
    double quantile(double p) const;
    /// A constant takes no words, gamma without limits is `Stream::gamma`, exponential without limits is
    /// `Stream::exponential`; all else is the quantile of one `Stream::open_uniform`, two words, and grows with it.
    double draw(Stream& stream) const;

    friend bool operator==(const Distribution&, const Distribution&) = default;

private:
    using Numbers = std::array<double, 3>;

    Distribution(Kind kind, const Numbers& numbers, const Limits& limits);
    static Distribution made(Kind kind, const Numbers& numbers, const Limits& limits);
    static DistributionReading build(const detail::DistributionForm& form, const Numbers& numbers,
                                     const std::optional<Limits>& limits, std::string_view unit);
    bool limited() const noexcept { return limits_ != Limits{}; }
    Range whole_support() const;
    double whole_cdf(double x) const;
    double whole_quantile(double p) const;
    double mean_up_to(double x) const;
    double triangular_mean_up_to(double share) const;

    Kind kind_ = Kind::constant;
    Numbers numbers_{};  ///< In the order of the kind's first form.
    Limits limits_{};
    double below_ = 0.0;    ///< Chance below the limits.
    double between_ = 1.0;  ///< Chance between them.
};

/// What came of reading a distribution: the value, or everything that is wrong, each mistake with rule and suggestion
/// and, where it is not the whole, column and length in the text.
struct DistributionReading {
    std::optional<Distribution> value;
    std::vector<Mistake> mistakes;
};

}  // namespace commonweal::core
