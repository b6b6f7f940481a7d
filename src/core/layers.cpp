// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/population.hpp>
#include <utility>

namespace commonweal::core {

void Layers::add(Layer layer, Graph graph) { insert(layer, std::make_shared<const Graph>(std::move(graph))); }

void Layers::add(Layer layer, Graph graph, const Population& targets) {
    if (graph.target_size() != targets.size()) {
        throw Error("layers: layer '" + std::string(layer.name) + "' leads to " + std::to_string(graph.target_size()) +
                    " agents, but there are " + std::to_string(targets.size()) + " of kind " + targets.kind());
    }
    insert(layer, std::make_shared<const Graph>(std::move(graph)), &targets);
}

void Layers::refer(Layer layer, const Graph& graph) {
    insert(layer, std::shared_ptr<const Graph>(std::shared_ptr<const Graph>(), &graph));
}

void Layers::insert(Layer layer, std::shared_ptr<const Graph> graph, const Population* targets) {
    const auto [place, is_new] = layers_.try_emplace(std::string(layer.name));
    if (!is_new) throw Error("layers: there is a layer '" + place->first + "' already");
    place->second.graph = std::move(graph);
    place->second.targets = targets;
}

const Ties& Layers::ties(std::string_view name) const {
    const auto found = layers_.find(name);
    if (found != layers_.end()) return found->second;
    std::string text = "layers: no layer '" + std::string(name) + "'; there are:";
    for (const auto& [known, ties] : layers_) text += ' ' + known;
    throw Error(text);
}

Overlay& Layers::changes(std::string_view name) {
    ties(name);
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
