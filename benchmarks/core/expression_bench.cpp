// SPDX-License-Identifier: Apache-2.0
// What it costs to ask an expression once, and to read it. Absolute times depend on the machine.
#include <benchmark/benchmark.h>

#include <array>
#include <commonweal/core/expression.hpp>
#include <cstddef>
#include <vector>

namespace {

using namespace commonweal::core;

constexpr std::array texts{
    "dark_share > 0.1",
    "dark_share > 0.1 for 3 h",
    "depth_max >= 0.5 m and not orders <= 2 or time >= 2021-07-20T16:00",
    "(min(depth_max, 50 cm) * 2 - 0.2 m > rain * 3 h or weekday >= 6 and time_of_day < 8 h) for 6 h and orders != 1",
};

Vocabulary words() {
    Vocabulary vocabulary({.start = *DateTime::parse("2021-07-20")});
    vocabulary.add({"dark_share"});
    vocabulary.add({"depth_max", "m"});
    vocabulary.add({"orders"});
    vocabulary.add({"rain", "mm / h"});
    return vocabulary;
}

void evaluate_expression(benchmark::State& state) {
    const Expression expression =
        *Expression::parse(texts.at(static_cast<std::size_t>(state.range(0))), words()).expression;
    const std::vector<double> values(expression.names().size(), 0.3);
    std::vector<Tick> held(expression.holds());
    Tick now = 0;
    for (auto _ : state) benchmark::DoNotOptimize(expression.evaluate(values, ++now, held));
    state.SetLabel(expression.text());
}
BENCHMARK(evaluate_expression)->DenseRange(0, static_cast<int>(texts.size()) - 1);

void parse_expression(benchmark::State& state) {
    const Vocabulary vocabulary = words();
    const auto* const text = texts.at(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(Expression::parse(text, vocabulary));
    state.SetLabel(text);
}
BENCHMARK(parse_expression)->DenseRange(0, static_cast<int>(texts.size()) - 1);

}  // namespace

BENCHMARK_MAIN();
