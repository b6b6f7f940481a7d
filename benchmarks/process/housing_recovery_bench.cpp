// SPDX-License-Identifier: Apache-2.0
// Households on a small world of degree 10: the paths of all homes with limited offices and crews (without time), and
// 100 weeks of decisions; months of housing stages. 1,000 and 1,000,000 households, on one thread.
#include <benchmark/benchmark.h>

#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/housing_recovery.hpp>
#include <memory>

namespace {

using namespace commonweal;

std::shared_ptr<const core::Graph> small_world(core::Index size) {
    core::Workers workers(1);
    const core::SmallWorld model{.degree = 10, .rewiring = 0.1};
    return std::make_shared<const core::Graph>(core::generate(model, size, core::Layer{"contacts"}, {1, 0}, workers));
}

benchmark::Counter time_per(benchmark::State& state, double weeks) {
    return {static_cast<double>(state.range(0)) * weeks,
            benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert};
}

/// With one week, nearly all is the making of paths.
void recover(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const auto weeks = static_cast<double>(state.range(1));
    const process::HousingRecovery housing{
        .funds = process::HousingFunds::sequence, .insurance_processors = size / 20, .crews = size / 10};
    const process::Experiment asked{
        .graphs = {small_world(size)}, .until = 7.0 * weeks, .every = 7.0 * weeks, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(housing, process::HousingStart{}, asked));
    }
    state.counters["per_household_week"] = time_per(state, weeks);
}

void move_on(benchmark::State& state) {
    const process::Experiment asked{
        .size = static_cast<core::Index>(state.range(0)), .until = 84.0, .every = 84.0, .threads = 1};
    for (auto round : state) {
        static_cast<void>(round);
        benchmark::DoNotOptimize(simulate(process::HousingStages{}, process::HousingStagesStart{}, asked));
    }
    state.counters["per_household_month"] = time_per(state, 84.0);
}

BENCHMARK(recover)->ArgsProduct({{1'000, 1'000'000}, {1, 100}})->Unit(benchmark::kMillisecond);
BENCHMARK(move_on)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
