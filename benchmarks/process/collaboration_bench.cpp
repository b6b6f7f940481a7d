// SPDX-License-Identifier: Apache-2.0
// Forums of 7 members, a thousand, and of 500, two, that meet 24 times. Reports nanoseconds per member and meeting, of
// one thread; trust is between any two, so that its time grows with how many there are.
#include <benchmark/benchmark.h>

#include <commonweal/process/collaboration.hpp>

namespace {

using namespace commonweal;

void meet(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const auto replicates = static_cast<std::uint32_t>(state.range(1));
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(
            process::simulate(process::Collaboration{}, {}, {.size = size, .replicates = replicates, .threads = 1}));
    }
    state.counters["per_member_meeting"] =
        benchmark::Counter(24.0 * static_cast<double>(size) * replicates,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(meet)->Args({7, 1'000})->Args({500, 2})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
