// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/parameter.hpp>

#include "bindings.hpp"

#include <map>
#include <utility>
#include <variant>

namespace commonweal::python {

namespace py = pybind11;

namespace {

/// A row of the parameter table, in texts only, so that it outlives the table.
struct ParameterRow {
    std::string path, meaning, unit, kind, range, evidence, source, text, default_text;
    bool required = false;
};

using Defaults = std::map<std::string, std::string>;

void collect_defaults(const core::ParameterTable& table, Defaults& defaults) {
    for (const core::Parameter& row : table.rows()) {
        defaults[row.path] = table.text(row);
        if (const auto* list = std::get_if<core::List>(&row.target))
            list->with_default_element(
                [&](const core::ParameterTable& element) { collect_defaults(element, defaults); });
    }
}

/// "shock[2].start" as "shock[].start".
std::string any_element(std::string path) {
    for (std::size_t open = path.find('['); open != std::string::npos; open = path.find('[', open + 1))
        path.erase(open + 1, path.find(']', open) - open - 1);
    return path;
}

ParameterRow describe_row(const core::ParameterTable& table, const core::Parameter& row, const Defaults& defaults) {
    return {.path = row.path,
            .meaning = std::string(row.field.meaning),
            .unit = std::string(row.field.unit),
            .kind = std::string(row.kind()),
            .range = row.range_text(),
            .evidence = std::string(core::evidence_name(row.field.evidence)),
            .source = std::string(row.field.source),
            .text = table.text(row),
            .default_text = row.field.required ? "" : defaults.at(any_element(row.path)),
            .required = row.field.required};
}

void collect_rows(const core::ParameterTable& table, const Defaults& defaults, py::list& rows) {
    for (const core::Parameter& row : table.rows()) {
        const auto* list = std::get_if<core::List>(&row.target);
        if (!list) rows.append(describe_row(table, row, defaults));
        for (std::size_t i = 0; list && i < list->size(); ++i) collect_rows(list->element(i), defaults, rows);
    }
}

template <std::string ParameterRow::*member>
py::str text_of(const ParameterRow& row) {
    return to_python(row.*member);
}

template <core::Described T>
py::list parameters(T& given) {
    T unchanged;
    core::ParameterTable default_table;
    describe(default_table, unchanged);
    core::ParameterTable table;
    describe(table, given);
    return rows_of(table, default_table);
}

}  // namespace

py::list rows_of(const core::ParameterTable& table, const core::ParameterTable& unchanged) {
    Defaults defaults;
    collect_defaults(unchanged, defaults);
    py::list rows;
    collect_rows(table, defaults, rows);
    return rows;
}

py::list parameters_of(model::Scenario& scenario) { return parameters(scenario); }
py::list parameters_of(model::CityPlan& plan) { return parameters(plan); }

void bind_model(py::module_& module) {
    py::class_<ParameterRow>(module, "ParameterRow")
        .def_property_readonly("path", text_of<&ParameterRow::path>)
        .def_property_readonly("meaning", text_of<&ParameterRow::meaning>)
        .def_property_readonly("unit", text_of<&ParameterRow::unit>)
        .def_property_readonly("kind", text_of<&ParameterRow::kind>)
        .def_property_readonly("range", text_of<&ParameterRow::range>)
        .def_property_readonly("evidence", text_of<&ParameterRow::evidence>)
        .def_property_readonly("source", text_of<&ParameterRow::source>)
        .def_property_readonly("text", text_of<&ParameterRow::text>)
        .def_property_readonly("default_text", text_of<&ParameterRow::default_text>)
        .def_readonly("required", &ParameterRow::required);
}

}  // namespace commonweal::python
