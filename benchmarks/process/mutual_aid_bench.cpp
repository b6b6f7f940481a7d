// SPDX-License-Identifier: Apache-2.0
// Thirty days of requests at ten times the default rate among 10,000 and 1,000,000 people on small worlds of degree 6,
// and the same in a mixed crowd. Reports what a day takes of one thread for each person, and a request.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/mutual_aid.hpp>
#include <memory>

namespace {

using namespace commonweal;

void run_aid(benchmark::State& state, const process::Experiment& experiment) {
    const process::MutualAid aid{.need_rate = 0.1};
    const process::MutualAidStart start{.bank_trust = {.drawn = core::Distribution::constant(0.5)}};
    double created = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        created = simulate(aid, start, experiment).variable("created").values.back();
    }
    const auto each = [](double count) {
        return benchmark::Counter(count, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
    };
    state.counters["per_person_day"] = each(static_cast<double>(state.range(0)) * 30.0);
    state.counters["per_request"] = each(created);
}

void along_ties(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    core::Workers workers(1);
    const auto graph = std::make_shared<const core::Graph>(
        core::generate(core::SmallWorld{.degree = 6, .rewiring = 0.1}, size, core::Layer{"contacts"}, {1, 0}, workers));
    run_aid(state, {.graphs = {graph}, .until = 30.0, .every = 30.0, .threads = 1});
}

void in_a_mixed_crowd(benchmark::State& state) {
    run_aid(state, {.size = static_cast<core::Index>(state.range(0)), .until = 30.0, .every = 30.0, .threads = 1});
}

BENCHMARK(along_ties)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(in_a_mixed_crowd)->Arg(10'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
