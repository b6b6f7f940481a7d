// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/date_time.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace commonweal::core::detail {

/// A word of the text of an expression.
struct ExpressionToken {
    enum class Kind { end, quantity, date, word, sign, stray };

    bool is(std::string_view wanted) const { return (kind == Kind::word || kind == Kind::sign) && text == wanted; }

    Kind kind = Kind::end;
    std::string_view text{};
    std::size_t at = 0;              ///< bytes of the expression before it
    double number = 0.0;             ///< of a quantity; infinite if a double cannot hold it
    std::string unit{};              ///< of a quantity, such as "h", "/ d" or "mm / h"; "1" where there is none
    std::optional<DateTime> date{};  ///< nothing for a date that no calendar has
};

/// "and", "or", "not" or "for".
bool is_grammar_word(std::string_view word);

/// Cuts the text of an expression into words.
class ExpressionTokens {
public:
    explicit ExpressionTokens(std::string_view text) : text_(text) {}

    ExpressionToken next();

private:
    char byte(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
    bool digits(std::size_t first, std::size_t count) const;
    std::size_t skip_blanks(std::size_t at) const;
    std::string_view word(std::size_t at) const;
    ExpressionToken cut(ExpressionToken::Kind kind, std::size_t end);
    std::size_t end_of_date() const;
    ExpressionToken quantity();
    std::string unit(std::size_t& end) const;
    std::string_view lower_unit(std::size_t& end) const;

    std::string_view text_;
    std::size_t at_ = 0;
};

}  // namespace commonweal::core::detail
