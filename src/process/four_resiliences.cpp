// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/four_resiliences.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

namespace commonweal::process {
namespace {

using core::Index;

void check_within(const char* measure, const char* what, double value,
                  double high = std::numeric_limits<double>::max()) {
    if (value >= 0.0 && value <= high) return;
    throw core::Error(std::string(measure) + ": " + what +
                      (high == 1.0 ? " must be in [0, 1]" : " must be finite and not negative"));
}

/// The size of the largest group of active actors that hold together. Ties count whichever way they point.
class ActiveGroups {
public:
    ActiveGroups(const core::Graph& graph, std::span<const std::uint8_t> active)
        : graph_(graph), active_(active), parent_(active.size()), size_(active.size(), 1) {
        for (Index agent = 0; agent < active.size(); ++agent) parent_[agent] = agent;
    }

    Index largest() {
        Index most = 0;
        for (Index agent = 0; agent < active_.size(); ++agent) {
            if (!active_[agent]) continue;
            for (const Index other : graph_.neighbours(agent)) {
                if (active_[other]) most = std::max(most, join(agent, other));
            }
            most = std::max(most, Index{1});
        }
        return most;
    }

private:
    Index root(Index agent) {
        while (parent_[agent] != agent) agent = parent_[agent] = parent_[parent_[agent]];
        return agent;
    }

    Index join(Index one, Index other) {
        Index a = root(one), b = root(other);
        if (a == b) return size_[a];
        if (size_[a] < size_[b]) std::swap(a, b);
        parent_[b] = a;
        return size_[a] += size_[b];
    }

    const core::Graph& graph_;
    std::span<const std::uint8_t> active_;
    std::vector<Index> parent_;
    std::vector<Index> size_;
};

}  // namespace

double subject_resilience(const core::Graph& graph, std::span<const std::uint8_t> active) {
    if (graph.is_bipartite()) throw core::Error("subject_resilience: ties must be among one kind of actors");
    if (active.size() != graph.size())
        throw core::Error("subject_resilience: active must have one value for each actor");
    if (active.empty()) throw core::Error("subject_resilience: there are no actors");
    // The share who act times the share of these in the largest group: those who act cancel out.
    return static_cast<double>(ActiveGroups(graph, active).largest()) / static_cast<double>(active.size());
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
