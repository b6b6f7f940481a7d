// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/overlay.hpp>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {

class Population;
class Stream;
class StateReader;
class StateWriter;

/// The ties of one layer: a frozen graph and what has changed on it. Several layers joined, and a mixed crowd, have
/// neither.
struct Ties {
    std::shared_ptr<const Graph> graph;   ///< null for joined layers and a mixed crowd
    std::unique_ptr<Overlay> changes;     ///< null as long as nothing was to change
    const Population* targets = nullptr;  ///< the other kind that the ties lead to; null for ties within the kind
    std::vector<const Ties*> joined{};    ///< the layers that this one joins; empty for a layer by itself
    bool mixed = false;                   ///< everybody of the kind meets everybody else, and no tie is stored
    Index crowd = 0;                      ///< how many meet where they are mixed

    /// In this layer by itself: nobody in joined ones. Throws Error in a mixed crowd, which lists nobody.
    std::span<const Index> neighbours(Index v) const {
        if (!graph) return none();
        return changes ? changes->neighbours(v) : graph->neighbours(v);
    }
    /// In this layer, joined ones and mixed crowds included; one who is a neighbour in two joined layers counts twice.
    std::uint64_t degree(Index v) const;
    /// One of them, each with the same chance; nobody if there is none.
    std::optional<Index> any_neighbour(Index v, Stream& draws) const;
    /// Brings into the cache where an agent's neighbours start, and, when that is there, the neighbours. Inlined, since
    /// gcc takes a function that only prefetches for one without an effect and drops calls of it.
    [[gnu::always_inline]] void prefetch_start(Index v) const {
        if (graph && !graph->is_wide()) __builtin_prefetch(graph->starts().data() + v);
    }
    [[gnu::always_inline]] void prefetch_neighbours(Index v) const {
        if (!graph) return;
        // A row of few neighbours may lie across two lines of the cache.
        __builtin_prefetch(graph->targets().data() + graph->first_arc(v));
        __builtin_prefetch(graph->targets().data() + graph->first_arc(v + 1));
    }

private:
    std::span<const Index> none() const;
};

/// The named layers of ties that lead from the agents of one kind: to each other, or to those of another kind.
class Layers {
public:
    /// Throws Error if the name is taken.
    void add(Layer layer, Graph graph);
    /// A layer from the agents of this kind to those of another, such as from residents to organisations; `targets`
    /// outlives the layers. Throws Error if the name is taken or the graph has other targets than there are.
    void add(Layer layer, Graph graph, const Population& targets);
    /// The same two for a graph that is shared, without a copy.
    void add(Layer layer, std::shared_ptr<const Graph> graph);
    void add(Layer layer, std::shared_ptr<const Graph> graph, const Population& targets);
    /// Adds a graph that stands elsewhere and outlives the layers, without a copy. Throws Error if the name is taken.
    void refer(Layer layer, const Graph& graph);
    /// Gives several layers a name together: rules see the neighbours of all of them, and one who is a neighbour in two
    /// layers twice. Throws Error if the name is taken, a layer is unknown, joined itself or named twice, or they lead
    /// to different kinds.
    void join(Layer layer, std::span<const std::string_view> layers);
    /// Everybody among `size` agents of this kind meets everybody else, as in the equations of a well mixed crowd;
    /// takes no memory. Rules of the form block see sums and means over all others, those of the other forms draw one
    /// by Ties::any_neighbour(); nobody visits all neighbours one by one. Throws Error if the name is taken.
    void mix(Layer layer, Index size);

    /// The frozen graph. Throws Error naming the layers that exist if there is none of this name, and for joined layers
    /// and a mixed crowd.
    const Graph& at(std::string_view name) const { return *single(name).graph; }
    /// The layer's ties that come and go; rules see them. Throws Error as at().
    Overlay& changes(std::string_view name);
    /// What rules see. The reference stays valid. Throws Error as at().
    const Ties& ties(std::string_view name) const;
    /// In alphabetical order.
    std::vector<std::string> names() const;

    /// Undoes the temporary changes of all layers whose time is up.
    void advance(Tick now);

    /// The same layers with changes of their own; frozen graphs are shared. Layers to a kind that is a key of `kinds`
    /// lead to its value.
    Layers copied(const std::map<const Population*, const Population*>& kinds) const;

    /// What has changed on the frozen graphs, as bytes, and back into the same layers.
    void save(StateWriter& writer) const;
    void load(StateReader& reader);

private:
    const Ties& single(std::string_view name) const;
    void refuse_taken(std::string_view name) const;
    void insert(Layer layer, std::shared_ptr<const Graph> graph, const Population* targets = nullptr);

    std::map<std::string, Ties, std::less<>> layers_;
};

}  // namespace commonweal::core
