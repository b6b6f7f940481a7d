// SPDX-License-Identifier: Apache-2.0
// says: a rule needs a `static constexpr std::string_view name` and a `static constexpr auto uses`
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

struct Useless {
    static constexpr std::string_view name = "useless";
    void operator()(float& own) const { own *= 0.9f; }
};

void describe(Simulation& town) { town.add(Useless{}, "resident"); }
