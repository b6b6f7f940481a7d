// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parameter.hpp>

#include <string>
#include <vector>

namespace commonweal::io {

/// What there is to know of one key of a file.
struct KeyExplanation {
    std::string path;          ///< Elements of lists stand as "shock[].start".
    std::string kind;          ///< As `core::Parameter::kind`, or "table".
    std::string meaning;       ///< One phrase.
    std::string unit;          ///< Of quantities; empty for all else.
    std::string allowed;       ///< Range of a number or names of a choice; empty where nothing is excluded.
    std::string default_text;  ///< As TOML writes it; empty for tables and where there is none.
    std::string evidence;      ///< How far the default can be trusted; empty where there is nothing to trust.
    std::string source;        ///< Where the default comes from.
    std::string example;       ///< Right TOML that gives the key a value, over several lines for elements of lists.
    bool required = false;
    bool live = false;                 ///< An intervention may change it while a run goes on.
    std::vector<std::string> holds{};  ///< Paths of what stands directly in a table, or in each element of a list.
};

/// Every key that a file may hold: those of the language itself, then tables, lists and parameters, each table before
/// what it holds. The defaults are the table's present values, so describe a struct that nobody changed.
std::vector<KeyExplanation> explain_keys(const core::ParameterTable& table);

}  // namespace commonweal::io
