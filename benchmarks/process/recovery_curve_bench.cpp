// SPDX-License-Identifier: Apache-2.0
// 1,000 and 100,000 communities that recover for 60 days in a hundred records, on one thread. Reports nanoseconds per
// community and record.
#include <benchmark/benchmark.h>

#include <commonweal/process/recovery_curve.hpp>

namespace {

using namespace commonweal;

void recover(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::RecoveryStart start{
        .duration = process::AgentValues{core::Distribution::lognormal({.median = 20.0, .sigma = 0.5})}};
    const process::Experiment asked{.size = size, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::RecoveryCurve{}, start, process::Resilience{}, asked));
    }
    state.counters["per_community_record"] = benchmark::Counter(
        101.0 * static_cast<double>(size), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(recover)->Arg(1'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
