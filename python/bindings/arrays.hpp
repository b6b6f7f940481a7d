// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/edge_columns.hpp>
#include <commonweal/core/graph.hpp>

#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>

#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::python {

/// Values that come from Python; of another type or layout they are refused, not converted.
template <class T>
using Array = pybind11::array_t<T, pybind11::array::c_style>;

/// Names and values of edge columns, each an array of one of the types that a column can have.
using ColumnArrays = std::vector<std::pair<std::string, pybind11::array>>;

template <class T>
std::span<const T> span_of(const Array<T>& values) {
    return {values.data(), static_cast<std::size_t>(values.size())};
}

/// Values that `owner` holds, read-only and without a copy. The array keeps the owner alive.
template <class T>
pybind11::array_t<T> view(std::span<const T> values, const pybind11::object& owner) {
    pybind11::array_t<T> array(static_cast<pybind11::ssize_t>(values.size()), values.data(), owner);
    array.attr("setflags")(pybind11::arg("write") = false);
    return array;
}

/// Values that belong to Python from now on, without a copy.
template <class T>
pybind11::array_t<T> given(std::vector<T> values) {
    auto kept = std::make_unique<std::vector<T>>(std::move(values));
    const auto size = static_cast<pybind11::ssize_t>(kept->size());
    const T* const first = kept->data();
    const pybind11::capsule owner(kept.release(), [](void* held) { delete static_cast<std::vector<T>*>(held); });
    return pybind11::array_t<T>(size, first, owner);
}

/// Calls work(Column<T>) for a column of this name and type; the name is the caller's.
template <class Work>
decltype(auto) with_column(core::ColumnType type, const std::string& name, Work&& work) {
    switch (type) {
        case core::ColumnType::i32:
            return work(core::Column<std::int32_t>{name});
        case core::ColumnType::u32:
            return work(core::Column<std::uint32_t>{name});
        case core::ColumnType::u16:
            return work(core::Column<std::uint16_t>{name});
        case core::ColumnType::u8:
            return work(core::Column<std::uint8_t>{name});
        case core::ColumnType::f32:
            break;
    }
    return work(core::Column<float>{name});
}

/// The same for the type that the edge column has. Throws Error naming the columns there are.
template <class Work>
decltype(auto) with_column(const core::EdgeColumns& columns, const std::string& name, Work&& work) {
    core::ColumnType type = core::ColumnType::f32;
    for (const core::EdgeColumns::Named& column : columns.columns()) {
        if (column.name == name) type = column.type;
    }
    return with_column(type, name, std::forward<Work>(work));
}

/// Rows of two ends as ties. Throws Error for another shape.
std::vector<core::Edge> to_edges(const Array<core::Index>& ends);

/// Each tie's ends, (n, 2).
pybind11::array_t<core::Index> to_ends(const std::vector<core::Edge>& edges);

std::shared_ptr<core::Graph> shared(core::Graph graph);

void bind_graph(pybind11::module_& module);
void bind_overlay(pybind11::module_& module);
void bind_graph_generate(pybind11::module_& module);
void bind_graph_measures(pybind11::module_& module);
void bind_numbering(pybind11::module_& module);
void bind_edge_list(pybind11::module_& module);

}  // namespace commonweal::python
