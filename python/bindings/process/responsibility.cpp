// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/responsibility.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset offer_tasks(const process::Responsibility& params, const py::dict& given,
                             const process::Experiment& experiment) {
    process::ResponsibilityStart start;
    Initial initial(given);
    initial.number("work", start.work);
    initial.finish();
    return unlocked([&] { return process::simulate(params, start, experiment); });
}

}  // namespace

void bind_responsibility(py::module_& module) {
    using process::Responsibility;
    bind_parameters<Responsibility>(module, "Responsibility")
        .def("simulate", &offer_tasks)
        .def("gap_chance", [](const Responsibility& self,
                              const std::vector<double>& loads) { return process::gap_chance(self, loads); })
        .def("extra_claims", [](const Responsibility& self,
                                const std::vector<double>& loads) { return process::extra_claims(self, loads); })
        .def("joint_chance", &process::joint_chance)
        .def("mean_handovers", &process::mean_handovers)
        .def("gap_delay", &process::gap_delay)
        .def("makeup_share", &process::makeup_share);
}

}  // namespace commonweal::python
