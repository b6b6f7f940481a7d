// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/plan.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_plans(const process::Plan& plan, const py::dict& given,
                                const process::Experiment& experiment) {
    process::PlanStart start;
    Initial initial(given);
    initial.values("experience", start.experience);
    initial.values("experts", start.experts);
    initial.values("residents", start.residents);
    initial.values("load", start.load);
    initial.values("training", start.training);
    initial.finish();
    return unlocked([&] { return process::simulate(plan, start, experiment); });
}

process::PlanMakers plan_makers(Initial& initial) {
    process::PlanMakers makers;
    constexpr Initial::Range share{.low = 0.0, .high = 1.0};
    initial.number("experience", makers.experience, share);
    initial.number("experts", makers.experts, share);
    initial.number("residents", makers.residents, share);
    initial.number("load", makers.load, {.low = 0.0, .high = 2.0});
    return makers;
}

process::Dataset plan_mean_field(const process::Plan& plan, const py::dict& given, double until, double every) {
    double training = 0.0;
    Initial initial(given);
    const process::PlanMakers makers = plan_makers(initial);
    initial.number("training", training);
    initial.finish();
    return process::mean_field(plan, makers, training, until, every);
}

}  // namespace

void bind_plan(py::module_& module) {
    bind_parameters<process::Plan>(module, "Plan")
        .def("simulate", &simulate_plans)
        .def("mean_field", &plan_mean_field)
        .def("plan_quality",
             [](const process::Plan& plan, const py::dict& given) {
                 Initial initial(given);
                 const process::PlanMakers makers = plan_makers(initial);
                 initial.finish();
                 return process::plan_quality(plan, makers);
             })
        .def("action_time", [](const process::Plan& plan, double quality, double training) {
            return process::action_time(plan, quality, training);
        });
}

}  // namespace commonweal::python
