// SPDX-License-Identifier: Apache-2.0
// Pilots of 5 candidates in 1,000 communities and of 100 in 50, and a practice that spreads for 10 years among 1,000
// and 1,000,000 communities on a small world of degree 10. Reports nanoseconds per period and candidate, and per
// community and tick, of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/pilots.hpp>
#include <memory>

namespace {

using namespace commonweal;

void try_out(benchmark::State& state) {
    const process::Pilots pilots{.candidates = static_cast<std::uint32_t>(state.range(0)),
                                 .autonomy = 1.0,
                                 .risk_tolerance = 1.0,
                                 .allocation = process::TrialAllocation::thompson,
                                 .budget = 1'000,
                                 .stop_chance = 0.0};
    double looks = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const process::Dataset course =
            process::simulate(pilots, {.replicates = static_cast<std::uint32_t>(state.range(1)), .threads = 1});
        for (const double periods : course.variable("periods").values) looks += periods * pilots.candidates;
    }
    state.counters["per_candidate_period"] =
        benchmark::Counter(looks, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void spread(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    core::Workers workers(1);
    const core::SmallWorld model{.degree = 10, .rewiring = 0.1};
    auto graph =
        std::make_shared<const core::Graph>(core::generate(model, size, core::Layer{"contacts"}, {1, 0}, workers));
    const process::Experiment asked{
        .graphs = {std::move(graph)}, .until = 10.0, .every = 10.0, .step = 0.1, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::PracticeSpread{}, process::SpreadStart{}, asked));
    }
    state.counters["per_community_tick"] = benchmark::Counter(
        static_cast<double>(size) * 100.0, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(try_out)->Args({5, 1'000})->Args({100, 50})->Unit(benchmark::kMillisecond);
BENCHMARK(spread)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
