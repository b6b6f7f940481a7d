// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/reporting_chain.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset send_reports(const process::ReportingChain& chain, const py::dict& given,
                              const process::Experiment& experiment) {
    process::ReportingStart start;
    process::AgentValues withheld;
    Initial initial(given);
    initial.values("value", start.value);
    initial.number("yes_share", start.yes_share);
    initial.values("withheld", withheld);
    initial.finish();
    if (given.contains("withheld")) start.withheld = withheld;
    return unlocked([&] { return process::simulate(chain, start, experiment); });
}

}  // namespace

void bind_reporting_chain(py::module_& module) {
    bind_parameters<process::ReportingChain>(module, "ReportingChain")
        .def("simulate", &send_reports)
        .def("correct_chance", &process::correct_chance)
        .def("arrival_chance", &process::arrival_chance)
        .def("expected_value",
             [](const process::ReportingChain& chain, double truth, const std::vector<double>& withheld) {
                 return process::expected_value(chain, truth, withheld);
             })
        .def("noise_variance", &process::noise_variance)
        .def("mean_delay", &process::mean_delay)
        .def("order_effect", [](const process::ReportingChain& chain, double central, double best, double local_error) {
            return process::order_effect(chain, {.central = central, .best = best, .local_error = local_error});
        });
}

}  // namespace commonweal::python
