// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/graph_generate.hpp>

#include "core/detail/generate.hpp"

namespace commonweal::core {

namespace {

using detail::value_text;

void refuse(const Groups& model, Index size, std::uint64_t places) {
    detail::ParameterFaults faults("groups");
    faults.require(places == model.members.size(), "the sum of sizes", std::to_string(places),
                   "the number of members, " + std::to_string(model.members.size()));
    faults.require(model.probabilities.size() == model.sizes.size(), "the number of probabilities",
                   std::to_string(model.probabilities.size()),
                   "the number of groups, " + std::to_string(model.sizes.size()));
    faults.require_each(std::span(model.probabilities), "probabilities", "in [0, 1]",
                        [](double p) { return p >= 0.0 && p <= 1.0; });
    faults.require_each(std::span(model.members), "members", "below the number of agents, " + value_text(size),
                        [size](Index member) { return member < size; });
    faults.refuse();
}

}  // namespace

Graph generate(const Groups& model, Index size, Layer layer, Seed seed, Workers& workers) {
    const auto starts = detail::group_starts(model.sizes);
    refuse(model, size, starts.back());
    const detail::RowDraws draws(layer, "groups", seed);
    const auto make_group = [&](std::uint32_t group, std::vector<Edge>& edges) {
        const Index* const members = model.members.data() + starts[group];
        const detail::PairChances chances(model.probabilities[group]);
        for (Index k = 0; k < model.sizes[group]; ++k)
            chances.for_each_tie(k, draws, members[k], group,
                                 [&](Index other) { edges.emplace_back(members[k], members[other]); });
    };
    const auto groups = static_cast<std::uint32_t>(model.sizes.size());
    const auto parts = detail::make_edges(groups, 1.0, workers, make_group);
    return Graph::undirected_parts(size, parts, {.untidy = Untidy::drop, .workers = &workers});
}

}  // namespace commonweal::core
