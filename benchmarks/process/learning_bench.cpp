// SPDX-License-Identifier: Apache-2.0
// March's organisation of 50 people, a thousand times, and one of 100,000, who learn about 30 things for 100 periods.
// Reports nanoseconds per person and period, of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/process/learning.hpp>

namespace {

using namespace commonweal;

void learn(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const auto replicates = static_cast<std::uint32_t>(state.range(1));
    constexpr double periods = 100.0;
    const process::Learning learning{.turnover = 0.05, .turbulence = 0.02};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(process::simulate(
            learning, {}, {.size = size, .until = periods, .every = periods, .replicates = replicates, .threads = 1}));
    }
    state.counters["per_person_period"] =
        benchmark::Counter(static_cast<double>(size) * replicates * periods,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(learn)->Args({50, 1'000})->Args({100'000, 1})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
