// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/calendar.hpp>

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/refusal.hpp"

using namespace commonweal::core;

namespace calendar_test {

namespace {

constexpr std::int64_t minutes_per_day = std::int64_t{24} * 60;

DateTime day(std::string_view text) { return DateTime::parse(text).value(); }

Calendar daily_from(std::string_view start) {
    return Calendar(Clock{.start = day(start), .minutes_per_tick = minutes_per_day});
}

/// One letter for each of the first ticks: w where the condition holds.
std::string pattern(const std::function<bool(Tick)>& condition, Tick ticks) {
    std::string letters;
    for (Tick tick = 0; tick < ticks; ++tick) letters += condition(tick) ? 'w' : '.';
    return letters;
}

/// National Day 2021: off from 1 to 7 October, worked on Sunday 26 September and Saturday 9 October (State Council of
/// the PRC, notice Guobanfa Mingdian 2020 no. 27). Tick 0 is Friday 24 September.
Calendar national_day() {
    Calendar calendar = daily_from("2021-09-24");
    calendar.add_holidays(day("2021-10-01"), day("2021-10-07"));
    calendar.add_working_day(day("2021-09-26"));
    calendar.add_working_day(day("2021-10-09"));
    return calendar;
}

}  // namespace

TEST(Calendar, weekdays_of_known_dates) {
    EXPECT_EQ(weekday_of(day("2021-07-20T16:00")), Weekday::tuesday);  // the rainstorm of Zhengzhou
    EXPECT_EQ(weekday_of(day("2000-02-29")), Weekday::tuesday);
    EXPECT_EQ(weekday_of(day("1970-01-01")), Weekday::thursday);
    EXPECT_EQ(weekday_of(day("1969-12-31T23:59")), Weekday::wednesday);
    EXPECT_EQ(weekday_of(day("1969-07-20")), Weekday::sunday);  // the first landing on the Moon
    EXPECT_EQ(weekday_of(day("1900-01-01")), Weekday::monday);
    EXPECT_EQ(weekday_of(day("1789-07-14")), Weekday::tuesday);  // the storming of the Bastille
    EXPECT_EQ(weekday_of(day("1582-10-15")), Weekday::friday);   // the first day of the Gregorian calendar
    EXPECT_EQ(weekday_of(day("0001-01-01")), Weekday::monday);
    EXPECT_EQ(weekday_of(day("9999-12-31")), Weekday::friday);
}

// B. H. Brown, American Mathematical Monthly 40 (1933), 607: in the 400 years after which the calendar repeats, the
// 13th falls 685 times on a Monday, 685 on a Tuesday, 687 on a Wednesday, 684, 688 on a Friday, 684, and 687 on a
// Sunday.
TEST(Calendar, the_thirteenth_is_most_often_a_friday) {
    for (const int from : {0, 1601, 9600}) {
        std::array<int, 7> count{};
        for (int month = 0; month < 4800; ++month) {
            const std::string year = std::to_string(10'000 + from + month / 12).substr(1);
            const std::string of_year = std::to_string(101 + month % 12).substr(1);
            ++count[static_cast<std::size_t>(weekday_of(day(year + '-' + of_year + "-13")))];
        }
        EXPECT_EQ(count, (std::array<int, 7>{685, 685, 687, 684, 688, 684, 687})) << from;
    }
}

TEST(Calendar, weekends_are_off_and_a_tick_belongs_to_the_day_in_which_it_begins) {
    // Tick 0 is Friday 16 July 2021 from 22:30.
    const Calendar hourly(Clock{.start = day("2021-07-16T22:30")});
    EXPECT_EQ(hourly.weekday(1), Weekday::friday);
    EXPECT_EQ(hourly.weekday(2), Weekday::saturday);
    EXPECT_TRUE(hourly.is_working_day(1));
    EXPECT_FALSE(hourly.is_working_day(2));
    EXPECT_TRUE(hourly.is_weekend(2));
    EXPECT_FALSE(hourly.is_working_day(49));
    EXPECT_TRUE(hourly.is_working_day(50));
    EXPECT_EQ(pattern(daily_from("1969-12-27").on_working_days(), 9), "..wwwww..");  // a Saturday
}

TEST(Calendar, a_week_of_holidays_is_worked_off_on_the_weekends_around) {
    const Calendar calendar = national_day();
    // Friday 24 to Thursday 30 September, the seven days off, Friday 8 to Sunday 10 October.
    const std::string expected = "w.wwwww.......ww.";
    EXPECT_EQ(pattern(calendar.on_working_days(), 17), expected);
    std::string off = expected;
    for (char& letter : off) letter = letter == 'w' ? '.' : 'w';
    EXPECT_EQ(pattern(calendar.on_days_off(), 17), off);
    EXPECT_TRUE(calendar.is_weekend(2));
    EXPECT_TRUE(calendar.is_working_day(2));
    EXPECT_FALSE(calendar.is_holiday(6));
    EXPECT_TRUE(calendar.is_holiday(7));
    EXPECT_TRUE(calendar.is_holiday(13));
    EXPECT_FALSE(calendar.is_holiday(14));
    EXPECT_EQ(pattern(calendar.on(Weekday::sunday), 17), "..w......w......w");
}

TEST(Calendar, a_condition_outlives_its_calendar_and_does_not_learn_of_later_holidays) {
    std::optional<Calendar> calendar = daily_from("2021-07-19");
    calendar->add_holiday(day("2021-07-20T16:00"));
    const auto working = calendar->on_working_days();
    const auto off = calendar->on_days_off();
    const auto monday = calendar->on(Weekday::monday);
    calendar->add_holiday(day("2021-07-21"));
    EXPECT_FALSE(calendar->is_working_day(2));
    calendar.reset();
    EXPECT_EQ(pattern(working, 7), "w.www..");
    EXPECT_EQ(pattern(off, 7), ".w...ww");
    EXPECT_EQ(pattern(monday, 8), "w......w");
}

TEST(Calendar, a_day_is_not_holiday_and_working_day_at_once) {
    Calendar calendar = national_day();
    EXPECT_EQ(refusal([&] { calendar.add_working_day(day("2021-10-02")); }),
              "calendar: a working day cannot be a holiday too: 2021-10-02");
    EXPECT_EQ(refusal([&] { calendar.add_holiday(day("2021-10-09T12:00")); }),
              "calendar: a holiday cannot be a working day too: 2021-10-09");
    EXPECT_EQ(refusal([&] { calendar.add_holidays(day("2021-09-25"), day("2021-10-10")); }),
              "calendar: a holiday cannot be a working day too: 2021-09-26, 2021-10-09");
    EXPECT_EQ(pattern(calendar.on_working_days(), 17), pattern(national_day().on_working_days(), 17));
    calendar.add_holidays(day("2021-10-07"), day("2021-10-08"));
    EXPECT_TRUE(calendar.is_holiday(14));
}

TEST(Calendar, what_is_no_span_of_days_or_no_weekend_is_refused) {
    Calendar calendar = daily_from("2021-07-20");
    EXPECT_EQ(refusal([&] { calendar.add_holidays(day("2021-10-07"), day("2021-10-01")); }),
              "calendar: holidays from 2021-10-07 to 2021-10-01; the last must not lie before the first");
    EXPECT_EQ(refusal([&] { calendar.add_holidays(day("2021-01-01"), day("2022-01-02")); }),
              "calendar: holidays from 2021-01-01 to 2022-01-02 are 367 days; the most is 366");
    EXPECT_NO_THROW(calendar.add_holidays(day("2021-01-01"), day("2022-01-01")));
    EXPECT_THROW(calendar.add_holidays(day("0000-01-01"), day("9999-12-31")), Error);
    EXPECT_EQ(refusal([&] { calendar.add_working_day(day("2023-09-29")); }),
              "calendar: 2023-09-29 is no Saturday or Sunday; only a day of a weekend is worked in exchange");
    EXPECT_THROW(Calendar(Clock{.minutes_per_tick = 0}), Error);
}

}  // namespace calendar_test
