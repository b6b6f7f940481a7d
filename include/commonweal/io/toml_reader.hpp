// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/assignment.hpp>
#include <commonweal/core/parameter.hpp>

#include <span>
#include <string>
#include <string_view>

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

/// Gives the parameters of a table the values of a TOML file, then those of the overrides, then runs `check`.
/// \throws ConfigError with every mistake of file, overrides and check, sorted by line; the table's parameters then
/// hold some of the new values and must not be used. A file that is no TOML gives one mistake for its first wrong
/// place.
void read_toml(const std::string& file, core::ParameterTable& table, std::span<const Override> overrides = {},
               const core::Check& check = {});

/// As `read_toml`, for a text; `file_name` stands in the mistakes.
void read_toml_text(std::string_view text, std::string_view file_name, core::ParameterTable& table,
                    std::span<const Override> overrides = {}, const core::Check& check = {});

}  // namespace commonweal::io
