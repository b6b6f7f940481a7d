// SPDX-License-Identifier: Apache-2.0
// The reference tick at three sizes, with neighbours near in memory and anywhere; what a second thread brings; what a
// layer or rule costs that nobody uses; what a fork costs; what a resident takes. Minimum of the rounds; absolute times
// depend on the machine.
#include <benchmark/benchmark.h>
#include <malloc.h>
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/simulation.hpp>
#include <memory>
#include <reference_tick/drift.hpp>

namespace {

using namespace commonweal::core;
using namespace reference_tick;

constexpr Index one_million = 1'000'000;
// As a simulation runs: a second thread that has slept through a tick of one thread is late for the next.
constexpr int ticks_of_a_round = 5;

Population make_people(Index agents) {
    Population people = Population::numbered("resident", agents);
    people.add_row(trust, concern, effort, mood);
    for (const auto column : {stock, strain, skill, belonging, income, health}) people.add(column, 0.5f);
    for (Index i = 0; i < agents; ++i) people.column(trust)[i] = static_cast<float>(i % 101) / 101.0f;
    return people;
}

Graph make_graph(Index agents, bool anywhere) {
    Workers workers(2);
    if (anywhere) return generate(ErdosRenyi{.mean_degree = 12.0}, agents, contacts, {1, 0}, workers);
    return generate(SmallWorld{.degree = 12, .rewiring = 0.0}, agents, contacts, {1, 0}, workers);
}

template <class Work>
double seconds(Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

double processor_seconds() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    const auto of = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + 1e-6 * static_cast<double>(time.tv_usec);
    };
    return of(usage.ru_utime) + of(usage.ru_stime);
}

/// Arguments: thousands of agents; 1 if their neighbours stand anywhere.
void reference_tick_at(benchmark::State& state) {
    const Index agents = static_cast<Index>(state.range(0)) * 1000;
    Layers layers;
    layers.add(contacts, make_graph(agents, state.range(1) == 1));
    Population people = make_people(agents);
    Sweep sweep(Drift{}, people, layers);
    Workers one(1);
    Workers two(2);
    double alone = 1e9, together = 1e9, processor = 0.0;
    double wall = 0.0;
    Tick tick = 0;
    const auto run_round = [&](Workers& workers) {
        double least = 1e9;
        for (int k = 0; k < ticks_of_a_round; ++k)
            least = std::min(least, seconds([&] { sweep.run(workers, {7, 0}, tick++); }));
        return least;
    };
    for (auto _ : state) {
        alone = std::min(alone, run_round(one));
        const double before = processor_seconds();
        wall += seconds([&] { together = std::min(together, run_round(two)); });
        processor += processor_seconds() - before;
    }
    state.counters["ns_per_agent"] = alone * 1e9 / agents;
    state.counters["two_threads_ns"] = together * 1e9 / agents;
    state.counters["one_over_two"] = alone / together;
    state.counters["processor_over_wall"] = processor / wall;
}
BENCHMARK(reference_tick_at)->ArgsProduct({{100, 1000, 10000}, {0, 1}})->Iterations(10)->Unit(benchmark::kMillisecond);

std::unique_ptr<Simulation> make_town(const Graph& graph, bool with_unused) {
    auto town = std::make_unique<Simulation>(Seed{7, 0});
    town->add(make_people(one_million));
    Layers& layers = town->layers("resident");
    layers.refer(contacts, graph);
    town->add(Drift{}, "resident");
    if (!with_unused) return town;
    Workers workers(2);
    layers.add(Layer{"unused"}, generate(SmallWorld{.degree = 12}, one_million, Layer{"unused"}, {1, 0}, workers));
    town->add(WholeRule{.name = "unused", .columns = {{"stock", true}}, .apply = [](const WholeRule::Call&) {}},
              "resident", {.every = 1'000'000, .phase = 999'999, .after = {"drift"}});
    return town;
}

void unused_layer_and_rule(benchmark::State& state) {
    const Graph graph = make_graph(one_million, false);
    const auto plain = make_town(graph, false);
    const auto with_unused = make_town(graph, true);
    Workers one(1);
    double least = 1e9, least_with = 1e9;
    for (auto _ : state) {
        least = std::min(least, seconds([&] { plain->step(one); }));
        least_with = std::min(least_with, seconds([&] { with_unused->step(one); }));
    }
    state.counters["with_over_without"] = least_with / least;
}
BENCHMARK(unused_layer_and_rule)->Iterations(10)->Unit(benchmark::kMillisecond);

void fork(benchmark::State& state) {
    const Graph graph = make_graph(one_million, false);
    const auto town = make_town(graph, false);
    Workers two(2);
    town->run(two, 2);
    double least = 1e9;
    for (auto _ : state) {
        least = std::min(least, seconds([&] { benchmark::DoNotOptimize(town->fork().now()); }));
    }
    state.counters["fork_seconds"] = least;
}
BENCHMARK(fork)->Iterations(10)->Unit(benchmark::kMillisecond);

double heap_in_use() {
    const struct mallinfo2 heap = mallinfo2();
    return static_cast<double>(heap.uordblks + heap.hblkhd);
}

/// Ten columns, the ties and all that the engine keeps of them, after a tick.
void bytes_per_resident(benchmark::State& state) {
    double bytes = 0.0;
    for (auto _ : state) {
        const double before = heap_in_use();
        const Graph graph = make_graph(one_million, false);
        const auto town = make_town(graph, false);
        Workers one(1);
        town->step(one);
        bytes = heap_in_use() - before;
    }
    state.counters["bytes_per_resident"] = bytes / one_million;
}
BENCHMARK(bytes_per_resident)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
