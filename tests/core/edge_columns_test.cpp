// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/edge_columns.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/state.hpp>

#include <array>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "refusal.hpp"

using namespace commonweal::core;

namespace edge_columns_test {

namespace {

constexpr Column<float> weight{"weight"};
constexpr Column<std::uint8_t> sort{"sort"};

EdgeColumns three_edges() {
    EdgeColumns columns(3);
    columns.add(weight, std::span<const float>(std::array{0.5f, 1.5f, 2.5f}));
    columns.add(sort, std::span<const std::uint8_t>(std::array<std::uint8_t, 3>{7, 8, 9}));
    return columns;
}

}  // namespace

TEST(EdgeColumns, values_are_found_by_name_and_type) {
    const EdgeColumns columns = three_edges();
    EXPECT_EQ(columns.values(weight)[2], 2.5f);
    EXPECT_EQ(columns.values(sort)[0], 7);
    EXPECT_EQ(refusal([&] { columns.values(Column<float>{"length"}); }),
              "edges have no column 'length'; there are: weight sort");
    EXPECT_EQ(refusal([&] { columns.values(Column<float>{"weights"}); }),
              "edges have no column 'weights'; there are: weight sort. Did you mean weight?");
    EXPECT_EQ(refusal([&] { columns.values(Column<float>{"sort"}); }), "edge column 'sort' is u8; f32 was asked for");
    EXPECT_EQ(refusal([] { EdgeColumns(1).values(weight); }), "edges have no column 'weight'; there are: none");
}

TEST(EdgeColumns, a_wrong_column_is_refused_and_nothing_changes) {
    EdgeColumns columns = three_edges();
    const std::array<float, 3> one_is_missing{0.0f, std::numeric_limits<float>::quiet_NaN(), 0.0f};
    EXPECT_EQ(refusal([&] { columns.add(Column<float>{"cost"}, std::span<const float>(one_is_missing)); }),
              "edge column 'cost': 1 value is not a number, the first at position 1");
    EXPECT_EQ(refusal([&] { columns.add(Column<float>{"cost"}, std::span<const float>()); }),
              "edge column 'cost': 0 values for 3 edges");
    EXPECT_EQ(refusal([&] { columns.add(weight, std::as_const(columns).values(weight)); }),
              "edge column 'weight': there is one of this name already");
    EXPECT_EQ(columns.columns().size(), 2u);
}

TEST(EdgeColumns, taken_values_stand_in_the_order_asked_for) {
    const std::array<std::uint64_t, 4> order{2, 0, 0, 1};
    const EdgeColumns taken = three_edges().taken(order);
    EXPECT_EQ(taken.size(), 4u);
    EXPECT_EQ(std::vector(taken.values(weight).begin(), taken.values(weight).end()),
              (std::vector{2.5f, 0.5f, 0.5f, 1.5f}));
    EXPECT_EQ(taken.values(sort)[0], 9);
}

TEST(EdgeColumns, appended_and_cleared_values_leave_the_others) {
    EdgeColumns columns = three_edges();
    columns.append(three_edges());
    columns.clear(4);
    columns.resize(7);
    EXPECT_EQ(std::vector(columns.values(weight).begin(), columns.values(weight).end()),
              (std::vector{0.5f, 1.5f, 2.5f, 0.5f, 0.0f, 2.5f, 0.0f}));
    EXPECT_EQ(columns.values(sort)[5], 9);
    EXPECT_EQ(columns.zeros(2).values(sort)[1], 0);
}

TEST(EdgeColumns, a_state_comes_back_into_the_same_columns_only) {
    StateWriter writer;
    three_edges().save(writer);
    EdgeColumns loaded = three_edges().zeros(0);
    StateReader reader(writer.bytes());
    loaded.load(reader);
    EXPECT_EQ(loaded.values(weight)[1], 1.5f);
    EdgeColumns other(0);
    StateReader again(writer.bytes());
    EXPECT_THROW(other.load(again), Error);
}

}  // namespace edge_columns_test
