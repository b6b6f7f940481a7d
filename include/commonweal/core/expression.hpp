// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/clock.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {

namespace detail {
struct ExpressionProgram;
}

/// The names that an expression may use. These are there from the beginning, as they are at the moment of looking:
/// `time`, a date; `hour`, the time since the start; `time_of_day`, the time since midnight; and `weekday`, a number
/// from 1 for Monday to 7 for Sunday (ISO 8601).
class Vocabulary {
public:
    struct Name {
        std::string name;
        std::string unit = "1";  ///< that Unit::parse knows
    };

    /// What a date means in ticks, and which durations can be counted. Throws Error where Clock::check() does.
    explicit Vocabulary(Clock clock = {});

    /// Letters, digits, '_' and '.', the first a letter or '_'; no unit such as "h", no word of the grammar and no name
    /// that is there from the beginning.
    static bool allows(std::string_view name);

    /// Throws Error if the name is not allowed or taken, or the unit unknown.
    void add(Name name);

    std::span<const Name> names() const noexcept;
    const Clock& clock() const noexcept { return clock_; }

private:
    Clock clock_;
    std::vector<Name> names_;
};

struct ExpressionReading;

/// A condition over named numbers and the time, such as "depth_max >= 0.5 m for 3 h or not trust < 0.4". It never
/// changes; what its `for` clauses remember lies with the caller. The grammar, from what binds least to what binds
/// most:
///
///     condition   conjunction { "or" conjunction }
///     conjunction negation { "and" negation }
///     negation    "not" negation | held
///     held        comparison [ "for" time ]
///     comparison  sum [ ( "<" | "<=" | ">" | ">=" | "==" | "!=" ) sum ]
///     sum         product { ( "+" | "-" ) product }
///     product     factor { ( "*" | "/" ) factor }
///     factor      "-" factor | quantity | date | name | "(" condition ")"
///                 | ( "min" | "max" | "abs" ) "(" sum { "," sum } ")"
///
/// A quantity is a number and, if it has one, its unit, as in "3 h", "0.2 / d" or "40 %". Both sides of a comparison
/// must measure the same; they are compared in base units (s, m, kW). A comparison with NaN is false, "!=" included.
class Expression {
public:
    static constexpr std::size_t most_bytes = 4096;
    static constexpr int deepest = 64;  ///< parentheses, functions, minus signs and `not` within each other

    /// An expression, or every mistake that can be told: all names, units and kinds that do not fit, and the first
    /// place where the grammar is left. A mistake has its column and length in the text and no line.
    static ExpressionReading parse(std::string_view text, const Vocabulary& vocabulary);

    /// Whether a text can be an expression and no name of something: there is a comparison in every expression.
    static bool is_meant_by(std::string_view text) noexcept {
        return text.find_first_of("<>=!") != std::string_view::npos;
    }

    /// The normal form: the same with single blanks, and parentheses only where they mean something.
    const std::string& text() const noexcept;

    /// The names of the vocabulary that it uses, in the order in which they first appear.
    std::span<const std::string> names() const noexcept;

    /// How many `for` clauses there are.
    std::size_t holds() const noexcept;

    /// Whether it holds. To be asked once at each tick, without a gap, or else `for` counts fewer ticks.
    /// \param values one for each of names(), in the unit of the vocabulary
    /// \param now ticks since the start: the moment of looking is the beginning of this one
    /// \param held one for each `for` clause, 0 at first: the latest ticks in a row at which its condition held
    bool evaluate(std::span<const double> values, Tick now, std::span<Tick> held) const noexcept;

    /// Whether both have the same normal form and mean the same by it.
    friend bool operator==(const Expression& one, const Expression& other);

private:
    explicit Expression(std::shared_ptr<const detail::ExpressionProgram> program);

    std::shared_ptr<const detail::ExpressionProgram> program_;
};

/// What came of reading an expression: one, or at least one mistake.
struct ExpressionReading {
    std::optional<Expression> expression;
    std::vector<Mistake> mistakes;
};

}  // namespace commonweal::core
