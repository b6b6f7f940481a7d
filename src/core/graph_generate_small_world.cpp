// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/graph_generate.hpp>

#include "core/detail/generate.hpp"

namespace commonweal::core {

namespace {

using detail::value_text;

void refuse(const SmallWorld& model, Index size) {
    detail::ParameterFaults faults("small world");
    faults.require(model.degree % 2 == 0 && (size == 0 || model.degree < size), "degree", value_text(model.degree),
                   "even and below the number of agents, " + value_text(size));
    faults.require(model.rewiring >= 0.0 && model.rewiring <= 1.0, "rewiring", value_text(model.rewiring), "in [0, 1]");
    faults.refuse();
}

/// The ties of one agent to those before it on the ring, in ascending order but where the ring is closed or a tie bent.
class RingTies {
public:
    RingTies(const SmallWorld& model, Index size, const detail::RowDraws& draws)
        : size_(size),
          steps_(model.degree / 2),
          bent_below_(static_cast<std::uint64_t>(static_cast<std::int64_t>(model.rewiring * 0x1p32))),
          draws_(draws) {}

    void operator()(Index v, std::vector<Edge>& edges) const {
        for (Index first = 0; first < steps_; first += 4) {
            const auto words = draws_(v, first / 4, ring);
            for (Index k = 0; k < std::min<Index>(4, steps_ - first); ++k) {
                const Index step = words[k] < bent_below_ ? bent_step(v, first + k) : steps_ - first - k;
                edges.emplace_back(v, step <= v ? v - step : v + (size_ - step));
            }
        }
    }

private:
    enum Range : std::uint32_t { ring, anywhere };

    Index bent_step(Index v, Index tie) const {
        const auto words = draws_(v, tie, anywhere);
        return 1 + static_cast<Index>(detail::place_below(size_ - 1, words[0], words[1]));
    }

    Index size_;
    Index steps_;
    std::uint64_t bent_below_;
    detail::RowDraws draws_;
};

}  // namespace

Graph generate(const SmallWorld& model, Index size, Layer layer, Seed seed, Workers& workers) {
    refuse(model, size);
    const RingTies make_row(model, size, detail::RowDraws(layer, "small_world", seed));
    const auto parts = detail::make_edges(size, 0.5 * model.degree, workers, make_row);
    return Graph::undirected_parts(size, parts, {.untidy = Untidy::drop, .workers = &workers});
}

}  // namespace commonweal::core
