// SPDX-License-Identifier: Apache-2.0
// says: the `form` of a rule is a `static constexpr Form`
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

constexpr Column<float> stock{"stock"};

struct Sell {
    static constexpr std::string_view name = "sell";
    static constexpr std::string_view form = "office";
    static constexpr auto uses = write(stock);
    void operator()(Turn&, float& own) const { own -= 1.0f; }
};

void describe(Simulation& town) { town.add(Sell{}, "shop"); }
