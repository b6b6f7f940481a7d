// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/simulation.hpp>
#include <commonweal/process/detection.hpp>
#include <limits>
#include <numeric>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

/// As often with a hazard as without, and both mistakes equally bad.
constexpr Detection even{.hazard_chance = 0.5, .miss_cost = 1.0};

double mean_of(const Dataset& dataset, std::string_view name) {
    const std::vector<double>& values = dataset.variable(name).values;
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// The two-sided sum that Lucas tabulates: two one-sided ones side by side (Kemp 1961).
double two_sided(double limit, double shift) {
    const Monitor sum{.limit = limit};
    return 1.0 / (1.0 / average_run_length(sum, shift) + 1.0 / average_run_length(sum, -shift));
}

/// Some way to judge, from whole numbers between 0 and 1,000.
Detection arbitrary() {
    const auto part = [] { return *rc::gen::inRange(0, 1001) / 1000.0; };
    return {.sensitivity = 4.0 * part(),
            .sources = *rc::gen::inRange(1u, 20u),
            .correlation = part(),
            .hazard_chance = 0.01 + 0.98 * part(),
            .miss_cost = 1.0 + 20.0 * part(),
            .criterion_shift = 4.0 * part() - 2.0,
            .false_alarm_loss = part(),
            .miss_loss = part(),
            .hit_gain = part()};
}

}  // namespace

TEST(Detection, areas_under_the_curve_are_those_of_the_normal_law) {  // V47
    const std::array sensitivities{0.5, 1.0, 1.5, 2.0, 3.0};
    const std::array expected{0.6381632, 0.7602499, 0.8555778, 0.9213504, 0.9830526};
    for (std::size_t k = 0; k < expected.size(); ++k) {
        EXPECT_NEAR(area_under_curve(sensitivities[k]), expected[k], 5e-8);
    }
}

TEST(Detection, four_equal_sources_see_twice_as_well_and_copies_of_one_no_better) {  // V48
    EXPECT_NEAR(area_under_curve(fused_sensitivity({.sources = 4})), 0.9213504, 5e-8);
    EXPECT_DOUBLE_EQ(fused_sensitivity({.sources = 4, .correlation = 1.0}), 1.0);
    EXPECT_DOUBLE_EQ(fused_sensitivity({.sources = 3, .correlation = 0.25}), std::sqrt(2.0));
}

TEST(Detection, sources_that_differ_add_up_by_the_inverse_of_their_covariance) {
    const std::array alike{1.0, 1.0, 1.0};
    EXPECT_DOUBLE_EQ(fused_sensitivity(alike, 0.25), std::sqrt(2.0));
    EXPECT_DOUBLE_EQ(fused_sensitivity(alike, 1.0), 1.0);
    const std::array unlike{1.0, 2.0};
    EXPECT_DOUBLE_EQ(fused_sensitivity(unlike, 0.0), std::sqrt(5.0));
    // (1, 2) [[1, .5], [.5, 1]]^-1 (1, 2)' = (1 + 4 - 2) / .75
    EXPECT_DOUBLE_EQ(fused_sensitivity(unlike, 0.5), 2.0);
    EXPECT_EQ(fused_sensitivity(unlike, 1.0), infinity);
}

TEST(Detection, what_cannot_be_fused_is_refused) {
    const std::array one{1.0};
    const std::array wrong{1.0, std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW(fused_sensitivity({}, 0.0), core::Error);
    EXPECT_THROW(fused_sensitivity(wrong, 0.0), core::Error);
    EXPECT_THROW(fused_sensitivity(one, std::numeric_limits<double>::quiet_NaN()), core::Error);
}

TEST(Detection, rates_are_those_of_a_case_worked_by_hand) {
    EXPECT_EQ(criterion(even), 0.0);
    EXPECT_NEAR(alarm_rates(even).hit, 0.6914625, 1e-7);  // Phi(1/2)
    EXPECT_NEAR(alarm_rates(even).false_alarm, 0.3085375, 1e-7);
    // ln(9) / 2 with a hazard in ten cases and a sensitivity of 2.
    EXPECT_NEAR(criterion({.sensitivity = 2.0, .hazard_chance = 0.1, .miss_cost = 1.0}), 1.0986123, 1e-7);
}

TEST(Detection, blind_posts_alarm_always_or_never_whichever_costs_less) {
    EXPECT_EQ(alarm_rates({.sensitivity = 0.0, .hazard_chance = 0.4}).false_alarm, 1.0);
    EXPECT_EQ(alarm_rates({.sensitivity = 0.0, .hazard_chance = 0.01}).hit, 0.0);
    EXPECT_EQ(criterion({.sensitivity = 0.0, .hazard_chance = 0.5, .miss_cost = 1.0, .criterion_shift = 0.25}), 0.25);
}

RC_GTEST_PROP(Detection, no_other_criterion_costs_less, ()) {
    const Detection other = arbitrary();
    Detection best = other;
    best.criterion_shift = 0.0;
    RC_ASSERT(expected_cost(best) <= expected_cost(other) + 1e-12);
}

RC_GTEST_PROP(Detection, trust_stays_a_share_and_falls_by_no_right_alarm, ()) {
    const Detection detection = arbitrary();
    const double trust = *rc::gen::inRange(0, 1001) / 1000.0;
    for (const auto outcome : {AlarmOutcome::quiet, AlarmOutcome::miss, AlarmOutcome::false_alarm, AlarmOutcome::hit}) {
        const double after = trust_after(detection, trust, outcome);
        RC_ASSERT(after >= 0.0 && after <= 1.0);
        RC_ASSERT((outcome == AlarmOutcome::hit ? after - trust : trust - after) >= 0.0);
    }
    const double mean = expected_trust(detection, trust, 7);
    RC_ASSERT(mean >= 0.0 && mean <= 1.0);
}

RC_GTEST_PROP(Detection, one_more_source_never_makes_it_harder, ()) {
    Detection detection = arbitrary();
    const double before = fused_sensitivity(detection);
    ++detection.sources;
    RC_ASSERT(fused_sensitivity(detection) >= before - 1e-12);
}

TEST(Detection, ten_false_alarms_leave_the_tenth_power_of_what_one_leaves) {
    double trust = 1.0;
    for (int k = 0; k < 10; ++k) trust = trust_after({.false_alarm_loss = 0.1}, trust, AlarmOutcome::false_alarm);
    EXPECT_NEAR(trust, 0.3486784, 1e-7);
    EXPECT_EQ(expected_trust({.false_alarm_loss = 0.0, .miss_loss = 0.0, .hit_gain = 0.0}, 0.4, 1000), 0.4);
}

TEST(Detection, posts_alarm_as_often_and_are_trusted_as_much_as_expected) {  // 4 standard errors of 500 posts
    const Detection detection{.sensitivity = 1.5, .sources = 4, .correlation = 0.3, .hazard_chance = 0.2};
    const Dataset course = simulate(detection, {.trust = 0.8}, {.until = 40.0, .replicates = 500, .seed = 3});
    const AlarmRates rates = alarm_rates(detection);
    const double alarms = 0.2 * rates.hit + 0.8 * rates.false_alarm;
    EXPECT_NEAR(mean_of(course, "hazard"), 0.2, 4.0 * std::sqrt(0.2 * 0.8 / 20'000.0));
    EXPECT_NEAR(mean_of(course, "alarm"), alarms, 4.0 * std::sqrt(alarms * (1.0 - alarms) / 20'000.0));
    std::vector<double> last;
    for (std::size_t k = 39; k < 20'000; k += 40) last.push_back(course.variable("trust").values[k]);
    const double mean = std::accumulate(last.begin(), last.end(), 0.0) / 500.0;
    double squares = 0.0;
    for (const double each : last) squares += (each - mean) * (each - mean);
    EXPECT_NEAR(mean, expected_trust(detection, 0.8, 40), 4.0 * std::sqrt(squares / 499.0 / 500.0));
}

TEST(Detection, evidence_has_the_spread_of_one_source_however_many_share_their_noise) {
    const Detection detection{.sensitivity = 0.0, .sources = 5, .correlation = 0.5};
    const Dataset course = simulate(detection, {}, {.until = 4'000.0, .replicates = 2});
    double squares = 0.0;
    for (const double each : course.variable("evidence").values) squares += each * each / 8'000.0;
    EXPECT_NEAR(mean_of(course, "evidence"), 0.0, 4.0 / std::sqrt(8'000.0));
    EXPECT_NEAR(squares, 1.0, 4.0 * std::sqrt(2.0 / 8'000.0));
}

TEST(Detection, people_judge_alarms_as_posts_are_judged) {
    core::Simulation simulation({.value = 1, .replicate = 0});
    core::Population& people = simulation.add(core::Population::numbered("person", 4));
    people.add(columns::alarm_outcome, std::uint8_t{0});
    people.add(columns::alarm_trust, 0.5f);
    for (std::uint8_t outcome = 0; outcome < 4; ++outcome) people.values(columns::alarm_outcome)[outcome] = outcome;
    simulation.add(JudgeAlarms{.detection = {.false_alarm_loss = 0.2, .miss_loss = 0.5, .hit_gain = 0.1}}, "person");
    core::Workers workers(1);
    simulation.run(workers, 1);
    const std::array expected{0.5f, 0.25f, 0.4f, 0.55f};
    for (std::size_t k = 0; k < 4; ++k) {
        EXPECT_FLOAT_EQ(simulation.population("person").values(columns::alarm_trust)[k], expected[k]);
    }
}

TEST(Detection, threads_change_nothing_and_seeds_everything) {
    const auto evidence = [](std::uint32_t seed, unsigned threads) {
        const Experiment experiment{.until = 50.0, .replicates = 5, .seed = seed, .threads = threads};
        return simulate(Detection{.sources = 3}, {}, experiment).variable("evidence").values;
    };
    EXPECT_EQ(evidence(1, 1), evidence(1, 3));
    EXPECT_NE(evidence(1, 1), evidence(2, 1));
    const auto lengths = [](std::uint32_t seed, unsigned threads) {
        const Experiment experiment{.replicates = 9, .seed = seed, .threads = threads};
        return run_lengths(Monitor{}, 0.5, experiment).variable("run_length").values;
    };
    EXPECT_EQ(lengths(1, 1), lengths(1, 3));
    EXPECT_NE(lengths(1, 1), lengths(2, 1));
}

TEST(Detection, sums_run_as_long_as_lucas_tabulates) {
    const std::array shifts{0.0, 0.25, 0.5, 0.75, 1.0, 1.5};
    const std::array four{168.0, 74.2, 26.6, 13.3, 8.38, 4.75};
    const std::array five{465.0, 139.0, 38.0, 17.0, 10.4, 5.75};
    for (std::size_t k = 0; k < shifts.size(); ++k) {
        EXPECT_NEAR(two_sided(4.0, shifts[k]), four[k], 0.005 * four[k]) << shifts[k];
        EXPECT_NEAR(two_sided(5.0, shifts[k]), five[k], 0.005 * five[k]) << shifts[k];
    }
}

TEST(Detection, averages_run_as_long_as_lucas_and_saccucci_tabulate) {
    const std::array shifts{0.0, 0.25, 0.5, 0.75, 1.0};
    const std::array tenth{500.0, 106.0, 31.3, 15.9, 10.3};
    const std::array quarter{500.0, 170.0, 48.2, 20.1, 11.1};
    for (std::size_t k = 0; k < shifts.size(); ++k) {
        const Monitor slow{.method = MonitorMethod::ewma};
        const Monitor fast{.method = MonitorMethod::ewma, .smoothing = 0.25, .width = 2.998};
        EXPECT_NEAR(average_run_length(slow, shifts[k]), tenth[k], 0.005 * tenth[k]) << shifts[k];
        EXPECT_NEAR(average_run_length(fast, shifts[k]), quarter[k], 0.005 * quarter[k]) << shifts[k];
    }
}

TEST(Detection, an_average_without_memory_is_the_chart_of_shewhart) {
    const Monitor shewhart{.method = MonitorMethod::ewma, .smoothing = 1.0, .width = 3.0};
    EXPECT_NEAR(average_run_length(shewhart, 0.0), 370.3983, 1e-4);  // 1 / (2 Phi(-3))
    EXPECT_NEAR(average_run_length(shewhart, 1.0), 43.8947, 1e-4);   // 1 / (Phi(-2) + Phi(-4))
}

TEST(Detection, what_never_signals_in_a_lifetime_runs_for_ever) {
    EXPECT_EQ(average_run_length({.reference = 5.0, .limit = 20.0}, 0.0), infinity);
    EXPECT_THROW(average_run_length({}, std::numeric_limits<double>::quiet_NaN()), core::Error);
}

TEST(Detection, monitors_run_as_long_as_the_equation_says) {  // 4 standard errors; lengths are nearly exponential
    for (const MonitorMethod method : {MonitorMethod::cusum, MonitorMethod::ewma}) {
        const Monitor monitor{.method = method, .limit = 4.0};
        for (const double shift : {0.0, 1.0}) {
            const double expected = average_run_length(monitor, shift);
            const Dataset found = run_lengths(monitor, shift, {.replicates = 1'000, .seed = 2});
            EXPECT_NEAR(mean_of(found, "run_length"), expected, 4.0 * expected / std::sqrt(1'000.0)) << shift;
            EXPECT_EQ(mean_of(found, "signalled"), 1.0);
        }
    }
}

TEST(Detection, a_monitor_that_is_stopped_has_not_signalled) {
    const Dataset found = run_lengths({.limit = 20.0}, 0.0, {.until = 30.0, .replicates = 3});
    EXPECT_EQ(found.variable("run_length").values, (std::vector{30.0, 30.0, 30.0}));
    EXPECT_EQ(found.variable("signalled").values, (std::vector{0.0, 0.0, 0.0}));
}

TEST(Detection, every_mistake_is_told_at_once) {
    try {
        simulate({.correlation = 1.5, .hazard_chance = 0.0}, {.trust = -1.0}, {.until = 0.5, .replicates = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 5u);
        EXPECT_EQ(error.mistakes()[0].path, "replicates");
        EXPECT_EQ(error.mistakes()[1].text(), "keyword: correlation is 1.5; must be between 0 and 1.");
        EXPECT_EQ(error.mistakes()[2].path, "hazard_chance");
        EXPECT_EQ(error.mistakes()[3].path, "trust");
        EXPECT_EQ(error.mistakes()[4].path, "until");
    }
    EXPECT_THROW(run_lengths({.limit = -1.0}, 0.0, {}), core::ConfigError);
    EXPECT_THROW(run_lengths({}, std::numeric_limits<double>::quiet_NaN(), {}), core::ConfigError);
}

TEST(Detection, every_parameter_is_described) {
    Detection detection;
    expect_described(detection, 10);
    Monitor monitor;
    expect_described(monitor, 5);
}
