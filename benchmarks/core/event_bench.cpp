// SPDX-License-Identifier: Apache-2.0
// An epidemic driven by events: SIR on a small world of 1M residents with 10 contacts, 100 days, one thread. Each
// infection draws its recovery and, for each contact, when it would infect. Reports nanoseconds per agent and day, and
// the share infected.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <array>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/simulation.hpp>
#include <ctime>

namespace {

using namespace commonweal::core;

constexpr Index agents = 1'000'000;
constexpr Tick days = 100;
constexpr Layer contacts{"contacts"};
constexpr Column<std::uint8_t> state{"state"};               // 0 susceptible, 1 infectious, 2 recovered
constexpr Column<std::uint32_t> infected_at{"infected_at"};  // the day, or the earliest one planned so far
constexpr std::uint32_t never = 0xFFFFFFFFu;

struct Infect {
    static constexpr std::string_view name = "infect";
    static constexpr Form form = Form::event;
    static constexpr auto uses = write(state) | write_all(infected_at) | ties(contacts);
    static constexpr std::uint32_t recovers = 1;
    float transmission_rate = 0.074f;  // per contact and day
    float infectious_days = 5.0f;      // mean

    void operator()(Turn& turn, std::uint8_t& own_state, ColumnView<std::uint32_t> planned, const Ties& ties_of) const {
        if (turn.what == recovers) {
            own_state = 2;
            return;
        }
        if (own_state != 0) return;
        own_state = 1;
        planned[turn.agent] = turn.now;
        Stream draws = turn.draws();
        const float lasts = -infectious_days * math::log(to_open_unit_float(draws.bits()));
        turn.plan(turn.agent, turn.now + 1 + static_cast<Tick>(lasts), recovers);
        // The time to a contact's infection is exponential: longer than `lasts` where the draw is below this.
        const float escapes = math::exp(-transmission_rate * lasts);
        auto others = ties_of.neighbours(turn.agent);
        while (!others.empty()) {
            const auto some = others.first(std::min(others.size(), at_once));
            std::array<float, at_once> luck;
            draws.uniform_floats(std::span(luck).first(some.size()));
            infect(turn, some, luck, escapes, planned);
            others = others.subspan(some.size());
        }
    }

private:
    static constexpr std::size_t at_once = 16;

    void infect(Turn& turn, std::span<const Index> others, const std::array<float, at_once>& luck, float escapes,
                ColumnView<std::uint32_t> planned) const {
        std::array<std::uint8_t, at_once> hit;
        std::size_t hits = 0;
        for (std::size_t k = 0; k < others.size(); ++k) {
            hit[hits] = static_cast<std::uint8_t>(k);
            hits += luck[k] > escapes ? 1 : 0;
        }
        for (std::size_t k = 0; k < hits; ++k) planned.prefetch(others[hit[k]]);
        std::array<Tick, at_once> when;
        for (std::size_t k = 0; k < hits; ++k) {
            when[k] = turn.now + 1 + static_cast<Tick>(-math::log(luck[hit[k]]) / transmission_rate);
        }
        for (std::size_t k = 0; k < hits; ++k) {
            const Index other = others[hit[k]];
            // An agent who is infected already has an earlier day there.
            if (when[k] >= planned[other]) continue;
            planned[other] = when[k];
            turn.plan(other, when[k]);
        }
    }
};

Simulation make_city(const Graph& graph) {
    Simulation city({.value = 1});
    Population& people = city.add(Population::numbered("resident", agents));
    people.add(state, std::uint8_t{0});
    people.add(infected_at, never);
    city.layers("resident").refer(contacts, graph);
    city.add(Infect{}, "resident");
    for (Index v = 0; v < 1000; ++v) city.queue("resident", "infect").plan(v * 1000, 0);
    return city;
}

/// Of the processor, not of the clock on the wall: one thread runs, and the machine may have others to run.
double seconds(auto&& task) {
    const std::clock_t start = std::clock();
    task();
    return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

void event_driven_sir(benchmark::State& rounds) {
    Workers two(2);
    const Graph graph = generate(SmallWorld{.degree = 10, .rewiring = 0.1}, agents, contacts, {1, 0}, two);
    Workers one(1);
    double least = 1e9;
    double infected = 0.0;
    for (auto round : rounds) {
        Simulation city = make_city(graph);
        least = std::min(least, seconds([&] { city.run(one, days); }));
        infected = 1.0 - observe_count("resident", state, std::uint8_t{0})(city.agents(), one) / agents;
    }
    rounds.counters["ns_per_agent_day"] = least * 1e9 / agents / days;
    rounds.counters["share_infected"] = infected;
}

BENCHMARK(event_driven_sir)->Iterations(10)->Unit(benchmark::kMillisecond);

}  // namespace

BENCHMARK_MAIN();
