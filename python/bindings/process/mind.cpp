// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/mind.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_mind(const process::Mind& mind, const py::dict& given,
                               const process::Experiment& experiment) {
    process::MindStart start;
    Initial initial(given);
    initial.values("loss", start.loss);
    initial.values("injury", start.injury);
    initial.values("displacement", start.displacement);
    initial.values("distress", start.distress);
    initial.values("support", start.support);
    initial.values("security", start.security);
    initial.finish();
    return unlocked([&] { return process::simulate(mind, start, experiment); });
}

process::Dataset mind_mean_field(const process::Mind& mind, const py::dict& given, double until, double every) {
    process::MindSetting setting;
    Initial initial(given);
    initial.number("loss", setting.chances.loss);
    initial.number("injury", setting.chances.injury);
    initial.number("displacement", setting.chances.displacement);
    initial.number("distress", setting.distress);
    initial.number("support", setting.support);
    initial.number("security", setting.security);
    initial.finish();
    return process::mean_field(mind, setting, until, every);
}

}  // namespace

void bind_mind(py::module_& module) {
    bind_parameters<process::Mind>(module, "Mind").def("simulate", &simulate_mind).def("mean_field", &mind_mean_field);
}

}  // namespace commonweal::python
