// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/numbering.hpp>

#include <algorithm>
#include <boost/graph/cuthill_mckee_ordering.hpp>
#include <boost/property_map/function_property_map.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph_boost.hpp>
#include <deque>
#include <numeric>
#include <string>

#include "core/detail/graph_kind.hpp"

namespace commonweal::core {

namespace {

[[noreturn]] void refuse_row(std::span<const Index> old_rows, std::size_t k, Index other) {
    const std::string text = "numbering: new row " + std::to_string(k) + " is old row " + std::to_string(old_rows[k]);
    if (old_rows[k] >= old_rows.size()) {
        throw Error(text + "; it must be below the number of rows, " + std::to_string(old_rows.size()));
    }
    throw Error(text + ", and so is new row " + std::to_string(other) + "; each old row must come once");
}

std::vector<Index> inverse_of(std::span<const Index> old_rows) {
    std::vector<Index> new_rows(old_rows.size(), nobody);
    for (std::size_t k = 0; k < old_rows.size(); ++k) {
        const Index old_row = old_rows[k];
        if (old_row >= old_rows.size()) refuse_row(old_rows, k, nobody);
        if (new_rows[old_row] != nobody) refuse_row(old_rows, k, new_rows[old_row]);
        new_rows[old_row] = static_cast<Index>(k);
    }
    return new_rows;
}

/// Keeps the agents that a search meets.
struct Meet : boost::default_bfs_visitor {
    explicit Meet(std::vector<Index>& agents) : met(&agents) {}
    void discover_vertex(Index v, const Graph&) const { met->push_back(v); }
    std::vector<Index>* met;
};

/// For each component an agent at an end of it, from which the levels of neighbours are narrow: again and again the one
/// of lowest degree among the farthest, until these are no farther. Boost's find_starting_node seeks so too, but passes
/// all agents for each component, and households are a component each.
template <class Degrees>
class ComponentEnds {
public:
    ComponentEnds(const Graph& graph, const Degrees& degrees)
        : graph_(graph), degrees_(degrees), colours_(graph.size()), known_(graph.size()) {}

    std::deque<Index> find() {
        std::deque<Index> ends;
        for (Index v = 0; v < graph_.size(); ++v) {
            if (!known_[v]) ends.push_back(end_of_component(v));
        }
        return ends;
    }

private:
    Index end_of_component(Index start) {
        auto [depth, farthest] = search(start);
        for (;;) {
            const auto [next_depth, next_farthest] = search(farthest);
            if (next_depth <= depth) return farthest;
            depth = next_depth;
            farthest = next_farthest;
        }
    }

    std::pair<std::size_t, Index> search(Index start) {
        met_.clear();
        boost::sparse::rcm_queue<Index, Degrees> queue(degrees_);
        boost::breadth_first_visit(graph_, start, queue, Meet(met_), colours_.data());
        for (const Index v : met_) {
            colours_[v] = boost::white_color;
            known_[v] = true;
        }
        return {queue.eccentricity(), queue.spouse()};
    }

    const Graph& graph_;
    Degrees degrees_;
    std::vector<boost::default_color_type> colours_;
    std::vector<bool> known_;
    std::vector<Index> met_;
};

void refuse_keys(std::span<const std::span<const std::uint32_t>> keys) {
    if (keys.empty()) throw Error("numbering: there are no keys to sort by; there must be at least one");
    for (std::size_t k = 1; k < keys.size(); ++k) {
        if (keys[k].size() == keys[0].size()) continue;
        throw Error("numbering: key " + std::to_string(k) + " has " + std::to_string(keys[k].size()) +
                    " values and key 0 has " + std::to_string(keys[0].size()) + "; all must be of one length");
    }
}

/// The starts of windows, and the end of the last one.
std::vector<Index> window_bounds(Index size, Index window, std::span<const Index> segment_starts) {
    if (window == 0) throw Error("numbering: windows have 0 rows; it must be at least 1");
    std::vector<Index> bounds{0};
    const auto cut_up_to = [&](Index end) {
        while (end - bounds.back() > window) bounds.push_back(bounds.back() + window);
        if (end > bounds.back()) bounds.push_back(end);
    };
    Index before = 0;
    for (const Index start : segment_starts) {
        if (start < before || start > size) {
            throw Error("numbering: a segment starts at row " + std::to_string(start) + " after one at row " +
                        std::to_string(before) + "; starts must ascend and not be above the number of rows, " +
                        std::to_string(size));
        }
        cut_up_to(start);
        before = start;
    }
    cut_up_to(size);
    return bounds;
}

}  // namespace

Numbering::Numbering(std::vector<Index> old_rows) : old_rows_(std::move(old_rows)), new_rows_(inverse_of(old_rows_)) {}

Numbering Numbering::identity(Index size) {
    std::vector<Index> rows(size);
    std::iota(rows.begin(), rows.end(), Index{0});
    return Numbering(std::move(rows));
}

Numbering Numbering::by_groups(std::span<const std::span<const std::uint32_t>> keys) {
    refuse_keys(keys);
    std::vector<Index> rows(keys[0].size());
    std::iota(rows.begin(), rows.end(), Index{0});
    std::stable_sort(rows.begin(), rows.end(), [&](Index a, Index b) {
        const auto differ = [&](std::span<const std::uint32_t> key) { return key[a] != key[b]; };
        const auto key = std::find_if(keys.begin(), keys.end(), differ);
        return key != keys.end() && (*key)[a] < (*key)[b];
    });
    return Numbering(std::move(rows));
}

Numbering Numbering::reverse_cuthill_mckee(const Graph& graph) {
    detail::refuse_directed(graph, "reverse Cuthill-McKee");
    // No two are equal, so that the order does not depend on how a library sorts equal ones.
    const auto degrees = boost::make_function_property_map<Index>(
        [&graph](Index v) { return std::uint64_t{graph.degree(v)} << 32 | v; });
    std::vector<Index> rows(graph.size());
    std::vector<boost::default_color_type> colours(graph.size());
    boost::cuthill_mckee_ordering(graph, ComponentEnds(graph, degrees).find(), rows.rbegin(), colours.data(), degrees);
    return Numbering(std::move(rows));
}

Numbering Numbering::with_degree_windows(const Graph& graph, Index window,
                                         std::span<const Index> segment_starts) const {
    refuse_other_length(graph.size());
    const std::vector<Index> bounds = window_bounds(size(), window, segment_starts);
    std::vector<Index> rows = old_rows_;
    for (std::size_t k = 1; k < bounds.size(); ++k) {
        std::stable_sort(rows.begin() + bounds[k - 1], rows.begin() + bounds[k],
                         [&](Index a, Index b) { return graph.degree(a) > graph.degree(b); });
    }
    return Numbering(std::move(rows));
}

Graph Numbering::apply(const Graph& graph, Workers* workers) const {
    detail::refuse_bipartite(graph, "numbering");
    refuse_other_length(graph.size());
    EdgeList list = graph.edges();
    for (auto& [from, to] : list.ends) {
        from = new_rows_[from];
        to = new_rows_[to];
    }
    GraphOptions options{.workers = workers};
    if (graph.is_wide()) options.narrow_arcs = graph.arcs() - 1;
    return graph.is_undirected() ? Graph::undirected(size(), list, options) : Graph::directed(size(), list, options);
}

void Numbering::refuse_other_length(std::size_t length) const {
    if (length == old_rows_.size()) return;
    throw Error("numbering: " + std::to_string(length) + " values for " + std::to_string(old_rows_.size()) +
                " rows; there must be one for each");
}

std::span<const Index> Numbering::old_rows() const { return old_rows_; }
std::span<const Index> Numbering::new_rows() const { return new_rows_; }

}  // namespace commonweal::core
