// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/learning.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_learning(const process::Learning& learning, const py::dict& given,
                                   const process::Experiment& experiment) {
    process::LearningStart start;
    process::AgentValues socialisation;
    Initial initial(given);
    initial.values("socialisation", socialisation);
    initial.finish();
    if (given.contains("socialisation")) start.socialisation = socialisation;
    return unlocked([&] { return process::simulate(learning, start, experiment); });
}

}  // namespace

void bind_learning(py::module_& module) {
    bind_parameters<process::Learning>(module, "Learning").def("simulate", &simulate_learning);
}

}  // namespace commonweal::python
