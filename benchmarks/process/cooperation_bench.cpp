// SPDX-License-Identifier: Apache-2.0
// Rounds of a public-goods game among 1,000 and 1,000,000 people in groups of four, with punishment. Reports
// nanoseconds per person and round of one thread; groups are tied together before, which is counted, too.
#include <benchmark/benchmark.h>

#include <commonweal/process/cooperation.hpp>

namespace {

using namespace commonweal;

void play(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const auto rounds = static_cast<double>(state.range(1));
    const process::Cooperation game{.punisher_share = 0.5};
    double contribution = 0.0;
    for (auto turn : state) {
        static_cast<void>(turn);
        const process::Dataset course =
            simulate(game, {}, {.size = size, .until = rounds, .every = rounds, .threads = 1});
        contribution = course.variable("contribution").values.back();
    }
    state.counters["contribution"] = contribution;
    state.counters["per_person_and_round"] =
        benchmark::Counter(static_cast<double>(size) * rounds,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(play)->Args({1'000, 1'000})->Args({1'000'000, 100})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
