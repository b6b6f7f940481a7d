// SPDX-License-Identifier: Apache-2.0
//   waterworks (flow) -- deliver --> households (tank, water) -- drink;  burst: day 10 to day 17
// Kinds of agents, rules and a shock of one's own. A fifth of the 1,000 households has a tank for one day, a fifth for
// two, and so on to five: so many more are dry on each day without water, 200, 400, 600, 800 and then all.
#include <commonweal/commonweal.hpp>

#include <iostream>

using namespace commonweal::core;

constexpr Column<std::uint8_t> flow{"flow"};    // of the waterworks: 1 while water flows
constexpr Column<std::uint8_t> tank{"tank"};    // of a household, in days
constexpr Column<std::uint8_t> water{"water"};  // what is in the tank

// rules
/// For every household by itself, on all threads.
struct Drink {
    static constexpr std::string_view name = "drink";
    static constexpr auto uses = write(water);
    void operator()(std::uint8_t& own) const { own = static_cast<std::uint8_t>(own - (own > 0)); }
};

/// For the waterworks, which reach another kind of agents.
struct Deliver {
    static constexpr std::string_view name = "deliver";
    static constexpr Form form = Form::office;
    static constexpr auto uses = read(flow) | read_all(tank, "household") | write_all(water, "household");
    void operator()(Turn&, std::uint8_t flows, ColumnView<const std::uint8_t> tanks,
                    ColumnView<std::uint8_t> waters) const {
        for (std::size_t v = 0; flows && v < tanks.size(); ++v) waters[v] = tanks[v];
    }
};
// end rules

// shock
/// Happens when it is planned, and plans its own end.
struct Burst {
    static constexpr std::string_view name = "burst";
    static constexpr Form form = Form::event;
    static constexpr auto uses = write(flow);
    static constexpr std::uint32_t begins = 0, ends = 1;
    Tick days = 7;

    void operator()(Turn& turn, std::uint8_t& own) const {
        own = turn.what == ends;
        if (turn.what == begins) turn.plan(turn.agent, turn.now + days, ends);
        turn.log(turn.what);
    }
};
// end shock

int main() {
    // town
    Simulation town({.value = 1});
    Population& households = town.add(Population::numbered("household", 1'000));
    households.add(tank, std::uint8_t{0});
    households.add(water, std::uint8_t{5});
    for (Index v = 0; v < households.size(); ++v) households.values(tank)[v] = static_cast<std::uint8_t>(1 + v % 5);
    town.add(Population::numbered("waterworks", 1)).add(flow, std::uint8_t{1});

    town.add(Drink{}, "household");
    town.add(Burst{.days = 7}, "waterworks");
    town.add(Deliver{}, "waterworks", {.after = {"drink", "burst"}});
    town.queue("waterworks", "burst").plan(0, 10, Burst::begins);
    town.observe("dry", observe_count("household", water, std::uint8_t{0}));
    // end town

    Workers workers;
    town.run(workers, 20);
    for (Tick day = 8; day < 20; ++day)
        std::cout << "day " << day << ": " << *town.series().at("dry").at(day) << " dry\n";
    for (const EventRow& row : town.events().rows())
        std::cout << "day " << row.tick << ": the burst " << (row.what == Burst::begins ? "begins" : "ends") << '\n';
}
