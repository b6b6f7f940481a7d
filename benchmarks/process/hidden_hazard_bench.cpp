// SPDX-License-Identifier: Apache-2.0
// 1,000 and 1,000,000 buildings for 60 months, on one thread. Reports nanoseconds per building and month.
#include <benchmark/benchmark.h>

#include <commonweal/process/hidden_hazard.hpp>

namespace {

using namespace commonweal;

void hide_hazards(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::Experiment asked{.size = size, .until = 5.0, .every = 5.0, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::HiddenHazard{}, process::HiddenHazardStart{}, asked));
    }
    state.counters["per_building_month"] = benchmark::Counter(
        static_cast<double>(size) * 60.0, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(hide_hazards)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
