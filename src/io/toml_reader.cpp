// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/io/detail/toml_parse.hpp>
#include <commonweal/io/toml_reader.hpp>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <optional>
#include <system_error>
#include <utility>
#include <variant>

namespace commonweal::io {

namespace {

using core::Mistake;
using core::Value;

constexpr std::string_view command_line = "--set";

[[noreturn]] void refuse(const std::filesystem::path& file, std::string rule, std::string suggestion = {}) {
    throw core::ConfigError({{.file = core::visible(file.string()),
                              .line = 0,
                              .column = 0,
                              .path = {},
                              .rule = std::move(rule),
                              .value = {},
                              .suggestion = std::move(suggestion)}});
}

std::string content_of(const std::filesystem::path& file) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) refuse(file, "does not exist");
    if (std::filesystem::is_directory(status)) {
        const auto inside = file / "scenario.toml";
        const bool found = std::filesystem::exists(inside, error);
        refuse(file, "is a directory; give the file", found ? core::visible(inside.string()) : "");
    }
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    std::string content(toml_most_bytes + 1, '\0');
    if (stream) stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (stream.bad() || (!stream.eof() && stream.fail()))
        refuse(file, "cannot be read: " + std::error_code(errno, std::generic_category()).message());
    content.resize(static_cast<std::size_t>(stream.gcount()));
    return content;
}

struct SchemaReading {
    std::optional<Mistake> mistake;
    bool is_another = false;  ///< A whole number, but not ours: the rest of the file follows rules that we do not know.
};

/// Takes the opening `schema = 1` out of the configuration.
SchemaReading take_schema(Value::Table& configuration) {
    const std::string ours = std::to_string(toml_schema);
    const auto found = std::find_if(configuration.begin(), configuration.end(),
                                    [](const Value::Entry& entry) { return entry.key == "schema"; });
    Mistake mistake{.line = 1, .column = 1, .path = "schema"};
    if (found == configuration.end()) {
        mistake.rule = "is missing; the file must say schema = " + ours;
        return {.mistake = std::move(mistake)};
    }
    const Value value = std::move(found->value);
    configuration.erase(found);
    const auto* const number = std::get_if<std::int64_t>(&value.data);
    if (number && *number == toml_schema) return {};
    mistake.line = value.place.line;
    mistake.column = value.place.column;
    mistake.rule = "must be " + ours + (number ? ", the only version of the language that this commonweal reads" : "");
    mistake.value = value.written.empty() ? "a table" : value.written;
    return {.mistake = std::move(mistake), .is_another = number != nullptr};
}

/// Whether the text could be understood as far as its keys; if not, what it lacks is not worth telling.
bool read_file_text(std::string_view text, const std::string& file, core::Assignment& assignment) {
    const auto add = [&](Mistake mistake) {
        mistake.file = file;
        assignment.add(std::move(mistake));
    };
    auto parsed = detail::parse_toml(text);
    if (auto* const unfit = std::get_if<Mistake>(&parsed)) {
        add(std::move(*unfit));
        return false;
    }
    auto& configuration = std::get<Value::Table>(parsed);
    const SchemaReading schema = take_schema(configuration);
    if (schema.mistake) add(*schema.mistake);
    if (schema.is_another) return false;
    assignment.read(configuration, file);
    return true;
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

void read_toml(const std::string& file, core::ParameterTable& table, std::span<const Override> overrides,
               const core::Check& check) {
    read_toml_text(content_of(file), file, table, overrides, check);
}

void read_toml_text(std::string_view text, std::string_view file_name, core::ParameterTable& table,
                    std::span<const Override> overrides, const core::Check& check) {
    core::Assignment assignment(table);
    const bool understood = read_file_text(text, core::visible(file_name), assignment);
    for (const Override& override_ : overrides) apply(override_, table, assignment);
    if (understood) {
        assignment.report_missing();
        assignment.run(check);
    }
    std::vector<Mistake> mistakes = assignment.mistakes();
    if (!mistakes.empty()) throw core::ConfigError(std::move(mistakes));
}

}  // namespace commonweal::io
