// SPDX-License-Identifier: Apache-2.0
// says: an observer takes `const Agents&` and `Workers&`, returns a number and can be copied
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

void describe(Simulation& town) {
    town.observe("residents", [](const Agents& agents) { return agents.at("resident").size(); });
}
