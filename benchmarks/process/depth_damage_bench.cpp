// SPDX-License-Identifier: Apache-2.0
// A thousand and a million buildings under water of a depth that is drawn, without scatter (0), with lognormal (1) and
// with beta scatter (2), on one thread. Reports time per building.
#include <benchmark/benchmark.h>

#include <commonweal/process/depth_damage.hpp>

namespace {

using namespace commonweal;

void damage_town(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::DepthDamage damage{.scatter = static_cast<process::DamageScatter>(state.range(1))};
    process::DepthDamageStart start;
    start.depth.drawn = core::Distribution::uniform({.low = 0.0, .high = 3.0});
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(damage, start, {.size = size, .threads = 1}));
    }
    state.counters["per_building"] = benchmark::Counter(
        static_cast<double>(size), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(damage_town)->ArgsProduct({{1'000, 1'000'000}, {0, 1, 2}})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
