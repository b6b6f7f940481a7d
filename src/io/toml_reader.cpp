// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/io/detail/toml_files.hpp>
#include <commonweal/io/detail/toml_parse.hpp>
#include <commonweal/io/toml_reader.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace commonweal::io {

namespace {

using core::Mistake;
using core::Value;

constexpr std::string_view command_line = "--set";

std::string profile_path(const std::string& name) {
    return "profiles." + (core::is_bare_key(name) ? name : core::quoted(core::excerpt(name)));
}

std::string listed(const std::vector<std::string>& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + core::visible(name);
    return text;
}

/// The profiles that are taken, file by file, and a check of the others.
void read_profiles(const detail::TomlFiles& files, const std::vector<std::string>& taken,
                   core::Assignment& assignment) {
    const auto for_each = [&](const auto& visit) {
        for (const detail::TomlFile& file : files.files()) {
            for (const auto& [name, value] : file.profiles) {
                const auto* const values = std::get_if<Value::Table>(&value.data);
                if (values) visit(file, name, *values);
            }
        }
    };
    const std::vector<std::string> known = files.profiles();
    for (const std::string& wanted : taken) {
        const bool is_known = std::find(known.begin(), known.end(), wanted) != known.end();
        if (files.understood() && !is_known) {
            const std::string rule = known.empty() ? "must be left out: the file has no profiles"
                                                   : "must be a profile of the file: " + listed(known);
            assignment.add({.path = "profile",
                            .rule = rule,
                            .value = core::quoted(core::excerpt(wanted)),
                            .suggestion = core::nearest(wanted, known).value_or("")});
        }
        for_each([&](const detail::TomlFile& file, const std::string& name, const Value::Table& values) {
            if (name == wanted) assignment.read(values, file.name);
        });
    }
    for_each([&](const detail::TomlFile& file, const std::string& name, const Value::Table& values) {
        if (std::find(taken.begin(), taken.end(), name) == taken.end())
            assignment.check(values, profile_path(name), file.name);
    });
}

/// Without quotes wherever the parameter's type leaves no doubt, else a TOML value.
Value override_value(const core::ParameterTable& table, const Override& override_) {
    const std::string_view text = override_.value;
    const bool is_toml = !text.empty() && std::string_view("\"'[{").find(text.front()) != std::string_view::npos;
    Value value = core::bare_value(table, override_.path, text);
    const bool is_text = std::holds_alternative<std::string>(value.data);
    const auto row = table.find(override_.path);
    const bool takes_bare_text = row && (row->kind() == "text" || row->kind() == "choice" || row->kind() == "date");
    if (is_toml || (is_text && !takes_bare_text)) {
        if (auto parsed = detail::parse_toml_value(text)) value.data = std::move(parsed->data);
    }
    return value;
}

void apply(const Override& override_, const core::ParameterTable& table, core::Assignment& assignment) {
    const auto readable = [](std::string_view text) {
        return core::first_invalid_utf8(text) == text.size() && text.find('\0') == std::string_view::npos;
    };
    if (readable(override_.path) && readable(override_.value)) {
        assignment.set(core::visible(override_.path), override_value(table, override_), override_.source);
    } else {
        assignment.add(
            {.file = override_.source, .path = {}, .rule = "path and value must be valid UTF-8", .value = {}});
    }
}

}  // namespace

Override parse_override(std::string_view text) {
    const std::size_t equals = text.find('=');
    if (equals == 0 || equals == std::string_view::npos)
        throw core::ConfigError({{.file = std::string(command_line),
                                  .line = 0,
                                  .column = 0,
                                  .path = {},
                                  .rule = "must be written path=value such as residents.count=5000",
                                  .value = core::excerpt(text),
                                  .suggestion = {}}});
    return {.path = std::string(text.substr(0, equals)),
            .value = std::string(text.substr(equals + 1)),
            .source = std::string(command_line)};
}

namespace {

ReadSources read(core::Assignment& assignment, detail::TomlFiles files, core::ParameterTable& table,
                 const ReadOptions& options, const core::Check& check) {
    for (const detail::TomlFile& file : files.files()) assignment.read(file.values, file.name);
    read_profiles(files, options.profiles, assignment);
    if (!files.files().empty()) assignment.set_main_file(files.files().back().name);
    for (const Override& override_ : options.overrides) apply(override_, table, assignment);
    if (files.understood()) {
        assignment.report_missing();
        assignment.run(check);
    }
    std::vector<Mistake> mistakes = assignment.mistakes();
    files.mark(mistakes);
    if (!mistakes.empty()) throw core::ConfigError(std::move(mistakes));
    std::vector<std::string> profiles = files.profiles();
    return {.files = std::move(files).take_texts(), .profiles = std::move(profiles)};
}

}  // namespace

ReadSources read_toml(const std::string& file, core::ParameterTable& table, const ReadOptions& options,
                      const core::Check& check) {
    core::Assignment assignment(table, detail::language_keys());
    detail::TomlFiles files(assignment);
    files.read(file, options.library);
    return read(assignment, std::move(files), table, options, check);
}

ReadSources read_toml_text(std::string_view text, std::string_view file_name, core::ParameterTable& table,
                           const TextOptions& options) {
    core::Assignment assignment(table, detail::language_keys());
    detail::TomlFiles files(assignment);
    files.read_text(text, file_name);
    return read(assignment, std::move(files), table, {.overrides = options.overrides}, options.check);
}

}  // namespace commonweal::io
