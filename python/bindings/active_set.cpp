// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/active_set.hpp>

#include "arrays.hpp"
#include "bindings.hpp"

namespace commonweal::python {

namespace py = pybind11;

namespace {

using core::ActiveSet;
using core::Block;
using core::Index;

std::size_t size(const ActiveSet& set) {
    std::size_t agents = 0;
    for (const Block& block : set.blocks()) agents += block.count;
    return agents;
}

py::array_t<Index> rows(const ActiveSet& set) {
    std::vector<Index> rows;
    rows.reserve(size(set));
    for (const Block& block : set.blocks()) {
        for (Index k = 0; k < block.count; ++k) rows.push_back(block.first + k);
    }
    return given(std::move(rows));
}

}  // namespace

void bind_active_set(py::module_& module) {
    py::class_<ActiveSet>(module, "ActiveSet")
        .def_property_readonly("kind_size", [](const ActiveSet& set) { return set.population().size(); })
        .def_property_readonly("rows", &rows)
        .def("clear", &ActiveSet::clear)
        .def("add_all", &ActiveSet::add_all)
        .def("add_segment", &ActiveSet::add_segment, py::arg("segment"))
        .def(
            "add_rows",
            [](ActiveSet& set, const Array<Index>& added) {
                for (const Index row : span_of(added)) set.add_agent(row);
            },
            py::arg("rows"))
        .def("__len__", &size);
}

}  // namespace commonweal::python
