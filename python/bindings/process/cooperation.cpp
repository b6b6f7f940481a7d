// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/cooperation.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_cooperation(const process::Cooperation& game, const py::dict& given,
                                      const process::Experiment& experiment) {
    process::CooperationStart start;
    Initial initial(given);
    initial.values("belief", start.belief);
    initial.values("spirit", start.spirit);
    initial.finish();
    return unlocked([&] { return process::simulate(game, start, experiment); });
}

process::Dataset cooperation_mean_field(const process::Cooperation& game, const py::dict& given, std::uint32_t rounds) {
    process::CooperationMind<double> start;
    Initial initial(given);
    initial.number("belief", start.belief);
    initial.number("spirit", start.spirit);
    initial.number("pressure", start.pressure);
    initial.finish();
    return process::mean_field(game, start, rounds);
}

}  // namespace

void bind_cooperation(py::module_& module) {
    bind_parameters<process::Cooperation>(module, "Cooperation")
        .def("simulate", &simulate_cooperation)
        .def("mean_field", &cooperation_mean_field)
        .def("fixed_point", &process::fixed_point);
}

}  // namespace commonweal::python
