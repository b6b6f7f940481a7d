// SPDX-License-Identifier: Apache-2.0
#include <cmath>
#include <commonweal/core/formula.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>
#include <limits>
#include <utility>

#include "core/detail/expression_program.hpp"
#include "core/detail/read_program.hpp"

namespace commonweal::core {

Formula::Formula(std::shared_ptr<const detail::ExpressionProgram> program, double divisor, double factor)
    : program_(std::move(program)), divisor_(divisor), factor_(factor) {}

FormulaReading Formula::parse(std::string_view text, const Vocabulary& vocabulary, std::string_view unit) {
    const auto known = Unit::parse(unit);
    if (!known) throw Error("formula: the unit " + quoted(unit) + " is not known");
    detail::ProgramReading reading =
        detail::read_program(text, vocabulary, [&](detail::ExpressionParser& parser) { return parser.number(*known); });
    if (!reading.program) return {{}, std::move(reading.mistakes)};
    const auto of_one = static_cast<double>(known->numerator), in_one = static_cast<double>(known->denominator);
    return {Formula(std::move(reading.program), of_one, in_one), {}};
}

const std::string& Formula::text() const noexcept { return program_->text; }

std::span<const std::string> Formula::names() const noexcept { return program_->names; }

double Formula::evaluate(std::span<const double> values, Tick now) const noexcept {
    const double result = program_->evaluate(values, now, {}) / divisor_ * factor_;
    // Which NaN comes out depends on how the code was compiled.
    return std::isnan(result) ? std::numeric_limits<double>::quiet_NaN() : result;
}

}  // namespace commonweal::core
