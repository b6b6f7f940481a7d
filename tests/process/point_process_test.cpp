// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/process/point_process.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

struct CountMoments {
    double mean;
    double variance;
    double error;  ///< Standard error of the mean.
};

/// Of what the replicates count in all records.
CountMoments count_moments(const Dataset& course, const char* name = "count") {
    const std::vector<double>& counts = course.variable(name).values;
    const std::size_t records = course.dimension("time").values.size();
    std::vector<double> sums;
    for (std::size_t first = 0; first < counts.size(); first += records) {
        double sum = 0.0;
        for (std::size_t k = 0; k < records; ++k) sum += counts[first + k];
        sums.push_back(sum);
    }
    const auto number = static_cast<double>(sums.size());
    double mean = 0.0;
    for (const double sum : sums) mean += sum / number;
    double squares = 0.0;
    for (const double sum : sums) squares += (sum - mean) * (sum - mean);
    const double variance = squares / (number - 1.0);
    return {mean, variance, std::sqrt(variance / number)};
}

}  // namespace

TEST(PointProcess, the_long_run_is_that_of_hawkes) {  // V60
    const PointProcess process{.rate = 1.0, .branching = 0.5, .decay = 1.0};
    EXPECT_DOUBLE_EQ(mean_rate(process), 2.0);
    // Of a long window the variance is the mean over (1 - n)^2.
    EXPECT_NEAR(count_variance(process, 1e6) / 1e6, 8.0, 1e-4);
    EXPECT_NEAR(count_variance(process, 1e-6) / 1e-6, 2.0, 1e-4);
    EXPECT_DOUBLE_EQ(count_variance({.rate = 3.0, .branching = 0.0}, 10.0), 30.0);
    EXPECT_NEAR(mean_count(process, 1e-4) / 1e-4, 1.0, 1e-3);
    EXPECT_NEAR(mean_count(process, 1e4), 2e4 - 2.0, 1e-6);
}

TEST(PointProcess, counts_have_the_mean_and_the_variance_of_hawkes) {  // V60, reduced
    const PointProcess process{.rate = 1.0, .branching = 0.5, .decay = 1.0};
    const Experiment experiment{.until = 10.0, .replicates = 4000, .seed = 1};
    const CountMoments settled = count_moments(simulate(process, {.warm_up = 30.0}, experiment));
    EXPECT_NEAR(settled.mean, 20.0, 4.0 * settled.error);
    EXPECT_NEAR(settled.variance, count_variance(process, 10.0), 0.1 * settled.variance);
    const CountMoments fresh = count_moments(simulate(process, {}, experiment));
    EXPECT_NEAR(fresh.mean, mean_count(process, 10.0), 4.0 * fresh.error);
}

TEST(PointProcess, aftershocks_are_the_integral_of_omori_and_utsu) {  // V60
    for (const double power : {0.7, 1.0, 1.1, 2.0}) {
        const PointProcess process{
            .rate = 0.0, .branching = 0.0, .aftershocks = 10.0, .aftershock_offset = 0.05, .aftershock_power = power};
        double sum = 0.0;
        const int steps = 200'000;
        for (int k = 0; k < steps; ++k) sum += 10.0 / std::pow((k + 0.5) * 10.0 / steps + 0.05, power) * 10.0 / steps;
        EXPECT_NEAR(omori_count(process, 0.0, 10.0), sum, 1e-5 * sum);
        EXPECT_NEAR(omori_count(process, 0.0, 3.0) + omori_count(process, 3.0, 10.0), sum, 1e-5 * sum);
        const CountMoments found = count_moments(simulate(process, {}, {.until = 10.0, .replicates = 300}));
        EXPECT_NEAR(found.mean, sum, 4.0 * found.error);
        EXPECT_NEAR(found.variance / found.mean, 1.0, 0.4);
    }
}

TEST(PointProcess, a_season_has_its_share_of_the_background) {
    const PointProcess process{
        .rate = 0.2, .season_factor = 5.0, .season_start = 300.0, .season_length = 100.0, .branching = 0.0};
    // Of 365.25 days 65.25 at the end of the year and 34.75 at its beginning are in the season.
    EXPECT_NEAR(background_count(process, 34.75), 34.75, 1e-9);
    EXPECT_NEAR(background_count(process, 300.0) - background_count(process, 34.75), 0.2 * 265.25, 1e-9);
    EXPECT_NEAR(background_count(process, 3652.5), 10.0 * (100.0 + 0.2 * 265.25), 1e-9);
    const Dataset found = simulate(process, {}, {.until = 365.25, .every = 34.75, .replicates = 400, .seed = 2});
    const std::size_t records = found.dimension("time").values.size();
    double first = 0.0;
    double second = 0.0;
    for (std::size_t k = 0; k < 400; ++k) {
        first += found.variable("count").values[k * records + 1] / 400.0;
        second += found.variable("count").values[k * records + 2] / 400.0;
    }
    EXPECT_NEAR(first, 34.75, 4.0 * std::sqrt(34.75 / 400.0));
    EXPECT_NEAR(second, 6.95, 4.0 * std::sqrt(6.95 / 400.0));
    const CountMoments late = count_moments(simulate(process, {.warm_up = 700.0}, {.until = 34.75, .replicates = 400}));
    EXPECT_NEAR(late.mean, 34.75, 4.0 * late.error);
    const PointProcess dry{.rate = 1.0, .season_factor = 0.0, .season_start = 0.0, .season_length = 365.25};
    EXPECT_EQ(count_moments(simulate(dry, {}, {.replicates = 2})).mean, 0.0);
}

TEST(PointProcess, waits_of_the_background_are_exponential) {
    const PointProcess process{.rate = 2.0, .branching = 0.0};
    const Dataset found = events(process, {}, {.until = 2000.0, .seed = 3});
    const std::vector<double>& when = found.variable("when").values;
    std::vector<double> chances;
    for (std::size_t k = 1; k < when.size(); ++k) chances.push_back(1.0 - std::exp(-2.0 * (when[k] - when[k - 1])));
    std::sort(chances.begin(), chances.end());
    double distance = 0.0;
    const auto number = static_cast<double>(chances.size());
    for (std::size_t k = 0; k < chances.size(); ++k) {
        distance = std::max(distance, std::abs(chances[k] - (static_cast<double>(k) + 0.5) / number));
    }
    EXPECT_LT(distance, 1.95 / std::sqrt(number) + 0.5 / number);
}

TEST(PointProcess, events_are_the_counts_and_come_in_order) {
    const PointProcess process{.rate = 0.5, .branching = 0.6, .aftershocks = 5.0};
    const Experiment experiment{.until = 50.0, .every = 10.0, .replicates = 5, .seed = 4};
    const Dataset counted = simulate(process, {}, experiment);
    const Dataset listed = events(process, {}, experiment);
    const std::size_t most = listed.dimension("event").values.size();
    for (std::size_t replicate = 0; replicate < 5; ++replicate) {
        std::vector<double> counts(6, 0.0);
        double before = 0.0;
        for (std::size_t k = 0; k < most; ++k) {
            const double when = listed.variable("when").values[replicate * most + k];
            if (std::isnan(when)) break;
            EXPECT_GT(when, before);
            before = when;
            counts[static_cast<std::size_t>(std::ceil(when / 10.0))] += 1.0;
        }
        for (std::size_t k = 0; k < 6; ++k) EXPECT_EQ(counted.variable("count").values[replicate * 6 + k], counts[k]);
    }
    for (std::size_t k = 0; k < counted.variable("count").values.size(); ++k) {
        const double causes = counted.variable("background").values[k] + counted.variable("aftershock").values[k] +
                              counted.variable("excited").values[k];
        EXPECT_EQ(counted.variable("count").values[k], causes);
    }
}

TEST(PointProcess, sizes_follow_their_laws) {
    const double scale = gutenberg_richter_scale(1.0);
    EXPECT_NEAR(event_size({.size_threshold = 3.0, .size_scale = scale}, 0.1), 4.0, 1e-12);
    EXPECT_NEAR(event_size({.size_threshold = 3.0, .size_scale = scale}, 0.001), 6.0, 1e-12);
    // Beyond a threshold u a generalised Pareto exceeds x with the chance (1 + shape (x - u) / scale)^(-1 / shape).
    EXPECT_NEAR(event_size({.size_threshold = 1.0, .size_scale = 2.0, .size_shape = 0.5}, 0.25), 5.0, 1e-12);
    EXPECT_NEAR(event_size({.size_scale = 2.0, .size_shape = -1.0}, 0.25), 1.5, 1e-12);
    EXPECT_NEAR(event_size({.size_shape = 1e-8}, 0.3), event_size({}, 0.3), 1e-6);
}

TEST(PointProcess, a_chain_of_triggers_has_the_totals_of_its_table) {
    // A flood sets off outages, these rumours and, now and then, another outage.
    const TriggerTable table{.chances = {0.0, 0.8, 0.1, 0.0, 0.25, 0.5, 0.0, 0.0, 0.0},
                             .delays = {1.0, 2.0, 1.0, 1.0, 1.0, 0.5, 1.0, 1.0, 1.0}};
    const std::vector<double> expected = expected_cascade(table, {1, 0, 0});
    EXPECT_NEAR(expected[0], 1.0, 1e-12);
    EXPECT_NEAR(expected[1], 0.8 / 0.75, 1e-12);
    EXPECT_NEAR(expected[2], 0.1 + 0.5 * 0.8 / 0.75, 1e-12);
    const Dataset found = cascade(table, {1, 0, 0}, {.replicates = 4000, .seed = 5});
    std::vector<double> sums(3, 0.0);
    for (std::size_t k = 0; k < 12'000; ++k) sums[k % 3] += found.variable("total").values[k] / 4000.0;
    for (std::size_t kind = 0; kind < 3; ++kind) EXPECT_NEAR(sums[kind], expected[kind], 0.06);
    EXPECT_EQ(found.variable("first_time").values[0], 0.0);
    const Dataset cut_short = cascade(table, {1, 0, 0}, {.until = 1e-6, .replicates = 50});
    const std::vector<double>& totals = cut_short.variable("total").values;
    const double early = std::accumulate(totals.begin(), totals.end(), 0.0);
    EXPECT_EQ(early, 50.0);
}

RC_GTEST_PROP(PointProcess, cutting_a_link_lowers_every_total, ()) {
    std::vector<double> chances(9);
    for (double& chance : chances) chance = *rc::gen::inRange(0, 30) / 100.0;
    const auto cut = *rc::gen::inRange<std::size_t>(0, 9);
    const std::vector<double> delays(9, 1.0);
    const std::vector<double> before = expected_cascade({.chances = chances, .delays = delays}, {1, 1, 1});
    chances[cut] = 0.0;
    const std::vector<double> after = expected_cascade({.chances = chances, .delays = delays}, {1, 1, 1});
    for (std::size_t kind = 0; kind < 3; ++kind) {
        RC_ASSERT(after[kind] <= before[kind] + 1e-9);
        RC_ASSERT(after[kind] >= 1.0 - 1e-9);
    }
}

TEST(PointProcess, seeds_and_replicates_change_events_and_threads_nothing) {
    const auto found = [](std::uint32_t seed, unsigned threads, std::uint32_t replicates) {
        return simulate(PointProcess{}, {}, {.until = 20.0, .replicates = replicates, .seed = seed, .threads = threads})
            .variable("count")
            .values;
    };
    EXPECT_EQ(found(1, 1, 4), found(1, 2, 4));
    EXPECT_NE(found(1, 1, 4), found(2, 1, 4));
    const std::vector<double> few = found(1, 1, 1);
    const std::vector<double> many = found(1, 1, 3);
    EXPECT_TRUE(std::equal(few.begin(), few.end(), many.begin()));
    EXPECT_FALSE(std::equal(few.begin(), few.end(), many.begin() + static_cast<std::ptrdiff_t>(few.size())));
}

TEST(PointProcess, every_mistake_is_told_at_once) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    try {
        simulate({.rate = nan, .branching = 1.0}, {.warm_up = -1.0}, {.replicates = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "replicates");
        EXPECT_EQ(error.mistakes()[1].path, "rate");
        EXPECT_EQ(error.mistakes()[2].path, "branching");
        EXPECT_EQ(error.mistakes()[3].path, "warm_up");
    }
    EXPECT_THROW(mean_rate({.season_factor = 2.0}), core::ConfigError);
    EXPECT_THROW(mean_count({.aftershocks = 1.0}, 1.0), core::ConfigError);
    EXPECT_THROW(omori_count({}, 2.0, 1.0), core::ConfigError);
    EXPECT_THROW(gutenberg_richter_scale(0.0), core::ConfigError);
    EXPECT_THROW(expected_cascade({.chances = {1.0}, .delays = {1.0}}, {1}), core::ConfigError);
    EXPECT_THROW(cascade({.chances = {0.5, 0.5}, .delays = {1.0}}, {1}, {}), core::ConfigError);
    EXPECT_THROW(cascade({}, {}, {}), core::ConfigError);
}

TEST(PointProcess, every_parameter_is_described) {
    PointProcess process;
    expect_described(process, 12);
}
