// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/types.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {

class StateReader;
class StateWriter;

/// Something that happened to one agent.
struct EventRow {
    Tick tick = 0;
    std::uint16_t rule = 0;  ///< which rule did it, by EventLog::rule
    AgentId agent = 0;
    std::uint32_t what = 0;  ///< the rule's own code for what it was
    double value = 0;        ///< the rule's own, in a unit that it tells beside the code

    friend bool operator==(const EventRow&, const EventRow&) = default;
};

/// What happened, in an order that does not depend on who told it first. A tick is open until finish(); its rows may
/// come in any order, but from one thread at a time. Finished rows wait in rows() to be stored, then clear() forgets
/// them.
class EventLog {
public:
    /// The number of a rule's name: from 0 up, in the order in which names are asked for first. Throws Error if the
    /// name is empty, and for the 65,537th name.
    std::uint16_t rule(std::string_view name);
    /// By number.
    std::span<const std::string> rule_names() const noexcept;

    /// Adds to an open tick. Any NaN is kept as the one positive quiet NaN. Throws Error if the rule has no number, or
    /// if the tick is finished.
    void append(EventRow row);

    /// Closes this tick and those before it: sorts their rows by tick, rule name, agent, what, and the value's bits.
    /// Throws Error, and finishes nothing, if it is not later than the tick finished last, or if a row is of a later
    /// tick still.
    void finish(Tick tick);

    /// A moment in an open tick.
    struct Mark {
        std::size_t names = 0;
        std::size_t open = 0;
        std::optional<Tick> finished{};
    };
    Mark mark() const noexcept { return {names_.size(), open_.size(), finished_}; }
    /// Forgets the names and open rows that came after a mark; nothing if a tick has been finished since.
    void rewind(const Mark& mark);

    /// Finished rows that have not been cleared; invalidated by finish and clear.
    std::span<const EventRow> rows() const noexcept;
    /// Forgets the finished rows; open ticks and the numbers of rules stay.
    void clear() noexcept { rows_.clear(); }

    void save(StateWriter& state) const;
    /// Throws Error, and changes nothing, if a name that has a number here has another one there, or if a row's rule
    /// has none.
    void load(StateReader& state);

private:
    std::vector<std::uint16_t> ranks() const;

    std::vector<std::string> names_;
    std::vector<std::uint16_t> by_name_;  ///< the rules' numbers in the order of their names
    std::vector<EventRow> rows_;
    std::vector<EventRow> open_;
    std::optional<Tick> finished_;
};

}  // namespace commonweal::core
