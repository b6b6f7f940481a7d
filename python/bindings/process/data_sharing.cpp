// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/data_sharing.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset share_data(const process::DataSharing& sharing, const py::dict& given,
                            const process::Experiment& experiment) {
    process::SharingStart start;
    process::AgentValues precision;
    Initial initial(given);
    initial.values("precision", precision);
    initial.list("sharing", start.chances);
    initial.finish();
    if (given.contains("precision")) start.precision = precision;
    return unlocked([&] { return process::simulate(sharing, start, experiment); });
}

}  // namespace

void bind_data_sharing(py::module_& module) {
    bind_parameters<process::DataSharing>(module, "DataSharing")
        .def("simulate", &share_data)
        .def("fused_variance",
             [](const process::DataSharing& sharing, const std::vector<double>& precisions) {
                 return process::fused_variance(sharing, precisions);
             })
        .def("expected_variance", &process::expected_variance)
        .def("expected_form_hours", &process::expected_form_hours)
        .def("one_island_chance", &process::one_island_chance);
}

}  // namespace commonweal::python
