// SPDX-License-Identifier: Apache-2.0
// A thousand and a million cases are decided, above through four offices or on the spot; as many weigh whether to act.
// Reports nanoseconds per case of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/process/decision.hpp>

namespace {

using namespace commonweal;

void count_cases(benchmark::State& state) {
    state.counters["per_case"] =
        benchmark::Counter(static_cast<double>(state.range(0)),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void decide(benchmark::State& state) {
    const process::Experiment asked{.size = static_cast<core::Index>(state.range(0)), .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::Decision{}, {}, asked));
    }
    count_cases(state);
}

void act(benchmark::State& state) {
    const process::Experiment asked{.size = static_cast<core::Index>(state.range(0)), .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(act_times(process::TimePressure{}, asked));
    }
    count_cases(state);
}

BENCHMARK(decide)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(act)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
