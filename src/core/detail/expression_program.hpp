// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/clock.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace commonweal::core::detail {

/// One step of an expression on a stack of numbers, in base units; dates are seconds since 1970, conditions 0 or 1.
struct ExpressionStep {
    enum class Code : std::uint8_t {
        constant,  ///< `number`
        value,     ///< the value at `index`
        scaled,    ///< the value at `index`, times `number`, over `divisor`
        hour,
        time,
        time_of_day,
        weekday,
        negate,
        abs,
        add,
        subtract,
        multiply,
        divide,
        min,
        max,
        less,
        at_most,
        more,
        at_least,
        equal,
        unequal,
        both,
        either,
        negation,
        hold,  ///< for `number` ticks in a row, counted at `index`
    };

    Code code = Code::constant;
    std::uint32_t index = 0;
    double number = 0.0;
    double divisor = 1.0;

    friend bool operator==(const ExpressionStep&, const ExpressionStep&) = default;
};

/// Steps in the order in which they are taken.
struct ExpressionProgram {
    /// Numbers on the stack at once, for expressions within their limit of depth: one for each of six operators that
    /// wait at each level for what binds more.
    static constexpr std::size_t highest = 400;

    /// What the steps leave on the stack; the parameters are those of Expression::evaluate().
    double evaluate(std::span<const double> values, Tick now, std::span<Tick> held) const noexcept;

    std::string text;
    std::vector<ExpressionStep> steps;
    std::vector<std::string> names;
    std::uint32_t holds = 0;
    Clock clock;

    friend bool operator==(const ExpressionProgram&, const ExpressionProgram&) = default;
};

}  // namespace commonweal::core::detail
