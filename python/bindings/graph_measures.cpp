// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/graph_measures.hpp>

#include "arrays.hpp"

#include <pybind11/stl.h>

#include <optional>

namespace commonweal::python {

namespace py = pybind11;

namespace {

using core::Graph;
using core::Index;

/// Works without Python's lock, so that its other threads go on.
template <class Work>
auto unlocked(Work&& work) {
    const py::gil_scoped_release release;
    return work();
}

}  // namespace

void bind_graph_measures(py::module_& module) {
    module.def("components", [](const Graph& graph) { return given(unlocked([&] { return components(graph); })); });
    module.def("core_numbers", [](const Graph& graph) { return given(unlocked([&] { return core_numbers(graph); })); });
    module.def("betweenness", [](const Graph& graph) { return given(unlocked([&] { return betweenness(graph); })); });
    module.def("closeness", [](const Graph& graph, unsigned threads) {
        return given(unlocked([&] {
            core::Workers workers(threads);
            return closeness(graph, workers);
        }));
    });
    module.def("page_rank", [](const Graph& graph, double damping, double tolerance, unsigned most_rounds) {
        return given(unlocked([&] {
            return page_rank(graph, {.damping = damping, .tolerance = tolerance, .most_rounds = most_rounds});
        }));
    });
    module.def("clustering", [](const Graph& graph, unsigned threads) {
        return given(unlocked([&] {
            core::Workers workers(threads);
            return clustering(graph, workers);
        }));
    });
    module.def("mean_clustering", [](const Graph& graph, unsigned threads) {
        return unlocked([&] {
            core::Workers workers(threads);
            return mean_clustering(graph, workers);
        });
    });
    module.def("degree_assortativity",
               [](const Graph& graph) { return unlocked([&] { return degree_assortativity(graph); }); });
    module.def("shortest_paths", [](const Graph& graph, Index source, const std::optional<std::string>& length) {
        core::ShortestPaths paths = unlocked([&] {
            if (!length) return shortest_paths(graph, source);
            return shortest_paths(graph, source, core::Column<float>{*length});
        });
        return py::make_tuple(given(std::move(paths.distance)), given(std::move(paths.predecessor)));
    });
    module.def("max_flow", [](const Graph& graph, Index source, Index sink, const std::string& capacity) {
        core::MaxFlow found = unlocked([&] { return max_flow(graph, source, sink, core::Column<float>{capacity}); });
        return py::make_tuple(found.value, given(std::move(found.flow)));
    });
}

}  // namespace commonweal::python
