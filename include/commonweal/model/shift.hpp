// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace commonweal::model {

/// When people work: all of them by day in calm, a share of them at any hour in response.
struct Shift {
    double calm_start = 9.0;  ///< h of the day.
    double calm_hours = 8.0;  ///< h a day; 0 if nobody works in calm.
    double emergency_duty = 2.0 / 3.0;
};

/// The shift of those whose plan has these keys.
template <class Plan>
Shift shift_of(const Plan& plan) {
    return {.calm_start = plan.calm_shift_start, .calm_hours = plan.calm_shift, .emergency_duty = plan.emergency_duty};
}

/// How many of `people` work in an hour of the day; in response at least one, if any share does.
std::uint32_t on_duty(const Shift& shift, std::uint32_t people, bool in_response, std::uint32_t hour_of_day);

/// Hours of work that one of them does in a day, on the mean; that people are whole is left out of account.
double hours_per_day(const Shift& shift, bool in_response);

}  // namespace commonweal::model
