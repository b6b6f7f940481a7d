// SPDX-License-Identifier: Apache-2.0
// Ten and five hundred sectors for a hundred records, exactly and capped. Reports nanoseconds per sector and record of
// one thread: each needs a row of the matrix.
#include <benchmark/benchmark.h>

#include <commonweal/process/inoperability.hpp>
#include <cstddef>

namespace {

using namespace commonweal;

void recover(benchmark::State& state) {
    const auto sectors = static_cast<core::Index>(state.range(0));
    const bool capped = state.range(1) != 0;
    const process::InoperabilityStart start{
        .perturbation = {.drawn = core::Distribution::constant(capped ? 0.9 : 0.2)}};
    double lost = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        lost += simulate(process::Inoperability{}, start, {.size = sectors, .replicates = 10, .threads = 1})
                    .variable("loss")
                    .values.back();
    }
    benchmark::DoNotOptimize(lost);
    state.counters["per_sector_record"] = benchmark::Counter(
        1000.0 * sectors, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(recover)->ArgsProduct({{10, 500}, {0, 1}})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
