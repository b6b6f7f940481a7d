// SPDX-License-Identifier: Apache-2.0
// Trust of 1,000 and 1,000,000 residents by service alone, and among others on a small world of degree 10. Reports
// nanoseconds per resident and day of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/process/trust.hpp>

#include <memory>

namespace {

using namespace commonweal;

void run(benchmark::State& state, const process::Trust& trust, process::Experiment experiment) {
    const auto size = static_cast<core::Index>(state.range(0));
    const auto days = static_cast<double>(state.range(1));
    experiment.size = size;
    experiment.until = experiment.every = days;
    experiment.threads = 1;
    double mean = 0.0;
    for (auto turn : state) {
        static_cast<void>(turn);
        mean = simulate(trust, {}, experiment).variable("trust").values.back();
    }
    state.counters["trust"] = mean;
    state.counters["per_resident_and_day"] = benchmark::Counter(
        static_cast<double>(size) * days, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void by_service(benchmark::State& state) { run(state, {}, {}); }

void among_others(benchmark::State& state) {
    core::Workers workers(1);
    const auto size = static_cast<core::Index>(state.range(0));
    process::Experiment experiment;
    experiment.graphs = {std::make_shared<const core::Graph>(
        core::generate(core::SmallWorld{.degree = 10, .rewiring = 0.05}, size, core::Layer{"contacts"}, {}, workers))};
    run(state, {.social_weight = 0.1}, experiment);
}

BENCHMARK(by_service)->Args({1'000, 1'000})->Args({1'000'000, 50})->Unit(benchmark::kMillisecond);
BENCHMARK(among_others)->Args({1'000, 1'000})->Args({1'000'000, 50})->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
