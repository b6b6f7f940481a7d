// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/text.hpp>
#include <commonweal/core/value.hpp>

#include <algorithm>
#include <charconv>
#include <optional>

namespace commonweal::core {

namespace {

template <class Number>
std::optional<Number> whole_text_as(std::string_view text) {
    Number number{};
    const char* const last = text.data() + text.size();
    const auto [end, error] = std::from_chars(text.data(), last, number);
    if (error != std::errc{} || end != last) return std::nullopt;
    return number;
}

}  // namespace

Place place_in_text(const Value& value, std::size_t offset, std::size_t length) {
    const auto* const text = std::get_if<std::string>(&value.data);
    if (!text || value.letters.line == 0) return value.value_place();
    const std::string_view before = std::string_view(*text).substr(0, offset);
    const std::size_t line_start = before.rfind('\n') + 1;
    Place place{.line = value.letters.line + static_cast<int>(std::count(before.begin(), before.end(), '\n')),
                .column = static_cast<int>(before.size() - line_start) + 1,
                .length = static_cast<int>(length)};
    if (line_start == 0) place.column += value.letters.column - 1;
    return place;
}

Value scalar_value(std::string_view text) {
    Value value{.data = std::string(text), .written = excerpt(text), .place = {}};
    if (text == "true" || text == "false") {
        value.data = text == "true";
    } else if (const auto whole = whole_text_as<std::int64_t>(text)) {
        value.data = *whole;
    } else if (const auto number = whole_text_as<double>(text)) {
        value.data = *number;
    }
    return value;
}

}  // namespace commonweal::core
