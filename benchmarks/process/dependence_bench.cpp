// SPDX-License-Identifier: Apache-2.0
// A thousand and a million communities keep reserves for 100 months of a tick each. Reports nanoseconds per community
// and tick of one thread, the crowd made before included.
#include <benchmark/benchmark.h>

#include <commonweal/process/dependence.hpp>

namespace {

using namespace commonweal;

void keep_reserves(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    constexpr double ticks = 100.0;
    const process::Experiment asked{
        .size = size, .until = ticks / 12.0, .every = ticks / 12.0, .step = 1.0 / 12.0, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::Dependence{}, process::DependenceStart{}, asked));
    }
    state.counters["per_community_and_tick"] = benchmark::Counter(
        static_cast<double>(size) * ticks, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(keep_reserves)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
