// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/record.hpp>

#include <cstring>

#include "core/refusal.hpp"

using namespace commonweal::core;

namespace {

const std::vector<Dimension> dimensions{
    {.name = "community", .meaning = "", .values = std::vector<std::string>{"a", "b", "c"}},
    {.name = "aspect", .meaning = "", .values = std::vector<std::int64_t>{1, 2}},
    {.name = "nothing", .meaning = "", .values = std::vector<double>{}}};

RecordSchema schema() {
    return {.name = "series",
            .row_dimension = "time",
            .columns = {{.name = "function",
                         .unit = "1",
                         .meaning = "",
                         .type = ValueType::f32,
                         .dimensions = {"community", "aspect"}},
                        {.name = "agent", .unit = "1", .meaning = "", .type = ValueType::u16},
                        {.name = "note", .unit = "1", .meaning = "", .type = ValueType::text}}};
}

}  // namespace

TEST(RecordTable, a_row_is_as_wide_as_the_product_of_its_dimensions) {
    const RecordTable table(schema(), dimensions);
    EXPECT_EQ(table.width(0), 6u);
    EXPECT_EQ(table.width(1), 1u);
}

TEST(RecordTable, rows_lie_one_after_the_other_as_the_sink_will_store_them) {
    RecordTable table(schema(), dimensions);
    const auto function = table.field<float>("function");
    const auto agent = table.field<std::uint16_t>("agent");
    const auto note = table.text_field("note");
    for (int row = 0; row < 3; ++row) {
        table.append();
        for (float& value : table.last(function)) value = static_cast<float>(row);
        table.set(agent, static_cast<std::uint16_t>(258 * row));
        table.set(note, std::string(static_cast<std::size_t>(row), 'x'));
    }
    ASSERT_EQ(table.rows(), 3u);
    ASSERT_EQ(table.bytes(0).size(), 3 * 6 * sizeof(float));
    float last = 0;
    std::memcpy(&last, table.bytes(0).data() + 17 * sizeof(float), sizeof(float));
    EXPECT_EQ(last, 2.0f);
    EXPECT_EQ(table.bytes(1)[2], std::byte{2});
    EXPECT_EQ(table.bytes(1)[3], std::byte{1});
    EXPECT_EQ(table.texts(2)[2], "xx");
}

TEST(RecordTable, a_new_row_is_zero_even_after_rows_were_cleared) {
    RecordTable table(schema(), dimensions);
    table.append();
    for (float& value : table.last(table.field<float>("function"))) value = 7;
    table.set(table.text_field("note"), "old");
    table.clear();
    EXPECT_EQ(table.rows(), 0u);
    table.append();
    for (const float value : table.last(table.field<float>("function"))) EXPECT_EQ(value, 0.0f);
    EXPECT_EQ(table.texts(2).front(), "");
}

TEST(RecordTable, rows_of_another_table_are_added_behind_its_own) {
    RecordTable first(schema(), dimensions), second(schema(), dimensions);
    first.append(2);
    second.append(1);
    second.set(second.field<std::uint16_t>("agent"), 9);
    first.append(second);
    ASSERT_EQ(first.rows(), 3u);
    EXPECT_EQ(first.values(first.field<std::uint16_t>("agent"))[2], 9);
}

TEST(RecordTable, rows_of_another_schema_are_refused) {
    RecordTable first(schema(), dimensions);
    RecordSchema other = schema();
    other.columns[1].unit = "m";
    const RecordTable second(other, dimensions);
    EXPECT_THROW(first.append(second), Error);
}

TEST(RecordTable, cutting_keeps_the_first_rows_and_refuses_to_add_any) {
    RecordTable table(schema(), dimensions);
    table.append(3);
    table.values(table.field<std::uint16_t>("agent"))[0] = 5;
    table.truncate(1);
    EXPECT_EQ(table.values(table.field<std::uint16_t>("agent")).size(), 1u);
    EXPECT_EQ(table.values(table.field<std::uint16_t>("agent"))[0], 5);
    EXPECT_THROW(table.truncate(2), Error);
}

TEST(RecordTable, a_field_of_another_type_or_name_is_refused_with_what_is_right) {
    const RecordTable table(schema(), dimensions);
    EXPECT_EQ(refusal([&] { table.field<double>("function"); }), "column series.function holds f32, not f64");
    EXPECT_EQ(refusal([&] { table.text_field("function"); }), "column series.function holds f32, not text");
    EXPECT_EQ(refusal([&] { table.field<float>("functio"); }),
              "table series has no column 'functio'. Did you mean function?");
    EXPECT_EQ(refusal([&] { table.field<float>("rain"); }),
              "table series has no column 'rain'; there are: function agent note");
}

TEST(RecordTable, a_schema_that_contradicts_itself_is_refused) {
    const auto refused = [](auto change) {
        RecordSchema changed = schema();
        change(changed);
        EXPECT_THROW(RecordTable(changed, dimensions), Error);
    };
    refused([](RecordSchema& s) { s.name = ""; });
    refused([](RecordSchema& s) { s.name = "a/b"; });
    refused([](RecordSchema& s) { s.columns[1].name = "function"; });
    refused([](RecordSchema& s) { s.columns[0].dimensions = {"street"}; });
    refused([](RecordSchema& s) { s.columns[0].dimensions = {"nothing"}; });
    refused([](RecordSchema& s) { s.columns[0].dimensions = {"time"}; });
    refused([](RecordSchema& s) { s.columns[0].name = "time"; });
    refused([](RecordSchema& s) { s.columns[0].missing = -1; });
    refused([](RecordSchema& s) { s.columns[1].labels = {"two words"}; });
    EXPECT_NO_THROW(RecordTable(schema(), dimensions));
}
