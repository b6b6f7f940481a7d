// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/text.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>

using namespace commonweal::core;

TEST(Text, numbers_are_as_short_as_they_can_be) {
    EXPECT_EQ(number_text(0.1), "0.1");
    EXPECT_EQ(number_text(36.0), "36");
    EXPECT_EQ(number_text(1e-7), "1e-07");
    EXPECT_EQ(number_text(100000.0), "100000");
    EXPECT_EQ(number_text(1e15), "1e+15");
    EXPECT_EQ(number_text(-0.0), "-0");
}

TEST(Text, numbers_read_back_as_the_same_bits) {
    EXPECT_TRUE(rc::check([](std::uint64_t bits) {
        double value = 0.0;
        std::memcpy(&value, &bits, sizeof value);
        RC_PRE(std::isfinite(value));
        const double again = std::strtod(number_text(value).c_str(), nullptr);
        RC_ASSERT(std::memcmp(&again, &value, sizeof value) == 0);
    }));
}

TEST(Text, quotes_escape_what_toml_forbids) { EXPECT_EQ(quoted("a \"b\" \\ \n\x7f"), R"("a \"b\" \\ \u000a\u007f")"); }

TEST(Text, an_excerpt_is_one_short_line_that_cannot_play_with_the_terminal) {
    EXPECT_EQ(excerpt("one\ntwo"), "one...");
    EXPECT_EQ(excerpt("\x1b[31mred"), "\\u001b[31mred");
    EXPECT_EQ(excerpt(std::string(61, 'x')), std::string(60, 'x') + "...");
    EXPECT_EQ(excerpt(std::string(59, 'x') + "\u6c34"), std::string(59, 'x') + "...");
}

TEST(Text, keys_without_quotes_are_letters_digits_dashes) {
    EXPECT_TRUE(is_bare_key("depth_2-b"));
    EXPECT_FALSE(is_bare_key(""));
    EXPECT_FALSE(is_bare_key("a.b"));
    EXPECT_FALSE(is_bare_key("\u00e9"));
}

// Cases of the Unicode Standard 15.0, table 3-7 and D92: overlong forms, surrogates, beyond U+10FFFF, cut-off
// sequences.
TEST(Text, finds_the_first_byte_that_is_not_utf8) {
    EXPECT_EQ(first_invalid_utf8("a\u00e9\u6c34\U0001f30a"), 10u);
    EXPECT_EQ(first_invalid_utf8("ab\xff"), 2u);
    for (const std::string bad : {"\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80", "\xf0\x8f\xbf\xbf",
                                  "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\x80", "\xe6\xb4", "\xc3"})
        EXPECT_EQ(first_invalid_utf8(bad), 0u) << quoted(bad);
}
