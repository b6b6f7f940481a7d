// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <chrono>
#include <commonweal/core/clock.hpp>
#include <commonweal/core/error.hpp>
#include <limits>
#include <string>

namespace commonweal::core {

namespace {

/// Keeps start + ticks within 64 bits, with room to spare.
constexpr std::int64_t longest_tick = std::int64_t{100} * 366 * 24 * 60;
constexpr std::uint64_t last_tick = std::numeric_limits<Tick>::max();

constexpr std::int64_t minutes_until(int year) {
    return std::chrono::minutes{std::chrono::sys_days{std::chrono::year{year} / 1 / 1}.time_since_epoch()}.count();
}

std::string of_length(std::int64_t minutes_per_tick) {
    return " of " + std::to_string(minutes_per_tick) + (minutes_per_tick == 1 ? " minute" : " minutes");
}

}  // namespace

void Clock::check() const {
    if (minutes_per_tick < 1 || minutes_per_tick > longest_tick) {
        throw Error("clock: a tick" + of_length(minutes_per_tick) + "; it must last from 1 to " +
                    std::to_string(longest_tick) + " minutes");
    }
    if (start.minutes < minutes_until(0) || start.minutes >= minutes_until(10000)) {
        throw Error("clock: the start lies " + std::to_string(start.minutes) +
                    " minutes after 1970; it must lie in the years 0000 to 9999");
    }
}

DateTime Clock::at(Tick tick) const {
    check();
    return {start.minutes + minutes_per_tick * tick};
}

Tick Clock::tick_of(DateTime moment) const {
    check();
    if (moment < start) throw Error("clock: " + moment.text() + " lies before the start, " + start.text());
    const std::uint64_t passed = static_cast<std::uint64_t>(moment.minutes) - static_cast<std::uint64_t>(start.minutes);
    const std::uint64_t tick = passed / static_cast<std::uint64_t>(minutes_per_tick);
    if (tick > last_tick) {
        throw Error("clock: a moment " + std::to_string(passed) + " minutes after the start is tick " +
                    std::to_string(tick) + "; the last is " + std::to_string(last_tick));
    }
    return static_cast<Tick>(tick);
}

Tick Clock::ticks(std::int64_t minutes) const {
    check();
    const std::string duration = "clock: a duration" + of_length(minutes);
    if (minutes < 1) throw Error(duration + "; it must be above 0");
    const std::int64_t whole = minutes / minutes_per_tick;
    const std::int64_t rest = minutes % minutes_per_tick;
    if (static_cast<std::uint64_t>(whole) > last_tick) {
        throw Error(duration + " is " + std::to_string(whole) + " ticks; the most is " + std::to_string(last_tick));
    }
    if (rest != 0) {
        const std::int64_t near = std::max<std::int64_t>(1, whole + (rest >= minutes_per_tick - rest ? 1 : 0));
        throw Error(duration + " is no whole number of ticks" + of_length(minutes_per_tick) +
                    "; the nearest whole number is " + std::to_string(near) + " (" +
                    std::to_string(near * minutes_per_tick) + " minutes)");
    }
    return static_cast<Tick>(whole);
}

std::uint32_t Clock::minute_of_day(Tick tick) const {
    const std::chrono::minutes moment{at(tick).minutes};
    return static_cast<std::uint32_t>((moment - std::chrono::floor<std::chrono::days>(moment)).count());
}

}  // namespace commonweal::core
