// SPDX-License-Identifier: Apache-2.0
// Pilots of 5 candidates in 1,000 communities and of 100 in 50. Reports nanoseconds per period and candidate, of one
// thread.
#include <benchmark/benchmark.h>

#include <commonweal/process/pilots.hpp>

namespace {

using namespace commonweal;

void try_out(benchmark::State& state) {
    const process::Pilots pilots{.candidates = static_cast<std::uint32_t>(state.range(0)),
                                 .autonomy = 1.0,
                                 .risk_tolerance = 1.0,
                                 .allocation = process::TrialAllocation::thompson,
                                 .budget = 1'000,
                                 .stop_chance = 0.0};
    double looks = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const process::Dataset course =
            process::simulate(pilots, {.replicates = static_cast<std::uint32_t>(state.range(1)), .threads = 1});
        for (const double periods : course.variable("periods").values) looks += periods * pilots.candidates;
    }
    state.counters["per_candidate_period"] =
        benchmark::Counter(looks, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK(try_out)->Args({5, 1'000})->Args({100, 50})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
