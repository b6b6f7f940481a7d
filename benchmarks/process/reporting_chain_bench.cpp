// SPDX-License-Identifier: Apache-2.0
// A thousand and a million reports go up four levels, shaded, delayed and lost. Reports nanoseconds per report and
// level of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/process/reporting_chain.hpp>

namespace {

using namespace commonweal;

void report(benchmark::State& state) {
    const auto reports = static_cast<core::Index>(state.range(0));
    const process::ReportingChain chain{.noise = 1.0, .withheld = 0.1, .loss_chance = 0.02, .handling = 0.5};
    double time = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        time = simulate(chain, {}, {.size = reports, .threads = 1}).variable("time").values.back();
    }
    benchmark::DoNotOptimize(time);
    state.counters["per_report_and_level"] =
        benchmark::Counter(static_cast<double>(reports) * chain.levels,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(report)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
