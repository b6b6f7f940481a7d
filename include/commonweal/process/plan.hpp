// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Communities make plans for an emergency, which fit as well as those who made them know the place, and grow old;
/// drills turn a plan into speed, and are forgotten.
struct Plan {
    /// Log odds of the quality of a plan by people without experience, experts, residents or other work, in [-20, 20].
    /// [A]
    double base = -1.0;
    /// What each adds to these in full, or takes from them, in [0, 20]. [A]
    double experience_effect = 1.5;
    double expert_effect = 1.0;
    double resident_effect = 1.0;
    double load_effect = 1.5;
    /// Time in which half of a plan's quality is gone, a, in [0.01, 1000]. [A]
    double half_life = 3.0;
    /// Time from one plan to the next, a, in [0, 1000]; 0: it is never made anew. [A]
    double revision_interval = 3.0;
    /// Share of what is lacking in training that a drill brings, in [0, 1]. [A]
    double drill_gain = 0.3;
    /// Time in which half of it is forgotten, a, in [0.01, 1000]. [A]
    double drill_half_life = 0.75;
    /// Time from one drill to the next, a, in [0, 1000]; 0: there are none. [A]
    double drill_interval = 0.5;
    /// Time from onset to action without training, h, in (0, 1000]. [A]
    double action_time = 24.0;
    /// What full training by a plan that fits takes from its logarithm, in [0, 10]. [A]
    double drill_effect = 1.5;
};

/// Those who make a plan: each in [0, 1], but load, which may be up to 2.
struct PlanMakers {
    double experience = 0.3;  ///< of emergencies
    double experts = 0.3;     ///< share of what is needed
    double residents = 0.3;   ///< share of what residents know that comes in
    double load = 0.8;        ///< of other work, 1 being all their time
};

/// Quality of the plan that they make, in (0, 1).
inline double plan_quality(const Plan& plan, const PlanMakers& makers) {
    return core::math::logistic(plan.base + plan.experience_effect * makers.experience +
                                plan.expert_effect * makers.experts + plan.resident_effect * makers.residents -
                                plan.load_effect * makers.load);
}

/// How far what the plan says is from what would be best, in [0, 0.5].
constexpr double plan_misfit(double quality) { return 0.5 * (1.0 - quality); }

/// Share of something that is left after a time, in the unit of the half-life.
template <class T>
inline T left_after(T time, T half_life) {
    return core::math::exp(T(-0.6931471805599453) * time / half_life);
}

/// Time from onset to action, h, with this training by a plan of this quality: drills of a plan that does not fit bring
/// no speed.
template <class T>
inline T action_time(const Plan& plan, T quality, T training) {
    return static_cast<T>(plan.action_time) * core::math::exp(-static_cast<T>(plan.drill_effect) * training * quality);
}

/// How ready a community is.
struct PlanState {
    float quality = 0.0f;     ///< of its plan, in [0, 1]
    float training = 0.0f;    ///< in [0, 1]
    float next_plan = 0.0f;   ///< a until there is a new one
    float next_drill = 0.0f;  ///< a until the next one
};

/// PlanState after a time `step`, a, where new plans have the quality `made`. Exact, however long the step.
PlanState plan_after(const Plan& plan, PlanState before, float made, float step);

namespace columns {
inline constexpr core::Column<float> plan_made{"plan_made"};                ///< quality of a plan made now
inline constexpr core::Column<float> plan_quality{"plan_quality"};          ///< as in PlanState, and the next four
inline constexpr core::Column<float> plan_training{"plan_training"};        ///< likewise
inline constexpr core::Column<float> plan_next{"plan_next"};                ///< likewise
inline constexpr core::Column<float> plan_next_drill{"plan_next_drill"};    ///< likewise
inline constexpr core::Column<float> plan_action_time{"plan_action_time"};  ///< onset to action, h
}  // namespace columns

/// Communities make plans and drill.
struct KeepReady {
    static constexpr std::string_view name = "keep_ready";
    static constexpr auto uses = core::read(columns::plan_made) | core::write(columns::plan_quality) |
                                 core::write(columns::plan_training) | core::write(columns::plan_next) |
                                 core::write(columns::plan_next_drill) | core::write(columns::plan_action_time);

    Plan plan{};
    double step = 0.02;  ///< Length of a tick, a.

    void operator()(float made, float& quality, float& training, float& next, float& next_drill, float& action) const {
        const PlanState after = plan_after(plan, {quality, training, next, next_drill}, made, static_cast<float>(step));
        quality = after.quality;
        training = after.training;
        next = after.next_plan;
        next_drill = after.next_drill;
        action = action_time(plan, quality, training);
    }
};

/// Those who make plans in each community, and their training at the start; plans and drills are due at random within
/// an interval.
struct PlanStart {
    AgentValues experience{.drawn = core::Distribution::constant(0.3)};
    AgentValues experts{.drawn = core::Distribution::constant(0.3)};
    AgentValues residents{.drawn = core::Distribution::constant(0.3)};
    AgentValues load{.drawn = core::Distribution::constant(0.8)};
    AgentValues training{};
};

/// Mean quality and misfit of plans, training and action_time (h), over replicate and time (a); 10 years without an
/// `until`. Throws ConfigError with everything that is wrong.
Dataset simulate(const Plan& plan, const PlanStart& start, const Experiment& experiment);

/// Quality, misfit and training of very many communities that are alike, every `every` years until `until`: exact.
/// Throws ConfigError with everything that is wrong.
Dataset mean_field(const Plan& plan, const PlanMakers& makers, double training, double until, double every);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Plan& process);

}  // namespace commonweal::process
