// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/graph_generate.hpp>

#include "core/detail/generate.hpp"

namespace commonweal::core {

namespace {

using detail::value_text;

void refuse(const ScaleFree& model, Index size) {
    detail::ParameterFaults faults("scale free graph");
    faults.require(model.ties > 0 && (size == 0 || model.ties < size), "ties", value_text(model.ties),
                   "above 0 and below the number of agents, " + value_text(size));
    faults.refuse();
}

/// The list of the ends of all ties: at position 2k the newcomer that brings tie k, after it an end of an earlier tie.
/// That one is a copy of a position drawn from those before it; its draw belongs to tie k, whoever follows it.
class EndList {
public:
    EndList(const ScaleFree& model, const detail::RowDraws& draws) : ties_(model.ties), draws_(draws) {}

    Index at(std::uint64_t position) const {
        while (position % 2 != 0) {
            const std::uint64_t tie = position / 2;
            const auto words = draws_(static_cast<std::uint32_t>(tie), static_cast<std::uint32_t>(tie >> 32));
            position = detail::place_below(position, words[0], words[1]);
        }
        return static_cast<Index>(position / 2 / ties_);
    }

private:
    std::uint64_t ties_;
    detail::RowDraws draws_;
};

}  // namespace

Graph generate(const ScaleFree& model, Index size, Layer layer, Seed seed, Workers& workers) {
    refuse(model, size);
    const EndList ends(model, detail::RowDraws(layer, "scale_free", seed));
    const auto make_row = [&](Index v, std::vector<Edge>& edges) {
        const std::uint64_t first = std::uint64_t{v} * model.ties;
        for (std::uint64_t tie = first; tie < first + model.ties; ++tie) edges.emplace_back(v, ends.at(2 * tie + 1));
    };
    const auto parts = detail::make_edges(size, model.ties, workers, make_row);
    return Graph::undirected_parts(size, parts, {.untidy = Untidy::drop, .workers = &workers});
}

}  // namespace commonweal::core
