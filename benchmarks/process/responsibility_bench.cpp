// SPDX-License-Identifier: Apache-2.0
// A thousand and a million tasks come up among four offices, of which some refuse, hand on and claim in vain. Reports
// nanoseconds per task and office of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/process/responsibility.hpp>

namespace {

using namespace commonweal;

void offer(benchmark::State& state) {
    const auto tasks = static_cast<core::Index>(state.range(0));
    const process::Responsibility process{};
    double done = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        done = simulate(process, {}, {.size = tasks, .threads = 1}).variable("done").values.back();
    }
    benchmark::DoNotOptimize(done);
    state.counters["per_task_and_office"] =
        benchmark::Counter(static_cast<double>(tasks) * process.units,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(offer)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
