// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/simulation.hpp>

#include "arrays.hpp"
#include "bindings.hpp"
#include "engine.hpp"

#include <pybind11/stl.h>

#include <optional>
#include <tuple>
#include <variant>

namespace commonweal::python {

namespace py = pybind11;

namespace {

using core::Tick;
using core::WholeRule;

/// Its kind and its name.
using NameOfSet = std::pair<std::string, std::string>;
using Columns = std::vector<std::pair<std::string, bool>>;
using Neighbours = std::vector<std::tuple<std::string, std::string, std::string, bool>>;
/// None, one of the core's, or the number of one of Python's.
using ConditionOrNumber = std::variant<std::monostate, Condition, std::size_t>;

core::When when(const Engine& engine, const std::string& rule, Tick every, Tick phase, std::vector<std::string> after,
                std::string trigger, const ConditionOrNumber& only_if) {
    core::When when{.every = every, .phase = phase, .after = std::move(after), .trigger = std::move(trigger)};
    if (const auto* condition = std::get_if<Condition>(&only_if)) when.only_if = condition->holds;
    if (const auto* number = std::get_if<std::size_t>(&only_if)) when.only_if = engine.condition(*number, rule);
    return when;
}

void add_rule(Engine& engine, const std::string& kind, std::size_t number, const std::string& name,
              const Columns& columns, const Neighbours& neighbours, std::size_t draws, Tick every, Tick phase,
              std::vector<std::string> after, const std::optional<NameOfSet>& active, std::string trigger,
              const ConditionOrNumber& only_if) {
    WholeRule rule{.name = name, .columns = {}, .draws = draws, .apply = {}};
    std::vector<bool> written;
    for (const auto& [column, is_written] : columns) {
        rule.columns.push_back({column, is_written});
        written.push_back(is_written);
    }
    for (const auto& [layer, column, weight, mean] : neighbours)
        rule.neighbours.push_back({.layer = layer, .column = column, .weight = weight, .mean = mean});
    rule.apply = engine.rule(number, std::move(written));
    core::When then = when(engine, name, every, phase, std::move(after), std::move(trigger), only_if);
    if (active) then.active = &engine.idle().active_set(active->first, active->second);
    engine.idle().add(std::move(rule), kind, std::move(then));
}

void add_layer(Engine& engine, const std::string& kind, const std::string& name,
               const std::shared_ptr<core::Graph>& graph, const std::optional<std::string>& to) {
    core::Simulation& simulation = engine.idle();
    const core::Population& population = simulation.population(kind);
    if (graph->size() != population.size()) {
        throw core::Error("layer '" + name + "': its graph has " + std::to_string(graph->size()) +
                          " agents, but there are " + std::to_string(population.size()) + " of kind " + kind);
    }
    if (to) {
        simulation.layers(kind).add(core::Layer{name}, graph, simulation.population(*to));
    } else {
        simulation.layers(kind).add(core::Layer{name}, graph);
    }
}

void add_trigger(Engine& engine, const std::string& name, const std::string& series, bool above, double on_at,
                 double off_at, Tick hold, Tick release_hold) {
    engine.idle().add(core::Trigger{.name = name,
                                    .series = series,
                                    .side = above ? core::Trigger::Side::above : core::Trigger::Side::below,
                                    .on_at = on_at,
                                    .off_at = off_at,
                                    .hold = hold,
                                    .release_hold = release_hold});
}

py::array_t<double> values_of(Engine& engine, const std::string& series) {
    const std::span<const double> values = engine.simulation().series().at(series).values();
    return given(std::vector<double>(values.begin(), values.end()));
}

py::dict triggers(Engine& engine) {
    const core::Triggers& all = engine.simulation().triggers();
    py::dict states;
    for (const std::string& name : all.names()) states[to_python(name)] = all.on(name);
    return states;
}

template <class Value, class Member>
py::array_t<Value> taken(std::span<const core::EventRow> rows, Member member) {
    std::vector<Value> values;
    values.reserve(rows.size());
    for (const core::EventRow& row : rows) values.push_back(row.*member);
    return given(std::move(values));
}

/// The names of rules, and the columns of the log.
py::tuple events(Engine& engine) {
    const core::EventLog& log = engine.simulation().events();
    const std::vector<std::string> names(log.rule_names().begin(), log.rule_names().end());
    const auto rows = log.rows();
    return py::make_tuple(
        names, taken<Tick>(rows, &core::EventRow::tick), taken<std::uint16_t>(rows, &core::EventRow::rule),
        taken<core::AgentId>(rows, &core::EventRow::agent), taken<std::uint32_t>(rows, &core::EventRow::what),
        taken<double>(rows, &core::EventRow::value));
}

void load(Engine& engine, const py::bytes& state) {
    const std::string_view bytes = state;
    engine.idle().load(std::as_bytes(std::span(bytes.data(), bytes.size())));
}

void bind_description(py::class_<Engine>& type) {
    type.def("add_rule", &add_rule, py::kw_only(), py::arg("kind"), py::arg("number"), py::arg("name"),
             py::arg("columns"), py::arg("neighbours"), py::arg("draws"), py::arg("every"), py::arg("phase"),
             py::arg("after"), py::arg("active"), py::arg("trigger"), py::arg("only_if"));
    type.def("add_layer", &add_layer, py::arg("kind"), py::arg("name"), py::arg("graph"), py::arg("to"));
    type.def(
        "join_layers",
        [](Engine& engine, const std::string& kind, const std::string& name, const std::vector<std::string>& layers) {
            const std::vector<std::string_view> names(layers.begin(), layers.end());
            engine.idle().layers(kind).join(core::Layer{name}, names);
        },
        py::arg("kind"), py::arg("name"), py::arg("layers"));
    type.def(
        "overlay",
        [](Engine& engine, const std::string& kind, const std::string& layer) -> core::Overlay& {
            return engine.between_ticks().layers(kind).changes(layer);
        },
        py::arg("kind"), py::arg("layer"), py::return_value_policy::reference_internal);
    type.def(
        "active_set",
        [](Engine& engine, const std::string& kind, const std::string& name) -> core::ActiveSet& {
            return engine.between_ticks().active_set(kind, name);
        },
        py::arg("kind"), py::arg("name"), py::return_value_policy::reference_internal);
    type.def(
        "observe",
        [](Engine& engine, const std::string& series, Tick every, Tick phase, std::size_t number,
           const std::string& unit) {
            engine.idle().observe(series, engine.observer(number, series), every, phase, unit);
        },
        py::arg("series"), py::kw_only(), py::arg("every"), py::arg("phase"), py::arg("number"), py::arg("unit"));
    type.def("add_trigger", &add_trigger, py::kw_only(), py::arg("name"), py::arg("series"), py::arg("above"),
             py::arg("on_at"), py::arg("off_at"), py::arg("hold"), py::arg("release_hold"));
    type.def(
        "add_condition_trigger",
        [](Engine& engine, const std::string& name, const std::string& start, const std::string& end) {
            engine.idle().add(core::ConditionTrigger{.name = name, .start = start, .end = end});
        },
        py::kw_only(), py::arg("name"), py::arg("start"), py::arg("end"));
    type.def("check", [](Engine& engine) { engine.idle().check(); });
    type.def("sweeps", [](Engine& engine, Tick tick) { return engine.idle().sweeps(tick); });
}

}  // namespace

void bind_simulation(py::module_& module) {
    py::class_<Engine> type(module, "Engine");
    type.def(py::init([](std::uint32_t seed, std::uint32_t replicate, const core::Clock& clock) {
                 return std::make_unique<Engine>(core::Simulation({.value = seed, .replicate = replicate}, clock));
             }),
             py::kw_only(), py::arg("seed"), py::arg("replicate"), py::arg("clock"))
        .def_property_readonly("now", [](Engine& engine) { return engine.simulation().now(); })
        .def(
            "run",
            [](const py::object& self, Tick ticks, unsigned threads, const py::object& calls,
               const py::object& progress, const py::object& log) {
                return self.cast<Engine&>().run(self, ticks, threads, {calls, progress, log});
            },
            py::arg("ticks"), py::kw_only(), py::arg("threads"), py::arg("calls"), py::arg("progress"), py::arg("log"))
        .def("fork", &Engine::fork)
        .def("save", &Engine::save)
        .def("load", &load, py::arg("state"))
        .def_property_readonly("series", [](Engine& engine) { return engine.simulation().series().names(); })
        .def("values", &values_of, py::arg("series"))
        .def("every_and_phase",
             [](Engine& engine, const std::string& series) {
                 const core::TimeSeries& found = engine.simulation().series().at(series);
                 return py::make_tuple(found.every(), found.phase());
             })
        .def_property_readonly("triggers", &triggers)
        .def("events", &events);
    bind_description(type);
}

}  // namespace commonweal::python
