// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/calendar.hpp>
#include <commonweal/core/expression.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>
#include <utility>

#include "core/detail/expression_parser.hpp"
#include "core/detail/expression_program.hpp"

namespace commonweal::core {

namespace {

using Step = detail::ExpressionStep;
using Code = Step::Code;

constexpr double seconds_per_minute = 60.0;
constexpr std::int64_t minutes_of_a_day = std::int64_t{24} * 60;

double least(double one, double other) { return one < other || std::isnan(one) ? one : other; }
double greatest(double one, double other) { return one > other || std::isnan(one) ? one : other; }

/// What a built-in name stands for at the beginning of a tick.
double look(Code code, const Clock& clock, Tick now) {
    const std::int64_t passed = clock.minutes_per_tick * now;
    const DateTime moment{clock.start.minutes + passed};
    if (code == Code::hour) return static_cast<double>(passed) * seconds_per_minute;
    if (code == Code::time) return static_cast<double>(moment.minutes) * seconds_per_minute;
    if (code == Code::weekday) return static_cast<double>(weekday_of(moment)) + 1.0;
    const std::int64_t of_day = moment.minutes % minutes_of_a_day;
    return static_cast<double>(of_day < 0 ? of_day + minutes_of_a_day : of_day) * seconds_per_minute;
}

/// What two numbers, dates or conditions give.
double combined(Code code, double left, double right) {
    switch (code) {
        case Code::add:
            return left + right;
        case Code::subtract:
            return left - right;
        case Code::multiply:
            return left * right;
        case Code::divide:
            return left / right;
        case Code::min:
            return least(left, right);
        case Code::max:
            return greatest(left, right);
        case Code::less:
            return left < right ? 1.0 : 0.0;
        case Code::at_most:
            return left <= right ? 1.0 : 0.0;
        case Code::more:
            return left > right ? 1.0 : 0.0;
        case Code::at_least:
            return left >= right ? 1.0 : 0.0;
        case Code::equal:
            return left == right ? 1.0 : 0.0;
        case Code::unequal:
            return left < right || left > right ? 1.0 : 0.0;
        case Code::both:
            return left * right;
        default:
            return greatest(left, right);
    }
}

/// Whether a condition has held for the ticks that a step asks for, the present one included.
double counted(const Step& step, double holds, Tick& held) {
    const auto needed = static_cast<Tick>(step.number);
    if (holds == 0.0)
        held = 0;
    else if (held < needed)
        ++held;
    return held >= needed ? 1.0 : 0.0;
}

}  // namespace

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
    const auto refused = [](std::size_t at, std::string rule) {
        return ExpressionReading{{}, {{.column = static_cast<int>(at) + 1, .length = 1, .rule = std::move(rule)}}};
    };
    const auto too_long = [&](std::size_t bytes) {
        return refused(most_bytes, "must have at most 4096 bytes, not " + std::to_string(bytes));
    };
    if (text.size() > most_bytes) return too_long(text.size());
    if (const std::size_t at = first_invalid_utf8(text); at < text.size()) return refused(at, "must be valid UTF-8");
    detail::ExpressionParser parser(text, vocabulary);
    auto program = std::make_shared<detail::ExpressionProgram>(parser.parse());
    if (!parser.mistakes().empty()) return {{}, std::move(parser.mistakes())};
    if (program->text.size() > most_bytes) return too_long(program->text.size());
    return {Expression(std::move(program)), {}};
}

const std::string& Expression::text() const noexcept { return program_->text; }

std::span<const std::string> Expression::names() const noexcept { return program_->names; }

std::size_t Expression::holds() const noexcept { return program_->holds; }

bool Expression::evaluate(std::span<const double> values, Tick now, std::span<Tick> held) const noexcept {
    std::array<double, detail::ExpressionProgram::highest> stack;
    std::size_t size = 0;
    for (const Step& step : program_->steps) {
        switch (step.code) {
            case Code::constant:
                stack[size++] = step.number;
                break;
            case Code::value:
                stack[size++] = values[step.index];
                break;
            case Code::scaled:
                stack[size++] = values[step.index] * step.number / step.divisor;
                break;
            case Code::hour:
            case Code::time:
            case Code::time_of_day:
            case Code::weekday:
                stack[size++] = look(step.code, program_->clock, now);
                break;
            case Code::negate:
                stack[size - 1] = -stack[size - 1];
                break;
            case Code::abs:
                stack[size - 1] = std::fabs(stack[size - 1]);
                break;
            case Code::negation:
                stack[size - 1] = 1.0 - stack[size - 1];
                break;
            case Code::hold:
                stack[size - 1] = counted(step, stack[size - 1], held[step.index]);
                break;
            default:
                --size;
                stack[size - 1] = combined(step.code, stack[size - 1], stack[size]);
        }
    }
    return stack[0] != 0.0;
}

bool operator==(const Expression& one, const Expression& other) {
    return one.program_ == other.program_ || *one.program_ == *other.program_;
}

}  // namespace commonweal::core
