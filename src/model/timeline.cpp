// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/timeline.hpp>

#include <algorithm>
#include <cmath>

namespace commonweal::model {

namespace {

/// Hours from the start of the run to a date of the scenario; negative before it.
double hour_of(const Scenario& scenario, core::DateTime date) {
    return static_cast<double>(date - scenario.time.start) / 60.0 + scenario.storm.shift;
}

/// The hours that an interval touches, clipped to the run.
void mark(std::vector<std::uint8_t>& hours, double from, double to, std::uint8_t value) {
    const double last = std::min(std::ceil(to), static_cast<double>(hours.size()));
    for (double hour = std::max(0.0, std::floor(from)); hour < last; ++hour) {
        hours[static_cast<std::size_t>(hour)] = value;
    }
}

std::vector<float> rain_by_hour(const Scenario& scenario, core::Tick hours) {
    std::vector<float> rain(hours, 0.0f);
    const double first = std::floor(hour_of(scenario, scenario.storm.start) + 0.5);
    for (std::size_t k = 0; k < scenario.storm.rain.values.size(); ++k) {
        const double hour = first + static_cast<double>(k);
        if (hour < 0.0 || hour >= static_cast<double>(hours)) continue;
        rain[static_cast<std::size_t>(hour)] = static_cast<float>(scenario.storm.rain.values[k]);
    }
    return rain;
}

}  // namespace

Timeline::Timeline(const Scenario& scenario)
    : hours(static_cast<core::Tick>(scenario.time.duration)),
      rain(rain_by_hour(scenario, hours)),
      warning(hours, 0),
      heard_of(hours, 0),
      level(hours, 0) {
    const std::int64_t minute_of_day = ((scenario.time.start.minutes % 1440) + 1440) % 1440;
    start_hour_of_day = static_cast<std::uint32_t>(minute_of_day / 60);
    for (const OfficialWarning& issued : scenario.warnings) {
        const double from = hour_of(scenario, issued.issued);
        mark(warning, from, from + issued.in_force, 1);
        mark(heard_of, from, from + issued.in_force + scenario.awareness.attention, 1);
    }
    std::vector<Order> orders = scenario.orders;
    std::stable_sort(orders.begin(), orders.end(), [](const Order& a, const Order& b) { return a.issued < b.issued; });
    for (const Order& order : orders) {
        mark(level, hour_of(scenario, order.issued), static_cast<double>(hours),
             static_cast<std::uint8_t>(order.level));
    }
}

}  // namespace commonweal::model
