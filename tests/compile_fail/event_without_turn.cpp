// SPDX-License-Identifier: Apache-2.0
// says: the operator() of a rule of the form event or office must be const and take a Turn&
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

constexpr Column<std::uint8_t> ill{"ill"};

struct FallIll {
    static constexpr std::string_view name = "fall_ill";
    static constexpr Form form = Form::event;
    static constexpr auto uses = write(ill);
    void operator()(std::uint8_t& own) const { own = 1; }
};

void describe(Simulation& town) { town.add(FallIll{}, "resident"); }
