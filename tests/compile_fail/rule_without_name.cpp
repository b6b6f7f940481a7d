// SPDX-License-Identifier: Apache-2.0
// says: a rule needs a `static constexpr std::string_view name` and a `static constexpr auto uses`
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

constexpr Column<float> trust{"trust"};

struct Nameless {
    static constexpr auto uses = write(trust);
    void operator()(float& own) const { own *= 0.9f; }
};

void describe(Simulation& town) { town.add(Nameless{}, "resident"); }
