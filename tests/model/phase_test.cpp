// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/model/phase.hpp>

using namespace commonweal::model;

namespace {

constexpr PhaseSigns calm{};

/// Hours until the clock enters a phase while the signs stay as they are; 0 if it never does within 1,000 h.
int hours_until(PhaseClock& clock, Phase wanted, const PhaseSigns& signs) {
    for (int hour = 1; hour <= 1000; ++hour) {
        if (clock.step(PhasePlan{}, signs) && clock.phase == wanted) return hour;
    }
    return 0;
}

}  // namespace

TEST(Phase, goes_through_all_five_at_the_times_that_the_plan_says) {
    PhaseClock clock;
    EXPECT_EQ(hours_until(clock, Phase::resistance, {.perceived_function = 0.6}), 1);
    EXPECT_EQ(hours_until(clock, Phase::adaptation, {.perceived_function = 0.6}), 12);
    EXPECT_EQ(hours_until(clock, Phase::recovery, {.perceived_function = 0.7}), 0) << "a quarter is not enough";
    EXPECT_EQ(hours_until(clock, Phase::recovery, {.perceived_function = 0.85}), 12);
    EXPECT_EQ(hours_until(clock, Phase::innovation, {.perceived_function = 0.97}), 48);
    EXPECT_EQ(hours_until(clock, Phase::prevention, calm), 14 * 24);
}

TEST(Phase, stays_calm_above_the_onset_and_an_order_overrides_perception) {
    PhaseClock clock;
    EXPECT_EQ(hours_until(clock, Phase::resistance, {.perceived_function = 0.86}), 0);
    EXPECT_EQ(hours_until(clock, Phase::resistance, {.ordered = true}), 1);
}

TEST(Phase, resistance_lasts_while_a_warning_is_in_force_or_things_get_worse) {
    PhaseClock clock;
    clock.step({}, {.perceived_function = 0.8});
    EXPECT_EQ(hours_until(clock, Phase::adaptation, {.perceived_function = 0.8, .warned = true}), 0);
    for (int hour = 0; hour < 50; ++hour) {
        clock.step({}, {.perceived_function = 0.7 - 0.01 * hour});
        ASSERT_EQ(clock.phase, Phase::resistance);
    }
}

TEST(Phase, a_short_return_of_function_does_not_end_recovery) {
    PhaseClock clock;
    clock.step({}, {.perceived_function = 0.5});
    hours_until(clock, Phase::adaptation, {.perceived_function = 0.5});
    hours_until(clock, Phase::recovery, {.perceived_function = 0.8});
    for (int round = 0; round < 10; ++round) {
        for (int hour = 0; hour < 40; ++hour) clock.step({}, {.perceived_function = 0.95});
        clock.step({}, {.perceived_function = 0.8});
        ASSERT_EQ(clock.phase, Phase::recovery);
    }
}

TEST(Phase, a_second_shock_in_innovation_begins_resistance_anew) {
    PhaseClock clock;
    clock.phase = Phase::innovation;
    clock.lowest = 0.2;
    clock.in_phase = 5.0;
    EXPECT_TRUE(clock.step({}, {.perceived_function = 0.5}));
    EXPECT_EQ(clock.phase, Phase::resistance);
    EXPECT_EQ(clock.lowest, 0.5);
}
