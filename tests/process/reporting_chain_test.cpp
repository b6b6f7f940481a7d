// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/reporting_chain.hpp>
#include <cstddef>
#include <limits>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

/// Nobody shades, delays or loses anything.
constexpr ReportingChain faithful{.flip_chance = 0.0, .audit_chance = 0.0, .cycle = 0.0};

struct Sample {
    double mean = 0.0;
    double variance = 0.0;
    double count = 0.0;
};

/// Of a variable at a level, of the reports that got there; the first `skipped` of each replicate left out.
Sample sample(const Dataset& dataset, std::string_view name, std::size_t level, std::size_t skipped = 0) {
    const std::vector<double>& values = dataset.variable(name).values;
    const std::size_t stride = dataset.dimension("level").values.size();
    const std::size_t reports = dataset.dimension("report").values.size();
    Sample found;
    double squares = 0.0;
    for (std::size_t k = 0; k * stride < values.size(); ++k) {
        const double value = values[k * stride + level];
        if (std::isnan(value) || k % reports < skipped) continue;
        found.mean += value;
        squares += value * value;
        found.count += 1.0;
    }
    found.mean /= found.count;
    found.variance = squares / found.count - found.mean * found.mean;
    return found;
}

double delay(const Dataset& dataset, std::size_t level, std::size_t skipped = 0) {
    return sample(dataset, "time", level, skipped).mean - sample(dataset, "time", 0, skipped).mean;
}

}  // namespace

TEST(ReportingChain, yes_is_right_as_often_as_the_closed_form_says) {  // V44; 4 standard errors of 20,000 reports
    const std::array expected{0.9, 0.82, 0.756, 0.7048};
    ReportingChain chain = faithful;
    chain.flip_chance = 0.1;
    const Dataset course = simulate(chain, {.yes_share = 1.0}, {.size = 2'000, .replicates = 10, .seed = 1});
    for (std::uint32_t level = 1; level <= 4; ++level) {
        chain.levels = level;
        const double right = expected[level - 1];
        EXPECT_NEAR(correct_chance(chain), right, 1e-12);
        const double error = std::sqrt(right * (1.0 - right) / 20'000.0);
        EXPECT_NEAR(sample(course, "yes", level).mean, right, 4.0 * error) << level;
    }
}

TEST(ReportingChain, what_is_lost_at_each_level_leaves_a_power) {  // V44
    const std::array expected{0.9, 0.81, 0.729, 0.6561};
    ReportingChain chain = faithful;
    chain.fidelity = 0.9;
    const Dataset course = simulate(chain, {}, {.size = 3});
    for (std::uint32_t level = 1; level <= 4; ++level) {
        chain.levels = level;
        EXPECT_NEAR(expected_value(chain, 1.0), expected[level - 1], 1e-12);
        EXPECT_NEAR(sample(course, "value", level).mean, expected[level - 1], 1e-12);
        EXPECT_NEAR(order_effect(chain, {}), expected[level - 1], 1e-12);
    }
}

TEST(ReportingChain, noise_adds_its_variance_and_bias_itself_at_each_level) {  // V44; 4 standard errors of 20,000
    ReportingChain chain = faithful;
    chain.bias = 0.5;
    chain.noise = 2.0;
    const Dataset course = simulate(chain, {}, {.size = 2'000, .replicates = 10, .seed = 2});
    for (std::uint32_t level = 1; level <= 4; ++level) {
        chain.levels = level;
        const double variance = 4.0 * level;
        EXPECT_DOUBLE_EQ(noise_variance(chain), variance);
        const Sample found = sample(course, "value", level);
        EXPECT_NEAR(found.mean, 1.0 + 0.5 * level, 4.0 * std::sqrt(variance / 20'000.0));
        EXPECT_NEAR(found.variance, variance, 4.0 * variance * std::sqrt(2.0 / 20'000.0));
    }
}

TEST(ReportingChain, deaths_of_zhengzhou_shrink_from_380_to_241_as_the_inquiry_found) {
    // 15 withheld by townships, 49 by counties, 75 by the city: State Council report on the rainstorm of 20 July 2021.
    const std::vector<double> withheld{15.0 / 380.0, 49.0 / 365.0, 75.0 / 316.0};
    ReportingChain chain = faithful;
    chain.levels = 3;
    EXPECT_NEAR(expected_value(chain, 380.0, withheld), 241.0, 1e-9);
    ReportingStart start{.value = {.drawn = core::Distribution::constant(380.0)}};
    start.withheld = AgentValues{.given = withheld};
    const Dataset course = simulate(chain, start, {.size = 1});
    const std::array expected{380.0, 365.0, 316.0, 241.0};
    for (std::size_t level = 0; level < 4; ++level) {
        EXPECT_NEAR(course.variable("value").values[level], expected[level], 1e-9);
    }
    EXPECT_THROW(expected_value(chain, 380.0, std::array{0.1}), core::Error);
}

TEST(ReportingChain, audits_pass_on_what_a_level_knows_and_penalties_keep_it_honest) {
    ReportingChain chain = faithful;
    chain.levels = 1;
    chain.withheld = 0.4;
    chain.threshold = 1.0;
    const ReportingStart start{.value = {.drawn = core::Distribution::constant(2.0)}};
    EXPECT_NEAR(simulate(chain, start, {.size = 1}).variable("value").values[1], 1.6, 1e-12);
    chain.audit_chance = 0.25;
    EXPECT_NEAR(expected_value(chain, 2.0), 1.7, 1e-12);  // .25 of 2 and .75 of 1.6
    const Sample found = sample(simulate(chain, start, {.size = 20'000, .seed = 3}), "value", 1);
    EXPECT_NEAR(found.mean, 1.7, 4.0 * std::sqrt(0.25 * 0.75 * 0.16 / 20'000.0));
    chain.penalty = 2.0;  // it dares half as much
    EXPECT_NEAR(passed_on(chain, 2.0, 0.4), 1.8, 1e-12);
    chain.penalty = 5.0;
    EXPECT_EQ(passed_on(chain, 2.0, 0.4), 2.0);
    EXPECT_EQ(passed_on(faithful, 2.0, -0.5), 3.0);
    EXPECT_EQ(passed_on(faithful, -2.0, 0.5), -2.0);
}

TEST(ReportingChain, desks_delay_as_queues_in_a_row) {  // Jackson 1957; means of replicates scatter
    const ReportingChain chain{.levels = 3, .flip_chance = 0.0, .cycle = 0.0, .handling = 1.0, .report_rate = 0.5};
    EXPECT_DOUBLE_EQ(mean_delay(chain), 6.0);
    const Dataset course = simulate(chain, {}, {.size = 20'000, .replicates = 4, .seed = 4});
    for (std::size_t level = 1; level <= 3; ++level) {
        EXPECT_NEAR(delay(course, level, 1'000), 2.0 * static_cast<double>(level), 0.06 * static_cast<double>(level));
    }
}

TEST(ReportingChain, rounds_delay_by_half_a_cycle) {  // 4 standard errors: uniform waits of 500 replicates and levels
    const ReportingChain chain{.levels = 2, .cycle = 6.0};
    EXPECT_DOUBLE_EQ(mean_delay(chain), 6.0);
    const Dataset course = simulate(chain, {}, {.size = 50, .replicates = 500, .seed = 5});
    EXPECT_NEAR(delay(course, 1), 3.0, 4.0 * 6.0 / std::sqrt(12.0 * 500.0));
    EXPECT_NEAR(delay(course, 2), 6.0, 4.0 * 6.0 * std::sqrt(2.0 / (12.0 * 500.0)));
}

TEST(ReportingChain, where_there_is_no_closed_delay_it_is_refused) {
    EXPECT_THROW(mean_delay({.cycle = 1.0, .handling = 1.0}), core::Error);
    EXPECT_THROW(mean_delay({.cycle = 0.0, .handling = 1.0, .report_rate = 1.0}), core::Error);
    // Half of one report per hour, then a quarter: 1 / (1 - .5) + 1 / (1 - .25).
    const ReportingChain losing{.levels = 2, .loss_chance = 0.5, .cycle = 0.0, .handling = 1.0, .report_rate = 0.5};
    EXPECT_NEAR(mean_delay(losing), 2.0 + 4.0 / 3.0, 1e-12);
}

TEST(ReportingChain, what_is_lost_stays_lost) {  // 4 standard errors of 20,000 reports
    ReportingChain chain = faithful;
    chain.loss_chance = 0.2;
    const Dataset course = simulate(chain, {}, {.size = 20'000, .seed = 6});
    const double arrived = arrival_chance(chain);
    EXPECT_NEAR(arrived, 0.4096, 1e-12);
    EXPECT_NEAR(sample(course, "value", 4).count, 20'000.0 * arrived,
                4.0 * std::sqrt(20'000.0 * arrived * (1 - arrived)));
    const std::vector<double>& times = course.variable("time").values;
    for (std::size_t k = 0; k < times.size(); ++k) {
        const bool lost_before = k % 5 != 0 && std::isnan(times[k - 1]);
        EXPECT_TRUE(!lost_before || std::isnan(times[k])) << k;
    }
}

RC_GTEST_PROP(ReportingChain, reports_keep_their_order_and_never_go_back_in_time, ()) {
    const auto part = [] { return *rc::gen::inRange(0, 1001) / 1000.0; };
    const ReportingChain chain{.levels = *rc::gen::inRange(1u, 6u),
                               .loss_chance = 0.5 * part(),
                               .cycle = 10.0 * part(),
                               .handling = part(),
                               .report_rate = 0.1 + part()};
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    const Dataset course = simulate(chain, {}, {.size = 30, .seed = seed});
    const std::vector<double>& times = course.variable("time").values;
    const std::size_t stride = chain.levels + 1;
    for (std::size_t level = 0; level < stride; ++level) {
        double before = 0.0;
        for (std::size_t k = level; k < times.size(); k += stride) {
            if (std::isnan(times[k])) continue;
            RC_ASSERT(times[k] >= before);
            if (level > 0) RC_ASSERT(times[k] >= times[k - 1]);
            before = times[k];
        }
    }
}

RC_GTEST_PROP(ReportingChain, an_order_never_achieves_more_than_all_of_it_nor_less_than_nothing, ()) {
    const auto part = [] { return *rc::gen::inRange(0, 1001) / 1000.0; };
    const ReportingChain chain{.order_fidelity = part(), .autonomy = part(), .mismatch_cost = 3.0 * part()};
    const double effect = order_effect(chain, {.central = part(), .best = part(), .local_error = part()});
    RC_ASSERT(effect >= 0.0 && effect <= 1.0);
}

TEST(ReportingChain, autonomy_helps_where_places_differ_and_know_themselves) {
    const ReportingChain chain{.levels = 1, .order_fidelity = 1.0, .autonomy = 0.75, .mismatch_cost = 0.5};
    EXPECT_DOUBLE_EQ(order_effect(chain, {.central = 1.0, .best = 2.0}), 0.875);  // a quarter of the distance is left
    EXPECT_DOUBLE_EQ(order_effect(chain, {.central = 2.0, .best = 2.0, .local_error = -0.8}), 0.7);
}

TEST(ReportingChain, threads_change_nothing_and_seeds_everything) {
    const auto times = [](std::uint32_t seed, unsigned threads) {
        const ReportingChain chain{.noise = 1.0, .handling = 0.2};
        const Dataset course = simulate(chain, {}, {.size = 40, .replicates = 5, .seed = seed, .threads = threads});
        return std::vector{course.variable("time").values, course.variable("value").values};
    };
    EXPECT_EQ(times(1, 1), times(1, 3));
    EXPECT_NE(times(1, 1)[0], times(2, 1)[0]);
    EXPECT_NE(times(1, 1)[1], times(2, 1)[1]);
}

TEST(ReportingChain, every_mistake_is_told_at_once) {
    ReportingStart start{.yes_share = 2.0};
    start.withheld = AgentValues{.given = {0.1, 1.5}};
    try {
        simulate({.levels = 3, .flip_chance = std::numeric_limits<double>::quiet_NaN()}, start, {.size = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 5u);
        EXPECT_EQ(error.mistakes()[0].path, "size");
        EXPECT_EQ(error.mistakes()[1].path, "flip_chance");
        EXPECT_EQ(error.mistakes()[2].path, "yes_share");
        EXPECT_EQ(error.mistakes()[3].text(), "keyword: withheld is 2 values; must be one for each of 3 levels.");
        EXPECT_EQ(error.mistakes()[4].text(), "keyword: withheld is 1.5; must be between -10 and 1.");
    }
}

TEST(ReportingChain, every_parameter_is_described) {
    ReportingChain chain;
    expect_described(chain, 16);
}
