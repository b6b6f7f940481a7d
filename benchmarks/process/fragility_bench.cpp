// SPDX-License-Identifier: Apache-2.0
// A thousand and a million components are damaged, by a known intensity and by one with dispersion. Reports nanoseconds
// per component of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/process/fragility.hpp>
#include <cstdint>

namespace {

using namespace commonweal;

void damage(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::ComponentDamage process{.own_dispersion = 0.1 * static_cast<double>(state.range(1))};
    std::uint32_t seed = 0;
    double lost = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        lost += simulate(process, {}, {.size = size, .seed = ++seed, .threads = 1}).variable("mean_loss").values[0];
    }
    benchmark::DoNotOptimize(lost);
    state.counters["per_component"] =
        benchmark::Counter(size, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(damage)->ArgsProduct({{1'000, 1'000'000}, {0, 5}})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
