// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/text.hpp>
#include <commonweal/io/detail/toml_parse.hpp>
#include <commonweal/io/toml_reader.hpp>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace commonweal::io::detail {

namespace {

core::Mistake mistake_at(std::string_view text, std::size_t position, std::string rule) {
    const std::string_view before = text.substr(0, position);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const std::size_t line_start = before.rfind('\n') + 1;
    return {.file = {},
            .line = static_cast<int>(line),
            .column = static_cast<int>(position - line_start) + 1,
            .length = 1,
            .path = {},
            .rule = std::move(rule),
            .value = {},
            .suggestion = {}};
}

std::string hexadecimal(char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(byte);
    return std::string("0x") + digits[code / 16] + digits[code % 16];
}

/// Behind the string that starts at `start`; a string on one line ends with the line at the latest.
std::size_t string_end(std::string_view text, std::size_t start) {
    const char quote = text[start];
    const std::string three(3, quote);
    const bool multiline = text.substr(start, 3) == three;
    std::size_t at = start + (multiline ? 3 : 1);
    while (at < text.size()) {
        if (quote == '"' && text[at] == '\\') {
            at += 2;
        } else if (multiline && text.substr(at, 3) == three) {
            return at + 3;
        } else if (!multiline && text[at] == quote) {
            return at + 1;
        } else if (!multiline && text[at] == '\n') {
            return at;
        } else {
            ++at;
        }
    }
    return text.size();
}

/// Where arrays, tables and dotted keys together first stand deeper than allowed; the text's size if nowhere.
std::size_t first_too_deep(std::string_view text) {
    std::vector<std::size_t> outer{0};
    std::size_t depth = 0;
    for (std::size_t at = 0; at < text.size();) {
        const char letter = text[at];
        if (letter == '#') {
            at = std::min(text.find('\n', at), text.size());
            continue;
        }
        if (letter == '"' || letter == '\'') {
            at = string_end(text, at);
            continue;
        }
        if (letter == '.') ++depth;
        if (letter == '[' || letter == '{') outer.push_back(++depth);
        if ((letter == ']' || letter == '}') && outer.size() > 1) outer.pop_back();
        if (letter == ',' || letter == '\n') depth = outer.back();
        if (depth > toml_most_nesting) return at;
        ++at;
    }
    return text.size();
}

}  // namespace

std::optional<core::Mistake> toml_guard(std::string_view text) {
    if (text.size() > toml_most_bytes)
        return core::Mistake{.rule = "is too large for a configuration; at most " +
                                     std::to_string(toml_most_bytes / (std::size_t{1024} * 1024)) + " MiB are read"};
    if (text.starts_with("\xff\xfe") || text.starts_with("\xfe\xff"))
        return mistake_at(text, 0, "this is UTF-16; save the file as UTF-8");
    if (const std::size_t zero = text.find('\0'); zero != std::string_view::npos)
        return mistake_at(text, zero, "a zero byte is not text");
    if (const std::size_t bad = core::first_invalid_utf8(text); bad < text.size())
        return mistake_at(text, bad, "byte " + hexadecimal(text[bad]) + " is not valid UTF-8; save the file as UTF-8");
    if (const std::size_t deep = first_too_deep(text); deep < text.size())
        return mistake_at(
            text, deep,
            "arrays, tables and dotted keys may stand at most " + std::to_string(toml_most_nesting) + " levels deep");
    return std::nullopt;
}

}  // namespace commonweal::io::detail
