// SPDX-License-Identifier: Apache-2.0
// A supply is divided among a thousand and a million claimants of different needs, by each rule. Reports nanoseconds
// per claimant of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/core/math.hpp>
#include <commonweal/process/allocation.hpp>
#include <cstddef>
#include <vector>

namespace {

using namespace commonweal;

/// Numbers that look drawn, median 1.
std::vector<double> lognormal(std::size_t count, std::size_t stride) {
    std::vector<double> values(count);
    for (std::size_t k = 0; k < count; ++k) {
        const double part = (static_cast<double>(k * stride % count) + 0.5) / static_cast<double>(count);
        values[k] = core::math::exp(core::math::normal_quantile(part));
    }
    return values;
}

void divide(benchmark::State& state) {
    const auto count = static_cast<std::size_t>(state.range(0));
    const process::Allocation allocation{.rule = static_cast<process::AllocationRule>(state.range(1))};
    const std::vector<double> need = lognormal(count, 1'009);
    const std::vector<double> other = lognormal(count, 7'919);
    const process::Claims claims{
        .need = need, .reported = other, .severity = other, .connection = other, .arrival = other};
    double first = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        first += process::allocate(allocation, claims, 0.7 * static_cast<double>(count)).front();
    }
    benchmark::DoNotOptimize(first);
    state.counters["per_claimant"] = benchmark::Counter(
        static_cast<double>(count), benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(divide)->ArgsProduct({{1'000, 1'000'000}, {0, 1, 2, 3, 4, 5, 6}})->Unit(benchmark::kMicrosecond);

}  // namespace

BENCHMARK_MAIN();
