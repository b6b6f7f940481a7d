// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/record.hpp>
#include <commonweal/model/simulation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

/// How many requests were begun in each hour that was run: by all who serve or by one of them, 0 the offices, 1 the
/// first organisation.
inline std::vector<std::uint32_t> begun_by_hour(const commonweal::model::Simulation& simulation,
                                                std::optional<std::uint8_t> by = {}) {
    std::vector<std::uint32_t> begun(simulation.hour());
    for (const commonweal::core::RecordTable& table : simulation.final_tables()) {
        if (table.schema().name != "requests") continue;
        const auto started = table.values(table.field<double>("started"));
        std::span<const std::uint8_t> served_by;
        if (by) served_by = table.values(table.field<std::uint8_t>("served_by"));
        for (std::size_t k = 0; k < started.size(); ++k) {
            if (!(started[k] < simulation.hour())) continue;
            if (by && served_by[k] != *by) continue;
            ++begun[static_cast<std::size_t>(started[k])];
        }
    }
    return begun;
}

/// In which of the hours somebody is at work: 1 or 0.
inline std::vector<std::uint8_t> at_work(const std::vector<std::uint32_t>& of_each_hour) {
    std::vector<std::uint8_t> some;
    for (const std::uint32_t count : of_each_hour) some.push_back(count > 0);
    return some;
}

/// The same for a plan: from one hour of the day up to another, in a run that starts at `start`.
inline std::vector<std::uint8_t> hours_between(std::uint32_t from, std::uint32_t to, std::uint32_t start,
                                               commonweal::core::Tick hours) {
    std::vector<std::uint8_t> within;
    for (commonweal::core::Tick hour = 0; hour < hours; ++hour) {
        const std::uint32_t of_day = (start + hour) % 24;
        within.push_back(of_day >= from && of_day < to);
    }
    return within;
}
