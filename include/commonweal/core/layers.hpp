// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/graph.hpp>
#include <map>
#include <string>
#include <string_view>

namespace commonweal::core {

/// The named layers of ties among the agents of one kind.
class Layers {
public:
    /// Throws Error if the name is taken.
    void add(Layer layer, Graph graph);
    /// Throws Error naming the layers that exist if there is none of this name.
    const Graph& at(std::string_view name) const;

private:
    std::map<std::string, Graph, std::less<>> graphs_;
};

}  // namespace commonweal::core
