// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/parallel.hpp>

#include "arrays.hpp"
#include "bindings.hpp"

#include <pybind11/stl.h>

namespace commonweal::python {

namespace py = pybind11;

namespace {

using core::Graph;
using core::Index;

template <class T>
bool add_if(core::EdgeColumns& columns, const std::string& name, const py::array& values) {
    if (!py::isinstance<Array<T>>(values)) return false;
    columns.add(core::Column<T>{name}, span_of(py::reinterpret_borrow<Array<T>>(values)));
    return true;
}

core::EdgeList to_edge_list(const Array<Index>& ends, const ColumnArrays& columns) {
    core::EdgeList list(to_edges(ends));
    for (const auto& [name, values] : columns) {
        const bool added =
            add_if<float>(list.columns, name, values) || add_if<std::int32_t>(list.columns, name, values) ||
            add_if<std::uint32_t>(list.columns, name, values) || add_if<std::uint16_t>(list.columns, name, values) ||
            add_if<std::uint8_t>(list.columns, name, values);
        if (!added) throw core::Error("edge column '" + name + "': its type is none that a column can have");
    }
    return list;
}

std::shared_ptr<Graph> build(const std::string& kind, Index size, Index target_size, const Array<Index>& ends,
                             const ColumnArrays& columns, bool drop_untidy, unsigned threads) {
    const core::EdgeList edges = to_edge_list(ends, columns);
    const py::gil_scoped_release release;
    core::Workers workers(threads);
    const core::GraphOptions options{.untidy = drop_untidy ? core::Untidy::drop : core::Untidy::refuse,
                                     .workers = &workers};
    if (kind == "bipartite") return shared(Graph::bipartite(size, target_size, edges, options));
    return shared(kind == "directed" ? Graph::directed(size, edges, options) : Graph::undirected(size, edges, options));
}

void refuse_foreign(const Graph& graph, Index v) {
    if (v >= graph.size())
        throw core::Error("graph: there is no row " + std::to_string(v) + " among the " + std::to_string(graph.size()) +
                          " agents");
}

py::object starts(const py::object& self) {
    const auto& graph = self.cast<const Graph&>();
    if (graph.is_wide()) return view(graph.wide_starts(), self);
    if (graph.starts().empty()) return given(std::vector<std::uint32_t>{0});
    return view(graph.starts(), self);
}

py::object neighbours(const py::object& self, Index v) {
    const auto& graph = self.cast<const Graph&>();
    refuse_foreign(graph, v);
    return view(graph.neighbours(v), self);
}

py::object values(const py::object& self, const std::string& name) {
    const auto& graph = self.cast<const Graph&>();
    return with_column(graph.columns(), name,
                       [&](auto column) -> py::object { return view(graph.values(column), self); });
}

py::tuple edges(const Graph& graph) {
    core::EdgeList list(std::vector<core::Edge>{});
    {
        const py::gil_scoped_release release;
        list = graph.edges();
    }
    py::dict columns;
    for (const core::EdgeColumns::Named& column : list.columns.columns()) {
        with_column(list.columns, column.name, [&]<class T>(core::Column<T> key) {
            const std::span<const T> found = list.columns.values(key);
            columns[py::str(column.name)] = given(std::vector<T>(found.begin(), found.end()));
        });
    }
    return py::make_tuple(to_ends(list.ends), columns);
}

std::shared_ptr<Graph> transposed(const Graph& graph, unsigned threads) {
    const py::gil_scoped_release release;
    core::Workers workers(threads);
    return shared(graph.transposed(&workers));
}

}  // namespace

std::vector<core::Edge> to_edges(const Array<Index>& ends) {
    if (ends.ndim() != 2 || ends.shape(1) != 2) throw core::Error("graph: ends must have the shape (n, 2)");
    std::vector<core::Edge> edges;
    edges.reserve(static_cast<std::size_t>(ends.shape(0)));
    const std::span<const Index> rows = span_of(ends);
    for (std::size_t k = 0; k < rows.size(); k += 2) edges.emplace_back(rows[k], rows[k + 1]);
    return edges;
}

py::array_t<Index> to_ends(const std::vector<core::Edge>& edges) {
    py::array_t<Index> ends({static_cast<py::ssize_t>(edges.size()), py::ssize_t{2}});
    Index* end = ends.mutable_data();
    for (const core::Edge& edge : edges) {
        *end++ = edge.first;
        *end++ = edge.second;
    }
    return ends;
}

std::shared_ptr<Graph> shared(Graph graph) { return std::make_shared<Graph>(std::move(graph)); }

void bind_graph(py::module_& module) {
    py::class_<Graph, std::shared_ptr<Graph>>(module, "Graph")
        .def_static("build", &build, py::kw_only(), py::arg("kind"), py::arg("size"), py::arg("target_size"),
                    py::arg("ends"), py::arg("columns"), py::arg("drop_untidy"), py::arg("threads"))
        .def_property_readonly("size", &Graph::size)
        .def_property_readonly("target_size", &Graph::target_size)
        .def_property_readonly("arcs", &Graph::arcs)
        .def_property_readonly("is_undirected", &Graph::is_undirected)
        .def_property_readonly("is_bipartite", &Graph::is_bipartite)
        .def_property_readonly("starts", &starts)
        .def_property_readonly("targets",
                               [](const py::object& self) { return view(self.cast<const Graph&>().targets(), self); })
        .def_property_readonly("columns",
                               [](const Graph& graph) {
                                   std::vector<std::string> names;
                                   for (const auto& column : graph.columns().columns()) names.push_back(column.name);
                                   return names;
                               })
        .def("neighbours", &neighbours, py::arg("v"))
        .def("values", &values, py::arg("name"))
        .def("edges", &edges)
        .def("transposed", &transposed, py::kw_only(), py::arg("threads"));
}

}  // namespace commonweal::python
