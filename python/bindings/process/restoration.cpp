// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/crew_restoration.hpp>
#include <commonweal/process/restoration.hpp>

#include "arrays.hpp"
#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

using process::ComponentRestoration;
using process::CrewRestoration;
using process::Restoration;

void refuse_restoration(const std::string& name, std::size_t count, const std::string& rule) {
    throw core::ConfigError(
        {{.file = "keyword", .path = name, .rule = rule, .value = std::to_string(count) + " numbers"}});
}

std::optional<Restoration> times_of(const std::vector<double>& mean, const std::vector<double>& sd) {
    if (mean.empty() && sd.empty()) return {};
    Restoration curves{};
    for (const auto& [name, given] : {std::pair{"mean", &mean}, std::pair{"sd", &sd}}) {
        if (given->size() == curves.size()) continue;
        refuse_restoration(name, given->size(), "must be 4 numbers: slight, moderate, extensive, complete");
    }
    for (std::size_t k = 0; k < curves.size(); ++k) curves[k] = {.mean = mean[k], .sd = sd[k]};
    return curves;
}

std::array<double, process::damage_state_count> five_chances(const std::vector<double>& given) {
    std::array<double, process::damage_state_count> chances{};
    if (given.size() != chances.size()) {
        refuse_restoration("chances", given.size(), "must be 5 chances: none, slight, moderate, extensive, complete");
    }
    std::copy(given.begin(), given.end(), chances.begin());
    return chances;
}

process::Dataset restore_components(const ComponentRestoration& process, const py::dict& initially,
                                    const process::Experiment& experiment) {
    process::RestorationStart start;
    std::vector<double> chances;
    std::vector<double> mean;
    std::vector<double> sd;
    Initial initial(initially);
    initial.list("chances", chances);
    initial.list("damage", start.damage);
    initial.list("mean", mean);
    initial.list("sd", sd);
    initial.finish();
    if (!chances.empty()) start.chances = five_chances(chances);
    start.restoration = times_of(mean, sd);
    return unlocked([&] { return process::simulate(process, start, experiment); });
}

py::array_t<double> component_function_after(const ComponentRestoration& process, const std::vector<double>& chances,
                                             const std::vector<double>& days) {
    const auto states = five_chances(chances);
    const Restoration curves = process::restoration_curves(process);
    std::vector<double> function;
    function.reserve(days.size());
    for (const double day : days) {
        function.push_back(process::functionality(curves, states, day, process.before_damage));
    }
    return given(std::move(function));
}

process::Dataset send_crews(const CrewRestoration& process, const py::dict& initially,
                            const process::Experiment& experiment) {
    process::CrewStart start;
    Initial initial(initially);
    initial.values("customers", start.customers);
    initial.values("work", start.work);
    initial.values("priority", start.priority);
    initial.values("detour", start.detour);
    initial.values("reported", start.reported);
    initial.values("ready", start.ready);
    initial.number("call_hour", start.call_hour);
    initial.finish();
    return unlocked([&] { return process::simulate(process, start, experiment); });
}

py::list restoration_rows() {
    py::list rows;
    for (std::size_t k = 0; k < process::restored_component_count; ++k) {
        const auto& row = process::restoration_row(static_cast<process::RestoredComponent>(k));
        std::vector<double> mean;
        std::vector<double> sd;
        for (const process::RestorationCurve& curve : row.restoration) {
            mean.push_back(curve.mean);
            sd.push_back(curve.sd);
        }
        rows.append(
            py::make_tuple(std::string(row.name), mean, sd, std::string(row.source), std::string(1, row.evidence)));
    }
    return rows;
}

}  // namespace

void bind_restoration(py::module_& module) {
    bind_parameters<ComponentRestoration>(module, "ComponentRestoration")
        .def("simulate", &restore_components)
        .def("functionality", &component_function_after);
    bind_parameters<CrewRestoration>(module, "CrewRestoration")
        .def("simulate", &send_crews)
        .def("makespan_bounds", [](const CrewRestoration& process, const std::vector<double>& work) {
            const process::MakespanBounds bounds = process::makespan_bounds(process, work);
            return py::make_tuple(bounds.low, bounds.high);
        });
    module.def("restoration_rows", &restoration_rows);
}

}  // namespace commonweal::python
