// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/graph.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace commonweal::core {

/// The named layers of ties among the agents of one kind.
class Layers {
public:
    /// Throws Error if the name is taken.
    void add(Layer layer, Graph graph);
    /// Adds a graph that stands elsewhere and outlives the layers, without a copy. Throws Error if the name is taken.
    void refer(Layer layer, const Graph& graph);
    /// Throws Error naming the layers that exist if there is none of this name.
    const Graph& at(std::string_view name) const;

private:
    void insert(Layer layer, std::shared_ptr<const Graph> graph);

    std::map<std::string, std::shared_ptr<const Graph>, std::less<>> graphs_;
};

}  // namespace commonweal::core
