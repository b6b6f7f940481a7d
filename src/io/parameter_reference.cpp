// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/parameter_reference.hpp>

#include "io/detail/parameter_text.hpp"

#include <optional>
#include <string_view>

namespace commonweal::io {

namespace {

/// "param-shock-start" for "shock[].start": letters and digits, with a hyphen for all that stands between them.
std::string anchor_of(std::string_view path) {
    std::string anchor = "param";
    bool apart = true;
    for (const char letter : path) {
        const bool kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
        if (kept && apart) anchor += '-';
        if (kept) anchor += letter;
        apart = !kept;
    }
    return anchor;
}

void append_definition(const core::ParameterTable& table, const core::Parameter& row, std::string& out) {
    out += detail::code(row.path) + "{#" + anchor_of(row.path) + "}\n: " + detail::parameter_text(table, row) + "\n\n";
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

std::string list_heading(const core::Parameter& row, const core::List& list) {
    return "## " + detail::without_brackets(row.path) + "\n\n" + detail::list_text(row, list) + "\n\n";
}

/// `group` is that of the definition before, if there is one; a list's elements stand under the list's heading.
void append(const core::ParameterTable& table, std::optional<std::string> group, std::string& out) {
    for (const core::Parameter& row : table.rows()) {
        if (const auto* const list = std::get_if<core::List>(&row.target)) {
            group = row.path + "[]";
            out += list_heading(row, *list);
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
