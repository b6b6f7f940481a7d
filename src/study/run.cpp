// SPDX-License-Identifier: Apache-2.0
#include <commonweal/study/run.hpp>

#include <commonweal/core/quantity.hpp>
#include <commonweal/core/state.hpp>
#include <commonweal/core/version.hpp>
#include <commonweal/model/scenario.hpp>

#include <cmath>
#include <string>
#include <type_traits>
#include <variant>

namespace commonweal::study {

namespace {

/// Rows that a table may hold before they are handed over, so that a busy hour of a large district does not wait in
/// memory for a commit.
constexpr std::size_t most_waiting_rows = 65536;

using AttributeValue = decltype(Attribute::value);

AttributeValue attribute_value(const core::ParameterTable& table, const core::Parameter& row) {
    const auto value_of = [&](const auto& target) -> AttributeValue {
        using Target = std::remove_cvref_t<decltype(target)>;
        using Value = std::remove_pointer_t<Target>;
        if constexpr (std::is_same_v<Value, std::string>) {
            return *target;
        } else if constexpr (std::is_same_v<Value, core::DateTime>) {
            return target->text();
        } else if constexpr (std::is_same_v<Value, core::Choice>) {
            return target.names.at(target.get());
        } else if constexpr (std::is_arithmetic_v<Value> && !std::is_same_v<Value, bool>) {
            if (!core::Unit::parse(row.field.unit)->plain())
                return core::quantity_text(static_cast<double>(*target), row.field.unit);
            using Number = std::conditional_t<std::is_floating_point_v<Value>, double, std::int64_t>;
            return static_cast<Number>(*target);
        } else {
            return table.text(row);
        }
    };
    return std::visit(value_of, row.target);
}

void add_attributes(const core::ParameterTable& table, std::vector<Attribute>& attributes) {
    for (const core::Parameter& row : table.rows()) {
        const auto* list = std::get_if<core::List>(&row.target);
        // The title is the description's own.
        if (list == nullptr && row.path != "title")
            attributes.push_back({.path = row.path, .value = attribute_value(table, row)});
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) add_attributes(list->element(i), attributes);
    }
}

void hand_over(model::Simulation& simulation, ResultSink& sink) {
    for (core::RecordTable& table : simulation.records()) {
        sink.append(table);
        table.clear();
    }
}

bool is_full(model::Simulation& simulation) {
    for (const core::RecordTable& table : simulation.records())
        if (table.rows() >= most_waiting_rows) return true;
    return false;
}

bool is_due(core::Tick hour, core::Tick period) { return period != 0 && hour % period == 0; }

/// After an hour that is not the last: what must be kept before the next one.
void keep(model::Simulation& simulation, ResultSink& sink, const RunControl& control, bool stopping) {
    const core::Tick hour = simulation.hour();
    const bool checkpoint = control.checkpoint && (stopping || is_due(hour, control.checkpoint_every));
    const bool commit = checkpoint || stopping || is_due(hour, control.commit_every);
    if (!commit && !is_full(simulation)) return;
    hand_over(simulation, sink);
    if (!commit) return;
    const Committed committed = sink.commit(hour);
    if (checkpoint) control.checkpoint(hour, save(simulation), committed);
}

}  // namespace

OutputDescription describe_output(model::Simulation& simulation) {
    model::Scenario scenario = simulation.scenario();
    OutputDescription about{.title = scenario.title, .start_minutes = scenario.time.start.minutes};
    about.utc_offset_minutes = static_cast<int>(std::lround(scenario.time.utc_offset * 60.0));
    about.dimensions = simulation.dimensions();
    for (const core::RecordTable& table : simulation.records()) about.tables.push_back(table.schema());
    about.attributes = {{.path = "version", .value = std::string(core::version())},
                        {.path = "seed", .value = std::int64_t{simulation.seed().value}},
                        {.path = "replicate", .value = std::int64_t{simulation.seed().replicate}}};
    core::ParameterTable table;
    describe(table, scenario);
    add_attributes(table, about.attributes);
    return about;
}

RunEnd run(model::Simulation& simulation, ResultSink& sink, const RunControl& control) {
    sink.begin(describe_output(simulation));
    while (simulation.hour() < simulation.hours()) {
        simulation.step();
        const Progress progress{.hour = simulation.hour(), .hours = simulation.hours()};
        const bool stopping = control.progress && !control.progress(progress) && progress.hour < progress.hours;
        if (progress.hour < progress.hours) keep(simulation, sink, control, stopping);
        if (stopping) return RunEnd::stopped;
    }
    hand_over(simulation, sink);
    sink.commit(simulation.hour());
    sink.finish(simulation.final_tables(), {});
    return RunEnd::complete;
}

std::vector<std::byte> save(const model::Simulation& simulation) {
    core::StateWriter writer;
    simulation.save(writer);
    return writer.take();
}

void load(model::Simulation& simulation, std::span<const std::byte> state) {
    core::StateReader reader(state);
    simulation.load(reader);
    reader.finish();
}

}  // namespace commonweal::study
