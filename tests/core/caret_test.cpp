// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/caret.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace caret_test {

using namespace commonweal::core;

namespace {

/// Both lines, without what stands before the bar.
std::string shown(std::string_view line, int column, int length = 1) {
    std::string text = caret_lines(line, {.line = 7, .column = column, .length = length});
    const std::string number = "    7 |", blank = "      |";
    EXPECT_TRUE(text.starts_with(number)) << text;
    const std::size_t second = text.find('\n') + 1;
    EXPECT_EQ(text.substr(second, blank.size()), blank) << text;
    return text.substr(number.size(), second - number.size()) + text.substr(second + blank.size());
}

}  // namespace

TEST(Caret, stands_below_the_first_byte_with_a_wave_under_the_rest) {
    EXPECT_EQ(caret_lines("rate = \"3 m\"", {.line = 12, .column = 8, .length = 5}),
              "   12 | rate = \"3 m\"\n"
              "      |        ^~~~~");
    EXPECT_EQ(caret_lines("a", {.line = 1'234'567, .column = 1}), "1234567 | a\n        | ^");
}

TEST(Caret, keeps_tabs_so_that_it_stands_right_however_wide_they_are) {
    EXPECT_EQ(shown("\trate\t= 3", 9, 1), " \trate\t= 3\n \t    \t  ^");
    EXPECT_EQ(shown("\trate", 1), " \trate\n ^");
}

TEST(Caret, counts_letters_and_not_bytes) {
    EXPECT_EQ(shown("\u00e9\u00e9 = 3", 8), " \u00e9\u00e9 = 3\n      ^");
    // Wide letters take two columns, marks upon letters none.
    EXPECT_EQ(shown("\u6c34\u6c34 = 3", 10), " \u6c34\u6c34 = 3\n        ^");
    EXPECT_EQ(shown("\u6c34", 1, 3), " \u6c34\n ^~");
    EXPECT_EQ(shown("e\u0301 = 3", 7), " e\u0301 = 3\n     ^");
}

TEST(Caret, replaces_what_cannot_be_shown) {
    const std::string unseen = "\ufffd";
    EXPECT_EQ(shown("a\xff = 3", 6), " a" + unseen + " = 3\n      ^");
    EXPECT_EQ(shown("a\x1b[2J = 3", 9), " a" + unseen + "[2J = 3\n         ^");
    EXPECT_EQ(shown("a\u202e = 3", 8), " a" + unseen + " = 3\n      ^");
    EXPECT_EQ(shown("cut \xe6\xb0", 5), " cut " + unseen + unseen + "\n     ^");
    EXPECT_EQ(shown("a = 3\r", 5), " a = 3\n     ^");
}

TEST(Caret, stands_behind_a_line_that_ends_too_early) {
    EXPECT_EQ(shown("a =", 4), " a =\n    ^");
    EXPECT_EQ(shown("", 1), "\n ^");
    EXPECT_EQ(shown("a", 100), " a\n  ^");
}

TEST(Caret, shows_of_a_long_line_the_part_around_it) {
    const std::string line = std::string(500, 'a') + 'b' + std::string(500, 'c');
    EXPECT_EQ(shown(line, 501),
              " ..." + std::string(60, 'a') + 'b' + std::string(39, 'c') + "...\n " + std::string(63, ' ') + '^');
    EXPECT_EQ(shown(line, 1, 2), ' ' + std::string(100, 'a') + "...\n ^~");
    EXPECT_EQ(shown(line, 1001), " ..." + std::string(61, 'c') + "\n " + std::string(63, ' ') + '^');
    EXPECT_EQ(shown(std::string(100, 'a'), 100), ' ' + std::string(100, 'a') + "\n " + std::string(99, ' ') + '^');
    const std::string million(4'000'000, 'x');
    EXPECT_EQ(shown(million, 3'000'000).size(), 173u);
}

TEST(Caret, of_any_bytes_gives_two_lines_of_which_the_second_holds_one_caret) {
    EXPECT_TRUE(rc::check([](const std::vector<std::uint8_t>& bytes, std::uint16_t column, std::uint16_t length) {
        std::string line(bytes.begin(), bytes.end());
        std::erase(line, '\n');
        const std::string text = caret_lines(line, {.line = 1, .column = column, .length = length});
        RC_ASSERT(std::count(text.begin(), text.end(), '\n') == 1);
        const std::string marks = text.substr(text.find('\n'));
        RC_ASSERT(std::count(marks.begin(), marks.end(), '^') == 1);
        RC_ASSERT(marks.find_first_not_of("\n |\t^~") == std::string::npos);
    }));
}

}  // namespace caret_test
