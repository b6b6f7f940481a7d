// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/detection.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_posts(const process::Detection& detection, const py::dict& given,
                                const process::Experiment& experiment) {
    process::DetectionStart start;
    Initial initial(given);
    initial.number("trust", start.trust);
    initial.finish();
    return unlocked([&] { return process::simulate(detection, start, experiment); });
}

process::Dataset watch_series(const process::Monitor& monitor, double shift, const process::Experiment& experiment) {
    return unlocked([&] { return process::run_lengths(monitor, shift, experiment); });
}

}  // namespace

void bind_detection(py::module_& module) {
    bind_parameters<process::Detection>(module, "Detection")
        .def("simulate", &simulate_posts)
        .def("fused_sensitivity",
             [](const process::Detection& detection) { return process::fused_sensitivity(detection); })
        .def("criterion", &process::criterion)
        .def("alarm_rates",
             [](const process::Detection& detection) {
                 const process::AlarmRates rates = process::alarm_rates(detection);
                 return py::make_tuple(rates.hit, rates.false_alarm);
             })
        .def("expected_cost", &process::expected_cost)
        .def("expected_trust", &process::expected_trust);
    bind_parameters<process::Monitor>(module, "Monitor")
        .def("run_lengths", &watch_series)
        .def("average_run_length", &process::average_run_length);
    module.def("area_under_curve", &process::area_under_curve);
    module.def("fused_sensitivity", [](const std::vector<double>& sensitivities, double correlation) {
        return process::fused_sensitivity(sensitivities, correlation);
    });
}

}  // namespace commonweal::python
