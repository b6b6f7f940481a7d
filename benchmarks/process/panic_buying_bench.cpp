// SPDX-License-Identifier: Apache-2.0
// 1,000 and 1,000,000 households through the first days of a shock, in a mixed crowd. Reports nanoseconds per household
// and tick of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/process/panic_buying.hpp>

namespace {

using namespace commonweal;

void shop(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const auto days = static_cast<double>(state.range(1));
    process::PanicBuyingStart start;
    start.emotion.shock = {.onset = 0.0, .duration = 28.0};
    double sold = 0.0;
    for (auto turn : state) {
        static_cast<void>(turn);
        const process::Dataset course =
            simulate(process::PanicBuying{}, start, {.size = size, .until = days, .every = days, .threads = 1});
        sold = course.variable("sold").values.back();
    }
    state.counters["sold"] = sold;
    state.counters["per_household_and_tick"] =
        benchmark::Counter(static_cast<double>(size) * days * 8.0,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(shop)->Args({1'000, 200})->Args({1'000'000, 5})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
