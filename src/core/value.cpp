// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/text.hpp>
#include <commonweal/core/value.hpp>

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
