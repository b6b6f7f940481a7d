// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/decision.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset decide_cases(const process::Decision& decision, const py::dict& given,
                              const process::Experiment& experiment) {
    process::DecisionStart start;
    Initial initial(given);
    initial.number("places", start.places);
    initial.finish();
    return unlocked([&] { return process::simulate(decision, start, experiment); });
}

process::Dataset act_in_time(const process::TimePressure& pressure, const process::Experiment& experiment) {
    return unlocked([&] { return process::act_times(pressure, experiment); });
}

process::Decision governance_named(const std::string& name) {
    if (name == "administrative") return process::governance(process::Governance::administrative);
    if (name == "autonomous") return process::governance(process::Governance::autonomous);
    if (name == "co_governance") return process::governance(process::Governance::co_governance);
    if (name == "hybrid") return process::governance(process::Governance::hybrid);
    throw core::ConfigError({{.file = "keyword",
                              .path = "preset",
                              .rule = "must be administrative, autonomous, co_governance or hybrid",
                              .value = name}});
}

}  // namespace

void bind_decision(py::module_& module) {
    using process::Decision;
    using process::TimePressure;
    bind_parameters<Decision>(module, "Decision")
        .def("simulate", &decide_cases)
        .def("central_delay", &process::central_delay)
        .def("local_delay", &process::local_delay)
        .def("central_error", &process::central_error)
        .def("local_error", [](const Decision& decision) { return process::local_error(decision); })
        .def("mean_fit", &process::mean_fit)
        .def("central_supply", &process::central_supply)
        .def("local_supply", &process::local_supply)
        .def("decision_value", &process::decision_value)
        .def("mean_spillover", &process::mean_spillover)
        .def("governance_work", &process::governance_work);
    bind_parameters<TimePressure>(module, "TimePressure")
        .def("act_times", &act_in_time)
        .def("act_threshold", &process::act_threshold)
        .def("evidence_needed", &process::evidence_needed)
        .def("acted_share",
             [](const TimePressure& pressure, double hours, bool hazard) {
                 return process::acted_share(pressure, {.hours = hours, .hazard = hazard});
             })
        .def("expected_loss", &process::expected_loss);
    module.def("governance", &governance_named);
}

}  // namespace commonweal::python
