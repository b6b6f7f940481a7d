// SPDX-License-Identifier: Apache-2.0
// says: the rule's operator() must be const and take the arguments that its `uses` lists
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

constexpr Column<float> trust{"trust"};
constexpr Column<std::uint8_t> ill{"ill"};

struct Doubt {
    static constexpr std::string_view name = "doubt";
    static constexpr auto uses = write(trust) | read(ill);
    void operator()(float& own) const { own *= 0.9f; }
};

void describe(Simulation& town) { town.add(Doubt{}, "resident"); }
