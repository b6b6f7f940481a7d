// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/record.hpp>
#include <commonweal/core/state.hpp>
#include <commonweal/io/checkpoint.hpp>
#include <commonweal/io/journal.hpp>
#include <commonweal/study/sink.hpp>

#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

/// A made-up run with every kind of table, whose whole state is one number: cheap enough to be killed many times.
namespace synthetic {

using namespace commonweal;

/// A folder of its own for a test, removed at its end. In memory where TMPDIR does not say otherwise: waiting for a
/// disk after every write would make most of the tests' time.
class TemporaryFolder {
public:
    TemporaryFolder() {
        const bool memory = std::getenv("TMPDIR") == nullptr && access("/dev/shm", W_OK) == 0;
        const std::filesystem::path place = memory ? "/dev/shm" : std::filesystem::temp_directory_path();
        std::string name = (place / "commonweal_XXXXXX").string();
        if (mkdtemp(name.data()) == nullptr) throw core::Error("no temporary folder");
        path_ = name;
    }
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

inline std::string contents(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

inline void overwrite(const std::filesystem::path& path, const std::string& text) {
    std::ofstream(path, std::ios::binary) << text;
}

/// 2021-07-17T08:00, the time of MODEL's first hour in the Zhengzhou scenario.
inline constexpr std::int64_t start_minutes = 27108480;

inline study::OutputDescription description() {
    using core::ValueType;
    study::OutputDescription about{.title = "a made-up district", .start_minutes = start_minutes};
    about.utc_offset_minutes = 480;
    about.dimensions = {
        {.name = "community",
         .meaning = "name of the community",
         .values = std::vector<std::string>{"Gaozhuang", "\xe4\xba\xac\xe5\xb9\xbf", "Nanyang Road"}},
        {.name = "aspect", .meaning = "aspect of function", .values = std::vector<std::string>{"power", "service"}},
        {.name = "distance", .meaning = "from the river", .values = std::vector<double>{0.5, 1.5}, .unit = "km"}};
    about.tables = {
        {.name = "series",
         .row_dimension = "time",
         .columns = {{.name = "function",
                      .unit = "1",
                      .meaning = "function of a community",
                      .type = ValueType::f32,
                      .dimensions = {"community", "aspect"}},
                     {.name = "open_tickets",
                      .unit = "1",
                      .meaning = "tickets waiting",
                      .type = ValueType::u32,
                      .dimensions = {"community"}},
                     {.name = "rain", .unit = "mm/h", .meaning = "rain in the hour", .type = ValueType::f64},
                     {.name = "phase",
                      .unit = "1",
                      .meaning = "phase of the community",
                      .type = ValueType::u8,
                      .dimensions = {"community"},
                      .labels = {"calm", "warning", "recovery"}}}},
        {.name = "events",
         .row_dimension = "event",
         .columns = {
             {.name = "hour", .unit = std::string(core::hours_since_start), .meaning = "when", .type = ValueType::i32},
             {.name = "agent", .unit = "1", .meaning = "whom it concerns", .type = ValueType::u32},
             {.name = "note", .unit = "1", .meaning = "what happened", .type = ValueType::text}}}};
    about.attributes = {
        {"residents.count", std::int64_t{5000}}, {"warning.broadcast_rate", 0.2}, {"scenario", std::string("made up")}};
    return about;
}

/// The whole state of the run.
struct Town {
    std::uint64_t number = 1;
    std::uint32_t hour = 0;

    std::uint64_t next() {
        number = number * 6364136223846793005u + 1442695040888963407u;
        return number >> 33;
    }
};

inline std::vector<std::byte> save(const Town& town) {
    core::StateWriter writer;
    writer.section("town", [&] {
        writer.value(town.number);
        writer.value(town.hour);
    });
    return writer.take();
}

inline Town restore(const std::vector<std::byte>& bytes) {
    Town town;
    core::StateReader reader(bytes);
    reader.section("town", [&] {
        reader.value(town.number);
        reader.value(town.hour);
    });
    reader.finish();
    return town;
}

/// One hour, recorded.
inline void step(Town& town, core::RecordTable& series, core::RecordTable& events) {
    series.append();
    for (float& value : series.last(series.field<float>("function")))
        value = static_cast<float>(town.next() % 1000) / 1000;
    for (std::uint32_t& value : series.last(series.field<std::uint32_t>("open_tickets")))
        value = static_cast<std::uint32_t>(town.next() % 50);
    series.set(series.field<double>("rain"), static_cast<double>(town.next() % 200) / 10);
    for (std::uint8_t& value : series.last(series.field<std::uint8_t>("phase")))
        value = static_cast<std::uint8_t>(town.next() % 3);
    const std::uint64_t happened = town.next() % 4;
    for (std::uint32_t agent = 0; agent < happened; ++agent) {
        events.append();
        events.set(events.field<std::int32_t>("hour"), static_cast<std::int32_t>(town.hour));
        events.set(events.field<std::uint32_t>("agent"), agent);
        events.set(events.text_field("note"), std::string(town.next() % 9, 'a') + "\xc3\xa9");
    }
    ++town.hour;
}

inline std::vector<core::RecordTable> final_tables(Town town) {
    using core::ValueType;
    const std::vector<core::Dimension> dimensions = description().dimensions;
    core::RecordTable tickets(
        {.name = "tickets",
         .row_dimension = "ticket",
         .columns = {{.name = "opened",
                      .unit = std::string(core::hours_since_start),
                      .meaning = "when it was opened",
                      .type = ValueType::i32},
                     {.name = "closed",
                      .unit = std::string(core::hours_since_start),
                      .meaning = "when it was closed",
                      .type = ValueType::i32,
                      .missing = -1},
                     {.name = "origin", .unit = "1", .meaning = "who asked", .type = ValueType::text}}},
        dimensions);
    tickets.append(2);
    tickets.values(tickets.field<std::int32_t>("opened"))[1] = 5;
    tickets.values(tickets.field<std::int32_t>("closed"))[0] = static_cast<std::int32_t>(town.next() % 40);
    tickets.values(tickets.field<std::int32_t>("closed"))[1] = -1;
    tickets.values(tickets.text_field("origin"))[0] = "resident";
    core::RecordTable communities({.name = "communities",
                                   .row_dimension = "community",
                                   .columns = {{.name = "damage",
                                                .unit = "CNY",
                                                .meaning = "loss by distance from the river",
                                                .type = ValueType::f64,
                                                .dimensions = {"distance"}}}},
                                  dimensions);
    communities.append(3);
    communities.values(communities.field<double>("damage"))[5] = static_cast<double>(town.next());
    return {std::move(tickets), std::move(communities)};
}

struct Pace {
    std::uint32_t hours = 150;
    std::uint32_t commit_every = 15;
    std::uint32_t checkpoint_every = 30;
};

inline const io::CheckpointIdentity identity{.version = "1.2.3", .configuration = "seed 1", .build = ""};

/// Runs from `town` to the end into `sink`, which is new or resumed.
inline void run(study::ResultSink& sink, Town town, const std::filesystem::path& checkpoints, const Pace& pace = {}) {
    const study::OutputDescription about = description();
    sink.begin(about);
    core::RecordTable series(about.tables[0], about.dimensions);
    core::RecordTable events(about.tables[1], about.dimensions);
    while (town.hour < pace.hours) {
        step(town, series, events);
        if (town.hour % pace.commit_every != 0) continue;
        for (core::RecordTable* table : {&series, &events}) {
            sink.append(*table);
            table->clear();
        }
        const study::Committed committed = sink.commit(town.hour);
        if (town.hour % pace.checkpoint_every == 0 && !checkpoints.empty())
            io::write_checkpoint(checkpoints, committed, save(town), identity);
    }
    for (const core::RecordTable* table : {&series, &events}) sink.append(*table);
    sink.commit(town.hour);
    sink.finish(final_tables(town), {{"hours", std::int64_t{town.hour}}});
}

inline io::JournalFiles files_in(const std::filesystem::path& folder) {
    return {.journal = folder / "journal.h5", .results = folder / "results.h5"};
}

/// A whole run in a folder; what it gives back are the bytes of the results.
inline std::string whole_run(const std::filesystem::path& folder, const Pace& pace = {}) {
    io::Journal journal(files_in(folder));
    run(journal, {}, folder / "checkpoints", pace);
    return contents(folder / "results.h5");
}

}  // namespace synthetic
