// SPDX-License-Identifier: Apache-2.0
// Epidemics of 100 days from one infectious in a thousand. ensemble: 64 replicates of susceptible, infectious and
// recovered among 100,000 people, by events on two threads, on one shared small world of degree 10 or in a crowd.
// alone: one replicate of 1,000 and 1,000,000 people on one thread, with the engines and a latent time; sweeps take
// ten days, four ticks each. Reports the processor's time for each person and day, of all threads together, and the
// seconds by the wall of the fastest round.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/epidemic.hpp>
#include <ctime>
#include <memory>

namespace {

using namespace commonweal;

constexpr double days = 100.0;
constexpr double days_swept = 10.0;

process::Epidemic plain() {
    return {.r0 = 3.0, .latent_time = 0.0, .infectious_time = 5.0, .infectious_stages = 1, .death_share = 0.0};
}

std::shared_ptr<const core::Graph> small_world(core::Index size) {
    core::Workers workers;
    return std::make_shared<const core::Graph>(generate(core::SmallWorld{.degree = 10, .rewiring = 0.1}, size,
                                                        core::Layer{"contacts"}, {.value = 1}, workers));
}

/// The least time of all rounds, of the processor and of the wall.
void measure(benchmark::State& state, const process::Epidemic& epidemic, const process::Experiment& experiment) {
    const core::Index size = experiment.graphs.empty() ? experiment.size : experiment.graphs.front()->size();
    const process::EpidemicStart start{.infectious = {.count = std::max<core::Index>(10, size / 1000)}};
    double processor = 1e9;
    double wall = 1e9;
    double attacked = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const auto from = std::chrono::steady_clock::now();
        const std::clock_t began = std::clock();
        const process::Dataset course = simulate(epidemic, start, experiment);
        processor = std::min(processor, static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC);
        wall = std::min(wall, std::chrono::duration<double>(std::chrono::steady_clock::now() - from).count());
        attacked = 1.0 - course.variable("susceptible").values.back();
    }
    const double person_days = *experiment.until * size * experiment.replicates;
    state.counters["attacked"] = attacked;
    state.counters["per_person_day"] = processor / person_days;
    state.counters["seconds"] = wall;
}

void ensemble(benchmark::State& state) {
    process::Experiment experiment{.size = 100'000, .until = days, .every = 1.0, .replicates = 64, .threads = 2};
    if (state.range(0) != 0) experiment.graphs = {small_world(100'000)};
    if (state.range(1) != 0) experiment.step = 1.0;
    measure(state, plain(), experiment);
}

void alone(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    process::Epidemic epidemic = state.range(2) != 0 ? process::Epidemic{} : plain();
    if (state.range(1) != 0) epidemic.engine = process::EpidemicEngine::sweep;
    process::Experiment experiment{.graphs = {small_world(size)}, .until = days, .every = 1.0, .threads = 1};
    if (state.range(1) != 0) {
        experiment.step = 0.25;
        experiment.until = days_swept;
    }
    measure(state, epidemic, experiment);
}

}  // namespace

BENCHMARK(ensemble)
    ->ArgNames({"small_world", "daily"})
    ->ArgsProduct({{1, 0}, {0, 1}})
    ->Iterations(3)
    ->Unit(benchmark::kMillisecond);
BENCHMARK(alone)
    ->ArgNames({"people", "sweep", "latent"})
    ->ArgsProduct({{1'000, 1'000'000}, {0, 1}, {0, 1}})
    ->Unit(benchmark::kMillisecond);
BENCHMARK_MAIN();
