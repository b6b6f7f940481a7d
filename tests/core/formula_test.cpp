// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/formula.hpp>

#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "core/refusal.hpp"

using namespace commonweal::core;

namespace formula_test {

namespace {

/// From Tuesday, 20 July 2021, 14:00, by the hour.
Vocabulary words() {
    Vocabulary vocabulary({.start = *DateTime::parse("2021-07-20T14:00")});
    vocabulary.add({"open"});
    vocabulary.add({"staff"});
    vocabulary.add({"depth", "cm"});
    vocabulary.add({"rain", "mm / h"});
    return vocabulary;
}

double value(std::string_view text, std::string_view unit, const std::vector<double>& values = {}, Tick now = 0) {
    const FormulaReading reading = Formula::parse(text, words(), unit);
    for (const Mistake& mistake : reading.mistakes) ADD_FAILURE() << text << ": " << mistake.text();
    return reading.formula ? reading.formula->evaluate(values, now) : std::numeric_limits<double>::quiet_NaN();
}

std::string told(std::string_view text, std::string_view unit = "1") {
    std::string lines;
    const FormulaReading reading = Formula::parse(text, words(), unit);
    EXPECT_NE(reading.formula.has_value(), !reading.mistakes.empty()) << text;
    for (const Mistake& mistake : reading.mistakes)
        lines += (lines.empty() ? "" : "\n") + std::to_string(mistake.column) + ": " + mistake.text();
    return lines;
}

}  // namespace

TEST(Formula, is_arithmetic_over_named_numbers) {
    EXPECT_EQ(value("open / staff", "1", {12.0, 5.0}), 2.4);
    EXPECT_EQ(value("max(open - staff, 0) + 2 * 3", "1", {3.0, 5.0}), 6.0);
    EXPECT_EQ(value("-abs(open)", "1", {-3.0}), -3.0);
    EXPECT_EQ(value("weekday", "1", {}, 10), 3.0);  // the tenth hour after Tuesday, 14:00, begins on Wednesday
}

TEST(Formula, gives_the_number_in_the_unit_that_is_asked_for) {
    EXPECT_EQ(value("depth", "cm", {35.0}), 35.0);
    EXPECT_DOUBLE_EQ(value("depth", "m", {35.0}), 0.35);
    EXPECT_DOUBLE_EQ(value("rain * 3 h", "cm", {20.0}), 6.0);
    EXPECT_DOUBLE_EQ(value("depth / hour", "mm / h", {10.0}, 4), 25.0);
    EXPECT_DOUBLE_EQ(value("hour", "d", {}, 36), 1.5);
    EXPECT_DOUBLE_EQ(value("time - 2021-07-19", "h"), 38.0);
}

TEST(Formula, of_what_is_missing_or_divided_by_nothing_is_what_ieee_754_says) {
    EXPECT_TRUE(std::isnan(value("open / staff", "1", {0.0, 0.0})));
    EXPECT_EQ(value("open / staff", "1", {1.0, 0.0}), std::numeric_limits<double>::infinity());
    const double none = value("open + 1", "1", {-std::nan("1")});
    EXPECT_TRUE(std::isnan(none));
    EXPECT_FALSE(std::signbit(none)) << "every NaN has the same bits";
}

TEST(Formula, names_are_listed_once_in_the_order_of_the_text) {
    const Formula formula = *Formula::parse("staff + open*staff", words()).formula;
    EXPECT_EQ(std::vector(formula.names().begin(), formula.names().end()), (std::vector<std::string>{"staff", "open"}));
    EXPECT_EQ(formula.text(), "staff + open * staff");
}

TEST(Formula, mistakes_are_told_with_their_column) {
    EXPECT_EQ(told(""), "1: must not be empty, but a number such as depth / 2.");
    EXPECT_EQ(told("opens + 1"), "1: this is opens; must be a known name. Did you mean open?");
    EXPECT_EQ(told("depth"),
              "1: this is depth; must be a plain number, as its unit says, not a length. Did you mean "
              "the unit cm?");
    EXPECT_EQ(told("depth * depth", "m"), "1: this is depth * depth; must be a length, as its unit says, not an area.");
    EXPECT_EQ(told("open > 3"), "1: this is open > 3; must be a number, not a condition.");
    EXPECT_EQ(told("time"), "1: this is time; must be a number, not a date.");
    EXPECT_EQ(told("open + (staff"), "8: this is (; must be closed by a parenthesis.");
    EXPECT_EQ(told("open staff"),
              "6: this is staff; must be joined to what stands before it, as by an operator, and, "
              "or.");
    EXPECT_EQ(told("depth + 3", "cm"), "9: this is 3; must have a unit, as depth is a length. Did you mean 3 cm?");
    EXPECT_EQ(refusal([] { (void)Formula::parse("open", words(), "parsec"); }),
              "formula: the unit \"parsec\" is not known");
}

RC_GTEST_PROP(Formula, is_one_side_of_the_comparison_that_an_expression_makes_of_it, ()) {
    const auto numbers = *rc::gen::container<std::vector<int>>(3, rc::gen::inRange(-50, 50));
    const auto signs = *rc::gen::container<std::string>(2, rc::gen::element('+', '-', '*'));
    const std::string text = std::to_string(numbers[0]) + ' ' + signs[0] + " open " + signs[1] + " (staff - " +
                             std::to_string(numbers[1]) + ')';
    const std::vector<double> values{static_cast<double>(numbers[2]), 7.0};
    const double result = value(text, "1", values);
    const Expression equal =
        *Expression::parse(text + " == " + std::to_string(static_cast<int>(result)), words()).expression;
    RC_ASSERT(equal.evaluate(values, 0, {}));
}

}  // namespace formula_test
