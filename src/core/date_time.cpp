// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/date_time.hpp>

#include <algorithm>
#include <chrono>

namespace commonweal::core {

namespace {

constexpr std::int64_t minutes_per_day = std::int64_t{24} * 60;

/// The number that fills a field of digits; nothing if another character stands in it.
std::optional<int> digits(std::string_view field) {
    int number = 0;
    for (const char digit : field) {
        if (digit < '0' || digit > '9') return std::nullopt;
        number = 10 * number + (digit - '0');
    }
    return number;
}

std::optional<std::int64_t> days(std::string_view date) {
    if (date.size() != 10 || date[4] != '-' || date[7] != '-') return std::nullopt;
    const auto year = digits(date.substr(0, 4));
    const auto month = digits(date.substr(5, 2));
    const auto day = digits(date.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day calendar{std::chrono::year{*year},
                                               std::chrono::month{static_cast<unsigned>(*month)},
                                               std::chrono::day{static_cast<unsigned>(*day)}};
    if (!calendar.ok()) return std::nullopt;
    return std::chrono::sys_days{calendar}.time_since_epoch().count();
}

std::optional<std::int64_t> minutes_of_day(std::string_view time) {
    if (time.size() == 8 && time.substr(5) == ":00") time.remove_suffix(3);
    if (time.size() != 5 || time[2] != ':') return std::nullopt;
    const auto hour = digits(time.substr(0, 2));
    const auto minute = digits(time.substr(3, 2));
    if (!hour || !minute || *hour > 23 || *minute > 59) return std::nullopt;
    return 60 * *hour + *minute;
}

std::string padded(std::int64_t number, std::size_t width) {
    std::string text = std::to_string(number);
    return std::string(width - std::min(width, text.size()), '0') + text;
}

}  // namespace

std::optional<DateTime> DateTime::parse(std::string_view text) {
    const auto day = days(text.substr(0, 10));
    if (!day) return std::nullopt;
    if (text.size() == 10) return DateTime{*day * minutes_per_day};
    if (text[10] != 'T' && text[10] != ' ') return std::nullopt;
    const auto time = minutes_of_day(text.substr(11));
    if (!time) return std::nullopt;
    return DateTime{*day * minutes_per_day + *time};
}

std::string DateTime::text() const {
    const auto day = std::chrono::floor<std::chrono::days>(std::chrono::minutes{minutes});
    const std::chrono::year_month_day date{std::chrono::sys_days{day}};
    const std::int64_t time = minutes - std::chrono::minutes{day}.count();
    return padded(int{date.year()}, 4) + '-' + padded(unsigned{date.month()}, 2) + '-' +
           padded(unsigned{date.day()}, 2) + 'T' + padded(time / 60, 2) + ':' + padded(time % 60, 2);
}

}  // namespace commonweal::core
