// SPDX-License-Identifier: Apache-2.0
// says: the rule's operator() must take what `uses` writes as T&, or the write is lost
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

constexpr Column<float> trust{"trust"};

struct Lost {
    static constexpr std::string_view name = "lost";
    static constexpr auto uses = write(trust);
    void operator()(float own) const { own *= 0.9f; }
};

void describe(Simulation& town) { town.add(Lost{}, "resident"); }
