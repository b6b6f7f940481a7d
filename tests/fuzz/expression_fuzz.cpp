// SPDX-License-Identifier: Apache-2.0
// Any bytes either read as an expression, whose normal form reads as the same one, or give mistakes that point into
// them.
#include <commonweal/core/expression.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

namespace {

using namespace commonweal::core;

Vocabulary words() {
    Vocabulary vocabulary({.start = *DateTime::parse("2021-07-20"), .minutes_per_tick = 30});
    vocabulary.add({"dark_share"});
    vocabulary.add({"orders.level"});
    vocabulary.add({"depth_max", "cm"});
    vocabulary.add({"rain", "mm / h"});
    return vocabulary;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Vocabulary vocabulary = words();
    const std::string text(data, data + size);
    const ExpressionReading reading = Expression::parse(text, vocabulary);
    if (reading.expression.has_value() == !reading.mistakes.empty()) std::abort();
    for (const Mistake& mistake : reading.mistakes) {
        const auto column = static_cast<std::size_t>(mistake.column);
        if (column < 1 || column > std::max(size, Expression::most_bytes) + 1 || mistake.rule.empty()) std::abort();
    }
    if (!reading.expression) return 0;
    const Expression& expression = *reading.expression;
    const ExpressionReading again = Expression::parse(expression.text(), vocabulary);
    if (!again.expression || !(*again.expression == expression)) std::abort();
    const std::vector<double> values(expression.names().size(), 1.0);
    std::vector<Tick> one(expression.holds()), other(expression.holds());
    for (Tick tick = 0; tick < 4; ++tick) {
        if (expression.evaluate(values, tick, one) != again.expression->evaluate(values, tick, other)) std::abort();
    }
    return 0;
}
