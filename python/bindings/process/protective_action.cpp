// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/protective_action.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

void take_situation(Initial& initial, process::ActionSituation& situation) {
    initial.values("warned", situation.warned);
    initial.values("trust", situation.trust);
    initial.values("environmental", situation.environmental);
    initial.values("experience", situation.experience);
    initial.values("expected_impact", situation.expected_impact);
    initial.values("self_efficacy", situation.self_efficacy);
    initial.values("response_efficacy", situation.response_efficacy);
    initial.values("cost", situation.cost);
    initial.values("mobility", situation.mobility);
}

void take_delay(Initial& initial, const py::dict& given, std::optional<process::AgentValues>& delay) {
    process::AgentValues values;
    initial.values("delay", values);
    if (given.contains("delay")) delay = values;
}

process::Dataset set_out(const process::ProtectiveAction& action, const py::dict& given,
                         const process::Experiment& experiment) {
    process::ActionStart start;
    Initial initial(given);
    take_situation(initial, start.situation);
    initial.starters("acting", start.acting);
    take_delay(initial, given, start.delay);
    initial.finish();
    return unlocked([&] { return process::simulate(action, start, experiment); });
}

process::ActionShares action_shares(const py::dict& given) {
    process::ActionShares start;
    Initial initial(given);
    take_situation(initial, start.situation);
    initial.number("acting", start.acting);
    take_delay(initial, given, start.delay);
    initial.finish();
    return start;
}

double share_that_is_ready(const process::ProtectiveAction& action, const py::dict& given) {
    process::ActionSituation situation;
    double acting = 0.0;
    Initial initial(given);
    take_situation(initial, situation);
    initial.number("acting", acting);
    initial.finish();
    return process::ready_share(action, situation, acting);
}

process::Dataset action_mean_field(const process::ProtectiveAction& action, const py::dict& given, double until,
                                   double every) {
    const process::ActionShares start = action_shares(given);
    return unlocked([&] { return process::mean_field(action, start, until, every); });
}

}  // namespace

void bind_protective_action(py::module_& module) {
    bind_parameters<process::ProtectiveAction>(module, "ProtectiveAction")
        .def("simulate", &set_out)
        .def("mean_field", &action_mean_field)
        .def("ready_share", &share_that_is_ready)
        .def("equilibria", [](const process::ProtectiveAction& action,
                              const py::dict& initial) { return process::equilibria(action, action_shares(initial)); })
        .def("final_share", [](const process::ProtectiveAction& action, const py::dict& initial) {
            return process::final_share(action, action_shares(initial));
        });
}

}  // namespace commonweal::python
