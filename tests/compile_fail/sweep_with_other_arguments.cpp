// SPDX-License-Identifier: Apache-2.0
// says: the rule's operator() must be const and take the arguments that its `uses` lists
#include <commonweal/core/sweep.hpp>

using namespace commonweal::core;

constexpr Column<float> trust{"trust"};

struct Doubt {
    static constexpr std::string_view name = "doubt";
    static constexpr auto uses = write(trust);
    void operator()(float& own, float theirs) const { own = theirs; }
};

void bind(Population& people, const Layers& layers) { Sweep doubt(Doubt{}, people, layers); }
