// SPDX-License-Identifier: Apache-2.0
// says: the values of a column are float, std::int32_t, std::uint32_t, std::uint16_t or std::uint8_t
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

constexpr Column<double> trust{"trust"};

struct Doubt {
    static constexpr std::string_view name = "doubt";
    static constexpr auto uses = write(trust);
    void operator()(double& own) const { own *= 0.9; }
};

void describe(Simulation& town) {
    town.population("resident").add(trust, 0.5);
    town.add(Doubt{}, "resident");
    town.observe("trust", observe_mean("resident", trust));
}
