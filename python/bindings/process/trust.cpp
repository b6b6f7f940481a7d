// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/trust.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_trust(const process::Trust& trust, const py::dict& given,
                                const process::Experiment& experiment) {
    process::TrustStart start;
    process::AgentValues expectation;
    Initial initial(given);
    initial.values("trust", start.trust);
    initial.values("service", start.service);
    initial.values("expectation", expectation);
    initial.values("presence", start.presence);
    initial.values("fairness", start.fairness);
    initial.starters("breach", start.breach);
    initial.number("breach_day", start.breach_day);
    initial.finish();
    if (given.contains("expectation")) start.expectation = expectation;
    return unlocked([&] { return process::simulate(trust, start, experiment); });
}

void take_grounds(Initial& initial, process::TrustGrounds<double>& grounds) {
    initial.number("service", grounds.service);
    initial.number("presence", grounds.presence);
    initial.number("fairness", grounds.fairness);
}

process::Dataset trust_mean_field(const process::Trust& trust, const py::dict& given, std::uint32_t days) {
    process::TypicalTrust start;
    double expectation = 0.0;
    Initial initial(given);
    initial.number("trust", start.trust);
    take_grounds(initial, start.grounds);
    initial.number("expectation", expectation);
    initial.finish();
    if (given.contains("expectation")) start.expectation = expectation;
    return process::mean_field(trust, start, days);
}

}  // namespace

void bind_trust(py::module_& module) {
    bind_parameters<process::Trust>(module, "Trust")
        .def("simulate", &simulate_trust)
        .def("mean_field", &trust_mean_field)
        .def("steady_trust", [](const process::Trust& trust, double service, double presence, double fairness) {
            return process::steady_trust(trust, {.service = service, .presence = presence, .fairness = fairness});
        });
    module.def("beta_reputation",
               [](double successes, double failures) { return process::beta_reputation(successes, failures); });
    module.def("reputation_after", [](const std::vector<double>& outcomes, double forgetting) {
        return process::beta_reputation(outcomes, forgetting);
    });
}

}  // namespace commonweal::python
