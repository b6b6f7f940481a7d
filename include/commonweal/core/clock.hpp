// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/date_time.hpp>
#include <commonweal/core/types.hpp>
#include <cstdint>

namespace commonweal::core {

/// What moment of the calendar a tick stands for. Tick t lasts from start + t ticks up to, not including, the beginning
/// of tick t + 1. Every member throws Error where check() does.
struct Clock {
    DateTime start{};                    ///< beginning of tick 0, in the years 0000 to 9999
    std::int64_t minutes_per_tick = 60;  ///< from 1 to 52,704,000, a hundred leap years

    /// Throws Error if a member is out of its range.
    void check() const;

    /// The beginning of a tick.
    DateTime at(Tick tick) const;

    /// The tick in which a moment lies. Throws Error for a moment before the start, and for one so late that no Tick
    /// counts it.
    Tick tick_of(DateTime moment) const;

    /// How many ticks a duration lasts. Throws Error if it is not positive, not a whole number of ticks (with the
    /// nearest number told, the longer of two equally near) or longer than a Tick counts.
    Tick ticks(std::int64_t minutes) const;

    /// Minutes from midnight to the beginning of a tick, below 1440.
    std::uint32_t minute_of_day(Tick tick) const;

    friend bool operator==(const Clock&, const Clock&) = default;
};

}  // namespace commonweal::core
