// SPDX-License-Identifier: Apache-2.0
// A thousand and a million offices are judged, each beside all others: 40 rounds, on one thread. Reports nanoseconds
// per office and round.
#include <benchmark/benchmark.h>

#include <commonweal/process/evaluation.hpp>

namespace {

using namespace commonweal;

constexpr double rounds = 40.0;

void judge(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::Experiment asked{.size = size, .until = rounds, .every = rounds, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::Evaluation{}, process::EvaluationStart{}, asked));
    }
    state.counters["per_office_round"] =
        benchmark::Counter(static_cast<double>(size) * rounds,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(judge)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
