// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/graph.hpp>
#include <commonweal/process/opinion.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

using process::AgentValues;
using process::BoundedConfidence;
using process::BrockDurlauf;
using process::Experiment;
using process::FriedkinJohnsen;

process::OpinionStart averaging_start(const FriedkinJohnsen& process, const py::dict& given) {
    AgentValues susceptibility{.drawn = core::Distribution::constant(process.susceptibility), .given = {}};
    AgentValues self_weight{.drawn = core::Distribution::constant(process.self_weight), .given = {}};
    process::OpinionStart start;
    Initial initial(given);
    initial.values("opinion", start.opinion);
    initial.values("susceptibility", susceptibility);
    initial.values("self_weight", self_weight);
    initial.finish();
    start.susceptibility = susceptibility;
    start.self_weight = self_weight;
    return start;
}

process::Dataset average(const FriedkinJohnsen& process, const py::dict& given, const Experiment& experiment) {
    const process::OpinionStart start = averaging_start(process, given);
    return unlocked([&] { return process::simulate(process, start, experiment); });
}

process::Dataset bound(const BoundedConfidence& process, const py::dict& given, const Experiment& experiment) {
    process::OpinionStart start;
    Initial initial(given);
    initial.values("opinion", start.opinion);
    initial.finish();
    return unlocked([&] { return process::simulate(process, start, experiment); });
}

process::Dataset choose(const BrockDurlauf& process, const py::dict& given, const Experiment& experiment) {
    process::ChoiceStart start;
    Initial initial(given);
    initial.number("mean_choice", start.mean_choice);
    initial.finish();
    return unlocked([&] { return process::simulate(process, start, experiment); });
}

}  // namespace

void bind_opinion(py::module_& module) {
    bind_parameters<FriedkinJohnsen>(module, "FriedkinJohnsen")
        .def("simulate", &average)
        .def("equilibrium",
             [](const FriedkinJohnsen& process, const py::dict& initial, const core::Graph& graph) {
                 return process::equilibrium(process, averaging_start(process, initial), graph);
             })
        .def("social_influence", [](const FriedkinJohnsen& process, const py::dict& initial, const core::Graph& graph) {
            return process::social_influence(process, averaging_start(process, initial), graph);
        });
    bind_parameters<BoundedConfidence>(module, "BoundedConfidence").def("simulate", &bound);
    bind_parameters<BrockDurlauf>(module, "BrockDurlauf")
        .def("simulate", &choose)
        .def("equilibria", [](const BrockDurlauf& process) { return process::equilibria(process); });
    module.def("count_clusters", [](const std::vector<double>& opinions, double gap, double least_share) {
        return process::count_clusters(opinions, {.gap = gap, .least_share = least_share});
    });
}

}  // namespace commonweal::python
