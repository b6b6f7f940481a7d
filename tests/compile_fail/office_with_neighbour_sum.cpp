// SPDX-License-Identifier: Apache-2.0
// says: a rule of the form event or office lists read, write, read_all, write_all, ties and plans
#include <commonweal/core/simulation.hpp>

using namespace commonweal::core;

constexpr Column<float> stock{"stock"};

struct Lend {
    static constexpr std::string_view name = "lend";
    static constexpr Form form = Form::office;
    static constexpr auto uses = write(stock) | neighbour_sum(Layer{"partners"}, stock);
    void operator()(Turn&, float& own, float theirs) const { own += 0.1f * theirs; }
};

void describe(Simulation& town) { town.add(Lend{}, "shop"); }
