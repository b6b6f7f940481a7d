// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace commonweal::io::detail {

/// A text without the mark that some editors put before UTF-8; it is no part of the first line.
inline std::string_view without_byte_order_mark(std::string_view text) {
    constexpr std::string_view mark = "\xef\xbb\xbf";
    return text.substr(text.starts_with(mark) ? mark.size() : 0);
}

}  // namespace commonweal::io::detail
