// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/volunteering.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/participants.hpp"
#include "process/detail/replicates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/text.hpp>
#include <limits>
#include <numeric>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

constexpr std::string_view volunteer_team = "team";

detail::ExperimentCheck checked_volunteering(const Volunteering& volunteering) {
    detail::ExperimentCheck check(Experiment{});
    check.parameters(volunteering);
    return check;
}

void check_volunteers(const Volunteering& volunteering, const VolunteeringStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(volunteering);
    check.starters("acting", start.acting);
    check.values("eligible", start.eligible, {.low = 0.0, .high = 1.0});
    check.values("threshold", start.threshold, {});
    check.values("organiser", start.organiser, {.low = 0.0, .high = 1.0});
    check.values("tasks", start.tasks, {.low = 0.0, .high = 1.0});
    check.number("organisers", start.organisers, {.low = 0.0, .high = 1.0});
    check.number("work", start.work, {.low = 0.0, .high = 10'000.0});
    check.finish();
}

/// Hours in a day: lognormal, at most 24, of a mean that is given; or all alike.
core::Distribution paces_of(const Volunteering& volunteering) {
    const double sigma = volunteering.hours_sigma;
    if (sigma <= 0.0) return core::Distribution::constant(volunteering.hours);
    const auto cut = [sigma](double log_median) {
        return core::Distribution::lognormal({.median = math::exp(log_median), .sigma = sigma}).within({.max = 24.0});
    };
    const auto beyond = [&](double log_median) { return cut(log_median).mean() - volunteering.hours; };
    const double low = math::log(volunteering.hours) - sigma * sigma;
    return cut(detail::root(beyond, low, math::log(24.0) + 2.0 * sigma));
}

void add_paces(core::Population& crowd, const Volunteering& volunteering, core::Seed seed) {
    const AgentValues pace{.drawn = paces_of(volunteering)};
    crowd.add(columns::volunteer_pace, 0.0f);
    const std::vector<double> paces = detail::drawn(pace, crowd, seed, columns::volunteer_pace.name);
    std::copy(paces.begin(), paces.end(), crowd.values(columns::volunteer_pace).begin());
}

/// Adds to a number that is kept as the nearest one of single precision and what is left; what it is then.
double add_hours(float& nearest, float& rest, double hours) {
    const double sum = static_cast<double>(nearest) + static_cast<double>(rest) + hours;
    nearest = static_cast<float>(sum);
    rest = static_cast<float>(sum - static_cast<double>(nearest));
    return sum;
}

/// One team, to which all people belong.
void add_volunteer_team(core::Simulation& simulation, const core::Population& crowd, const VolunteeringStart& start) {
    core::Population& team = simulation.add(core::Population::numbered(std::string(volunteer_team), 1));
    const auto residents = static_cast<double>(crowd.size());
    team.add(columns::team_organisers, static_cast<float>(start.organisers * residents));
    for (const auto column : {columns::team_work, columns::team_work_rest, columns::team_arrived,
                              columns::team_arrived_rest, columns::team_done, columns::team_done_rest}) {
        team.add(column, 0.0f);
    }
    const double work = start.work * residents;
    add_hours(team.column(columns::team_work)[0], team.column(columns::team_work_rest)[0], work);
    add_hours(team.column(columns::team_arrived)[0], team.column(columns::team_arrived_rest)[0], work);
    std::vector<core::Edge> members;
    members.reserve(crowd.size());
    for (Index row = 0; row < crowd.size(); ++row) members.emplace_back(0, row);
    simulation.layers(volunteer_team).add(AssignTasks::layer, core::Graph::bipartite(1, crowd.size(), members), crowd);
}

/// A number of one person, added up and divided by all people.
template <class Of>
core::Observer mean_of_people(Of of) {
    return [of](const core::Agents& agents, core::Workers& workers) {
        const core::Population& people = agents.at(detail::people);
        const auto acting = people.column(columns::participation);
        const auto tasked = people.column(columns::volunteer_tasked);
        const double sum = core::sum_in_order<double>(workers, people.blocks(), [&](core::Block block) {
            double part = 0.0;
            for (Index row = block.first; row < block.first + block.count; ++row) {
                part += of(static_cast<double>(acting[row]), static_cast<double>(tasked[row]));
            }
            return part;
        });
        return sum / static_cast<double>(people.size());
    };
}

core::Observer hours_of_those_who_worked() {
    return [](const core::Agents& agents, core::Workers&) {
        const auto hours = agents.at(detail::people).values(columns::volunteer_hours);
        const auto worked = std::count_if(hours.begin(), hours.end(), [](float each) { return each > 0.0f; });
        return worked > 0 ? std::accumulate(hours.begin(), hours.end(), 0.0) / static_cast<double>(worked) : 0.0;
    };
}

core::Observer of_the_team(core::Column<float> nearest, core::Column<float> rest) {
    return [nearest, rest](const core::Agents& agents, core::Workers&) {
        const core::Population& team = agents.at(volunteer_team);
        const double sum = static_cast<double>(team.column(nearest)[0]) + static_cast<double>(team.column(rest)[0]);
        return sum / static_cast<double>(agents.at(detail::people).size());
    };
}

std::vector<detail::Recorded> recorded_volunteering() {
    const std::string people(detail::people);
    return {
        {"volunteers", "1", "Share of people who volunteer", detail::share_of(columns::participation, 1)},
        {"tasked", "1", "Share of people who volunteer and have a task",
         mean_of_people([](double acting, double tasked) { return acting * tasked; })},
        {"idle", "1", "Share of people who volunteer and have no task",
         mean_of_people([](double acting, double tasked) { return acting * (1.0 - tasked); })},
        {"away", "1", "Share of people who have left and rest", core::observe_mean(people, columns::volunteer_away)},
        {"hours", "h", "Mean hours so far of those who have worked", hours_of_those_who_worked()},
        {"exits", "1", "Times so far that somebody has left, for each person",
         core::observe_mean(people, columns::volunteer_exits)},
        {"work_open", "h", "Work that is open, for each person",
         of_the_team(columns::team_work, columns::team_work_rest)},
        {"work_done", "h", "Work done so far, for each person",
         of_the_team(columns::team_done, columns::team_done_rest)},
        {"work_arrived", "h", "Work that has come up so far, for each person",
         of_the_team(columns::team_arrived, columns::team_arrived_rest)},
    };
}

}  // namespace

double span_share(const Volunteering& volunteering, double volunteers, double organisers) {
    const double kept = volunteering.span * organisers;
    return kept >= volunteers ? 1.0 : kept / volunteers;
}

double effective_labour(const Volunteering& volunteering, double volunteers, double organisers) {
    return std::min(volunteers, volunteering.span * organisers) * volunteering.hours * volunteering.skill;
}

double staying_share(const Volunteering& volunteering, double days, double tasked) {
    detail::ExperimentCheck check = checked_volunteering(volunteering);
    check.number("days", days, {.low = 0.0, .high = 1e6});
    check.number("tasked", tasked, {.low = 0.0, .high = 1.0});
    check.finish();
    // Tiredness goes to `end` at the rate `both`; the time that it falls short of it is what its integral lacks.
    const double rise = volunteering.fatigue_rate * tasked;
    const double both = rise + volunteering.rest_rate * (1.0 - tasked);
    const double end = both > 0.0 ? rise / both : 0.0;
    const double short_of_it = both > 0.0 ? -math::expm1(-both * days) / both : 0.0;
    const double tired = end * (days - short_of_it);
    return math::exp(-volunteering.fatigue_exit * tired - volunteering.idle_exit * (1.0 - tasked) * days);
}

double joined_share(const Volunteering& volunteering, double days) {
    detail::ExperimentCheck check = checked_volunteering(volunteering);
    check.number("days", days, {.low = 0.0, .high = 1e6});
    check.finish();
    const double alone = volunteering.media_rate + volunteering.task_rate;
    if (alone <= 0.0) return 0.0;
    const double left = math::exp(-(alone + volunteering.ask_rate) * days);
    return (1.0 - left) / (1.0 + volunteering.ask_rate / alone * left);
}

double steady_pool(const Volunteering& volunteering, const PoolRates& rates) {
    detail::ExperimentCheck check = checked_volunteering(volunteering);
    check.that(rates.joining > 0.0 && rates.joining <= 1e6, "joining", core::number_text(rates.joining),
               "must be above 0 and at most 1000000");
    check.number("leaving", rates.leaving, {.low = 0.0, .high = 1e6});
    check.finish();
    if (rates.leaving <= 0.0) return 1.0;
    if (volunteering.return_rate <= 0.0) return 0.0;
    return 1.0 / (1.0 + rates.leaving / rates.joining + rates.leaving / volunteering.return_rate);
}

void AssignTasks::operator()(core::Turn& turn, core::ColumnView<const std::uint8_t> acting,
                             core::ColumnView<const float> pace, core::ColumnView<float> tasked,
                             core::ColumnView<const float> organisers, core::ColumnView<float> work,
                             core::ColumnView<float> work_rest, core::ColumnView<float> arrived,
                             core::ColumnView<float> arrived_rest, core::ColumnView<float> done,
                             core::ColumnView<float> done_rest, const core::Ties& ties) const {
    const Index team = turn.agent;
    const auto members = ties.neighbours(team);
    double volunteers = 0.0;
    double hours = 0.0;  // that they would work in a day
    for (const Index person : members) {
        const auto here = static_cast<double>(acting[person]);
        volunteers += here;
        hours += here * static_cast<double>(pace[person]);
    }
    const double comes = volunteering.work_rate * static_cast<double>(members.size()) * step;
    add_hours(arrived[team], arrived_rest[team], comes);
    const double open = add_hours(work[team], work_rest[team], comes);
    const double all = hours * volunteering.skill * step;
    const double most = all * span_share(volunteering, volunteers, static_cast<double>(organisers[team]));
    const double does = std::min(open, most);
    add_hours(done[team], done_rest[team], does);
    add_hours(work[team], work_rest[team], -does);
    const float share = all > 0.0 ? static_cast<float>(does / all) : 0.0f;
    for (const Index person : members) tasked[person] = static_cast<float>(acting[person]) * share;
}

Dataset simulate(const Volunteering& volunteering, const VolunteeringStart& start, const Experiment& experiment) {
    check_volunteers(volunteering, start, experiment);
    const double fastest =
        std::max({volunteering.media_rate + volunteering.task_rate + volunteering.ask_rate,
                  volunteering.fatigue_exit + volunteering.idle_exit, volunteering.fatigue_rate, 0.5});
    const detail::Course course{.unit = "d", .step = 0.05 / fastest, .every = 1.0, .longest = 30.0};
    const double step = experiment.step.value_or(course.step);
    constexpr std::array kept{detail::Kept{columns::volunteer_hours, "hours_of", "h", "Hours worked by each"}};
    const ParticipationStart gated{.acting = start.acting,
                                   .threshold = start.threshold,
                                   .eligible = start.eligible,
                                   .organiser = start.organiser,
                                   .tasks = start.tasks};
    const std::vector<detail::Recorded> recorded = recorded_volunteering();
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        const core::Ties& ties = simulation.layers(detail::people).ties(detail::contacts.name);
        detail::add_participants(crowd, ties, gates(volunteering), gated, simulation.seed());
        for (const auto column : {columns::volunteer_away, columns::volunteer_fatigue, columns::volunteer_tasked,
                                  columns::volunteer_hours, columns::volunteer_exits}) {
            crowd.add(column, 0.0f);
        }
        add_paces(crowd, volunteering, simulation.seed());
        add_volunteer_team(simulation, crowd, start);
        simulation.add(AssignTasks{.volunteering = volunteering, .step = step}, volunteer_team);
        simulation.add(Volunteer{.volunteering = volunteering, .step = step}, detail::people,
                       {.after = {std::string(AssignTasks::name)}});
    };
    return detail::run_replicates(experiment, course, recorded, build, kept);
}

void describe(core::ParameterTable& table, Volunteering& process) {
    struct Range {
        double low = 0.0;
        double high = 1.0;
        std::string_view unit = "1 / d";
    };
    const auto add = [&table](double& value, std::string_view key, std::string_view meaning, Range range) {
        table.add(value, {.key = key, .meaning = meaning, .unit = range.unit, .low = range.low, .high = range.high});
    };
    add(process.media_rate, "media_rate", "Rate at which the media bring somebody eligible, whatever others do",
        {.high = 100.0});
    add(process.task_rate, "task_rate",
        "Rate at which somebody past the threshold who can see all tasks comes upon one", {.high = 1000.0});
    add(process.ask_rate, "ask_rate", "Rate at which somebody past the threshold whose neighbours all act is asked",
        {.high = 1000.0});
    add(process.organiser_effect, "organiser_effect", "By how much an organiser's contact lowers a threshold",
        {.high = 10.0, .unit = ""});
    add(process.span, "span", "Volunteers whom one organiser can keep at work; 10 to 25", {.high = 1000.0, .unit = ""});
    add(process.hours, "hours", "Hours that a volunteer with a task works in a day, mean",
        {.low = 0.01, .high = 10.0, .unit = "h"});
    add(process.hours_sigma, "hours_sigma", "Standard deviation of the logarithm of one's own hours in a day",
        {.high = 2.0, .unit = ""});
    add(process.skill, "skill", "Work that a volunteer gets done in an hour, in hours of somebody trained",
        {.low = 0.01, .high = 1.0, .unit = ""});
    add(process.work_rate, "work_rate", "Work that comes up in a day, h for each resident", {.high = 24.0, .unit = ""});
    add(process.fatigue_rate, "fatigue_rate", "Rate at which somebody at work tires", {.high = 10.0});
    add(process.rest_rate, "rest_rate", "Rate at which somebody rests who has no task", {.high = 10.0});
    add(process.fatigue_exit, "fatigue_exit", "Rate at which somebody wholly tired leaves", {.high = 100.0});
    add(process.idle_exit, "idle_exit", "Rate at which somebody without a task leaves", {.high = 100.0});
    add(process.return_rate, "return_rate", "Rate at which those who have left are at hand again", {.high = 10.0});
}

}  // namespace commonweal::process
