// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/plan.hpp>

#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/observe.hpp>
#include <commonweal/core/text.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

/// Below it, years, planning and drills would be all that goes on.
constexpr float shortest_interval = 0.01f;
/// A step goes through all plans and drills that fall into it.
constexpr double longest_plan_step = 1000.0;
constexpr float never_due = std::numeric_limits<float>::infinity();

/// When something that is due at random within an interval comes next, and how long ago it was.
struct Phase {
    double since = 0.0;
    float next = never_due;
};

Phase drawn_phase(core::Stream& draws, double interval) {
    if (interval <= 0.0) return {};
    const double since = interval * draws.uniform();
    return {.since = since, .next = static_cast<float>(interval - since)};
}

void add_plans(const Plan& plan, const PlanStart& start, core::Population& crowd, core::Seed seed) {
    const auto values = [&](const AgentValues& given, std::string_view name) {
        return detail::drawn(given, crowd, seed, name);
    };
    const std::vector<double> experience = values(start.experience, "plan_experience");
    const std::vector<double> experts = values(start.experts, "plan_experts");
    const std::vector<double> residents = values(start.residents, "plan_residents");
    const std::vector<double> load = values(start.load, "plan_load");
    detail::add_column(crowd, columns::plan_training, values(start.training, "plan_training"));
    for (const auto column : {columns::plan_made, columns::plan_quality, columns::plan_next, columns::plan_next_drill,
                              columns::plan_action_time}) {
        crowd.add(column, 0.0f);
    }
    constexpr core::StreamId stream = core::StreamId::of(detail::people, "plan_phase");
    for (Index row = 0; row < crowd.size(); ++row) {
        core::Stream draws(seed, stream, {.agent = crowd.ids()[row]});
        const double made = plan_quality(plan, {experience[row], experts[row], residents[row], load[row]});
        const Phase planning = drawn_phase(draws, plan.revision_interval);
        const auto quality = static_cast<float>(made * left_after(planning.since, plan.half_life));
        crowd.values(columns::plan_made)[row] = static_cast<float>(made);
        crowd.values(columns::plan_quality)[row] = quality;
        crowd.values(columns::plan_next)[row] = planning.next;
        crowd.values(columns::plan_next_drill)[row] = drawn_phase(draws, plan.drill_interval).next;
        crowd.values(columns::plan_action_time)[row] =
            action_time(plan, quality, crowd.values(columns::plan_training)[row]);
    }
}

core::Observer mean_of_plans(core::Column<float> column) {
    return core::observe_mean(std::string(detail::people), column);
}

core::Observer mean_misfit() {
    const core::Observer quality = mean_of_plans(columns::plan_quality);
    return
        [quality](const core::Agents& agents, core::Workers& workers) { return plan_misfit(quality(agents, workers)); };
}

/// Mean of what fades by `rate`, since it was 1, over times from `from` to `to`, times their length.
double faded(double rate, double from, double to) { return (math::exp(-rate * from) - math::exp(-rate * to)) / rate; }

/// Mean training after a time, where the first drill is due at random within an interval.
double mean_training(const Plan& plan, double before, double time) {
    const double rate = 0.6931471805599453 / plan.drill_half_life;
    const double interval = plan.drill_interval;
    const double left = before * math::exp(-rate * time);
    if (interval <= 0.0) return left;
    const double kept = 1.0 - plan.drill_gain;
    const double whole = std::floor(time / interval);
    const double rest = time - whole * interval;
    // What so many drills have brought: of each, what the later ones have not replaced.
    const double ratio = kept * math::exp(-rate * interval);
    const auto brought = [&](double drills) { return (1.0 - math::pow(ratio, drills)) / (1.0 - ratio); };
    const double later =
        rest * left * math::pow(kept, whole + 1.0) + plan.drill_gain * brought(whole + 1.0) * faded(rate, 0.0, rest);
    const double sooner = (interval - rest) * left * math::pow(kept, whole) +
                          plan.drill_gain * brought(whole) * faded(rate, rest, interval);
    return (later + sooner) / interval;
}

double mean_quality(const Plan& plan, double made, double time) {
    const double rate = 0.6931471805599453 / plan.half_life;
    if (plan.revision_interval <= 0.0) return made * math::exp(-rate * time);
    return made * faded(rate, 0.0, plan.revision_interval) / plan.revision_interval;
}

void check_plan(detail::ExperimentCheck& check, const Plan& plan) {
    check.parameters(plan);
    const auto interval = [&check](const char* name, double value) {
        const bool right = !(value > 0.0 && value < static_cast<double>(shortest_interval));
        check.that(right, name, core::number_text(value), "must be 0 or at least 0.01 a");
    };
    interval("revision_interval", plan.revision_interval);
    interval("drill_interval", plan.drill_interval);
}

void check_makers(detail::ExperimentCheck& check, const PlanMakers& makers) {
    check.number("experience", makers.experience, {.low = 0.0, .high = 1.0});
    check.number("experts", makers.experts, {.low = 0.0, .high = 1.0});
    check.number("residents", makers.residents, {.low = 0.0, .high = 1.0});
    check.number("load", makers.load, {.low = 0.0, .high = 2.0});
}

void describe_drills(core::ParameterTable& table, Plan& process) {
    const auto time = [&table](double& value, std::string_view key, std::string_view meaning, double low) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "a", .low = low, .high = 1000});
    };
    time(process.half_life, "half_life", "Time in which half of a plan's quality is gone", 0.01);
    time(process.revision_interval, "revision_interval", "Time from one plan to the next; 0: it is never made anew",
         0.0);
    table.add(process.drill_gain, {.key = "drill_gain",
                                   .meaning = "Share of what is lacking in training that a drill brings",
                                   .low = 0,
                                   .high = 1});
    time(process.drill_half_life, "drill_half_life", "Time in which half of it is forgotten", 0.01);
    time(process.drill_interval, "drill_interval", "Time from one drill to the next; 0: there are none", 0.0);
    table.add(process.action_time, {.key = "action_time",
                                    .meaning = "Time from onset to action without training",
                                    .unit = "h",
                                    .low = 0,
                                    .high = 1000,
                                    .low_open = true});
    table.add(process.drill_effect,
              {.key = "drill_effect",
               .meaning = "What full training by a plan that fits takes from the logarithm of that time",
               .low = 0,
               .high = 10});
}

}  // namespace

PlanState plan_after(const Plan& plan, PlanState before, float made, float step) {
    const auto half_life = static_cast<float>(plan.half_life);
    const auto forgetting = static_cast<float>(plan.drill_half_life);
    const float revision = std::max(shortest_interval, static_cast<float>(plan.revision_interval));
    const float drill = std::max(shortest_interval, static_cast<float>(plan.drill_interval));
    float last = 0.0f;
    for (; before.next_plan <= step; before.next_plan += revision) {
        before.quality = made;
        last = before.next_plan;
    }
    before.quality *= left_after(step - last, half_life);
    before.next_plan -= step;
    last = 0.0f;
    for (; before.next_drill <= step; before.next_drill += drill) {
        before.training *= left_after(before.next_drill - last, forgetting);
        before.training += static_cast<float>(plan.drill_gain) * (1.0f - before.training);
        last = before.next_drill;
    }
    before.training *= left_after(step - last, forgetting);
    before.next_drill -= step;
    return before;
}

Dataset simulate(const Plan& plan, const PlanStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_plan(check, plan);
    constexpr detail::ExperimentCheck::Range share{.low = 0.0, .high = 1.0};
    check.values("experience", start.experience, share);
    check.values("experts", start.experts, share);
    check.values("residents", start.residents, share);
    check.values("load", start.load, {.low = 0.0, .high = 2.0});
    check.values("training", start.training, share);
    const detail::Course course{.unit = "a", .step = 0.05, .every = 0.1, .longest = 10.0};
    const double step = experiment.step.value_or(course.step);
    check.that(!(step > longest_plan_step), "step", core::number_text(step),
               "must be at most " + core::number_text(longest_plan_step) + " a");
    check.finish();
    const std::array recorded{
        detail::Recorded{"quality", "1", "Mean quality of plans", mean_of_plans(columns::plan_quality)},
        detail::Recorded{"misfit", "1", "Mean distance of plans from what would be best", mean_misfit()},
        detail::Recorded{"training", "1", "Mean training", mean_of_plans(columns::plan_training)},
        detail::Recorded{"action_time", "h", "Mean time from onset to action",
                         mean_of_plans(columns::plan_action_time)}};
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_plans(plan, start, crowd, simulation.seed());
        simulation.add(KeepReady{.plan = plan, .step = step}, detail::people);
    };
    return detail::run_replicates(experiment, course, recorded, build);
}

Dataset mean_field(const Plan& plan, const PlanMakers& makers, double training, double until, double every) {
    detail::ExperimentCheck check(Experiment{.until = until, .every = every});
    check_plan(check, plan);
    check_makers(check, makers);
    check.number("training", training, {.low = 0.0, .high = 1.0});
    check.finish();
    detail::TimeCurves curves("a", {{"quality", "1", "Mean quality of plans"},
                                    {"misfit", "1", "Mean distance of plans from what would be best"},
                                    {"training", "1", "Mean training"}});
    const double made = plan_quality(plan, makers);
    for (const double time : detail::record_times(until, every)) {
        const double quality = mean_quality(plan, made, time);
        curves.add(time, {quality, plan_misfit(quality), mean_training(plan, training, time)});
    }
    return std::move(curves).take();
}

void describe(core::ParameterTable& table, Plan& process) {
    const auto effect = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 20});
    };
    table.add(process.base,
              {.key = "base",
               .meaning = "Log odds of the quality of a plan by people without experience, experts, residents and load",
               .low = -20,
               .high = 20});
    effect(process.experience_effect, "experience_effect", "What full experience adds to these");
    effect(process.expert_effect, "expert_effect", "What all the experts that are needed add");
    effect(process.resident_effect, "resident_effect", "What all that residents know adds");
    effect(process.load_effect, "load_effect", "What other work that takes all the time takes from them");
    describe_drills(table, process);
}

}  // namespace commonweal::process
