// SPDX-License-Identifier: Apache-2.0
// A table of ages, sexes and as many areas as the argument says, fitted to ages by sex and to areas; and as many
// expected numbers made whole.
#include <benchmark/benchmark.h>

#include <commonweal/process/proportional_fitting.hpp>
#include <cstdint>
#include <vector>

using namespace commonweal;

namespace {

process::JointTable seed_table(std::uint32_t areas) {
    process::JointTable table = process::JointTable::filled({18, 2, areas}, 1.0);
    for (std::size_t cell = 0; cell < table.cells.size(); ++cell) table.cells[cell] += static_cast<double>(cell % 7);
    return table;
}

void fit_areas(benchmark::State& state) {
    const auto areas = static_cast<std::uint32_t>(state.range(0));
    const process::JointTable seed = seed_table(areas);
    std::vector<double> by_area(areas);
    for (std::uint32_t area = 0; area < areas; ++area) by_area[area] = 36.0 * (1 + area % 3);
    double whole = 0.0;
    for (const double people : by_area) whole += people;
    const std::vector<process::Margin> margins{{{0, 1}, std::vector<double>(36, whole / 36.0)}, {{2}, by_area}};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(process::fit(seed, margins));
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(seed.cells.size()));
}

void make_whole(benchmark::State& state) {
    std::vector<double> expected(static_cast<std::size_t>(state.range(0)));
    for (std::size_t k = 0; k < expected.size(); ++k) expected[k] = 0.5 * static_cast<double>(k % 5) + 0.5;
    double sum = 0.0;
    for (const double number : expected) sum += number;
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(process::integerised(expected, static_cast<std::uint64_t>(sum), {.value = 1},
                                                      core::StreamId::of("bench", "whole")));
    }
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

}  // namespace

BENCHMARK(fit_areas)->Arg(10)->Arg(1000);
BENCHMARK(make_whole)->Arg(1000)->Arg(1'000'000);
BENCHMARK_MAIN();
