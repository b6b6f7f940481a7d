// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/parallel.hpp>
#include <commonweal/io/edge_list.hpp>

#include "arrays.hpp"

#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include <filesystem>
#include <optional>

namespace commonweal::python {

namespace py = pybind11;
namespace fs = std::filesystem;

namespace {

using core::AgentId;
using core::Graph;
using Ids = std::optional<Array<AgentId>>;

io::TieKind kind_of(const std::string& name) {
    if (name == "bipartite") return io::TieKind::bipartite;
    return name == "directed" ? io::TieKind::directed : io::TieKind::undirected;
}

io::Separator separator_of(const std::optional<std::string>& character) {
    if (!character) return io::Separator::found;
    if (*character == ";") return io::Separator::semicolon;
    if (*character == "\t") return io::Separator::tab;
    return *character == " " ? io::Separator::blanks : io::Separator::comma;
}

std::optional<std::span<const AgentId>> ids_of(const Ids& ids) {
    if (!ids) return {};
    return span_of(*ids);
}

Graph graph_of(const io::EdgesWithIds& read, const io::EdgeListOptions& options, unsigned threads) {
    core::Workers workers(threads);
    const core::GraphOptions making{.untidy = options.untidy, .workers = &workers};
    const auto size = static_cast<core::Index>(read.ids.size());
    switch (options.kind) {
        case io::TieKind::undirected:
            return Graph::undirected(size, read.edges, making);
        case io::TieKind::directed:
            return Graph::directed(size, read.edges, making);
        case io::TieKind::bipartite:
            break;
    }
    return Graph::bipartite(size, static_cast<core::Index>(read.target_ids.size()), read.edges, making);
}

py::tuple read_edge_list(const fs::path& path, const std::string& kind, const std::optional<std::string>& separator,
                         const Ids& ids, const Ids& target_ids, bool drop_untidy, unsigned threads) {
    const io::EdgeListOptions options{.separator = separator_of(separator),
                                      .kind = kind_of(kind),
                                      .untidy = drop_untidy ? core::Untidy::drop : core::Untidy::refuse,
                                      .ids = ids_of(ids),
                                      .target_ids = ids_of(target_ids)};
    io::EdgesWithIds read{.edges = core::EdgeList({}), .ids = {}, .target_ids = {}};
    std::shared_ptr<Graph> graph;
    {
        const py::gil_scoped_release release;
        read = io::read_edge_list(path, options);
        graph = shared(graph_of(read, options, threads));
    }
    return py::make_tuple(graph, given(std::move(read.ids)), given(std::move(read.target_ids)));
}

void write_edge_list(const fs::path& path, const Graph& graph, const Array<AgentId>& ids,
                     const Array<AgentId>& target_ids, const std::string& separator) {
    const std::span<const AgentId> sources = span_of(ids);
    const std::span<const AgentId> targets = span_of(target_ids);
    const py::gil_scoped_release release;
    io::write_edge_list(path, graph.edges(), sources, targets, separator_of(separator));
}

}  // namespace

void bind_edge_list(py::module_& module) {
    module.def("read_edge_list", &read_edge_list, py::arg("path"), py::kw_only(), py::arg("kind"), py::arg("separator"),
               py::arg("ids"), py::arg("target_ids"), py::arg("drop_untidy"), py::arg("threads"));
    module.def("write_edge_list", &write_edge_list, py::arg("path"), py::arg("graph"), py::arg("ids"),
               py::arg("target_ids"), py::arg("separator"));
}

}  // namespace commonweal::python
