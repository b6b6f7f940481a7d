// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/math.hpp>
#include <commonweal/process/hazard.hpp>

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

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, ProtectiveAction& process);

}  // namespace commonweal::process
