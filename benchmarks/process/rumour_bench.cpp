// SPDX-License-Identifier: Apache-2.0
// A rumour among 1,000 and 1,000,000 people who all meet each other, from one spreader or a thousandth of them to its
// end. Reports nanoseconds for each person, of one thread; about 1.6 contacts fall on each.
#include <benchmark/benchmark.h>

#include <commonweal/process/rumour.hpp>
#include <ctime>

namespace {

using namespace commonweal;

void tell(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::Rumour rumour{.contact_rate = 1.0, .stifle_chance = 1.0, .forget_rate = 0.0};
    double ignorant = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const process::Dataset course =
            simulate(rumour, {.spreader = {.count = 1 + size / 1000}}, {.size = size, .every = 1e4, .threads = 1});
        ignorant = course.variable("ignorant").values.back();
    }
    state.counters["ignorant"] = ignorant;
    state.counters["per_person"] = benchmark::Counter(
        static_cast<double>(size), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(tell)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
