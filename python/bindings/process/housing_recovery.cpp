// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/housing_recovery.hpp>

#include "arrays.hpp"
#include "process/process.hpp"

#include <array>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::python {

namespace py = pybind11;

namespace {

using process::DamageState;

constexpr std::array housing_states{std::pair{"none", DamageState::none}, std::pair{"slight", DamageState::slight},
                                    std::pair{"moderate", DamageState::moderate},
                                    std::pair{"extensive", DamageState::extensive},
                                    std::pair{"complete", DamageState::complete}};

DamageState housing_state(const std::string& name) {
    for (const auto& [known, state] : housing_states) {
        if (name == known) return state;
    }
    throw core::ConfigError({{.file = "keyword",
                              .path = "state",
                              .rule = "must be none, slight, moderate, extensive or complete",
                              .value = name}});
}

process::Dataset simulate_housing(const process::HousingRecovery& housing, const py::dict& initially,
                                  const process::Experiment& experiment) {
    process::HousingStart start;
    Initial initial(initially);
    initial.values("damage", start.damage);
    initial.values("single_family", start.single_family);
    initial.values("insured", start.insured);
    initial.values("credit", start.credit);
    initial.values("registered", start.registered);
    initial.values("tenant", start.tenant);
    initial.values("savings", start.savings);
    initial.values("persons", start.persons);
    initial.values("black", start.black);
    initial.values("hispanic", start.hispanic);
    initial.values("lifeline", start.lifeline);
    initial.values("school", start.school);
    initial.values("job", start.job);
    initial.finish();
    return unlocked([&] { return process::simulate(housing, start, experiment); });
}

process::Dataset simulate_housing_stages(const process::HousingStages& stages, const py::dict& initially,
                                         const process::Experiment& experiment) {
    process::HousingStagesStart start;
    Initial initial(initially);
    initial.values("stage", start.stage);
    initial.values("vulnerability", start.vulnerability);
    initial.finish();
    return unlocked([&] { return process::simulate(stages, start, experiment); });
}

double housing_dislocation(const process::HousingRecovery& housing, double loss, double single_family, double black,
                           double hispanic) {
    return process::dislocation_chance(
        housing, {.loss = loss, .single_family = single_family, .black = black, .hispanic = hispanic});
}

/// Median and dispersion of each step in each damage state.
py::dict housing_delay_table(const process::HousingRecovery& housing) {
    py::dict states;
    for (const auto& [name, state] : housing_states) {
        const process::HousingDelays delays = process::housing_delays(housing.delays, state);
        py::dict steps;
        const auto add = [&steps](const char* step, const process::HousingTime& time) {
            steps[step] = py::make_tuple(time.median, time.dispersion);
        };
        add("rapid", delays.rapid);
        add("inspection", delays.inspection);
        add("cleanup", delays.cleanup);
        add("insurance", delays.insurance);
        add("loan", delays.loan);
        add("grant", delays.grant);
        add("engineering", delays.engineering);
        add("permit", delays.permit);
        add("contractor", delays.contractor);
        add("demolition", delays.demolition);
        process::HousingTime repair = process::housing_repair(housing.repair, state);
        if (repair.dispersion <= 0.0 && repair.median > 0.0) repair.dispersion = housing.repair_dispersion;
        add("repair", repair);
        states[name] = steps;
    }
    return states;
}

std::vector<double> housing_return_levels(const process::HousingRecovery& housing, double dislocated, double job,
                                          double tenant) {
    return process::return_levels(housing, {.dislocated = dislocated, .job = job, .tenant = tenant});
}

py::array_t<double> housing_stage_chances(const process::HousingStages& stages, double vulnerability) {
    std::vector<double> all;
    for (const auto& row : process::stage_chances(stages, vulnerability)) all.insert(all.end(), row.begin(), row.end());
    return given(std::move(all));
}

}  // namespace

void bind_housing_recovery(py::module_& module) {
    bind_parameters<process::HousingRecovery>(module, "HousingRecovery")
        .def("simulate", &simulate_housing)
        .def("dislocation_chance", &housing_dislocation)
        .def("delay_table", &housing_delay_table)
        .def("return_levels", &housing_return_levels);
    bind_parameters<process::HousingStages>(module, "HousingStages")
        .def("simulate", &simulate_housing_stages)
        .def("stage_chances", &housing_stage_chances)
        .def("stage_shares", &process::stage_shares);
    module.def("joplin_share",
               [](const std::string& state, double days) { return process::joplin_share(housing_state(state), days); });
    module.def("state_of_loss", [](double loss) { return static_cast<int>(process::state_of_loss(loss)); });
}

}  // namespace commonweal::python
