// SPDX-License-Identifier: Apache-2.0
// says: the rule's operator() must be const and take the arguments that its `uses` lists
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

constexpr Column<float> trust{"trust"};

struct Count {
    static constexpr std::string_view name = "count";
    static constexpr auto uses = write(trust);
    int calls = 0;
    void operator()(float& own) { own = static_cast<float>(++calls); }
};

void describe(Simulation& town) { town.add(Count{}, "resident"); }
