// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>

namespace commonweal::core {
class Graph;
}

namespace commonweal::process {

// The four resiliences of a community, each in [0, 1]. What is given lies within its range; else Error.

/// Of its actors: the share of them who act under shock, times the share of these whom the largest group of them that
/// hold together has (connected through actors who act). `active` is 0 for whom the shock has put out of action.
double subject_resilience(const core::Graph& graph, std::span<const std::uint8_t> active);

/// Of its space: person-hours of usable shelter and open space over those needed; 1 where none are needed.
double spatial_resilience(double usable, double needed);

/// Of its technology: the share of the information produced that was delivered in time, times the share of time that
/// the technology was up; of no information, its uptime.
double technical_resilience(double delivered_in_time, double produced, double uptime);

/// Of its minds: the mean of 1 - distress, times the share of belonging that is left of what there was before.
double psychological_resilience(std::span<const float> distress, double belonging_before, double belonging_now);

/// What digital tools bring on balance: benefit - burden - exclusion - distrust, each in [0, 1]; in [-3, 1].
double digital_empowerment(double benefit, double burden, double exclusion, double distrust);

}  // namespace commonweal::process
