// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/distribution.hpp>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <commonweal/process/participation.hpp>
#include <cstdint>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// People come to help after an event, are given tasks as far as there are organisers and work, tire and leave. Joining
/// has the gates of Participation, and a term of the media after Bass 1969 (doi:10.1287/mnsc.15.5.215).
struct Volunteering {
    /// Rate at which the media bring somebody eligible, whatever others do, 1 / d, in [0, 100]. [A]
    double media_rate = 0.02;
    /// As Participation::task_rate: past the threshold, at the sight of a task, 1 / d, in [0, 1000]. [A]
    double task_rate = 0.2;
    /// As Participation::ask_rate: past the threshold, asked by neighbours who volunteer, 1 / d, in [0, 1000]. [A]
    double ask_rate = 0.5;
    /// As Participation::organiser_effect, in [0, 10]. [A]
    double organiser_effect = 0.15;
    /// Volunteers whom one organiser can keep at work, in [0, 1000]: 10 to 25. [A]
    double span = 15.0;
    /// Hours that a volunteer with a task works in a day, mean, in [0.01, 10]. [A]
    double hours = 2.0;
    /// Standard deviation of the logarithm of one's own hours in a day, in [0, 2]: lognormal, of mean `hours`, at most
    /// 24 h; 0: all work alike. [A]
    double hours_sigma = 1.0;
    /// Work that a volunteer gets done in an hour, in hours of somebody trained, in [0.01, 1]. [A]
    double skill = 0.8;
    /// Work that comes up in a day, h for each resident, in [0, 24]. [A]
    double work_rate = 0.0;
    /// Rate at which somebody at work tires, 1 / d, in [0, 10]. [A]
    double fatigue_rate = 0.2;
    /// Rate at which somebody rests who has no task, 1 / d, in [0, 10]. [A]
    double rest_rate = 0.1;
    /// Rate at which somebody wholly tired leaves, 1 / d, in [0, 100]. [A]
    double fatigue_exit = 0.8;
    /// Rate at which somebody without a task leaves, 1 / d, in [0, 100]. [A]
    double idle_exit = 0.3;
    /// Rate at which those who have left are at hand again, 1 / d, in [0, 10]. [A]
    double return_rate = 0.02;
};

/// What joining takes over from Participation.
inline Participation gates(const Volunteering& volunteering) {
    return {.measure = ThresholdMeasure::share,
            .opportunity = Opportunity::by_chance,
            .task_rate = volunteering.task_rate,
            .ask_rate = volunteering.ask_rate,
            .organiser_effect = volunteering.organiser_effect};
}

/// Share of volunteers who can be kept at work: at most span times organisers of them.
double span_share(const Volunteering& volunteering, double volunteers, double organisers);
/// Work that they get done in a day, h: min(volunteers, span organisers) hours skill.
double effective_labour(const Volunteering& volunteering, double volunteers, double organisers);

/// Tiredness in [0, 1] after a time (d) of which the share `tasked` was spent at work.
inline float fatigue_after(const Volunteering& volunteering, float fatigue, float tasked, float days) {
    const float rise = static_cast<float>(volunteering.fatigue_rate) * tasked;
    const float fall = static_cast<float>(volunteering.rest_rate) * (1.0f - tasked);
    const float both = rise + fall;
    const float end = rise / std::max(both, 1e-30f);
    return fatigue + (end - fatigue) * chance_of(both, days);
}
/// Rate at which a volunteer leaves, 1 / d.
inline float exit_rate(const Volunteering& volunteering, float fatigue, float tasked) {
    return static_cast<float>(volunteering.fatigue_exit) * fatigue +
           static_cast<float>(volunteering.idle_exit) * (1.0f - tasked);
}

/// Share of volunteers who are still there after so many days, all of whom began fresh at once and had a task for the
/// share `tasked` of the time. Throws ConfigError with everything that is wrong, as all functions below do.
double staying_share(const Volunteering& volunteering, double days, double tasked = 1.0);

/// Share of those who are eligible that has joined after so many days in a large mixed crowd where thresholds are 0 and
/// nobody leaves: the curve of Bass, with the rates at which the media or the sight of a task (p), and those who
/// volunteer (q), bring somebody.
double joined_share(const Volunteering& volunteering, double days);

/// Share of those who are eligible who volunteer in the end where everybody joins, leaves and is at hand again at rates
/// that stay: 1 / (1 + leaving / joining + leaving / return_rate).
struct PoolRates {
    double joining = 0.0;  ///< 1 / d, above 0.
    double leaving = 0.0;  ///< 1 / d.
};
double steady_pool(const Volunteering& volunteering, const PoolRates& rates);

namespace columns {
// Beside participation (1 for those who volunteer), participation_needed and participation_tasks:
inline constexpr core::Column<float> volunteer_away{"volunteer_away"};        ///< 1 for those who have left and rest
inline constexpr core::Column<float> volunteer_fatigue{"volunteer_fatigue"};  ///< in [0, 1]
inline constexpr core::Column<float> volunteer_pace{"volunteer_pace"};        ///< own hours in a day with a task, h
inline constexpr core::Column<float> volunteer_tasked{"volunteer_tasked"};    ///< share of time with a task, in [0, 1]
inline constexpr core::Column<float> volunteer_hours{"volunteer_hours"};      ///< worked so far, h
inline constexpr core::Column<float> volunteer_exits{"volunteer_exits"};      ///< times that somebody has left
/// Of a team: organisers, and work that is open, has come up and is done (h of somebody trained). What single precision
/// leaves of these three stands in the columns of the same name with _rest.
inline constexpr core::Column<float> team_organisers{"team_organisers"};
inline constexpr core::Column<float> team_work{"team_work"};
inline constexpr core::Column<float> team_arrived{"team_arrived"};
inline constexpr core::Column<float> team_done{"team_done"};
inline constexpr core::Column<float> team_work_rest{"team_work_rest"};
inline constexpr core::Column<float> team_arrived_rest{"team_arrived_rest"};
inline constexpr core::Column<float> team_done_rest{"team_done_rest"};
}  // namespace columns

/// A team hands out its work, as a rule of the form office: those of its volunteers who can be kept at work take turns,
/// and no more is done than there is. The layer leads from a team to its people.
struct AssignTasks {
    static constexpr std::string_view name = "assign_tasks";
    static constexpr core::Form form = core::Form::office;
    static constexpr core::Layer layer{"members"};
    static constexpr std::string_view people = "person";
    static constexpr auto uses =
        core::read_all(columns::participation, people) | core::read_all(columns::volunteer_pace, people) |
        core::write_all(columns::volunteer_tasked, people) | core::read_all(columns::team_organisers) |
        core::write_all(columns::team_work) | core::write_all(columns::team_work_rest) |
        core::write_all(columns::team_arrived) | core::write_all(columns::team_arrived_rest) |
        core::write_all(columns::team_done) | core::write_all(columns::team_done_rest) | core::ties(layer);

    Volunteering volunteering{};
    double step = 1.0 / 24.0;  ///< Length of a tick, d.

    void operator()(core::Turn& turn, core::ColumnView<const std::uint8_t> acting, core::ColumnView<const float> pace,
                    core::ColumnView<float> tasked, core::ColumnView<const float> organisers,
                    core::ColumnView<float> work, core::ColumnView<float> work_rest, core::ColumnView<float> arrived,
                    core::ColumnView<float> arrived_rest, core::ColumnView<float> done,
                    core::ColumnView<float> done_rest, const core::Ties& ties) const;
};

/// Everybody works, tires, joins, leaves or is at hand again, over the ties of one layer.
struct Volunteer {
    static constexpr std::string_view name = "volunteer";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses =
        core::write(columns::participation) | core::read(columns::participation_needed) |
        core::read(columns::participation_tasks) | core::neighbour_mean(layer, columns::participation) |
        core::read(columns::volunteer_tasked) | core::read(columns::volunteer_pace) |
        core::write(columns::volunteer_away) | core::write(columns::volunteer_fatigue) |
        core::write(columns::volunteer_hours) | core::write(columns::volunteer_exits) | core::uniforms<1>();

    Volunteering volunteering{};
    double step = 1.0 / 24.0;  ///< Length of a tick, d.

    /// Rate at which somebody who is at hand joins, 1 / d; those who are not eligible have an infinite `needed`.
    float joins(float needed, float tasks, float acting_neighbours) const {
        const float asked = joining_rate(gates(volunteering), tasks, acting_neighbours);
        const float willing = acting_neighbours >= needed ? asked : 0.0f;
        return needed < 1e30f ? static_cast<float>(volunteering.media_rate) + willing : 0.0f;
    }
    void operator()(std::uint8_t& acting, const float& needed, const float& tasks, float acting_neighbours,
                    const float& tasked, const float& pace, float& away, float& fatigue, float& hours, float& exits,
                    float draw) const {
        const auto days = static_cast<float>(step);
        const auto here = static_cast<float>(acting);
        hours += here * tasked * pace * days;
        const float busy = here * tasked;
        const float leaving = exit_rate(volunteering, fatigue, tasked);
        fatigue = fatigue_after(volunteering, fatigue, busy, days);
        const float coming = (1.0f - away) * joins(needed, tasks, acting_neighbours);
        const float back = away * static_cast<float>(volunteering.return_rate);
        const float rate = here * leaving + (1.0f - here) * (coming + back);
        const float changes = draw < chance_of(rate, days) ? 1.0f : 0.0f;
        exits += changes * here;
        acting = static_cast<std::uint8_t>(here + changes * (1.0f - here) * (1.0f - away) - changes * here);
        away += changes * (here - (1.0f - here) * away);
    }
};

/// Who can volunteer, and what there is to do.
struct VolunteeringStart {
    Starters acting{.count = 0};
    AgentValues eligible{.drawn = core::Distribution::constant(0.25)};  ///< Chance to be so: .2 to .3. [A]
    /// As ParticipationStart::threshold.
    AgentValues threshold{.drawn = core::Distribution::normal({.mean = 0.35, .sd = 0.15})};
    AgentValues organiser{};                                      ///< Contact with an organiser, in [0, 1].
    AgentValues tasks{.drawn = core::Distribution::constant(1)};  ///< Share of tasks that are seen, in [0, 1].
    double organisers = 0.0018;  ///< For each resident, in [0, 1]; community staff, 18 for 10,000. [S]
    double work = 2.0;           ///< Open at the start, h for each resident, in [0, 10000]. [A]
};

/// Over replicate and time (d): shares of people who are volunteers, tasked, idle and away; hours, mean of those who
/// have ever worked; exits, work_open, work_done and work_arrived, all for each resident (h). Over replicate and agent:
/// hours_of each at the end. Thirty days without an `until`. Throws ConfigError with everything that is wrong.
Dataset simulate(const Volunteering& volunteering, const VolunteeringStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Volunteering& process);

}  // namespace commonweal::process
