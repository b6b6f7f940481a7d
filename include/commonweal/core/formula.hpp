// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/expression.hpp>
#include <commonweal/core/types.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {

struct FormulaReading;

/// A number made of named numbers and the time, such as "requests_open.sum / (households / 1000)": what stands on one
/// side of a comparison in an Expression, with the same grammar from `sum` on and the same limits.
class Formula {
public:
    /// A formula whose result is in `unit`, or every mistake that can be told, as Expression::parse() tells them; what
    /// does not measure the same as `unit` is one. Throws Error where Unit::parse does not know the unit.
    static FormulaReading parse(std::string_view text, const Vocabulary& vocabulary, std::string_view unit = "1");

    /// The normal form, as Expression::text().
    const std::string& text() const noexcept;

    /// The names of the vocabulary that it uses, in the order in which they first appear.
    std::span<const std::string> names() const noexcept;

    /// The number, in the unit that was asked for; what is divided by zero is infinite or NaN, as IEEE 754 has it.
    /// \param values one for each of names(), in the unit of the vocabulary
    /// \param now ticks since the start: the moment of looking is the beginning of this one
    double evaluate(std::span<const double> values, Tick now) const noexcept;

private:
    Formula(std::shared_ptr<const detail::ExpressionProgram> program, double divisor, double factor);

    std::shared_ptr<const detail::ExpressionProgram> program_;
    double divisor_;  ///< from base units into the unit, with the next
    double factor_;
};

/// What came of reading a formula: one, or at least one mistake.
struct FormulaReading {
    std::optional<Formula> formula;
    std::vector<Mistake> mistakes;
};

}  // namespace commonweal::core
