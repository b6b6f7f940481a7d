// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/clock.hpp>

#include <rapidcheck/gtest.h>

#include <cstdint>
#include <limits>
#include <string_view>

#include "core/refusal.hpp"

using namespace commonweal::core;

namespace clock_test {

namespace {

constexpr Tick last = std::numeric_limits<Tick>::max();

DateTime moment(std::string_view text) { return DateTime::parse(text).value(); }

}  // namespace

TEST(Clock, hours_of_the_flood_are_counted_from_its_start) {
    const Clock clock{.start = moment("2021-07-20T00:00")};
    EXPECT_EQ(clock.at(0).text(), "2021-07-20T00:00");
    EXPECT_EQ(clock.at(16).text(), "2021-07-20T16:00");
    EXPECT_EQ(clock.at(24 * 12).text(), "2021-08-01T00:00");
    EXPECT_EQ(clock.tick_of(moment("2021-07-20T16:00")), 16u);
    EXPECT_EQ(clock.tick_of(moment("2021-07-20T16:59")), 16u);
    EXPECT_EQ(clock.tick_of(moment("2021-07-20T17:00")), 17u);
}

TEST(Clock, years_before_1970_and_leap_days_are_no_exception) {
    const Clock daily{.start = moment("1900-02-28"), .minutes_per_tick = 24 * 60};
    EXPECT_EQ(daily.at(1).text(), "1900-03-01T00:00");  // 1900 was no leap year
    // From 28 February 1900 to 1970 are 25,509 days (1900-01-01 stands 25,567 before; 58 of them had passed).
    EXPECT_EQ(daily.tick_of(moment("1970-01-01T23:59")), 25509u);
    const Clock hourly{.start = moment("1969-12-31T18:30")};
    EXPECT_EQ(hourly.minute_of_day(0), 18u * 60 + 30);
    EXPECT_EQ(hourly.minute_of_day(5), 23u * 60 + 30);
    EXPECT_EQ(hourly.minute_of_day(6), 30u);
    EXPECT_EQ(hourly.at(6).text(), "1970-01-01T00:30");
}

TEST(Clock, durations_are_whole_ticks) {
    const Clock hourly{};
    EXPECT_EQ(hourly.ticks(60), 1u);
    EXPECT_EQ(hourly.ticks(36 * 60), 36u);
    const Clock weekly{.minutes_per_tick = 7 * 24 * 60};
    EXPECT_EQ(weekly.ticks(364 * 24 * 60), 52u);
    EXPECT_EQ(hourly.ticks(std::int64_t{60} * last), last);
}

TEST(Clock, a_duration_between_ticks_is_refused_with_the_nearest_number) {
    const Clock hourly{};
    EXPECT_EQ(
        refusal([&] { hourly.ticks(100); }),
        "clock: a duration of 100 minutes is no whole number of ticks of 60 minutes; the nearest whole number is 2 "
        "(120 minutes)");
    EXPECT_NE(refusal([&] { hourly.ticks(89); }).find("the nearest whole number is 1 "), std::string::npos);
    EXPECT_NE(refusal([&] { hourly.ticks(90); }).find("the nearest whole number is 2 "), std::string::npos);
    EXPECT_NE(refusal([&] { hourly.ticks(1); }).find("the nearest whole number is 1 "), std::string::npos);
    EXPECT_EQ(refusal([&] { hourly.ticks(0); }), "clock: a duration of 0 minutes; it must be above 0");
    EXPECT_EQ(refusal([&] { hourly.ticks(-60); }), "clock: a duration of -60 minutes; it must be above 0");
    EXPECT_EQ(refusal([&] { hourly.ticks(std::int64_t{60} * last + 60); }),
              "clock: a duration of 257698037760 minutes is 4294967296 ticks; the most is 4294967295");
    EXPECT_THROW(hourly.ticks(std::numeric_limits<std::int64_t>::max()), Error);
}

TEST(Clock, a_moment_that_no_tick_counts_is_refused) {
    const Clock clock{.start = moment("2021-07-20"), .minutes_per_tick = 1};
    EXPECT_EQ(refusal([&] { clock.tick_of(moment("2021-07-19T23:59")); }),
              "clock: 2021-07-19T23:59 lies before the start, 2021-07-20T00:00");
    const DateTime end{clock.start.minutes + std::int64_t{last}};
    EXPECT_EQ(clock.tick_of(end), last);
    EXPECT_EQ(refusal([&] { clock.tick_of({end.minutes + 1}); }),
              "clock: a moment 4294967296 minutes after the start is tick 4294967296; the last is 4294967295");
    const Clock ancient{.start = moment("0000-01-01")};
    EXPECT_THROW(ancient.tick_of({std::numeric_limits<std::int64_t>::max()}), Error);
}

TEST(Clock, a_tick_of_no_length_or_a_start_outside_the_calendar_is_refused_wherever_it_is_used) {
    const Clock still{.minutes_per_tick = 0};
    EXPECT_EQ(refusal([&] { still.check(); }), "clock: a tick of 0 minutes; it must last from 1 to 52704000 minutes");
    EXPECT_THROW(still.at(0), Error);
    EXPECT_THROW(still.tick_of({}), Error);
    EXPECT_THROW(still.ticks(60), Error);
    EXPECT_THROW(still.minute_of_day(0), Error);
    EXPECT_THROW(Clock{.minutes_per_tick = -60}.check(), Error);
    EXPECT_THROW(Clock{.minutes_per_tick = 52'704'001}.check(), Error);
    EXPECT_NO_THROW(Clock{.minutes_per_tick = 52'704'000}.check());
    EXPECT_NO_THROW(Clock{.start = moment("0000-01-01")}.check());
    EXPECT_THROW(Clock{.start = {moment("0000-01-01").minutes - 1}}.check(), Error);
    EXPECT_NO_THROW(Clock{.start = moment("9999-12-31T23:59")}.check());
    EXPECT_EQ(refusal([] { Clock{.start = {moment("9999-12-31T23:59").minutes + 1}}.check(); }),
              "clock: the start lies 4223371680 minutes after 1970; it must lie in the years 0000 to 9999");
}

RC_GTEST_PROP(Clock, a_moment_lies_between_the_beginning_of_its_tick_and_the_next, ()) {
    const Clock clock{.start = {*rc::gen::inRange<std::int64_t>(-1'000'000'000, 4'000'000'000)},
                      .minutes_per_tick = *rc::gen::inRange<std::int64_t>(1, 52'704'000)};
    const Tick tick = *rc::gen::inRange<Tick>(0, last);
    RC_ASSERT(clock.at(tick) - clock.start == clock.minutes_per_tick * tick);
    const std::int64_t within = *rc::gen::inRange<std::int64_t>(0, clock.minutes_per_tick);
    RC_ASSERT(clock.tick_of({clock.at(tick).minutes + within}) == tick);
    RC_ASSERT(clock.minute_of_day(tick) < 24u * 60);
    if (tick > 0) RC_ASSERT(clock.ticks(clock.minutes_per_tick * tick) == tick);
}

}  // namespace clock_test
