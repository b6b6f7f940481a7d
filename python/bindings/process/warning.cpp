// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/warning.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset spread_warning(const process::Warning& warning, const py::dict& given,
                                const process::Experiment& experiment) {
    process::WarningStart start;
    Initial initial(given);
    initial.starters("warned", start.warned);
    initial.values("reach", start.reach);
    initial.finish();
    return unlocked([&] { return process::simulate(warning, start, experiment); });
}

process::Dataset warning_mean_field(const process::Warning& warning, const py::dict& given, double until,
                                    double every) {
    process::WarningShares start;
    Initial initial(given);
    initial.number("warned", start.warned);
    initial.values("reach", start.reach);
    initial.finish();
    return unlocked([&] { return process::mean_field(warning, start, until, every); });
}

}  // namespace

void bind_warning(py::module_& module) {
    bind_parameters<process::Warning>(module, "Warning")
        .def("simulate", &spread_warning)
        .def("mean_field", &warning_mean_field)
        .def("warned_share", &process::warned_share)
        .def("time_to_warned_share", &process::time_to_warned_share);
}

}  // namespace commonweal::python
