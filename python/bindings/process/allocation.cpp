// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/allocation.hpp>

#include "arrays.hpp"
#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_allocation(const process::Allocation& allocation, const py::dict& initially,
                                     const process::Experiment& experiment) {
    process::AllocationStart start;
    Initial initial(initially);
    initial.values("need", start.need);
    initial.values("report", start.report);
    initial.values("severity", start.severity);
    initial.values("connection", start.connection);
    initial.values("arrival", start.arrival);
    initial.finish();
    return unlocked([&] { return process::simulate(allocation, start, experiment); });
}

py::array_t<double> allocate_claims(const process::Allocation& allocation, const Array<double>& need,
                                    const Array<double>& reported, const Array<double>& severity,
                                    const Array<double>& connection, const Array<double>& arrival, double supply) {
    const process::Claims claims{.need = span_of(need),
                                 .reported = span_of(reported),
                                 .severity = span_of(severity),
                                 .connection = span_of(connection),
                                 .arrival = span_of(arrival)};
    return given(process::allocate(allocation, claims, supply));
}

}  // namespace

void bind_allocation(py::module_& module) {
    bind_parameters<process::Allocation>(module, "Allocation")
        .def("simulate", &simulate_allocation)
        .def("allocate", &allocate_claims);
}

}  // namespace commonweal::python
