// SPDX-License-Identifier: Apache-2.0
#include <commonweal/io/toml_reader.hpp>
#include <commonweal/io/toml_writer.hpp>

#include <cmath>
#include <string_view>

namespace commonweal::io {

namespace {

using core::List;
using core::Parameter;
using core::ParameterTable;

void require_finite(const Parameter& row, double value) {
    if (!std::isfinite(value)) throw core::Error("commonweal: " + row.path + " is not finite and cannot be written");
}

void require_writable(const Parameter& row) {
    if (const auto* const number = std::get_if<double*>(&row.target)) require_finite(row, **number);
    if (const auto* const series = std::get_if<core::Series*>(&row.target)) {
        for (const double value : (*series)->values) require_finite(row, value);
    }
}

bool is_child(std::string_view path, std::string_view prefix) {
    if (prefix.empty()) return path.find('.') == std::string_view::npos;
    return path.starts_with(prefix) && path.size() > prefix.size() && path[prefix.size()] == '.' &&
           path.find('.', prefix.size() + 1) == std::string_view::npos;
}

/// Keys first, then tables, then arrays of tables: TOML has no way back to an outer table.
void write_table(const ParameterTable& table, const std::string& prefix, const std::string& header, std::string& out) {
    for (const Parameter& row : table.rows()) {
        const auto* const list = std::get_if<List>(&row.target);
        if (!is_child(row.path, prefix) || (list && list->size() > 0)) continue;
        require_writable(row);
        out += std::string(row.field.key) + " = " + (list ? "[]" : table.text(row)) + '\n';
    }
    const auto below = [&header](std::string_view key) {
        return header.empty() ? std::string(key) : header + '.' + std::string(key);
    };
    for (const core::ParameterGroup& group : table.groups()) {
        if (!is_child(group.path, prefix)) continue;
        const std::string name = below(std::string_view(group.path).substr(prefix.empty() ? 0 : prefix.size() + 1));
        out += "\n[" + name + "]\n";
        write_table(table, group.path, name, out);
    }
    for (const Parameter& row : table.rows()) {
        const auto* const list = std::get_if<List>(&row.target);
        if (!is_child(row.path, prefix) || !list) continue;
        for (std::size_t position = 0; position < list->size(); ++position) {
            const ParameterTable element = list->element(position);
            out += "\n[[" + below(row.field.key) + "]]\n";
            write_table(element, element.prefix(), below(row.field.key), out);
        }
    }
}

}  // namespace

std::string write_toml(const ParameterTable& table) {
    std::string out = "schema = " + std::to_string(toml_schema) + '\n';
    write_table(table, table.prefix(), "", out);
    return out;
}

}  // namespace commonweal::io
