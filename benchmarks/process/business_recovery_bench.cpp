// SPDX-License-Identifier: Apache-2.0
// 1,000 and 1,000,000 businesses on a small world of degree 10 that open again, 100 steps, on one thread. Reports time
// per business and step.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/business_recovery.hpp>
#include <memory>

namespace {

using namespace commonweal;

void reopen(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    constexpr double steps = 100.0;
    core::Workers workers(1);
    const core::SmallWorld model{.degree = 10, .rewiring = 0.1};
    auto graph =
        std::make_shared<const core::Graph>(core::generate(model, size, core::Layer{"contacts"}, {1, 0}, workers));
    const process::Experiment asked{
        .graphs = {std::move(graph)}, .until = 3.0 * steps, .every = 3.0 * steps, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::BusinessRecovery{}, process::BusinessStart{}, asked));
    }
    state.counters["per_business_step"] = benchmark::Counter(
        static_cast<double>(size) * steps, benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK(reopen)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
