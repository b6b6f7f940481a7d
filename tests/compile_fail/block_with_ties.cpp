// SPDX-License-Identifier: Apache-2.0
// says: read_all, write_all, ties and plans are for rules of the form event or office
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

constexpr Column<float> trust{"trust"};

struct Ask {
    static constexpr std::string_view name = "ask";
    static constexpr auto uses = write(trust) | ties(Layer{"friends"});
    void operator()(float& own, const Ties&) const { own *= 0.9f; }
};

void describe(Simulation& town) { town.add(Ask{}, "resident"); }
