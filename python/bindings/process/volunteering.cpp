// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/volunteering.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_volunteering(const process::Volunteering& volunteering, const py::dict& given,
                                       const process::Experiment& experiment) {
    process::VolunteeringStart start;
    Initial initial(given);
    initial.starters("acting", start.acting);
    initial.values("eligible", start.eligible);
    initial.values("threshold", start.threshold);
    initial.values("organiser", start.organiser);
    initial.values("tasks", start.tasks);
    initial.number("organisers", start.organisers);
    initial.number("work", start.work);
    initial.finish();
    return unlocked([&] { return process::simulate(volunteering, start, experiment); });
}

}  // namespace

void bind_volunteering(py::module_& module) {
    bind_parameters<process::Volunteering>(module, "Volunteering")
        .def("simulate", &simulate_volunteering)
        .def("effective_labour", &process::effective_labour)
        .def("staying_share", &process::staying_share)
        .def("joined_share", &process::joined_share)
        .def("steady_pool", [](const process::Volunteering& volunteering, double joining, double leaving) {
            return process::steady_pool(volunteering, {.joining = joining, .leaving = leaving});
        });
}

}  // namespace commonweal::python
