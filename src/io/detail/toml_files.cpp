// SPDX-License-Identifier: Apache-2.0
#include "io/detail/byte_order_mark.hpp"

#include <commonweal/core/caret.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/nearest.hpp>
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

/// What lies in a folder, sorted; nothing where it cannot be read.
std::vector<std::string> names_in(const fs::path& folder) {
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator entry(folder.empty() ? "." : folder, error), end; !error && entry != end;
         entry.increment(error))
        names.push_back(entry->path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

/// The file beside a missing one that was probably meant; empty if none is near.
fs::path nearest_file(const fs::path& missing) {
    const fs::path folder = missing.parent_path();
    const auto near = core::nearest(missing.filename().string(), names_in(folder));
    return near ? folder / *near : fs::path();
}

/// The file of a scenario in a library; empty if the library has none of that name.
fs::path scenario_of(const std::string& library, const fs::path& name) {
    std::error_code unknown;
    const bool is_name = !library.empty() && name.has_filename() && name == name.filename();
    const fs::path file = is_name ? library / name / "scenario.toml" : fs::path();
    return fs::is_regular_file(file, unknown) ? file : fs::path();
}

std::string content_of(const fs::path& file) {
    std::error_code error;
    const auto status = fs::status(file, error);
    if (!fs::exists(status)) refuse_file(file, "does not exist", core::visible(nearest_file(file).string()));
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
    mistake.line = value->value_place().line;
    mistake.column = value->value_place().column;
    mistake.length = value->value_place().length;
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

void TomlFiles::read(const std::string& file, const std::string& library) {
    library_ = library;
    add({.name = core::visible(file), .file = fs::path(file)}, content_of(file));
}

void TomlFiles::read_text(std::string_view text, std::string_view name) {
    add({.name = core::visible(name), .file = std::nullopt}, std::string(text));
}

/// The configuration that a text holds, if it can be understood as far as its keys.
std::optional<Value::Table> TomlFiles::understand(const Origin& origin, const std::string& text) {
    const auto tell = [&](Mistake mistake) {
        mistake.file = origin.name;
        assignment_.add(std::move(mistake));
    };
    auto parsed = parse_toml(text);
    if (auto* const unfit = std::get_if<Mistake>(&parsed)) {
        tell(std::move(*unfit));
        return std::nullopt;
    }
    auto& values = std::get<Value::Table>(parsed);
    const SchemaReading schema = take_schema(values);
    if (schema.mistake) tell(*schema.mistake);
    if (schema.is_another) return std::nullopt;
    return std::move(values);
}

void TomlFiles::add(const Origin& origin, std::string text) {
    std::optional<Value::Table> understood = understand(origin, text);
    if (!understood) {
        understood_ = false;
        texts_.push_back({.name = origin.name, .text = std::move(text)});
        return;
    }
    Value::Table& values = *understood;
    if (const auto bases = taken(values, extends_key)) extend(origin, *bases);
    texts_.push_back({.name = origin.name, .text = std::move(text)});
    TomlFile file{.name = origin.name, .values = {}, .profiles = {}};
    if (auto profiles = taken(values, profiles_key)) {
        if (auto* const named = std::get_if<Value::Table>(&profiles->data)) {
            file.profiles = std::move(*named);
        } else {
            refuse(origin.name, *profiles, std::string(profiles_key), "must be a table of named tables");
        }
    }
    for (const Value::Entry& profile : file.profiles) {
        if (!std::holds_alternative<Value::Table>(profile.value.data))
            refuse(origin.name, profile.value, std::string(profiles_key) + '.' + profile.key,
                   "must be a table, [profiles." + core::visible(profile.key) + ']');
    }
    file.values = std::move(values);
    files_.push_back(std::move(file));
}

void TomlFiles::extend(const Origin& origin, const Value& bases) {
    if (const auto* const one = std::get_if<std::string>(&bases.data)) return extend(origin, bases, *one);
    const auto* const several = std::get_if<Value::Array>(&bases.data);
    const auto is_text = [](const Value& base) { return std::holds_alternative<std::string>(base.data); };
    if (!several || !std::all_of(several->begin(), several->end(), is_text)) {
        understood_ = false;
        const std::string rule = "must be a file's name in quotes, or an array of such names";
        return refuse(origin.name, bases, std::string(extends_key), rule);
    }
    for (const Value& base : *several) extend(origin, base, std::get<std::string>(base.data));
}

void TomlFiles::extend(const Origin& origin, const Value& base, const std::string& written) {
    const auto wrong = [&](const std::string& rule, std::string suggestion = {}) {
        understood_ = false;
        refuse(origin.name, base, std::string(extends_key), rule, std::move(suggestion));
    };
    if (!origin.file) return wrong("must stand in a file");
    std::error_code unknown;
    const fs::path folder = origin.file->parent_path();
    fs::path file = (folder / fs::path(written)).lexically_normal();
    if (fs::is_directory(file, unknown)) file /= "scenario.toml";
    if (!fs::exists(file, unknown)) {
        if (const fs::path kept = scenario_of(library_, written); !kept.empty()) {
            file = kept;
        } else {
            const fs::path near = nearest_file(file);
            const auto name = library_.empty() ? std::nullopt : core::nearest(written, names_in(library_));
            const std::string rule = "must name a file that exists; there is no " + core::visible(file.string());
            const std::string meant = near.empty() ? name.value_or("") : near.lexically_relative(folder).string();
            return wrong(rule, meant.empty() ? "" : core::quoted(meant));
        }
    }
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

void TomlFiles::refuse(const std::string& file, const Value& value, std::string path, std::string rule,
                       std::string suggestion) {
    const core::Place& place = value.value_place();
    assignment_.add({.file = file,
                     .line = place.line,
                     .column = place.column,
                     .length = place.length,
                     .path = std::move(path),
                     .rule = std::move(rule),
                     .value = value.written.empty() ? "a table" : value.written,
                     .suggestion = std::move(suggestion)});
}

namespace {

/// Where each line of a text begins, and its end; as editors count, without the mark of the byte order.
std::vector<std::string_view> lines_of(std::string_view text) {
    text = without_byte_order_mark(text);
    std::vector<std::string_view> lines;
    for (std::size_t end = 0; end != std::string_view::npos; text.remove_prefix(std::min(text.size(), end + 1))) {
        end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == std::string_view::npos) break;
    }
    return lines;
}

}  // namespace

void TomlFiles::mark(std::vector<Mistake>& mistakes) const {
    for (const ReadSources::File& file : texts_) {
        std::vector<std::string_view> lines;
        for (Mistake& mistake : mistakes) {
            if (mistake.line == 0 || mistake.length == 0 || mistake.file != file.name || !mistake.marked.empty())
                continue;
            if (lines.empty()) lines = lines_of(file.text);
            const core::Place place{.line = mistake.line, .column = mistake.column, .length = mistake.length};
            const auto number = static_cast<std::size_t>(mistake.line);
            if (number <= lines.size()) mistake.marked = core::caret_lines(lines[number - 1], place);
        }
    }
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
