// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/nearest.hpp>
#include <span>
#include <string>
#include <string_view>

namespace commonweal::core::detail {

/// How a refusal of an unknown name ends: ". Did you mean rain?", or nothing where no name is near.
inline std::string did_you_mean(std::string_view word, std::span<const std::string> names) {
    const auto near = core::nearest(word, names);
    return near ? ". Did you mean " + *near + '?' : "";
}

/// The names there are: "; there are: rain wind", or "; there are: none".
inline std::string there_are(std::span<const std::string> names) {
    std::string text = "; there are:";
    for (const std::string& name : names) text += ' ' + name;
    return names.empty() ? text + " none" : text;
}

/// How a refusal of a column ends that is of another type: " is i32; f32 was asked for".
inline std::string is_not(ColumnType type, ColumnType asked) {
    return " is " + std::string(name_of(type)) + "; " + std::string(name_of(asked)) + " was asked for";
}

}  // namespace commonweal::core::detail
