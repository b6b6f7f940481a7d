// SPDX-License-Identifier: Apache-2.0
// 1,000 and 1,000,000 communities that plan and drill for five years of 100 ticks, on one thread. Reports nanoseconds
// per community and tick.
#include <benchmark/benchmark.h>

#include <commonweal/process/plan.hpp>

namespace {

using namespace commonweal;

void keep_ready(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::Experiment asked{.size = size, .until = 5.0, .every = 5.0, .step = 0.05, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::Plan{}, process::PlanStart{}, asked));
    }
    state.counters["per_community_tick"] = benchmark::Counter(
        static_cast<double>(size) * 100.0, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(keep_ready)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
