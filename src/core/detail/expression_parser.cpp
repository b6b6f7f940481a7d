// SPDX-License-Identifier: Apache-2.0
#include "core/detail/expression_parser.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/text.hpp>
#include <limits>
#include <optional>
#include <utility>

namespace commonweal::core::detail {

namespace {

using Code = ExpressionStep::Code;
using TokenKind = ExpressionToken::Kind;

constexpr std::array built_ins{BuiltIn{"time", "", Code::time}, BuiltIn{"hour", "h", Code::hour},
                               BuiltIn{"time_of_day", "h", Code::time_of_day}, BuiltIn{"weekday", "1", Code::weekday}};
constexpr std::array<std::string_view, 3> functions{"abs", "max", "min"};
constexpr int largest_power = 100;

std::optional<Code> comparison_of(const ExpressionToken& token) {
    if (token.is("<")) return Code::less;
    if (token.is("<=")) return Code::at_most;
    if (token.is(">")) return Code::more;
    if (token.is(">=")) return Code::at_least;
    if (token.is("==")) return Code::equal;
    if (token.is("!=")) return Code::unequal;
    return std::nullopt;
}

Unit base_of(const Unit& unit) { return {.dimension = unit.dimension}; }

double in_base_units(double value, const Unit& unit) {
    return value * static_cast<double>(unit.numerator) / static_cast<double>(unit.denominator);
}

Unit unit_of_time() { return base_of(*Unit::parse("h")); }

/// The text of a part where only what binds so firmly may stand without parentheses.
template <class Term, class Binding>
std::string inside(const Term& term, Binding least) {
    return term.binding < least ? '(' + term.text + ')' : term.text;
}

template <class Binding>
Binding firmer(Binding binding) {
    return static_cast<Binding>(static_cast<int>(binding) + 1);
}

}  // namespace

std::span<const BuiltIn> all_built_ins() { return built_ins; }

const BuiltIn* find_built_in(std::string_view name) {
    const auto* const found =
        std::find_if(built_ins.begin(), built_ins.end(), [&](const BuiltIn& each) { return each.name == name; });
    return found == built_ins.end() ? nullptr : found;
}

bool is_function(std::string_view name) {
    return std::find(functions.begin(), functions.end(), name) != functions.end();
}

ExpressionParser::ExpressionParser(std::string_view text, const Vocabulary& vocabulary)
    : text_(text), vocabulary_(vocabulary), tokens_(text) {
    program_.clock = vocabulary.clock();
}

ExpressionProgram ExpressionParser::condition() {
    const Term term = whole("a condition such as depth > 0.5 m");
    if (!failed_) need_condition(term);
    program_.text = term.text;
    return std::move(program_);
}

ExpressionProgram ExpressionParser::number(const Unit& unit) {
    const Term term = whole("a number such as depth / 2");
    if (!failed_ && need_number(term) && base_of(unit) != term.unit) {
        tell(0, term.text, "must be " + measure_of(unit) + ", as its unit says, not " + measure_of(term.unit),
             term.written.empty() ? "" : "the unit " + term.written);
    }
    program_.text = term.text;
    return std::move(program_);
}

ExpressionParser::Term ExpressionParser::whole(std::string_view wanted) {
    next();
    if (token_.kind == TokenKind::end) {
        tell(0, "", "must not be empty, but " + std::string(wanted));
        failed_ = true;
        return {};
    }
    Term term = either();
    if (token_.kind != TokenKind::end) {
        fail(token_.is(")") ? "must close a parenthesis that was opened"
                            : "must be joined to what stands before it, as by an operator, and, or");
    }
    return term;
}

ExpressionParser::Term ExpressionParser::either() {
    Term left = both();
    while (token_.is("or")) {
        const ExpressionToken word = token_;
        next();
        left = joined(std::move(left), word, both(), Binding::either);
    }
    return left;
}

ExpressionParser::Term ExpressionParser::both() {
    Term left = negation();
    while (token_.is("and")) {
        const ExpressionToken word = token_;
        next();
        left = joined(std::move(left), word, negation(), Binding::both);
    }
    return left;
}

ExpressionParser::Term ExpressionParser::joined(Term left, const ExpressionToken& word, const Term& right,
                                                Binding binding) {
    need_condition(left);
    need_condition(right);
    emit({.code = binding == Binding::either ? Code::either : Code::both});
    left.text = inside(left, binding) + ' ' + std::string(word.text) + ' ' + inside(right, firmer(binding));
    left.kind = Term::Kind::condition;
    left.binding = binding;
    return left;
}

ExpressionParser::Term ExpressionParser::negation() {
    if (!token_.is("not")) return held();
    if (++depth_ > Expression::deepest) return fail("must not be deeper inside than 64 levels");
    const std::size_t at = token_.at;
    next();
    Term term = negation();
    --depth_;
    need_condition(term);
    emit({.code = Code::negation});
    return {.kind = Term::Kind::condition,
            .text = "not " + inside(term, Binding::negation),
            .binding = Binding::negation,
            .at = at};
}

ExpressionParser::Term ExpressionParser::held() {
    Term term = comparison();
    if (token_.is("for")) hold(term);
    return term;
}

void ExpressionParser::hold(Term& term) {
    need_condition(term);
    next();
    if (token_.kind != TokenKind::quantity) {
        term = fail("must be a time such as 3 h, for which the condition has held");
        return;
    }
    const double number = ticks(token_);
    emit({.code = Code::hold, .index = program_.holds++, .number = number});
    term.text = inside(term, Binding::comparison) + " for " + quantity_text(token_.number, token_.unit);
    term.kind = Term::Kind::condition;
    term.binding = Binding::held;
    next();
}

/// The ticks that a time lasts, which must be a whole number; 0 with a mistake told if they are none.
double ExpressionParser::ticks(const ExpressionToken& time) {
    if (!need_known_unit(time)) return 0.0;
    const Unit unit = *Unit::parse(time.unit);
    if (base_of(unit) != unit_of_time()) {
        const std::string suggestion = unit.plain() ? quantity_text(time.number, "h") : "";
        tell(time.at, time.text, "must be a time such as 3 h, not " + measure_of(unit), suggestion);
        return 0.0;
    }
    const auto tick = static_cast<double>(vocabulary_.clock().minutes_per_tick) * 60.0;
    const double number = in_base_units(time.number, unit) / tick;
    constexpr double most = std::numeric_limits<Tick>::max();
    const double near = std::clamp(std::floor(number + 0.5), 1.0, most);
    constexpr double rounding = 1e-9;  // 0.7 d in base units is a little less than 1008 min
    if (std::fabs(number - near) <= rounding * near) return near;
    const std::string of_tick = quantity_text(tick / 60.0, "min");
    tell(time.at, time.text, "must be a whole number of ticks of " + of_tick,
         quantity_text(near * tick / in_base_units(1.0, unit), time.unit));
    return 0.0;
}

ExpressionParser::Term ExpressionParser::comparison() {
    Term left = sum();
    const auto code = comparison_of(token_);
    if (!code) return left;
    const ExpressionToken sign = token_;
    next();
    const Term right = sum();
    left = compared(std::move(left), sign, right, *code);
    return comparison_of(token_) ? chained(left, right.text) : left;
}

ExpressionParser::Term ExpressionParser::compared(Term left, const ExpressionToken& sign, const Term& right,
                                                  Code code) {
    need_alike(left, sign, right);
    emit({.code = code});
    left.text = inside(left, Binding::sum) + ' ' + std::string(sign.text) + ' ' + inside(right, Binding::sum);
    left.kind = Term::Kind::condition;
    left.binding = Binding::comparison;
    return left;
}

/// Refuses "a < b < c", which means one thing in mathematics and another in most languages.
ExpressionParser::Term ExpressionParser::chained(const Term& left, const std::string& middle) {
    const std::size_t at = token_.at;
    std::string rest;
    while (comparison_of(token_)) {
        rest += ' ' + std::string(token_.text) + ' ';
        next();
        rest += sum().text;
    }
    if (!failed_)
        tell(at, left.text + rest, "must be two comparisons joined by and", left.text + " and " + middle + rest);
    return {};
}

ExpressionParser::Term ExpressionParser::sum() {
    Term left = product();
    while (token_.is("+") || token_.is("-")) {
        const ExpressionToken sign = token_;
        next();
        left = added(left, sign, product());
    }
    return left;
}

ExpressionParser::Term ExpressionParser::added(const Term& left, const ExpressionToken& sign, const Term& right) {
    using TermKind = Term::Kind;
    const bool minus = sign.is("-");
    const auto is_time = [](const Term& term) { return term.kind == TermKind::number && term.unit == unit_of_time(); };
    const bool dates = minus && left.kind == TermKind::date && right.kind == TermKind::date;
    const bool moved =
        (left.kind == TermKind::date && is_time(right)) || (!minus && is_time(left) && right.kind == TermKind::date);
    Term result{.kind = moved ? TermKind::date : TermKind::number, .unit = left.unit, .written = left.written};
    if (dates) result.unit = unit_of_time();
    if (dates) result.written = "h";
    if (left.kind == TermKind::date && right.kind == TermKind::date && !minus) {
        tell(sign.at, left.text + " + " + right.text, "must add a time to a date, not a date");
        result.kind = TermKind::broken;
    } else if (!dates && !moved && !need_alike(left, sign, right)) {
        result.kind = TermKind::broken;
    }
    emit({.code = minus ? Code::subtract : Code::add});
    result.text = inside(left, Binding::sum) + ' ' + std::string(sign.text) + ' ' + inside(right, Binding::product);
    result.binding = Binding::sum;
    result.at = left.at;
    return result;
}

ExpressionParser::Term ExpressionParser::product() {
    Term left = factor();
    while (token_.is("*") || token_.is("/")) {
        const ExpressionToken sign = token_;
        next();
        left = multiplied(left, sign, factor());
    }
    return left;
}

ExpressionParser::Term ExpressionParser::multiplied(const Term& left, const ExpressionToken& sign, const Term& right) {
    const bool over = sign.is("/");
    const bool left_fits = need_number(left), right_fits = need_number(right);
    Term result{.kind = left_fits && right_fits ? Term::Kind::number : Term::Kind::broken};
    int largest = 0;
    for (std::size_t k = 0; k < result.unit.dimension.size(); ++k) {
        const int power = left.unit.dimension[k] + (over ? -right.unit.dimension[k] : right.unit.dimension[k]);
        largest = std::max(largest, std::abs(power));
        result.unit.dimension[k] = static_cast<std::int8_t>(std::clamp(power, -largest_power, largest_power));
    }
    result.text = inside(left, Binding::product) + ' ' + std::string(sign.text) + ' ' + inside(right, Binding::factor);
    if (largest > largest_power) {
        tell(sign.at, result.text, "must not be a power of a unit above 100");
        result.kind = Term::Kind::broken;
    }
    if (right.unit == Unit{}) result.written = left.written;
    if (left.unit == Unit{} && !over) result.written = right.written;
    emit({.code = over ? Code::divide : Code::multiply});
    result.binding = Binding::product;
    result.at = left.at;
    return result;
}

ExpressionParser::Term ExpressionParser::factor() {
    if (!token_.is("-")) return primary();
    if (++depth_ > Expression::deepest) return fail("must not be deeper inside than 64 levels");
    const std::size_t at = token_.at;
    next();
    Term term = factor();
    --depth_;
    if (!need_number(term)) term.kind = Term::Kind::broken;
    emit({.code = Code::negate});
    term.text = '-' + inside(term, Binding::factor);
    term.binding = Binding::factor;
    term.at = at;
    return term;
}

ExpressionParser::Term ExpressionParser::primary() {
    if (token_.is("(")) return parenthesis();
    if (token_.kind == TokenKind::quantity) return quantity();
    if (token_.kind == TokenKind::date) return date();
    if (token_.kind != TokenKind::word || is_grammar_word(token_.text)) return fail_at_operand();
    return is_function(token_.text) ? function() : name();
}

ExpressionParser::Term ExpressionParser::parenthesis() {
    if (++depth_ > Expression::deepest) return fail("must not be deeper inside than 64 levels");
    const ExpressionToken open = token_;
    next();
    Term term = either();
    --depth_;
    if (take(")")) return term;
    if (token_.kind != TokenKind::end)
        return fail("must be joined to what stands before it, or be a closing parenthesis");
    if (!failed_) tell(open.at, open.text, "must be closed by a parenthesis");
    failed_ = true;
    return {};
}

ExpressionParser::Term ExpressionParser::function() {
    if (++depth_ > Expression::deepest) return fail("must not be deeper inside than 64 levels");
    const ExpressionToken name = token_;
    next();
    if (!take("(")) return fail("must be a parenthesis, with what to take the " + std::string(name.text) + " of");
    Term term = arguments(name);
    --depth_;
    if (!take(")")) return fail("must be a comma or the parenthesis that closes " + std::string(name.text) + '(');
    term.text = std::string(name.text) + '(' + term.text + ')';
    term.binding = Binding::primary;
    term.at = name.at;
    term.bare = false;
    return term;
}

/// The numbers of a function; its text is theirs, with commas between.
ExpressionParser::Term ExpressionParser::arguments(const ExpressionToken& name) {
    const bool one = name.is("abs");
    Term all = sum();
    if (one && !need_number(all)) all.kind = Term::Kind::broken;
    int count = 1;
    for (; token_.is(","); ++count) {
        const ExpressionToken comma = token_;
        next();
        const Term other = sum();
        if (!one && !need_alike(all, comma, other)) all.kind = Term::Kind::broken;
        emit({.code = name.is("min") ? Code::min : Code::max});
        all.text += ", " + other.text;
    }
    if (one) emit({.code = Code::abs});
    if (!failed_ && one != (count == 1)) {
        tell(name.at, std::string(name.text) + '(' + all.text + ')',
             one ? "must take the abs of one number" : "must have two numbers or more to choose from");
    }
    return all;
}

ExpressionParser::Term ExpressionParser::quantity() {
    const ExpressionToken token = token_;
    Term term{.at = token.at};
    term.text = excerpt(token.text);
    next();
    if (!need_known_unit(token)) return term;
    const Unit unit = *Unit::parse(token.unit);
    const double number = in_base_units(token.number, unit);
    if (!std::isfinite(number)) {
        tell(token.at, token.text, "must be a number between 1e-307 and 1e307");
        return term;
    }
    emit({.code = Code::constant, .number = number});
    term.kind = Term::Kind::number;
    term.unit = base_of(unit);
    term.written = token.unit;
    term.bare = token.unit == "1";
    term.text = quantity_text(token.number, token.unit);
    return term;
}

ExpressionParser::Term ExpressionParser::date() {
    const ExpressionToken token = token_;
    next();
    if (!token.date) {
        tell(token.at, token.text, "must be a date such as 2021-07-20T16:00 or 2021-07-20");
        return {.text = std::string(token.text), .at = token.at};
    }
    emit({.code = Code::constant, .number = static_cast<double>(token.date->minutes) * 60.0});
    return {.kind = Term::Kind::date, .text = token.date->text(), .at = token.at};
}

ExpressionParser::Term ExpressionParser::name() {
    const ExpressionToken token = token_;
    const auto names = vocabulary_.names();
    const auto given =
        std::find_if(names.begin(), names.end(), [&](const Vocabulary::Name& each) { return each.name == token.text; });
    Term term;
    if (given != names.end()) {
        term = given_name(*given);
    } else if (const BuiltIn* const found = find_built_in(token.text)) {
        term = built_in(*found);
    } else {
        tell_unknown(token);
    }
    term.text = token.text;
    term.at = token.at;
    next();
    return term;
}

ExpressionParser::Term ExpressionParser::given_name(const Vocabulary::Name& found) {
    auto& used = program_.names;
    const auto index = std::find(used.begin(), used.end(), found.name) - used.begin();
    if (static_cast<std::size_t>(index) == used.size()) used.push_back(found.name);
    const Unit unit = *Unit::parse(found.unit);
    const bool base = unit == base_of(unit);
    emit({.code = base ? Code::value : Code::scaled,
          .index = static_cast<std::uint32_t>(index),
          .number = static_cast<double>(unit.numerator),
          .divisor = static_cast<double>(unit.denominator)});
    return {.kind = Term::Kind::number, .unit = base_of(unit), .written = found.unit};
}

ExpressionParser::Term ExpressionParser::built_in(const BuiltIn& found) {
    emit({.code = found.code});
    if (found.unit.empty()) return {.kind = Term::Kind::date};
    return {.kind = Term::Kind::number, .unit = base_of(*Unit::parse(found.unit)), .written = std::string(found.unit)};
}

bool ExpressionParser::take(std::string_view text) {
    if (!token_.is(text)) return false;
    next();
    return true;
}

}  // namespace commonweal::core::detail
