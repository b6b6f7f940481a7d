// SPDX-License-Identifier: Apache-2.0
//   residents (active or not) -- ties (a random graph) -- cascade, 50 ticks
// A global cascade on a random network: who has enough active neighbours becomes active and stays so (Watts 2002,
// doi:10.1073/pnas.082090499). examples/python/watts_cascade.py gives the same numbers.
#include <commonweal/commonweal.hpp>

#include <iostream>

using namespace commonweal::core;

constexpr Layer ties_of{"ties"};
constexpr Column<std::uint8_t> active{"active"};

struct Cascade {
    static constexpr std::string_view name = "cascade";
    static constexpr auto uses = write(active) | neighbour_mean(ties_of, active);
    float threshold = 0.18f;
    void operator()(std::uint8_t& own, float share) const { own = own | (share >= threshold); }
};

int main() {
    constexpr Index agents = 10'000;
    Workers workers;
    Simulation town({.value = 1});
    Population& people = town.add(Population::numbered("resident", agents));
    people.add(active, std::uint8_t{0});
    for (Index v = 0; v < 10; ++v) people.values(active)[v] = 1;
    const ErdosRenyi random_graph{.mean_degree = 4.0};
    town.layers("resident").add(ties_of, generate(random_graph, agents, ties_of, {.value = 1}, workers));
    town.add(Cascade{}, "resident");
    town.observe("active", observe_sum("resident", active));
    town.run(workers, 50);
    for (const Tick ticks : {1u, 10u, 50u}) {
        std::cout << "after " << ticks << " ticks: " << *town.series().at("active").at(ticks - 1) << " are active\n";
    }
}
