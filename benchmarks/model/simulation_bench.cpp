// SPDX-License-Identifier: Apache-2.0
// The flood as a whole: building a district, a calm hour, and an hour of the storm; the argument is the number of
// residents.
#include <benchmark/benchmark.h>
#include <commonweal/io/run.hpp>
#include <commonweal/model/simulation.hpp>

#include <string>

namespace {

using namespace commonweal;

model::Scenario scenario(const benchmark::State& state) {
    return io::load_scenario(COMMONWEAL_SOURCE_DIR "/scenarios/zhengzhou_720",
                             {.overrides = {{"residents.count", std::to_string(state.range(0))}}});
}

void build_district(benchmark::State& state) {
    const model::Scenario given = scenario(state);
    core::Workers workers(1);
    for (auto _ : state) benchmark::DoNotOptimize(model::Simulation(given, {.value = 1}, workers));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

/// Hours from `first` on, one after the other, in a simulation that has come so far.
void hours(benchmark::State& state, core::Tick first, core::Tick count) {
    core::Workers workers(1);
    const model::Scenario given = scenario(state);
    for (auto _ : state) {
        state.PauseTiming();
        model::Simulation simulation(given, {.value = 1}, workers);
        while (simulation.hour() < first) simulation.step();
        state.ResumeTiming();
        for (core::Tick hour = 0; hour < count; ++hour) simulation.step();
    }
    state.SetItemsProcessed(state.iterations() * state.range(0) * count);
}

void calm_hours(benchmark::State& state) { hours(state, 24, 24); }
void storm_hours(benchmark::State& state) { hours(state, 6 * 24 + 12, 24); }

BENCHMARK(build_district)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(calm_hours)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);
BENCHMARK(storm_hours)->Arg(10'000)->Arg(100'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
