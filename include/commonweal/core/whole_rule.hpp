// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace commonweal::core {

class Population;

/// A rule that is known at run time only and called once a tick with whole columns, such as one written in Python. What
/// it asks of neighbours and draws is made by the engine, on all threads.
struct WholeRule {
    struct Own {
        std::string column;
        bool written = false;
    };
    struct Neighbours {
        std::string layer;
        std::string column;
        std::string weight{};  ///< a float column of the layer's edges, or empty
        bool mean = false;     ///< divided by the number of neighbours, or the sum of weights
    };
    /// A column as it lies in memory: agent i's value is at `first + i * stride`.
    struct Values {
        ColumnType type;
        std::byte* first;
        std::size_t stride;
    };
    struct Call {
        Tick now;
        const Population& population;
        std::span<const Values> columns;                     ///< in the order of `columns`
        std::span<const std::span<const float>> neighbours;  ///< in the order of `neighbours`
        std::span<const std::span<const float>> draws;       ///< from [0, 1), as many as `draws`
    };

    std::string name;
    std::vector<Own> columns;
    std::vector<Neighbours> neighbours{};
    std::size_t draws = 0;  ///< for each agent and tick
    /// Changes written columns in place. What it has written when it throws is undone.
    std::function<void(const Call&)> apply;
};

}  // namespace commonweal::core
