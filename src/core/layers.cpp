// SPDX-License-Identifier: Apache-2.0
#include "detail/did_you_mean.hpp"

#include <algorithm>
#include <commonweal/core/error.hpp>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/population.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/state.hpp>
#include <utility>

namespace commonweal::core {

std::span<const Index> Ties::none() const {
    if (mixed)
        throw Error("ties: everybody meets everybody in this layer, which lists nobody; draw with any_neighbour()");
    return {};
}

std::uint64_t Ties::degree(Index v) const {
    if (mixed) return crowd > 0 ? crowd - 1 : 0;
    std::uint64_t degree = neighbours(v).size();
    for (const Ties* part : joined) degree += part->neighbours(v).size();
    return degree;
}

std::optional<Index> Ties::any_neighbour(Index v, Stream& draws) const {
    const auto known = static_cast<std::uint32_t>(degree(v));
    if (known == 0) return std::nullopt;
    std::uint32_t position = draws.below(known);
    if (mixed) return position < v ? position : position + 1;
    if (joined.empty()) return neighbours(v)[position];
    for (const Ties* part : joined) {
        const auto of_part = part->neighbours(v);
        if (position < of_part.size()) return of_part[position];
        position -= static_cast<std::uint32_t>(of_part.size());
    }
    return std::nullopt;
}

void Layers::add(Layer layer, Graph graph) { insert(layer, std::make_shared<const Graph>(std::move(graph))); }

void Layers::add(Layer layer, Graph graph, const Population& targets) {
    add(layer, std::make_shared<const Graph>(std::move(graph)), targets);
}

void Layers::add(Layer layer, std::shared_ptr<const Graph> graph) { insert(layer, std::move(graph)); }

void Layers::add(Layer layer, std::shared_ptr<const Graph> graph, const Population& targets) {
    if (graph->target_size() != targets.size()) {
        throw Error("layers: layer '" + std::string(layer.name) + "' leads to " + std::to_string(graph->target_size()) +
                    " agents, but there are " + std::to_string(targets.size()) + " of kind " + targets.kind());
    }
    insert(layer, std::move(graph), &targets);
}

void Layers::refer(Layer layer, const Graph& graph) {
    insert(layer, std::shared_ptr<const Graph>(std::shared_ptr<const Graph>(), &graph));
}

void Layers::join(Layer layer, std::span<const std::string_view> layers) {
    refuse_taken(layer.name);
    const std::string named = "layers: '" + std::string(layer.name) + "' ";
    if (layers.empty()) throw Error(named + "joins no layer");
    Ties together;
    for (const std::string_view name : layers) {
        const Ties& part = single(name);
        if (std::find(together.joined.begin(), together.joined.end(), &part) != together.joined.end()) {
            throw Error(named + "joins '" + std::string(name) + "' twice");
        }
        if (together.joined.empty()) together.targets = part.targets;
        if (part.targets != together.targets || part.graph->target_size() != single(layers[0]).graph->target_size()) {
            throw Error(named + "joins '" + std::string(layers[0]) + "' and '" + std::string(name) +
                        "', which lead to different kinds");
        }
        together.joined.push_back(&part);
    }
    layers_.try_emplace(std::string(layer.name), std::move(together));
}

void Layers::mix(Layer layer, Index size) {
    refuse_taken(layer.name);
    Ties& ties = layers_[std::string(layer.name)];
    ties.mixed = true;
    ties.crowd = size;
}

void Layers::refuse_taken(std::string_view name) const {
    const auto found = layers_.find(name);
    if (found != layers_.end()) throw Error("layers: there is a layer '" + found->first + "' already");
}

void Layers::insert(Layer layer, std::shared_ptr<const Graph> graph, const Population* targets) {
    refuse_taken(layer.name);
    Ties& ties = layers_[std::string(layer.name)];
    ties.graph = std::move(graph);
    ties.targets = targets;
}

const Ties& Layers::single(std::string_view name) const {
    const Ties& found = ties(name);
    if (found.mixed) throw Error("layers: everybody meets everybody in '" + std::string(name) + "'; it has no ties");
    if (found.joined.empty()) return found;
    throw Error("layers: '" + std::string(name) + "' joins several layers; name one of them");
}

const Ties& Layers::ties(std::string_view name) const {
    const auto found = layers_.find(name);
    if (found != layers_.end()) return found->second;
    const std::vector<std::string> known = names();
    throw Error("layers: no layer '" + std::string(name) + "'" + detail::there_are(known) +
                detail::did_you_mean(name, known));
}

Overlay& Layers::changes(std::string_view name) {
    single(name);
    Ties& layer = layers_.find(name)->second;
    if (!layer.changes) layer.changes = std::make_unique<Overlay>(*layer.graph);
    return *layer.changes;
}

std::vector<std::string> Layers::names() const {
    std::vector<std::string> names;
    for (const auto& [name, ties] : layers_) names.push_back(name);
    return names;
}

void Layers::advance(Tick now) {
    for (auto& [name, ties] : layers_) {
        if (ties.changes) ties.changes->advance(now);
    }
}

Layers Layers::copied(const std::map<const Population*, const Population*>& kinds) const {
    Layers copy;
    for (const auto& [name, ties] : layers_) {
        if (ties.mixed) {
            copy.mix(Layer{name}, ties.crowd);
            continue;
        }
        const auto targets = kinds.find(ties.targets);
        copy.insert(Layer{name}, ties.graph, targets == kinds.end() ? ties.targets : targets->second);
        if (ties.changes) copy.layers_.find(name)->second.changes = std::make_unique<Overlay>(*ties.changes);
    }
    for (const auto& [name, ties] : layers_) {
        for (const Ties* part : ties.joined) {
            const auto same = [part](const auto& entry) { return &entry.second == part; };
            const auto original = std::find_if(layers_.begin(), layers_.end(), same);
            copy.layers_.find(name)->second.joined.push_back(&copy.layers_.find(original->first)->second);
        }
    }
    return copy;
}

void Layers::save(StateWriter& writer) const {
    writer.section("layers", [&] {
        for (const auto& [name, ties] : layers_) {
            writer.text(name);
            writer.value(ties.changes != nullptr);
            if (ties.changes) ties.changes->save(writer);
        }
    });
}

void Layers::load(StateReader& reader) {
    reader.section("layers", [&] {
        for (auto& [name, ties] : layers_) {
            const std::string saved = reader.text();
            if (saved != name) throw Error("layers: the state is of layer '" + saved + "', not of '" + name + "'");
            ties.changes.reset();
            bool has_changes = false;
            reader.value(has_changes);
            if (has_changes) changes(name).load(reader);
        }
    });
}

}  // namespace commonweal::core
