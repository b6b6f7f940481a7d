// SPDX-License-Identifier: Apache-2.0
// Events that excite half an event each, a thousand and a million of them on average, on one thread. Reports
// nanoseconds for an event.
#include <benchmark/benchmark.h>

#include <commonweal/process/point_process.hpp>
#include <numeric>

namespace {

using namespace commonweal;

void count_events(benchmark::State& state) {
    const auto number = static_cast<double>(state.range(0));
    const process::PointProcess process{.rate = 1.0, .branching = 0.5};
    double found = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const process::Dataset course = simulate(process, {}, {.until = 0.5 * number, .threads = 1});
        const auto& counts = course.variable("count").values;
        found = std::accumulate(counts.begin(), counts.end(), 0.0);
    }
    state.counters["per_event"] =
        benchmark::Counter(found, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

}  // namespace

BENCHMARK(count_events)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
