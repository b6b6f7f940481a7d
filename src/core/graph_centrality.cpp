// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <boost/graph/betweenness_centrality.hpp>
#include <commonweal/core/graph_boost.hpp>
#include <commonweal/core/graph_measures.hpp>
#include <commonweal/core/text.hpp>
#include <numeric>

#include "core/detail/graph_kind.hpp"

namespace commonweal::core {

namespace {

struct Reach {
    std::uint64_t distances = 0;  ///< their sum over the agents reached
    std::uint64_t reached = 0;    ///< without the agent itself
};

/// Breadth-first search from 64 agents at once, one bit for each: they share most of the rows that they read. Then et
/// al. 2014 (doi:10.14778/2735496.2735507).
class SharedSearch {
public:
    static constexpr Index sources = 64;

    explicit SharedSearch(const Graph& graph)
        : graph_(graph), seen_(graph.size()), here_(graph.size()), next_(graph.size()) {}

    /// From `count` agents, `first` onwards.
    std::vector<Reach> run(Index first, Index count) {
        std::fill(seen_.begin(), seen_.end(), 0);
        std::vector<Reach> reach(count);
        front_.clear();
        for (Index k = 0; k < count; ++k) {
            seen_[first + k] = here_[first + k] = std::uint64_t{1} << k;
            front_.push_back(first + k);
        }
        for (std::uint64_t distance = 1; !front_.empty(); ++distance) {
            take_step();
            for (const Index v : front_) record(here_[v], distance, reach);
        }
        return reach;
    }

private:
    void take_step() {
        next_front_.clear();
        for (const Index v : front_) {
            const std::uint64_t searches = here_[v];
            here_[v] = 0;
            for (const Index u : graph_.neighbours(v)) {
                const std::uint64_t news = searches & ~seen_[u];
                if (news == 0) continue;
                if (next_[u] == 0) next_front_.push_back(u);
                next_[u] |= news;
            }
        }
        for (const Index u : next_front_) {
            seen_[u] |= next_[u];
            here_[u] = next_[u];
            next_[u] = 0;
        }
        front_.swap(next_front_);
    }

    static void record(std::uint64_t searches, std::uint64_t distance, std::vector<Reach>& reach) {
        for (; searches != 0; searches &= searches - 1) {
            Reach& one = reach[static_cast<std::size_t>(std::countr_zero(searches))];
            one.distances += distance;
            ++one.reached;
        }
    }

    const Graph& graph_;
    std::vector<std::uint64_t> seen_;  ///< for each agent, the searches that have reached it
    std::vector<std::uint64_t> here_;  ///< the searches that reached it in the last step
    std::vector<std::uint64_t> next_;
    std::vector<Index> front_;  ///< the agents with any in here_
    std::vector<Index> next_front_;
};

double closeness_of(Reach reach, Index size) {
    if (reach.reached == 0) return 0.0;
    const double reached = static_cast<double>(reach.reached);
    return reached / (static_cast<double>(size) - 1.0) * (reached / static_cast<double>(reach.distances));
}

void refuse_page_rank(const PageRank& parameters) {
    if (!(parameters.damping >= 0.0 && parameters.damping < 1.0)) {
        throw Error("page rank: the damping is " + number_text(parameters.damping) + "; it must be in [0, 1)");
    }
    if (!(parameters.tolerance > 0.0)) {
        throw Error("page rank: the tolerance is " + number_text(parameters.tolerance) + "; it must be above 0");
    }
}

/// One round of handing ranks along the arcs.
void pass_ranks(const Graph& graph, double damping, const std::vector<double>& ranks, std::vector<double>& next) {
    double idle = 0.0;
    for (Index v = 0; v < graph.size(); ++v) idle += graph.degree(v) == 0 ? ranks[v] : 0.0;
    const double size = graph.size();
    std::fill(next.begin(), next.end(), (1.0 - damping) / size + damping * idle / size);
    for (Index v = 0; v < graph.size(); ++v) {
        if (graph.degree(v) == 0) continue;
        const double share = damping * ranks[v] / graph.degree(v);
        for (const Index u : graph.neighbours(v)) next[u] += share;
    }
}

double largest_change(const std::vector<double>& from, const std::vector<double>& to) {
    double largest = 0.0;
    for (std::size_t v = 0; v < from.size(); ++v) largest = std::max({largest, from[v] - to[v], to[v] - from[v]});
    return largest;
}

}  // namespace

std::vector<double> betweenness(const Graph& graph) {
    detail::refuse_bipartite(graph, "betweenness");
    const std::size_t size = graph.size();
    std::vector<double> centrality(size);
    std::vector<std::vector<Arc>> incoming(size);
    std::vector<std::size_t> distance(size);
    std::vector<double> dependency(size);
    std::vector<double> paths(size);  // their number outgrows an integer: it doubles with each alternative on the way
    boost::brandes_betweenness_centrality(graph, centrality.data(), boost::dummy_property_map(), incoming.data(),
                                          distance.data(), dependency.data(), paths.data(),
                                          get(boost::vertex_index, graph));
    if (graph.is_undirected()) {
        for (double& value : centrality) value /= 2.0;
    }
    return centrality;
}

std::vector<double> closeness(const Graph& graph, Workers& workers) {
    detail::refuse_bipartite(graph, "closeness");
    const Index size = graph.size();
    std::vector<double> values(size);
    // A few searches one after the other, so that their memory is made once.
    constexpr Index agents = 8 * SharedSearch::sources;
    workers.for_each((std::size_t{size} + agents - 1) / agents, [&](std::size_t block) {
        SharedSearch search(graph);
        const std::uint64_t end = std::min<std::uint64_t>((block + 1) * agents, size);
        for (std::uint64_t first = block * agents; first < end; first += SharedSearch::sources) {
            const Index count = static_cast<Index>(std::min<std::uint64_t>(SharedSearch::sources, end - first));
            const std::vector<Reach> reach = search.run(static_cast<Index>(first), count);
            for (Index k = 0; k < count; ++k) values[first + k] = closeness_of(reach[k], size);
        }
    });
    return values;
}

std::vector<double> page_rank(const Graph& graph, const PageRank& parameters) {
    detail::refuse_bipartite(graph, "page rank");
    refuse_page_rank(parameters);
    if (graph.size() == 0) return {};
    std::vector<double> ranks(graph.size(), 1.0 / graph.size());
    std::vector<double> next(graph.size());
    double change = 1.0;
    for (unsigned round = 0; round < parameters.most_rounds; ++round) {
        pass_ranks(graph, parameters.damping, ranks, next);
        change = largest_change(ranks, next);
        ranks.swap(next);
        if (change <= parameters.tolerance) return ranks;
    }
    throw Error("page rank: after " + std::to_string(parameters.most_rounds) + " rounds a rank still changes by " +
                number_text(change) + ", more than the tolerance of " + number_text(parameters.tolerance));
}

}  // namespace commonweal::core
