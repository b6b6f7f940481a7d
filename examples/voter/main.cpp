// SPDX-License-Identifier: Apache-2.0
//   residents (opinion 0 or 1) -- ties (a small world) -- adopt, 200 ticks
// The voter model: everybody takes the opinion of a neighbour drawn by lot (Holley and Liggett 1975,
// doi:10.1214/aop/1176996306), all at once. examples/python/voter.py gives the same numbers.
#include <commonweal/commonweal.hpp>

#include <iostream>

using namespace commonweal::core;

constexpr Layer ties_of{"ties"};
constexpr Column<std::uint8_t> opinion{"opinion"};

struct Adopt {
    static constexpr std::string_view name = "adopt";
    static constexpr auto uses = write(opinion) | neighbour_mean(ties_of, opinion) | uniforms<1>();
    void operator()(std::uint8_t& own, float share, float luck) const { own = luck < share; }
};

int main() {
    constexpr Index agents = 10'000;
    Workers workers;
    Simulation town({.value = 1});
    Population& people = town.add(Population::numbered("resident", agents));
    people.add(opinion, std::uint8_t{0});
    for (Index v = 0; v < agents; v += 2) people.values(opinion)[v] = 1;
    const SmallWorld small_world{.degree = 8, .rewiring = 0.1};
    town.layers("resident").add(ties_of, generate(small_world, agents, ties_of, {.value = 1}, workers));
    town.add(Adopt{}, "resident");
    town.observe("ones", observe_sum("resident", opinion));
    town.run(workers, 200);
    for (const Tick ticks : {1u, 100u, 200u}) {
        std::cout << "after " << ticks << " ticks: " << *town.series().at("ones").at(ticks - 1) << " hold opinion 1\n";
    }
}
