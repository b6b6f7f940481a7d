// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/participation.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_participation(const process::Participation& participation, const py::dict& given,
                                        const process::Experiment& experiment) {
    process::ParticipationStart start;
    Initial initial(given);
    initial.starters("acting", start.acting);
    initial.values("threshold", start.threshold);
    initial.values("eligible", start.eligible);
    initial.values("organiser", start.organiser);
    initial.values("tasks", start.tasks);
    initial.finish();
    return unlocked([&] { return process::simulate(participation, start, experiment); });
}

/// A number or a text; closed forms are of many, who are not given one by one.
core::Distribution cascade_threshold(const py::object& given) {
    process::AgentValues values;
    py::dict named;
    named["threshold"] = given;
    Initial initial(named);
    initial.values("threshold", values);
    initial.finish();
    if (values.given.empty()) return values.drawn;
    throw core::ConfigError({{.file = "keyword",
                              .path = "threshold",
                              .rule = "must be a number or a distribution such as \"normal(mean=0.35, sd=0.15)\"",
                              .value = std::to_string(values.given.size()) + " numbers"}});
}

}  // namespace

void bind_participation(py::module_& module) {
    bind_parameters<process::Participation>(module, "Participation")
        .def("simulate", &simulate_participation)
        .def("cascade_branching",
             [](const process::Participation& participation, const std::vector<double>& degrees,
                const py::object& threshold) {
                 return process::cascade_branching(participation, degrees, cascade_threshold(threshold));
             })
        .def("cascade_size", [](const process::Participation& participation, const std::vector<double>& degrees,
                                const py::object& threshold, double seeds) {
            return process::cascade_size(participation, degrees, cascade_threshold(threshold), seeds);
        });
    module.def("equilibrium", [](double mean, double sd, double acting, double eligible) {
        return process::equilibrium({.mean = mean, .sd = sd}, {.acting = acting, .eligible = eligible});
    });
    module.def("critical_sd", &process::critical_sd);
    module.def("cascade_window", [](double threshold) -> py::object {
        const auto window = process::cascade_window(threshold);
        return window ? py::object(py::make_tuple(window->low, window->high)) : py::none();
    });
    module.def("poisson_degrees", &process::poisson_degrees);
}

}  // namespace commonweal::python
