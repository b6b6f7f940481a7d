// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/hidden_hazard.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::Dataset simulate_hidden_hazards(const process::HiddenHazard& hazard, const py::dict& given,
                                         const process::Experiment& experiment) {
    process::HiddenHazardStart start;
    Initial initial(given);
    initial.values("age", start.age);
    initial.values("visits", start.visits);
    initial.values("participation", start.participation);
    initial.values("skill", start.skill);
    initial.values("sensors", start.sensors);
    initial.values("stress", start.stress);
    initial.finish();
    return unlocked([&] { return process::simulate(hazard, start, experiment); });
}

process::HazardWatch<double> hazard_watch(Initial& initial) {
    process::HazardWatch<double> watch;
    constexpr Initial::Range share{.low = 0.0, .high = 1.0};
    initial.number("visits", watch.visits, {.low = 0.0, .high = 1e4});
    initial.number("participation", watch.participation, share);
    initial.number("skill", watch.skill, share);
    initial.number("sensors", watch.sensors, share);
    return watch;
}

process::Dataset hidden_hazard_mean_field(const process::HiddenHazard& hazard, const py::dict& given, double until,
                                          double every) {
    process::HiddenHazardSetting setting;
    Initial initial(given);
    setting.watch = hazard_watch(initial);
    initial.number("age", setting.age);
    initial.number("stress", setting.stress);
    initial.finish();
    return process::mean_field(hazard, setting, until, every);
}

py::tuple hazard_find_rates(const process::HiddenHazard& hazard, const py::dict& given) {
    Initial initial(given);
    const process::HazardWatch<double> watch = hazard_watch(initial);
    initial.finish();
    const auto rates = process::find_rates(hazard, watch);
    return py::make_tuple(rates[0], rates[1], rates[2]);
}

double hazard_damage_chance(const process::HiddenHazard& hazard, double median, double dispersion, double intensity,
                            double severity) {
    return process::exceedance(process::weakened(hazard, {.median = median, .dispersion = dispersion}, severity),
                               intensity);
}

}  // namespace

void bind_hidden_hazard(py::module_& module) {
    bind_parameters<process::HiddenHazard>(module, "HiddenHazard")
        .def("simulate", &simulate_hidden_hazards)
        .def("mean_field", &hidden_hazard_mean_field)
        .def("find_rates", &hazard_find_rates)
        .def("damage_chance", &hazard_damage_chance)
        .def("fragility_factor", &process::fragility_factor<double>);
}

}  // namespace commonweal::python
