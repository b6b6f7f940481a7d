// SPDX-License-Identifier: Apache-2.0
#include <cstdint>
#include <cstdio>

#include "core/detail/generate.hpp"

/// Prints one hash per way of drawing that the generators of graphs share: tools/cross_build.sh compares them between
/// compilers, optimisation levels and instruction sets.
namespace {

using namespace commonweal::core;

constexpr Index rows = 2000;

template <class Fold>
void show(const char* name, Fold fold) {
    std::uint64_t hash = 0;
    for (Index row = 0; row < rows; ++row) {
        fold(row, [&](std::uint64_t word) { hash = (hash ^ word) * 0x100000001B3u; });
    }
    std::printf("%s %016llx\n", name, static_cast<unsigned long long>(hash));
}

}  // namespace

int main() {
    const detail::RowDraws draws({"hash"}, "graphs", {.value = 2021, .replicate = 7});
    const auto show_chances = [&](double probability, Index count) {
        const detail::PairChances chances(probability);
        show("pair_chances", [&](Index row, auto add) { chances.for_each_tie(count, draws, row, 1, add); });
    };
    show_chances(1e-300, ~0u);
    show_chances(3e-8, ~0u);
    show_chances(1e-3, 10000);
    show_chances(0.2, 500);
    show_chances(0.999, 100);
    show("place_below", [&](Index row, auto add) {
        const auto words = draws(row, 0);
        add(detail::place_below(std::uint64_t{1} << (row % 54), words[0], words[1]));
        add(detail::place_below(row + 1, words[2], words[3]));
    });
}
