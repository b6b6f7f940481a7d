// SPDX-License-Identifier: Apache-2.0
// A practice among 1,000 and 1,000,000 communities that all meet each other, and on a small world, for a fixed number
// of ticks. Reports nanoseconds per community and tick of one thread, the crowd made before included.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/diffusion.hpp>
#include <memory>

namespace {

using namespace commonweal;

void spread(benchmark::State& state, const process::Experiment& experiment, double communities) {
    const double ticks = static_cast<double>(state.range(1));
    double adopted = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        process::Experiment own = experiment;
        own.until = ticks * 0.01;
        own.every = own.until;
        own.step = 0.01;
        own.threads = 1;
        // Slow enough that nobody is left out of the last tick.
        const process::Diffusion diffusion{.innovation = 0.05, .imitation = 0.5};
        adopted = process::simulate(diffusion, {}, own).variable("adopted").values.back();
    }
    state.counters["adopted"] = adopted;
    state.counters["per_community_and_tick"] = benchmark::Counter(
        communities * ticks, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void mixed(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    spread(state, {.size = size}, size);
}

void small_world(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    core::Workers workers(1);
    const core::SmallWorld ties{.degree = 10, .rewiring = 0.1};
    const auto graph = std::make_shared<const core::Graph>(
        core::generate(ties, size, core::Layer{"contacts"}, {.value = 1, .replicate = 0}, workers));
    spread(state, {.graphs = {graph}}, size);
}

BENCHMARK(mixed)->Args({1'000, 1'000})->Args({1'000'000, 100})->Unit(benchmark::kMillisecond);
BENCHMARK(small_world)->Args({1'000, 1'000})->Args({1'000'000, 100})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
