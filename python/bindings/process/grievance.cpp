// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/grievance.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_grievance(const process::Grievance& own, const py::dict& given,
                                    const process::Experiment& experiment) {
    process::GrievanceStart start;
    Initial initial(given);
    initial.values("unmet", start.unmet);
    initial.values("share", start.share);
    initial.values("broken", start.broken);
    initial.values("grievance", start.grievance);
    initial.values("trust", start.trust);
    initial.finish();
    return unlocked([&] { return process::simulate(own, start, experiment); });
}

process::GrievanceSetting grievance_setting(const py::dict& given) {
    process::GrievanceSetting setting;
    Initial initial(given);
    initial.number("unmet", setting.grounds.unmet);
    initial.number("unfair", setting.grounds.unfair);
    initial.number("broken", setting.grounds.broken);
    initial.number("grievance", setting.grievance);
    initial.number("trust", setting.trust);
    initial.finish();
    return setting;
}

}  // namespace

void bind_grievance(py::module_& module) {
    bind_parameters<process::Grievance>(module, "Grievance")
        .def("simulate", &simulate_grievance)
        .def("mean_field",
             [](const process::Grievance& own, const py::dict& given, double until, double every) {
                 return process::mean_field(own, grievance_setting(given), until, every);
             })
        .def("steady_grievance",
             [](const process::Grievance& own, const py::dict& given) {
                 return process::steady_grievance(own, grievance_setting(given));
             })
        .def("mediation_wait", &process::mediation_wait);
}

}  // namespace commonweal::python
