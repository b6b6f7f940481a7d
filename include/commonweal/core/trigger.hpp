// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/expression.hpp>
#include <commonweal/core/types.hpp>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace commonweal::core {

class SeriesSet;
class StateReader;
class StateWriter;

/// A switch that an observed value turns: on at one level, off again at another on the safe side of it (hysteresis), so
/// that a value that wavers about one level does not flip it to and fro. An observation that is NaN is neither past one
/// level nor back past the other, and breaks off what came before it in a row.
struct Trigger {
    /// On which side of the levels it is on.
    enum class Side : std::uint8_t { above, below };

    std::string name;
    std::string series;  ///< whose observations turn it
    Side side = Side::above;
    double on_at = 0;       ///< turned on by values of at least this (above) or at most this (below)
    double off_at = 0;      ///< turned off by values less (above) or more (below); infinite: never
    Tick hold = 1;          ///< observations past on_at in a row that it takes to turn on, at least 1
    Tick release_hold = 1;  ///< observations back past off_at in a row that it takes to turn off, at least 1

    friend bool operator==(const Trigger&, const Trigger&) = default;
};

/// A switch that conditions over all series and the time turn: on when one holds, off again when another does. Both are
/// looked at after each tick, with the latest observation of each series (NaN before the first), and the moment of
/// looking is the end of the tick: what `time >= 2021-07-20T16:00` turns on acts in the tick that begins then.
struct ConditionTrigger {
    std::string name{};   ///< the normal form of `start` if empty
    std::string start{};  ///< an expression, see expression.hpp
    std::string end{};    ///< another, looked at while it is on; if empty, it is off when `start` does not hold
};

/// A trigger that was turned.
struct TriggerChange {
    std::string name;
    bool on = false;  ///< what it is now

    friend bool operator==(const TriggerChange&, const TriggerChange&) = default;
};

/// The triggers of one simulation. All are off until observations turn them on.
class Triggers {
public:
    /// Throws Error if the name is empty or another trigger's, a level is NaN, off_at is not on the safe side of on_at
    /// (the two may be equal), or `hold` or `release_hold` is 0.
    void add(Trigger trigger);
    /// Throws ConfigError with all mistakes in `start` and `end`, and Error if the name is another trigger's.
    void add(const ConditionTrigger& trigger, const Vocabulary& vocabulary);

    /// Throws one Error that tells every trigger whose series is not in the set, with the nearest name.
    void check(const SeriesSet& series) const;

    /// Looks at what was observed at this tick; a trigger whose only series got no row stays as it is. To be called
    /// once a tick, after recording. Throws Error, and turns nothing, if the tick is not later than that of the update
    /// before, and where check() does.
    void update(Tick tick, const SeriesSet& series);

    /// Throws Error with the nearest name if there is no such trigger.
    bool on(std::string_view name) const;
    /// The tick at which a trigger was turned last; nothing if it never was. Throws as on() does.
    std::optional<Tick> since(std::string_view name) const;
    /// What the latest update turned, in order of adding.
    std::span<const TriggerChange> changes() const noexcept;

    bool contains(std::string_view name) const noexcept { return find(name) != nullptr; }
    /// In order of adding.
    std::vector<std::string> names() const;

    void save(StateWriter& state) const;
    /// Into the triggers that were saved: throws Error, and changes nothing, unless the same triggers were added in the
    /// same order.
    void load(StateReader& state);

private:
    struct Position {
        bool on = false;
        Tick in_a_row = 0;  ///< latest observations that speak for a turn; below the hold it takes
        std::optional<Tick> since;
    };
    /// What a ConditionTrigger was compiled to.
    struct Conditions {
        Expression start;
        std::optional<Expression> end;
        std::vector<Tick> held;  ///< for the `for` clauses of start, then for those of end
    };
    struct Entry {
        std::string name;
        std::variant<Trigger, Conditions> turned_by;
        Position position;
    };

    void add_entry(Entry entry);
    static std::vector<std::string> series_of(const Entry& entry);
    static std::string description_of(const Entry& entry);
    static void observe(Position& position, const Trigger& trigger, double value, Tick tick);
    static bool holds(const Expression& expression, Tick tick, const SeriesSet& series, std::span<Tick> held);
    static void look(Position& position, Conditions& conditions, Tick tick, const SeriesSet& series);
    const Entry* find(std::string_view name) const noexcept;
    const Entry& at(std::string_view name) const;
    void find_changes();

    std::vector<Entry> triggers_;
    std::vector<TriggerChange> changes_;
    std::optional<Tick> updated_;
};

}  // namespace commonweal::core
