// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/distribution.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/random.hpp>

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "refusal.hpp"

using namespace commonweal::core;

namespace distribution_test {

static_assert(std::is_trivially_copyable_v<Distribution>);

constexpr double infinity = std::numeric_limits<double>::infinity();

Distribution read(std::string_view text, std::string_view unit = "") {
    const DistributionReading reading = Distribution::parse(text, unit);
    for (const Mistake& mistake : reading.mistakes) ADD_FAILURE() << text << ": " << mistake.rule;
    return reading.value.value_or(Distribution{});
}

/// All mistakes of a text as a message would say them.
std::string told(std::string_view text, std::string_view unit = "h") {
    std::string lines;
    for (const Mistake& mistake : Distribution::parse(text, unit).mistakes)
        lines += (lines.empty() ? "" : " | ") + mistake.rule +
                 (mistake.suggestion.empty() ? "" : " -> " + mistake.suggestion);
    return lines;
}

/// One text of every form, and some with limits.
const std::vector<std::string>& texts() {
    static const std::vector<std::string> all{"0.5",
                                              "uniform(low=-1, high=3)",
                                              "triangular(low=0, mode=1, high=4)",
                                              "triangular(low=1, mode=1, high=2)",
                                              "normal(mean=2, sd=0.5)",
                                              "lognormal(median=3, sigma=0.5)",
                                              "lognormal(mean=3, sd=1)",
                                              "exponential(mean=2)",
                                              "gamma(mean=4, shape=2)",
                                              "gamma(mean=4, shape=0.3)",
                                              "gamma(mean=4, sd=1)",
                                              "weibull(scale=2, shape=1.5)",
                                              "weibull(median=2, shape=0.7)",
                                              "beta(a=2, b=5)",
                                              "beta(a=0.5, b=0.5)",
                                              "beta(mean=0.3, sd=0.1)",
                                              "loguniform(low=0.1, high=10)",
                                              "uniform(low=-1, high=3, min=0)",
                                              "triangular(low=0, mode=1, high=4, min=0.5, max=2)",
                                              "normal(mean=2, sd=0.5, min=0)",
                                              "normal(mean=0, sd=1, min=-1, max=2)",
                                              "lognormal(median=3, sigma=0.5, max=4)",
                                              "exponential(mean=2, min=1, max=3)",
                                              "gamma(mean=4, shape=2, max=6)",
                                              "weibull(scale=2, shape=1.5, min=1)",
                                              "beta(a=2, b=5, max=0.5)",
                                              "loguniform(low=0.1, high=10, min=1)"};
    return all;
}

std::vector<double> draws_of(const Distribution& distribution, AgentId count) {
    std::vector<double> values;
    for (AgentId agent = 0; agent < count; ++agent) {
        Stream stream({.value = 17}, StreamId::of("test", "distribution"), {.agent = agent});
        values.push_back(distribution.draw(stream));
    }
    return values;
}

/// The midpoint rule over all chances.
double mean_by_quantiles(const Distribution& distribution) {
    constexpr int steps = 20'000;
    double sum = 0.0;
    for (int k = 0; k < steps; ++k) sum += distribution.quantile((k + 0.5) / steps);
    return sum / steps;
}

/// Printed tables: NIST/SEMATECH e-Handbook 1.3.6.7 (normal, chi-square), Abramowitz and Stegun 26.9 (beta by way of
/// F).
TEST(Distribution, quantiles_are_those_of_printed_tables) {
    EXPECT_NEAR(read("normal(mean=0, sd=1)").quantile(0.975), 1.959963985, 5e-10);
    EXPECT_NEAR(read("gamma(mean=1, shape=0.5)").quantile(0.95), 3.841, 5e-4);    // chi-square, 1 degree of freedom
    EXPECT_NEAR(read("gamma(mean=10, shape=5)").quantile(0.99), 23.209, 5e-4);    // 10 degrees
    EXPECT_NEAR(read("gamma(mean=100, shape=50)").quantile(0.05), 77.929, 5e-4);  // 100 degrees
    // F with 5 and 10 degrees is 3.326 at 0.95: x = 5 F / (5 F + 10) is beta(5/2, 5).
    const double f = 3.326;
    EXPECT_NEAR(read("beta(a=2.5, b=5)").quantile(0.95), 5.0 * f / (5.0 * f + 10.0), 5e-5);
}

TEST(Distribution, chances_and_quantiles_are_closed_forms_where_there_are_some) {
    EXPECT_DOUBLE_EQ(read("uniform(low=-1, high=3)").quantile(0.25), 0.0);
    EXPECT_DOUBLE_EQ(read("triangular(low=0, mode=1, high=4)").cdf(1.0), 0.25);
    EXPECT_DOUBLE_EQ(read("triangular(low=0, mode=1, high=4)").quantile(0.25), 1.0);
    EXPECT_DOUBLE_EQ(read("exponential(mean=2)").quantile(0.5), 2.0 * std::log(2.0));
    EXPECT_DOUBLE_EQ(read("weibull(scale=2, shape=1.5)").cdf(2.0), 1.0 - std::exp(-1.0));
    EXPECT_DOUBLE_EQ(read("weibull(median=2, shape=0.7)").quantile(0.5), 2.0);
    EXPECT_DOUBLE_EQ(read("lognormal(median=3, sigma=0.5)").quantile(0.5), 3.0);
    EXPECT_NEAR(read("loguniform(low=0.1, high=10)").quantile(0.5), 1.0, 1e-15);
    // Erlang's distribution of two steps, and the beta whose chance is a power.
    EXPECT_NEAR(read("gamma(mean=4, shape=2)").cdf(6.0), 1.0 - 4.0 * std::exp(-3.0), 1e-15);
    EXPECT_NEAR(read("beta(a=3, b=1)").quantile(0.008), 0.2, 1e-15);
    EXPECT_NEAR(read("beta(a=0.5, b=0.5)").cdf(0.25), 1.0 / 3.0, 1e-15);  // the arcsine law
}

TEST(Distribution, means_are_closed_forms) {
    EXPECT_EQ(read("0.5").mean(), 0.5);
    EXPECT_DOUBLE_EQ(read("triangular(low=0, mode=1, high=4)").mean(), 5.0 / 3.0);
    EXPECT_DOUBLE_EQ(read("triangular(low=1, mode=1, high=2)").mean(), 4.0 / 3.0);
    EXPECT_DOUBLE_EQ(read("triangular(low=1, mode=2, high=2)").mean(), 5.0 / 3.0);
    EXPECT_DOUBLE_EQ(read("lognormal(median=3, sigma=0.5)").mean(), 3.0 * std::exp(0.125));
    EXPECT_DOUBLE_EQ(read("lognormal(mean=3, sd=1)").mean(), 3.0);
    EXPECT_EQ(read("gamma(mean=4, sd=1)").mean(), 4.0);
    EXPECT_DOUBLE_EQ(read("weibull(scale=2, shape=2)").mean(), std::sqrt(std::acos(-1.0)));
    EXPECT_DOUBLE_EQ(read("beta(mean=0.3, sd=0.1)").mean(), 0.3);
    EXPECT_DOUBLE_EQ(read("loguniform(low=0.1, high=10)").mean(), 9.9 / std::log(100.0));
    EXPECT_DOUBLE_EQ(read("exponential(mean=2, min=1)").mean(), 3.0);  // it has no memory
}

TEST(Distribution, means_are_what_quantiles_add_up_to_within_limits_too) {
    for (const std::string& text : texts()) {
        const Distribution distribution = read(text);
        const double tails =
            text.find("0.3") != std::string::npos || text.find("0.7") != std::string::npos ? 4e-3 : 4e-4;
        EXPECT_NEAR(distribution.mean(), mean_by_quantiles(distribution), tails * std::fabs(distribution.mean()))
            << text;
    }
}

TEST(Distribution, quantiles_undo_chances_and_reach_the_ends_of_the_support) {
    for (const std::string& text : texts()) {
        const Distribution distribution = read(text);
        const auto [low, high] = distribution.support();
        EXPECT_EQ(distribution.quantile(0.0), low) << text;
        EXPECT_EQ(distribution.quantile(1.0), high) << text;
        EXPECT_TRUE(std::isnan(distribution.quantile(-0.1)) && std::isnan(distribution.quantile(1.1)));
        EXPECT_TRUE(std::isnan(distribution.quantile(std::nan(""))) && std::isnan(distribution.cdf(std::nan(""))));
        EXPECT_EQ(distribution.cdf(infinity), 1.0);
        EXPECT_EQ(distribution.cdf(-infinity), 0.0);
        if (distribution.is_constant()) continue;
        double last = low;
        for (const double p : {1e-9, 1e-4, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 0.9999, 1.0 - 1e-9}) {
            const double x = distribution.quantile(p);
            EXPECT_GE(x, last) << text << " at " << p;
            EXPECT_LE(x, high) << text << " at " << p;
            // Next to 1 the numbers are too coarse for the last quantile of the arcsine law.
            EXPECT_NEAR(distribution.cdf(x), p, x < 1.0 || high > 1.0 ? 1e-11 : 2e-9) << text << " at " << p;
            last = x;
        }
    }
}

TEST(Distribution, the_largest_and_smallest_shapes_are_solved_too) {
    for (const double shape : {0.01, 0.1, 1.0, 10.0, 1e3, 1e6}) {
        for (const double p : {1e-12, 1e-3, 0.25, 0.5, 0.75, 0.999, 1.0 - 1e-12}) {
            const auto gamma = Distribution::gamma({.mean = shape, .shape = shape});
            if (gamma.quantile(p) > 0.0) {
                EXPECT_NEAR(gamma.cdf(gamma.quantile(p)), p, 1e-10 * p + 1e-15) << shape;
            }
            for (const double other : {0.01, 1.0, 1e6}) {
                const auto beta = Distribution::beta({.a = shape, .b = other});
                const double x = beta.quantile(p);
                // Next to 1 the numbers are too coarse: there the chance jumps.
                if (x > 0.0 && x < 0.999) {
                    EXPECT_NEAR(beta.cdf(x), p, 1e-8 * p) << shape << ' ' << other;
                }
            }
        }
    }
    // Wilson and Hilferty's cube is exact to 1e-8 for such shapes.
    const double z = 3.0902323061678132;
    const double cube = 1.0 - 1.0 / 9e6 + z / 3e3;
    EXPECT_NEAR(Distribution::gamma({.mean = 1.0, .shape = 1e6}).quantile(0.999), cube * cube * cube, 1e-8);
    EXPECT_NEAR(Distribution::beta({.a = 1e6, .b = 1e6}).quantile(0.5), 0.5, 1e-15);
}

/// The Kolmogorov-Smirnov statistic lies above 1.95 / sqrt(n) once in a thousand (Smirnov 1948).
TEST(Distribution, draws_follow_their_chances) {
    constexpr AgentId count = 20'000;
    for (const std::string& text : texts()) {
        const Distribution distribution = read(text);
        std::vector<double> values = draws_of(distribution, count);
        if (distribution.is_constant()) {
            EXPECT_EQ(std::count(values.begin(), values.end(), 0.5), count);
            continue;
        }
        std::sort(values.begin(), values.end());
        double farthest = 0.0;
        for (AgentId k = 0; k < count; ++k) {
            const double chance = distribution.cdf(values[k]);
            farthest = std::max({farthest, chance - static_cast<double>(k) / count, (k + 1.0) / count - chance});
        }
        EXPECT_LT(farthest, 1.95 / std::sqrt(static_cast<double>(count))) << text;
        EXPECT_GE(values.front(), distribution.support().low) << text;
        EXPECT_LE(values.back(), distribution.support().high) << text;
    }
}

TEST(Distribution, draws_are_those_of_the_stream_or_the_quantile_of_one_uniform_number) {
    const auto stream = [] { return Stream({.value = 3}, StreamId::of("test", "draw"), {.agent = 5}); };
    for (const std::string& text : texts()) {
        const Distribution distribution = read(text);
        Stream one = stream(), other = stream();
        const double drawn = distribution.draw(one);
        if (text.starts_with("exponential") && distribution.limits() == Distribution::Limits{}) {
            EXPECT_EQ(drawn, other.exponential({.mean = 2.0}));
        } else if (text == "gamma(mean=4, shape=2)") {
            EXPECT_EQ(drawn, other.gamma({.shape = 2.0, .scale = 2.0}));
        } else if (!distribution.is_constant() &&
                   (!text.starts_with("gamma") || text.find("max") != std::string::npos)) {
            EXPECT_EQ(drawn, distribution.quantile(other.open_uniform())) << text;
        }
        if (distribution.is_constant()) {
            EXPECT_EQ(one.bits(), other.bits());
        }
    }
}

/// Printed by gcc 12 on x86-64; tools/cross_build.sh runs this test under others.
TEST(Distribution, draws_have_the_same_bits_everywhere) {
    std::uint64_t sum = 0;
    for (const std::string& text : texts())
        for (const double value : draws_of(read(text), 200)) sum = sum * 31 + std::bit_cast<std::uint64_t>(value);
    EXPECT_EQ(sum, 16273304769508765070u);
}

TEST(Distribution, reads_any_unit_of_the_dimension_and_keeps_the_owners) {
    EXPECT_EQ(read("3 d", "h"), Distribution::constant(72.0));
    EXPECT_EQ(read("constant(value=3 d)", "h"), Distribution::constant(72.0));
    EXPECT_EQ(read("  lognormal ( sigma = 0.5 , median = 3 d )  ", "h"),
              Distribution::lognormal({.median = 72.0, .sigma = 0.5}));
    EXPECT_EQ(read("normal(mean=120 min, sd=0.5 h, min=0 h, max=1 d)", "h"),
              Distribution::normal({.mean = 2.0, .sd = 0.5}).within({.min = 0.0, .max = 24.0}));
    EXPECT_EQ(read("uniform(low=10 %, high=+0.5)"), Distribution::uniform({.low = 0.1, .high = 0.5}));
    EXPECT_EQ(read("exponential(mean=12 / d)", "1 / h"), Distribution::exponential({.mean = 0.5}));
    EXPECT_EQ(read("gamma(mean=4, sd=2)"), Distribution::gamma({.mean = 4.0, .shape = 4.0}));
}

TEST(Distribution, is_written_in_the_first_form_of_its_kind) {
    EXPECT_EQ(read("3 d", "h").text("h"), "72 h");
    EXPECT_EQ(read("0.5").text(""), "0.5");
    EXPECT_EQ(read("gamma(mean=4 d, sd=2 d)", "d").text("d"), "gamma(mean=4 d, shape=4)");
    EXPECT_EQ(read("normal(mean=0.2 / d, sd=1 / d, max=3 / d)", "1 / d").text("1 / d"),
              "normal(mean=0.2 / d, sd=1 / d, max=3 / d)");
    EXPECT_EQ(read("beta(a=2, b=5)").text(""), "beta(a=2, b=5)");
}

RC_GTEST_PROP(DistributionText, reads_back_as_the_same_bits, (double one, double two, double three)) {
    using D = Distribution;
    const auto positive = [](double x) { return std::clamp(std::fabs(x), 1e-99, 1e99); };
    const auto shape = [](double x) { return std::clamp(std::fabs(x), 0.01, 1e6); };
    const double low = std::clamp(one, -1e99, 1e99), high = std::max(low + 1.0, low * (low > 0.0 ? 1.5 : 0.5));
    const std::array all{D::constant(low),
                         D::uniform({.low = low, .high = high}),
                         D::triangular({.low = low, .mode = high, .high = high}),
                         D::normal({.mean = low, .sd = positive(two)}),
                         D::lognormal({.median = positive(one), .sigma = std::clamp(std::fabs(two), 1e-9, 10.0)}),
                         D::exponential({.mean = positive(one)}),
                         D::gamma({.mean = positive(one), .shape = shape(two)}),
                         D::weibull({.scale = positive(one), .shape = shape(three)}),
                         D::beta({.a = shape(one), .b = shape(two)}),
                         D::loguniform({.low = positive(one), .high = 2.0 * positive(one)}),
                         D::normal({.mean = low, .sd = positive(two)}).within({.min = low, .max = 1e100})};
    for (const D& distribution : all) {
        for (const std::string_view unit : {"", "h", "1 / d", "household", "mm / h"}) {
            if (distribution.kind() == D::Kind::beta && !std::string_view(unit).empty()) continue;
            const DistributionReading reading = D::parse(distribution.text(unit), unit);
            RC_ASSERT(reading.value == std::optional(distribution));
        }
    }
}

RC_GTEST_PROP(DistributionText, any_text_is_read_or_refused_with_a_reason, (std::string text)) {
    for (const std::string& whole : {text, "normal(" + text + ')', "gamma(mean=" + text + ", shape=2)"}) {
        const DistributionReading reading = Distribution::parse(whole, "h");
        RC_ASSERT(reading.value.has_value() == reading.mistakes.empty());
        for (const Mistake& mistake : reading.mistakes) RC_ASSERT(!mistake.rule.empty());
    }
}

TEST(Distribution, an_unknown_kind_is_told_with_the_nearest) {
    EXPECT_EQ(
        told("lognorml(median=3 d, sigma=0.5)"),
        "must be of a known kind, constant, uniform, triangular, normal, lognormal, exponential, gamma, weibull, beta "
        "or loguniform, not 'lognorml' -> lognormal");
    EXPECT_EQ(told("wiebull"),
              "must be a time such as \"1 h\" or a distribution such as \"exponential(mean=1 h)\" -> weibull(...)");
    EXPECT_EQ(told("gamma"), "must give gamma its mean and shape, or mean and sd in brackets");
    EXPECT_EQ(told("soon", ""), "must be a number or a distribution such as \"uniform(low=0, high=1)\"");
    EXPECT_EQ(told("beta(a=1, b=2)"), "must be of another kind: beta is for plain numbers from 0 to 1");
}

TEST(Distribution, unknown_missing_doubled_and_surplus_arguments_are_told) {
    EXPECT_EQ(told("lognormal(medain=3 d, sigma=0.5)"),
              "must give lognormal its median and sigma, or mean and sd, not 'medain' -> median");
    EXPECT_EQ(told("lognormal(mean=3 d)"), "must give lognormal its median and sigma, or mean and sd; sd is missing");
    EXPECT_EQ(told("uniform()"), "must give uniform its low and high; low and high are missing");
    EXPECT_EQ(told("normal(mean=1 h, mean=2 h, sd=1 h)"), "must give mean once");
    EXPECT_EQ(told("gamma(mean=1 h, shape=2, sd=1 h)"),
              "must give gamma its mean and shape, or mean and sd; sd is too many");
    EXPECT_EQ(told("exponential(2 h)"),
              "must name every argument, as in \"mean=1 h\", and write numbers without commas; '2 h' has no name");
    EXPECT_EQ(told("exponential(mean=2 h,)"), "must have an argument after every comma");
    EXPECT_EQ(told("exponential(mean=2 h"), "must end with a bracket, as in \"exponential(mean=2 h)\"");
    EXPECT_EQ(told("constant(value=1 h, max=2 h)"), "must give constant its value, not 'max'");
}

TEST(Distribution, all_wrong_numbers_are_told_at_once) {
    EXPECT_EQ(told("lognormal(median=3 m, sigma=0)"),
              "median must be a time such as \"1 h\", not a length | sigma must be above 0");
    EXPECT_EQ(told("lognormal(median=3, sigma=2 h)"),
              "median must be a time such as \"1 h\", its unit is missing -> median=3 h | "
              "sigma must be a plain number, not a time");
    EXPECT_EQ(told("normal(mean=3 hrs, sd=-1 h)"),
              "mean must be a time such as \"1 h\", 'hrs' is not a known unit -> mean=3 h | sd must be above 0 h");
    EXPECT_EQ(told("gamma(mean=0 h, shape=1e7)"), "mean must be above 0 h | shape must be between 0.01 and 1,000,000");
    EXPECT_EQ(told("normal(mean=1e200 h, sd=inf h)"),
              "mean must be between -1e+100 h and 1e+100 h | sd must be a time such as \"1 h\"");
}

TEST(Distribution, numbers_that_do_not_go_together_are_told) {
    EXPECT_EQ(told("uniform(low=2 h, high=2 h)"), "low must be below high");
    EXPECT_EQ(told("triangular(low=1 h, mode=3 h, high=2 h)"), "mode must be between low and high");
    EXPECT_EQ(told("beta(mean=1.5, sd=1)", ""), "mean must be below 1");
    EXPECT_EQ(told("beta(mean=0.5, sd=0.5)", ""),
              "sd must be below 0.5, the root of the mean times what it lacks to 1");
    EXPECT_EQ(told("gamma(mean=1 h, sd=20 h)"),
              "mean and sd do not go together: their shape must be between 0.01 and 1,000,000, not 0.0025");
    EXPECT_EQ(told("normal(mean=1 h, sd=1 h, min=2 h, max=1 h)"), "min must be below max");
    EXPECT_EQ(told("normal(mean=1 h, sd=1 h, min=9 h)"),
              "min and max must leave at least a millionth of the chances between them");
}

TEST(Distribution, numbers_that_a_program_gives_are_checked_too) {
    EXPECT_EQ(refusal([] { Distribution::normal({.mean = 0.0, .sd = -1.0}); }),
              "commonweal: a distribution normal is wrong: sd must be above 0");
    EXPECT_EQ(refusal([] { Distribution::exponential({.mean = std::nan("")}); }),
              "commonweal: a distribution exponential is wrong: mean must be between 1e-100 and 1e+100");
    EXPECT_EQ(refusal([] { Distribution::constant(1.0).within({.min = 0.0}); }),
              "commonweal: a distribution constant is wrong: a constant has no min or max");
    EXPECT_EQ(refusal([] { Distribution::uniform({.low = 0.0, .high = 1.0}).within({.min = infinity}); }),
              "commonweal: a distribution uniform is wrong: min must be below max");
}

}  // namespace distribution_test
