// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/series.hpp>
#include <commonweal/core/state.hpp>

#include <rapidcheck/gtest.h>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "core/refusal.hpp"

using namespace commonweal::core;

namespace series_test {

namespace {

constexpr Tick last_tick = std::numeric_limits<Tick>::max();

std::vector<double> copy_of(std::span<const double> values) { return {values.begin(), values.end()}; }

std::vector<std::byte> state_of(const SeriesSet& set) {
    StateWriter writer;
    set.save(writer);
    return writer.take();
}

SeriesSet two_series() {
    SeriesSet set;
    set.add("rain");
    set.add("mood", 24, 6);
    return set;
}

}  // namespace

TEST(TimeSeries, is_observed_at_its_phase_and_every_period_after) {
    TimeSeries series("mood", 24, 6);
    EXPECT_TRUE(series.empty());
    series.record(6, 0.5);
    series.record(30, -1.0);
    series.record(54, 0.25);
    EXPECT_FALSE(series.empty());
    EXPECT_EQ(copy_of(series.values()), (std::vector{0.5, -1.0, 0.25}));
    EXPECT_EQ(series.tick_of(0), 6u);
    EXPECT_EQ(series.tick_of(2), 54u);
    EXPECT_EQ(series.last(), 0.25);
    EXPECT_EQ(series.at(30), -1.0);
    EXPECT_EQ(series.at(31), std::nullopt);
    EXPECT_EQ(series.at(0), std::nullopt);
    EXPECT_EQ(series.at(78), std::nullopt);
}

TEST(TimeSeries, a_tick_out_of_turn_is_refused) {
    TimeSeries series("mood", 24, 6);
    EXPECT_EQ(refusal([&] { series.record(0, 1.0); }), "series 'mood': observed at tick 0; the next is tick 6");
    series.record(6, 1.0);
    EXPECT_EQ(refusal([&] { series.record(6, 1.0); }), "series 'mood': observed at tick 6; the next is tick 30");
    EXPECT_THROW(series.record(54, 1.0), Error);
    EXPECT_EQ(copy_of(series.values()), std::vector{1.0});
}

TEST(TimeSeries, the_next_tick_may_be_one_that_no_run_reaches) {
    TimeSeries series("rare", last_tick, last_tick - 1);
    series.record(last_tick - 1, 1.0);
    // A 32-bit sum would wrap to tick last - 2.
    EXPECT_EQ(refusal([&] { series.record(last_tick - 2, 1.0); }),
              "series 'rare': observed at tick 4294967293; the next is tick 8589934589");
}

TEST(TimeSeries, what_is_not_there_is_refused) {
    TimeSeries series("rain");
    EXPECT_EQ(refusal([&] { series.last(); }), "series 'rain': nothing has been observed yet");
    EXPECT_EQ(refusal([&] { series.tick_of(0); }), "series 'rain': row 0 of 0");
    EXPECT_EQ(refusal([] { TimeSeries("mood", 0); }),
              "series 'mood' every 0 ticks from tick 0; the period must be at least 1 and the first tick below it");
    EXPECT_THROW(TimeSeries("mood", 24, 24), Error);
    EXPECT_EQ(refusal([] { TimeSeries(""); }), "series: a series has no name");
}

TEST(TimeSeries, every_nan_is_kept_with_the_same_bits) {
    TimeSeries series("rain");
    series.record(0, -std::numeric_limits<double>::quiet_NaN());
    series.record(1, std::bit_cast<double>(std::uint64_t{0x7ff8'0000'dead'beef}));
    series.record(2, -0.0);
    for (const std::size_t row : {0u, 1u})
        EXPECT_EQ(std::bit_cast<std::uint64_t>(series.values()[row]), 0x7ff8'0000'0000'0000u);
    EXPECT_EQ(std::bit_cast<std::uint64_t>(series.values()[2]), 0x8000'0000'0000'0000u);
}

TEST(SeriesSet, names_are_unique_and_kept_in_order_of_adding) {
    SeriesSet set = two_series();
    EXPECT_EQ(set.names(), (std::vector<std::string>{"rain", "mood"}));
    EXPECT_TRUE(set.contains("mood"));
    EXPECT_FALSE(set.contains("moo"));
    EXPECT_EQ(set.at("mood").every(), 24u);
    EXPECT_EQ(set.at("mood").phase(), 6u);
    EXPECT_EQ(refusal([&] { set.add("rain", 2); }), "series 'rain': there is one of this name already");
    EXPECT_THROW(set.add("fear", 0), Error);
    EXPECT_EQ(set.names().size(), 2u);
}

TEST(SeriesSet, an_unknown_name_is_refused_with_the_nearest) {
    SeriesSet set = two_series();
    EXPECT_EQ(refusal([&] { set.at("rian"); }), "series: there is none named 'rian'. Did you mean rain?");
    const SeriesSet& fixed = set;
    EXPECT_EQ(refusal([&] { fixed.at("pressure"); }), "series: there is none named 'pressure'");
}

TEST(SeriesSet, a_series_stays_where_it_is_when_others_are_added) {
    SeriesSet set;
    TimeSeries& first = set.add("first");
    for (int k = 0; k < 1000; ++k) set.add("series_" + std::to_string(k));
    first.record(0, 7.0);
    EXPECT_EQ(set.at("first").last(), 7.0);
}

RC_GTEST_PROP(SeriesSet, a_loaded_set_is_the_saved_one, (const std::vector<double>& rain, std::vector<double> mood)) {
    SeriesSet set = two_series();
    mood.push_back(std::numeric_limits<double>::quiet_NaN());
    for (std::size_t k = 0; k < rain.size(); ++k) set.at("rain").record(static_cast<Tick>(k), rain[k]);
    for (std::size_t k = 0; k < mood.size(); ++k) set.at("mood").record(static_cast<Tick>(6 + 24 * k), mood[k]);
    const std::vector<std::byte> saved = state_of(set);
    SeriesSet other = two_series();
    other.at("rain").record(0, 99.0);
    StateReader reader(saved);
    other.load(reader);
    reader.finish();
    RC_ASSERT(copy_of(other.at("rain").values()) == rain);
    RC_ASSERT(other.at("mood").values().size() == mood.size());
    RC_ASSERT(state_of(other) == saved);
    const auto next = static_cast<Tick>(rain.size());
    other.at("rain").record(next, 1.0);
    set.at("rain").record(next, 1.0);
    RC_ASSERT(state_of(other) == state_of(set));
}

TEST(SeriesSet, a_state_of_another_set_is_refused_and_changes_nothing) {
    SeriesSet saved = two_series();
    saved.at("rain").record(0, 1.0);
    saved.at("mood").record(6, 1.0);
    const std::vector<std::byte> state = state_of(saved);
    const auto refused_by = [&](SeriesSet& set) {
        const std::vector<std::byte> before = state_of(set);
        StateReader reader(state);
        const std::string text = refusal([&] { set.load(reader); });
        EXPECT_EQ(state_of(set), before);
        return text;
    };
    SeriesSet fewer;
    fewer.add("rain");
    EXPECT_EQ(refused_by(fewer), "series: the state holds 2, this set 1");
    SeriesSet renamed;
    renamed.add("rain");
    renamed.add("fear", 24, 6);
    EXPECT_EQ(refused_by(renamed),
              "series: the state holds 'mood' every 24 ticks from tick 6 where this set has 'fear' every 24 ticks from "
              "tick 6");
    SeriesSet shifted;
    shifted.add("rain");
    shifted.add("mood", 24, 7);
    EXPECT_NE(refused_by(shifted), "accepted");
    SeriesSet whole = two_series();
    StateReader cut(std::span<const std::byte>(state).first(state.size() - 1));
    EXPECT_THROW(whole.load(cut), Error);
    EXPECT_TRUE(whole.at("rain").empty());
}

}  // namespace series_test
