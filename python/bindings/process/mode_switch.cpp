// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/mode_switch.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_modes(const process::ModeSwitch& mode, const py::dict& given,
                                const process::Experiment& experiment) {
    process::ModeStart start;
    Initial initial(given);
    initial.values("drill", start.drill);
    initial.values("space", start.space);
    initial.values("hazard", start.hazard);
    initial.values("trust", start.trust);
    initial.finish();
    return unlocked([&] { return process::simulate(mode, start, experiment); });
}

}  // namespace

void bind_mode_switch(py::module_& module) {
    using process::ModeSwitch;
    bind_parameters<ModeSwitch>(module, "ModeSwitch")
        .def("simulate", &simulate_modes)
        .def("conversion_time",
             [](const ModeSwitch& mode, double drill, double space) {
                 return process::conversion_time(mode, {.drill = drill, .space = space});
             })
        .def("converted_share",
             [](const ModeSwitch& mode, double drill, double space, double hours) {
                 return process::converted_share(mode, {.drill = drill, .space = space}, hours);
             })
        .def("decision_cycle", &process::decision_cycle)
        .def("switch_delay", &process::switch_delay)
        .def("return_delay", &process::return_delay)
        .def("false_crossing_rate", &process::false_crossing_rate)
        .def("backlog_after", [](const ModeSwitch& mode, double drill, double space, double hours) {
            return process::backlog_after(mode, {.drill = drill, .space = space}, hours);
        });
}

}  // namespace commonweal::python
