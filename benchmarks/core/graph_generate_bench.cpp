// SPDX-License-Identifier: Apache-2.0
// Seconds to make a graph of 12 ties per agent, from its parameters to its compressed rows. The arguments are agents
// and threads; the first graph, which waits for the system's memory, is not timed. `seconds` is the fastest of the
// rounds.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <commonweal/core/graph_generate.hpp>

namespace {

using namespace commonweal::core;

constexpr Layer contacts{"contacts"};

template <class Model>
void run(benchmark::State& state, const Model& model) {
    using Clock = std::chrono::steady_clock;
    const auto agents = static_cast<Index>(state.range(0));
    Workers workers(static_cast<unsigned>(state.range(1)));
    double seconds = 1e9;
    std::uint64_t arcs = generate(model, agents, contacts, {0, 0}, workers).arcs();
    for (auto _ : state) {
        const auto start = Clock::now();
        arcs = generate(model, agents, contacts, {1, 0}, workers).arcs();
        seconds = std::min(seconds, std::chrono::duration<double>(Clock::now() - start).count());
    }
    state.counters["seconds"] = seconds;
    state.counters["arcs"] = static_cast<double>(arcs);
}

void small_world(benchmark::State& state) { run(state, SmallWorld{.degree = 12, .rewiring = 0.05}); }
BENCHMARK(small_world)->Args({1'000'000, 1})->Args({1'000'000, 2})->Iterations(10)->UseRealTime();
BENCHMARK(small_world)->Args({10'000'000, 1})->Args({10'000'000, 2})->Iterations(3)->UseRealTime();

void at_a_million(benchmark::internal::Benchmark* each) {
    each->Args({1'000'000, 1})->Args({1'000'000, 2})->Iterations(5)->UseRealTime();
}

void complete(benchmark::State& state) { run(state, Complete{}); }
BENCHMARK(complete)->Args({3'500, 1})->Args({3'500, 2})->Iterations(5)->UseRealTime();

void lattice(benchmark::State& state) { run(state, Lattice{.width = 1000, .diagonal = true, .periodic = true}); }
BENCHMARK(lattice)->Apply(at_a_million);

void erdos_renyi(benchmark::State& state) { run(state, ErdosRenyi{.mean_degree = 12.0}); }
BENCHMARK(erdos_renyi)->Apply(at_a_million);

void scale_free(benchmark::State& state) { run(state, ScaleFree{.ties = 6}); }
BENCHMARK(scale_free)->Apply(at_a_million);

void configuration_model(benchmark::State& state) {
    run(state, ConfigurationModel{std::vector<std::uint32_t>(static_cast<std::size_t>(state.range(0)), 12)});
}
BENCHMARK(configuration_model)->Apply(at_a_million);

void block_model(benchmark::State& state) {
    constexpr std::size_t blocks = 10;
    std::vector<double> probabilities(blocks * blocks, 6e-6);
    for (std::size_t block = 0; block < blocks; ++block) probabilities[block * (blocks + 1)] = 66e-6;
    run(state, BlockModel{std::vector<Index>(blocks, static_cast<Index>(state.range(0)) / blocks), probabilities});
}
BENCHMARK(block_model)->Apply(at_a_million);

void cliques(benchmark::State& state) {
    run(state, Cliques{std::vector<Index>(static_cast<std::size_t>(state.range(0)) / 10, 10)});
}
BENCHMARK(cliques)->Apply(at_a_million);

void groups(benchmark::State& state) {
    const auto agents = static_cast<Index>(state.range(0));
    std::vector<Index> members;
    for (Index k = 0; k < agents; ++k) members.push_back(static_cast<Index>(std::uint64_t{k} * 7919 % agents));
    const std::size_t count = agents / 25;
    run(state, Groups{std::vector<Index>(count, 25), members, std::vector<double>(count, 0.5)});
}
BENCHMARK(groups)->Apply(at_a_million);

void nested_communities(benchmark::State& state) { run(state, NestedCommunities{{{5, 3.0}, {50, 4.0}, {5000, 5.0}}}); }
BENCHMARK(nested_communities)->Apply(at_a_million);

void bipartite_membership(benchmark::State& state) {
    run(state, BipartiteMembership{.mean_memberships = 3.0, .attraction = std::vector<double>(10'000, 1.0)});
}
BENCHMARK(bipartite_membership)->Apply(at_a_million);

}  // namespace

BENCHMARK_MAIN();
