// SPDX-License-Identifier: Apache-2.0
// Seconds to make a city from its margins, and to tie its residents in all layers. The arguments are residents and
// threads; `ties` is the mean number of ties of a resident.
#include <benchmark/benchmark.h>
#include <commonweal/model/social_layers.hpp>

#include <chrono>

namespace {

using namespace commonweal;

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

void synthesis(benchmark::State& state) {
    core::Workers workers(static_cast<unsigned>(state.range(1)));
    double people = 0.0, layers = 0.0, ties = 0.0;
    for (auto _ : state) {
        const auto start = Clock::now();
        const model::City city =
            model::synthesise({.residents = static_cast<std::uint32_t>(state.range(0))}, {.value = 1}, workers);
        people += since(start);
        const auto middle = Clock::now();
        const model::SocialLayers social = model::tie(city, {}, {.value = 1}, workers);
        layers += since(middle);
        ties = 0.0;
        for (const auto& [name, graph] : social.named()) ties += static_cast<double>(graph->arcs()) / graph->size();
    }
    const auto rounds = static_cast<double>(state.iterations());
    state.counters["people_seconds"] = people / rounds;
    state.counters["layers_seconds"] = layers / rounds;
    state.counters["ties"] = ties;
}

BENCHMARK(synthesis)->Args({100'000, 2})->Args({1'000'000, 1})->Args({1'000'000, 2})->Iterations(3)->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
