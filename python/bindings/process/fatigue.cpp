// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/fatigue.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_fatigue(const process::Fatigue& fatigue, const py::dict& given,
                                  const process::Experiment& experiment) {
    process::FatigueStart start;
    Initial initial(given);
    initial.values("strain", start.strain);
    initial.values("load", start.load);
    initial.values("hours", start.hours);
    initial.values("rest", start.rest);
    initial.values("support", start.support);
    initial.finish();
    return unlocked([&] { return process::simulate(fatigue, start, experiment); });
}

process::FatigueSetting fatigue_setting(const py::dict& given) {
    process::FatigueSetting setting;
    Initial initial(given);
    initial.number("strain", setting.strain);
    initial.number("load", setting.work.load);
    initial.number("hours", setting.work.hours);
    initial.number("rest", setting.work.rest);
    initial.number("support", setting.work.support);
    initial.finish();
    return setting;
}

}  // namespace

void bind_fatigue(py::module_& module) {
    bind_parameters<process::Fatigue>(module, "Fatigue")
        .def("simulate", &simulate_fatigue)
        .def("expected_strain",
             [](const process::Fatigue& fatigue, const py::dict& given, double days) {
                 return process::expected_strain(fatigue, fatigue_setting(given), days);
             })
        .def("mean_field", [](const process::Fatigue& fatigue, const py::dict& given, double until, double every) {
            return process::mean_field(fatigue, fatigue_setting(given), until, every);
        });
}

}  // namespace commonweal::python
