// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/expression.hpp>

#include <rapidcheck/gtest.h>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/refusal.hpp"

using namespace commonweal::core;

namespace expression_test {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

using Values = std::map<std::string, double, std::less<>>;

/// From Tuesday, 20 July 2021, 14:00, by the hour.
Vocabulary words() {
    Vocabulary vocabulary({.start = *DateTime::parse("2021-07-20T14:00")});
    vocabulary.add({"share"});
    vocabulary.add({"trust"});
    vocabulary.add({"orders.level"});
    vocabulary.add({"depth", "m"});
    vocabulary.add({"gauge", "cm"});
    vocabulary.add({"rain", "mm / h"});
    return vocabulary;
}

Expression parsed(std::string_view text) {
    ExpressionReading reading = Expression::parse(text, words());
    for (const Mistake& mistake : reading.mistakes) ADD_FAILURE() << text << ": " << mistake.text();
    return reading.expression ? *reading.expression : *Expression::parse("share > 0", words()).expression;
}

std::vector<double> in_order(const Expression& expression, const Values& values) {
    std::vector<double> ordered;
    for (const std::string& name : expression.names()) ordered.push_back(values.at(name));
    return ordered;
}

bool holds(std::string_view text, const Values& values = {}, Tick now = 0) {
    const Expression expression = parsed(text);
    std::vector<Tick> held(expression.holds());
    return expression.evaluate(in_order(expression, values), now, held);
}

/// One line for each mistake: its column and what it says.
std::string told(std::string_view text) {
    std::string lines;
    const ExpressionReading reading = Expression::parse(text, words());
    EXPECT_NE(reading.expression.has_value(), !reading.mistakes.empty()) << text;
    for (const Mistake& mistake : reading.mistakes) {
        lines += (lines.empty() ? "" : "\n") + std::to_string(mistake.column) + ": " + mistake.text();
    }
    return lines;
}

}  // namespace

TEST(Expression, binds_as_in_arithmetic) {
    EXPECT_TRUE(holds("1 + 2 * 3 == 7"));
    EXPECT_TRUE(holds("(1 + 2) * 3 == 9"));
    EXPECT_TRUE(holds("-2 * 3 + 10 / 4 == -3.5"));
    EXPECT_TRUE(holds("10 - 4 - 3 == 3"));
    EXPECT_TRUE(holds("8 / 4 / 2 == 1"));
    EXPECT_TRUE(holds("2 - -3 == 5"));
    EXPECT_TRUE(holds("-(2 + 3) == -5"));
    EXPECT_TRUE(holds("min(3, 1, 2) + max(4, 5) - abs(-2) == 4"));
    EXPECT_TRUE(holds("1 < 2"));
    EXPECT_FALSE(holds("2 < 2"));
    EXPECT_TRUE(holds("2 <= 2"));
    EXPECT_FALSE(holds("2 > 2"));
    EXPECT_TRUE(holds("2 >= 2"));
    EXPECT_TRUE(holds("1e3 != 999"));
}

TEST(Expression, or_binds_less_than_and_which_binds_less_than_not) {
    const auto truth = [](std::string_view text) {
        std::string letters;
        for (int bits = 0; bits < 8; ++bits) {
            letters +=
                holds(text, {{"share", bits >> 2}, {"trust", bits >> 1 & 1}, {"orders.level", bits & 1}}) ? '1' : '0';
        }
        return letters;
    };
    //                                                            a is 1 in the second half, c in every second place
    EXPECT_EQ(truth("share > 0 or trust > 0 and orders.level > 0"), "00011111");
    EXPECT_EQ(truth("(share > 0 or trust > 0) and orders.level > 0"), "00010101");
    EXPECT_EQ(truth("not share > 0 and trust > 0 or orders.level > 0"), "01110101");
    EXPECT_EQ(truth("not (share > 0 and trust > 0) or orders.level > 0"), "11111101");
    EXPECT_EQ(truth("not not trust > 0"), "00110011");
}

TEST(Expression, compares_amounts_and_not_numerals) {
    EXPECT_TRUE(holds("120 min == 2 h"));
    EXPECT_TRUE(holds("1 wk == 7 d"));
    EXPECT_TRUE(holds("40 % == 0.4"));
    EXPECT_TRUE(holds("0.5 m == 50 cm"));
    EXPECT_FALSE(holds("119 min >= 2 h"));
    EXPECT_TRUE(holds("gauge >= 0.5 m", {{"gauge", 50.0}}));
    EXPECT_FALSE(holds("gauge > 0.5 m", {{"gauge", 50.0}}));
    EXPECT_TRUE(holds("depth + gauge == 2.5 m", {{"depth", 2.0}, {"gauge", 50.0}}));
    EXPECT_TRUE(holds("rain * 3 h > 5.9 cm and rain * 3 h < 61 mm", {{"rain", 20.0}}));
    EXPECT_TRUE(holds("0.2 / d * 10 d > 1.9 and depth / gauge > 3.9", {{"depth", 2.0}, {"gauge", 50.0}}));
    EXPECT_TRUE(holds("2 m * 3 m == 6 m2 and 6 m2 / depth == 2 m", {{"depth", 3.0}}));
}

TEST(Expression, knows_the_moment_of_looking) {
    EXPECT_FALSE(holds("time >= 2021-07-20T16:00", {}, 1));
    EXPECT_TRUE(holds("time >= 2021-07-20T16:00", {}, 2));
    EXPECT_TRUE(holds("time == 2021-07-20 16:00", {}, 2));
    EXPECT_TRUE(holds("time >= 2021-07-21", {}, 10));
    EXPECT_FALSE(holds("time >= 2021-07-21", {}, 9));
    EXPECT_TRUE(holds("hour == 90 h", {}, 90));
    EXPECT_TRUE(holds("time - 2021-07-20T14:00 == hour", {}, 90));
    EXPECT_TRUE(holds("2021-07-19 + 1 d + 14 h == time and time - 1 d == 2021-07-19T14:00"));
    EXPECT_TRUE(holds("weekday == 2 and time_of_day == 23 h", {}, 9));
    EXPECT_TRUE(holds("weekday == 3 and time_of_day == 0 h", {}, 10));
    EXPECT_TRUE(holds("weekday == 7", {}, 5 * 24));
    EXPECT_TRUE(holds("max(time, 2021-07-22) == 2021-07-22"));
    const Vocabulary early({.start = *DateTime::parse("1969-12-31T22:00"), .minutes_per_tick = 15});
    const Expression before = *Expression::parse("time_of_day == 22.25 h and weekday == 3", early).expression;
    EXPECT_TRUE(before.evaluate({}, 1, {}));
}

TEST(Expression, for_asks_how_many_ticks_in_a_row_a_condition_has_held) {
    const auto course = [](std::string_view text, const std::vector<double>& depths) {
        const Expression expression = parsed(text);
        std::vector<Tick> held(expression.holds());
        std::string letters;
        for (std::size_t k = 0; k < depths.size(); ++k) {
            letters += expression.evaluate(std::span(depths).subspan(k, 1), static_cast<Tick>(k), held) ? '#' : '.';
        }
        return letters;
    };
    const std::vector<double> depths{1, 3, 3, 1, 3, 3, 3, 3, nan, 3, 3, 3};
    EXPECT_EQ(course("depth > 2 m for 3 h", depths), "......##...#");
    EXPECT_EQ(course("depth > 2 m for 60 min", depths), course("depth > 2 m", depths));
    EXPECT_EQ(course("not depth > 2 m for 2 h", depths), "##.##...##..");
    EXPECT_EQ(course("(not depth > 2 m) for 1 h", depths), "#..#....#...");
    EXPECT_EQ(course("(depth > 2 m for 2 h) for 2 h", depths), "......##...#");
    EXPECT_EQ(course("depth < 9 m and depth > 2 m for 3 h", depths), "......##...#");
    EXPECT_EQ(course("depth > 2 m or depth < 2 m for 2 h", depths), ".##.####.###");
    EXPECT_EQ(course("(depth > 2 m or depth < 2 m) for 2 h", depths), ".#######..##");
}

TEST(Expression, no_comparison_with_nan_holds) {
    for (const std::string_view sign : {"<", "<=", ">", ">=", "==", "!="}) {
        EXPECT_FALSE(holds("share " + std::string(sign) + " 1", {{"share", nan}})) << sign;
        EXPECT_FALSE(holds("1 " + std::string(sign) + " min(2, share)", {{"share", nan}})) << sign;
        EXPECT_FALSE(holds("1 " + std::string(sign) + " max(share, 2)", {{"share", nan}})) << sign;
    }
    EXPECT_TRUE(holds("not share > 1", {{"share", nan}}));
    EXPECT_TRUE(holds("share > 1 or trust > 1", {{"share", nan}, {"trust", 2.0}}));
    EXPECT_FALSE(holds("0 / (trust - trust) != 1", {{"trust", 2.0}}));
}

TEST(Expression, has_a_normal_form) {
    const auto normal = [](std::string_view text) { return parsed(text).text(); };
    EXPECT_EQ(normal(" ((share)>0.10)for 3h "), "share > 0.1 for 3 h");
    EXPECT_EQ(normal("depth>=50cm and(not orders.level<=2)or time>=2021-07-20 16:00"),
              "depth >= 50 cm and not orders.level <= 2 or time >= 2021-07-20T16:00");
    EXPECT_EQ(normal("(share>1 or trust>1)and(share<1 and trust<1)"),
              "(share > 1 or trust > 1) and (share < 1 and trust < 1)");
    EXPECT_EQ(normal("share-(trust-1)+(2*3)<-(share)"), "share - (trust - 1) + 2 * 3 < -share");
    EXPECT_EQ(normal("0.2/d*depth<1 m/s"), "0.2 / d * depth < 1 m / s");
    EXPECT_EQ(normal("6 h/2 h>1/min(share,2)"), "6 h / 2 h > 1 / min(share, 2)");
    EXPECT_EQ(normal("1 min<min(2 min,3 h)\n"), "1 min < min(2 min, 3 h)");
    EXPECT_EQ(normal("share<9.9%"), "share < 9.9 %");
    EXPECT_EQ(normal("(share > 0 for 2 h) for 3 h"), "(share > 0 for 2 h) for 3 h");
    EXPECT_EQ(normal("not(share > 0 for 2 h)"), "not share > 0 for 2 h");
    EXPECT_EQ(normal("(not share > 0) for 2 h"), "(not share > 0) for 2 h");
}

TEST(Expression, lists_the_names_it_uses) {
    const Expression expression = parsed("trust < share and hour > 2 h or trust > depth / gauge for 2 h");
    EXPECT_EQ(std::vector(expression.names().begin(), expression.names().end()),
              (std::vector<std::string>{"trust", "share", "depth", "gauge"}));
    EXPECT_EQ(expression.holds(), 1u);
    EXPECT_TRUE(Expression::is_meant_by("dark != 1"));
    EXPECT_FALSE(Expression::is_meant_by("flood alarm"));
}

TEST(Expression, of_other_units_or_clock_is_another) {
    Vocabulary hours, other_unit, other_clock({.minutes_per_tick = 30});
    for (Vocabulary* each : {&hours, &other_clock}) each->add({"depth", "m"});
    other_unit.add({"depth", "cm"});
    const auto read = [](const Vocabulary& with) { return *Expression::parse("depth > 1 m for 1 h", with).expression; };
    EXPECT_TRUE(read(hours) == read(hours));
    EXPECT_FALSE(read(hours) == read(other_unit));
    EXPECT_FALSE(read(hours) == read(other_clock));
}

TEST(Expression, before_anything_is_observed_a_series_is_told_when_it_counts) {
    const ExpressionReading reading = Expression::parse("ready > 3", Vocabulary());
    ASSERT_EQ(reading.mistakes.size(), 1u);
    EXPECT_EQ(reading.mistakes.front().rule,
              "must be one of time, hour, time_of_day, weekday, or a series that is observed before");
}

TEST(Expression, what_does_not_fit_is_told_with_its_column) {
    EXPECT_EQ(told("dephth > 3 m"), "1: this is dephth; must be a known name. Did you mean depth?");
    EXPECT_EQ(
        told("share > mood"),
        "9: this is mood; must be one of share, trust, orders.level, depth, gauge, rain, time, hour, time_of_day, "
        "weekday.");
    EXPECT_EQ(told("depth > 3 h"), "7: this is depth > 3 h; must be two of a kind: depth is a length, 3 h is a time.");
    EXPECT_EQ(told("depth > -3"), "9: this is -3; must have a unit, as depth is a length. Did you mean -3 m?");
    EXPECT_EQ(told("3 < rain"), "1: this is 3; must have a unit, as rain is a length per time. Did you mean 3 mm / h?");
    EXPECT_EQ(told("share > 1 + depth"), "9: this is 1; must have a unit, as depth is a length. Did you mean 1 m?");
    EXPECT_EQ(told("share > trust + depth"),
              "15: this is trust + depth; must be two of a kind: trust is a plain number, depth is a length.");
    EXPECT_EQ(told("time > 3 h"), "6: this is time > 3 h; must be two of a kind: time is a date, 3 h is a time.");
    EXPECT_EQ(told("depth > 3 metres"), "9: this is 3 metres; must have a known unit. Did you mean 3 m?");
    EXPECT_EQ(told("depth > 3 xyzzy"), "9: this is 3 xyzzy; must have a known unit.");
    EXPECT_EQ(told("depth > m"), "9: this is m; must have a number before it, because it is a unit. Did you mean 1 m?");
    EXPECT_EQ(told("share"), "1: this is share; must be compared with something, as in share > 1.");
    EXPECT_EQ(told("share > 1 and trust"), "15: this is trust; must be compared with something, as in trust > 1.");
    EXPECT_EQ(
        told("share > 1 == trust > 1"),
        "11: this is share > 1 == trust > 1; must be two comparisons joined by and. Did you mean share > 1 and 1 == "
        "trust > 1?");
    EXPECT_EQ(
        told("0.1 < share < 0.9"),
        "13: this is 0.1 < share < 0.9; must be two comparisons joined by and. Did you mean 0.1 < share and share < "
        "0.9?");
    EXPECT_EQ(told("(share > 1) + 2 > 3"),
              "13: this is share > 1 + 2; must be two of a kind: share > 1 is a condition, 2 is a plain number.");
    EXPECT_EQ(told("-time > 3 h"), "2: this is time; must be a number, not a date.");
    EXPECT_EQ(told("time + time > time"), "6: this is time + time; must add a time to a date, not a date.");
    EXPECT_EQ(told("time > 2021-02-30"),
              "8: this is 2021-02-30; must be a date such as 2021-07-20T16:00 or 2021-07-20.");
    EXPECT_EQ(told("share > 1e999"), "9: this is 1e999; must be a number between 1e-307 and 1e307.");
    EXPECT_EQ(told("abs(share, 1) > 1"), "1: this is abs(share, 1); must take the abs of one number.");
    EXPECT_EQ(told("min(share) > 1"), "1: this is min(share); must have two numbers or more to choose from.");
}

TEST(Expression, a_time_to_hold_must_be_whole_ticks) {
    EXPECT_EQ(told("share > 1 for 90 min"),
              "15: this is 90 min; must be a whole number of ticks of 60 min. Did you mean 120 min?");
    EXPECT_EQ(told("share > 1 for 0 h"),
              "15: this is 0 h; must be a whole number of ticks of 60 min. Did you mean 1 h?");
    EXPECT_EQ(told("share > 1 for 3 m"), "15: this is 3 m; must be a time such as 3 h, not a length.");
    EXPECT_EQ(told("share > 1 for 3"),
              "15: this is 3; must be a time such as 3 h, not a plain number. Did you mean 3 h?");
    EXPECT_EQ(told("share > 1 for 3 hr"), "15: this is 3 hr; must have a known unit. Did you mean 3 h?");
    EXPECT_EQ(told("share > 1 for trust"),
              "15: this is trust; must be a time such as 3 h, for which the condition has held.");
    const Vocabulary minutes({.minutes_per_tick = 6});
    EXPECT_TRUE(Expression::parse("hour > 1 h for 0.7 d", minutes).expression.has_value());
}

TEST(Expression, the_first_place_that_leaves_the_grammar_is_told) {
    EXPECT_EQ(told(""), "1: must not be empty, but a condition such as depth > 0.5 m.");
    EXPECT_EQ(told(" \n"), "1: must not be empty, but a condition such as depth > 0.5 m.");
    EXPECT_EQ(told("(share > 1"), "1: this is (; must be closed by a parenthesis.");
    EXPECT_EQ(told("share > 1)"), "10: this is ); must close a parenthesis that was opened.");
    EXPECT_EQ(told("share >"), "8: must not end here: a number, a date, a name or a parenthesis is missing.");
    EXPECT_EQ(told("share > 1 2"),
              "11: this is 2; must be joined to what stands before it, as by an operator, and, or.");
    EXPECT_EQ(told("share > > 1"), "9: this is >; must have a number, a date, a name or a parenthesis before it.");
    EXPECT_EQ(told("share = 1"),
              "7: this is =; must be joined to what stands before it, as by an operator, and, or. Did you mean ==?");
    EXPECT_EQ(told("share > 1 && trust > 1"),
              "11: this is &&; must be joined to what stands before it, as by an operator, and, or. Did you mean and?");
    EXPECT_EQ(told("!(share > 1)"),
              "1: this is !; must be a number, a date, a name or a parenthesis. Did you mean not?");
    EXPECT_EQ(told("share > \xc3\xa4"), "9: this is \xc3\xa4; must be a number, a date, a name or a parenthesis.");
    EXPECT_EQ(told("share > \xff"), "9: must be valid UTF-8.");
    EXPECT_EQ(told("min share > 1"), "5: this is share; must be a parenthesis, with what to take the min of.");
}

TEST(Expression, all_mistakes_are_told_at_once) {
    EXPECT_EQ(told("shar > 1 and depth > 3 and 2 hours < hour or share > 1 for 5 min"),
              "1: this is shar; must be a known name. Did you mean share?\n"
              "22: this is 3; must have a unit, as depth is a length. Did you mean 3 m?\n"
              "28: this is 2 hours; must have a known unit. Did you mean 2 h?\n"
              "60: this is 5 min; must be a whole number of ticks of 60 min. Did you mean 60 min?");
    EXPECT_EQ(told("share > > 1 and trsut > 3 metre"),
              "9: this is >; must have a number, a date, a name or a parenthesis before it.\n"
              "17: this is trsut; must be a known name. Did you mean trust?\n"
              "25: this is 3 metre; must have a known unit. Did you mean 3 m?");
}

TEST(Expression, has_limits) {
    const auto nested = [](const std::string& open, const std::string& close, int levels) {
        std::string text;
        for (int k = 0; k < levels; ++k) text += open;
        text += "share";
        for (int k = 0; k < levels; ++k) text += close;
        return text + " > 1";
    };
    EXPECT_EQ(told(nested("(", ")", 64)), "");
    EXPECT_EQ(told(nested("(", ")", 65)), "65: this is (; must not be deeper inside than 64 levels.");
    EXPECT_EQ(told(nested("-", "", 65)), "65: this is -; must not be deeper inside than 64 levels.");
    EXPECT_EQ(told(nested("not ", "", 65)), "257: this is not; must not be deeper inside than 64 levels.");
    EXPECT_EQ(told(nested("abs(", ")", 65)), "257: this is abs; must not be deeper inside than 64 levels.");
    // Every operator waits for its right side at every level: the most numbers at once that there can be.
    std::string deep = "1 < 2";
    for (int k = 0; k < 64; ++k) deep = "1 > 2 or 1 < 2 and (" + deep + ")";
    EXPECT_TRUE(holds(deep));
    std::string sums = "1";
    for (int k = 0; k < 64; ++k) sums = "0 + 1 * (" + sums + ")";
    EXPECT_TRUE(holds("1 > 2 or 1 < 2 and 1 == " + sums));
    const std::string blanks(4096 - 9, ' ');
    EXPECT_EQ(told("share > 1" + blanks), "");
    EXPECT_EQ(told("share > 1" + blanks + " "), "4097: must have at most 4096 bytes, not 4097.");
    std::string tight = "share>1";
    for (int k = 0; k < 500; ++k) tight += "or 1>2";
    EXPECT_EQ(told(tight), "4097: must have at most 4096 bytes, not 4509.");
    std::string powers = "1 m3";
    for (int k = 0; k < 33; ++k) powers += "*1m3";
    EXPECT_TRUE(told(powers + " > 1").ends_with("must not be a power of a unit above 100."));
}

TEST(Vocabulary, refuses_names_that_no_expression_can_use) {
    for (const std::string_view name :
         {"", "h", "min", "and", "for", "time", "weekday", "3rd", "a-b", "a b", "abs", "%"}) {
        EXPECT_FALSE(Vocabulary::allows(name)) << name;
        Vocabulary vocabulary;
        EXPECT_TRUE(refusal([&] { vocabulary.add({std::string(name)}); }).find("cannot be used") != std::string::npos);
    }
    Vocabulary vocabulary;
    vocabulary.add({"_a.b_2", "mm / h"});
    EXPECT_EQ(refusal([&] { vocabulary.add({"_a.b_2"}); }), "expression: the name \"_a.b_2\" is taken");
    EXPECT_EQ(refusal([&] {
                  vocabulary.add({"b", "hr"});
              }),
              "expression: the name \"b\" has the unit \"hr\", which is not known");
    EXPECT_EQ(vocabulary.names().size(), 1u);
    EXPECT_THROW(Vocabulary({.minutes_per_tick = 0}), Error);
}

namespace {

/// An expression as a tree, written and evaluated in the plainest way.
struct Tree {
    std::string sign;  ///< an operator, or else a leaf with its text
    std::vector<Tree> of{};
    double number = 0.0;  ///< of a literal, in plain numbers or metres
    std::size_t hours = 0;

    std::string text() const {
        if (of.empty()) return sign;
        const std::string first = '(' + of[0].text() + ')';
        if (sign == "for") return first + " for " + std::to_string(60 * hours) + "min";
        if (sign == "not" || sign == "-1") return (sign == "not" ? "not" : "-") + first;
        if (sign == "min" || sign == "max") return sign + "((" + of[0].text() + ")," + of[1].text() + ")";
        if (sign == "abs") return sign + first;
        return first + ' ' + sign + ' ' + '(' + of[1].text() + ')';
    }

    double value(const Values& row) const {
        if (sign == "gauge") return row.at(sign) / 100.0;
        if (of.empty()) return row.contains(sign) ? row.at(sign) : number;
        const double one = of[0].value(row);
        if (sign == "-1") return -one;
        if (sign == "abs") return std::abs(one);
        const double two = of[1].value(row);
        if (sign == "+") return one + two;
        if (sign == "-") return one - two;
        if (sign == "*") return one * two;
        if (sign == "/") return one / two;
        if (std::isnan(one) || std::isnan(two)) return nan;
        return sign == "min" ? std::fmin(one, two) : std::fmax(one, two);
    }

    /// At the last of the rows.
    bool condition(std::span<const Values> rows) const {
        if (sign == "for") {
            bool all = rows.size() >= hours;
            for (std::size_t k = 0; all && k < hours; ++k) all = of[0].condition(rows.first(rows.size() - k));
            return all;
        }
        if (sign == "not") return !of[0].condition(rows);
        if (sign == "and") return of[0].condition(rows) && of[1].condition(rows);
        if (sign == "or") return of[0].condition(rows) || of[1].condition(rows);
        const double one = of[0].value(rows.back());
        const double two = of[1].value(rows.back());
        if (std::isnan(one) || std::isnan(two)) return false;
        if (sign == "<") return one < two;
        if (sign == "<=") return one <= two;
        if (sign == ">") return one > two;
        if (sign == ">=") return one >= two;
        return (one == two) == (sign == "==");
    }
};

int below(int end) { return *rc::gen::inRange(0, end); }

Tree number_tree(bool length, int depth) {
    const int whole = below(4);
    const double number = whole;
    if (depth == 0 || below(3) == 0) {
        switch (below(3)) {
            case 0:
                return length ? Tree{.sign = "depth"} : Tree{.sign = "share"};
            case 1:
                return length ? Tree{.sign = "gauge"} : Tree{.sign = "trust"};
            default:
                break;
        }
        if (below(2) == 0) return {.sign = std::to_string(whole) + (length ? " m" : ""), .number = number};
        return {.sign = std::to_string(whole * 25) + (length ? "cm" : "%"), .number = number * 25.0 / 100.0};
    }
    const auto same = [&] { return number_tree(length, depth - 1); };
    switch (below(7)) {
        case 0:
            return {.sign = "+", .of = {same(), same()}};
        case 1:
            return {.sign = "-", .of = {same(), same()}};
        case 2:
            return {.sign = "-1", .of = {same()}};
        case 3:
            return {.sign = "abs", .of = {same()}};
        case 4:
            return {.sign = below(2) == 0 ? "min" : "max", .of = {same(), same()}};
        case 5:
            return {.sign = "*", .of = {number_tree(false, depth - 1), same()}};
        default:
            return {.sign = "/", .of = {same(), number_tree(false, depth - 1)}};
    }
}

Tree condition_tree(int depth) {
    if (depth == 0 || below(4) == 0) {
        const bool length = below(2) == 0;
        const char* const signs[] = {"<", "<=", ">", ">=", "==", "!="};
        return {.sign = signs[below(6)], .of = {number_tree(length, 2), number_tree(length, 2)}};
    }
    const auto part = [&] { return condition_tree(depth - 1); };
    switch (below(4)) {
        case 0:
            return {.sign = "and", .of = {part(), part()}};
        case 1:
            return {.sign = "or", .of = {part(), part()}};
        case 2:
            return {.sign = "not", .of = {part()}};
        default:
            return {.sign = "for", .of = {part()}, .hours = static_cast<std::size_t>(1 + below(3))};
    }
}

}  // namespace

RC_GTEST_PROP(Expression, agrees_with_its_tree_and_is_what_its_normal_form_says, ()) {
    const Tree tree = condition_tree(3);
    const ExpressionReading reading = Expression::parse(tree.text(), words());
    for (const Mistake& mistake : reading.mistakes) RC_LOG() << tree.text() << "\n" << mistake.text() << "\n";
    RC_ASSERT(reading.expression.has_value());
    const Expression& expression = *reading.expression;
    const ExpressionReading again = Expression::parse(expression.text(), words());
    RC_LOG() << expression.text() << "\n";
    RC_ASSERT(again.expression.has_value());
    RC_ASSERT(*again.expression == expression);

    std::vector<Values> rows;
    std::vector<Tick> held(expression.holds());
    for (Tick tick = 0; tick < 8; ++tick) {
        const auto value = [](double unit) { return below(6) == 0 ? nan : unit * below(4); };
        rows.push_back({{"share", value(0.5)}, {"trust", value(1.0)}, {"depth", value(0.5)}, {"gauge", value(25.0)}});
        RC_ASSERT(expression.evaluate(in_order(expression, rows.back()), tick, held) == tree.condition(rows));
    }
}

}  // namespace expression_test
