// SPDX-License-Identifier: Apache-2.0
// says: a rule with each_neighbour needs a type `Gathered` that starts by itself, and a const `visit`
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

constexpr Column<float> trust{"trust"};

struct Listen {
    static constexpr std::string_view name = "listen";
    static constexpr auto uses = each_neighbour(Layer{"friends"}, trust) | write(trust);
    void visit(float& most, float theirs) const { most = theirs > most ? theirs : most; }
    void operator()(const float& most, float& own) const { own = most; }
};

void describe(Simulation& town) { town.add(Listen{}, "resident"); }
