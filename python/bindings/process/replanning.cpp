// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/replanning.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::ReplanningStart replanning_start(const py::dict& given) {
    process::ReplanningStart start;
    Initial initial(given);
    initial.number("misfit", start.misfit);
    initial.finish();
    return start;
}

process::Dataset simulate_replanning(const process::Replanning& replanning, const py::dict& given,
                                     const process::Experiment& experiment) {
    const process::ReplanningStart start = replanning_start(given);
    return unlocked([&] { return process::simulate(replanning, start, experiment); });
}

}  // namespace

void bind_replanning(py::module_& module) {
    bind_parameters<process::Replanning>(module, "Replanning")
        .def("simulate", &simulate_replanning)
        .def("mean_field",
             [](const process::Replanning& replanning, const py::dict& given, double until, double every) {
                 return process::mean_field(replanning, replanning_start(given), until, every);
             })
        .def("fitting_chance", &process::fitting_chance)
        .def("feedback_gain", &process::feedback_gain)
        .def("steady_misfit", [](const process::Replanning& replanning) {
            const process::Misfit misfit = process::steady_misfit(replanning);
            return py::make_tuple(misfit.mean, misfit.square);
        });
}

}  // namespace commonweal::python
