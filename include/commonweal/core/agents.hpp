// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/layers.hpp>
#include <commonweal/core/population.hpp>
#include <commonweal/core/types.hpp>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {

class StateReader;
class StateWriter;

/// All agents of a simulation: the populations of several kinds, each with the layers that lead from it.
class Agents {
public:
    Agents();
    ~Agents();
    Agents(Agents&&) noexcept;
    Agents& operator=(Agents&&) noexcept;
    /// Columns and what has changed on layers are copied; frozen graphs are shared.
    Agents(const Agents& other);

    /// The reference stays valid. Throws Error if there is such a kind already.
    Population& add(Population population);

    /// Throws Error naming the kinds there are if this is none of them.
    Population& at(std::string_view kind) { return find(kind).population; }
    const Population& at(std::string_view kind) const { return find(kind).population; }
    Layers& layers(std::string_view kind) { return find(kind).layers; }
    const Layers& layers(std::string_view kind) const { return find(kind).layers; }
    bool contains(std::string_view kind) const;
    /// In alphabetical order.
    std::vector<std::string> kinds() const;

    /// Undoes the temporary changes of all layers whose time is up.
    void advance(Tick now);

    /// All columns, and what has changed on layers, as bytes, and back into agents with the same kinds, columns and
    /// layers; load() throws Error otherwise.
    void save(StateWriter& writer) const;
    void load(StateReader& reader);

private:
    struct Kind {
        explicit Kind(Population of_kind);
        Population population;
        Layers layers;
    };
    Kind& find(std::string_view kind) const;

    std::map<std::string, std::unique_ptr<Kind>, std::less<>> kinds_;
};

}  // namespace commonweal::core
