// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/types.hpp>
#include <cstddef>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {

class StateReader;
class StateWriter;

/// One number observed again and again: at the ticks phase, phase + every, phase + 2 every, and so on.
class TimeSeries {
public:
    /// Throws Error if the name is empty, `every` is 0 or `phase` not below it, as for a rule's When, or if the unit is
    /// none that Unit::parse knows.
    explicit TimeSeries(std::string name, Tick every = 1, Tick phase = 0, std::string unit = "1");

    const std::string& name() const noexcept { return name_; }
    Tick every() const noexcept { return every_; }
    Tick phase() const noexcept { return phase_; }
    /// Of the values; it belongs to the description and is no part of a state.
    const std::string& unit() const noexcept { return unit_; }

    /// Adds what was observed at a tick. Any NaN is kept as the one positive quiet NaN. Throws Error if another tick's
    /// turn it is.
    void record(Tick tick, double value);

    /// One per observation, the earliest first; invalidated by record.
    std::span<const double> values() const noexcept;
    bool empty() const noexcept { return values_.empty(); }
    /// When a row of values() was observed. Throws Error if there is no such row yet.
    Tick tick_of(std::size_t row) const;
    /// What was observed at a tick; nothing if it has not been or is none of the series' ticks.
    std::optional<double> at(Tick tick) const noexcept;
    /// The latest observation. Throws Error if there is none.
    double last() const;

private:
    friend class SeriesSet;

    std::string name_;
    Tick every_;
    Tick phase_;
    std::string unit_;
    std::vector<double> values_;
};

/// The series of one simulation, each under its own name.
class SeriesSet {
public:
    /// The series stays where it is as long as the set does. Throws Error if there is one of this name, and where
    /// TimeSeries does.
    TimeSeries& add(std::string name, Tick every = 1, Tick phase = 0, std::string unit = "1");

    /// Throws Error with the nearest name if there is none of this name.
    TimeSeries& at(std::string_view name);
    const TimeSeries& at(std::string_view name) const;
    bool contains(std::string_view name) const noexcept { return find(name) != nullptr; }
    /// In order of adding.
    std::vector<std::string> names() const;

    void save(StateWriter& state) const;
    /// Into the set that was saved: throws Error, and changes nothing, unless the same series were added in the same
    /// order.
    void load(StateReader& state);

private:
    const TimeSeries* find(std::string_view name) const noexcept;

    std::deque<TimeSeries> series_;
};

}  // namespace commonweal::core
