// SPDX-License-Identifier: Apache-2.0
#include "core/detail/expression_tokens.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <commonweal/core/quantity.hpp>
#include <limits>

namespace commonweal::core::detail {

namespace {

using TokenKind = ExpressionToken::Kind;

bool is_digit(char byte) { return byte >= '0' && byte <= '9'; }

bool begins_word(char byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_'; }

bool is_blank(char byte) { return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r'; }

}  // namespace

bool is_grammar_word(std::string_view word) { return word == "and" || word == "or" || word == "not" || word == "for"; }

bool ExpressionTokens::digits(std::size_t first, std::size_t count) const {
    for (std::size_t k = 0; k < count; ++k) {
        if (!is_digit(byte(first + k))) return false;
    }
    return true;
}

std::size_t ExpressionTokens::skip_blanks(std::size_t at) const {
    while (is_blank(byte(at))) ++at;
    return at;
}

std::string_view ExpressionTokens::word(std::size_t at) const {
    std::size_t end = at;
    if (begins_word(byte(at))) {
        while (begins_word(byte(end)) || is_digit(byte(end)) || byte(end) == '.') ++end;
    }
    return text_.substr(std::min(at, text_.size()), end - at);
}

ExpressionToken ExpressionTokens::cut(TokenKind kind, std::size_t end) {
    ExpressionToken token{.kind = kind, .text = text_.substr(at_, end - at_), .at = at_};
    at_ = end;
    return token;
}

ExpressionToken ExpressionTokens::next() {
    at_ = skip_blanks(at_);
    if (at_ >= text_.size()) return {.at = text_.size()};
    if (const std::size_t end = end_of_date(); end > at_) {
        ExpressionToken token = cut(TokenKind::date, end);
        token.date = DateTime::parse(token.text);
        return token;
    }
    if (is_digit(byte(at_)) || (byte(at_) == '.' && is_digit(byte(at_ + 1)))) return quantity();
    if (const std::string_view found = word(at_); !found.empty()) return cut(TokenKind::word, at_ + found.size());
    for (const std::string_view sign : {"<=", ">=", "==", "!=", "<", ">", "+", "-", "*", "/", "(", ")", ","}) {
        if (text_.substr(at_).starts_with(sign)) return cut(TokenKind::sign, at_ + sign.size());
    }
    std::size_t end = at_ + 1;
    const bool doubled = (byte(at_) == '&' || byte(at_) == '|') && byte(end) == byte(at_);
    while (end < text_.size() && (static_cast<unsigned char>(text_[end]) & 0xc0) == 0x80) ++end;
    return cut(TokenKind::stray, end + (doubled ? 1 : 0));
}

/// Behind "2021-07-20", "2021-07-20T16:00" or "2021-07-20 16:00"; where it stands if there is none of these.
std::size_t ExpressionTokens::end_of_date() const {
    const std::size_t day = at_ + 10;
    const bool is_day =
        digits(at_, 4) && byte(at_ + 4) == '-' && digits(at_ + 5, 2) && byte(at_ + 7) == '-' && digits(at_ + 8, 2);
    if (!is_day) return at_;
    const bool with_time = byte(day) == 'T' || (byte(day) == ' ' && digits(day + 1, 2) && byte(day + 3) == ':');
    if (!with_time) return day;
    std::size_t end = day + 1;
    while (is_digit(byte(end)) || byte(end) == ':') ++end;
    return end;
}

ExpressionToken ExpressionTokens::quantity() {
    double number = 0.0;
    const auto [behind, error] = std::from_chars(text_.data() + at_, text_.data() + text_.size(), number);
    if (error != std::errc{}) number = std::numeric_limits<double>::infinity();
    auto end = static_cast<std::size_t>(behind - text_.data());
    std::string of_number = unit(end);
    ExpressionToken token = cut(TokenKind::quantity, end);
    token.number = number;
    token.unit = std::move(of_number);
    return token;
}

/// What follows a number and is its unit; moves `end` behind it.
std::string ExpressionTokens::unit(std::size_t& end) const {
    const std::size_t first = skip_blanks(end);
    const std::string_view upper = byte(first) == '%' ? text_.substr(first, 1) : word(first);
    const bool there = !upper.empty() && !is_grammar_word(upper);
    if (there) end = first + upper.size();
    const std::string_view lower = lower_unit(end);
    if (lower.empty()) return there ? std::string(upper) : "1";
    return (there ? std::string(upper) + " / " : "/ ") + std::string(lower);
}

/// A known unit behind a slash; a function such as min(...) is none.
std::string_view ExpressionTokens::lower_unit(std::size_t& end) const {
    const std::size_t slash = skip_blanks(end);
    if (byte(slash) != '/') return {};
    const std::size_t first = skip_blanks(slash + 1);
    const std::string_view lower = word(first);
    if (lower.empty() || !Unit::parse(lower) || byte(skip_blanks(first + lower.size())) == '(') return {};
    end = first + lower.size();
    return lower;
}

}  // namespace commonweal::core::detail
