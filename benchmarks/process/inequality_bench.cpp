// SPDX-License-Identifier: Apache-2.0
// Inequality of 1,000 and 1,000,000 amounts, on one thread. Reports nanoseconds per amount.
#include <benchmark/benchmark.h>

#include <commonweal/core/distribution.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/process/inequality.hpp>
#include <vector>

namespace {

using namespace commonweal;

std::vector<double> some_amounts(std::size_t size) {
    std::vector<double> amounts;
    for (core::AgentId owner = 0; owner < size; ++owner) {
        core::Stream draws({1, 0}, core::StreamId::of("person", "amount"), {.agent = owner});
        amounts.push_back(core::Distribution::exponential({}).draw(draws));
    }
    return amounts;
}

template <double (*Measure)(std::span<const double>)>
void compare(benchmark::State& state) {
    const std::vector<double> amounts = some_amounts(static_cast<std::size_t>(state.range(0)));
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(Measure(amounts));
    }
    state.counters["per_amount"] =
        benchmark::Counter(static_cast<double>(amounts.size()),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(compare<process::gini>)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(compare<process::theil>)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
