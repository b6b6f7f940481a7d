// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <type_traits>
#include <utility>

/// A Graph as Boost.Graph sees it, so that Boost's algorithms run on our rows without a copy: a VertexListGraph,
/// EdgeListGraph, IncidenceGraph, AdjacencyGraph and AdjacencyMatrix. Vertices are rows; edges are arcs, and the graph
/// is directed in Boost's eyes whatever it is in ours. So an undirected tie is two edges: num_edges(graph) is
/// graph.arcs(), edges(graph) visits a tie from both ends, and what an algorithm sums over ordered pairs
/// (brandes_betweenness_centrality) is twice the sum over unordered ones. The targets of a bipartite graph are rows of
/// another kind, from which no algorithm may go on.
///
/// Opt-in: the umbrella header leaves it out, and users of it need Boost 1.74 or later.
namespace commonweal::core {

/// Boost's edge: one position in the rows of a Graph. Arcs of one graph are ordered by position.
struct Arc {
    Index source = 0;
    Index target = 0;
    std::uint64_t position = 0;

    friend bool operator==(const Arc& a, const Arc& b) { return a.position == b.position; }
    friend auto operator<=>(const Arc& a, const Arc& b) { return a.position <=> b.position; }
};

/// The arcs of one row.
class RowArcIterator
    : public boost::iterator_facade<RowArcIterator, Arc, boost::random_access_traversal_tag, Arc, std::ptrdiff_t> {
public:
    RowArcIterator() = default;
    RowArcIterator(const Graph& graph, Index source, std::uint64_t position)
        : targets_(graph.targets().data()), source_(source), position_(position) {}

private:
    friend class boost::iterator_core_access;
    Arc dereference() const { return {source_, targets_[position_], position_}; }
    bool equal(const RowArcIterator& other) const { return position_ == other.position_; }
    void increment() { ++position_; }
    void decrement() { --position_; }
    void advance(std::ptrdiff_t steps) { position_ += static_cast<std::uint64_t>(steps); }
    std::ptrdiff_t distance_to(const RowArcIterator& other) const {
        return static_cast<std::ptrdiff_t>(other.position_ - position_);
    }

    const Index* targets_ = nullptr;
    Index source_ = 0;
    std::uint64_t position_ = 0;
};

/// All arcs, row after row.
class ArcIterator : public boost::iterator_facade<ArcIterator, Arc, boost::forward_traversal_tag, Arc, std::ptrdiff_t> {
public:
    ArcIterator() = default;
    ArcIterator(const Graph& graph, std::uint64_t position) : graph_(&graph), position_(position) { find_row(); }

private:
    friend class boost::iterator_core_access;
    Arc dereference() const { return {row_, graph_->targets()[position_], position_}; }
    bool equal(const ArcIterator& other) const { return position_ == other.position_; }
    void increment() {
        ++position_;
        find_row();
    }
    void find_row() {
        if (position_ == graph_->arcs()) return;
        while (graph_->first_arc(row_ + 1) <= position_) ++row_;
    }

    const Graph* graph_ = nullptr;
    Index row_ = 0;
    std::uint64_t position_ = 0;
};

/// The property map from arcs to their positions: Boost's edge_index.
struct ArcPositionMap : boost::put_get_helper<std::uint64_t, ArcPositionMap> {
    using key_type = Arc;
    using value_type = std::uint64_t;
    using reference = std::uint64_t;
    using category = boost::readable_property_map_tag;

    std::uint64_t operator[](const Arc& arc) const { return arc.position; }
};

/// One value for each arc as a property map over arcs, such as
/// `weight_map(arc_values(graph.values(Column<float>{"weight"})))`. The values stay where they are and must outlive the
/// map; write through it if T is not const.
template <class T>
auto arc_values(std::span<T> of_arcs) {
    return boost::iterator_property_map<T*, ArcPositionMap, std::remove_const_t<T>, T&>(of_arcs.data());
}

}  // namespace commonweal::core

namespace boost {

template <>
struct graph_traits<commonweal::core::Graph> {
    struct traversal_category : incidence_graph_tag,
                                adjacency_graph_tag,
                                vertex_list_graph_tag,
                                edge_list_graph_tag,
                                adjacency_matrix_tag {};
    using directed_category = directed_tag;
    using edge_parallel_category = disallow_parallel_edge_tag;

    using vertex_descriptor = commonweal::core::Index;
    using edge_descriptor = commonweal::core::Arc;
    using vertex_iterator = counting_iterator<commonweal::core::Index>;
    using edge_iterator = commonweal::core::ArcIterator;
    using out_edge_iterator = commonweal::core::RowArcIterator;
    using adjacency_iterator = const commonweal::core::Index*;
    using in_edge_iterator = void;

    using vertices_size_type = std::size_t;
    using edges_size_type = std::uint64_t;
    using degree_size_type = std::size_t;

    static vertex_descriptor null_vertex() { return std::numeric_limits<vertex_descriptor>::max(); }
};

// Some of Boost's algorithms take a graph that they do not change by a reference that is not const.
template <>
struct graph_traits<const commonweal::core::Graph> : graph_traits<commonweal::core::Graph> {};

template <>
struct property_map<commonweal::core::Graph, vertex_index_t> {
    using type = typed_identity_property_map<commonweal::core::Index>;
    using const_type = type;
};
template <>
struct property_map<commonweal::core::Graph, edge_index_t> {
    using type = commonweal::core::ArcPositionMap;
    using const_type = type;
};

}  // namespace boost

/// What the concepts ask for, found by argument-dependent lookup.
namespace commonweal::core {

inline std::size_t num_vertices(const Graph& graph) { return graph.size(); }
inline auto vertices(const Graph& graph) {
    return std::pair(boost::counting_iterator<Index>(0), boost::counting_iterator<Index>(graph.size()));
}

inline std::uint64_t num_edges(const Graph& graph) { return graph.arcs(); }
inline std::pair<ArcIterator, ArcIterator> edges(const Graph& graph) {
    return {ArcIterator(graph, 0), ArcIterator(graph, graph.arcs())};
}
inline Index source(const Arc& arc, const Graph&) { return arc.source; }
inline Index target(const Arc& arc, const Graph&) { return arc.target; }

inline std::size_t out_degree(Index v, const Graph& graph) { return graph.degree(v); }
inline std::pair<RowArcIterator, RowArcIterator> out_edges(Index v, const Graph& graph) {
    return {RowArcIterator(graph, v, graph.first_arc(v)), RowArcIterator(graph, v, graph.first_arc(v + 1))};
}
inline std::pair<const Index*, const Index*> adjacent_vertices(Index v, const Graph& graph) {
    const auto row = graph.neighbours(v);
    return {row.data(), row.data() + row.size()};
}
inline std::pair<Arc, bool> edge(Index from, Index to, const Graph& graph) {
    const std::uint64_t position = graph.find_arc(from, to);
    return {{from, to, position}, position < graph.arcs()};
}

inline boost::typed_identity_property_map<Index> get(boost::vertex_index_t, const Graph&) { return {}; }
inline Index get(boost::vertex_index_t, const Graph&, Index v) { return v; }
inline ArcPositionMap get(boost::edge_index_t, const Graph&) { return {}; }
inline std::uint64_t get(boost::edge_index_t, const Graph&, const Arc& arc) { return arc.position; }

}  // namespace commonweal::core
