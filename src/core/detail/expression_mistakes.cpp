// SPDX-License-Identifier: Apache-2.0
#include "core/detail/expression_parser.hpp"

#include <algorithm>
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/text.hpp>
#include <utility>

namespace commonweal::core::detail {

namespace {

using TokenKind = ExpressionToken::Kind;

/// What somebody meant who knows other languages.
std::string meant_sign(std::string_view stray) {
    if (stray == "=") return "==";
    if (stray == "!") return "not";
    if (stray == "&" || stray == "&&") return "and";
    if (stray == "|" || stray == "||") return "or";
    return {};
}

template <class Term>
std::string measure(const Term& term) {
    if (term.kind == Term::Kind::date) return "a date";
    return term.kind == Term::Kind::condition ? "a condition" : measure_of(term.unit);
}

}  // namespace

void ExpressionParser::need_condition(const Term& term) {
    if (term.kind != Term::Kind::number && term.kind != Term::Kind::date) return;
    const std::string one = quantity_text(1.0, term.written.empty() ? "1" : term.written);
    const std::string other = term.kind == Term::Kind::date ? "2021-07-20T16:00" : one;
    tell(term.at, term.text, "must be compared with something, as in " + term.text + " > " + other);
}

bool ExpressionParser::need_number(const Term& term) {
    if (term.kind == Term::Kind::condition || term.kind == Term::Kind::date) {
        tell(term.at, term.text, "must be a number, not " + measure(term));
    }
    return term.kind == Term::Kind::number;
}

/// Both numbers that measure the same, or both dates.
bool ExpressionParser::need_alike(const Term& left, const ExpressionToken& sign, const Term& right) {
    if (left.kind == Term::Kind::broken || right.kind == Term::Kind::broken) return false;
    const bool numbers = left.kind == Term::Kind::number && right.kind == Term::Kind::number;
    if (left.kind == right.kind && left.kind != Term::Kind::condition && left.unit == right.unit) return true;
    const Term& bare = left.bare ? left : right;
    const Term& other = left.bare ? right : left;
    if (numbers && bare.bare && !(other.unit == Unit{})) {
        tell(bare.at, bare.text, "must have a unit, as " + other.text + " is " + measure(other),
             other.written.empty() ? "" : bare.text + quantity_text(0.0, other.written).substr(1));
        return false;
    }
    const std::string both = left.text + (sign.is(",") ? ", " : ' ' + std::string(sign.text) + ' ') + right.text;
    tell(sign.at, both,
         "must be two of a kind: " + left.text + " is " + measure(left) + ", " + right.text + " is " + measure(right));
    return false;
}

bool ExpressionParser::need_known_unit(const ExpressionToken& quantity) {
    if (Unit::parse(quantity.unit)) return true;
    const std::string near = nearest_unit(quantity.unit);
    tell(quantity.at, quantity.text, "must have a known unit",
         near.empty() ? "" : quantity_text(quantity.number, near));
    return false;
}

void ExpressionParser::tell_unknown(const ExpressionToken& name) {
    const std::vector<std::string> known = known_names();
    if (Unit::parse(name.text)) {
        tell(name.at, name.text, "must have a number before it, because it is a unit", "1 " + std::string(name.text));
    } else if (auto near = core::nearest(name.text, known)) {
        tell(name.at, name.text, "must be a known name", std::move(*near));
    } else {
        std::string rule = "must be one of";
        for (const std::string& each : known) rule += (each == known.front() ? " " : ", ") + each;
        if (vocabulary_.names().empty()) rule += ", or a series that is observed before";
        tell(name.at, name.text, std::move(rule));
    }
}

std::vector<std::string> ExpressionParser::known_names() const {
    std::vector<std::string> names;
    for (const Vocabulary::Name& each : vocabulary_.names()) names.push_back(each.name);
    for (const BuiltIn& each : all_built_ins()) names.emplace_back(each.name);
    return names;
}

void ExpressionParser::tell(std::size_t at, std::string_view value, std::string rule, std::string suggestion) {
    if (failed_) return;
    const bool as_written = text_.substr(at).starts_with(value);
    mistakes_.push_back({.column = static_cast<int>(at) + 1,
                         .length = as_written ? static_cast<int>(std::max<std::size_t>(value.size(), 1)) : 1,
                         .rule = std::move(rule),
                         .value = excerpt(value),
                         .suggestion = std::move(suggestion)});
}

/// Tells that the grammar is left at the present token, and of all names and units behind it that are unknown.
ExpressionParser::Term ExpressionParser::fail(std::string rule) {
    tell(token_.at, token_.text, std::move(rule), token_.kind == TokenKind::stray ? meant_sign(token_.text) : "");
    while (!failed_ && token_.kind != TokenKind::end) {
        next();
        if (token_.kind == TokenKind::quantity) need_known_unit(token_);
        if (token_.kind != TokenKind::word || is_grammar_word(token_.text) || is_function(token_.text)) continue;
        const std::vector<std::string> known = known_names();
        if (std::find(known.begin(), known.end(), token_.text) == known.end()) tell_unknown(token_);
    }
    failed_ = true;
    return {};
}

ExpressionParser::Term ExpressionParser::fail_at_operand() {
    if (token_.kind == TokenKind::end)
        return fail("must not end here: a number, a date, a name or a parenthesis is missing");
    if (token_.kind == TokenKind::stray) return fail("must be a number, a date, a name or a parenthesis");
    return fail("must have a number, a date, a name or a parenthesis before it");
}

}  // namespace commonweal::core::detail
