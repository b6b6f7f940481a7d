// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace commonweal::core {

/// The shortest decimal text that reads back as the same bits, such as "0.1"; independent of the locale.
std::string number_text(double value);

/// A text between double quotes with TOML's escapes, so that any valid UTF-8 reads back unchanged.
std::string quoted(std::string_view text);

/// The text with its control characters written as "\\u001b", so that a message cannot play with the terminal.
std::string visible(std::string_view text);

/// What a message shows of a user's text: its first line, at most 60 bytes, control characters made visible.
std::string excerpt(std::string_view text);

/// Whether a key needs no quotes in TOML: ASCII letters, digits, '_' and '-' only, at least one.
bool is_bare_key(std::string_view key);

/// Where the first byte stands that is not part of valid UTF-8 (Unicode 15, table 3-7); the text's size if none.
std::size_t first_invalid_utf8(std::string_view text);

}  // namespace commonweal::core
