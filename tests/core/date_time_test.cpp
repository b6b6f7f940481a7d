// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/date_time.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cstdint>
#include <string_view>

using commonweal::core::DateTime;

// Expected minutes: `date -u -d <date> +%s` of GNU coreutils, divided by 60.
TEST(DateTime, counts_minutes_as_the_unix_clock_does) {
    EXPECT_EQ(DateTime::parse("1970-01-01T00:00")->minutes, 0);
    EXPECT_EQ(DateTime::parse("2021-07-20T16:00")->minutes, 27113280);
    EXPECT_EQ(DateTime::parse("2000-02-29")->minutes, 15863040);
    EXPECT_EQ(DateTime::parse("1969-12-31T23:59")->minutes, -1);
}

TEST(DateTime, reads_every_accepted_spelling_of_one_moment) {
    const auto moment = DateTime::parse("2021-07-20T16:00");
    ASSERT_TRUE(moment);
    EXPECT_EQ(DateTime::parse("2021-07-20 16:00"), moment);
    EXPECT_EQ(DateTime::parse("2021-07-20T16:00:00"), moment);
    EXPECT_EQ(DateTime::parse("2021-07-20")->minutes, moment->minutes - 16 * 60);
}

TEST(DateTime, refuses_what_is_no_minute_of_the_calendar) {
    for (const std::string_view text : {"",
                                        "2021",
                                        "2021-7-20",
                                        "2021-13-01",
                                        "2021-02-29",
                                        "2100-02-29",
                                        "2021-00-10",
                                        "2021-01-00",
                                        "2021-07-20T",
                                        "2021-07-20T24:00",
                                        "2021-07-20T16:60",
                                        "2021-07-20T16:00:30",
                                        "2021-07-20T16:00Z",
                                        "2021-07-20T16:00+08:00",
                                        "2021-07-20t16:00",
                                        "2021-07-20T16",
                                        "-021-07-20",
                                        "2021-07-20 16:00 ",
                                        "20x1-07-20",
                                        "2021/07/20"})
        EXPECT_FALSE(DateTime::parse(text)) << text;
}

TEST(DateTime, differences_are_minutes) {
    EXPECT_EQ(*DateTime::parse("2020-03-01") - *DateTime::parse("2020-02-28"), 2 * 24 * 60);
    EXPECT_EQ(*DateTime::parse("2021-01-01T00:05") - *DateTime::parse("2021-01-01T01:00"), -55);
    EXPECT_LT(*DateTime::parse("2021-01-01"), *DateTime::parse("2021-01-01T00:01"));
}

TEST(DateTime, its_text_reads_back) {
    EXPECT_EQ(DateTime::parse("0987-06-05 04:03")->text(), "0987-06-05T04:03");
    EXPECT_TRUE(rc::check([] {
        const DateTime moment{*rc::gen::inRange<std::int64_t>(-1'000'000'000, 4'000'000'000)};
        RC_ASSERT(DateTime::parse(moment.text()) == moment);
    }));
}
