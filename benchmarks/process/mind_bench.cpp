// SPDX-License-Identifier: Apache-2.0
// The minds of 1,000 and 1,000,000 people on a small world of degree 10 who support each other: 100 days of a tick
// each, on one thread. Reports time per person and day.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/mind.hpp>
#include <memory>

namespace {

using namespace commonweal;

constexpr int days = 100;

void recover(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    core::Workers workers(1);
    const core::SmallWorld model{.degree = 10, .rewiring = 0.1};
    auto graph =
        std::make_shared<const core::Graph>(core::generate(model, size, core::Layer{"contacts"}, {1, 0}, workers));
    const process::Experiment asked{.graphs = {std::move(graph)}, .until = days, .every = days, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::Mind{}, process::MindStart{}, asked));
    }
    state.counters["per_person_day"] = benchmark::Counter(
        static_cast<double>(size) * days, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(recover)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
