// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/record.hpp>
#include <commonweal/core/types.hpp>

#include <concepts>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace commonweal::study {

/// A fact about the whole run, such as a parameter by its dotted path.
struct Attribute {
    std::string path;
    std::variant<std::int64_t, double, std::string> value;

    bool operator==(const Attribute&) const = default;
};

/// What a run is going to write, told before its first hour.
struct OutputDescription {
    std::string title;
    std::int64_t start_minutes = 0;  ///< Local minutes since 1970-01-01T00:00 at the start of hour 0.
    int utc_offset_minutes = 0;      ///< Local time minus UTC, the same for the whole run.
    std::vector<core::Dimension> dimensions;
    std::vector<core::RecordSchema> tables;  ///< At most one has the row dimension "time": the hourly series.
    std::vector<Attribute> attributes;
};

/// How far a run's output is safe: a checkpoint of this hour keeps it, and a resumed run goes on from it.
struct Committed {
    core::Tick hour = 0;              ///< Hours that have been run; every row of theirs is counted below.
    std::vector<std::uint64_t> rows;  ///< Of each table, in the order of the description.

    bool operator==(const Committed&) const = default;
};

/// Where a run's output goes. Called per batch of hours, never per agent.
class ResultSink {
public:
    ResultSink() = default;
    ResultSink(const ResultSink&) = delete;
    ResultSink& operator=(const ResultSink&) = delete;
    virtual ~ResultSink() = default;

    /// First call of every run, resumed or not.
    virtual void begin(const OutputDescription& description) = 0;

    /// Takes a copy of rows that were not handed over before; the caller clears the table.
    virtual void append(const core::RecordTable& rows) = 0;

    /// Every row of the first `hour` hours has been appended. What this returns is safe against a kill. It costs a
    /// flush to the disk: call it before each checkpoint and otherwise about every 64 hours.
    virtual Committed commit(core::Tick hour) = 0;

    /// Last call of a run that reached its end: tables of things at the end, and facts known only then.
    virtual void finish(const std::vector<core::RecordTable>& final_tables,
                        const std::vector<Attribute>& final_attributes) = 0;

protected:
    ResultSink(ResultSink&&) = default;
    ResultSink& operator=(ResultSink&&) = default;
};

/// What run() takes besides: any type with the same four members, called as those of a ResultSink are.
template <class S>
concept Sink = requires(S& sink, const OutputDescription& description, const core::RecordTable& rows, core::Tick hour,
                        const std::vector<core::RecordTable>& final_tables,
                        const std::vector<Attribute>& final_attributes) {
    sink.begin(description);
    sink.append(rows);
    { sink.commit(hour) } -> std::convertible_to<Committed>;
    sink.finish(final_tables, final_attributes);
};

namespace detail {

/// Hands everything on.
template <Sink S>
class SinkOf final : public ResultSink {
public:
    explicit SinkOf(S& sink) : sink_(sink) {}
    void begin(const OutputDescription& description) override { sink_.begin(description); }
    void append(const core::RecordTable& rows) override { sink_.append(rows); }
    Committed commit(core::Tick hour) override { return sink_.commit(hour); }
    void finish(const std::vector<core::RecordTable>& final_tables,
                const std::vector<Attribute>& final_attributes) override {
        sink_.finish(final_tables, final_attributes);
    }

private:
    S& sink_;
};

}  // namespace detail

}  // namespace commonweal::study
