// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/text.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace commonweal::core {

namespace {

constexpr std::size_t excerpt_bytes = 60;

bool is_control(char byte) { return (byte >= 0 && byte < ' ') || byte == '\x7f'; }

std::string escaped(char byte) {
    constexpr std::string_view digits = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(byte);
    return std::string("\\u00") + digits[code / 16] + digits[code % 16];
}

struct Utf8Lead {
    std::size_t length;         ///< Bytes of the whole code point; 0: not a lead byte.
    unsigned char second_low;   ///< Smallest second byte that is neither overlong nor a surrogate.
    unsigned char second_high;  ///< Largest second byte that is neither a surrogate nor beyond U+10FFFF.
};

Utf8Lead utf8_lead(unsigned char byte) {
    if (byte < 0x80) return {1, 0, 0};
    if (byte < 0xc2) return {0, 0, 0};
    if (byte < 0xe0) return {2, 0x80, 0xbf};
    if (byte == 0xe0) return {3, 0xa0, 0xbf};
    if (byte == 0xed) return {3, 0x80, 0x9f};
    if (byte < 0xf0) return {3, 0x80, 0xbf};
    if (byte == 0xf0) return {4, 0x90, 0xbf};
    if (byte < 0xf4) return {4, 0x80, 0xbf};
    if (byte == 0xf4) return {4, 0x80, 0x8f};
    return {0, 0, 0};
}

}  // namespace

std::string number_text(double value) {
    std::array<char, 32> buffer;
    // The shortest form; but 100000 is no 1e+05, which is not taken where a whole number is asked for.
    const bool whole = std::abs(value) < 1e15 && std::trunc(value) == value;
    char* const last = buffer.data() + buffer.size();
    const auto [end, error] = whole ? std::to_chars(buffer.data(), last, value, std::chars_format::fixed)
                                    : std::to_chars(buffer.data(), last, value);
    return {buffer.data(), end};
}

std::string visible(std::string_view text) {
    std::string result;
    for (const char byte : text) {
        if (is_control(byte)) {
            result += escaped(byte);
        } else {
            result += byte;
        }
    }
    return result;
}

std::string quoted(std::string_view text) {
    std::string with_backslashes;
    for (const char byte : text) {
        if (byte == '"' || byte == '\\') with_backslashes += '\\';
        with_backslashes += byte;
    }
    return '"' + visible(with_backslashes) + '"';
}

std::string excerpt(std::string_view text) {
    std::size_t end = std::min(text.find_first_of("\r\n"), text.size());
    if (end > excerpt_bytes) {
        end = excerpt_bytes;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;
    }
    return visible(text.substr(0, end)) + (end < text.size() ? "..." : "");
}

bool is_bare_key(std::string_view key) {
    constexpr std::string_view allowed = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";
    return !key.empty() && key.find_first_not_of(allowed) == std::string_view::npos;
}

std::size_t first_invalid_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        const Utf8Lead lead = utf8_lead(static_cast<unsigned char>(text[at]));
        if (lead.length == 0 || at + lead.length > text.size()) return at;
        for (std::size_t k = 1; k < lead.length; ++k) {
            const auto byte = static_cast<unsigned char>(text[at + k]);
            const unsigned char low = k == 1 ? lead.second_low : 0x80;
            const unsigned char high = k == 1 ? lead.second_high : 0xbf;
            if (byte < low || byte > high) return at;
        }
        at += lead.length;
    }
    return at;
}

}  // namespace commonweal::core
