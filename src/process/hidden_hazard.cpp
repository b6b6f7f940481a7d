// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/hidden_hazard.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <commonweal/core/observe.hpp>
#include <commonweal/core/parameter.hpp>
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

constexpr double hazard_year = 365.25;
/// Rows beyond are beyond the end of every run.
constexpr double last_hazard_tick = 4e9;
/// Hazards of a building in a tick, on average, for which the draws of one tick suffice by far.
constexpr double most_hazards = 20.0;

constexpr detail::ExperimentCheck::Range hazard_share{.low = 0.0, .high = 1.0};
constexpr detail::ExperimentCheck::Range hazard_ages{.low = 0.0, .high = 1000.0};
constexpr detail::ExperimentCheck::Range hazard_hours{.low = 0.0, .high = 1e4};
constexpr detail::ExperimentCheck::Range hazard_stresses{.low = 0.0, .high = 1000.0};

/// Values that are entered as they are, each with its column and range.
struct HazardValues {
    core::Column<float> column;
    const char* name;
    const AgentValues* given;
    detail::ExperimentCheck::Range range;
};

std::array<HazardValues, 6> hazard_values(const HiddenHazardStart& start) {
    return {{{columns::hazard_age, "age", &start.age, hazard_ages},
             {columns::hazard_visits, "visits", &start.visits, hazard_hours},
             {columns::hazard_participation, "participation", &start.participation, hazard_share},
             {columns::hazard_skill, "skill", &start.skill, hazard_share},
             {columns::hazard_sensors, "sensors", &start.sensors, hazard_share},
             {columns::hazard_stress, "stress", &start.stress, hazard_stresses}}};
}

double arrivals_of(const HiddenHazard& process, double age) {
    return process.arrival_rate * age / process.reference_age;
}

double highest_age(const AgentValues& ages) {
    const double high =
        ages.given.empty() ? ages.drawn.support().high : *std::max_element(ages.given.begin(), ages.given.end());
    return std::min(high, hazard_ages.high);
}

void add_buildings(const HiddenHazardStart& start, core::Population& crowd, core::Seed seed) {
    for (const HazardValues& values : hazard_values(start)) {
        detail::add_column(crowd, values.column, detail::drawn(*values.given, crowd, seed, values.column.name));
    }
    for (const core::Column<float> column :
         {columns::hazard_campaign, columns::hazard_next, columns::hazard_hidden, columns::hazard_waiting,
          columns::hazard_severity, columns::hazard_power, columns::hazard_power_last, columns::hazard_events,
          columns::hazard_by_visits, columns::hazard_by_residents, columns::hazard_by_sensors,
          columns::hazard_by_campaign}) {
        crowd.add(column, 0.0f);
    }
}

/// When each building's first hazard arises and first campaign comes.
void plan_hazards(const HiddenHazard& process, double step, core::Simulation& simulation, core::Population& crowd) {
    constexpr core::StreamId stream = core::StreamId::of(detail::people, "hazard_begin");
    core::EventQueue& queue = simulation.queue(detail::people, FindHazards::name);
    for (Index row = 0; row < crowd.size(); ++row) {
        core::Stream draws(simulation.seed(), stream, {.agent = crowd.ids()[row]});
        crowd.values(columns::hazard_campaign)[row] = draws.uniform_float();
        const double rate = arrivals_of(process, crowd.values(columns::hazard_age)[row]) * step;
        if (rate <= 0.0) continue;
        const double first = draws.exponential({.mean = 1.0 / rate});
        if (first >= last_hazard_tick) continue;
        crowd.values(columns::hazard_next)[row] = static_cast<float>(first - std::floor(first));
        queue.plan(row, static_cast<Tick>(first), FindHazards::arrives);
    }
}

core::Observer mean_hazard(core::Column<float> column) {
    return core::observe_mean(std::string(detail::people), column);
}

core::Observer mean_hazard_factor(const HiddenHazard& process) {
    return [process](const core::Agents& agents, core::Workers&) {
        const auto severity = agents.at(detail::people).values(columns::hazard_severity);
        double sum = 0.0;
        for (const float one : severity) sum += fragility_factor(process, static_cast<double>(one));
        return sum / static_cast<double>(severity.size());
    };
}

core::Observer mean_hazard_cost(const HiddenHazard& process) {
    return [cost = process.ticket_cost, visits = mean_hazard(columns::hazard_by_visits),
            residents = mean_hazard(columns::hazard_by_residents), sensors = mean_hazard(columns::hazard_by_sensors),
            campaign = mean_hazard(columns::hazard_by_campaign)](const core::Agents& agents, core::Workers& workers) {
        return cost * (visits(agents, workers) + residents(agents, workers) + sensors(agents, workers) +
                       campaign(agents, workers));
    };
}

std::vector<detail::Recorded> hazard_records(const HiddenHazard& process) {
    return {
        {"hidden", "1", "Hazards of a building that nobody has found", mean_hazard(columns::hazard_hidden)},
        {"waiting", "1", "Hazards of a building that wait to be closed", mean_hazard(columns::hazard_waiting)},
        {"severity", "1", "Sum of their severities", mean_hazard(columns::hazard_severity)},
        {"fragility_factor", "1", "Mean factor to the intensity that a building bears", mean_hazard_factor(process)},
        {"found_by_visits", "1", "Hazards found by visits so far", mean_hazard(columns::hazard_by_visits)},
        {"found_by_residents", "1", "Found by residents so far", mean_hazard(columns::hazard_by_residents)},
        {"found_by_sensors", "1", "Found by sensors so far", mean_hazard(columns::hazard_by_sensors)},
        {"found_by_campaign", "1", "Found by assessors so far", mean_hazard(columns::hazard_by_campaign)},
        {"events", "1", "Events in a building so far", mean_hazard(columns::hazard_events)},
        {"cost", "1", "Thousand CNY that tickets have cost so far", mean_hazard_cost(process)}};
}

/// What becomes of hazards by their age, where all buildings are alike.
struct HazardLives {
    HazardLives(const HiddenHazard& hidden_hazard, const HazardWatch<double>& watch) : process(hidden_hazard) {
        for (const double rate : find_rates(process, watch)) found += rate;
    }

    /// Share that nobody has found.
    double hidden(double age) const {
        const double unfound = math::exp(-found * age);
        if (process.campaign_interval <= 0.0) return unfound;
        const double looks = std::floor(age / process.campaign_interval);
        const double rest = age / process.campaign_interval - looks;
        const double missed = math::pow(1.0 - process.campaign_find, looks);
        return unfound * missed * (1.0 - process.campaign_find * rest);
    }

    /// A step in which little is found, closed or grown.
    double step() const {
        const double growing = process.growth * std::max(1.0, process.event_exponent);
        return std::min(0.02, 1.0 / (found + growing + hazard_year / process.closing_time));
    }

    const HiddenHazard& process;
    double found = 0.0;
};

/// By age: the share of hazards that are not closed; then, summed over ages up to it, hidden and waiting ones,
/// severity, power and events, each of one hazard a year of severity 1.
detail::Rates hazard_equations(const HazardLives& lives) {
    return [lives](const std::vector<double>& state, std::vector<double>& change) {
        const HiddenHazard& process = lives.process;
        const double hidden = lives.hidden(state[0]);
        const double open = state[1];
        change = {1.0,
                  (hidden - open) * hazard_year / process.closing_time,
                  hidden,
                  open - hidden,
                  open * math::exp(process.growth * state[0]),
                  open * math::exp(process.growth * process.event_exponent * state[0]),
                  state[5]};
    };
}

void describe_hazard_finding(core::ParameterTable& table, HiddenHazard& process) {
    const auto yearly = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "1 / a", .low = 0, .high = 1000});
    };
    table.add(process.visit_find, {.key = "visit_find",
                                   .meaning = "Rate at which an hour of visits finds a hazard",
                                   .unit = "1 / h",
                                   .low = 0,
                                   .high = 100});
    yearly(process.resident_find, "resident_find",
           "Rate at which residents find one who all take part and know what to look for");
    yearly(process.sensor_find, "sensor_find", "Rate at which sensors find one that cover all and run all the time");
    table.add(process.campaign_interval,
              {.key = "campaign_interval",
               .meaning = "Time from one look by assessors at a building to the next; 0: they never come",
               .unit = "a",
               .low = 0,
               .high = 1000});
    table.add(process.campaign_find,
              {.key = "campaign_find", .meaning = "Chance that they find a hazard that is there", .low = 0, .high = 1});
    table.add(process.closing_time, {.key = "closing_time",
                                     .meaning = "Mean time from finding to closing the ticket",
                                     .unit = "d",
                                     .low = 0.1,
                                     .high = 1e4});
    table.add(process.ticket_cost,
              {.key = "ticket_cost", .meaning = "What a ticket costs, thousand CNY", .low = 0, .high = 1e6});
}

void describe_hazard_events(core::ParameterTable& table, HiddenHazard& process) {
    table.add(process.event_rate, {.key = "event_rate",
                                   .meaning = "Rate of events of a hazard of severity 1 without stress",
                                   .unit = "1 / a",
                                   .low = 0,
                                   .high = 1000});
    table.add(process.event_exponent,
              {.key = "event_exponent", .meaning = "Power of severity in that rate", .low = 0, .high = 10});
    table.add(process.weakening,
              {.key = "weakening",
               .meaning = "What a severity of 1 takes from the logarithm of the intensity that a building bears",
               .low = 0,
               .high = 10});
}

}  // namespace

GrowHazards::GrowHazards(const HiddenHazard& process, double step)
    : severity_factor(static_cast<float>(grown(process, 1.0, step))),
      power_factor(static_cast<float>(math::exp(process.growth * process.event_exponent * step))),
      event_mean(static_cast<float>(process.event_rate * step)) {}

/// What the rule knows of the building whose turn it is.
struct FindHazards::Building {
    double age;
    std::array<double, 3> rates;  ///< 1 / a
    double campaign;
    float& next;
    float& hidden;
    float& waiting;
    float& severity;
    float& power;
    std::array<float*, 4> found;
};

void FindHazards::operator()(core::Turn& turn, Seen age, Seen visits, Seen participation, Seen skill, Seen sensors,
                             Seen campaign, Kept next, Kept hidden, Kept waiting, Kept severity, Kept power,
                             Kept by_visits, Kept by_residents, Kept by_sensors, Kept by_campaign) const {
    const Index row = turn.agent;
    const HazardWatch<double> watch{visits[row], participation[row], skill[row], sensors[row]};
    Building building{.age = age[row],
                      .rates = find_rates(process, watch),
                      .campaign = campaign[row],
                      .next = next[row],
                      .hidden = hidden[row],
                      .waiting = waiting[row],
                      .severity = severity[row],
                      .power = power[row],
                      .found = {&by_visits[row], &by_residents[row], &by_sensors[row], &by_campaign[row]}};
    if (turn.what == arrives) return arrive(turn, building);
    if (turn.what <= building.found.size()) return find(building, turn.what - 1);
    close(building, std::bit_cast<float>(turn.what));
}

void FindHazards::arrive(core::Turn& turn, Building& building) const {
    const double rate = arrivals_of(process, building.age) * step;
    core::Stream draws = turn.draws();
    double at = building.next;
    for (; at<1.0; at += rate> 0.0 ? draws.exponential({.mean = 1.0 / rate}) : last_hazard_tick) {
        live(turn, building, turn.now + at, draws);
    }
    building.next = static_cast<float>(at - std::floor(at));
    if (turn.now + at < last_hazard_tick) turn.plan(turn.agent, turn.now + static_cast<Tick>(at), arrives);
}

void FindHazards::live(core::Turn& turn, Building& building, double born, core::Stream& draws) const {
    const double severity = process.severity_median * math::exp(process.severity_sigma * draws.normal());
    const double all = building.rates[0] + building.rates[1] + building.rates[2];
    double found = born - math::log(draws.open_uniform()) / (all * step);
    double pick = all * draws.uniform();
    std::size_t channel = 0;
    for (; channel < 2 && pick >= building.rates[channel]; ++channel) pick -= building.rates[channel];
    // How many campaigns miss it.
    const double missing = std::floor(math::log(draws.open_uniform()) / math::log1p(-process.campaign_find));
    const double interval = process.campaign_interval / step;
    if (interval > 0.0 && process.campaign_find > 0.0) {
        const double coming = std::max(0.0, std::ceil(born / interval - building.campaign));
        const double seen = (coming + building.campaign + missing) * interval;
        if (seen < found) channel = 3;
        found = std::min(found, seen);
    }
    const double closed = found + draws.exponential({.mean = process.closing_time / hazard_year / step});
    // As it would be at the beginning of a tick: GrowHazards adds what it grows in it.
    const auto severity_in = [&](double time) {
        return static_cast<float>(grown(process, severity, (std::floor(time) - born) * step));
    };
    const float now = severity_in(born);
    building.hidden += 1.0f;
    building.severity += now;
    building.power += math::pow(now, static_cast<float>(process.event_exponent));
    if (found < last_hazard_tick) {
        turn.plan(turn.agent, static_cast<Tick>(found), 1 + static_cast<std::uint32_t>(channel));
    }
    if (closed < last_hazard_tick) {
        turn.plan(turn.agent, static_cast<Tick>(closed), std::bit_cast<std::uint32_t>(severity_in(closed)));
    }
}

void FindHazards::find(Building& building, std::size_t channel) const {
    building.hidden -= 1.0f;
    building.waiting += 1.0f;
    *building.found[channel] += 1.0f;
}

void FindHazards::close(Building& building, float severity) const {
    building.waiting -= 1.0f;
    const bool rest = building.hidden + building.waiting > 0.5f;
    const float power = math::pow(severity, static_cast<float>(process.event_exponent));
    // Nothing is left of nothing but for rounding.
    building.severity = rest ? std::max(0.0f, building.severity - severity) : 0.0f;
    building.power = rest ? std::max(0.0f, building.power - power) : 0.0f;
}

Dataset simulate(const HiddenHazard& process, const HiddenHazardStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    for (const HazardValues& values : hazard_values(start)) check.values(values.name, *values.given, values.range);
    const detail::Course course{.unit = "a", .step = 1.0 / 12.0, .every = 0.25, .longest = 10.0};
    const double step = experiment.step.value_or(course.step);
    check.that(!(step * arrivals_of(process, highest_age(start.age)) > most_hazards), "step", core::number_text(step),
               "must be so short that at most 20 hazards arise in a building and step on average");
    const double until = experiment.until.value_or(course.longest);
    check.that(!(process.growth * std::max(1.0, process.event_exponent) * until > 60.0), "until",
               core::number_text(until), "must be so short that severities grow by less than exp(60)");
    check.finish();
    const std::array kept{
        detail::Kept{columns::hazard_severity, "severity_last", "1", "Sum of severities in a building at the end"}};
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_buildings(start, crowd, simulation.seed());
        simulation.add(FindHazards{.process = process, .step = step}, detail::people);
        simulation.add(GrowHazards(process, step), detail::people, {.after = {std::string(FindHazards::name)}});
        plan_hazards(process, step, simulation, crowd);
    };
    return detail::run_replicates(experiment, course, hazard_records(process), build, kept);
}

Dataset mean_field(const HiddenHazard& process, const HiddenHazardSetting& setting, double until, double every) {
    detail::ExperimentCheck check(Experiment{.until = until, .every = every});
    check.parameters(process);
    check.number("age", setting.age, hazard_ages);
    check.number("visits", setting.watch.visits, hazard_hours);
    check.number("participation", setting.watch.participation, hazard_share);
    check.number("skill", setting.watch.skill, hazard_share);
    check.number("sensors", setting.watch.sensors, hazard_share);
    check.number("stress", setting.stress, hazard_stresses);
    check.finish();
    const double arrivals = arrivals_of(process, setting.age);
    const double spread = process.severity_sigma * process.severity_sigma;
    const double exponent = process.event_exponent;
    const double severity = process.severity_median * math::exp(0.5 * spread);
    const double power = math::pow(process.severity_median, exponent) * math::exp(0.5 * exponent * exponent * spread);
    const double events = process.event_rate * (1.0 + setting.stress) * power;
    detail::TimeCurves curves("a", {{"hidden", "1", "Hazards of a building that nobody has found"},
                                    {"waiting", "1", "Hazards of a building that wait to be closed"},
                                    {"severity", "1", "Sum of their severities"},
                                    {"found", "1", "Hazards found so far"},
                                    {"events", "1", "Events in a building so far"},
                                    {"cost", "1", "Thousand CNY that tickets have cost so far"}});
    const HazardLives lives(process, setting.watch);
    const std::vector<double> none{0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0};
    for (const auto& at : detail::integrate(hazard_equations(lives), none, until, every, lives.step())) {
        const double found = arrivals * (at[0] - at[2]);
        curves.add(at[0], {arrivals * at[2], arrivals * at[3], arrivals * severity * at[4], found,
                           arrivals * events * at[6], process.ticket_cost * found});
    }
    return std::move(curves).take();
}

void describe(core::ParameterTable& table, HiddenHazard& process) {
    table.add(process.arrival_rate, {.key = "arrival_rate",
                                     .meaning = "New hazards in a building of the reference age",
                                     .unit = "1 / a",
                                     .low = 0,
                                     .high = 12});
    table.add(process.reference_age, {.key = "reference_age",
                                      .meaning = "Age of a building with that rate, to which the rate is proportional",
                                      .unit = "a",
                                      .low = 1,
                                      .high = 1000});
    table.add(process.severity_median,
              {.key = "severity_median", .meaning = "Median severity of a new hazard", .low = 1e-6, .high = 1000});
    table.add(process.severity_sigma, {.key = "severity_sigma",
                                       .meaning = "Standard deviation of the logarithm of that severity",
                                       .low = 0,
                                       .high = 3});
    table.add(process.growth,
              {.key = "growth", .meaning = "Rate at which severity grows", .unit = "1 / a", .low = 0, .high = 10});
    describe_hazard_finding(table, process);
    describe_hazard_events(table, process);
}

}  // namespace commonweal::process
