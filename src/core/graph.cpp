// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/state.hpp>
#include <optional>

#include "core/detail/compress.hpp"
#include "core/detail/untidy_edges.hpp"

namespace commonweal::core {

namespace {

using Parts = std::span<const std::span<const Edge>>;

/// One list as parts that threads can share, at most one for each this many edges.
std::vector<std::span<const Edge>> split(std::span<const Edge> edges) {
    constexpr std::size_t part_edges = std::size_t{1} << 18;
    std::vector<std::span<const Edge>> parts;
    for (std::size_t first = 0; first < edges.size(); first += part_edges) {
        parts.push_back(edges.subspan(first, std::min(part_edges, edges.size() - first)));
    }
    return parts;
}

std::vector<std::span<const Edge>> views(std::span<const std::vector<Edge>> parts) {
    return {parts.begin(), parts.end()};
}

}  // namespace

Graph Graph::undirected(Index size, std::span<const Edge> edges, const GraphOptions& options) {
    return build(Kind::undirected, size, size, split(edges), EdgeColumns(), options);
}
Graph Graph::undirected(Index size, const EdgeList& edges, const GraphOptions& options) {
    return build(Kind::undirected, size, size, split(edges.ends), edges.columns, options);
}
Graph Graph::undirected_parts(Index size, std::span<const std::vector<Edge>> parts, const GraphOptions& options) {
    return build(Kind::undirected, size, size, views(parts), EdgeColumns(), options);
}
Graph Graph::directed(Index size, std::span<const Edge> arcs, const GraphOptions& options) {
    return build(Kind::directed, size, size, split(arcs), EdgeColumns(), options);
}
Graph Graph::directed(Index size, const EdgeList& arcs, const GraphOptions& options) {
    return build(Kind::directed, size, size, split(arcs.ends), arcs.columns, options);
}
Graph Graph::bipartite(Index size, Index target_size, std::span<const Edge> arcs, const GraphOptions& options) {
    return build(Kind::bipartite, size, target_size, split(arcs), EdgeColumns(), options);
}
Graph Graph::bipartite(Index size, Index target_size, const EdgeList& arcs, const GraphOptions& options) {
    return build(Kind::bipartite, size, target_size, split(arcs.ends), arcs.columns, options);
}
Graph Graph::bipartite_parts(Index size, Index target_size, std::span<const std::vector<Edge>> parts,
                             const GraphOptions& options) {
    return build(Kind::bipartite, size, target_size, views(parts), EdgeColumns(), options);
}

Graph Graph::build(Kind kind, Index size, Index target_size, Parts parts, const EdgeColumns& columns,
                   const GraphOptions& options) {
    std::optional<Workers> own;
    Workers& workers = options.workers ? *options.workers : own.emplace(1u);
    const detail::ArcRules rules{.size = size,
                                 .target_size = target_size,
                                 .both_ways = kind == Kind::undirected,
                                 .loops = kind == Kind::bipartite,
                                 .untidy = options.untidy};
    detail::Compressed rows =
        columns.empty() ? detail::compress(parts, rules, workers) : detail::compress_with_order(parts, rules, workers);
    if (rows.found_untidy) throw Error(detail::describe_untidy(parts, rules));
    Graph graph;
    graph.kind_ = kind;
    graph.size_ = size;
    graph.target_size_ = target_size;
    graph.targets_ = std::move(rows.targets);
    if (!columns.empty())
        graph.columns_ = columns.taken(rows.edge_of_arc);
    else
        graph.columns_ = EdgeColumns(graph.targets_.size());
    if (graph.targets_.size() > options.narrow_arcs) {
        graph.wide_starts_ = std::move(rows.starts);
    } else {
        graph.starts_.assign(rows.starts.begin(), rows.starts.end());
    }
    return graph;
}

std::uint64_t Graph::find_arc(Index from, Index to) const {
    const auto row = neighbours(from);
    const auto found = std::lower_bound(row.begin(), row.end(), to);
    if (found == row.end() || *found != to) return arcs();
    return first_arc(from) + static_cast<std::uint64_t>(found - row.begin());
}

EdgeList Graph::edges() const {
    std::vector<Edge> ends;
    std::vector<std::uint64_t> order;
    for (Index v = 0; v < size_; ++v) {
        for (std::uint64_t arc = first_arc(v); arc < first_arc(v + 1); ++arc) {
            if (is_undirected() && targets_[arc] < v) continue;
            ends.emplace_back(v, targets_[arc]);
            order.push_back(arc);
        }
    }
    EdgeList list(std::move(ends));
    list.columns = columns_.taken(order);
    return list;
}

void Graph::save(StateWriter& writer) const {
    if (!columns_.empty()) throw Error("graph: ties that carry something are not saved");
    writer.section("graph", [&] {
        writer.value(static_cast<std::uint8_t>(kind_));
        writer.value(size_);
        writer.value(target_size_);
        writer.values(starts_);
        writer.values(wide_starts_);
        writer.values(targets_);
    });
}

Graph Graph::load(StateReader& reader) {
    Graph graph;
    reader.section("graph", [&] {
        graph.kind_ = static_cast<Kind>(reader.value<std::uint8_t>());
        reader.value(graph.size_);
        reader.value(graph.target_size_);
        reader.values(graph.starts_);
        reader.values(graph.wide_starts_);
        reader.values(graph.targets_);
    });
    const auto are_rows = [&graph](const auto& starts) {
        return starts.size() == std::size_t{graph.size_} + 1 && starts.front() == 0 &&
               starts.back() == graph.targets_.size() && std::is_sorted(starts.begin(), starts.end());
    };
    const bool foreign = std::any_of(graph.targets_.begin(), graph.targets_.end(),
                                     [&graph](Index target) { return target >= graph.target_size_; });
    const bool empty = graph.size_ == 0 && graph.targets_.empty() && graph.starts_.empty();
    if (foreign || graph.kind_ > Kind::bipartite ||
        (!empty && !(graph.is_wide() ? are_rows(graph.wide_starts_) : are_rows(graph.starts_))))
        throw Error("graph: these bytes are no rows of ties");
    graph.columns_ = EdgeColumns(graph.targets_.size());
    return graph;
}

Graph Graph::transposed(Workers* workers) const {
    if (is_undirected()) return *this;
    EdgeList turned = edges();
    for (Edge& edge : turned.ends) std::swap(edge.first, edge.second);
    const GraphOptions options{.workers = workers};
    return is_bipartite() ? bipartite(target_size_, size_, turned, options) : directed(size_, turned, options);
}

}  // namespace commonweal::core
