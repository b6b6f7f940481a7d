// SPDX-License-Identifier: Apache-2.0
#include "core/detail/expression_program.hpp"

#include <array>
#include <cmath>
#include <commonweal/core/calendar.hpp>

namespace commonweal::core::detail {

namespace {

using Code = ExpressionStep::Code;

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
double counted(const ExpressionStep& step, double holds, Tick& held) {
    const auto needed = static_cast<Tick>(step.number);
    if (holds == 0.0)
        held = 0;
    else if (held < needed)
        ++held;
    return held >= needed ? 1.0 : 0.0;
}

}  // namespace

double ExpressionProgram::evaluate(std::span<const double> values, Tick now, std::span<Tick> held) const noexcept {
    std::array<double, highest> stack;
    std::size_t size = 0;
    for (const ExpressionStep& step : steps) {
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
                stack[size++] = look(step.code, clock, now);
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
    return stack[0];
}

}  // namespace commonweal::core::detail
