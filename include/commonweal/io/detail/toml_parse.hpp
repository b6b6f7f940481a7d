// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/value.hpp>

#include <optional>
#include <string_view>
#include <variant>

namespace commonweal::io::detail {

/// What makes a text unfit for the parser: size, a zero byte, bytes that are not UTF-8, or nesting too deep for a
/// parser that recurses; nothing if it is fit. Gives line and column, not the file.
std::optional<core::Mistake> toml_guard(std::string_view text);

/// The tree that a TOML text stands for, or the first reason why it is none. Guards itself.
std::variant<core::Value::Table, core::Mistake> parse_toml(std::string_view text);

/// The value that a text stands for to the right of a '='; nothing if it is not exactly one TOML value. Without places.
std::optional<core::Value> parse_toml_value(std::string_view text);

}  // namespace commonweal::io::detail
