// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/study/memory_sink.hpp>
#include <commonweal/study/sink.hpp>

using namespace commonweal;

TEST(ResultSink, a_commit_counts_every_row_that_was_handed_over) {
    study::MemorySink memory;
    study::ResultSink& sink = memory;
    study::OutputDescription about;
    about.tables = {{.name = "series", .row_dimension = "time", .columns = {{.name = "rain", .unit = "mm/h"}}},
                    {.name = "events", .row_dimension = "event", .columns = {{.name = "agent", .unit = "1"}}}};
    sink.begin(about);
    core::RecordTable series(about.tables[0], about.dimensions), events(about.tables[1], about.dimensions);
    series.append(4);
    sink.append(series);
    EXPECT_EQ(sink.commit(4), (study::Committed{.hour = 4, .rows = {4, 0}}));
    events.append(1);
    sink.append(events);
    sink.append(series);
    EXPECT_EQ(sink.commit(8), (study::Committed{.hour = 8, .rows = {8, 1}}));
}
