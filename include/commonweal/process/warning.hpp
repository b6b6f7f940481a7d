// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/layers.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <string_view>

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
    /// Share that can be warned at all, in (0, 1]: the others neither hear a broadcast nor listen to neighbours. Of the
    /// mechanism alone; a scenario gives agents their own reach. [A]
    double penetration = 1.0;
};

/// Rate at which one person hears the warning, 1 / h, from the share of channels that reach this person, in [0, 1], and
/// the share of neighbours who know, in [0, 1]. Branch-free.
inline float hazard(const Warning& warning, float broadcast_reach, float informed_neighbours) {
    return static_cast<float>(warning.broadcast_rate) * broadcast_reach +
           static_cast<float>(warning.contagion_rate) * informed_neighbours;
}

/// The same half way through `hours`, where `informed_neighbours` know at the start. The neighbours are taken as they
/// will be then if they, as far as the share `reachable` of them can, hear it as this person does; without that,
/// contagion would be late by half a step. Branch-free.
inline float hazard_half_way(const Warning& warning, float broadcast_reach, float informed_neighbours, float hours,
                             float reachable = 1.0f) {
    const float at_start = hazard(warning, broadcast_reach, informed_neighbours);
    const float newly_informed = (reachable - informed_neighbours) * chance_of(at_start, 0.5f * hours);
    return hazard(warning, broadcast_reach, informed_neighbours + newly_informed);
}

/// Chance of hearing it within `hours`. Branch-free.
inline float warned_chance(const Warning& warning, float broadcast_reach, float informed_neighbours, float hours) {
    return chance_of(hazard_half_way(warning, broadcast_reach, informed_neighbours, hours), hours);
}

namespace columns {
inline constexpr core::Column<float> warned{"warned"};                ///< 1: has heard the warning; 0: has not
inline constexpr core::Column<float> warned_hour{"warned_hour"};      ///< when; as yet, of those who have not
inline constexpr core::Column<float> warning_reach{"warning_reach"};  ///< share of channels that reach one
inline constexpr core::Column<float> can_be_warned{"can_be_warned"};  ///< 1, or 0 for those who never listen
}  // namespace columns

/// The warning as a rule, over the ties of one layer. Whoever has not heard it carries the time up to now in the column
/// of hours; the hour of hearing lies within the step, where the rate has it.
struct SpreadWarning {
    static constexpr std::string_view name = "spread_warning";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write(columns::warned) | core::write(columns::warned_hour) |
                                 core::read(columns::warning_reach) | core::read(columns::can_be_warned) |
                                 core::neighbour_mean(layer, columns::warned) | core::uniforms<1>();

    Warning warning{};
    float step = 1.0f;  ///< Length of a tick, h.

    void operator()(float& warned, float& hour, float reach, float can_be_warned, float informed, float draw) const {
        const auto reachable = static_cast<float>(warning.penetration);
        const float rate = can_be_warned * hazard_half_way(warning, reach, informed, step, reachable);
        const float wait = -core::math::log1p(-draw);  // in mean times between two events
        const bool hears = (warned < 0.5f) & (wait < rate * step);
        const float later = warned < 0.5f ? one_step_after(hour, step) : hour;
        hour = hears ? hour + wait / rate : later;
        warned = hears ? 1.0f : warned;
    }
};

/// Who knows at the start, and how far the broadcast reaches each.
struct WarningStart {
    Starters warned{.count = 0};
    AgentValues reach{.drawn = core::Distribution::constant(1)};  ///< Factor to broadcast_rate, each in [0, 1].
};

/// Share warned over replicate and time (h), until nobody else can be warned, and the hour of hearing of each agent,
/// NaN for those who have not heard. Who can be warned is drawn by `penetration`, in each replicate anew; those who
/// cannot are in the crowd, and tell nobody. Throws ConfigError with everything that is wrong.
Dataset simulate(const Warning& warning, const WarningStart& start, const Experiment& experiment);

/// A crowd at the start; who knows and who can be warned do not depend on each other.
struct WarningShares {
    double warned = 0.0;                                          ///< In [0, 1].
    AgentValues reach{.drawn = core::Distribution::constant(1)};  ///< As in WarningStart.
};

/// Share warned over time (h) where everybody meets everybody and there are infinitely many. Throws ConfigError with
/// everything that is wrong.
Dataset mean_field(const Warning& warning, const WarningShares& start, double until, double every);

/// Share warned `hours` after the broadcast began where everybody meets everybody: the solution of
/// dF/dt = (broadcast_rate + contagion_rate F) (penetration - F) from F = 0.
double warned_share(const Warning& warning, double hours);

/// When the share is warned, h; infinite where it is not below the penetration or nothing is broadcast.
double time_to_warned_share(const Warning& warning, double share);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Warning& process);

}  // namespace commonweal::process
