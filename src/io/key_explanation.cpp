// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/quantity.hpp>
#include <commonweal/io/key_explanation.hpp>
#include <commonweal/io/toml_reader.hpp>

#include "io/detail/parameter_text.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace commonweal::io {

namespace {

/// The path of the table or list that a path stands in: "shock" for "shock[].start"; empty at the top.
std::string holder_of(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    std::string_view holder = path.substr(0, dot == std::string_view::npos ? 0 : dot);
    if (holder.ends_with("[]")) holder.remove_suffix(2);
    return std::string(holder);
}

/// A header [[...]] for each list that the path goes through, and how much of the path they use up.
std::pair<std::string, std::size_t> headers_of(const std::string& path) {
    std::string headers;
    std::size_t used = 0;
    for (std::size_t at = path.find("[]"); at != std::string::npos; at = path.find("[]", at + 2)) {
        headers += "[[" + detail::without_brackets(path.substr(0, at)) + "]]\n";
        used = at + 3;
    }
    return {headers, used};
}

/// A line for each key of a list's element; lists inside it are left out.
std::string element_of(const core::List& list) {
    std::string lines;
    list.with_default_element([&lines](const core::ParameterTable& element) {
        for (const core::Parameter& row : element.rows()) {
            if (row.kind() == "list") continue;
            lines += '\n' + row.path.substr(headers_of(row.path).second) + " = " + detail::example_text(element, row);
        }
    });
    return lines;
}

std::string example_of(const core::ParameterTable& table, const core::Parameter& row) {
    const auto [headers, used] = headers_of(row.path);
    if (const auto* const list = std::get_if<core::List>(&row.target))
        return headers + "[[" + detail::without_brackets(row.path) + "]]" + element_of(*list);
    return headers + row.path.substr(used) + " = " + detail::example_text(table, row);
}

KeyExplanation explain(const core::ParameterTable& table, const core::Parameter& row) {
    const bool has_evidence = detail::has_evidence(row);
    std::string allowed = detail::allowed_text(row);
    std::erase(allowed, '`');
    return {.path = row.path,
            .kind = std::string(row.kind()),
            .meaning = std::string(row.field.meaning),
            .unit = std::string(row.field.unit),
            .allowed = std::move(allowed),
            .default_text = row.field.required || row.kind() == "list" ? "" : table.text(row),
            .evidence = has_evidence ? std::string(core::evidence_name(row.field.evidence)) : "",
            .source = has_evidence ? std::string(row.field.source) : "",
            .example = example_of(table, row),
            .required = row.field.required,
            .live = row.field.live};
}

KeyExplanation explain(const core::ParameterGroup& group) {
    const std::string header = '[' + detail::without_brackets(group.path) + ']';
    return {.path = group.path,
            .kind = "table",
            .meaning = std::string(group.meaning),
            .example = headers_of(group.path).first + header};
}

void collect(const core::ParameterTable& table, std::vector<KeyExplanation>& keys) {
    for (const core::ParameterGroup& group : table.groups()) keys.push_back(explain(group));
    for (const core::Parameter& row : table.rows()) {
        keys.push_back(explain(table, row));
        if (const auto* const list = std::get_if<core::List>(&row.target))
            list->with_default_element([&keys](const core::ParameterTable& element) { collect(element, keys); });
    }
}

std::vector<KeyExplanation> language_keys() {
    const std::string schema = "schema = " + std::to_string(toml_schema);
    return {{.path = "schema",
             .kind = "whole number",
             .meaning = std::string(detail::schema_meaning),
             .allowed = std::to_string(toml_schema),
             .example = schema,
             .required = true},
            {.path = "extends",
             .kind = "text or texts",
             .meaning = std::string(detail::extends_meaning),
             .example = "extends = \"base.toml\""},
            {.path = "profiles",
             .kind = "table",
             .meaning = std::string(detail::profiles_meaning),
             .example = "[profiles.small]"}};
}

}  // namespace

std::vector<KeyExplanation> explain_keys(const core::ParameterTable& table) {
    std::vector<KeyExplanation> keys = language_keys();
    collect(table, keys);
    for (KeyExplanation& holder : keys) {
        if (holder.kind != "table" && holder.kind != "list") continue;
        for (const KeyExplanation& key : keys) {
            if (key.path != holder.path && holder_of(key.path) == holder.path) holder.holds.push_back(key.path);
        }
    }
    return keys;
}

}  // namespace commonweal::io
