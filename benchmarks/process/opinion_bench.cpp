// SPDX-License-Identifier: Apache-2.0
// Opinions of 1,000 and 1,000,000 people on a small world of degree 10: 20 rounds of averaging, of meetings in pairs,
// of joining the near and of choices, on one thread. Reports time per person and round.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/opinion.hpp>
#include <memory>

namespace {

using namespace commonweal;

constexpr int rounds = 20;

process::Experiment experiment(core::Index size) {
    core::Workers workers(1);
    const core::SmallWorld model{.degree = 10, .rewiring = 0.1};
    auto graph =
        std::make_shared<const core::Graph>(core::generate(model, size, core::Layer{"contacts"}, {1, 0}, workers));
    return {.graphs = {std::move(graph)}, .until = rounds, .every = rounds, .threads = 1};
}

template <class Process, class Start>
void hear(benchmark::State& state, const Process& process, const Start& start) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::Experiment asked = experiment(size);
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process, start, asked));
    }
    state.counters["per_person_round"] =
        benchmark::Counter(static_cast<double>(size) * rounds,
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void average(benchmark::State& state) { hear(state, process::FriedkinJohnsen{}, process::OpinionStart{}); }
void meet(benchmark::State& state) { hear(state, process::BoundedConfidence{}, process::OpinionStart{}); }
void join(benchmark::State& state) {
    hear(state, process::BoundedConfidence{.model = process::ConfidenceModel::hegselmann_krause},
         process::OpinionStart{});
}
void choose(benchmark::State& state) { hear(state, process::BrockDurlauf{}, process::ChoiceStart{}); }

BENCHMARK(average)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(meet)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(join)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(choose)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
