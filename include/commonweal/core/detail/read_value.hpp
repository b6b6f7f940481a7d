// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parameter.hpp>
#include <commonweal/core/value.hpp>

#include <string>
#include <vector>

namespace commonweal::core::detail {

/// What a parameter must be: "must be a time such as \"36 h\"", "must be a whole number".
std::string requirement(const Parameter& row);

/// What a message shows of a value: as written, or "a table" or "an array" where that is too long.
std::string shown(const Value& value);

/// One of the values that a table of settings holds, under the path that the keys to it make together.
struct SettingPlace {
    std::string path;
    const Value* value;
};

std::vector<SettingPlace> settings_in(const Value& value);

/// Gives a parameter that is no list its value; returns what is wrong with it, without the file.
std::vector<Mistake> read_value(const Parameter& row, const Value& value);

/// Returns what `read_value` would, and leaves the parameter as it is.
std::vector<Mistake> check_value(const Parameter& row, const Value& value);

}  // namespace commonweal::core::detail
