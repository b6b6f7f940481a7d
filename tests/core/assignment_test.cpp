// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/assignment.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

using namespace commonweal::core;

namespace {

struct Span {
    std::int64_t first = 0;
    std::int64_t last = 10;
};

void describe(ParameterTable& table, Span& span) {
    table.add(span.first, {.key = "first", .meaning = "First", .low = 0});
    table.add(span.last, {.key = "last", .meaning = "Last", .required = true});
}

Value whole(std::int64_t number, int line) {
    return {.data = number, .written = std::to_string(number), .place = {.line = line, .column = 1}};
}

std::vector<Mistake> last_is_wrong() { return {{.path = "last", .rule = "must lie after first", .value = "1"}}; }

}  // namespace

TEST(Assignment, what_a_rule_between_parameters_finds_stands_where_the_path_was_written) {
    Span span;
    ParameterTable table;
    describe(table, span);
    Assignment assignment(table);
    assignment.read({{"first", whole(5, 2)}, {"last", whole(1, 3)}}, "span.toml");
    assignment.report_missing();
    assignment.run(last_is_wrong);
    ASSERT_EQ(assignment.mistakes().size(), 1u);
    EXPECT_EQ(assignment.mistakes()[0].text(), "span.toml:3:1: last is 1; must lie after first.");
}

TEST(Assignment, a_rule_between_parameters_is_silent_on_a_path_that_is_wrong_already) {
    Span span;
    ParameterTable table;
    describe(table, span);
    Assignment assignment(table);
    assignment.read({{"first", whole(-5, 2)}}, "span.toml");
    assignment.report_missing();
    assignment.run(last_is_wrong);
    ASSERT_EQ(assignment.mistakes().size(), 2u);
    EXPECT_EQ(assignment.mistakes()[0].text(), "span.toml:1:1: last is missing; must be a whole number.");
    EXPECT_EQ(assignment.mistakes()[1].text(), "span.toml:2:1: first is -5; must be at least 0. Did you mean 5?");
}

TEST(Assignment, a_later_source_answers_for_what_it_gave) {
    Span span;
    ParameterTable table;
    describe(table, span);
    Assignment assignment(table);
    assignment.read({{"last", whole(20, 3)}}, "span.toml");
    assignment.set("last", whole(1, 0), "keyword");
    assignment.report_missing();
    EXPECT_TRUE(assignment.mistakes().empty());
    assignment.run(last_is_wrong);
    EXPECT_EQ(assignment.mistakes().at(0).text(), "keyword: last is 1; must lie after first.");
    EXPECT_EQ(span.last, 1);
}
