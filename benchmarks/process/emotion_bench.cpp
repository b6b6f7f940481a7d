// SPDX-License-Identifier: Apache-2.0
// Fear of 1,000 and 1,000,000 people in a mixed crowd and on a small world of degree 10. Reports nanoseconds per person
// and tick of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/process/emotion.hpp>

#include <memory>

namespace {

using namespace commonweal;

void run(benchmark::State& state, process::Experiment experiment) {
    const auto size = static_cast<core::Index>(state.range(0));
    const auto ticks = static_cast<double>(state.range(1));
    experiment.size = size;
    experiment.step = 0.125;
    experiment.until = experiment.every = 0.125 * ticks;
    experiment.threads = 1;
    double mean = 0.0;
    for (auto turn : state) {
        static_cast<void>(turn);
        mean = simulate(process::Emotion{}, {}, experiment).variable("panic").values.back();
    }
    state.counters["panic"] = mean;
    state.counters["per_person_and_tick"] = benchmark::Counter(
        static_cast<double>(size) * ticks, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void in_a_crowd(benchmark::State& state) { run(state, {}); }

void on_a_small_world(benchmark::State& state) {
    core::Workers workers(1);
    const auto size = static_cast<core::Index>(state.range(0));
    process::Experiment experiment;
    experiment.graphs = {std::make_shared<const core::Graph>(
        core::generate(core::SmallWorld{.degree = 10, .rewiring = 0.05}, size, core::Layer{"contacts"}, {}, workers))};
    run(state, experiment);
}

BENCHMARK(in_a_crowd)->Args({1'000, 2'000})->Args({1'000'000, 50})->Unit(benchmark::kMillisecond);
BENCHMARK(on_a_small_world)->Args({1'000, 2'000})->Args({1'000'000, 50})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
