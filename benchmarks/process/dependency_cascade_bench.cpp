// SPDX-License-Identifier: Apache-2.0
// Two coupled networks of a thousand and a million nodes fail, near the threshold and above it: nanoseconds per node of
// both, ties included, of one thread. A city of a thousand and a million facilities with three needs each: nanoseconds
// per facility and step.
#include <benchmark/benchmark.h>

#include <commonweal/process/dependency_cascade.hpp>
#include <cstdint>

namespace {

using namespace commonweal;

void fail(benchmark::State& state) {
    const auto nodes = static_cast<core::Index>(state.range(0));
    const process::DependencyCascade process{.intact = 0.01 * static_cast<double>(state.range(1))};
    std::uint32_t seed = 0;
    double left = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        left += simulate(process, {.size = nodes, .seed = ++seed, .threads = 1}).variable("remaining").values[0];
    }
    benchmark::DoNotOptimize(left);
    state.counters["per_node"] =
        benchmark::Counter(2.0 * nodes, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void supply(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    constexpr double steps = 50.0;
    process::SupplyStart start;
    for (core::Index row = 10; row < size; ++row) {
        for (core::Index k = 0; k < 3; ++k) {
            start.user.push_back(row);
            start.supplier.push_back((row * 7919u + k * 104'729u) % size);
        }
    }
    start.own = {.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})};
    double lost = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        lost += simulate(process::SupplyCascade{}, start, {.size = size, .until = steps, .every = steps, .threads = 1})
                    .variable("lost")
                    .values.back();
    }
    benchmark::DoNotOptimize(lost);
    state.counters["per_facility_step"] =
        benchmark::Counter(steps * size, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(fail)->ArgsProduct({{1'000, 50'000, 1'000'000}, {62, 80}})->Unit(benchmark::kMillisecond);
BENCHMARK(supply)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
