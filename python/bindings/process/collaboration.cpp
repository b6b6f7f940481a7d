// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/collaboration.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_forums(const process::Collaboration& forum, const py::dict& given,
                                 const process::Experiment& experiment) {
    process::CollaborationStart start;
    Initial initial(given);
    initial.values("power", start.power);
    initial.values("load", start.load);
    initial.number("prehistory", start.prehistory);
    initial.number("hope", start.hope);
    initial.finish();
    return unlocked([&] { return process::simulate(forum, start, experiment); });
}

}  // namespace

void bind_collaboration(py::module_& module) {
    bind_parameters<process::Collaboration>(module, "Collaboration").def("simulate", &simulate_forums);
}

}  // namespace commonweal::python
