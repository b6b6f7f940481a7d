// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/assignment.hpp>

#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

using namespace commonweal::core;

namespace assignment_test {

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

struct Policy {
    std::string name;
    std::int64_t level = 1;
    std::vector<Span> spans;
};

struct Plan {
    std::vector<Policy> policies;
    std::vector<Span> spans;
};

void describe(ParameterTable& table, Policy& policy) {
    table.add(policy.name, {.key = "name", .meaning = "Name", .required = true});
    table.add(policy.level, {.key = "level", .meaning = "Level", .low = 0});
    table.list("spans", "Spans", policy.spans);
}

void describe(ParameterTable& table, Plan& plan) {
    table.list("policies", "Policies", plan.policies);
    table.list("spans", "Spans", plan.spans);
}

Value entries(Value::Table given, int line) {
    return {.data = std::move(given), .written = {}, .place = {.line = line, .column = 1}};
}

Value elements(Value::Array given) {
    return {.data = std::move(given), .written = {}, .place = {.line = 1, .column = 1}};
}

Value policy(const std::string& name, int line, Value::Table more = {}) {
    more.push_back({"name", {.data = name, .written = name, .place = {.line = line, .column = 1}}});
    return entries(std::move(more), line);
}

/// Takes parts one after the other into one plan.
struct Parts {
    Plan plan;
    ParameterTable rows;
    Assignment assignment{rows};

    Parts() { describe(rows, plan); }

    void read(const std::string& file, const std::string& list, Value::Array given) {
        assignment.read({{list, elements(std::move(given))}}, file);
    }
    std::string policies() const {
        std::string text;
        for (const Policy& each : plan.policies) text += each.name + ' ' + std::to_string(each.level) + ' ';
        return text;
    }
};

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

TEST(Assignment, elements_that_must_have_a_name_take_the_place_of_those_of_their_names_or_stand_behind_all) {
    Parts parts;
    parts.read("base.toml", "policies",
               {policy("pumps", 2, {{"level", whole(3, 2)}}), policy("crews", 3), policy("pumps", 4)});
    EXPECT_EQ(parts.policies(), "pumps 3 crews 1 pumps 1 ") << "of one file, all are there";
    parts.read("more.toml", "policies",
               {policy("staff", 1), policy("crews", 2, {{"level", whole(5, 2)}}), policy("pumps", 3),
                policy("staff", 4, {{"level", whole(7, 4)}})});
    EXPECT_EQ(parts.policies(), "pumps 1 crews 5 pumps 1 staff 1 staff 7 ") << "what is replaced keeps nothing";
    parts.read("most.toml", "policies",
               {policy("pumps", 1, {{"level", whole(8, 1)}}), policy("pumps", 2, {{"level", whole(9, 2)}})});
    EXPECT_EQ(parts.policies(), "pumps 8 crews 5 pumps 9 staff 1 staff 7 ") << "the first of a name for the first";
    EXPECT_TRUE(parts.assignment.mistakes().empty());
}

TEST(Assignment, a_list_without_names_takes_the_place_of_the_one_before_and_an_empty_one_leaves_none) {
    Parts parts;
    parts.read("base.toml", "spans", {entries({{"last", whole(4, 2)}}, 2)});
    parts.read("more.toml", "spans", {entries({{"last", whole(5, 2)}}, 2)});
    ASSERT_EQ(parts.plan.spans.size(), 1u);
    EXPECT_EQ(parts.plan.spans[0].last, 5);
    parts.read("base.toml", "policies", {policy("pumps", 2)});
    parts.read("more.toml", "policies", {});
    EXPECT_EQ(parts.policies(), "");
}

TEST(Assignment, lists_inside_an_element_are_replaced_with_it) {
    Parts parts;
    const Value span = entries({{"last", whole(4, 3)}}, 3);
    parts.read("base.toml", "policies", {policy("pumps", 2, {{"spans", elements({span, span})}})});
    ASSERT_EQ(parts.plan.policies.at(0).spans.size(), 2u);
    parts.read("more.toml", "policies", {policy("pumps", 2)});
    EXPECT_TRUE(parts.plan.policies.at(0).spans.empty());
}

TEST(Assignment, a_path_that_is_set_to_a_list_has_no_other_elements) {
    Parts parts;
    parts.read("base.toml", "policies", {policy("pumps", 2), policy("crews", 3)});
    parts.assignment.set("policies", elements({policy("staff", 0)}), "--set");
    EXPECT_EQ(parts.policies(), "staff 1 ");
    parts.assignment.set("policies", whole(3, 0), "--set");
    EXPECT_EQ(parts.policies(), "staff 1 ") << "what is wrong changes nothing";
}

TEST(Assignment, elements_that_are_joined_answer_for_themselves) {
    Parts parts;
    parts.read("base.toml", "policies", {policy("pumps", 2, {{"level", whole(-3, 3)}}), policy("crews", 5)});
    parts.read("more.toml", "policies", {policy("crews", 7, {{"levels", whole(2, 8)}}), entries({}, 9)});
    parts.assignment.report_missing();
    parts.assignment.run([] {
        return std::vector<Mistake>{{.path = "policies[0]", .rule = "is too low"},
                                    {.path = "policies[1].name", .rule = "is taken"}};
    });
    std::string told;
    for (const Mistake& mistake : parts.assignment.mistakes()) told += mistake.text() + '\n';
    EXPECT_EQ(told,
              "base.toml:2:1: policies[0] is too low.\n"
              "base.toml:3:1: policies[0].level is -3; must be at least 0. Did you mean 3?\n"
              "more.toml:7:1: policies[1].name is crews; is taken.\n"
              "more.toml:8:1: policies[1].levels is 2; must be a known key. Did you mean policies[1].level?\n"
              "more.toml:9:1: policies[2].name is missing; must be a text in quotes.\n");
}

}  // namespace assignment_test
