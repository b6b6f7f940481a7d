// SPDX-License-Identifier: Apache-2.0
//   people (ten columns, four of them packed) -- contacts (a small world) -- drift, ten ticks
// A rule is a plain struct (drift.hpp); the engine draws, gathers and loops.
// Usage: reference_tick [AGENTS]; 100,000 without it.
#include "drift.hpp"

#include <commonweal/commonweal.hpp>

#include <cstdlib>
#include <iostream>

int main(int count, char** arguments) {
    using namespace reference_tick;
    const auto agents =
        static_cast<commonweal::core::Index>(count > 1 ? std::strtoul(arguments[1], nullptr, 10) : 100'000);
    commonweal::Population people = commonweal::Population::numbered("resident", agents);
    people.add_row(trust, concern, effort, mood);  // gathered together: one cache line serves a neighbour
    for (const auto column : {stock, strain, skill, belonging, income, health}) people.add(column, 0.5f);
    for (commonweal::core::Index i = 0; i < agents; ++i) people.column(trust)[i] = static_cast<float>(i % 2);

    commonweal::Workers workers;
    commonweal::Layers layers;
    layers.add(contacts,
               commonweal::generate(commonweal::SmallWorld{.degree = 12}, agents, contacts, {.value = 1}, workers));

    commonweal::Sweep drift(Drift{.pull = 0.2f}, people, layers);
    for (commonweal::Tick tick = 0; tick < 10; ++tick) drift.run(workers, {.value = 2024}, tick);

    const double sum = commonweal::core::column_sum(workers, people.blocks(), people.column(trust));
    std::cout << "mean trust after ten ticks: " << sum / agents << '\n';
}
