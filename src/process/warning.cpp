// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/warning.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/parameter.hpp>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

/// Whom the warning can come to, from those who know it or hear the broadcast, among those who listen.
std::vector<bool> warned_in_the_end(const Warning& warning, const core::Population& crowd, const core::Ties& ties) {
    const auto warned = crowd.values(columns::warned);
    const auto reach = crowd.values(columns::warning_reach);
    const auto listens = crowd.values(columns::can_be_warned);
    std::vector<bool> hears(crowd.size());
    std::vector<Index> tellers;
    for (Index row = 0; row < crowd.size(); ++row) {
        hears[row] = warned[row] > 0.5f || (listens[row] > 0.5f && warning.broadcast_rate > 0.0 && reach[row] > 0.0f);
        if (hears[row]) tellers.push_back(row);
    }
    if (warning.contagion_rate <= 0.0 || tellers.empty()) return hears;
    if (ties.mixed) {
        for (Index row = 0; row < crowd.size(); ++row) hears[row] = hears[row] || listens[row] > 0.5f;
        return hears;
    }
    // Somebody hears of those whom one's own row lists.
    const core::Graph listeners = ties.graph->is_undirected() ? *ties.graph : ties.graph->transposed();
    while (!tellers.empty()) {
        const Index teller = tellers.back();
        tellers.pop_back();
        for (const Index other : listeners.neighbours(teller)) {
            if (hears[other] || listens[other] < 0.5f) continue;
            hears[other] = true;
            tellers.push_back(other);
        }
    }
    return hears;
}

void add_listeners(const Warning& warning, const WarningStart& start, core::Population& crowd, const core::Ties& ties,
                   core::Seed seed) {
    for (const auto column : {columns::warned, columns::warned_hour, columns::can_be_warned}) crowd.add(column, 0.0f);
    detail::add_column(crowd, columns::warning_reach, detail::drawn(start.reach, crowd, seed, "warning_reach"));
    const AgentValues uniform{.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0}), .given = {}};
    const std::vector<double> listening = detail::drawn(uniform, crowd, seed, "can_be_warned");
    const auto listens = crowd.values(columns::can_be_warned);
    for (Index row = 0; row < crowd.size(); ++row) listens[row] = listening[row] < warning.penetration ? 1.0f : 0.0f;
    for (const Index row : detail::chosen(start.warned, crowd.size(), seed)) crowd.values(columns::warned)[row] = 1.0f;
    const std::vector<bool> hears = warned_in_the_end(warning, crowd, ties);
    for (Index row = 0; row < crowd.size(); ++row) listens[row] = hears[row] ? listens[row] : 0.0f;
}

bool all_are_warned(core::Simulation& simulation) {
    const core::Population& crowd = simulation.population(detail::people);
    const auto warned = crowd.values(columns::warned);
    const auto can_be = crowd.values(columns::can_be_warned);
    for (Index row = 0; row < crowd.size(); ++row) {
        if (warned[row] < can_be[row]) return false;
    }
    return true;
}

/// The hours of hearing, and in place of the others' time up to the end no number.
void leave_only_hours_of_hearing(Dataset& dataset) {
    const auto warned = std::prev(dataset.variables.end());
    const auto hour = std::prev(warned);
    for (std::size_t k = 0; k < hour->values.size(); ++k) {
        if (warned->values[k] < 0.5) hour->values[k] = not_a_number;
    }
    dataset.variables.erase(warned);
}

/// People who are reached alike, and how many they are of all.
struct ReachGroup {
    double reach;
    double share;
};

/// At most 1,000 groups, so that a list of a million is not gone through at every step of the equations.
std::vector<ReachGroup> reach_groups(const AgentValues& reach) {
    if (reach.given.empty() && reach.drawn.is_constant()) return {{reach.drawn.mean(), 1.0}};
    std::vector<double> all = reach.given;
    for (int k = 0; reach.given.empty() && k < 1000; ++k) all.push_back(reach.drawn.quantile((k + 0.5) / 1000.0));
    std::sort(all.begin(), all.end());
    std::vector<ReachGroup> groups;
    const std::size_t parts = std::min<std::size_t>(all.size(), 1000);
    for (std::size_t part = 0; part < parts; ++part) {
        const std::size_t first = part * all.size() / parts;
        const std::size_t last = (part + 1) * all.size() / parts;
        double sum = 0.0;
        for (std::size_t k = first; k < last; ++k) sum += all[k];
        const auto count = static_cast<double>(last - first);
        groups.push_back({sum / count, count / static_cast<double>(all.size())});
    }
    return groups;
}

}  // namespace

Dataset simulate(const Warning& warning, const WarningStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(warning);
    check.starters("warned", start.warned);
    check.values("reach", start.reach, {.low = 0.0, .high = 1.0});
    check.finish();
    const double rate = warning.broadcast_rate + warning.contagion_rate;
    const double unit = rate > 0.001 ? 1.0 / rate : 1.0;  // of time
    const detail::Course course{.unit = "h", .step = 0.05 * unit, .every = 0.1 * unit, .over = all_are_warned};
    const std::array recorded{detail::Recorded{"warned", "1", "Share of people who have heard the warning",
                                               core::observe_mean(std::string(detail::people), columns::warned)}};
    const std::array kept{detail::Kept{columns::warned_hour, "hour", "h", "When somebody heard the warning"},
                          detail::Kept{columns::warned, "has_heard", "1", "Whether somebody has heard the warning"}};
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_listeners(warning, start, crowd, simulation.layers(detail::people).ties(detail::contacts.name),
                      simulation.seed());
        const double step = experiment.step.value_or(course.step);
        simulation.add(SpreadWarning{.warning = warning, .step = static_cast<float>(step)}, detail::people);
    };
    Dataset dataset = detail::run_replicates(experiment, course, recorded, build, kept);
    leave_only_hours_of_hearing(dataset);
    return dataset;
}

Dataset mean_field(const Warning& warning, const WarningShares& start, double until, double every) {
    const std::size_t listed = start.reach.given.size();
    detail::ExperimentCheck check({.size = listed ? static_cast<Index>(listed) : 1, .until = until, .every = every});
    check.parameters(warning);
    check.number("warned", start.warned, {.low = 0.0, .high = 1.0});
    check.values("reach", start.reach, {.low = 0.0, .high = 1.0});
    check.finish();
    const std::vector<ReachGroup> groups = reach_groups(start.reach);
    // The state is the time and the sum of what contagion has done to somebody who has not heard: that is one number
    // for all, whatever the broadcast does to each.
    const auto share = [&](const std::vector<double>& at) {
        double unheard = 0.0;
        for (const ReachGroup& group : groups) {
            unheard += group.share * math::exp(-warning.broadcast_rate * group.reach * at[0] - at[1]);
        }
        return start.warned + (1.0 - start.warned) * warning.penetration * (1.0 - unheard);
    };
    const detail::Rates rates = [&](const std::vector<double>& at, std::vector<double>& change) {
        change.assign({1.0, warning.contagion_rate * share(at)});
    };
    const double step = 0.05 / std::max(0.001, warning.broadcast_rate + warning.contagion_rate);
    detail::TimeCurves curves("h", {{"warned", "1", "Share of people who have heard the warning"}});
    for (const auto& at : detail::integrate(rates, {0.0, 0.0}, until, every, step)) {
        curves.add(at[0], {share(at)});
    }
    return std::move(curves).take();
}

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
                                    .meaning = "Share that can be warned at all, in the mechanism alone; 1 in a "
                                               "scenario, where awareness.online_reach and offline_reach tell it",
                                    .low = 0,
                                    .high = 1,
                                    .low_open = true});
}

}  // namespace commonweal::process
