// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/series.hpp>
#include <commonweal/core/state.hpp>
#include <commonweal/core/trigger.hpp>

#include <rapidcheck/gtest.h>

#include <cstddef>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/refusal.hpp"

using namespace commonweal::core;

namespace trigger_test {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr double infinity = std::numeric_limits<double>::infinity();

Trigger flood_alarm() { return {.name = "alarm", .series = "depth", .on_at = 2.0, .off_at = 1.0}; }

/// One letter for each observation: whether the trigger is on after it.
std::string course(const Trigger& trigger, const std::vector<double>& values) {
    SeriesSet series;
    TimeSeries& depth = series.add(trigger.series);
    Triggers triggers;
    triggers.add(trigger);
    std::string letters;
    for (std::size_t k = 0; k < values.size(); ++k) {
        depth.record(static_cast<Tick>(k), values[k]);
        triggers.update(static_cast<Tick>(k), series);
        letters += triggers.on(trigger.name) ? '#' : '.';
    }
    return letters;
}

std::vector<std::byte> state_of(const Triggers& triggers) {
    StateWriter writer;
    triggers.save(writer);
    return writer.take();
}

bool speaks(const Trigger& trigger, bool on, double value) {
    if (trigger.side == Trigger::Side::above) return on ? value < trigger.off_at : value >= trigger.on_at;
    return on ? value > trigger.off_at : value <= trigger.on_at;
}

/// The definition, read anew from the first observation for each prefix: the latest `hold` (or `release_hold`) values
/// all speak for a turn.
bool naive(const Trigger& trigger, std::span<const double> values) {
    bool on = false;
    for (std::size_t end = 1; end <= values.size(); ++end) {
        const std::size_t needed = on ? trigger.release_hold : trigger.hold;
        if (needed > end) continue;
        bool all = true;
        for (const double value : values.subspan(end - needed, needed)) all = all && speaks(trigger, on, value);
        if (all) on = !on;
    }
    return on;
}

}  // namespace

TEST(Trigger, turns_on_at_one_level_and_off_past_the_other) {
    EXPECT_EQ(course(flood_alarm(), {0.0, 1.9, 2.0, 1.5, 1.0, 0.9, 1.5, 2.5}), "..###..#");
    Trigger trust{.name = "revolt", .series = "trust", .side = Trigger::Side::below, .on_at = 0.25, .off_at = 0.5};
    EXPECT_EQ(course(trust, {1.0, 0.26, 0.25, 0.4, 0.5, 0.51, 0.3, 0.0}), "..###..#");
}

TEST(Trigger, equal_levels_leave_no_gap) {
    Trigger trigger = flood_alarm();
    trigger.off_at = trigger.on_at;
    EXPECT_EQ(course(trigger, {2.0, 1.99, 2.0, 2.01}), "#.##");
}

TEST(Trigger, needs_as_many_observations_in_a_row_as_it_is_told_to_hold) {
    Trigger trigger = flood_alarm();
    trigger.hold = 3;
    trigger.release_hold = 2;
    //                        2 in a row broken, 3 in a row,   1 back,   2 back,   and anew
    EXPECT_EQ(course(trigger, {3.0, 3.0, 1.5, 3.0, 3.0, 3.0, 0.0, 1.5, 0.0, 0.0, 3.0, 3.0, 3.0}), ".....####...#");
}

TEST(Trigger, a_value_that_is_nan_breaks_both_counts_and_turns_nothing) {
    Trigger trigger = flood_alarm();
    trigger.hold = 2;
    trigger.release_hold = 2;
    EXPECT_EQ(course(trigger, {3.0, nan, 3.0, 3.0, nan, 0.0, nan, 0.0, 0.0, nan}), "...#####..");
    trigger.side = Trigger::Side::below;
    trigger.off_at = 3.0;
    EXPECT_EQ(course(trigger, {1.0, nan, 1.0, 1.0, nan, 4.0, nan, 4.0, 4.0, nan}), "...#####..");
}

TEST(Trigger, an_infinite_level_to_turn_off_is_never_passed) {
    Trigger trigger = flood_alarm();
    trigger.off_at = -infinity;
    EXPECT_EQ(course(trigger, {0.0, 2.0, -infinity, nan, -1e300}), ".####");
}

RC_GTEST_PROP(Trigger, agrees_with_a_scan_of_the_whole_series, ()) {
    const int on_at = *rc::gen::inRange(-2, 3);
    const int gap = *rc::gen::inRange(0, 3);
    const bool above = *rc::gen::arbitrary<bool>();
    const Trigger trigger{.name = "alarm",
                          .series = "depth",
                          .side = above ? Trigger::Side::above : Trigger::Side::below,
                          .on_at = static_cast<double>(on_at),
                          .off_at = static_cast<double>(above ? on_at - gap : on_at + gap),
                          .hold = *rc::gen::inRange<Tick>(1, 4),
                          .release_hold = *rc::gen::inRange<Tick>(1, 4)};
    std::vector<double> values;
    for (const int level : *rc::gen::container<std::vector<int>>(rc::gen::inRange(-5, 6)))
        values.push_back(level == 5 ? nan : level);
    std::string expected;
    for (std::size_t end = 1; end <= values.size(); ++end)
        expected += naive(trigger, std::span(values).first(end)) ? '#' : '.';
    RC_ASSERT(course(trigger, values) == expected);
}

namespace {

Vocabulary of_depth() {
    Vocabulary vocabulary({.start = *DateTime::parse("2021-07-20T14:00")});
    vocabulary.add({"depth", "m"});
    return vocabulary;
}

/// The same letters for a trigger that conditions turn.
std::string course(const ConditionTrigger& trigger, const std::vector<double>& values) {
    SeriesSet series;
    TimeSeries& depth = series.add("depth");
    Triggers triggers;
    triggers.add(trigger, of_depth());
    std::string letters;
    for (std::size_t k = 0; k < values.size(); ++k) {
        depth.record(static_cast<Tick>(k), values[k]);
        triggers.update(static_cast<Tick>(k), series);
        letters += triggers.on(triggers.names()[0]) ? '#' : '.';
    }
    return letters;
}

}  // namespace

TEST(ConditionTrigger, is_on_while_its_condition_holds_or_until_another_does) {
    EXPECT_EQ(course({.start = "depth >= 2 m"}, {0.0, 1.9, 2.0, 1.5, nan, 2.5}), "..#..#");
    EXPECT_EQ(course({.start = "depth >= 2 m", .end = "depth < 1 m"}, {0.0, 1.9, 2.0, 1.5, 1.0, 0.9, 1.5, 2.5}),
              "..###..#");
    EXPECT_EQ(course({.start = "depth >= 2 m for 3 h", .end = "depth < 2 m for 2 h"},
                     {3, 3, 1, 3, 3, 3, 0, 3, 0, 0, 3, 3, 3}),
              ".....####...#");
    // While both hold it turns at each tick.
    EXPECT_EQ(course({.start = "depth > 1 m", .end = "depth > 2 m"}, {0.0, 3.0, 3.0, 3.0, 1.5, 1.5}), ".#.###");
}

TEST(ConditionTrigger, looks_at_the_end_of_the_tick_so_that_it_acts_when_the_next_one_begins) {
    EXPECT_EQ(course({.start = "time >= 2021-07-20T16:00"}, {0, 0, 0, 0}), ".###");
    EXPECT_EQ(course({.start = "hour >= 3 h", .end = "time_of_day >= 18 h"}, {0, 0, 0, 0, 0}), "..#.#");
}

RC_GTEST_PROP(ConditionTrigger, does_what_a_trigger_with_levels_does, ()) {
    const auto hold = *rc::gen::inRange<Tick>(1, 4);
    const bool for_good = *rc::gen::arbitrary<bool>();
    std::vector<double> values;
    for (const int level : *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 5)))
        values.push_back(level == 4 && for_good ? nan : level);
    const std::string start = "depth >= 2 m for " + std::to_string(hold) + " h";
    const Trigger levels{
        .name = "alarm", .series = "depth", .on_at = 2.0, .off_at = for_good ? -infinity : 2.0, .hold = hold};
    RC_ASSERT(course({.start = start, .end = for_good ? "depth < -1e9 m" : "depth < 2 m"}, values) ==
              course(levels, values));
}

TEST(ConditionTrigger, sees_the_latest_observation_of_each_series_and_nothing_before_the_first) {
    SeriesSet series;
    TimeSeries& depth = series.add("depth", 1, 0, "m");
    TimeSeries& mood = series.add("mood", 3, 1);
    Vocabulary vocabulary = of_depth();
    vocabulary.add({"mood"});
    Triggers triggers;
    triggers.add({.name = "alarm", .start = "depth > 1 m and mood < 0.5"}, vocabulary);
    std::string letters;
    for (Tick tick = 0; tick < 7; ++tick) {
        depth.record(tick, tick == 3 ? 0.0 : 2.0);
        if (tick % 3 == 1) mood.record(tick, tick == 1 ? 0.0 : 0.5);
        triggers.update(tick, series);
        letters += triggers.on("alarm") ? '#' : '.';
    }
    EXPECT_EQ(letters, ".##....");
    EXPECT_EQ(triggers.since("alarm"), 3u);
    SeriesSet other;
    other.add("depht");
    EXPECT_EQ(
        refusal([&] { triggers.check(other); }),
        "triggers: 'alarm' looks at 'depth', which is no series. Did you mean depht?; 'alarm' looks at 'mood', which "
        "is no series");
}

TEST(ConditionTrigger, tells_the_mistakes_of_both_conditions_and_is_not_added) {
    Triggers triggers;
    EXPECT_EQ(refusal([&] { triggers.add({.name = "alarm", .start = "dpth > 1 m", .end = "depth < 1"}, of_depth()); }),
              "trigger 'alarm', start:1:1: this is dpth; must be a known name. Did you mean depth?\n"
              "    1 | dpth > 1 m\n"
              "      | ^~~~\n"
              "trigger 'alarm', end:1:9: this is 1; must have a unit, as depth is a length. Did you mean 1 m?\n"
              "    1 | depth < 1\n"
              "      |         ^");
    EXPECT_TRUE(triggers.names().empty());
    triggers.add({.start = "depth>1 m"}, of_depth());
    EXPECT_EQ(triggers.names(), std::vector<std::string>{"depth > 1 m"});
    EXPECT_EQ(refusal([&] { triggers.add({.start = "depth > 1m"}, of_depth()); }),
              "trigger 'depth > 1 m': there is one of this name already");
}

RC_GTEST_PROP(ConditionTrigger, loaded_in_the_middle_it_goes_on_counting, ()) {
    const auto values = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
    const auto middle = *rc::gen::inRange<std::size_t>(0, values.size() + 1);
    SeriesSet series;
    TimeSeries& depth = series.add("depth");
    Triggers whole, loaded;
    for (Triggers* const triggers : {&whole, &loaded}) {
        triggers->add({.name = "alarm", .start = "depth > 1 m for 3 h", .end = "depth < 3 m for 2 h"}, of_depth());
        triggers->add({.name = "wet", .series = "depth", .on_at = 1.0, .off_at = 1.0});
    }
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (k == middle) {
            const std::vector<std::byte> state = state_of(whole);
            StateReader reader(state);
            loaded.load(reader);
            reader.finish();
            RC_ASSERT(state_of(loaded) == state);
        }
        const auto tick = static_cast<Tick>(k);
        depth.record(tick, values[k]);
        whole.update(tick, series);
        if (k >= middle) loaded.update(tick, series);
    }
    if (middle < values.size()) RC_ASSERT(state_of(loaded) == state_of(whole));
}

TEST(ConditionTrigger, a_state_of_another_condition_is_refused_and_changes_nothing) {
    Triggers saved, other;
    saved.add({.name = "alarm", .start = "depth > 1 m for 2 h"}, of_depth());
    other.add({.name = "alarm", .start = "depth > 1 m for 3 h"}, of_depth());
    const std::vector<std::byte> state = state_of(saved);
    const std::vector<std::byte> before = state_of(other);
    StateReader reader(state);
    EXPECT_EQ(
        refusal([&] { other.load(reader); }),
        "triggers: the state holds 'alarm' where 'alarm' stands with another series, side, level, hold or condition");
    EXPECT_EQ(state_of(other), before);
}

TEST(Triggers, tell_what_turned_when_and_in_order_of_adding) {
    SeriesSet series;
    TimeSeries& depth = series.add("depth");
    TimeSeries& mood = series.add("mood", 2, 1);
    Triggers triggers;
    triggers.add({.name = "unrest", .series = "mood", .side = Trigger::Side::below, .on_at = 0.2, .off_at = 0.4});
    triggers.add(flood_alarm());
    triggers.add({.name = "evacuate", .series = "depth", .on_at = 3.0, .off_at = 0.5});
    EXPECT_EQ(triggers.names(), (std::vector<std::string>{"unrest", "alarm", "evacuate"}));
    EXPECT_TRUE(triggers.contains("alarm"));
    EXPECT_FALSE(triggers.contains("depth"));
    using Changes = std::vector<TriggerChange>;
    const auto step = [&](Tick tick, double level, std::optional<double> feeling) {
        depth.record(tick, level);
        if (feeling) mood.record(tick, *feeling);
        triggers.update(tick, series);
        return Changes(triggers.changes().begin(), triggers.changes().end());
    };
    EXPECT_EQ(step(0, 2.5, {}), (Changes{{"alarm", true}}));
    EXPECT_EQ(triggers.since("alarm"), 0u);
    EXPECT_EQ(triggers.since("unrest"), std::nullopt);
    EXPECT_EQ(step(1, 3.0, 0.1), (Changes{{"unrest", true}, {"evacuate", true}}));
    EXPECT_EQ(step(2, 0.9, {}), (Changes{{"alarm", false}}));
    EXPECT_EQ(step(3, 0.9, 0.1), Changes{});
    EXPECT_EQ(step(4, 0.0, {}), (Changes{{"evacuate", false}}));
    EXPECT_TRUE(triggers.on("unrest"));
    EXPECT_FALSE(triggers.on("alarm"));
    EXPECT_EQ(triggers.since("unrest"), 1u);
    EXPECT_EQ(triggers.since("alarm"), 2u);
}

TEST(Triggers, a_series_without_a_row_at_the_tick_counts_for_nothing) {
    SeriesSet series;
    TimeSeries& depth = series.add("depth", 3);
    Trigger trigger = flood_alarm();
    trigger.hold = 2;
    Triggers triggers;
    triggers.add(trigger);
    std::string letters;
    for (Tick tick = 0; tick < 7; ++tick) {
        if (tick % 3 == 0) depth.record(tick, 5.0);
        triggers.update(tick, series);
        letters += triggers.on("alarm") ? '#' : '.';
    }
    EXPECT_EQ(letters, "...####");
    EXPECT_EQ(triggers.since("alarm"), 3u);
}

TEST(Triggers, what_contradicts_itself_is_refused_when_it_is_added) {
    Triggers triggers;
    const auto refused = [&](auto change) {
        Trigger trigger = flood_alarm();
        change(trigger);
        return refusal([&] { triggers.add(trigger); });
    };
    EXPECT_EQ(refused([](Trigger& t) { t.name = ""; }), "trigger: a trigger has no name");
    EXPECT_EQ(refused([](Trigger& t) { t.on_at = nan; }), "trigger 'alarm': the level to turn on is not a number");
    EXPECT_EQ(refused([](Trigger& t) { t.off_at = nan; }), "trigger 'alarm': the level to turn off is not a number");
    EXPECT_EQ(refused([](Trigger& t) { t.off_at = 2.5; }),
              "trigger 'alarm': it turns off at 2.5 and on above 2; the first must be at most the second");
    EXPECT_EQ(refused([](Trigger& t) { t.side = Trigger::Side::below; }),
              "trigger 'alarm': it turns off at 1 and on below 2; the first must be at least the second");
    EXPECT_EQ(refused([](Trigger& t) { t.hold = 0; }), "trigger 'alarm': hold is 0; it must be at least 1");
    EXPECT_EQ(refused([](Trigger& t) { t.release_hold = 0; }),
              "trigger 'alarm': release_hold is 0; it must be at least 1");
    EXPECT_TRUE(triggers.names().empty());
    EXPECT_EQ(refused([](Trigger&) {}), "accepted");
    EXPECT_EQ(refused([](Trigger&) {}), "trigger 'alarm': there is one of this name already");
}

TEST(Triggers, every_unknown_series_is_told_at_once) {
    SeriesSet series;
    series.add("depth");
    series.add("mood");
    Triggers triggers;
    triggers.add({.name = "alarm", .series = "depht"});
    triggers.add({.name = "fine", .series = "mood"});
    triggers.add({.name = "strange", .series = "temperature"});
    const std::string text =
        "triggers: 'alarm' looks at 'depht', which is no series. Did you mean depth?; 'strange' looks at "
        "'temperature', which is no series";
    EXPECT_EQ(refusal([&] { triggers.check(series); }), text);
    EXPECT_EQ(refusal([&] { triggers.update(0, series); }), text);
    EXPECT_EQ(refusal([&] { triggers.on("alram"); }), "trigger: there is none named 'alram'. Did you mean alarm?");
    EXPECT_THROW(triggers.since("depth"), Error);
}

TEST(Triggers, one_tick_is_not_counted_twice) {
    SeriesSet series;
    series.add("depth").record(0, 5.0);
    Trigger trigger = flood_alarm();
    trigger.hold = 2;
    Triggers triggers;
    triggers.add(trigger);
    triggers.update(0, series);
    EXPECT_EQ(refusal([&] { triggers.update(0, series); }),
              "triggers: an update at tick 0 after one at tick 0; it must be later");
    EXPECT_FALSE(triggers.on("alarm"));
}

RC_GTEST_PROP(Triggers, loaded_in_the_middle_they_go_on_as_if_they_had_not_stopped, ()) {
    Trigger trigger = flood_alarm();
    trigger.hold = 2;
    trigger.release_hold = 3;
    const auto values = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, 4));
    const auto middle = *rc::gen::inRange<std::size_t>(0, values.size() + 1);
    SeriesSet series;
    TimeSeries& depth = series.add("depth");
    Triggers whole;
    Triggers loaded;
    for (Triggers* const triggers : {&whole, &loaded}) {
        triggers->add(trigger);
        triggers->add({.name = "wet", .series = "depth", .on_at = 1.0, .off_at = 1.0});
    }
    for (std::size_t k = 0; k < values.size(); ++k) {
        if (k == middle) {
            const std::vector<std::byte> state = state_of(whole);
            StateReader reader(state);
            loaded.load(reader);
            reader.finish();
            RC_ASSERT(state_of(loaded) == state);
            RC_ASSERT(std::vector(loaded.changes().begin(), loaded.changes().end()) ==
                      std::vector(whole.changes().begin(), whole.changes().end()));
        }
        const auto tick = static_cast<Tick>(k);
        depth.record(tick, values[k]);
        whole.update(tick, series);
        if (k >= middle) loaded.update(tick, series);
    }
    if (middle < values.size()) RC_ASSERT(state_of(loaded) == state_of(whole));
}

TEST(Triggers, a_state_of_others_is_refused_and_changes_nothing) {
    Triggers saved;
    saved.add(flood_alarm());
    const std::vector<std::byte> state = state_of(saved);
    const auto refused_by = [&](Triggers& triggers) {
        const std::vector<std::byte> before = state_of(triggers);
        StateReader reader(state);
        const std::string text = refusal([&] { triggers.load(reader); });
        EXPECT_EQ(state_of(triggers), before);
        return text;
    };
    Triggers none;
    EXPECT_EQ(refused_by(none), "triggers: the state holds 1, here are 0");
    Triggers renamed;
    renamed.add({.name = "fire", .series = "depth", .on_at = 2.0, .off_at = 1.0});
    EXPECT_EQ(refused_by(renamed), "triggers: the state holds 'alarm' where 'fire' stands");
    Triggers moved;
    moved.add({.name = "alarm", .series = "depth", .on_at = 2.0, .off_at = 1.5});
    EXPECT_EQ(refused_by(moved),
              "triggers: the state holds 'alarm' where 'alarm' stands with another series, side, level, hold or "
              "condition");
    Triggers same;
    same.add(flood_alarm());
    StateReader cut(std::span<const std::byte>(state).first(state.size() - 1));
    EXPECT_THROW(same.load(cut), Error);
}

}  // namespace trigger_test
