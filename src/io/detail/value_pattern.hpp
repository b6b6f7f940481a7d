// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parameter.hpp>

#include <string>
#include <string_view>

namespace commonweal::io::detail {

/// Regular expressions in the part of the language that JSON Schema recommends, which every engine reads alike.

/// Matches the texts that `core::read_quantity` reads as the row's unit, and of the row's range the sign only: no
/// expression can compare "90 min" with 1 h.
std::string quantity_pattern(const core::Parameter& row);

/// Matches the units, alone, that measure what `unit` does.
std::string unit_pattern(std::string_view unit);

/// Matches the texts of `core::DateTime::parse`, and besides them days that a month does not have, such as 30 February.
std::string_view date_pattern();

}  // namespace commonweal::io::detail
