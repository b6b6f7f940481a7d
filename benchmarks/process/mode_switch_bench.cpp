// SPDX-License-Identifier: Apache-2.0
// A thousand and a million communities watch for hazards: 100 ticks, on one thread. Reports nanoseconds per community
// and tick, of both rules together.
#include <benchmark/benchmark.h>

#include <commonweal/process/mode_switch.hpp>

namespace {

using namespace commonweal;

constexpr double ticks = 100.0;

void watch(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::Experiment asked{
        .size = size, .until = 0.1 * ticks, .every = 0.1 * ticks, .step = 0.1, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::ModeSwitch{}, process::ModeStart{}, asked));
    }
    state.counters["per_community_tick"] = benchmark::Counter(
        static_cast<double>(size) * ticks, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(watch)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
