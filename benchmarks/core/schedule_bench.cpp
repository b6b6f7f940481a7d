// SPDX-License-Identifier: Apache-2.0
// What sharing a sweep saves: twenty small rules of one period over 1M residents in one sweep, against one of them
// alone and against twenty sweeps. Each rule moves one of four packed columns towards the neighbours' mean of another.
// Minimum of the rounds, interleaved in one process; absolute times depend on the machine.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <chrono>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/schedule.hpp>
#include <memory>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace commonweal::core;

constexpr Index agents = 1'000'000;
constexpr std::size_t rule_count = 20;
constexpr Layer contacts{"contacts"};
constexpr std::array<Column<float>, 4> columns{{{"trust"}, {"concern"}, {"effort"}, {"mood"}}};
constexpr std::array<Column<float>, 4> gathered{{{"seen_a"}, {"seen_b"}, {"seen_c"}, {"seen_d"}}};

constexpr std::array<char, 3> digits(std::size_t number) {
    return {static_cast<char>('0' + number / 10), static_cast<char>('0' + number % 10), '\0'};
}

template <std::size_t number>
struct Small {
    static constexpr auto text = digits(number);
    static constexpr std::string_view name{text.data(), 2};
    static constexpr auto uses = write(columns[number % 4]) | neighbour_mean(contacts, gathered[number % 3]);
    void operator()(float& own, float seen) const { own += 0.01f * (seen - own); }
};

struct Town {
    Town()
        : people("resident", [] {
              std::vector<AgentId> ids(agents);
              std::iota(ids.begin(), ids.end(), 0u);
              return ids;
          }()) {
        people.add_row(columns[0], columns[1], columns[2], columns[3]);
        people.add_row(gathered[0], gathered[1], gathered[2], gathered[3]);
        for (Index i = 0; i < agents; ++i) people.column(gathered[0])[i] = static_cast<float>(i % 101);
        Workers workers(2);
        layers.add(contacts, generate(SmallWorld{.degree = 12}, agents, contacts, {1, 0}, workers));
    }
    Population people;
    Layers layers;
};

/// The rules in a chain, because those of one column need an order.
template <std::size_t number>
void add(Schedule& schedule, Town& town) {
    When when;
    if constexpr (number >= 4) when.after = {std::string(Small<number - 4>::name)};
    schedule.add(Small<number>{}, town.people, town.layers, std::move(when));
}

template <std::size_t... number>
void add_all(Schedule& schedule, Town& town, std::index_sequence<number...>) {
    (add<number>(schedule, town), ...);
}

template <std::size_t... number>
std::vector<std::unique_ptr<Schedule>> one_by_one(Town& town, std::index_sequence<number...>) {
    std::vector<std::unique_ptr<Schedule>> alone;
    ((alone.push_back(std::make_unique<Schedule>()), alone.back()->add(Small<number>{}, town.people, town.layers)),
     ...);
    return alone;
}

template <class Work>
double seconds(Work&& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void fused_rules(benchmark::State& state) {
    Town town;
    Schedule fused;
    add_all(fused, town, std::make_index_sequence<rule_count>());
    const auto alone = one_by_one(town, std::make_index_sequence<rule_count>());
    if (fused.sweeps(0).size() != 1) state.SkipWithError("the rules do not share one sweep");
    Workers workers(1);
    double one = 1e9, together = 1e9, apart = 1e9;
    Tick tick = 0;
    for (auto _ : state) {
        one = std::min(one, seconds([&] { alone[0]->run(workers, {1, 0}, tick); }));
        together = std::min(together, seconds([&] { fused.run(workers, {1, 0}, tick); }));
        apart = std::min(apart, seconds([&] {
                             for (const auto& schedule : alone) schedule->run(workers, {1, 0}, tick);
                         }));
        ++tick;
    }
    state.counters["one_ns_per_agent"] = one * 1e9 / agents;
    state.counters["fused_over_one"] = together / one;
    state.counters["apart_over_one"] = apart / one;
}
BENCHMARK(fused_rules)->Iterations(10)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
