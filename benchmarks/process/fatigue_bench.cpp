// SPDX-License-Identifier: Apache-2.0
// 1,000 and 1,000,000 posts in a mixed staff, 100 days of a tick each, on one thread. Reports time per post and day.
#include <benchmark/benchmark.h>

#include <commonweal/process/fatigue.hpp>

namespace {

using namespace commonweal;

constexpr int days = 100;

void tire(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::Experiment asked{.size = size, .until = days, .every = days, .threads = 1};
    const process::FatigueStart start{.load = {.drawn = core::Distribution::constant(1.3)}};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::Fatigue{}, start, asked));
    }
    state.counters["per_post_day"] = benchmark::Counter(
        static_cast<double>(size) * days, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(tire)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
