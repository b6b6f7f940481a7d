// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/grievance.hpp>

#include <commonweal/process/service_queue.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/text.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;
using core::Tick;

constexpr detail::ExperimentCheck::Range grievance_share_range{.low = 0.0, .high = 1.0};

/// Calls visit(person) for somebody and all whom one tie leads to; in a mixed crowd for that person alone.
template <class Visit>
void within_one_tie(const core::Ties& ties, Index person, Visit&& visit) {
    visit(person);
    if (ties.mixed) return;
    for (const Index other : ties.neighbours(person)) visit(other);
    for (const core::Ties* part : ties.joined) {
        if (part->mixed) continue;
        for (const Index other : part->neighbours(person)) visit(other);
    }
}

void add_aggrieved(const GrievanceStart& start, core::Population& crowd, core::Seed seed) {
    const std::array<std::pair<core::Column<float>, const AgentValues*>, 5> values{{
        {columns::grievance_unmet, &start.unmet},
        {columns::grievance_share, &start.share},
        {columns::grievance_broken, &start.broken},
        {columns::grievance, &start.grievance},
        {columns::grievance_trust, &start.trust},
    }};
    for (const auto& [column, given] : values) {
        detail::add_column(crowd, column, detail::drawn(*given, crowd, seed, column.name));
    }
    crowd.add(columns::grievance_tension, std::uint32_t{0});
    crowd.add(columns::conflict_begins, std::numeric_limits<float>::infinity());
    crowd.add(columns::conflict_open, std::uint8_t{0});
    crowd.add(columns::conflict_worse, std::uint8_t{0});
    crowd.add(columns::conflict_since, std::uint32_t{0});
    for (const core::Column<float> column : {columns::conflicts_opened, columns::conflicts_settled,
                                             columns::conflicts_escalated, columns::conflicts_waited}) {
        crowd.add(column, 0.0f);
    }
}

/// All new conflicts in a day that the present grievance makes likely.
core::Observer rate_of_conflicts(const Grievance& process) {
    return [process](const core::Agents& agents, core::Workers&) {
        const core::Population& crowd = agents.at(detail::people);
        const auto grievance = crowd.values(columns::grievance);
        const auto trust = crowd.values(columns::grievance_trust);
        const auto tension = crowd.values(columns::grievance_tension);
        const auto open = crowd.values(columns::conflict_open);
        double sum = 0.0;
        for (Index row = 0; row < crowd.size(); ++row) {
            if (!open[row]) sum += conflict_rate<double>(process, grievance[row], trust[row], tension[row] > 0);
        }
        return sum;
    };
}

double mean_conflict_wait(const core::Agents& agents, core::Workers& workers) {
    const std::string kind(detail::people);
    const double opened = core::observe_sum(kind, columns::conflicts_opened)(agents, workers);
    return opened > 0.0 ? core::observe_sum(kind, columns::conflicts_waited)(agents, workers) / opened : 0.0;
}

std::vector<detail::Recorded> grievance_records(const Grievance& process) {
    const std::string kind(detail::people);
    return {
        {"grievance", "1", "Mean grievance", core::observe_mean(kind, columns::grievance)},
        {"trust", "1", "Mean trust", core::observe_mean(kind, columns::grievance_trust)},
        {"opened", "1", "Conflicts that have begun so far", core::observe_sum(kind, columns::conflicts_opened)},
        {"open", "1", "Conflicts that are not settled",
         core::observe_count(kind, columns::conflict_open, std::uint8_t{1})},
        {"settled", "1", "Conflicts settled so far", core::observe_sum(kind, columns::conflicts_settled)},
        {"escalated", "1", "Conflicts that have escalated so far",
         core::observe_sum(kind, columns::conflicts_escalated)},
        {"rate", "1 / d", "New conflicts in a day that the present grievance makes likely", rate_of_conflicts(process)},
        {"wait", "d", "Mean time that conflicts so far wait for mediators", mean_conflict_wait}};
}

void check_grievance_setting(detail::ExperimentCheck& check, const Grievance& process,
                             const GrievanceSetting& setting) {
    check.parameters(process);
    check.number("unmet", setting.grounds.unmet, grievance_share_range);
    check.number("unfair", setting.grounds.unfair, grievance_share_range);
    check.number("broken", setting.grounds.broken, grievance_share_range);
    check.number("grievance", setting.grievance, {.low = 0.0, .high = process.highest});
    check.number("trust", setting.trust, grievance_share_range);
}

void describe_mediation(core::ParameterTable& table, Grievance& process) {
    table.add(process.mediators,
              {.key = "mediators", .meaning = "People who settle conflicts; 0 for nobody", .low = 0, .high = 10'000});
    table.add(process.mediation_time, {.key = "mediation_time",
                                       .meaning = "Mean time that a mediation takes",
                                       .unit = "d",
                                       .low = 0,
                                       .high = 1e4,
                                       .low_open = true});
    table.add(process.success_chance,
              {.key = "success_chance",
               .meaning = "Chance that a mediation settles the conflict, which otherwise waits for another one",
               .low = 0,
               .high = 1,
               .low_open = true,
               .evidence = core::Evidence::sourced,
               .source = "Ministry of Justice 2018: above 96 % of nine million disputes a year"});
    table.add(process.patience, {.key = "patience",
                                 .meaning = "A conflict that is not settled by then escalates",
                                 .unit = "d",
                                 .low = 0,
                                 .high = 1e5,
                                 .low_open = true});
    table.add(process.escalation_factor,
              {.key = "escalation_factor",
               .meaning = "Factor to the rate of conflicts within one tie of those that have escalated",
               .low = 1,
               .high = 100});
    table.add(
        process.trust_loss,
        {.key = "trust_loss", .meaning = "Trust lost within one tie when a conflict escalates", .low = 0, .high = 1});
    table.add(process.relief, {.key = "relief",
                               .meaning = "Share of one's grievance that goes when one's conflict is settled",
                               .low = 0,
                               .high = 1});
}

}  // namespace

/// The columns that the rule works on.
struct MediateConflicts::Desk {
    core::ColumnView<float> grievance;
    core::ColumnView<float> trust;
    core::ColumnView<std::uint32_t> tension;
    core::ColumnView<const float> begins;
    core::ColumnView<std::uint8_t> open;
    core::ColumnView<std::uint8_t> worse;
    core::ColumnView<std::uint32_t> since;
    core::ColumnView<float> opened;
    core::ColumnView<float> settled;
    core::ColumnView<float> escalated;
    core::ColumnView<float> waited;
    core::ColumnView<std::uint32_t> free_tick;
    core::ColumnView<float> free_rest;
    const core::Ties& ties;
};

void MediateConflicts::operator()(core::Turn& turn, core::ColumnView<float> grievance, core::ColumnView<float> trust,
                                  core::ColumnView<std::uint32_t> tension, core::ColumnView<const float> begins,
                                  core::ColumnView<std::uint8_t> open, core::ColumnView<std::uint8_t> worse,
                                  core::ColumnView<std::uint32_t> since, core::ColumnView<float> opened,
                                  core::ColumnView<float> settled, core::ColumnView<float> escalated,
                                  core::ColumnView<float> waited, core::ColumnView<std::uint32_t> free_tick,
                                  core::ColumnView<float> free_rest, const core::Ties& ties) const {
    Desk desk{grievance, trust,   tension,   begins, open,      worse,     since,
              opened,    settled, escalated, waited, free_tick, free_rest, ties};
    if (turn.what == looks) look(turn, desk);
    if (turn.what == ends) end(turn, desk);
    if (turn.what == escalates) escalate(turn, desk);
}

void MediateConflicts::look(core::Turn& turn, Desk& desk) const {
    turn.plan(turn.agent, turn.now + 1, looks);
    std::vector<std::pair<float, Index>> begun;
    for (Index row = 0; row < desk.begins.size(); ++row) {
        if (desk.begins[row] < static_cast<float>(step)) begun.emplace_back(desk.begins[row], row);
    }
    std::sort(begun.begin(), begun.end());
    const double lasts = std::min(std::ceil(process.patience / step), 4e9);
    for (const auto& [time, person] : begun) {
        desk.open[person] = 1;
        desk.worse[person] = 0;
        desk.since[person] = turn.now;
        desk.opened[person] += 1.0f;
        if (lasts < static_cast<double>(std::numeric_limits<Tick>::max() - turn.now)) {
            turn.plan(person, turn.now + static_cast<Tick>(lasts), escalates);
        }
        core::Stream draws = turn.draws_with(person);
        hand_over(turn, desk, person, turn.now * step + static_cast<double>(time), draws);
    }
}

void MediateConflicts::hand_over(core::Turn& turn, Desk& desk, Index person, double time, core::Stream& draws) const {
    if (process.mediators == 0) return;
    const auto free_at = [&](std::size_t k) {
        return desk.free_tick[k] * step + static_cast<double>(desk.free_rest[k]);
    };
    std::size_t first = 0;
    for (std::size_t k = 1; k < desk.free_tick.size(); ++k) first = free_at(k) < free_at(first) ? k : first;
    const double begins = std::max(time, free_at(first));
    const double ended = begins - process.mediation_time * math::log(draws.open_uniform());
    const double tick = std::max(std::floor(ended / step), static_cast<double>(turn.now));
    desk.waited[person] += static_cast<float>(begins - time);
    if (tick >= 4e9) return;
    desk.free_tick[first] = static_cast<std::uint32_t>(tick);
    desk.free_rest[first] = static_cast<float>(ended - tick * step);
    turn.plan(person, static_cast<Tick>(tick), ends);
}

void MediateConflicts::end(core::Turn& turn, Desk& desk) const {
    const Index person = turn.agent;
    core::Stream draws = turn.draws();
    if (draws.uniform() >= process.success_chance) {
        return hand_over(turn, desk, person, (turn.now + 1) * step, draws);
    }
    desk.open[person] = 0;
    desk.settled[person] += 1.0f;
    desk.grievance[person] *= static_cast<float>(1.0 - process.relief);
    if (!desk.worse[person]) return;
    desk.worse[person] = 0;
    within_one_tie(desk.ties, person, [&](Index other) { desk.tension[other] -= desk.tension[other] > 0 ? 1u : 0u; });
}

void MediateConflicts::escalate(core::Turn& turn, Desk& desk) const {
    const Index person = turn.agent;
    const double lasts = std::ceil(process.patience / step);
    const bool same = desk.open[person] && static_cast<double>(turn.now - desk.since[person]) >= lasts;
    if (!same || desk.worse[person]) return;
    desk.worse[person] = 1;
    desk.escalated[person] += 1.0f;
    within_one_tie(desk.ties, person, [&](Index other) {
        desk.tension[other] += 1;
        desk.trust[other] = std::max(0.0f, desk.trust[other] - static_cast<float>(process.trust_loss));
    });
}

Dataset simulate(const Grievance& process, const GrievanceStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.values("unmet", start.unmet, grievance_share_range);
    check.values("share", start.share, grievance_share_range);
    check.values("broken", start.broken, grievance_share_range);
    check.values("grievance", start.grievance, {.low = 0.0, .high = process.highest});
    check.values("trust", start.trust, grievance_share_range);
    check.finish();
    const detail::Course course{.step = 1.0, .every = 5.0, .longest = 365.0};
    const double step = experiment.step.value_or(course.step);
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_aggrieved(start, crowd, simulation.seed());
        core::Population& mediators = simulation.add(
            core::Population::numbered(std::string(mediator_kind), std::max<Index>(process.mediators, 1)));
        mediators.add(columns::mediator_tick, std::uint32_t{0});
        mediators.add(columns::mediator_rest, 0.0f);
        simulation.add(BearGrievance{.process = process, .step = step}, detail::people);
        simulation.add(MediateConflicts{.process = process, .step = step}, detail::people,
                       {.after = {std::string(BearGrievance::name)}});
        simulation.queue(detail::people, MediateConflicts::name).plan(0, 0, MediateConflicts::looks);
    };
    return detail::run_replicates(experiment, course, grievance_records(process), build);
}

Dataset mean_field(const Grievance& process, const GrievanceSetting& setting, double until, double every) {
    detail::ExperimentCheck check(Experiment{.until = until, .every = every});
    check_grievance_setting(check, process, setting);
    check.finish();
    const auto level = [&](double time) { return aggrieved(process, setting.grievance, setting.grounds, time); };
    const detail::Rates rates = [&](const std::vector<double>& at, std::vector<double>& change) {
        change = {1.0, conflict_rate(process, level(at[0]), setting.trust)};
    };
    detail::TimeCurves curves(
        "d", {{"grievance", "1", "Grievance"}, {"conflicts", "1", "Conflicts that each person has had on average"}});
    for (const auto& at : detail::integrate(rates, {0.0, 0.0}, until, every, 1.0)) {
        curves.add(at[0], {level(at[0]), at[1]});
    }
    return std::move(curves).take();
}

double steady_grievance(const Grievance& process, const GrievanceSetting& setting) {
    detail::ExperimentCheck check(Experiment{});
    check_grievance_setting(check, process, setting);
    check.finish();
    return std::min(process.highest, goal_of(process, setting.grounds));
}

double mediation_wait(const Grievance& process, double conflicts_a_day) {
    detail::ExperimentCheck check(Experiment{});
    check.parameters(process);
    check.number("conflicts_a_day", conflicts_a_day, {.low = 0.0, .high = 1e9});
    check.finish();
    if (process.mediators == 0) return std::numeric_limits<double>::infinity();
    // Whoever is not reconciled comes again: as many more mediations, each with its wait.
    const double each = mean_wait({.servers = process.mediators,
                                   .arrival_rate = conflicts_a_day / process.success_chance,
                                   .service_rate = 1.0 / process.mediation_time});
    return each / process.success_chance;
}

void describe(core::ParameterTable& table, Grievance& process) {
    const auto rate = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "1 / d", .low = 0, .high = 10});
    };
    rate(process.unmet_weight, "unmet_weight", "Rise of grievance by a need that is wholly unmet");
    rate(process.unfair_weight, "unfair_weight", "Rise by having nothing of what all neighbours have in full");
    rate(process.broken_weight, "broken_weight", "Rise by promises that are all broken");
    table.add(process.decay, {.key = "decay",
                              .meaning = "Rate at which grievance is forgotten",
                              .unit = "1 / d",
                              .low = 0,
                              .high = 10,
                              .low_open = true});
    table.add(process.highest,
              {.key = "highest", .meaning = "Most grievance that there is", .low = 0, .high = 10, .low_open = true});
    table.add(process.conflict_rate,
              {.key = "conflict_rate",
               .meaning = "Rate of conflicts of somebody without grievance and without trust",
               .unit = "1 / d",
               .low = 0,
               .high = 100,
               .evidence = core::Evidence::computed,
               .source = "Ministry of Justice 2018, 2023: 9 and 14.9 million disputes a year among 1.4 billion"});
    table.add(process.grievance_effect, {.key = "grievance_effect",
                                         .meaning = "What a grievance of 1 adds to the logarithm of that rate",
                                         .low = 0,
                                         .high = 20});
    table.add(process.trust_effect,
              {.key = "trust_effect", .meaning = "What full trust takes from it", .low = 0, .high = 20});
    describe_mediation(table, process);
}

}  // namespace commonweal::process
