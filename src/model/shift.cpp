// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/shift.hpp>

#include <algorithm>

namespace commonweal::model {

std::uint32_t on_duty(const Shift& shift, std::uint32_t people, bool in_response, std::uint32_t hour_of_day) {
    if (in_response) {
        if (people == 0 || shift.emergency_duty <= 0.0) return 0;
        return std::max(1u, static_cast<std::uint32_t>(people * shift.emergency_duty + 0.5));
    }
    const auto start = static_cast<std::uint32_t>(shift.calm_start);
    const std::uint32_t since = (hour_of_day + 24 - start) % 24;
    return since < static_cast<std::uint32_t>(shift.calm_hours) ? people : 0;
}

double hours_per_day(const Shift& shift, bool in_response) {
    return 24.0 * (in_response ? shift.emergency_duty : shift.calm_hours / 24.0);
}

}  // namespace commonweal::model
