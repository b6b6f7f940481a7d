// SPDX-License-Identifier: Apache-2.0
// 1,000 and 1,000,000 communities with a platform for 100 ticks, on one thread. Reports nanoseconds per community and
// tick, of both rules together.
#include <benchmark/benchmark.h>

#include <commonweal/process/platform.hpp>

namespace {

using namespace commonweal;

void use_platforms(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::Experiment asked{.size = size, .until = 25.0, .every = 25.0, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::Platform{}, process::PlatformStart{}, asked));
    }
    state.counters["per_community_tick"] = benchmark::Counter(
        static_cast<double>(size) * 100.0, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(use_platforms)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
