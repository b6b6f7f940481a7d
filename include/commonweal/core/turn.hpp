// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/event_log.hpp>
#include <commonweal/core/event_queue.hpp>
#include <commonweal/core/population.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/types.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

namespace commonweal::core {

/// What a rule of the form event or office knows of the agent whose turn it is: its first argument, as a `Turn&`.
class Turn {
public:
    /// What all turns of a rule at one tick share.
    struct Setting {
        const Population& population;
        Seed seed{};
        StreamId stream;
        EventQueue* queue = nullptr;  ///< the rule's own; an office has none
        EventLog* log = nullptr;      ///< takes what the rule logs; nothing is kept if null
        std::string_view rule{};      ///< its name in the log
    };
    Turn(const Setting& setting, Tick tick) : now(tick), setting_(setting) {}

    Index agent = 0;         ///< where the agent stands in the columns
    std::uint32_t what = 0;  ///< as planned; 0 in an office
    Tick now;

    AgentId id() const { return id_of(agent); }
    AgentId id_of(Index other) const { return setting_.population.ids()[other]; }

    /// Brings into the cache what the turn of another agent will need.
    [[gnu::always_inline]] void prefetch(Index coming) const {
        __builtin_prefetch(setting_.population.ids().data() + coming);
    }

    /// The draws of this agent at this tick, or of this agent and a partner, by row: the same for both. Two rows of one
    /// agent at one tick have the same draws.
    Stream draws() const { return {setting_.seed, setting_.stream, {.agent = id(), .tick = now}}; }
    Stream draws_with(Index partner) const {
        return {setting_.seed, setting_.stream, {.agent = id(), .partner = id_of(partner), .tick = now}};
    }

    /// Another row for this rule. Throws Error in an office, and as EventQueue::plan.
    void plan(Index other, Tick when, std::uint32_t about = 0) {
        if (!setting_.queue) refuse_plan();
        setting_.queue->plan(other, when, about);
    }

    /// A row of the event log: this agent, at this tick. `code` and `value` are the rule's own.
    void log(std::uint32_t code, double value = 0.0) {
        if (!setting_.log) return;
        if (!number_) number_ = setting_.log->rule(setting_.rule);
        setting_.log->append({now, *number_, id(), code, value});
    }

private:
    [[noreturn]] static void refuse_plan();

    Setting setting_;
    std::optional<std::uint16_t> number_;  ///< of the rule in the log, once it has logged
};

}  // namespace commonweal::core
