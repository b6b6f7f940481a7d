// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/push_relabel_max_flow.hpp>
#include <commonweal/core/graph_boost.hpp>
#include <commonweal/core/graph_measures.hpp>
#include <commonweal/core/text.hpp>
#include <functional>
#include <numeric>

#include "core/detail/graph_kind.hpp"

namespace commonweal::core {

namespace {

constexpr double infinity = std::numeric_limits<double>::infinity();

void refuse_end(const Graph& graph, Index v, const std::string& what) {
    if (v < graph.size()) return;
    throw Error(what + " is row " + std::to_string(v) + "; it must be below the number of agents, " +
                std::to_string(graph.size()));
}

void refuse_negative(const Graph& graph, std::span<const float> values, const std::string& what) {
    const auto wrong = std::find_if(values.begin(), values.end(), [](float value) { return value < 0.0f; });
    if (wrong == values.end()) return;
    const Arc arc = *ArcIterator(graph, static_cast<std::uint64_t>(wrong - values.begin()));
    throw Error(what + " from " + std::to_string(arc.source) + " to " + std::to_string(arc.target) + " is " +
                number_text(*wrong) + "; it must not be negative");
}

template <class Lengths>
ShortestPaths dijkstra(const Graph& graph, Index source, Lengths lengths) {
    ShortestPaths paths{std::vector<double>(graph.size()), std::vector<Index>(graph.size())};
    boost::dijkstra_shortest_paths(graph, source,
                                   boost::weight_map(lengths)
                                       .distance_map(paths.distance.data())
                                       .predecessor_map(paths.predecessor.data())
                                       .distance_inf(ShortestPaths::unreachable));
    return paths;
}

/// The most that one path can carry from one agent to another: its narrowest arc, on the path where that is widest.
double widest_path(const Graph& graph, Index source, Index sink, std::span<const float> capacities) {
    std::vector<double> width(graph.size());
    const auto narrower = [](double a, double b) { return std::min(a, b); };
    boost::dijkstra_shortest_paths(graph, source,
                                   boost::weight_map(arc_values(capacities))
                                       .distance_map(width.data())
                                       .distance_compare(std::greater<double>())
                                       .distance_combine(narrower)
                                       .distance_inf(0.0)
                                       .distance_zero(infinity));
    return width[sink];
}

/// The capacities, cut off where no flow can be larger and rounded down to multiples of a power of two, so that every
/// sum and difference of flows is exact in a double.
std::vector<double> exact_capacities(const Graph& graph, Index source, std::span<const float> capacities, double most) {
    double leaving = 0.0;
    for (std::uint64_t arc = graph.first_arc(source); arc < graph.first_arc(source + 1); ++arc) {
        leaving += std::min<double>(capacities[arc], most);
    }
    constexpr std::uint64_t exponent_bits = 0x7ff0000000000000;
    const double quantum = std::bit_cast<double>(std::bit_cast<std::uint64_t>(leaving) & exponent_bits) * 0x1p-52;
    std::vector<double> exact;
    exact.reserve(capacities.size());
    for (const float capacity : capacities) {
        const double useful = std::min({static_cast<double>(capacity), most, leaving});
        exact.push_back(static_cast<double>(static_cast<std::uint64_t>(useful / quantum)) * quantum);
    }
    return exact;
}

using NetworkTraits = boost::adjacency_list_traits<boost::vecS, boost::vecS, boost::directedS>;
struct Channel {
    double capacity = 0.0;
    double left = 0.0;
    NetworkTraits::edge_descriptor reverse{};
};
/// Each arc and, for what may be sent back, one of no capacity in the other direction.
using Network = boost::adjacency_list<boost::vecS, boost::vecS, boost::directedS, boost::no_property, Channel>;

class FlowNetwork {
public:
    FlowNetwork(const Graph& graph, std::span<const double> capacities) : network_(graph.size()) {
        channel_of_arc_.reserve(graph.arcs());
        for (Index v = 0; v < graph.size(); ++v) {
            for (const Index u : graph.neighbours(v)) add(v, u, capacities[channel_of_arc_.size()]);
        }
    }

    MaxFlow solve(Index source, Index sink) {
        MaxFlow result;
        result.value = boost::push_relabel_max_flow(
            network_, source, sink, boost::get(&Channel::capacity, network_), boost::get(&Channel::left, network_),
            boost::get(&Channel::reverse, network_), boost::get(boost::vertex_index, network_));
        result.flow.reserve(channel_of_arc_.size());
        for (const auto& channel : channel_of_arc_) {
            result.flow.push_back(network_[channel].capacity - network_[channel].left);
        }
        return result;
    }

private:
    void add(Index from, Index to, double capacity) {
        const auto there = boost::add_edge(from, to, network_).first;
        const auto back = boost::add_edge(to, from, network_).first;
        network_[there] = {capacity, 0.0, back};
        network_[back] = {0.0, 0.0, there};
        channel_of_arc_.push_back(there);
    }

    Network network_;
    std::vector<NetworkTraits::edge_descriptor> channel_of_arc_;
};

/// What flows to and fro between two agents is no flow.
void cancel_opposite(const Graph& graph, std::vector<double>& flow) {
    for (Index v = 0; v < graph.size(); ++v) {
        for (std::uint64_t arc = graph.first_arc(v); arc < graph.first_arc(v + 1); ++arc) {
            const std::uint64_t back = graph.find_arc(graph.targets()[arc], v);
            if (back == graph.arcs()) continue;
            const double both = std::min(flow[arc], flow[back]);
            flow[arc] -= both;
            flow[back] -= both;
        }
    }
}

void refuse_ends(const Graph& graph, Index source, Index sink) {
    refuse_end(graph, source, "maximum flow: the source");
    refuse_end(graph, sink, "maximum flow: the sink");
    if (source != sink) return;
    throw Error("maximum flow: source and sink are both row " + std::to_string(source) + "; they must differ");
}

}  // namespace

ShortestPaths shortest_paths(const Graph& graph, Index source, std::optional<Column<float>> length) {
    detail::refuse_bipartite(graph, "shortest paths");
    refuse_end(graph, source, "shortest paths: the source");
    if (!length) return dijkstra(graph, source, boost::static_property_map<double, Arc>(1.0));
    const auto lengths = graph.values(*length);
    refuse_negative(graph, lengths, "shortest paths: the length");
    return dijkstra(graph, source, arc_values(lengths));
}

MaxFlow max_flow(const Graph& graph, Index source, Index sink, Column<float> capacity) {
    detail::refuse_bipartite(graph, "maximum flow");
    refuse_ends(graph, source, sink);
    const auto capacities = graph.values(capacity);
    refuse_negative(graph, capacities, "maximum flow: the capacity");
    const double widest = widest_path(graph, source, sink, capacities);
    if (widest == 0.0) return {0.0, std::vector<double>(graph.arcs())};
    if (widest == infinity) {
        throw Error("maximum flow: arcs of infinite capacity lead from row " + std::to_string(source) + " to row " +
                    std::to_string(sink) + ", so no flow is the largest");
    }
    // A flow is made of paths, each of which fills an arc that no other fills.
    const double most = widest * static_cast<double>(graph.arcs());
    FlowNetwork network(graph, exact_capacities(graph, source, capacities, most));
    MaxFlow result = network.solve(source, sink);
    cancel_opposite(graph, result.flow);
    return result;
}

}  // namespace commonweal::core
