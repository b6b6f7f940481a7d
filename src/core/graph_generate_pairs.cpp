// SPDX-License-Identifier: Apache-2.0
// The models in which each pair of agents is tied independently of all others. Row v draws for the pairs of agent v
// with the agents before it.
#include <commonweal/core/graph_generate.hpp>

#include "core/detail/generate.hpp"

namespace commonweal::core {

namespace {

using detail::PairChances;
using detail::RowDraws;
using detail::value_text;

void refuse(const ErdosRenyi& model, Index size) {
    detail::ParameterFaults faults("Erdos-Renyi graph");
    const double most = size > 0 ? static_cast<double>(size - 1) : detail::infinity<double>;
    faults.require(model.mean_degree >= 0.0 && model.mean_degree <= most, "mean_degree", value_text(model.mean_degree),
                   "in [0, number of agents - 1], here [0, " + value_text(most) + ']');
    faults.refuse();
}

void require_symmetry(const BlockModel& model, detail::ParameterFaults& faults) {
    const std::size_t blocks = model.sizes.size();
    for (std::size_t row = 0; row < blocks; ++row) {
        for (std::size_t column = 0; column < row; ++column) {
            const std::size_t here = row * blocks + column;
            const std::size_t mirror = column * blocks + row;
            if (model.probabilities[here] == model.probabilities[mirror]) continue;
            faults.require(false, "probabilities[" + std::to_string(here) + ']', value_text(model.probabilities[here]),
                           "equal to its mirror, probabilities[" + std::to_string(mirror) +
                               "] = " + value_text(model.probabilities[mirror]));
            return;
        }
    }
}

void refuse(const BlockModel& model, Index size) {
    detail::ParameterFaults faults("block model");
    const std::uint64_t agents = detail::group_starts(model.sizes).back();
    faults.require(agents == size, "the sum of sizes", std::to_string(agents),
                   "the number of agents, " + value_text(size));
    const std::size_t wanted = model.sizes.size() * model.sizes.size();
    const std::size_t count = model.probabilities.size();
    faults.require(count == wanted, "the number of probabilities", std::to_string(count),
                   "the square of the number of blocks, " + std::to_string(wanted));
    faults.require_each(std::span(model.probabilities), "probabilities", "in [0, 1]",
                        [](double p) { return p >= 0.0 && p <= 1.0; });
    if (count == wanted) require_symmetry(model, faults);
    faults.refuse();
}

void refuse(const NestedCommunities& model) {
    detail::ParameterFaults faults("nested communities");
    Index inner = 1;
    for (std::size_t k = 0; k < model.levels.size(); ++k) {
        const auto& [group_size, mean_degree] = model.levels[k];
        const std::string name = "levels[" + std::to_string(k) + "].";
        const bool is_multiple = group_size > 0 && (inner == 0 || group_size % inner == 0);
        faults.require(is_multiple, name + "group_size", value_text(group_size),
                       "above 0 and a multiple of the one before, " + value_text(inner));
        const Index partners = group_size - std::min(group_size, inner);
        faults.require(mean_degree >= 0.0 && mean_degree <= partners, name + "mean_degree", value_text(mean_degree),
                       "in [0, " + value_text(partners) + "], the members of other groups that a full group has");
        inner = group_size;
    }
    faults.refuse();
}

/// One level of nested communities: groups of `group` agents, each made of groups of `inner` agents.
class NestedLevel {
public:
    NestedLevel(Index group, Index inner, double mean_degree, Index size)
        : group_(group),
          inner_(inner),
          last_group_(size - size % group),
          full_(chance(group, inner, mean_degree)),
          last_(chance(size % group, inner, mean_degree)) {}

    template <class Tie>
    void for_each_tie(Index v, const RowDraws& draws, std::uint32_t level, Tie tie) const {
        const Index first = v - v % group_;
        const Index last = v - v % inner_;
        const PairChances& chances = first == last_group_ ? last_ : full_;
        chances.for_each_tie(last - first, draws, v, level, [&](Index k) { tie(first + k); });
    }

private:
    /// That makes the mean over a group's members right, where the last of its inner groups may be smaller.
    static double chance(Index members, Index inner, double mean_degree) {
        if (members == 0) return 0.0;
        const auto square = [](double x) { return x * x; };
        const Index full_groups = members / inner;
        const double within = full_groups * square(inner) + square(members % inner);
        const double partners = (square(members) - within) / members;
        return partners > 0.0 ? std::min(1.0, mean_degree / partners) : 0.0;
    }

    Index group_;
    Index inner_;
    Index last_group_;  ///< where the group begins that is smaller than the others; `size` if none is
    PairChances full_;
    PairChances last_;
};

std::vector<NestedLevel> nested_levels(const NestedCommunities& model, Index size) {
    std::vector<NestedLevel> levels;
    Index inner = 1;
    for (const auto& [group_size, mean_degree] : model.levels) {
        levels.emplace_back(group_size, inner, mean_degree, size);
        inner = group_size;
    }
    return levels;
}

}  // namespace

Graph generate(const ErdosRenyi& model, Index size, Layer layer, Seed seed, Workers& workers) {
    refuse(model, size);
    const RowDraws draws(layer, "erdos_renyi", seed);
    const PairChances chances(size > 1 ? model.mean_degree / (size - 1) : 0.0);
    const auto make_row = [&](Index v, std::vector<Edge>& edges) {
        chances.for_each_tie(v, draws, v, 0, [&](Index u) { edges.emplace_back(v, u); });
    };
    const auto parts = detail::make_edges(size, 0.5 * model.mean_degree, workers, make_row);
    return Graph::undirected_parts(size, parts, {.workers = &workers});
}

Graph generate(const BlockModel& model, Index size, Layer layer, Seed seed, Workers& workers) {
    refuse(model, size);
    const RowDraws draws(layer, "block_model", seed);
    const auto starts = detail::group_starts(model.sizes);
    const std::vector<PairChances> chances(model.probabilities.begin(), model.probabilities.end());
    const auto make_row = [&](Index v, std::vector<Edge>& edges) {
        const auto own =
            static_cast<std::uint32_t>(std::upper_bound(starts.begin(), starts.end(), v) - starts.begin() - 1);
        for (std::uint32_t block = 0; block <= own; ++block) {
            const auto first = static_cast<Index>(starts[block]);
            const auto last = static_cast<Index>(std::min<std::uint64_t>(starts[block + 1], v));
            chances[own * model.sizes.size() + block].for_each_tie(last - first, draws, v, block,
                                                                   [&](Index k) { edges.emplace_back(v, first + k); });
        }
    };
    const auto parts = detail::make_edges(size, 1.0, workers, make_row);
    return Graph::undirected_parts(size, parts, {.workers = &workers});
}

Graph generate(const NestedCommunities& model, Index size, Layer layer, Seed seed, Workers& workers) {
    refuse(model);
    const RowDraws draws(layer, "nested_communities", seed);
    const auto levels = nested_levels(model, size);
    const auto make_row = [&](Index v, std::vector<Edge>& edges) {
        for (std::uint32_t level = 0; level < levels.size(); ++level) {
            levels[level].for_each_tie(v, draws, level, [&](Index u) { edges.emplace_back(v, u); });
        }
    };
    const auto parts = detail::make_edges(size, 1.0, workers, make_row);
    return Graph::undirected_parts(size, parts, {.workers = &workers});
}

}  // namespace commonweal::core
