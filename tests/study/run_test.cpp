// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/version.hpp>
#include <commonweal/study/memory_sink.hpp>
#include <commonweal/study/run.hpp>

#include "small_flood.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>
#include <stdexcept>
#include <tuple>

using namespace commonweal;

namespace {

constexpr core::Seed seed{.value = 7, .replicate = 2};

class Run : public testing::Test {
protected:
    model::Simulation simulation() { return {small_flood(), seed, workers_}; }

    core::Workers workers_{2};
};

/// Rows of two parts of one run as one table.
core::RecordTable joined(const core::RecordTable& first, const core::RecordTable& second) {
    core::RecordTable both = first;
    both.append(second);
    return both;
}

void expect_equal(const core::RecordTable& one, const core::RecordTable& other) {
    ASSERT_EQ(one.schema(), other.schema());
    ASSERT_EQ(one.rows(), other.rows()) << one.schema().name;
    for (std::size_t i = 0; i < one.schema().columns.size(); ++i) {
        EXPECT_TRUE(std::ranges::equal(one.bytes(i), other.bytes(i))) << one.schema().columns[i].name;
        EXPECT_TRUE(std::ranges::equal(one.texts(i), other.texts(i))) << one.schema().columns[i].name;
    }
}

void expect_equal(const study::MemorySink& one, const study::MemorySink& other) {
    ASSERT_EQ(one.tables().size(), other.tables().size());
    for (std::size_t i = 0; i < one.tables().size(); ++i) expect_equal(one.tables()[i], other.tables()[i]);
    ASSERT_EQ(one.final_tables().size(), other.final_tables().size());
    for (std::size_t i = 0; i < one.final_tables().size(); ++i)
        expect_equal(one.final_tables()[i], other.final_tables()[i]);
}

const study::Attribute* find(const study::OutputDescription& about, std::string_view path) {
    const auto found = std::ranges::find(about.attributes, path, &study::Attribute::path);
    return found == about.attributes.end() ? nullptr : &*found;
}

/// What a checkpoint is made of.
struct Kept {
    core::Tick hour = 0;
    std::vector<std::byte> state;
    study::Committed committed;
};

study::RunControl keeping(std::vector<Kept>& kept) {
    study::RunControl control;
    control.checkpoint = [&kept](core::Tick hour, std::span<const std::byte> state, const study::Committed& committed) {
        kept.push_back({.hour = hour, .state = {state.begin(), state.end()}, .committed = committed});
    };
    return control;
}

}  // namespace

TEST_F(Run, to_its_end_records_every_hour_once) {
    model::Simulation flood = simulation();
    study::MemorySink sink;
    EXPECT_EQ(study::run(flood, sink), study::RunEnd::complete);
    EXPECT_EQ(flood.hour(), 64u);
    EXPECT_EQ(sink.table("series").rows(), 64u);
    EXPECT_EQ(sink.committed().hour, 64u);
    EXPECT_TRUE(sink.finished());
    EXPECT_FALSE(sink.final_tables().empty());
}

TEST_F(Run, gives_the_same_rows_however_often_it_commits) {
    study::MemorySink whole;
    model::Simulation first = simulation();
    study::run(first, whole, {.commit_every = 1000});
    for (const core::Tick period : {1u, 7u}) {
        study::MemorySink parts;
        model::Simulation again = simulation();
        study::run(again, parts, {.commit_every = period});
        expect_equal(whole, parts);
    }
}

TEST_F(Run, events_are_sorted_by_hour_rule_and_agent) {
    study::MemorySink sink;
    model::Simulation flood = simulation();
    study::run(flood, sink, {.commit_every = 5});
    const core::RecordTable& events = sink.table("events");
    const auto agent = events.values(events.field<std::uint32_t>("agent"));
    const auto rule = events.values(events.text_field("rule"));
    const auto& columns = events.schema().columns;
    const auto hour_column =
        static_cast<std::size_t>(std::ranges::find(columns, "hour", &core::RecordColumn::name) - columns.begin());
    ASSERT_EQ(columns[hour_column].type, core::ValueType::u32);
    const auto hour = events.values(events.field<std::uint32_t>("hour"));
    ASSERT_GT(events.rows(), 100u);
    for (std::size_t i = 1; i < events.rows(); ++i)
        ASSERT_LE(std::tie(hour[i - 1], rule[i - 1], agent[i - 1]), std::tie(hour[i], rule[i], agent[i])) << i;
}

TEST_F(Run, describes_itself_by_seed_version_and_every_parameter) {
    model::Simulation flood = simulation();
    const study::OutputDescription about = study::describe_output(flood);
    EXPECT_EQ(about.title, "A small flood");
    EXPECT_EQ(about.start_minutes, small_flood().time.start.minutes);
    EXPECT_EQ(about.utc_offset_minutes, 480);
    ASSERT_NE(find(about, "seed"), nullptr);
    EXPECT_EQ(find(about, "seed")->value, study::Attribute({"", std::int64_t{7}}).value);
    EXPECT_EQ(find(about, "replicate")->value, study::Attribute({"", std::int64_t{2}}).value);
    EXPECT_EQ(find(about, "version")->value, study::Attribute({"", std::string(core::version())}).value);
    EXPECT_EQ(find(about, "residents.count")->value, study::Attribute({"", std::int64_t{5000}}).value);
    EXPECT_EQ(find(about, "time.duration")->value, study::Attribute({"", std::string("64 h")}).value);
    EXPECT_EQ(find(about, "time.start")->value, study::Attribute({"", std::string("2021-07-19T00:00")}).value);
    model::Scenario scenario = small_flood();
    core::ParameterTable table;
    model::describe(table, scenario);
    for (const core::Parameter& row : table.rows())
        EXPECT_TRUE(row.kind() == "list" || row.path == "title" || find(about, row.path) != nullptr) << row.path;
    const auto of_orders = [](const study::Attribute& attribute) { return attribute.path.starts_with("orders[0]."); };
    EXPECT_EQ(std::ranges::count_if(about.attributes, of_orders), 2);
}

TEST_F(Run, tells_its_progress_after_each_hour) {
    std::vector<core::Tick> hours;
    model::Simulation flood = simulation();
    study::MemorySink sink;
    study::run(flood, sink, {.progress = [&](const study::Progress& progress) {
                   EXPECT_EQ(progress.hours, 64u);
                   hours.push_back(progress.hour);
                   return true;
               }});
    ASSERT_EQ(hours.size(), 64u);
    for (std::size_t i = 0; i < hours.size(); ++i) EXPECT_EQ(hours[i], i + 1);
}

TEST_F(Run, stopped_and_loaded_again_gives_the_rows_of_the_uninterrupted_run) {
    study::MemorySink whole;
    model::Simulation uninterrupted = simulation();
    study::run(uninterrupted, whole);
    for (const core::Tick stop : {1u, 13u, 63u}) {
        std::vector<Kept> kept;
        study::RunControl control = keeping(kept);
        control.progress = [stop](const study::Progress& progress) { return progress.hour != stop; };
        study::MemorySink before, after;
        model::Simulation first = simulation();
        EXPECT_EQ(study::run(first, before, control), study::RunEnd::stopped);
        EXPECT_FALSE(before.finished());
        ASSERT_EQ(kept.size(), 1u);
        EXPECT_EQ(kept[0].hour, stop);
        EXPECT_EQ(kept[0].committed, before.committed());
        EXPECT_EQ(kept[0].committed.hour, stop);
        model::Simulation second = simulation();
        study::load(second, kept[0].state);
        EXPECT_EQ(second.hour(), stop);
        EXPECT_EQ(study::run(second, after), study::RunEnd::complete);
        for (std::size_t i = 0; i < whole.tables().size(); ++i)
            expect_equal(whole.tables()[i], joined(before.tables()[i], after.tables()[i]));
        for (std::size_t i = 0; i < whole.final_tables().size(); ++i)
            expect_equal(whole.final_tables()[i], after.final_tables()[i]);
    }
}

TEST_F(Run, checkpoints_count_the_rows_of_the_hours_before_them) {
    std::vector<Kept> kept;
    study::RunControl control = keeping(kept);
    control.commit_every = 7;
    control.checkpoint_every = 20;
    model::Simulation flood = simulation();
    study::MemorySink sink;
    study::run(flood, sink, control);
    ASSERT_EQ(kept.size(), 3u);
    const core::RecordTable& events = sink.table("events");
    const auto hour = events.values(events.field<std::uint32_t>("hour"));
    for (std::size_t i = 0; i < kept.size(); ++i) {
        const core::Tick run = 20 * static_cast<core::Tick>(i + 1);
        EXPECT_EQ(kept[i].committed.hour, run);
        EXPECT_EQ(kept[i].committed.rows[0], run);
        const auto earlier = std::ranges::count_if(hour, [run](std::uint32_t h) { return h < run; });
        EXPECT_EQ(kept[i].committed.rows[1], static_cast<std::uint64_t>(earlier));
    }
}

TEST_F(Run, a_stop_after_the_last_hour_comes_too_late) {
    model::Simulation flood = simulation();
    study::MemorySink sink;
    const study::RunControl control{.progress = [](const study::Progress& now) { return now.hour < now.hours; }};
    EXPECT_EQ(study::run(flood, sink, control), study::RunEnd::complete);
    EXPECT_TRUE(sink.finished());
}

TEST_F(Run, a_sink_of_any_type_is_told_what_a_result_sink_is_told) {
    struct Plain {
        void begin(const study::OutputDescription& description) { kept.begin(description); }
        void append(const core::RecordTable& rows) { kept.append(rows); }
        study::Committed commit(core::Tick hour) { return kept.commit(hour); }
        void finish(const std::vector<core::RecordTable>& tables, const std::vector<study::Attribute>& attributes) {
            kept.finish(tables, attributes);
        }
        study::MemorySink kept;
    };
    model::Simulation one = simulation();
    model::Simulation other = simulation();
    study::MemorySink memory;
    Plain plain;
    EXPECT_EQ(study::run(one, memory, {.commit_every = 10}), study::RunEnd::complete);
    EXPECT_EQ(study::run(other, plain, {.commit_every = 10}), study::RunEnd::complete);
    EXPECT_TRUE(plain.kept.finished());
    EXPECT_EQ(plain.kept.committed(), memory.committed());
    expect_equal(plain.kept, memory);
}

TEST_F(Run, an_exception_of_the_callers_reaches_the_caller) {
    model::Simulation flood = simulation();
    study::MemorySink sink;
    const study::RunControl control{.progress = [](const study::Progress&) -> bool { throw std::out_of_range("x"); }};
    EXPECT_THROW(study::run(flood, sink, control), std::out_of_range);
    EXPECT_FALSE(sink.finished());
}

TEST_F(Run, a_state_that_is_cut_short_or_of_another_district_is_refused) {
    model::Simulation flood = simulation();
    std::vector<std::byte> state = study::save(flood);
    model::Scenario larger = small_flood();
    larger.residents.count += 500;
    model::Simulation other(larger, seed, workers_);
    EXPECT_THROW(study::load(other, state), core::Error);
    state.pop_back();
    EXPECT_THROW(study::load(flood, state), core::Error);
}
