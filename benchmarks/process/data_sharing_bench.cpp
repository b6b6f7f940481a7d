// SPDX-License-Identifier: Apache-2.0
// Departments that estimate wards from what three in ten others share: 10 of them, many times drawn, and 1,000.
// Reports nanoseconds per report used of one thread, the draws of who shares included.
#include <benchmark/benchmark.h>

#include <commonweal/process/data_sharing.hpp>

namespace {

using namespace commonweal;

void estimate(benchmark::State& state) {
    const auto departments = static_cast<core::Index>(state.range(0));
    const auto replicates = static_cast<std::uint32_t>(state.range(1));
    constexpr double wards = 100.0;
    double used = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const process::Dataset course = process::simulate(
            process::DataSharing{}, {}, {.size = departments, .until = wards, .replicates = replicates, .threads = 1});
        for (const double partners : course.variable("partners").values) used += wards * (1.0 + partners);
    }
    state.counters["per_report_used"] =
        benchmark::Counter(used, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK(estimate)->Args({10, 1'000})->Args({1'000, 1})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
