// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/expression.hpp>
#include <commonweal/core/text.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/detail/expression_parser.hpp"
#include "core/detail/expression_program.hpp"

namespace commonweal::core::detail {

/// A program, or at least one mistake.
struct ProgramReading {
    std::shared_ptr<const ExpressionProgram> program{};
    std::vector<Mistake> mistakes{};
};

/// Reads a text within the limits of expressions by `parse(parser)`.
template <class Parse>
ProgramReading read_program(std::string_view text, const Vocabulary& vocabulary, Parse parse) {
    const auto refused = [](std::size_t at, std::string rule) {
        return ProgramReading{.mistakes = {{.column = static_cast<int>(at) + 1, .length = 1, .rule = std::move(rule)}}};
    };
    const auto too_long = [&](std::size_t bytes) {
        return refused(Expression::most_bytes, "must have at most 4096 bytes, not " + std::to_string(bytes));
    };
    if (text.size() > Expression::most_bytes) return too_long(text.size());
    if (const std::size_t at = first_invalid_utf8(text); at < text.size()) return refused(at, "must be valid UTF-8");
    ExpressionParser parser(text, vocabulary);
    auto program = std::make_shared<ExpressionProgram>(parse(parser));
    if (!parser.mistakes().empty()) return {.mistakes = std::move(parser.mistakes())};
    if (program->text.size() > Expression::most_bytes) return too_long(program->text.size());
    return {.program = std::move(program)};
}

}  // namespace commonweal::core::detail
