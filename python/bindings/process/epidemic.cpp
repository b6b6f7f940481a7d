// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/epidemic.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

process::EpidemicShares epidemic_shares(const py::dict& given) {
    process::EpidemicShares start;
    Initial initial(given);
    initial.number("infectious", start.infectious);
    initial.number("exposed", start.exposed);
    initial.number("immune", start.immune);
    initial.finish();
    return start;
}

process::EpidemicStart epidemic_start(const py::dict& given) {
    process::EpidemicStart start;
    Initial initial(given);
    initial.starters("infectious", start.infectious);
    initial.starters("exposed", start.exposed);
    initial.starters("immune", start.immune);
    initial.number("infectious_share", start.shares.infectious);
    initial.number("exposed_share", start.shares.exposed);
    initial.number("immune_share", start.shares.immune);
    initial.values("susceptibility", start.susceptibility);
    initial.finish();
    return start;
}

process::Dataset infect(const process::Epidemic& epidemic, const py::dict& given,
                        const process::Experiment& experiment) {
    const process::EpidemicStart start = epidemic_start(given);
    return unlocked([&] { return process::simulate(epidemic, start, experiment); });
}

process::Dataset list_cases(const process::Epidemic& epidemic, const py::dict& given,
                            const process::Experiment& experiment) {
    const process::EpidemicStart start = epidemic_start(given);
    return unlocked([&] { return process::line_list(epidemic, start, experiment); });
}

process::InfectedHousehold infected_household(std::uint32_t size, std::uint32_t initial, double community_chance) {
    return {.size = size, .initial = initial, .community_chance = community_chance};
}

}  // namespace

void bind_epidemic(py::module_& module) {
    bind_parameters<process::Epidemic>(module, "Epidemic")
        .def("simulate", &infect)
        .def("line_list", &list_cases)
        .def("mean_field",
             [](const process::Epidemic& epidemic, const py::dict& initial, double until, double every) {
                 return process::mean_field(epidemic, epidemic_shares(initial), until, every);
             })
        .def("initial_growth", &process::initial_growth)
        .def("r0_from_growth", &process::r0_from_growth)
        .def("household_sizes",
             [](const process::Epidemic& epidemic, std::uint32_t size, std::uint32_t initial, double community_chance) {
                 return process::household_sizes(epidemic, infected_household(size, initial, community_chance));
             })
        .def("household_attack_rate",
             [](const process::Epidemic& epidemic, std::uint32_t size, std::uint32_t initial, double community_chance) {
                 return process::household_attack_rate(epidemic, infected_household(size, initial, community_chance));
             });
    module.def("final_size", [](double r0, double infectious, double immune) {
        return process::final_size(r0, {.infectious = infectious, .immune = immune});
    });
    module.def("peak_prevalence", &process::peak_prevalence);
    module.def("growth_rate", [](double beta, double sigma, double gamma) {
        return process::growth_rate({.beta = beta, .sigma = sigma, .gamma = gamma});
    });
    module.def("percolation_final_size", [](const std::vector<double>& degrees, double transmissibility) {
        return process::percolation_final_size(degrees, transmissibility);
    });
    module.def("critical_transmissibility",
               [](const std::vector<double>& degrees) { return process::critical_transmissibility(degrees); });
    module.def("percolate", [](double transmissibility, const process::Experiment& experiment) {
        return unlocked([&] { return process::percolate(transmissibility, experiment); });
    });
}

}  // namespace commonweal::python
