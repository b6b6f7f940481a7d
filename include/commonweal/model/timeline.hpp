// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/types.hpp>
#include <commonweal/model/scenario.hpp>

#include <cstdint>
#include <vector>

namespace commonweal::model {

/// What comes from outside, hour by hour: rain, warnings, orders.
struct Timeline {
    explicit Timeline(const Scenario& scenario);

    core::Tick hours = 0;
    std::uint32_t start_hour_of_day = 0;
    std::vector<float> rain;             ///< mm / h at the storm's strongest place.
    std::vector<std::uint8_t> warning;   ///< 1 while an official warning is in force.
    std::vector<std::uint8_t> heard_of;  ///< 1 while a warning is in force or still talked about.
    std::vector<std::uint8_t> level;     ///< Response ordered by the city: 1 highest to 4; 0 none.

    std::uint32_t hour_of_day(core::Tick hour) const { return (start_hour_of_day + hour) % 24; }
};

}  // namespace commonweal::model
