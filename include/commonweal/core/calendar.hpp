// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/clock.hpp>
#include <commonweal/core/date_time.hpp>
#include <commonweal/core/types.hpp>
#include <cstdint>
#include <functional>
#include <set>

namespace commonweal::core {

enum class Weekday : std::uint8_t { monday, tuesday, wednesday, thursday, friday, saturday, sunday };

/// In the Gregorian calendar, continued backwards before 1582 (ISO 8601).
Weekday weekday_of(DateTime moment);

/// Which days are worked. Saturdays and Sundays are off unless they are worked in exchange, all others are worked
/// unless they are holidays. A tick belongs to the day in which it begins, a moment to the day around it.
class Calendar {
public:
    /// Throws Error where Clock::check() does.
    explicit Calendar(const Clock& clock);

    /// A day off on whatever day of the week. Throws Error if it is a working day already.
    void add_holiday(DateTime day);
    /// Every day from the first to the last, both included. Throws Error if the last lies before the first, if they
    /// span more than a year, and with all days that are working days already; then none is added.
    void add_holidays(DateTime first, DateTime last);
    /// A day of a weekend that is worked in exchange for a holiday, as in China. Throws Error if the day is no
    /// Saturday or Sunday, or a holiday already.
    void add_working_day(DateTime day);

    Weekday weekday(Tick tick) const;
    /// Saturday or Sunday, worked or not.
    bool is_weekend(Tick tick) const;
    bool is_holiday(Tick tick) const;
    bool is_working_day(Tick tick) const;

    /// Conditions for When::only_if. Each keeps the calendar as it is now and may outlive it.
    std::function<bool(Tick)> on_working_days() const;
    std::function<bool(Tick)> on_days_off() const;
    std::function<bool(Tick)> on(Weekday day) const;

private:
    Clock clock_;
    std::set<std::int64_t> holidays_;  ///< days since 1970-01-01
    std::set<std::int64_t> working_days_;
};

}  // namespace commonweal::core
