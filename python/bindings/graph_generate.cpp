// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/graph_generate.hpp>

#include "arrays.hpp"

#include <pybind11/stl.h>

#include <tuple>
#include <utility>

namespace commonweal::python {

namespace py = pybind11;

namespace {

using core::Index;

/// Number of agents, layer, seed, replicate and threads: what every generator is given beside its parameters.
using Request = std::tuple<Index, std::string, std::uint32_t, std::uint32_t, unsigned>;

template <class Model>
std::shared_ptr<core::Graph> generated(const Model& model, const Request& request) {
    const auto& [size, layer, seed, replicate, threads] = request;
    const py::gil_scoped_release release;
    core::Workers workers(threads);
    return shared(core::generate(model, size, core::Layer{layer}, {.value = seed, .replicate = replicate}, workers));
}

}  // namespace

void bind_graph_generate(py::module_& module) {
    module.def("complete", [](const Request& request) { return generated(core::Complete{}, request); });
    module.def("lattice", [](const Request& request, Index width, bool diagonal, bool periodic) {
        return generated(core::Lattice{.width = width, .diagonal = diagonal, .periodic = periodic}, request);
    });
    module.def("erdos_renyi", [](const Request& request, double mean_degree) {
        return generated(core::ErdosRenyi{.mean_degree = mean_degree}, request);
    });
    module.def("small_world", [](const Request& request, Index degree, double rewiring) {
        return generated(core::SmallWorld{.degree = degree, .rewiring = rewiring}, request);
    });
    module.def("scale_free",
               [](const Request& request, Index ties) { return generated(core::ScaleFree{.ties = ties}, request); });
    module.def("configuration_model", [](const Request& request, std::vector<std::uint32_t> degrees) {
        return generated(core::ConfigurationModel{.degrees = std::move(degrees)}, request);
    });
    module.def("block_model", [](const Request& request, std::vector<Index> sizes, std::vector<double> probabilities) {
        return generated(core::BlockModel{.sizes = std::move(sizes), .probabilities = std::move(probabilities)},
                         request);
    });
    module.def("cliques", [](const Request& request, std::vector<Index> sizes) {
        return generated(core::Cliques{.sizes = std::move(sizes)}, request);
    });
    module.def("groups", [](const Request& request, std::vector<Index> sizes, std::vector<Index> members,
                            std::vector<double> probabilities) {
        return generated(
            core::Groups{
                .sizes = std::move(sizes), .members = std::move(members), .probabilities = std::move(probabilities)},
            request);
    });
    module.def("nested_communities", [](const Request& request, const std::vector<std::pair<Index, double>>& levels) {
        core::NestedCommunities model;
        for (const auto& [group_size, mean_degree] : levels)
            model.levels.push_back({.group_size = group_size, .mean_degree = mean_degree});
        return generated(model, request);
    });
    module.def(
        "bipartite_membership", [](const Request& request, double mean_memberships, std::vector<double> attraction) {
            return generated(
                core::BipartiteMembership{.mean_memberships = mean_memberships, .attraction = std::move(attraction)},
                request);
        });
}

}  // namespace commonweal::python
