// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace commonweal::core {

/// Slips of the pen that turn one word into the other: insert, delete, replace, or swap two neighbours (optimal string
/// alignment: Damerau 1964, doi:10.1145/363958.363994). Case and '-' for '_' count as no slip.
std::size_t slips(std::string_view one, std::string_view other);

/// The name that a misspelt word most likely means, of equals that which begins most alike, then the first; nothing
/// when none is near: more than one slip for three letters of the longer word, or more than four.
std::optional<std::string> nearest(std::string_view word, std::span<const std::string> names);

}  // namespace commonweal::core
