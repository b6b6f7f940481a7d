// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/numbering.hpp>

#include "arrays.hpp"

#include <pybind11/stl.h>

namespace commonweal::python {

namespace py = pybind11;

namespace {

using core::Index;
using core::Numbering;

Numbering of_rows(const Array<Index>& old_rows) {
    const std::span<const Index> rows = span_of(old_rows);
    return Numbering(std::vector<Index>(rows.begin(), rows.end()));
}

Numbering by_groups(const std::vector<Array<std::uint32_t>>& keys) {
    std::vector<std::span<const std::uint32_t>> spans;
    for (const Array<std::uint32_t>& key : keys) spans.push_back(span_of(key));
    return Numbering::by_groups(spans);
}

std::shared_ptr<core::Graph> apply(const Numbering& numbering, const core::Graph& graph, unsigned threads) {
    const py::gil_scoped_release release;
    core::Workers workers(threads);
    return shared(numbering.apply(graph, &workers));
}

}  // namespace

void bind_numbering(py::module_& module) {
    py::class_<Numbering>(module, "Numbering")
        .def(py::init(&of_rows), py::arg("old_rows"))
        .def_static("by_groups", &by_groups, py::arg("keys"))
        .def_static("reverse_cuthill_mckee", &Numbering::reverse_cuthill_mckee, py::arg("graph"),
                    py::call_guard<py::gil_scoped_release>())
        .def(
            "with_degree_windows",
            [](const Numbering& numbering, const core::Graph& graph, Index window, const Array<Index>& segment_starts) {
                return numbering.with_degree_windows(graph, window, span_of(segment_starts));
            },
            py::arg("graph"), py::arg("window"), py::arg("segment_starts"))
        .def_property_readonly(
            "old_rows", [](const py::object& self) { return view(self.cast<const Numbering&>().old_rows(), self); })
        .def_property_readonly(
            "new_rows", [](const py::object& self) { return view(self.cast<const Numbering&>().new_rows(), self); })
        .def("apply", &apply, py::arg("graph"), py::kw_only(), py::arg("threads"));
}

}  // namespace commonweal::python
