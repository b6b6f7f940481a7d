// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parameter.hpp>

#include <string>
#include <string_view>

namespace commonweal::io::detail {

/// What the keys at the top of a file mean that are no parameters.
inline constexpr std::string_view
    schema_meaning = "Version of the language that the file is written in",
    extends_meaning =
        "File that this one builds on, or an array of such files, each stronger than "
        "those before it: a path from this file's folder, or the name of a shipped scenario",
    profiles_meaning =
        "Named changes, of which a run takes those that it is asked for; each has the "
        "form of the file, and may leave out anything";

/// In Markdown, between backquotes.
std::string code(std::string_view text);

/// The names of a choice or the range of a number; empty where nothing is excluded.
std::string allowed_text(const core::Parameter& row);

/// Whether evidence and source say something: they are about a default, which a required parameter has not, and which
/// needs none in a text or a list.
bool has_evidence(const core::Parameter& row);

/// In Markdown: "Depth. Default `\"1 m\"`; between 0 m and 10 m; assumed."
std::string parameter_text(const core::ParameterTable& table, const core::Parameter& row);

/// In Markdown: "Gauges: any number of tables `[[shock.gauge]]`, none unless given."
std::string list_text(const core::Parameter& row, const core::List& list);

/// The path as headers of tables write it: "shock.gauge" for "shock[].gauge".
std::string without_brackets(std::string path);

/// A right value as TOML writes it: the default, or where there is none, one that shows the form. Not for lists.
std::string example_text(const core::ParameterTable& table, const core::Parameter& row);

}  // namespace commonweal::io::detail
