// SPDX-License-Identifier: Apache-2.0
// Grievance and conflicts of 1,000 and 1,000,000 people on a small world of degree 10: 50 days of a tick each, on one
// thread, with a mediator for each 1,000. Reports time per person and day.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/grievance.hpp>
#include <memory>

namespace {

using namespace commonweal;

constexpr int days = 50;

void quarrel(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    core::Workers workers(1);
    const core::SmallWorld model{.degree = 10, .rewiring = 0.1};
    auto graph =
        std::make_shared<const core::Graph>(core::generate(model, size, core::Layer{"contacts"}, {1, 0}, workers));
    const process::Experiment asked{.graphs = {std::move(graph)}, .until = days, .every = days, .threads = 1};
    const process::Grievance process{.mediators = size / 1000};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process, process::GrievanceStart{}, asked));
    }
    state.counters["per_person_day"] = benchmark::Counter(
        static_cast<double>(size) * days, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(quarrel)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
