// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/model/series_condition.hpp>

#include "small_district.hpp"

#include <string>
#include <vector>

using namespace commonweal;
using core::RecordColumn;
using core::RecordTable;
using core::ValueType;
using model::SeriesCondition;

namespace series_condition_test {

RecordColumn column(std::string name, ValueType type, std::vector<std::string> dimensions = {}) {
    return {.name = std::move(name),
            .unit = "1",
            .meaning = "",
            .type = type,
            .dimensions = std::move(dimensions),
            .missing = {},
            .labels = {}};
}

/// Two cells under water, and how many repairs are open; hour by hour.
struct Series {
    Series()
        : table({.name = "series",
                 .row_dimension = "time",
                 .columns = {column("depth", ValueType::f32, {"cell"}), column("repairs_open", ValueType::u32)}},
                std::vector<core::Dimension>{
                    {.name = "cell", .meaning = "", .values = std::vector<std::int64_t>{0, 1}, .unit = "1"}}) {}

    bool look(SeriesCondition& condition, float one, float other, std::uint32_t repairs) {
        table.append();
        const auto depth = table.last(table.field<float>("depth"));
        depth[0] = one;
        depth[1] = other;
        table.set(table.field<std::uint32_t>("repairs_open"), repairs);
        return condition.look(&table, ++hours);
    }

    RecordTable table;
    core::Tick hours = 0;
};

SeriesCondition condition(const std::string& text) {
    return SeriesCondition(text, model::condition_vocabulary(small_district()));
}

TEST(SeriesCondition, looks_at_the_newest_row_and_its_digests) {
    Series series;
    SeriesCondition deep = condition("depth.max > 0.5 m"), level = condition("depth.mean == 0.5 m"),
                    sum = condition("depth.sum + depth.min > 1.2 m and repairs_open >= 3");
    EXPECT_FALSE(deep.look(nullptr, 0));
    EXPECT_TRUE(series.look(deep, 0.25f, 0.75f, 0));
    EXPECT_TRUE(level.look(&series.table, 1));
    EXPECT_FALSE(sum.look(&series.table, 1));
    EXPECT_TRUE(series.look(sum, 0.25f, 0.75f, 3));
    EXPECT_FALSE(series.look(deep, 0.5f, 0.0f, 3));
}

TEST(SeriesCondition, a_date_holds_from_then_on) {
    SeriesCondition date = condition("2021-07-14T03:00");  // the run begins at midnight
    EXPECT_FALSE(date.look(nullptr, 0));
    EXPECT_FALSE(date.look(nullptr, 2));
    EXPECT_TRUE(date.look(nullptr, 3));
    EXPECT_TRUE(date.look(nullptr, 4));
}

TEST(SeriesCondition, counts_the_hours_in_a_row) {
    Series series;
    SeriesCondition busy = condition("repairs_open > 2 for 3 h");
    std::string told;
    for (const std::uint32_t repairs : {3u, 3u, 1u, 3u, 4u, 5u, 6u, 2u})
        told += series.look(busy, 0.0f, 0.0f, repairs) ? '1' : '0';
    EXPECT_EQ(told, "00000110");
}

TEST(SeriesCondition, mistakes_have_the_path_and_the_text) {
    const auto found = SeriesCondition::mistakes("repairs_opened > 2", model::condition_vocabulary(small_district()),
                                                 "shocks[0].start");
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].text(), "shocks[0].start is repairs_opened; must be a known name. Did you mean repairs_open?");
    EXPECT_THROW(condition("depth"), core::ConfigError);
}

}  // namespace series_condition_test
