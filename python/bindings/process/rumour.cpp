// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/rumour.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::RumourShares shares(const py::dict& given) {
    process::RumourShares start;
    Initial initial(given);
    initial.number("ignorant", start.ignorant);
    initial.number("spreader", start.spreader);
    initial.finish();
    return start;
}

process::Dataset simulate(const process::Rumour& rumour, const py::dict& given, const process::Experiment& experiment) {
    process::RumourStart start;
    Initial initial(given);
    initial.starters("spreader", start.spreader);
    initial.starters("corrected", start.corrected);
    initial.values("credulity", start.credulity);
    initial.finish();
    return unlocked([&] { return process::simulate(rumour, start, experiment); });
}

}  // namespace

void bind_rumour(py::module_& module) {
    bind_parameters<process::Rumour>(module, "Rumour")
        .def("simulate", &simulate)
        .def("mean_field", [](const process::Rumour& rumour, const py::dict& initial, double until,
                              double every) { return process::mean_field(rumour, shares(initial), until, every); })
        .def("final_ignorant_share", [](const process::Rumour& rumour, const py::dict& initial) {
            return process::final_ignorant_share(rumour, shares(initial));
        });
    module.def("credulity", &process::credulity);
}

}  // namespace commonweal::python
