// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/parameter_reference.hpp>

#include <string_view>

namespace commonweal::io {

namespace {

std::string cell(std::string_view text) {
    std::string escaped;
    for (const char letter : text) {
        if (letter == '|') escaped += '\\';
        escaped += letter;
    }
    return escaped;
}

std::string code(std::string_view text) { return text.empty() ? "" : '`' + cell(text) + '`'; }

std::string default_text(const core::ParameterTable& table, const core::Parameter& row) {
    if (row.field.required) return "required";
    if (const auto* const list = std::get_if<core::List>(&row.target))
        return list->size() == 0 ? "none" : std::to_string(list->size()) + " tables";
    return code(table.text(row));
}

std::string allowed_text(const core::Parameter& row) {
    const auto* const choice = std::get_if<core::Choice>(&row.target);
    if (!choice) return row.range_text();
    std::string names;
    for (const std::string& name : choice->names) names += (names.empty() ? "" : ", ") + code(name);
    return names;
}

void append(const core::ParameterTable& table, std::string& out) {
    for (const core::Parameter& row : table.rows()) {
        const auto* const list = std::get_if<core::List>(&row.target);
        out += "| " + code(row.path) + " | " + cell(row.field.meaning) + " | " + default_text(table, row) + " | " +
               cell(allowed_text(row)) + " | " + cell(row.field.unit) + " | " +
               (list ? "" : std::string(core::evidence_name(row.field.evidence))) + " | " + cell(row.field.source) +
               " |\n";
        if (list) list->with_default_element([&out](const core::ParameterTable& element) { append(element, out); });
    }
}

}  // namespace

std::string parameter_reference_markdown(const core::ParameterTable& table) {
    std::string out =
        "| path | meaning | default | range | unit | evidence | source |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n";
    append(table, out);
    return out;
}

}  // namespace commonweal::io
