// SPDX-License-Identifier: Apache-2.0
// 1,000 and 100,000 communities that re-plan four functions each for 100 steps, on one thread. Reports nanoseconds per
// community and step.
#include <benchmark/benchmark.h>

#include <commonweal/process/replanning.hpp>

namespace {

using namespace commonweal;

void replan(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::Experiment asked{.size = size, .until = 25.0, .every = 25.0, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::Replanning{}, process::ReplanningStart{}, asked));
    }
    state.counters["per_community_step"] = benchmark::Counter(
        static_cast<double>(size) * 100.0, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(replan)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
