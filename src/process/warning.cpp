// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/math.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/process/warning.hpp>
#include <limits>

namespace commonweal::process {

namespace math = core::math;

double warned_share(const Warning& warning, double hours) {
    const double broadcast = warning.broadcast_rate;
    const double contagion = warning.contagion_rate;
    const double reachable = warning.penetration;
    if (broadcast <= 0.0) return 0.0;
    const double decay = math::exp(-(broadcast + contagion * reachable) * hours);
    return reachable * (1.0 - decay) / (1.0 + contagion * reachable / broadcast * decay);
}

double time_to_warned_share(const Warning& warning, double share) {
    const double broadcast = warning.broadcast_rate;
    const double contagion = warning.contagion_rate;
    const double reachable = warning.penetration;
    if (share <= 0.0) return 0.0;
    if (broadcast <= 0.0 || share >= reachable) return std::numeric_limits<double>::infinity();
    const double odds = (1.0 + contagion / broadcast * share) * reachable / (reachable - share);
    return math::log(odds) / (broadcast + contagion * reachable);
}

void describe(core::ParameterTable& table, Warning& process) {
    table.add(process.broadcast_rate, {.key = "broadcast_rate",
                                       .meaning = "Rate at which a broadcast reaches somebody within its reach",
                                       .unit = "1 / h",
                                       .low = 0,
                                       .high = 60,
                                       .source = "chat groups .6 in the first hour",
                                       .live = true});
    table.add(process.contagion_rate, {.key = "contagion_rate",
                                       .meaning = "Rate at which somebody whose neighbours all know is told",
                                       .unit = "1 / h",
                                       .low = 0,
                                       .high = 60,
                                       .live = true});
    table.add(process.penetration, {.key = "penetration",
                                    .meaning = "Share that can be reached at all, in the closed form; 1 in a scenario, "
                                               "where awareness.online_reach and offline_reach tell it",
                                    .low = 0,
                                    .high = 1,
                                    .low_open = true});
}

}  // namespace commonweal::process
