// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/overlay.hpp>

#include "arrays.hpp"

#include <pybind11/stl.h>

#include <optional>

namespace commonweal::python {

namespace py = pybind11;

namespace {

using core::Index;
using core::Overlay;
using core::Tick;

py::array_t<Index> neighbours_now(const Overlay& overlay, Index v) {
    if (v >= overlay.size())
        throw core::Error("overlay: there is no row " + std::to_string(v) + " among the " +
                          std::to_string(overlay.size()) + " agents");
    const std::span<const Index> row = overlay.neighbours(v);
    return given(std::vector<Index>(row.begin(), row.end()));
}

py::object value(const Overlay& overlay, const std::string& name, Index first, Index second) {
    return with_column(overlay.frozen().columns(), name, [&](auto column) -> py::object {
        return py::cast(overlay.value(column, {first, second}));
    });
}

/// `value` is an array of one value, of the column's type.
void set(Overlay& overlay, const std::string& name, Index first, Index second, const py::array& value) {
    with_column(overlay.frozen().columns(), name, [&]<class T>(core::Column<T> column) {
        overlay.set(column, {first, second}, value.cast<Array<T>>().at(0));
    });
}

}  // namespace

void bind_overlay(py::module_& module) {
    py::class_<Overlay>(module, "Overlay")
        .def(py::init<const core::Graph&>(), py::arg("frozen"), py::keep_alive<1, 2>())
        .def(
            "add",
            [](Overlay& overlay, Index first, Index second, std::optional<Tick> until) {
                overlay.add({first, second}, until.value_or(Overlay::forever));
            },
            py::arg("first"), py::arg("second"), py::arg("until"))
        .def(
            "remove",
            [](Overlay& overlay, Index first, Index second, std::optional<Tick> until) {
                overlay.remove({first, second}, until.value_or(Overlay::forever));
            },
            py::arg("first"), py::arg("second"), py::arg("until"))
        .def("advance", &Overlay::advance, py::arg("now"))
        .def("neighbours", &neighbours_now, py::arg("v"))
        .def("value", &value, py::arg("name"), py::arg("first"), py::arg("second"))
        .def("set", &set, py::arg("name"), py::arg("first"), py::arg("second"), py::arg("value"))
        .def("freeze", [](const Overlay& overlay) { return shared(overlay.freeze()); });
}

}  // namespace commonweal::python
