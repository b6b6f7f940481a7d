// SPDX-License-Identifier: Apache-2.0
// 1,000 and 1,000,000 residents on a small world of degree 10: 50 days of living together of a tick each, on one
// thread. Reports time per resident and day.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/belonging.hpp>
#include <memory>

namespace {

using namespace commonweal;

constexpr int days = 50;

void live(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    core::Workers workers(1);
    const core::SmallWorld model{.degree = 10, .rewiring = 0.1};
    auto graph =
        std::make_shared<const core::Graph>(core::generate(model, size, core::Layer{"contacts"}, {1, 0}, workers));
    const process::Experiment asked{.graphs = {std::move(graph)}, .until = days, .every = days, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::Belonging{}, process::BelongingStart{}, asked));
    }
    state.counters["per_resident_day"] = benchmark::Counter(
        static_cast<double>(size) * days, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(live)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
