// SPDX-License-Identifier: Apache-2.0
#include <chrono>
#include <commonweal/core/calendar.hpp>
#include <commonweal/core/error.hpp>
#include <string>

namespace commonweal::core {

namespace {

constexpr std::int64_t longest_holiday = 366;

/// Days since 1970-01-01.
std::int64_t day_of(DateTime moment) {
    return std::chrono::floor<std::chrono::days>(std::chrono::minutes{moment.minutes}).count();
}

std::string date_text(std::int64_t day) {
    const std::string text = DateTime{std::chrono::minutes{std::chrono::days{day}}.count()}.text();
    return text.substr(0, text.find('T'));
}

bool weekend(Weekday day) { return day == Weekday::saturday || day == Weekday::sunday; }

}  // namespace

Weekday weekday_of(DateTime moment) {
    const std::chrono::weekday day{std::chrono::sys_days{std::chrono::days{day_of(moment)}}};
    return static_cast<Weekday>(day.iso_encoding() - 1);
}

Calendar::Calendar(const Clock& clock) : clock_(clock) { clock.check(); }

void Calendar::add_holiday(DateTime day) { add_holidays(day, day); }

void Calendar::add_holidays(DateTime first, DateTime last) {
    const std::int64_t begin = day_of(first);
    const std::int64_t end = day_of(last);
    const std::string span = "calendar: holidays from " + date_text(begin) + " to " + date_text(end);
    if (end < begin) throw Error(span + "; the last must not lie before the first");
    if (end - begin >= longest_holiday) {
        throw Error(span + " are " + std::to_string(end - begin + 1) + " days; the most is " +
                    std::to_string(longest_holiday));
    }
    std::string worked;
    for (auto day = working_days_.lower_bound(begin); day != working_days_.end() && *day <= end; ++day) {
        worked += (worked.empty() ? "" : ", ") + date_text(*day);
    }
    if (!worked.empty()) throw Error("calendar: a holiday cannot be a working day too: " + worked);
    for (std::int64_t day = begin; day <= end; ++day) holidays_.insert(day);
}

void Calendar::add_working_day(DateTime day) {
    const std::int64_t worked = day_of(day);
    if (!weekend(weekday_of(day))) {
        throw Error("calendar: " + date_text(worked) +
                    " is no Saturday or Sunday; only a day of a weekend is worked in exchange");
    }
    if (holidays_.contains(worked)) {
        throw Error("calendar: a working day cannot be a holiday too: " + date_text(worked));
    }
    working_days_.insert(worked);
}

Weekday Calendar::weekday(Tick tick) const { return weekday_of(clock_.at(tick)); }

bool Calendar::is_weekend(Tick tick) const { return weekend(weekday(tick)); }

bool Calendar::is_holiday(Tick tick) const { return holidays_.contains(day_of(clock_.at(tick))); }

bool Calendar::is_working_day(Tick tick) const {
    const std::int64_t day = day_of(clock_.at(tick));
    return working_days_.contains(day) || (!is_weekend(tick) && !holidays_.contains(day));
}

std::function<bool(Tick)> Calendar::on_working_days() const {
    return [calendar = *this](Tick tick) { return calendar.is_working_day(tick); };
}

std::function<bool(Tick)> Calendar::on_days_off() const {
    return [calendar = *this](Tick tick) { return !calendar.is_working_day(tick); };
}

std::function<bool(Tick)> Calendar::on(Weekday day) const {
    return [clock = clock_, day](Tick tick) { return weekday_of(clock.at(tick)) == day; };
}

}  // namespace commonweal::core
