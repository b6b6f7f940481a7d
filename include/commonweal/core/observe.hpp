// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/agents.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/reduce.hpp>
#include <functional>
#include <string>
#include <utility>

namespace commonweal::core {

/// Makes one number of all agents, such as for a series; the same on any number of threads.
using Observer = std::function<double(const Agents& agents, Workers& workers)>;

/// The sum of a column over all agents of a kind.
template <class T>
Observer observe_sum(std::string kind, Column<T> column) {
    return [kind = std::move(kind), column](const Agents& agents, Workers& workers) {
        const Population& people = agents.at(kind);
        return column_sum(workers, people.blocks(), people.column(column));
    };
}

/// The mean of a column over all agents of a kind; not a number if there are none.
template <class T>
Observer observe_mean(std::string kind, Column<T> column) {
    return [kind = std::move(kind), column](const Agents& agents, Workers& workers) {
        const Population& people = agents.at(kind);
        return column_sum(workers, people.blocks(), people.column(column)) / static_cast<double>(people.size());
    };
}

/// How many agents of a kind have a value in a column.
template <class T>
Observer observe_count(std::string kind, Column<T> column, T value) {
    return [kind = std::move(kind), column, value](const Agents& agents, Workers& workers) {
        const Population& people = agents.at(kind);
        const auto values = people.column(column);
        return sum_in_order<double>(workers, people.blocks(), [&](Block block) {
            double count = 0.0;
            for (Index i = 0; i < block.count; ++i) count += values[block.first + i] == value ? 1.0 : 0.0;
            return count;
        });
    };
}

}  // namespace commonweal::core
