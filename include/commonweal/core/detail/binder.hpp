// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/event_queue.hpp>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/population.hpp>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {
class Agents;
}

namespace commonweal::core::detail {

/// One column that a rule touches: of its own agents, or of others, who may be of another kind.
struct Touch {
    enum class How : std::uint8_t { reads, writes, sees };
    const Population* population;
    std::string column;
    How how;
};

struct RuleAccess {
    std::vector<Touch> touches;
    std::size_t slots = 0;             ///< of a block's frame; 0 for a rule that shares no sweep
    std::vector<std::string> plans{};  ///< the event rules for which it plans
};

/// The queues of the event rules of a schedule.
class Queues {
public:
    virtual ~Queues() = default;
    /// Throws Error if no event rule has this name; one of the kind comes first.
    virtual EventQueue& queue(std::string_view kind, std::string_view rule) = 0;
};

/// Finds what a rule that runs agent by agent, or on whole columns, uses, and notes it.
class Binder {
public:
    /// Without `queues` it only notes: every queue is null. `agents` are all kinds there are, if others are in reach.
    Binder(std::string_view rule, Population& population, const Layers& layers, Agents* agents, Queues* queues)
        : rule_(rule), population_(&population), layers_(&layers), agents_(agents), queues_(queues) {}

    const std::string& rule() const { return rule_; }
    Population& population() const { return *population_; }
    const Layers& layers() const { return *layers_; }
    /// The rule's own kind if `kind` is empty. Throws Error naming the rule if there is no such kind.
    Population& population(std::string_view kind) const;

    struct Place {
        Population* population;
        Population::Slot slot;

        template <class T>
        ColumnView<T> view() const {
            return {population->storage(slot), slot.stride, population->size()};
        }
    };
    Place place(std::string_view kind, std::string_view column, ColumnType type, Touch::How how);
    const Ties& ties(std::string_view layer) const;
    EventQueue* own_queue() { return queues_ ? &queues_->queue(population_->kind(), rule_) : nullptr; }
    EventQueue* queue(std::string_view rule);

    RuleAccess& access() { return access_; }

private:
    std::string rule_;
    Population* population_;
    const Layers* layers_;
    Agents* agents_;
    Queues* queues_;
    RuleAccess access_;
};

}  // namespace commonweal::core::detail
