// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/io/detail/toml_files.hpp>
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

namespace commonweal::io::detail {

namespace fs = std::filesystem;
using core::ConfigError;
using core::Mistake;
using core::Value;

namespace {

constexpr std::string_view schema_key = "schema", extends_key = "extends", profiles_key = "profiles";

/// No scenario builds on as many; a generated one might by accident.
constexpr std::size_t most_files = 64;

[[noreturn]] void refuse_file(const fs::path& file, std::string rule, std::string suggestion = {}) {
    throw ConfigError(
        {{.file = core::visible(file.string()), .rule = std::move(rule), .suggestion = std::move(suggestion)}});
}

std::string content_of(const fs::path& file) {
    std::error_code error;
    const auto status = fs::status(file, error);
    if (!fs::exists(status)) refuse_file(file, "does not exist");
    if (fs::is_directory(status)) {
        const auto inside = file / "scenario.toml";
        const bool found = fs::exists(inside, error);
        refuse_file(file, "is a directory; give the file", found ? core::visible(inside.string()) : "");
    }
    errno = 0;
    std::ifstream stream(file, std::ios::binary);
    std::string content(toml_most_bytes + 1, '\0');
    if (stream) stream.read(content.data(), static_cast<std::streamsize>(content.size()));
    if (stream.bad() || (!stream.eof() && stream.fail()))
        refuse_file(file, "cannot be read: " + std::error_code(errno, std::generic_category()).message());
    content.resize(static_cast<std::size_t>(stream.gcount()));
    return content;
}

/// Takes a key of the language out of a configuration.
std::optional<Value> taken(Value::Table& configuration, std::string_view key) {
    const auto found = std::find_if(configuration.begin(), configuration.end(),
                                    [key](const Value::Entry& entry) { return entry.key == key; });
    if (found == configuration.end()) return std::nullopt;
    Value value = std::move(found->value);
    configuration.erase(found);
    return value;
}

struct SchemaReading {
    std::optional<Mistake> mistake;
    bool is_another = false;  ///< A whole number, but not ours: the rest of the file follows rules that we do not know.
};

/// Takes the opening `schema = 1` out of the configuration.
SchemaReading take_schema(Value::Table& configuration) {
    const std::string ours = std::to_string(toml_schema);
    const std::optional<Value> value = taken(configuration, schema_key);
    Mistake mistake{.line = 1, .column = 1, .path = std::string(schema_key)};
    if (!value) {
        mistake.rule = "is missing; the file must say schema = " + ours;
        return {.mistake = std::move(mistake)};
    }
    const auto* const number = std::get_if<std::int64_t>(&value->data);
    if (number && *number == toml_schema) return {};
    mistake.line = value->place.line;
    mistake.column = value->place.column;
    mistake.rule = "must be " + ours + (number ? ", the only version of the language that this commonweal reads" : "");
    mistake.value = value->written.empty() ? "a table" : value->written;
    return {.mistake = std::move(mistake), .is_another = number != nullptr};
}

/// Whether two paths name one file, by whatever way.
bool same_file(const fs::path& one, const fs::path& other) {
    std::error_code unknown;
    return fs::weakly_canonical(one, unknown) == fs::weakly_canonical(other, unknown);
}

}  // namespace

/// Where a text comes from: its file, if it has one, and who extends it.
struct TomlFiles::Origin {
    std::string name;
    std::optional<fs::path> file;
    const Origin* extended_by = nullptr;
};

void TomlFiles::read(const std::string& file) {
    add({.name = core::visible(file), .file = fs::path(file)}, content_of(file));
}

void TomlFiles::read_text(std::string_view text, std::string_view name) {
    add({.name = core::visible(name), .file = std::nullopt}, std::string(text));
}

void TomlFiles::add(const Origin& origin, std::string text) {
    const auto tell = [&](Mistake mistake) {
        mistake.file = origin.name;
        assignment_.add(std::move(mistake));
    };
    auto parsed = parse_toml(text);
    if (auto* const unfit = std::get_if<Mistake>(&parsed)) {
        understood_ = false;
        return tell(std::move(*unfit));
    }
    auto& values = std::get<Value::Table>(parsed);
    const SchemaReading schema = take_schema(values);
    if (schema.mistake) tell(*schema.mistake);
    if (schema.is_another) {
        understood_ = false;
        return;
    }
    if (const auto bases = taken(values, extends_key)) extend(origin, *bases);
    TomlFile file{.name = origin.name, .text = std::move(text), .values = {}, .profiles = {}};
    if (auto profiles = taken(values, profiles_key)) {
        if (auto* const named = std::get_if<Value::Table>(&profiles->data)) {
            file.profiles = std::move(*named);
        } else {
            refuse(origin.name, *profiles, std::string(profiles_key), "must be a table of named tables");
        }
    }
    for (const Value::Entry& profile : file.profiles) {
        if (!std::holds_alternative<Value::Table>(profile.value.data))
            refuse(origin.name, profile.value, std::string(profiles_key) + '.' + profile.key, "must be a table");
    }
    file.values = std::move(values);
    files_.push_back(std::move(file));
}

void TomlFiles::extend(const Origin& origin, const Value& bases) {
    if (const auto* const one = std::get_if<std::string>(&bases.data)) return extend(origin, bases, *one);
    const auto* const several = std::get_if<Value::Array>(&bases.data);
    const auto is_text = [](const Value& base) { return std::holds_alternative<std::string>(base.data); };
    if (!several || !std::all_of(several->begin(), several->end(), is_text)) {
        const std::string rule = "must be a file's name in quotes, or an array of such names";
        return refuse(origin.name, bases, std::string(extends_key), rule);
    }
    for (const Value& base : *several) extend(origin, base, std::get<std::string>(base.data));
}

void TomlFiles::extend(const Origin& origin, const Value& base, const std::string& written) {
    const auto wrong = [&](const std::string& rule) { refuse(origin.name, base, std::string(extends_key), rule); };
    if (!origin.file) return wrong("must stand in a file");
    std::error_code unknown;
    fs::path file = (origin.file->parent_path() / fs::path(written)).lexically_normal();
    if (fs::is_directory(file, unknown)) file /= "scenario.toml";
    if (!fs::exists(file, unknown)) return wrong("must name a file that exists; there is no " + file.string());
    for (const Origin* other = &origin; other; other = other->extended_by) {
        if (same_file(*other->file, file)) return wrong("must not lead back to " + other->name);
    }
    const auto is_read = [&](const TomlFile& known) { return same_file(known.name, file); };
    if (std::any_of(files_.begin(), files_.end(), is_read)) return;
    if (files_.size() >= most_files) return wrong("must not join more than " + std::to_string(most_files) + " files");
    try {
        add({.name = core::visible(file.string()), .file = file, .extended_by = &origin}, content_of(file));
    } catch (const ConfigError& error) {
        for (const Mistake& mistake : error.mistakes()) assignment_.add(mistake);
        understood_ = false;
    }
}

void TomlFiles::refuse(const std::string& file, const Value& value, std::string path, std::string rule) {
    assignment_.add({.file = file,
                     .line = value.place.line,
                     .column = value.place.column,
                     .path = std::move(path),
                     .rule = std::move(rule),
                     .value = value.written.empty() ? "a table" : value.written});
}

std::vector<std::string> TomlFiles::profiles() const {
    std::vector<std::string> names;
    for (const TomlFile& file : files_) {
        for (const Value::Entry& profile : file.profiles) {
            if (std::find(names.begin(), names.end(), profile.key) == names.end()) names.push_back(profile.key);
        }
    }
    return names;
}

std::vector<std::string> language_keys() {
    return {std::string(schema_key), std::string(extends_key), std::string(profiles_key)};
}

}  // namespace commonweal::io::detail
