// SPDX-License-Identifier: Apache-2.0
#include "io/detail/parameter_text.hpp"

#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>

#include <array>
#include <charconv>
#include <cmath>
#include <type_traits>

namespace commonweal::io::detail {

namespace {

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

std::string evidence_text(const core::Parameter& row) {
    if (!has_evidence(row)) return {};
    const std::string evidence(core::evidence_name(row.field.evidence));
    return row.field.source.empty() ? evidence : evidence + " (" + std::string(row.field.source) + ')';
}

/// Whether the parameter holds a number that its range excludes, as one may that has no default.
bool holds_wrong_number(const core::Parameter& row) {
    return std::visit(
        [&row](const auto& target) {
            using Target = std::remove_pointer_t<std::remove_cvref_t<decltype(target)>>;
            if constexpr (std::is_arithmetic_v<Target>) {
                const auto number = static_cast<double>(*target);
                return !std::isfinite(number) || !row.allows(number);
            } else {
                return false;
            }
        },
        row.target);
}

}  // namespace

std::string code(std::string_view text) { return '`' + std::string(text) + '`'; }

std::string allowed_text(const core::Parameter& row) {
    const auto* const choice = std::get_if<core::Choice>(&row.target);
    std::string range = row.range_text();
    if (row.kind() == "distribution") return range.empty() ? "a distribution" : "a distribution, " + range;
    if (!choice) return range;
    std::string names;
    for (const std::string& name : choice->names) names += (names.empty() ? "" : " or ") + code(name);
    return names;
}

bool has_evidence(const core::Parameter& row) {
    return !row.field.required && row.kind() != "text" && row.kind() != "settings" && row.kind() != "list";
}

std::string parameter_text(const core::ParameterTable& table, const core::Parameter& row) {
    std::string text = std::string(row.field.meaning) + ". " + default_text(table, row);
    const std::string live = row.field.live ? "may change in a run" : "";
    for (const std::string& part : {allowed_text(row), live, evidence_text(row)})
        text += part.empty() ? "" : "; " + part;
    return text + '.';
}

std::string list_text(const core::Parameter& row, const core::List& list) {
    const std::size_t size = list.size();
    return std::string(row.field.meaning) + ": any number of tables " + code("[[" + without_brackets(row.path) + "]]") +
           ", " + (size == 0 ? "none" : std::to_string(size)) + " unless given.";
}

std::string without_brackets(std::string path) {
    for (std::size_t at = path.find("[]"); at != std::string::npos; at = path.find("[]")) path.erase(at, 2);
    return path;
}

std::string example_text(const core::ParameterTable& table, const core::Parameter& row) {
    const bool plain = core::Unit::parse(row.field.unit)->plain();
    if (holds_wrong_number(row)) return plain ? "1" : core::quoted(core::quantity_text(1.0, row.field.unit));
    if (!row.field.example.empty()) return std::string(row.field.example);
    if (!row.field.required) return table.text(row);
    if (row.kind() == "date") return "\"2021-07-20T16:00\"";
    if (row.kind() == "text") return "\"text\"";
    if (row.kind() == "texts") return "[\"text\"]";
    if (row.kind() == "series")
        return plain ? "[0, 1.5]" : "{ unit = " + core::quoted(row.field.unit) + ", values = [0, 1.5] }";
    if (const auto* const choice = std::get_if<core::Choice>(&row.target)) return core::quoted(choice->names.front());
    return table.text(row);
}

}  // namespace commonweal::io::detail
