// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/epidemic.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/tied_groups.hpp"

#include <algorithm>
#include <array>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>
#include <cstddef>
#include <utility>

namespace commonweal::process {

namespace {

using core::Index;

/// Ties the neighbours that come behind an agent, each with the same chance.
void percolate_from(Index v, std::span<const Index> others, float chance, core::Seed seed, detail::TiedGroups& groups) {
    constexpr core::StreamId stream = core::StreamId::of(detail::people, "percolate");
    constexpr std::size_t at_once = 16;
    constexpr std::size_t of_a_stream = 512;
    std::array<float, at_once> luck;
    for (core::Tick part = 0; !others.empty(); ++part) {
        core::Stream draws(seed, stream, {.agent = v, .tick = part});
        auto left = others.first(std::min(others.size(), of_a_stream));
        others = others.subspan(left.size());
        while (!left.empty()) {
            const auto some = left.first(std::min(left.size(), at_once));
            draws.uniform_floats(std::span(luck).first(some.size()));
            for (std::size_t k = 0; k < some.size(); ++k) {
                if (luck[k] < chance) groups.tie(v, some[k]);
            }
            left = left.subspan(some.size());
        }
    }
}

struct Outbreak {
    double largest = 0.0;
    double outbreak = 0.0;
};

Outbreak percolate_once(const core::Graph& graph, double transmissibility, core::Seed seed) {
    if (graph.is_bipartite()) {
        throw core::ConfigError(
            {{.file = "keyword", .path = "graph", .rule = "must lead from people to people", .value = "bipartite"}});
    }
    detail::TiedGroups groups(graph.size());
    for (Index v = 0; v < graph.size(); ++v) {
        const auto all = graph.neighbours(v);
        const auto behind = static_cast<std::size_t>(std::upper_bound(all.begin(), all.end(), v) - all.begin());
        percolate_from(v, all.subspan(behind), static_cast<float>(transmissibility), seed, groups);
    }
    core::Stream draw(seed, core::StreamId::of(detail::people, "percolate_start"), {});
    const double size = graph.size();
    return {groups.largest() / size, groups.size_of(draw.below(graph.size())) / size};
}

}  // namespace

Dataset percolate(double transmissibility, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.number("transmissibility", transmissibility, {.low = 0.0, .high = 1.0});
    check.that(!experiment.is_mixed(), "graph", "none", "must be given: ties are what passes it on");
    for (const auto& graph : experiment.graphs) {
        check.that(graph->is_undirected(), "graph", "directed", "must be undirected");
    }
    check.finish();
    std::vector<double> largest(experiment.replicates);
    std::vector<double> outbreak(experiment.replicates);
    core::Workers workers(experiment.threads);
    workers.for_each(experiment.replicates, [&](std::size_t replicate) {
        const core::Seed seed{.value = experiment.seed, .replicate = static_cast<std::uint32_t>(replicate)};
        core::Workers one(1);
        const Outbreak found =
            experiment.graphs.empty()
                ? percolate_once(experiment.make_graph(experiment.size, seed, one), transmissibility, seed)
                : percolate_once(*experiment.graphs[replicate % experiment.graphs.size()], transmissibility, seed);
        largest[replicate] = found.largest;
        outbreak[replicate] = found.outbreak;
    });
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", experiment.replicates)};
    dataset.variables = {
        {"largest", "1", "Share of people in the largest group that is tied so", {"replicate"}, std::move(largest)},
        {"outbreak", "1", "Share of people whom one drawn at random infects", {"replicate"}, std::move(outbreak)}};
    return dataset;
}

}  // namespace commonweal::process
