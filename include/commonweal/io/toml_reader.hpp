// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/assignment.hpp>
#include <commonweal/core/parameter.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace commonweal::io {

/// The version of the configuration language, the `schema = 1` that opens every file.
inline constexpr int toml_schema = 1;

/// What a file may hold; larger ones are refused before they are parsed.
inline constexpr std::size_t toml_most_bytes = std::size_t{4} * 1024 * 1024;
inline constexpr std::size_t toml_most_nesting = 64;

/// A value that is stronger than the file's. The last of several for one path holds.
struct Override {
    std::string path;
    std::string value;     ///< Text and quantities may stand without quotes: "0.2 / d".
    std::string source{};  ///< What its mistakes name in place of a file, such as "--set"; nothing if empty.
};

/// A value from the command line, --set path=value: splits "warning.rate=0.2 / d" at its first '='.
/// \throws ConfigError if there is none or nothing stands before it.
Override parse_override(std::string_view text);

/// What is taken of a file, and what is stronger than it.
struct ReadOptions {
    std::vector<std::string> profiles{};  ///< Profiles of the file to take, one after the other.
    std::vector<Override> overrides{};    ///< Stronger than file and profiles.
    /// A folder of scenarios, each in a folder of its own, that `extends` may call by name; none if empty. A file or
    /// folder beside the one that extends comes first.
    std::string library{};
};

/// Where a configuration came from.
struct ReadSources {
    struct File {
        std::string name;
        std::string text;
    };
    std::vector<File> files;            ///< The file itself stands last, behind those that it extends.
    std::vector<std::string> profiles;  ///< Names of all profiles that could be taken.
};

/// Gives the parameters of a table the values of a TOML file. Each is stronger than what stands before it: the files
/// that `extends` names, the file itself, the profiles taken, the overrides. Profiles that are not taken are checked
/// like the rest. `check` says what must hold when all values are in place.
/// \throws ConfigError with every mistake of files, profiles, overrides and check, sorted by file and line; the table's
/// parameters then hold some of the new values and must not be used. A file that is no TOML gives one mistake for its
/// first wrong place.
ReadSources read_toml(const std::string& file, core::ParameterTable& table, const ReadOptions& options = {},
                      const core::Check& check = {});

/// What is stronger than a text, and what must hold when all values are in place.
struct TextOptions {
    std::vector<Override> overrides{};
    core::Check check{};
};

/// As `read_toml`, for a text, which can extend none; `file_name` stands in the mistakes.
ReadSources read_toml_text(std::string_view text, std::string_view file_name, core::ParameterTable& table,
                           const TextOptions& options = {});

}  // namespace commonweal::io
