// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/population.hpp>
#include <cstddef>
#include <span>
#include <vector>

namespace commonweal::core {

class StateReader;
class StateWriter;

/// The agents that a rule runs for, in whole blocks: all others cost nothing and keep their values. Change it between
/// two ticks, as activity moves on.
class ActiveSet {
public:
    /// Nobody at first. The population must outlive the set.
    explicit ActiveSet(const Population& population);
    /// The same agents in another population with the same blocks.
    ActiveSet(const ActiveSet& other, const Population& population);

    /// Nobody.
    void clear();
    void add_all();
    /// The agents of one segment, such as a community. Throws Error if there is no such segment.
    void add_segment(std::size_t segment);
    /// The block in which an agent stands. Throws Error if there is no such row.
    void add_agent(Index row);

    const Population& population() const { return *population_; }
    /// In row order.
    std::span<const Block> blocks() const;

    /// Who is in it, as bytes and back; load() throws Error if the population has other blocks.
    void save(StateWriter& writer) const;
    void load(StateReader& reader);

private:
    void insert(std::size_t first_block, std::size_t count);

    const Population* population_;
    std::vector<Block> blocks_;
};

}  // namespace commonweal::core
