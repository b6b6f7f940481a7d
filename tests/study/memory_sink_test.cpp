// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/study/memory_sink.hpp>

using namespace commonweal;

namespace {

study::OutputDescription description() {
    study::OutputDescription about{.title = "a town"};
    about.tables = {{.name = "series", .row_dimension = "time", .columns = {{.name = "rain", .unit = "mm/h"}}}};
    return about;
}

core::RecordTable rows_of(const std::vector<float>& values) {
    core::RecordTable table(description().tables[0], {});
    for (const float value : values) {
        table.append();
        table.set(table.field<float>("rain"), value);
    }
    return table;
}

}  // namespace

TEST(MemorySink, keeps_rows_in_the_order_in_which_they_came) {
    study::MemorySink sink;
    sink.begin(description());
    sink.append(rows_of({1, 2}));
    sink.append(rows_of({3}));
    sink.commit(3);
    const core::RecordTable& series = sink.table("series");
    const auto rain = series.values(series.field<float>("rain"));
    EXPECT_EQ(std::vector<float>(rain.begin(), rain.end()), (std::vector<float>{1, 2, 3}));
    EXPECT_EQ(sink.committed().hour, 3u);
    EXPECT_FALSE(sink.finished());
}

TEST(MemorySink, keeps_final_tables_and_attributes) {
    study::MemorySink sink;
    sink.begin(description());
    core::RecordTable tickets({.name = "tickets", .row_dimension = "ticket", .columns = {}}, {});
    tickets.append(2);
    sink.finish({tickets}, {{"hours", std::int64_t{60}}});
    EXPECT_TRUE(sink.finished());
    EXPECT_EQ(sink.table("tickets").rows(), 2u);
    EXPECT_EQ(sink.final_attributes().front(), (study::Attribute{"hours", std::int64_t{60}}));
}

TEST(MemorySink, a_second_run_starts_empty) {
    study::MemorySink sink;
    for (int run = 0; run < 2; ++run) {
        sink.begin(description());
        EXPECT_EQ(sink.table("series").rows(), 0u);
        EXPECT_TRUE(sink.final_tables().empty());
        EXPECT_FALSE(sink.finished());
        sink.append(rows_of({1}));
        sink.finish({rows_of({2})}, {});
    }
}

TEST(MemorySink, refuses_tables_that_were_not_declared) {
    study::MemorySink sink;
    sink.begin(description());
    EXPECT_THROW(sink.append(core::RecordTable({.name = "late", .row_dimension = "row", .columns = {}}, {})),
                 core::Error);
    EXPECT_THROW(sink.table("late"), core::Error);
}
