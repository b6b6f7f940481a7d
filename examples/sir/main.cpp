// SPDX-License-Identifier: Apache-2.0
//   residents (state, ill) -- contacts (a small world) -- sir, 100 ticks
// Susceptible, infectious, recovered: an epidemic on a network, day by day (Kermack and McKendrick 1927,
// doi:10.1098/rspa.1927.0118, with contacts). examples/python/sir.py gives the same numbers.
#include <commonweal/commonweal.hpp>

#include <iostream>

using namespace commonweal::core;

constexpr Layer contacts{"contacts"};
constexpr Column<std::uint8_t> state{"state"};  // 0 susceptible, 1 infectious, 2 recovered
constexpr Column<std::uint8_t> ill{"ill"};      // 1 while infectious

struct Sir {
    static constexpr std::string_view name = "sir";
    static constexpr auto uses = write(state) | write(ill) | neighbour_sum(contacts, ill) | uniforms<1>();
    float transmission = 0.03f;  // per contact and day
    float recovery = 0.1f;       // per day
    void operator()(std::uint8_t& own, std::uint8_t& is_ill, float ill_contacts, float luck) const {
        const float infection = -math::expm1(ill_contacts * math::log1p(-transmission));
        const bool turns = luck < (own == 0 ? infection : own == 1 ? recovery : 0.0f);
        own = static_cast<std::uint8_t>(own + turns);
        is_ill = own == 1;
    }
};

int main() {
    constexpr Index agents = 100'000;
    Workers workers;
    Simulation town({.value = 1});
    Population& people = town.add(Population::numbered("resident", agents));
    people.add(state, std::uint8_t{0});
    people.add(ill, std::uint8_t{0});
    for (Index v = 0; v < 10; ++v) people.values(state)[v] = people.values(ill)[v] = 1;
    const SmallWorld small_world{.degree = 10, .rewiring = 0.1};
    town.layers("resident").add(contacts, generate(small_world, agents, contacts, {.value = 1}, workers));
    town.add(Sir{}, "resident");
    for (const std::uint8_t s : {0, 1, 2}) town.observe(std::string(1, "SIR"[s]), observe_count("resident", state, s));
    town.run(workers, 100);
    for (const Tick ticks : {10u, 50u, 100u}) {
        std::cout << "after " << ticks << " ticks:";
        for (const char* name : {"S", "I", "R"})
            std::cout << ' ' << *town.series().at(name).at(ticks - 1) << ' ' << name;
        std::cout << '\n';
    }
}
