// SPDX-License-Identifier: Apache-2.0
// A thousand and a million components come back by their damage; a thousand and a million repairs are done by crews,
// one for each hundred of them. Reports nanoseconds per component or repair of one thread.
#include <benchmark/benchmark.h>

#include <commonweal/process/crew_restoration.hpp>
#include <commonweal/process/restoration.hpp>
#include <cstdint>

namespace {

using namespace commonweal;

void count_places(benchmark::State& state) {
    state.counters["per_place"] =
        benchmark::Counter(static_cast<double>(state.range(0)),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

void components(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    std::uint32_t seed = 0;
    double working = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const process::Experiment experiment{.size = size, .seed = ++seed, .threads = 1};
        working += simulate(process::ComponentRestoration{}, {}, experiment).variable("function").values[9];
    }
    benchmark::DoNotOptimize(working);
    count_places(state);
}

void crews(benchmark::State& state) {
    const auto size = static_cast<core::Index>(state.range(0));
    const process::CrewRestoration process{.crews = size / 100, .mutual_aid_crews = 0};
    std::uint32_t seed = 0;
    double outage = 0.0;
    for (auto round : state) {
        static_cast<void>(round);
        const process::Experiment experiment{.size = size, .seed = ++seed, .threads = 1};
        outage += simulate(process, process::CrewStart{}, experiment).variable("mean_outage").values[0];
    }
    benchmark::DoNotOptimize(outage);
    count_places(state);
}

BENCHMARK(components)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);
BENCHMARK(crews)->Arg(1'000)->Arg(1'000'000)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
