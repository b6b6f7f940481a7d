// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/event_log.hpp>
#include <commonweal/core/population.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

namespace commonweal::core {

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
    /// Values of the agents of a call, in row order: that of agent i is at `first + i * stride`. Without an active set
    /// they are the column as it lies in memory.
    struct Values {
        ColumnType type;
        std::byte* first;
        std::size_t stride;
    };
    /// Agents of a call who stand side by side in the population.
    struct Part {
        Block rows;
        Index first;  ///< which of the agents of the call is the first of them
    };
    struct Call {
        Tick now;
        const Population& population;
        Index agents;                                        ///< values in each array
        std::span<const Part> parts;                         ///< whom they are of: all, or the active set
        std::span<const Values> columns;                     ///< in the order of `columns`
        std::span<const std::span<const float>> neighbours;  ///< in the order of `neighbours`
        std::span<const std::span<const float>> draws;       ///< from [0, 1), as many as `draws`
        std::vector<EventRow>* logged = nullptr;             ///< takes what the rule logs; nothing is kept if null

        /// Where an agent of the call stands in the population. Throws Error if there are not so many.
        Index row(std::size_t agent) const;
        /// A row of the event log about an agent of the call, at this tick; `what` and `value` are the rule's own. Rows
        /// are kept if the call and the tick succeed. To be called from one thread at a time. Errors as row().
        void log(std::size_t agent, std::uint32_t what, double value = 0.0) const;
    };

    std::string name;
    std::vector<Own> columns;
    std::vector<Neighbours> neighbours{};
    std::size_t draws = 0;  ///< for each agent and tick
    /// Changes written columns in place. What it has written when it throws is undone. Not called for an active set in
    /// which nobody is.
    std::function<void(const Call&)> apply;
};

}  // namespace commonweal::core
