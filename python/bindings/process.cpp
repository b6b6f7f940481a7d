// SPDX-License-Identifier: Apache-2.0
#include "process/process.hpp"

#include <commonweal/core/nearest.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>

#include "arrays.hpp"
#include "bindings.hpp"
#include "graph_model.hpp"
#include "process/mechanisms.hpp"

#include <algorithm>
#include <type_traits>
#include <variant>

namespace commonweal::python {

namespace py = pybind11;

namespace {

std::string shown(const py::object& value) { return core::excerpt(py::repr(value).cast<std::string>()); }

/// What a user wrote, as the table takes it.
std::string text_for(const core::ParameterTable& table, const std::string& name, const py::object& value) {
    if (py::isinstance<py::str>(value)) return value.cast<std::string>();
    if (py::isinstance<py::bool_>(value)) return value.cast<bool>() ? "true" : "false";
    const core::Parameter* const row = table.row(name);
    if (PyIndex_Check(value.ptr()) && (!row || row->field.unit.empty())) return py::str(py::int_(value));
    if (!PyNumber_Check(value.ptr())) return shown(value);
    try {
        return core::quantity_text(value.cast<double>(), row ? row->field.unit : "");
    } catch (const py::cast_error&) {
        return shown(value);
    }
}

py::dict content(const process::Dataset& dataset) {
    py::dict coordinates;
    for (const auto& dimension : dataset.dimensions) {
        coordinates[py::str(dimension.name)] = py::make_tuple(dimension.unit, given(std::vector(dimension.values)));
    }
    py::dict variables;
    for (const auto& variable : dataset.variables) {
        variables[py::str(variable.name)] =
            py::make_tuple(variable.dimensions, given(std::vector(variable.values)), variable.unit, variable.meaning);
    }
    py::dict all;
    all["coordinates"] = coordinates;
    all["variables"] = variables;
    return all;
}

process::MakeGraph graph_maker(const GraphModel& model) {
    return [generate = model.generate](core::Index size, core::Seed seed, core::Workers& workers) {
        return generate(size, core::Layer{"contacts"}, seed, workers);
    };
}

}  // namespace

void configure(core::ParameterTable& table, const Keywords& keywords) {
    std::vector<core::Mistake> mistakes;
    for (const auto& [name, value] : keywords) {
        try {
            table.set(name, text_for(table, name, value));
        } catch (const core::ConfigError& error) {
            for (core::Mistake mistake : error.mistakes()) {
                mistake.file = "keyword";
                mistakes.push_back(std::move(mistake));
            }
        }
    }
    if (!mistakes.empty()) throw core::ConfigError(std::move(mistakes));
}

py::object value_of(const core::ParameterTable& table, const std::string& name) {
    const core::Parameter* const row = table.row(name);
    if (!row) throw core::Error("there is no parameter '" + name + "'");
    return std::visit(
        [](const auto& target) -> py::object {
            using Target = std::remove_cvref_t<decltype(target)>;
            if constexpr (std::is_same_v<Target, core::Choice>) {
                return py::str(target.names.at(target.get()));
            } else if constexpr (std::is_pointer_v<Target>) {
                if constexpr (std::is_arithmetic_v<std::remove_pointer_t<Target>>) return py::cast(*target);
            }
            return py::none();
        },
        row->target);
}

py::object Initial::take(const char* name) {
    asked_.emplace_back(name);
    return given_.contains(name) ? py::object(given_[name]) : py::none();
}

void Initial::refuse(const char* name, const py::object& value, const std::string& rule) {
    mistakes_.push_back(
        {.file = "keyword", .path = std::string("initial.") + name, .rule = rule, .value = shown(value)});
}

void Initial::starters(const char* name, process::Starters& starters) {
    const py::object value = take(name);
    if (value.is_none()) return;
    try {
        if (PyIndex_Check(value.ptr()) && !py::isinstance<py::array>(value)) {
            starters = {.count = value.cast<core::Index>(), .rows = {}};
            return;
        }
        starters = {.count = 0, .rows = value.cast<std::vector<core::Index>>()};
    } catch (const py::cast_error&) {
        refuse(name, value, "must be how many begin, at least 0, or a list of their rows");
    }
}

void Initial::values(const char* name, process::AgentValues& values) {
    const py::object value = take(name);
    if (value.is_none()) return;
    const std::string rule = "must be a number, a distribution such as \"uniform(low=0, high=1)\", or one number each";
    if (py::isinstance<py::str>(value)) {
        const core::DistributionReading reading = core::Distribution::parse(value.cast<std::string>(), "");
        if (reading.value) values = {.drawn = *reading.value, .given = {}};
        for (core::Mistake mistake : reading.mistakes) {
            mistake.file = "keyword";
            mistake.path = std::string("initial.") + name;
            mistakes_.push_back(std::move(mistake));
        }
        return;
    }
    try {
        if (PyFloat_Check(value.ptr()) || PyLong_Check(value.ptr())) {
            values = {.drawn = core::Distribution::constant(value.cast<double>()), .given = {}};
        } else {
            values.given = value.cast<std::vector<double>>();
            if (values.given.empty()) refuse(name, value, rule);
        }
    } catch (const py::cast_error&) {
        refuse(name, value, rule);
    } catch (const core::Error&) {
        refuse(name, value, "must be a finite number");
    }
}

void Initial::list(const char* name, std::vector<double>& values) {
    const py::object value = take(name);
    if (value.is_none()) return;
    try {
        values = value.cast<std::vector<double>>();
    } catch (const py::cast_error&) {
        refuse(name, value, "must be a list of numbers");
        return;
    }
    if (values.empty()) refuse(name, value, "must be a list of numbers");
}

void Initial::rows(const char* name, std::vector<core::Index>& rows) {
    const py::object value = take(name);
    if (value.is_none()) return;
    try {
        rows = value.cast<std::vector<core::Index>>();
    } catch (const py::cast_error&) {
        refuse(name, value, "must be a list of rows");
    }
}

void Initial::number(const char* name, double& value) {
    const py::object found = take(name);
    if (found.is_none()) return;
    try {
        value = found.cast<double>();
    } catch (const py::cast_error&) {
        refuse(name, found, "must be a number");
    }
}

void Initial::number(const char* name, double& value, Range range) {
    number(name, value);
    if (value >= range.low && value <= range.high) return;
    refuse(name, py::cast(value),
           "must be between " + core::number_text(range.low) + " and " + core::number_text(range.high));
}

void Initial::finish() const {
    std::vector<core::Mistake> mistakes = mistakes_;
    for (const auto& [key, value] : given_) {
        const auto name = py::str(key).cast<std::string>();
        if (std::find(asked_.begin(), asked_.end(), name) != asked_.end()) continue;
        mistakes.push_back({.file = "keyword",
                            .path = "initial." + name,
                            .rule = "is no name of something to start from",
                            .suggestion = core::nearest(name, asked_).value_or("")});
    }
    if (!mistakes.empty()) throw core::ConfigError(std::move(mistakes));
}

void bind_process(py::module_& module) {
    py::module_ own = module.def_submodule("process");
    py::class_<process::Dataset>(own, "Dataset").def("content", &content);
    py::class_<process::Experiment>(own, "Experiment")
        .def(py::init([](core::Index size, const std::vector<std::shared_ptr<core::Graph>>& graphs,
                         const GraphModel* model, std::optional<double> until, std::optional<double> every,
                         std::optional<double> step, std::uint32_t replicates, std::uint32_t seed, unsigned threads) {
                 return process::Experiment{.size = size,
                                            .graphs = {graphs.begin(), graphs.end()},
                                            .make_graph = model ? graph_maker(*model) : process::MakeGraph{},
                                            .until = until,
                                            .every = every,
                                            .step = step,
                                            .replicates = replicates,
                                            .seed = seed,
                                            .threads = threads};
             }),
             py::kw_only(), py::arg("size"), py::arg("graphs"), py::arg("model"), py::arg("until"), py::arg("every"),
             py::arg("step"), py::arg("replicates"), py::arg("seed"), py::arg("threads"));
    bind_allocation(own);
    bind_belonging(own);
    bind_business_recovery(own);
    bind_collaboration(own);
    bind_cooperation(own);
    bind_data_sharing(own);
    bind_decision(own);
    bind_dependence(own);
    bind_dependency_cascade(own);
    bind_depth_damage(own);
    bind_detection(own);
    bind_diffusion(own);
    bind_emotion(own);
    bind_epidemic(own);
    bind_evaluation(own);
    bind_fatigue(own);
    bind_fragility(own);
    bind_grievance(own);
    bind_hidden_hazard(own);
    bind_housing_recovery(own);
    bind_inoperability(own);
    bind_learning(own);
    bind_metrics(own);
    bind_mind(own);
    bind_mode_switch(own);
    bind_mutual_aid(own);
    bind_opinion(own);
    bind_panic_buying(own);
    bind_participation(own);
    bind_pilots(own);
    bind_plan(own);
    bind_platform(own);
    bind_point_process(own);
    bind_protective_action(own);
    bind_rain_depth(own);
    bind_replanning(own);
    bind_reporting_chain(own);
    bind_responsibility(own);
    bind_restoration(own);
    bind_rumour(own);
    bind_service_queue(own);
    bind_stock(own);
    bind_trust(own);
    bind_volunteering(own);
    bind_warning(own);
}

}  // namespace commonweal::python
