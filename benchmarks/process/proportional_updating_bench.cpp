// SPDX-License-Identifier: Apache-2.0
// Twenty rounds over as many households as the argument says, of one to five people of 36 kinds.
#include <benchmark/benchmark.h>

#include <commonweal/process/proportional_updating.hpp>
#include <cstdint>
#include <vector>

using namespace commonweal::process;

namespace {

void update(benchmark::State& state) {
    const auto households = static_cast<std::uint32_t>(state.range(0));
    std::vector<WeightedTotal> totals(36);
    for (std::uint32_t row = 0; row < households; ++row) {
        for (std::uint32_t member = 0; member <= row % 5; ++member) {
            WeightedTotal& total = totals[(row * 7 + member * 11) % 36];
            total.records.push_back(row);
            total.counts.push_back(1);
        }
    }
    for (std::size_t k = 0; k < totals.size(); ++k)
        totals[k].total = static_cast<double>(totals[k].records.size()) * (1.0 + 0.1 * static_cast<double>(k % 3));
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(
            fit_weights(std::vector<double>(households, 1.0), totals, {.tolerance = 0.0, .most_rounds = 20}));
    }
    state.SetItemsProcessed(state.iterations() * households * 20);
}

}  // namespace

BENCHMARK(update)->Arg(1000)->Arg(100'000);
BENCHMARK_MAIN();
