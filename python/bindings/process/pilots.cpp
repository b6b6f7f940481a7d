// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/pilots.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

using PilotCounts = std::pair<std::uint32_t, std::uint32_t>;

process::PilotRecord pilot_record(const PilotCounts& counts) {
    return {.successes = counts.first, .failures = counts.second};
}

process::Dataset try_pilots(const process::Pilots& pilots, const process::Experiment& experiment) {
    return unlocked([&] { return process::simulate(pilots, experiment); });
}

std::vector<double> best_pilots(const std::vector<PilotCounts>& all, double level) {
    std::vector<process::PilotRecord> records;
    for (const PilotCounts& counts : all) records.push_back(pilot_record(counts));
    return process::chances_best(records, level);
}

}  // namespace

void bind_pilots(py::module_& module) {
    bind_parameters<process::Pilots>(module, "Pilots")
        .def("simulate", &try_pilots)
        .def("approval_chance", &process::approval_chance);
    module.def("chance_better", [](const PilotCounts& one, const PilotCounts& other) {
        return process::chance_better(pilot_record(one), pilot_record(other));
    });
    module.def("chance_above",
               [](const PilotCounts& one, double level) { return process::chance_above(pilot_record(one), level); });
    module.def("chances_best", &best_pilots);
    module.def("pilot_size", [](double present, double candidate, double error, double power) {
        return process::pilot_size({.present = present, .candidate = candidate, .error = error, .power = power});
    });
}

}  // namespace commonweal::python
