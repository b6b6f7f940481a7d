// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/mode_switch.hpp>
#include <cstddef>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

/// A hazard from the start that never ends, and nothing is off.
constexpr ModeSwitch certain_hazard{.noise = 0.0, .hazard_rate = 0.0, .hazard_time = 1e5};
const ModeStart struck_communities{.hazard = {.drawn = core::Distribution::constant(1)}};

std::vector<double> mode_series(const Dataset& course, std::string_view name) { return course.variable(name).values; }

double mode_part() { return *rc::gen::inRange(0, 1001) / 1000.0; }

ModeSwitch any_mode() {
    const double on = 0.2 + mode_part();
    return {.on = on,
            .hold_on = 3.0 * mode_part(),
            .off = on * mode_part(),
            .hold_off = 10.0 * mode_part(),
            .noise = mode_part(),
            .order_delay = 1.0 + 30.0 * mode_part(),
            .convert_time = 1.0 + 30.0 * mode_part(),
            .diverted = mode_part(),
            .routine_load = 1.2 * mode_part(),
            .hazard_rate = 0.05 * mode_part(),
            .hazard_time = 1.0 + 20.0 * mode_part(),
            .false_loss = mode_part(),
            .right_gain = mode_part()};
}

}  // namespace

TEST(ModeSwitch, drills_and_space_at_hand_speed_up_conversion) {
    const ModeSwitch mode{.convert_time = 24.0, .drill_effect = 1.0};
    EXPECT_DOUBLE_EQ(conversion_time(mode, {}), 24.0);
    EXPECT_NEAR(conversion_time(mode, {.drill = 1.0, .space = 0.5}), 48.0 * std::exp(-1.0), 1e-12);
    EXPECT_NEAR(converted_share(mode, {}, 24.0), 1.0 - std::exp(-1.0), 1e-12);
    EXPECT_DOUBLE_EQ(decision_cycle(mode, 0.0), 120.0);
    EXPECT_DOUBLE_EQ(decision_cycle(mode, 0.5), 62.0);
    EXPECT_DOUBLE_EQ(decision_cycle(mode, 1.0), 4.0);
}

TEST(ModeSwitch, a_certain_signal_switches_after_the_filter_and_the_hold) {
    const double delay = 2.0 * std::log(1.0 / 0.4) + 1.0;
    EXPECT_NEAR(switch_delay(certain_hazard), delay, 1e-12);
    const Dataset course =
        simulate(certain_hazard, struck_communities, {.size = 3, .until = 30.0, .every = 0.1, .step = 0.02});
    const auto emergency = mode_series(course, "emergency");
    const auto converted = mode_series(course, "converted");
    const auto& times = course.dimension("time").values;
    for (std::size_t k = 0; k < times.size(); ++k) {
        if (std::abs(times[k] - delay) < 0.1) continue;
        EXPECT_EQ(emergency[k], times[k] < delay ? 0.0 : 1.0) << times[k];
        const double expected = times[k] < delay ? 0.0 : converted_share(certain_hazard, {}, times[k] - delay);
        EXPECT_NEAR(converted[k], expected, 0.004) << times[k];
    }
}

TEST(ModeSwitch, who_does_not_see_it_waits_for_the_order) {
    ModeSwitch blind = certain_hazard;
    blind.on = 2.0;
    EXPECT_EQ(switch_delay(blind), 18.5);
    const Dataset course = simulate(blind, struck_communities, {.size = 2, .until = 20.0, .every = 0.5, .step = 0.1});
    EXPECT_EQ(mode_series(course, "emergency")[36], 0.0);  // 18 h
    EXPECT_EQ(mode_series(course, "emergency")[38], 1.0);  // 19 h
    EXPECT_NEAR(mode_series(course, "shortfall")[36], 18.0, 0.01);
}

TEST(ModeSwitch, it_goes_back_after_the_filter_and_the_hold_and_the_backlog_stays) {
    ModeState state{.perceived = 1.0f, .emergency = 1.0f, .lasted = 50.0f, .right = 1.0f, .converted = 1.0f};
    double hours = 0.0;
    while (state.emergency > 0.5f) {
        state = mode_after(certain_hazard, state, {}, 0.01f);
        hours += 0.01;
    }
    EXPECT_NEAR(hours, return_delay(certain_hazard), 0.03);
    EXPECT_NEAR(return_delay(certain_hazard), 2.0 * std::log(1.0 / 0.3) + 24.0, 1e-12);
    EXPECT_NEAR(static_cast<double>(state.backlog), 0.4 * hours, 0.05);  // .8 - (1 - .6)
    EXPECT_NEAR(static_cast<double>(state.trust), 0.7 + 0.05 * 0.3, 1e-6);
    const float left = state.backlog;
    state = mode_after(certain_hazard, state, {}, 1.0f);
    EXPECT_GT(state.backlog, left - 1.0f);
    EXPECT_EQ(return_delay({.off = 0.0}), std::numeric_limits<double>::infinity());
}

TEST(ModeSwitch, a_false_switch_costs_time_and_trust) {
    ModeState state{};
    for (int tick = 0; tick < 20; ++tick) state = mode_after(certain_hazard, state, {.signal = 3.0f}, 0.5f);
    EXPECT_EQ(state.emergency, 1.0f);
    while (state.emergency > 0.5f) state = mode_after(certain_hazard, state, {}, 0.5f);
    EXPECT_NEAR(static_cast<double>(state.trust), 0.63, 1e-6);
}

TEST(ModeSwitch, backlog_grows_once_what_is_spare_is_used_up) {
    const ModeSwitch mode{.convert_time = 24.0, .diverted = 0.6, .routine_load = 0.8};
    const double from = -24.0 * std::log(1.0 - 0.2 / 0.6);
    EXPECT_EQ(backlog_after(mode, {}, from - 0.01), 0.0);
    EXPECT_NEAR(backlog_after(mode, {}, 1000.0), 0.4 * (1000.0 - from) - 0.6 * 24.0 * (1.0 - 1.0 / 3.0), 1e-9);
    EXPECT_EQ(backlog_after({.diverted = 0.1}, {}, 1000.0), 0.0);
    EXPECT_NEAR(backlog_after({.diverted = 0.0, .routine_load = 1.5}, {}, 10.0), 5.0, 1e-12);
}

TEST(ModeSwitch, noise_crosses_as_often_as_rice_says) {  // 4 standard errors of Poisson counts, 4 % for the grid
    const ModeSwitch nervous{
        .on = 0.6, .hold_on = 0.0, .off = 0.6, .hold_off = 0.0, .noise = 0.5, .order_delay = 1e5, .hazard_rate = 0.0};
    const double rate = false_crossing_rate(nervous);
    // .25 / 3 of variance; one crossing of the mean in 2 pi sqrt(2) h.
    EXPECT_NEAR(rate, std::exp(-0.18 * 3.0 / 0.25) / (2.0 * 3.141592653589793 * std::sqrt(2.0)), 1e-9);
    const Dataset course = simulate(nervous, {}, {.size = 150, .until = 400.0, .step = 0.04, .seed = 1});
    const double expected = 400.0 * rate;
    EXPECT_NEAR(mode_series(course, "switches").back(), expected, 4.0 * std::sqrt(expected / 150.0) + 0.06 * expected);
    EXPECT_GT(mode_series(course, "in_vain").back(), 0.9 * mode_series(course, "switches").back());
}

RC_GTEST_PROP(ModeSwitch, shares_stay_shares_and_counts_never_fall, ()) {
    const ModeSwitch mode = any_mode();
    const auto seed = *rc::gen::arbitrary<std::uint32_t>();
    const Dataset course = simulate(mode, {.hazard = {.drawn = core::Distribution::constant(mode_part())}},
                                    {.size = 10, .until = 40.0, .every = 5.0, .step = 0.25, .seed = seed});
    for (const char* name : {"hazard", "emergency", "converted", "trust"}) {
        for (const double value : mode_series(course, name)) RC_ASSERT(value >= 0.0 && value <= 1.0);
    }
    for (const char* name : {"switches", "in_vain", "lost_time", "shortfall"}) {
        const auto values = mode_series(course, name);
        for (std::size_t k = 1; k < values.size(); ++k) RC_ASSERT(values[k] >= values[k - 1]);
    }
    for (const double value : mode_series(course, "backlog")) RC_ASSERT(value >= 0.0);
    for (std::size_t k = 0; k < mode_series(course, "in_vain").size(); ++k) {
        RC_ASSERT(mode_series(course, "in_vain")[k] <= mode_series(course, "switches")[k]);
    }
}

RC_GTEST_PROP(ModeSwitch, who_trains_more_is_converted_sooner, ()) {
    const ModeSwitch mode = any_mode();
    const Readiness less{.drill = mode_part(), .space = 0.1 + 0.8 * mode_part()};
    const Readiness more{.drill = less.drill + (1.0 - less.drill) * mode_part(), .space = less.space + 0.1};
    const double hours = 50.0 * mode_part();
    RC_ASSERT(converted_share(mode, more, hours) >= converted_share(mode, less, hours));
    RC_ASSERT(backlog_after(mode, more, hours) >= backlog_after(mode, less, hours) - 1e-12);
}

TEST(ModeSwitch, half_the_step_moves_results_by_no_more_than_noise) {
    const auto end = [](double step, const char* name) {
        const Experiment asked{.size = 400, .until = 120.0, .every = 120.0, .step = step, .seed = 2};
        const ModeSwitch mode{.hazard_rate = 0.01, .hazard_time = 24.0};
        return mode_series(simulate(mode, {}, asked), name).back();
    };
    // Means of 400 communities, each with about one hazard.
    EXPECT_NEAR(end(0.1, "switches"), end(0.05, "switches"), 4.0 * std::sqrt(2.0 * 0.9 / 400.0));
    EXPECT_NEAR(end(0.1, "hazard"), end(0.05, "hazard"), 4.0 * std::sqrt(2.0 * 0.16 / 400.0));
}

TEST(ModeSwitch, one_community_isolated_or_not_runs) {
    const auto none = std::make_shared<const core::Graph>(core::Graph::undirected(1, {}));
    const Dataset alone = simulate(certain_hazard, struck_communities, {.graphs = {none}, .until = 5.0, .step = 0.1});
    EXPECT_EQ(mode_series(alone, "emergency").back(), 1.0);
    EXPECT_EQ(
        mode_series(simulate(certain_hazard, struck_communities, {.size = 1, .until = 5.0, .step = 0.1}), "emergency")
            .back(),
        1.0);
}

TEST(ModeSwitch, threads_change_nothing_and_seeds_everything) {
    const auto ends = [](std::uint32_t seed, unsigned threads) {
        const Experiment asked{
            .size = 50, .until = 100.0, .step = 0.2, .replicates = 3, .seed = seed, .threads = threads};
        return mode_series(simulate({.noise = 0.6, .hazard_rate = 0.02}, {}, asked), "backlog");
    };
    EXPECT_EQ(ends(1, 1), ends(1, 2));
    EXPECT_NE(ends(1, 1), ends(2, 1));
}

TEST(ModeSwitch, every_mistake_is_told_at_once) {
    ModeStart start;
    start.space.drawn = core::Distribution::constant(0.0);
    try {
        simulate({.on = 0.2, .off = 0.5, .noise = std::numeric_limits<double>::quiet_NaN()}, start, {.size = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "size");
        EXPECT_EQ(error.mistakes()[1].path, "noise");
        EXPECT_EQ(error.mistakes()[2].path, "off");
        EXPECT_EQ(error.mistakes()[3].path, "space");
    }
}

TEST(ModeSwitch, every_parameter_is_described) {
    ModeSwitch mode;
    expect_described(mode, 19);
}
