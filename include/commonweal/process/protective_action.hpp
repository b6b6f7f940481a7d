// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/layers.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <commonweal/process/warning.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Protective Action Decision Model: cues make a perceived risk, risk and means make the readiness to act. Lindell and
/// Perry 2004, 2012 (doi:10.1111/j.1539-6924.2011.01647.x). Which cues count: Huang, Lindell and Prater 2016
/// (doi:10.1177/0013916515578485). Signs are theirs; all numbers are assumptions [A].
struct ProtectiveAction {
    /// Weight of an official warning that is trusted, in [0, 1]. The five weights add up to 1. [A]
    double official = 0.30;
    /// Weight of water and rain that one sees, in [0, 1]. [A]
    double environmental = 0.15;
    /// Weight of neighbours who act, in [0, 1]. [A]
    double social = 0.20;
    /// Weight of past experience or of living in a known risk area, in [0, 1]. [A]
    double experience = 0.10;
    /// Weight of the harm that one expects for oneself, in [0, 1]. [A]
    double expected_impact = 0.25;
    /// Log-odds of acting at no risk and without means, in [-10, 10]. [A]
    double base = -3.3;
    /// Log-odds from no to full perceived risk, in [0, 20]. [A]
    double risk_effect = 6.0;
    /// Log-odds from no to full belief in being able to act, in [0, 5]. [A]
    double self_efficacy_effect = 0.5;
    /// Log-odds from no to full belief that acting helps, in [0, 5]. [A]
    double response_efficacy_effect = 0.5;
    /// Log-odds lost from no to full cost of acting, in [0, 5]. [A]
    double cost_effect = 1.0;
    /// Log-odds from no to full mobility, in [0, 5]. [A]
    double mobility_effect = 0.5;
    /// Rate at which somebody who has decided to act sets out, 1 / h, in [0, 60]. Mobilisation takes 10 to 30 min in
    /// sudden events, hours before hurricanes. [A]
    double setting_out_rate = 0.5;
};

/// What one person perceives; each in [0, 1].
struct RiskCues {
    float warned = 0.0f;           ///< Has heard the official warning.
    float trust = 0.0f;            ///< In those who warn.
    float environmental = 0.0f;    ///< Water seen, relative to what alarms everybody.
    float social = 0.0f;           ///< Share of neighbours who act.
    float experience = 0.0f;       ///< Past flood or known risk area.
    float expected_impact = 0.0f;  ///< Harm expected for oneself.
};

/// What one person can do; each in [0, 1].
struct ActionMeans {
    float self_efficacy = 0.5f;
    float response_efficacy = 0.5f;
    float cost = 0.5f;
    float mobility = 0.5f;
};

/// Perceived risk, in [0, 1] while the weights add up to 1. Branch-free.
inline float perceived_risk(const ProtectiveAction& process, const RiskCues& cues) {
    return static_cast<float>(process.official) * cues.warned * cues.trust +
           static_cast<float>(process.environmental) * cues.environmental +
           static_cast<float>(process.social) * cues.social + static_cast<float>(process.experience) * cues.experience +
           static_cast<float>(process.expected_impact) * cues.expected_impact;
}

/// Share of people in this situation who would act, in (0, 1). Branch-free.
inline float readiness(const ProtectiveAction& process, float risk, const ActionMeans& means) {
    return core::math::logistic(static_cast<float>(process.base) + static_cast<float>(process.risk_effect) * risk +
                                static_cast<float>(process.self_efficacy_effect) * means.self_efficacy +
                                static_cast<float>(process.response_efficacy_effect) * means.response_efficacy -
                                static_cast<float>(process.cost_effect) * means.cost +
                                static_cast<float>(process.mobility_effect) * means.mobility);
}

/// Rate at which one person sets out, 1 / h. `reluctance` is the person's own uniform draw in (0, 1), kept for the
/// whole event: those below the readiness act, so that a standing situation moves that share of people and no more,
/// however long it lasts and however short the steps are. Branch-free.
inline float action_hazard(const ProtectiveAction& process, float readiness, float reluctance) {
    return static_cast<float>(process.setting_out_rate) * static_cast<float>(reluctance < readiness);
}

/// Chance of setting out within `hours`. Branch-free.
inline float action_chance(const ProtectiveAction& process, float readiness, float reluctance, float hours) {
    return chance_of(action_hazard(process, readiness, reluctance), hours);
}

namespace columns {
inline constexpr core::Column<float> warning_trust{"warning_trust"};          ///< as RiskCues::trust
inline constexpr core::Column<float> danger_seen{"danger_seen"};              ///< as RiskCues::environmental
inline constexpr core::Column<float> experience{"experience"};                ///< as RiskCues::experience
inline constexpr core::Column<float> expected_impact{"expected_impact"};      ///< as RiskCues::expected_impact
inline constexpr core::Column<float> self_efficacy{"self_efficacy"};          ///< as ActionMeans::self_efficacy
inline constexpr core::Column<float> response_efficacy{"response_efficacy"};  ///< as ActionMeans::response_efficacy
inline constexpr core::Column<float> action_cost{"action_cost"};              ///< as ActionMeans::cost
inline constexpr core::Column<float> mobility{"mobility"};                    ///< as ActionMeans::mobility
inline constexpr core::Column<float> reluctance{"reluctance"};                ///< in (0, 1), as in action_hazard()
inline constexpr core::Column<float> acting{"acting"};                        ///< 1: has set out; 0: has not
inline constexpr core::Column<float> action_readiness{"action_readiness"};    ///< as of the last tick
inline constexpr core::Column<float> preparation{
    "preparation"};  ///< hours that one still takes to set out, once decided
inline constexpr core::Column<float> action_hour{"action_hour"};  ///< of setting out; as yet, of those who have not
}  // namespace columns

/// The decision as a rule, over the ties of one layer: whoever is ready beyond their reluctance prepares, and sets out
/// when the hours of preparation are over; whoever is ready no more stops preparing and keeps what is done. The column
/// `warned` is that of SpreadWarning.
struct SetOut {
    static constexpr std::string_view name = "set_out";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses =
        core::write(columns::acting) | core::write(columns::action_hour) | core::write(columns::preparation) |
        core::write(columns::action_readiness) | core::read(columns::warned) | core::read(columns::warning_trust) |
        core::read(columns::danger_seen) | core::read(columns::experience) | core::read(columns::expected_impact) |
        core::read(columns::self_efficacy) | core::read(columns::response_efficacy) | core::read(columns::action_cost) |
        core::read(columns::mobility) | core::read(columns::reluctance) | core::neighbour_mean(layer, columns::acting);

    ProtectiveAction action{};
    float step = 1.0f;  ///< Length of a tick, h.

    void operator()(float& acting, float& hour, float& preparation, float& ready, float warned, float trust,
                    float danger, float experience, float impact, float self_efficacy, float response_efficacy,
                    float cost, float mobility, float reluctance, float acting_neighbours) const {
        const float risk = perceived_risk(action, {.warned = warned,
                                                   .trust = trust,
                                                   .environmental = danger,
                                                   .social = acting_neighbours,
                                                   .experience = experience,
                                                   .expected_impact = impact});
        ready = readiness(action, risk,
                          {.self_efficacy = self_efficacy,
                           .response_efficacy = response_efficacy,
                           .cost = cost,
                           .mobility = mobility});
        const bool prepares = (acting < 0.5f) & (reluctance < ready);
        const bool leaves = prepares & (preparation <= step);
        const float later = acting < 0.5f ? one_step_after(hour, step) : hour;
        hour = leaves ? hour + preparation : later;
        preparation = prepares ? preparation - step : preparation;
        acting = leaves ? 1.0f : acting;
    }
};

/// Everybody's situation; each in [0, 1], drawn for each person or given. Without a change, that of people under an
/// order that they trust: the situation of the second anchor. [A]
struct ActionSituation {
    AgentValues warned{.drawn = core::Distribution::constant(1)};
    AgentValues trust{.drawn = core::Distribution::constant(0.7)};
    AgentValues environmental{.drawn = core::Distribution::constant(0.3)};
    AgentValues experience{.drawn = core::Distribution::constant(0.3)};
    AgentValues expected_impact{.drawn = core::Distribution::constant(0.6)};
    AgentValues self_efficacy{.drawn = core::Distribution::constant(0.5)};
    AgentValues response_efficacy{.drawn = core::Distribution::constant(0.5)};
    AgentValues cost{.drawn = core::Distribution::constant(0.5)};
    AgentValues mobility{.drawn = core::Distribution::constant(0.5)};
};

struct ActionStart {
    ActionSituation situation{};
    Starters acting{.count = 0};  ///< Who has set out before.
    /// Hours from deciding to setting out, at least 0; without it exponential, of the rate `setting_out_rate`.
    std::optional<AgentValues> delay{};
};

/// Shares acting (have set out) and preparing over replicate and time (h), until nobody sets out any more, and the hour
/// of setting out of each agent, NaN for those who have not. Everybody's reluctance is drawn in each replicate anew.
/// Throws ConfigError with everything that is wrong.
Dataset simulate(const ProtectiveAction& action, const ActionStart& start, const Experiment& experiment);

/// A crowd at the start; those who act before are no others than the rest.
struct ActionShares {
    ActionSituation situation{};
    double acting = 0.0;  ///< Share that has set out before, in [0, 1].
    /// As in ActionStart; only the course depends on it.
    std::optional<AgentValues> delay{};
};

/// Share of a crowd that would act where `social` of everybody's neighbours do. Situations that are drawn are taken at
/// 16,384 evenly spread points. Each of these throws ConfigError with everything that is wrong.
double ready_share(const ProtectiveAction& action, const ActionSituation& situation, double social);

/// Share acting over time (h) where everybody sees everybody and there are infinitely many.
Dataset mean_field(const ProtectiveAction& action, const ActionShares& start, double until, double every);

/// Shares that draw nobody else along and let nobody off: all roots of s = acting + (1 - acting) ready_share(s),
/// ascending. Of three, that in the middle is the share from which on action tips over to the upper one.
std::vector<double> equilibria(const ProtectiveAction& action, const ActionShares& start);

/// Share acting in the end where everybody sees everybody: the least of the equilibria, for action only ever grows
/// from `acting`; `acting` itself where the setting_out_rate is 0 and there is no other delay.
double final_share(const ProtectiveAction& action, const ActionShares& start);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, ProtectiveAction& process);

}  // namespace commonweal::process
