// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/quantity.hpp>
#include <commonweal/io/detail/toml_parse.hpp>
#include <commonweal/io/json_schema.hpp>
#include <commonweal/io/toml_reader.hpp>

#include "io/detail/parameter_text.hpp"
#include "io/detail/value_pattern.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string_view>
#include <type_traits>
#include <variant>

#include <nlohmann/json.hpp>

namespace commonweal::io {

using Json = nlohmann::ordered_json;

namespace {

Json json_of(const core::Value& value) {
    return std::visit(
        [](const auto& data) -> Json {
            using Data = std::remove_cvref_t<decltype(data)>;
            if constexpr (std::is_same_v<Data, core::Value::Table>) {
                Json object = Json::object();
                for (const core::Value::Entry& entry : data) object[entry.key] = json_of(entry.value);
                return object;
            } else if constexpr (std::is_same_v<Data, core::Value::Array>) {
                Json array = Json::array();
                for (const core::Value& element : data) array.push_back(json_of(element));
                return array;
            } else if constexpr (std::is_same_v<Data, core::Value::Date>) {
                return data.text;
            } else if constexpr (std::is_same_v<Data, double>) {
                return std::isfinite(data) ? Json(data) : Json();  // JSON has no word for infinity.
            } else {
                return data;
            }
        },
        value.data);
}

Json json_of_toml(const std::string& text) {
    const auto value = detail::parse_toml_value(text);
    return value ? json_of(*value) : Json();
}

/// 2 rather than 2.0.
Json number(double value) {
    const bool is_whole = std::fabs(value) < 0x1p53 && value == std::floor(value);
    return is_whole ? Json(static_cast<std::int64_t>(value)) : Json(value);
}

void add_bounds(const core::Parameter& row, Json& schema) {
    if (std::isfinite(row.low())) schema[row.field.low_open ? "exclusiveMinimum" : "minimum"] = number(row.low());
    if (std::isfinite(row.high())) schema[row.field.high_open ? "exclusiveMaximum" : "maximum"] = number(row.high());
}

bool is_plain(const core::Parameter& row) { return core::Unit::parse(row.field.unit)->plain(); }

/// Of a plain number the bounds are for numbers and the pattern for texts: a share may be 0.9 or "90 %". A count is
/// written without a per cent sign, so that editors speak of numbers only.
Json number_schema(const core::Parameter& row) {
    const bool is_whole = row.kind() == "whole number";
    Json schema{{"type", "string"}};
    if (is_plain(row)) {
        schema["type"] = is_whole ? Json("integer") : Json({"number", "string"});
        add_bounds(row, schema);
    }
    if (!is_plain(row) || !is_whole) schema["pattern"] = detail::quantity_pattern(row);
    return schema;
}

/// The bounds are those of the parameter's own unit; zero is the same in every unit.
Json series_schema(const core::Parameter& row) {
    Json values{{"type", "array"}, {"items", {{"type", "number"}}}};
    if (is_plain(row)) {
        add_bounds(row, values["items"]);
        return values;
    }
    Json bounds = Json::object();
    add_bounds(row, bounds);
    if (row.low() == 0.0) values["items"][row.field.low_open ? "exclusiveMinimum" : "minimum"] = 0;
    Json schema{{"type", "object"}, {"additionalProperties", false}, {"required", {"unit", "values"}}};
    schema["properties"] = {{"unit", {{"type", "string"}, {"pattern", detail::unit_pattern(row.field.unit)}}},
                            {"values", values}};
    if (bounds.empty()) return schema;
    schema["if"] = {{"properties", {{"unit", {{"const", row.field.unit}}}}}};
    schema["then"] = {{"properties", {{"values", {{"items", bounds}}}}}};
    return schema;
}

/// A quantity, which never varies, or the name of a kind with its arguments; which these are is for the library alone.
Json distribution_schema(const core::Parameter& row) {
    const Json form{{"type", "string"}, {"pattern", "^\\s*[a-z]+\\s*\\(.*\\)\\s*$"}};
    return {{"anyOf", {number_schema(row), form}}};
}

Json object_schema(const core::ParameterTable& table);

Json list_schema(const core::List& list) {
    Json schema{{"type", "array"}};
    list.with_default_element(
        [&schema](const core::ParameterTable& element) { schema["items"] = object_schema(element); });
    return schema;
}

Json type_schema(const core::Parameter& row) {
    const std::string_view kind = row.kind();
    if (kind == "number" || kind == "whole number") return number_schema(row);
    if (kind == "true or false") return {{"type", "boolean"}};
    if (kind == "date") return {{"type", "string"}, {"pattern", detail::date_pattern()}};
    if (kind == "series") return series_schema(row);
    if (kind == "distribution") return distribution_schema(row);
    if (kind == "settings") return {{"type", "object"}};
    if (kind == "texts") return {{"type", "array"}, {"items", {{"type", "string"}}}};
    if (const auto* const choice = std::get_if<core::Choice>(&row.target))
        return {{"type", "string"}, {"enum", choice->names}};
    if (const auto* const list = std::get_if<core::List>(&row.target)) return list_schema(*list);
    return {{"type", "string"}};
}

/// The path inside its table: "station.name" for "shock[].station.name".
std::string_view path_within(const core::ParameterTable& table, std::string_view path) {
    return path.substr(table.prefix().empty() ? 0 : table.prefix().size() + 1);
}

/// Where a path leads when each of its keys is reached by way of `before`.
Json::json_pointer pointer(std::string_view path, const std::string& before) {
    std::string text = before;
    for (const char letter : path) text += letter == '.' ? before : std::string(1, letter);
    return Json::json_pointer(text);
}

Json defaults_of(const core::ParameterTable& table);

Json default_of(const core::ParameterTable& table, const core::Parameter& row) {
    const auto* const list = std::get_if<core::List>(&row.target);
    if (!list) return json_of_toml(table.text(row));
    Json elements = Json::array();
    for (std::size_t position = 0; position < list->size(); ++position)
        elements.push_back(defaults_of(list->element(position)));
    return elements;
}

Json defaults_of(const core::ParameterTable& table) {
    Json object = Json::object();
    for (const core::Parameter& row : table.rows())
        object[pointer(path_within(table, row.path), "/")] = default_of(table, row);
    return object;
}

std::string description_of(const core::ParameterTable& table, const core::Parameter& row) {
    if (const auto* const list = std::get_if<core::List>(&row.target)) return detail::list_text(row, *list);
    std::string text = detail::parameter_text(table, row);
    if (is_plain(row)) return text;
    const std::string measure = core::measure_of(*core::Unit::parse(row.field.unit));
    return text + " In " + detail::code(row.field.unit) + " or another unit that measures " + measure + '.';
}

Json row_schema(const core::ParameterTable& table, const core::Parameter& row) {
    Json schema{{"description", description_of(table, row)}};
    schema.update(type_schema(row));
    if (!row.field.required) schema["default"] = default_of(table, row);
    const std::string_view kind = row.kind();
    if (kind == "date" || kind == "series" || (kind.ends_with("number") && !is_plain(row)))
        schema["examples"] = Json::array({json_of_toml(detail::example_text(table, row))});
    return schema;
}

/// Makes an object require the first key of a path, and what stands there the rest.
void require(Json& object, std::string_view path) {
    const std::size_t dot = path.find('.');
    const std::string key(path.substr(0, dot));
    Json& required = object["required"];
    if (std::find(required.begin(), required.end(), key) == required.end()) required.push_back(key);
    if (dot != std::string_view::npos) require(object["properties"][key], path.substr(dot + 1));
}

void require_all(const core::ParameterTable& table, Json& object) {
    for (const core::Parameter& row : table.rows()) {
        if (row.field.required) require(object, path_within(table, row.path));
    }
}

Json empty_object() { return {{"type", "object"}, {"additionalProperties", false}, {"properties", Json::object()}}; }

Json properties_of(const core::ParameterTable& table) {
    Json object = empty_object();
    for (const core::ParameterGroup& group : table.groups()) {
        Json schema{{"description", std::string(group.meaning) + '.'}};
        schema.update(empty_object());
        object[pointer(path_within(table, group.path), "/properties/")] = std::move(schema);
    }
    for (const core::Parameter& row : table.rows())
        object[pointer(path_within(table, row.path), "/properties/")] = row_schema(table, row);
    return object;
}

/// An element of a list: nothing else can give what it lacks.
Json object_schema(const core::ParameterTable& table) {
    Json object = properties_of(table);
    require_all(table, object);
    return object;
}

/// The keys that the language itself has at the top of a file.
Json language_properties(const Json& parameters) {
    Json profile = empty_object();
    for (const auto& [key, schema] : parameters.items()) profile["properties"][key] = {{"$ref", "#/properties/" + key}};
    const auto described = [](std::string_view meaning) { return Json{{"description", std::string(meaning) + '.'}}; };
    Json schema = described(detail::schema_meaning), extends = described(detail::extends_meaning),
         profiles = described(detail::profiles_meaning);
    schema.update({{"type", "integer"}, {"const", toml_schema}});
    extends.update({{"type", {"string", "array"}}, {"items", {{"type", "string"}}}});
    profiles.update({{"type", "object"}, {"additionalProperties", profile}});
    return {{"schema", schema}, {"extends", extends}, {"profiles", profiles}};
}

}  // namespace

std::string json_schema(const core::ParameterTable& table, const JsonSchemaOptions& options) {
    Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", options.title}};
    schema.update(properties_of(table));
    Json properties = language_properties(schema["properties"]);
    properties.update(schema["properties"]);
    schema["properties"] = std::move(properties);
    schema["required"] = Json::array({"schema"});
    Json required = Json::object();
    require_all(table, required);
    // The files that this one builds on may have given what it lacks.
    schema["if"] = {{"required", Json::array({"extends"})}};
    schema["else"] = std::move(required);
    return schema.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace commonweal::io
