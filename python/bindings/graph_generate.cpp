// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/graph_generate.hpp>

#include "arrays.hpp"
#include "graph_model.hpp"

#include <pybind11/stl.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::python {

namespace py = pybind11;

namespace {

using core::Index;

template <class Model>
GraphModel model_of(Model model) {
    return {[model = std::move(model)](Index size, core::Layer layer, core::Seed seed, core::Workers& workers) {
        return core::generate(model, size, layer, seed, workers);
    }};
}

std::shared_ptr<core::Graph> generated(const GraphModel& model, Index size, const std::string& layer,
                                       std::uint32_t seed, std::uint32_t replicate, unsigned threads) {
    const py::gil_scoped_release release;
    core::Workers workers(threads);
    return shared(model.generate(size, core::Layer{layer}, {.value = seed, .replicate = replicate}, workers));
}

}  // namespace

void bind_graph_generate(py::module_& module) {
    py::class_<GraphModel>(module, "GraphModel").def("generate", &generated);
    module.def("complete", []() { return model_of(core::Complete{}); });
    module.def("lattice", [](Index width, bool diagonal, bool periodic) {
        return model_of(core::Lattice{.width = width, .diagonal = diagonal, .periodic = periodic});
    });
    module.def("erdos_renyi",
               [](double mean_degree) { return model_of(core::ErdosRenyi{.mean_degree = mean_degree}); });
    module.def("small_world", [](Index degree, double rewiring) {
        return model_of(core::SmallWorld{.degree = degree, .rewiring = rewiring});
    });
    module.def("scale_free", [](Index ties) { return model_of(core::ScaleFree{.ties = ties}); });
    module.def("configuration_model", [](std::vector<std::uint32_t> degrees) {
        return model_of(core::ConfigurationModel{.degrees = std::move(degrees)});
    });
    module.def("block_model", [](std::vector<Index> sizes, std::vector<double> probabilities) {
        return model_of(core::BlockModel{.sizes = std::move(sizes), .probabilities = std::move(probabilities)});
    });
    module.def("cliques", [](std::vector<Index> sizes) { return model_of(core::Cliques{.sizes = std::move(sizes)}); });
    module.def("groups", [](std::vector<Index> sizes, std::vector<Index> members, std::vector<double> probabilities) {
        return model_of(core::Groups{
            .sizes = std::move(sizes), .members = std::move(members), .probabilities = std::move(probabilities)});
    });
    module.def("nested_communities", [](const std::vector<std::pair<Index, double>>& levels) {
        core::NestedCommunities model;
        for (const auto& [group_size, mean_degree] : levels)
            model.levels.push_back({.group_size = group_size, .mean_degree = mean_degree});
        return model_of(std::move(model));
    });
    module.def("bipartite_membership", [](double mean_memberships, std::vector<double> attraction) {
        return model_of(
            core::BipartiteMembership{.mean_memberships = mean_memberships, .attraction = std::move(attraction)});
    });
}

}  // namespace commonweal::python
