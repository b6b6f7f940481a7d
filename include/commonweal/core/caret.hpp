// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/value.hpp>

#include <string>
#include <string_view>

namespace commonweal::core {

/// A line of a user's text and below it a caret under a place in it, as compilers show them:
///
///        12 | broadcast_rate = "3 m"
///           |                  ^~~~~
///
/// Tabs stay tabs, so that the caret stands right however wide they are. Letters of East Asia count as two columns
/// (Unicode Standard Annex 11) and marks upon letters as none. What cannot be shown, such as a byte that is not UTF-8
/// or a character that turns the direction of writing, is replaced by U+FFFD. Of a long line the part around the place
/// is shown.
std::string caret_lines(std::string_view line, const Place& place);

}  // namespace commonweal::core
