// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/layers.hpp>
#include <utility>

namespace commonweal::core {

void Layers::add(Layer layer, Graph graph) { insert(layer, std::make_shared<const Graph>(std::move(graph))); }

void Layers::refer(Layer layer, const Graph& graph) {
    insert(layer, std::shared_ptr<const Graph>(std::shared_ptr<const Graph>(), &graph));
}

void Layers::insert(Layer layer, std::shared_ptr<const Graph> graph) {
    const auto [place, is_new] = graphs_.emplace(std::string(layer.name), std::move(graph));
    if (!is_new) throw Error("layers: there is a layer '" + place->first + "' already");
}

const Graph& Layers::at(std::string_view name) const {
    const auto found = graphs_.find(name);
    if (found != graphs_.end()) return *found->second;
    std::string text = "layers: no layer '" + std::string(name) + "'; there are:";
    for (const auto& [known, graph] : graphs_) text += ' ' + known;
    throw Error(text);
}

}  // namespace commonweal::core
