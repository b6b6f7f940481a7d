// SPDX-License-Identifier: Apache-2.0
#include "detail/tied_groups.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/four_resiliences.hpp>
#include <cstddef>
#include <limits>
#include <string>

namespace commonweal::process {
namespace {

void check_within(const char* measure, const char* what, double value,
                  double high = std::numeric_limits<double>::max()) {
    if (value >= 0.0 && value <= high) return;
    throw core::Error(std::string(measure) + ": " + what +
                      (high == 1.0 ? " must be in [0, 1]" : " must be finite and not negative"));
}

}  // namespace

double subject_resilience(const core::Graph& graph, std::span<const std::uint8_t> active) {
    if (graph.is_bipartite()) throw core::Error("subject_resilience: ties must be among one kind of actors");
    if (active.size() != graph.size())
        throw core::Error("subject_resilience: active must have one value for each actor");
    if (active.empty()) throw core::Error("subject_resilience: there are no actors");
    if (std::all_of(active.begin(), active.end(), [](std::uint8_t acts) { return acts == 0; })) return 0.0;
    detail::TiedGroups groups(graph.size());
    for (core::Index agent = 0; agent < graph.size(); ++agent) {
        if (!active[agent]) continue;
        for (const core::Index other : graph.neighbours(agent)) {
            if (active[other]) groups.tie(agent, other);
        }
    }
    // The share who act times the share of these in the largest group: those who act cancel out.
    return static_cast<double>(groups.largest()) / static_cast<double>(active.size());
}

double spatial_resilience(double usable, double needed) {
    check_within("spatial_resilience", "usable", usable);
    check_within("spatial_resilience", "needed", needed);
    return needed > 0.0 ? std::min(1.0, usable / needed) : 1.0;
}

double technical_resilience(double delivered_in_time, double produced, double uptime) {
    check_within("technical_resilience", "produced", produced);
    check_within("technical_resilience", "uptime", uptime, 1.0);
    if (!(delivered_in_time >= 0.0 && delivered_in_time <= produced)) {
        throw core::Error("technical_resilience: delivered_in_time must be from 0 to what is produced");
    }
    return produced > 0.0 ? uptime * (delivered_in_time / produced) : uptime;
}

double psychological_resilience(std::span<const float> distress, double belonging_before, double belonging_now) {
    if (distress.empty()) throw core::Error("psychological_resilience: there is nobody");
    check_within("psychological_resilience", "belonging_before", belonging_before, 1.0);
    check_within("psychological_resilience", "belonging_now", belonging_now, 1.0);
    double sum = 0.0;
    for (const float one : distress) {
        check_within("psychological_resilience", "distress", static_cast<double>(one), 1.0);
        sum += static_cast<double>(one);
    }
    const double kept = belonging_before > 0.0 ? std::min(1.0, belonging_now / belonging_before) : 1.0;
    return (1.0 - sum / static_cast<double>(distress.size())) * kept;
}

double digital_empowerment(double benefit, double burden, double exclusion, double distrust) {
    check_within("digital_empowerment", "benefit", benefit, 1.0);
    check_within("digital_empowerment", "burden", burden, 1.0);
    check_within("digital_empowerment", "exclusion", exclusion, 1.0);
    check_within("digital_empowerment", "distrust", distrust, 1.0);
    return benefit - burden - exclusion - distrust;
}

}  // namespace commonweal::process
