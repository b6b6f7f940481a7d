// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/quantity.hpp>
#include <commonweal/io/parameter_reference.hpp>

#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace commonweal::io {

namespace {

std::string code(std::string_view text) { return '`' + std::string(text) + '`'; }

double to_six_digits(double value) {
    std::array<char, 32> digits;
    const auto written =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::general, 6);
    double rounded = value;
    std::from_chars(digits.data(), written.ptr, rounded);
    return rounded;
}

std::string default_text(const core::ParameterTable& table, const core::Parameter& row) {
    if (row.field.required) return "Required";
    if (const auto* const number = std::get_if<double*>(&row.target)) {
        const double rounded = to_six_digits(**number);
        if (rounded != **number) return "Default about " + core::quantity_text(rounded, row.field.unit);
    }
    return "Default " + code(table.text(row));
}

std::string allowed_text(const core::Parameter& row) {
    const auto* const choice = std::get_if<core::Choice>(&row.target);
    const std::string range = row.range_text();
    if (row.kind() == "distribution") return range.empty() ? "a distribution" : "a distribution, " + range;
    if (!choice) return range;
    std::string names;
    for (const std::string& name : choice->names) names += (names.empty() ? "" : " or ") + code(name);
    return names;
}

/// Evidence is about a default; a required parameter has none, and a text needs none.
std::string evidence_text(const core::Parameter& row) {
    if (row.field.required || row.kind() == "text") return {};
    const std::string evidence(core::evidence_name(row.field.evidence));
    return row.field.source.empty() ? evidence : evidence + " (" + std::string(row.field.source) + ')';
}

void append_definition(const core::ParameterTable& table, const core::Parameter& row, std::string& out) {
    out += code(row.path) + "\n: " + std::string(row.field.meaning) + ". " + default_text(table, row);
    for (const std::string& part : {allowed_text(row), evidence_text(row)}) out += part.empty() ? "" : "; " + part;
    out += ".\n\n";
}

std::string_view group_of(std::string_view path) {
    const std::size_t dot = path.rfind('.');
    return path.substr(0, dot == std::string_view::npos ? 0 : dot);
}

std::string group_heading(const core::ParameterTable& table, std::string_view path) {
    if (path.empty()) return "## At the top\n\nPaths without a dot.\n\n";
    std::string heading = "## " + std::string(path) + "\n\n";
    for (const core::ParameterGroup& group : table.groups()) {
        if (group.path == path) heading += std::string(group.meaning) + ".\n\n";
    }
    return heading;
}

std::string list_heading(const core::Parameter& row, std::size_t size) {
    std::string name = row.path;
    for (std::size_t at = name.find("[]"); at != std::string::npos; at = name.find("[]")) name.erase(at, 2);
    return "## " + name + "\n\n" + std::string(row.field.meaning) + ": any number of tables " +
           code("[[" + name + "]]") + ", " + (size == 0 ? "none" : std::to_string(size)) + " unless given.\n\n";
}

/// `group` is that of the definition before, if there is one; a list's elements stand under the list's heading.
void append(const core::ParameterTable& table, std::optional<std::string> group, std::string& out) {
    for (const core::Parameter& row : table.rows()) {
        if (const auto* const list = std::get_if<core::List>(&row.target)) {
            group = row.path + "[]";
            out += list_heading(row, list->size());
            list->with_default_element([&](const core::ParameterTable& element) { append(element, group, out); });
            continue;
        }
        if (group_of(row.path) != group) {
            group = group_of(row.path);
            out += group_heading(table, *group);
        }
        append_definition(table, row, out);
    }
}

}  // namespace

std::string parameter_reference_markdown(const core::ParameterTable& table) {
    std::string out;
    append(table, std::nullopt, out);
    return out;
}

}  // namespace commonweal::io
