// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/business_recovery.hpp>

#include "arrays.hpp"
#include "process/process.hpp"

#include <vector>

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_business(const process::BusinessRecovery& recovery, const py::dict& initially,
                                   const process::Experiment& experiment) {
    process::BusinessStart start;
    Initial initial(initially);
    initial.values("damage", start.damage);
    initial.values("small", start.small);
    initial.values("finance", start.finance);
    initial.values("lifeline", start.lifeline);
    initial.values("open", start.open);
    initial.finish();
    return unlocked([&] { return process::simulate(recovery, start, experiment); });
}

/// Rows of damage, small, finance, lifeline, open and weight.
std::vector<process::BusinessGroup> business_groups(const Array<double>& rows) {
    const auto values = span_of(rows);
    std::vector<process::BusinessGroup> groups;
    for (std::size_t k = 0; k + 5 < values.size(); k += 6) {
        groups.push_back({.business = {.damage = values[k],
                                       .small = values[k + 1],
                                       .finance = values[k + 2],
                                       .lifeline = values[k + 3],
                                       .open = values[k + 4]},
                          .weight = values[k + 5]});
    }
    return groups;
}

process::Dataset business_mean_field(const process::BusinessRecovery& recovery, const Array<double>& rows, double until,
                                     double every) {
    const std::vector<process::BusinessGroup> groups = business_groups(rows);
    return unlocked([&] { return process::mean_field(recovery, groups, until, every); });
}

double business_calibration(const process::BusinessRecovery& recovery, const Array<double>& rows, double share,
                            double days) {
    return process::calibrated_rate(recovery, business_groups(rows), {.share = share, .days = days});
}

double business_rate(const process::BusinessRecovery& recovery, const Array<double>& business, double lifeline,
                     double customers, double neighbours) {
    return process::reopening_rate(recovery, business_groups(business).at(0).business,
                                   {.lifeline = lifeline, .customers = customers, .neighbours = neighbours});
}

}  // namespace

void bind_business_recovery(py::module_& module) {
    bind_parameters<process::BusinessRecovery>(module, "BusinessRecovery")
        .def("simulate", &simulate_business)
        .def("mean_field", &business_mean_field)
        .def("calibrated_rate", &business_calibration)
        .def("reopening_rate", &business_rate);
}

}  // namespace commonweal::python
