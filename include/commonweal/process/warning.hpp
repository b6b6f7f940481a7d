// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/hazard.hpp>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// A warning spreads by broadcast and from neighbour to neighbour. Rogers and Sorensen 1988; the form is Bass' (1969).
struct Warning {
    /// Rate at which a broadcast that is on reaches somebody within its reach, 1 / h, in [0, 60]. Chat groups reach .6
    /// in the first hour (0.9 / h), cell broadcast .6 in 5 min (11 / h). [A]
    double broadcast_rate = 1.0;
    /// Rate at which somebody whose neighbours all know is told, 1 / h, in [0, 60]. [A]
    double contagion_rate = 1.0;
    /// Share that can be reached at all, in (0, 1]; used by the closed form. Agents carry their own. [A]
    double penetration = 1.0;
};

/// Rate at which one person hears the warning, 1 / h, from the share of channels that reach this person, in [0, 1], and
/// the share of neighbours who know, in [0, 1]. Branch-free.
inline float hazard(const Warning& warning, float broadcast_reach, float informed_neighbours) {
    return static_cast<float>(warning.broadcast_rate) * broadcast_reach +
           static_cast<float>(warning.contagion_rate) * informed_neighbours;
}

/// Chance of hearing it within `hours`, where `informed_neighbours` know at the start. The neighbours are taken as they
/// will be at half time if they hear it as this person does; without that, contagion would be late by half a step.
/// Branch-free.
inline float warned_chance(const Warning& warning, float broadcast_reach, float informed_neighbours, float hours) {
    const float at_start = hazard(warning, broadcast_reach, informed_neighbours);
    const float newly_informed = (1.0f - informed_neighbours) * chance_of(at_start, 0.5f * hours);
    return chance_of(hazard(warning, broadcast_reach, informed_neighbours + newly_informed), hours);
}

/// Share warned `hours` after the broadcast began where everybody meets everybody: the solution of
/// dF/dt = (broadcast_rate + contagion_rate F) (penetration - F) from F = 0.
double warned_share(const Warning& warning, double hours);

/// When the share is warned, h; infinite where it is not below the penetration or nothing is broadcast.
double time_to_warned_share(const Warning& warning, double share);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Warning& process);

}  // namespace commonweal::process
