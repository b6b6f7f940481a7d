// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/mutual_aid.hpp>

#include "process/process.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

/// A number or a text: ties are not given one by one here, but as a graph's edge column.
core::Distribution tie_weights(const process::AgentValues& values) {
    if (values.given.empty()) return values.drawn;
    throw core::ConfigError({{.file = "keyword",
                              .path = "initial.tie",
                              .rule = "must be a number or a distribution; give weights of ties as the graph's own",
                              .value = std::to_string(values.given.size()) + " numbers"}});
}

process::Dataset simulate_mutual_aid(const process::MutualAid& aid, const py::dict& given,
                                     const process::Experiment& experiment) {
    process::MutualAidStart start;
    process::AgentValues tie{.drawn = start.tie};
    Initial initial(given);
    initial.values("tie", tie);
    initial.values("prosocial", start.prosocial);
    initial.values("bank_trust", start.bank_trust);
    initial.values("credits", start.credits);
    initial.finish();
    start.tie = tie_weights(tie);
    return unlocked([&] { return process::simulate(aid, start, experiment); });
}

process::AidOffer aid_offer(const py::dict& given) {
    process::AidOffer offer;
    Initial initial(given);
    initial.number("tie", offer.tie);
    initial.number("prosocial", offer.prosocial);
    initial.number("reciprocity", offer.reciprocity);
    initial.number("own_need", offer.own_need);
    initial.number("norm", offer.norm);
    initial.finish();
    return offer;
}

}  // namespace

void bind_mutual_aid(py::module_& module) {
    bind_parameters<process::MutualAid>(module, "MutualAid")
        .def("simulate", &simulate_mutual_aid)
        .def("help_chance", [](const process::MutualAid& aid,
                               const py::dict& offer) { return process::help_chance(aid, aid_offer(offer)); })
        .def("request_fate",
             [](const process::MutualAid& aid, const py::dict& offer, std::uint32_t neighbours) {
                 const process::AidFate fate = process::request_fate(aid, aid_offer(offer), neighbours);
                 return py::make_tuple(fate.by_neighbours, fate.by_officials, fate.given_up, fate.mean_delay);
             })
        .def("steady_tie", &process::steady_tie);
}

}  // namespace commonweal::python
