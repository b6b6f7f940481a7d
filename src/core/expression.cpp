// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/expression.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>
#include <utility>

#include "core/detail/expression_parser.hpp"
#include "core/detail/expression_program.hpp"
#include "core/detail/read_program.hpp"

namespace commonweal::core {

Vocabulary::Vocabulary(Clock clock) : clock_(clock) { clock_.check(); }

bool Vocabulary::allows(std::string_view name) {
    detail::ExpressionTokens tokens(name);
    const detail::ExpressionToken token = tokens.next();
    return token.kind == detail::ExpressionToken::Kind::word && token.text == name && !Unit::parse(name) &&
           !detail::is_grammar_word(name) && !detail::is_function(name) && !detail::find_built_in(name);
}

void Vocabulary::add(Name name) {
    const std::string named = "expression: the name " + quoted(name.name);
    if (!allows(name.name)) {
        throw Error(named +
                    " cannot be used; a name has letters, digits, '_' and '.', begins with a letter or '_', and is "
                    "neither a unit nor a word of the grammar");
    }
    const bool taken =
        std::any_of(names_.begin(), names_.end(), [&](const Name& each) { return each.name == name.name; });
    if (taken) throw Error(named + " is taken");
    if (!Unit::parse(name.unit)) throw Error(named + " has the unit " + quoted(name.unit) + ", which is not known");
    names_.push_back(std::move(name));
}

Expression::Expression(std::shared_ptr<const detail::ExpressionProgram> program) : program_(std::move(program)) {}

ExpressionReading Expression::parse(std::string_view text, const Vocabulary& vocabulary) {
    detail::ProgramReading reading =
        detail::read_program(text, vocabulary, [](detail::ExpressionParser& parser) { return parser.condition(); });
    if (!reading.program) return {{}, std::move(reading.mistakes)};
    return {Expression(std::move(reading.program)), {}};
}

const std::string& Expression::text() const noexcept { return program_->text; }

std::span<const std::string> Expression::names() const noexcept { return program_->names; }

std::size_t Expression::holds() const noexcept { return program_->holds; }

bool Expression::evaluate(std::span<const double> values, Tick now, std::span<Tick> held) const noexcept {
    return program_->evaluate(values, now, held) != 0.0;
}

bool operator==(const Expression& one, const Expression& other) {
    return one.program_ == other.program_ || *one.program_ == *other.program_;
}

std::span<const Vocabulary::Name> Vocabulary::names() const noexcept { return names_; }

}  // namespace commonweal::core
