// SPDX-License-Identifier: Apache-2.0
// Cascades of Watts from one person on random graphs of mean degree 3, 20 runs on each graph, and normal thresholds
// among people who all see each other, tick by tick. Reports what a run takes of one thread for each person.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/participation.hpp>
#include <memory>

namespace {

using namespace commonweal;

void count_people(benchmark::State& state, double runs) {
    state.counters["per_person"] =
        benchmark::Counter(static_cast<double>(state.range(0)) * runs,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void cascade(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    constexpr std::uint32_t runs = 20;
    core::Workers workers(1);
    double acting = 0.0;
    std::uint32_t graphs = 0;
    for (auto round : state) {
        static_cast<void>(round);
        const auto graph = std::make_shared<const core::Graph>(core::generate(
            core::ErdosRenyi{.mean_degree = 3.0}, size, core::Layer{"contacts"}, {1, graphs++}, workers));
        const process::Dataset course =
            simulate(process::Participation{},
                     {.acting = {.count = 1}, .threshold = {.drawn = core::Distribution::constant(0.18)}},
                     {.graphs = {graph}, .every = 1e4, .replicates = runs, .seed = graphs, .threads = 1});
        acting = course.variable("acting").values.back();
    }
    state.counters["acting"] = acting;
    count_people(state, runs);
}

void crowd(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    constexpr double ticks = 20.0;
    double acting = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const process::Dataset course = simulate(
            process::Participation{.opportunity = process::Opportunity::by_chance}, {.acting = {.count = size / 20}},
            {.size = size, .until = ticks, .every = ticks, .step = 1.0, .threads = 1});
        acting = course.variable("acting").values.back();
    }
    state.counters["acting"] = acting;
    count_people(state, ticks);
}

BENCHMARK(cascade)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(crowd)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
