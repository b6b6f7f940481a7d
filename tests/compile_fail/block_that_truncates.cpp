// SPDX-License-Identifier: Apache-2.0
// says: the rule's operator() must take floats as float or double, or their fractions are lost
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

constexpr Column<float> trust{"trust"};
constexpr Column<std::uint8_t> calm{"calm"};

struct Truncating {
    static constexpr std::string_view name = "truncating";
    static constexpr auto uses = read(trust) | write(calm);
    void operator()(int share, std::uint8_t& own) const { own = share > 0; }
};

void describe(Simulation& town) { town.add(Truncating{}, "resident"); }
