// SPDX-License-Identifier: Apache-2.0
// A depot for a thousand and a million days, with goods that keep and goods that age. Reports nanoseconds per day of
// one thread.
#include <benchmark/benchmark.h>

#include <commonweal/process/stock.hpp>

namespace {

using namespace commonweal;

void keep(benchmark::State& state) {
    const auto days = static_cast<double>(state.range(0));
    const process::Stock stock{.policy = process::StockPolicy::reorder,
                               .level = 200.0,
                               .reorder_point = 100.0,
                               .shelf_life = static_cast<std::uint32_t>(state.range(1))};
    double left = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        left += simulate(stock, {}, {.until = days, .every = days, .threads = 1}).variable("stock").values.back();
    }
    benchmark::DoNotOptimize(left);
    state.counters["per_day"] =
        benchmark::Counter(days, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(keep)->ArgsProduct({{1'000, 1'000'000}, {0, 30}})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
