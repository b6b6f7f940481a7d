// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/caret.hpp>
#include <commonweal/core/text.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace commonweal::core {

namespace {

constexpr std::size_t most_columns = 100;
constexpr std::size_t most_columns_before = 60;
constexpr std::size_t most_bytes_of_a_letter = 4;
constexpr std::size_t columns_of_a_tab = 8;  ///< At most; how many they are is up to whoever shows them.
constexpr std::size_t number_width = 5;
constexpr std::string_view replacement = "\xef\xbf\xbd";
constexpr std::string_view dots = "...";

struct Range {
    char32_t first;
    char32_t last;
};

/// Controls, and what a terminal would obey or show nothing of.
constexpr std::array unseen{Range{0x0, 0x1f},        Range{0x7f, 0x9f},     Range{0xad, 0xad},
                            Range{0x200b, 0x200f},   Range{0x2028, 0x202e}, Range{0x2060, 0x206f},
                            Range{0xfeff, 0xfeff},   Range{0xfff9, 0xfffb}, Range{0xe0000, 0xe0fff},
                            Range{0xf0000, 0x10ffff}};

/// The blocks of combining marks and variation selectors.
constexpr std::array upon_letters{Range{0x300, 0x36f},   Range{0x1ab0, 0x1aff}, Range{0x1dc0, 0x1dff},
                                  Range{0x20d0, 0x20ff}, Range{0xfe00, 0xfe0f}, Range{0xfe20, 0xfe2f}};

/// The blocks whose letters are wide (W or F in EastAsianWidth.txt, Unicode 15).
constexpr std::array wide{Range{0x1100, 0x115f},   Range{0x2e80, 0x303e},   Range{0x3041, 0x4dbf},
                          Range{0x4e00, 0xa4cf},   Range{0xa960, 0xa97f},   Range{0xac00, 0xd7a3},
                          Range{0xf900, 0xfaff},   Range{0xfe30, 0xfe6f},   Range{0xff00, 0xff60},
                          Range{0xffe0, 0xffe6},   Range{0x1f300, 0x1f64f}, Range{0x1f680, 0x1f6ff},
                          Range{0x1f900, 0x1f9ff}, Range{0x20000, 0x3fffd}};

bool in(std::span<const Range> ranges, char32_t letter) {
    return std::any_of(ranges.begin(), ranges.end(),
                       [letter](const Range& each) { return each.first <= letter && letter <= each.last; });
}

/// One letter of a line as it is shown.
struct Letter {
    std::size_t bytes;       ///< That it takes in the line.
    std::string_view shown;  ///< The same letter, or what stands for it.
    std::size_t columns;
};

std::size_t bytes_of_letter(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t bytes = lead < 0xc0 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : most_bytes_of_a_letter;
    return bytes <= text.size() && first_invalid_utf8(text.substr(0, bytes)) == bytes ? bytes : 0;
}

Letter first_letter(std::string_view text) {
    if (text.front() == '\t') return {.bytes = 1, .shown = text.substr(0, 1), .columns = columns_of_a_tab};
    const std::size_t bytes = bytes_of_letter(text);
    if (bytes == 0) return {.bytes = 1, .shown = replacement, .columns = 1};
    auto code = static_cast<char32_t>(static_cast<unsigned char>(text.front()));
    if (bytes > 1) code &= 0x7fu >> bytes;
    for (const char byte : text.substr(1, bytes - 1)) code = code << 6 | (static_cast<unsigned char>(byte) & 0x3fu);
    if (in(unseen, code)) return {.bytes = bytes, .shown = replacement, .columns = 1};
    return {.bytes = bytes,
            .shown = text.substr(0, bytes),
            .columns = in(upon_letters, code) ? 0u
                       : in(wide, code)       ? 2u
                                              : 1u};
}

/// Behind as many letters of the text as fit.
std::size_t end_of_columns(std::string_view text, std::size_t columns) {
    std::size_t at = 0;
    while (at < text.size()) {
        const Letter letter = first_letter(text.substr(at));
        if (letter.columns > columns) break;
        columns -= letter.columns;
        at += letter.bytes;
    }
    return at;
}

/// Where the last letters of a text begin that fit.
std::size_t begin_of_columns(std::string_view text, std::size_t columns) {
    std::size_t begin = text.size() - std::min(text.size(), columns * most_bytes_of_a_letter);
    while (begin < text.size() && (static_cast<unsigned char>(text[begin]) & 0xc0) == 0x80) ++begin;
    std::size_t all = 0;
    for (std::size_t at = begin; at < text.size();) {
        const Letter letter = first_letter(text.substr(at));
        all += letter.columns;
        at += letter.bytes;
    }
    while (all > columns) {
        const Letter letter = first_letter(text.substr(begin));
        all -= letter.columns;
        begin += letter.bytes;
    }
    return begin;
}

std::string gutter(const std::string& number) {
    return std::string(number_width - std::min(number_width, number.size()), ' ') + number + " |";
}

/// The part of a line that is shown, in bytes from its beginning.
struct Part {
    std::size_t begin;
    std::size_t end;
};

Part part_around(std::string_view line, std::size_t at) {
    if (end_of_columns(line.substr(0, most_columns * most_bytes_of_a_letter), most_columns) == line.size())
        return {.begin = 0, .end = line.size()};
    const std::size_t begin = begin_of_columns(line.substr(0, at), most_columns_before);
    return {.begin = begin, .end = begin + end_of_columns(line.substr(begin), most_columns)};
}

}  // namespace

std::string caret_lines(std::string_view line, const Place& place) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::size_t at = std::min(line.size(), static_cast<std::size_t>(std::max(place.column, 1)) - 1);
    const std::size_t end = at + static_cast<std::size_t>(std::max(place.length, 1));
    const Part part = part_around(line, at);
    std::string shown, marks;
    if (part.begin > 0) shown = dots, marks = std::string(dots.size(), ' ');
    for (std::size_t now = part.begin; now < part.end;) {
        const Letter letter = first_letter(line.substr(now));
        shown += letter.shown;
        const std::size_t next = now + letter.bytes;
        const bool is_caret = now <= at && at < next;
        std::string mark(letter.columns, now < end && next > at ? '~' : ' ');
        if (letter.shown == "\t") mark = is_caret ? " \t" : "\t";
        if (is_caret && !mark.empty()) mark.front() = '^';
        marks += mark;
        now = next;
    }
    if (marks.find('^') == std::string::npos) marks += '^';
    if (part.end < line.size()) shown += dots;
    const std::string number = std::to_string(place.line);
    marks.resize(marks.find_last_not_of(" \t") + 1);
    const std::string blank = gutter(std::string(std::max(number_width, number.size()), ' '));
    return gutter(number) + (shown.empty() ? "" : ' ' + shown) + '\n' + blank + ' ' + marks;
}

}  // namespace commonweal::core
