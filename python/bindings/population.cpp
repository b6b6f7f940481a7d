// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/observe.hpp>
#include <commonweal/core/population.hpp>

#include "arrays.hpp"
#include "engine.hpp"

#include <pybind11/stl.h>

#include <algorithm>
#include <optional>

namespace commonweal::python {

namespace py = pybind11;

namespace {

using core::Index;
using core::Population;

using Rows = std::vector<std::vector<std::string>>;

core::ColumnType type_of(const py::array& values) {
    if (py::isinstance<py::array_t<float>>(values)) return core::ColumnType::f32;
    if (py::isinstance<py::array_t<std::int32_t>>(values)) return core::ColumnType::i32;
    if (py::isinstance<py::array_t<std::uint32_t>>(values)) return core::ColumnType::u32;
    if (py::isinstance<py::array_t<std::uint16_t>>(values)) return core::ColumnType::u16;
    return core::ColumnType::u8;
}

/// Of the types that a column can have; values may repeat one number without holding it many times.
void fill(Population& population, const std::string& name, const py::array& values) {
    with_column(type_of(values), name, [&]<class T>(core::Column<T> column) {
        const py::array_t<T> typed(values);
        const auto from = typed.template unchecked<1>();
        const auto to = population.column(column);
        for (Index row = 0; row < population.size(); ++row) to[row] = from(row);
    });
}

Population described(const std::string& kind, const Array<core::AgentId>& ids,
                     const std::optional<Array<Index>>& segments, const ColumnArrays& columns, const Rows& rows) {
    const auto all = span_of(ids);
    std::vector<core::AgentId> kept(all.begin(), all.end());
    Population population =
        segments ? Population(kind, std::move(kept), span_of(*segments)) : Population(kind, std::move(kept));
    const std::map<std::string, py::array> values(columns.begin(), columns.end());
    std::vector<std::string> packed;
    for (const std::vector<std::string>& row : rows) {
        std::vector<Population::Member> members;
        for (const std::string& name : row) members.push_back({name, type_of(values.at(name))});
        population.add_row(members);
        packed.insert(packed.end(), row.begin(), row.end());
    }
    for (const auto& [name, of_all] : columns) {
        if (std::find(packed.begin(), packed.end(), name) == packed.end()) population.add(name, type_of(of_all));
        fill(population, name, of_all);
    }
    return population;
}

py::array column(const py::object& self, const std::string& kind, const std::string& name) {
    auto& engine = self.cast<Engine&>();
    Population& population = engine.simulation().population(kind);
    const Population::Slot& slot = population.find(name);
    return array_of({slot.type, population.storage(slot), slot.stride}, population.size(), self, !engine.is_busy());
}

std::vector<std::string> columns(Engine& engine, const std::string& kind) {
    std::vector<std::string> names;
    for (const Population::Slot& slot : engine.simulation().population(kind).slots()) names.push_back(slot.name);
    return names;
}

core::Observer observer(Engine& engine, const std::string& what, const std::string& kind, const std::string& name,
                        double value) {
    const core::ColumnType type = engine.simulation().population(kind).find(name).type;
    return [=](const core::Agents& agents, core::Workers& workers) {
        return with_column(type, name, [&]<class T>(core::Column<T> column) {
            if (what == "sum") return core::observe_sum(kind, column)(agents, workers);
            if (what == "mean") return core::observe_mean(kind, column)(agents, workers);
            return core::observe_count(kind, column, static_cast<T>(value))(agents, workers);
        });
    };
}

}  // namespace

void bind_population(py::module_& module) {
    module.def(
        "add_agents",
        [](Engine& engine, const std::string& kind, const Array<core::AgentId>& ids,
           const std::optional<Array<Index>>& segments, const ColumnArrays& columns,
           const Rows& rows) { engine.idle().add(described(kind, ids, segments, columns, rows)); },
        py::arg("engine"), py::kw_only(), py::arg("kind"), py::arg("ids"), py::arg("segments"), py::arg("columns"),
        py::arg("rows"));
    module.def("column", &column, py::arg("engine"), py::arg("kind"), py::arg("name"));
    module.def("columns", &columns, py::arg("engine"), py::arg("kind"));
    module.def(
        "ids",
        [](const py::object& engine, const std::string& kind) {
            return view(engine.cast<Engine&>().simulation().population(kind).ids(), engine);
        },
        py::arg("engine"), py::arg("kind"));
    module.def(
        "observe",
        [](Engine& engine, const std::string& series, core::Tick every, core::Tick phase, const std::string& what,
           const std::string& kind, const std::string& column, double value, const std::string& unit) {
            engine.idle().observe(series, observer(engine, what, kind, column, value), every, phase, unit);
        },
        py::arg("engine"), py::arg("series"), py::kw_only(), py::arg("every"), py::arg("phase"), py::arg("what"),
        py::arg("kind"), py::arg("column"), py::arg("value"), py::arg("unit"));
}

}  // namespace commonweal::python
