// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/expression.hpp>
#include <commonweal/core/quantity.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/detail/expression_program.hpp"
#include "core/detail/expression_tokens.hpp"

namespace commonweal::core::detail {

/// A name that every vocabulary has.
struct BuiltIn {
    std::string_view name;
    std::string_view unit;  ///< empty for a date
    ExpressionStep::Code code;
};

std::span<const BuiltIn> all_built_ins();
const BuiltIn* find_built_in(std::string_view name);

/// "min", "max" or "abs".
bool is_function(std::string_view name);

/// A descent through the grammar, one function for each of its lines, that writes the program as it goes.
class ExpressionParser {
public:
    ExpressionParser(std::string_view text, const Vocabulary& vocabulary);

    /// One of these is to be called, once: the text is a condition, or a number that measures what `unit` does. The
    /// program means something if there are no mistakes.
    ExpressionProgram condition();
    ExpressionProgram number(const Unit& unit);
    std::vector<Mistake>& mistakes() { return mistakes_; }

private:
    using Code = ExpressionStep::Code;

    /// How firmly a piece of normal form holds together.
    enum class Binding : std::uint8_t { either, both, negation, held, comparison, sum, product, factor, primary };

    /// What a part of the text stands for.
    struct Term {
        enum class Kind : std::uint8_t { broken, condition, number, date };
        Kind kind = Kind::broken;
        Unit unit{};            ///< what a number measures; always a base unit
        std::string written{};  ///< the unit in which its user thinks of it; empty if none is known
        bool bare = false;      ///< a number without unit that stands in the text
        std::string text{};     ///< in normal form
        Binding binding = Binding::primary;
        std::size_t at = 0;
    };

    Term whole(std::string_view wanted);
    Term either();
    Term both();
    Term negation();
    Term held();
    Term comparison();
    Term sum();
    Term product();
    Term factor();
    Term primary();
    Term parenthesis();
    Term function();
    Term arguments(const ExpressionToken& name);
    Term quantity();
    Term date();
    Term name();
    Term given_name(const Vocabulary::Name& found);
    Term built_in(const BuiltIn& found);

    Term joined(Term left, const ExpressionToken& word, const Term& right, Binding binding);
    Term compared(Term left, const ExpressionToken& sign, const Term& right, Code code);
    Term chained(const Term& left, const std::string& middle);
    Term added(const Term& left, const ExpressionToken& sign, const Term& right);
    Term multiplied(const Term& left, const ExpressionToken& sign, const Term& right);
    void hold(Term& term);
    double ticks(const ExpressionToken& time);

    void need_condition(const Term& term);
    bool need_number(const Term& term);
    bool need_alike(const Term& left, const ExpressionToken& sign, const Term& right);
    bool need_known_unit(const ExpressionToken& quantity);
    void tell_unknown(const ExpressionToken& name);
    std::vector<std::string> known_names() const;

    void next() { token_ = tokens_.next(); }
    bool take(std::string_view text);
    void emit(const ExpressionStep& step) { program_.steps.push_back(step); }
    void tell(std::size_t at, std::string_view value, std::string rule, std::string suggestion = {});
    Term fail(std::string rule);
    Term fail_at_operand();

    std::string_view text_;
    const Vocabulary& vocabulary_;
    ExpressionTokens tokens_;
    ExpressionToken token_;
    ExpressionProgram program_;
    std::vector<Mistake> mistakes_;
    bool failed_ = false;  ///< the grammar was left; what follows has been looked at for names and units only
    int depth_ = 0;
};

}  // namespace commonweal::core::detail
