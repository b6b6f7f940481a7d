// SPDX-License-Identifier: Apache-2.0
// Volunteers among 10,000 and 1,000,000 people, in a mixed crowd and on a small world of degree 6, for forty ticks.
// Reports what a tick takes of one thread for each person.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/volunteering.hpp>
#include <memory>

namespace {

using namespace commonweal;

void run_volunteers(benchmark::State& state, process::Experiment experiment) {
    constexpr double ticks = 40.0;
    experiment.step = 0.05;
    experiment.until = experiment.every = 0.05 * ticks;
    experiment.threads = 1;
    double volunteers = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        volunteers = simulate(process::Volunteering{}, {}, experiment).variable("volunteers").values.back();
    }
    state.counters["volunteers"] = volunteers;
    state.counters["per_person_tick"] =
        benchmark::Counter(static_cast<double>(state.range(0)) * ticks,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void crowd(benchmark::State& state) { run_volunteers(state, {.size = static_cast<core::Index>(state.range(0))}); }

void town(benchmark::State& state) {
    core::Workers workers(1);
    const auto graph = std::make_shared<const core::Graph>(
        core::generate(core::SmallWorld{.degree = 6, .rewiring = 0.1}, static_cast<core::Index>(state.range(0)),
                       core::Layer{"contacts"}, {1, 0}, workers));
    run_volunteers(state, {.graphs = {graph}});
}

BENCHMARK(crowd)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(town)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
