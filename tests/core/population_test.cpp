// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/population.hpp>

#include <array>

using namespace commonweal::core;

namespace population_test {

namespace {

constexpr Column<float> trust{"trust"};
constexpr Column<std::uint8_t> age{"age"};
constexpr Column<std::uint16_t> cell{"cell"};

void expect_error(const std::function<void()>& action, const std::string& text) {
    try {
        action();
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_EQ(error.what(), text);
    }
}

}  // namespace

TEST(Population, numbered_agents_have_their_rows_as_ids) {
    const Population people = Population::numbered("resident", 3);
    EXPECT_EQ(std::vector<AgentId>(people.ids().begin(), people.ids().end()), (std::vector<AgentId>{0, 1, 2}));
    EXPECT_EQ(people.segments().size(), 1u);
    EXPECT_EQ(Population::numbered("resident", 0).size(), 0u);
}

TEST(Population, a_copy_has_columns_of_its_own) {
    Population people = Population::numbered("resident", 3);
    people.add(Column<float>{"trust"}, 0.5f);
    Population copy = people;
    copy.values(Column<float>{"trust"})[1] = 0.9f;
    EXPECT_EQ(people.values(Column<float>{"trust"})[1], 0.5f);
    EXPECT_EQ(copy.values(Column<float>{"trust"})[0], 0.5f);
}

TEST(Population, packed_and_private_columns_hold_what_is_written) {
    Population people("resident", {5, 3, 9});
    people.add_row(trust, age, cell);
    people.add(Column<std::int32_t>{"debt"}, -4);
    people.column(cell)[2] = 700;
    people.column(age)[2] = 81;
    people.column(trust)[2] = 0.25f;
    EXPECT_EQ(people.column(cell)[2], 700);
    EXPECT_EQ(people.column(age)[2], 81);
    EXPECT_EQ(people.column(trust)[2], 0.25f);
    EXPECT_EQ(people.column(trust)[1], 0.0f);
    EXPECT_EQ(people.values(Column<std::int32_t>{"debt"})[0], -4);
    EXPECT_EQ(people.ids()[2], 9u);
}

TEST(Population, columns_of_types_known_at_run_time_lie_as_the_others_do) {
    Population people("resident", {5, 3});
    people.add_row(std::array{Population::Member{"trust", ColumnType::f32}, Population::Member{"age", ColumnType::u8},
                              Population::Member{"cell", ColumnType::u16}});
    people.add("debt", ColumnType::i32);
    Population expected("resident", {5, 3});
    expected.add_row(trust, age, cell);
    for (const std::string_view name : {"trust", "age", "cell"}) {
        EXPECT_EQ(people.find(name).offset, expected.find(name).offset);
        EXPECT_EQ(people.find(name).type, expected.find(name).type);
    }
    EXPECT_EQ(people.values(Column<std::int32_t>{"debt"})[1], 0);
    expect_error([&] { people.add("age", ColumnType::u8); }, "resident: there is a column 'age' already");
}

TEST(Population, blocks_cover_each_agent_once_and_never_straddle_segments) {
    std::vector<AgentId> ids(1300);
    for (Index i = 0; i < 1300; ++i) ids[i] = i;
    const std::array<Index, 4> sizes{600, 0, 1, 699};
    const Population people("resident", ids, sizes);
    Index next = 0;
    for (const Block& block : people.blocks()) {
        EXPECT_EQ(block.first, next);
        EXPECT_GT(block.count, 0u);
        EXPECT_LE(block.count, Block::capacity);
        next += block.count;
    }
    EXPECT_EQ(next, 1300u);
    EXPECT_EQ(people.blocks(0).size(), 2u);
    EXPECT_EQ(people.blocks(1).size(), 0u);
    EXPECT_EQ(people.blocks(2)[0].first, 600u);
    EXPECT_EQ(people.blocks(3).back().first + people.blocks(3).back().count, 1300u);
}

TEST(Population, mistakes_are_refused_with_the_kind_and_the_name) {
    expect_error([] { Population("resident", {1, 2, 1}); }, "resident: two agents have the id 1");
    expect_error([] { Population("resident", {nobody}); },
                 "resident: the id 4294967295 means nobody; no agent can have it");
    Population people("resident", {0});
    people.add(trust, 0.5f);
    expect_error([&] { people.add(trust, 0.5f); }, "resident: there is a column 'trust' already");
    expect_error([&] { people.column(age); }, "resident: no column 'age'; there are: trust");
    expect_error([&] { people.column(Column<std::uint8_t>{"trust"}); },
                 "resident: column 'trust' is f32; u8 was asked for");
    expect_error(
        [&] { people.add_row(Column<float>{"a"}, Column<float>{"b"}, Column<float>{"c"}, age, Column<float>{"d"}); },
        "resident: column 'd' does not fit into a packed row of 16 bytes");
    people.add_row(cell);
    expect_error([&] { static_cast<void>(people.values(cell)); },
                 "resident: column 'cell' is packed; use column() for it");
}

TEST(Population, no_agents_are_a_population) {
    Population nobody_here("resident", {});
    nobody_here.add(trust, 1.0f);
    EXPECT_EQ(nobody_here.size(), 0u);
    EXPECT_TRUE(nobody_here.blocks().empty());
}

}  // namespace population_test
