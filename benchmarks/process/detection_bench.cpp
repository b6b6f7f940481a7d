// SPDX-License-Identifier: Apache-2.0
// A post judges cases of 1 and of 20 sources; people judge the alarms. Reports nanoseconds per source and case, and per
// observation of a monitor, of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/process/detection.hpp>

namespace {

using namespace commonweal;

void judge(benchmark::State& state) {
    const auto sources = static_cast<std::uint32_t>(state.range(0));
    constexpr double cases = 10'000.0;
    double alarms = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const process::Dataset course =
            process::simulate(process::Detection{.sources = sources}, {}, {.until = cases, .threads = 1});
        alarms = course.variable("alarm").values.back();
    }
    benchmark::DoNotOptimize(alarms);
    state.counters["per_source"] = benchmark::Counter(
        cases * sources, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void watch(benchmark::State& state) {
    const auto replicates = static_cast<std::uint32_t>(state.range(0));
    double observations = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const process::Dataset found = process::run_lengths({}, 0.0, {.replicates = replicates, .threads = 1});
        for (const double length : found.variable("run_length").values) observations += length;
    }
    state.counters["per_observation"] =
        benchmark::Counter(observations, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK(judge)->Arg(1)->Arg(20)->Unit(benchmark::kMillisecond);
BENCHMARK(watch)->Arg(10)->Arg(1'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
