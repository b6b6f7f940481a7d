// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <concepts>
#include <cstdint>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Offices are judged by what is measured, and report it themselves: effort goes from skill, which is not measured, to
/// speed, which is; cases are closed that are not settled; reports are better than what residents see, who expect ever
/// more; and the weight of the indicator follows the reports. Holmstrom and Milgrom 1991; Bevan and Hood 2006
/// (doi:10.1111/j.1467-9299.2006.00600.x).
struct Evaluation {
    /// Share of effort that goes into speed where nothing is measured, in [0.05, 0.95]. [A]
    double measured_share = 0.5;
    /// Share of the effort for skill that a weight of 1 moves into speed, in [0, 1]. [A]
    double shift = 0.6;
    /// By how much all effort rises with a weight of 1, in [0, 10]. [A]
    double drive = 0.3;
    /// Returns to effort: twice as much of it achieves two to the power of this, in [0.01, 1]. [A]
    double returns = 0.5;
    /// Share of cases closed in time, and skill, where nothing is measured, in [0.01, 1]. [A]
    double base_quality = 0.6;
    /// Share of reports that are looked into, in [0, 1]. [A]
    double audit = 0.3;
    /// What a weight of 1 adds to an unaudited report beside the truth, in [0, 1]. [A]
    double gaming = 0.05;
    /// Share of closed cases that are not settled where nothing is measured, in [0, 1]. [A]
    double false_closing = 0.02;
    /// By how much a weight of 1 raises it without audits, in [0, 1]. [A]
    double false_closing_effect = 0.2;
    /// How far a report is off by chance, standard deviation, in [0, 1]. [A]
    double report_noise = 0.02;
    /// Share of cases closed in time that those above ask for, in [0, 1]. [A]
    double target = 0.85;
    /// Weight of what others report in what is asked for, in [0, 1]. [A]
    double peer_weight = 0.0;
    /// Rise of the weight in a round for each unit that a report is below what is asked for, in [0, 10]. [A]
    double adapt_rate = 0.2;
    /// Weight of skill, beside that of cases settled, in what residents see, in [0, 1]. [A]
    double skill_weight = 0.5;
    /// How far what residents see differs from round to round, standard deviation, in [0, 1]. [A]
    double service_noise = 0.05;
    /// Share by which expectations move in a round to something better, in [0, 1]. [A]
    double expect_up = 0.2;
    /// Share by which they move to something worse, in [0, 1]. [A]
    double expect_down = 0.05;
    /// Satisfaction beyond one half for each unit that service is better than expected, in [0, 100]. [A]
    double satisfaction_slope = 1.0;
    /// Growth of demand in a round, in [-0.5, 1]. [A]
    double demand_growth = 0.0;
};

/// What an office does in a round, each in [0, 1].
template <std::floating_point T>
struct Service {
    T speed = T(0);     ///< Share of cases closed in time.
    T solved = T(0);    ///< Share of cases closed in time and settled.
    T skill = T(0);     ///< How well they are dealt with.
    T quality = T(0);   ///< What residents see, without noise.
    T reported = T(0);  ///< Without noise.
};

/// What it stands before.
template <std::floating_point T>
struct Workload {
    T weight = T(0);   ///< Of the measured indicator, in [0, 1].
    T cases = T(1);    ///< That come up, or come back, over those at the start; above 0.
    T ability = T(1);  ///< A factor to what the office achieves.
};

/// Share of closed cases that are not settled.
template <std::floating_point T>
constexpr T false_share(const Evaluation& evaluation, T weight) {
    const T unaudited = static_cast<T>(evaluation.false_closing_effect * (1.0 - evaluation.audit));
    return std::min(T(1), static_cast<T>(evaluation.false_closing) + unaudited * weight);
}

/// What is done with the effort that a weight calls for.
template <std::floating_point T>
Service<T> service(const Evaluation& evaluation, const Workload<T>& work) {
    const T all = T(1) + static_cast<T>(evaluation.drive) * work.weight;
    const T moved = static_cast<T>(evaluation.shift) * work.weight;
    const T gain = static_cast<T>((1.0 - evaluation.measured_share) / evaluation.measured_share);
    const T best = work.ability * static_cast<T>(evaluation.base_quality);
    const auto returns = static_cast<T>(evaluation.returns);
    Service<T> done;
    done.speed = std::min(T(1), best * core::math::pow(all * (T(1) + gain * moved), returns) / work.cases);
    done.skill = std::min(T(1), best * core::math::pow(all * (T(1) - moved), returns));
    done.solved = done.speed * (T(1) - false_share(evaluation, work.weight));
    const auto skilled = static_cast<T>(evaluation.skill_weight);
    done.quality = skilled * done.skill + (T(1) - skilled) * done.solved;
    const T added = static_cast<T>(evaluation.gaming * (1.0 - evaluation.audit)) * work.weight;
    done.reported = std::min(T(1), done.speed + added);
    return done;
}

/// What residents expect after they have seen a service: more soon, less late.
template <std::floating_point T>
constexpr T expected_after(const Evaluation& evaluation, T expected, T seen) {
    return expected +
           static_cast<T>(seen > expected ? evaluation.expect_up : evaluation.expect_down) * (seen - expected);
}

/// How satisfied they are with it, in [0, 1].
template <std::floating_point T>
constexpr T satisfaction_with(const Evaluation& evaluation, T expected, T seen) {
    return std::clamp(T(0.5) + static_cast<T>(evaluation.satisfaction_slope) * (seen - expected), T(0), T(1));
}

/// The weight after a report, where so much was asked for.
template <std::floating_point T>
constexpr T weight_after(const Evaluation& evaluation, T weight, T asked, T reported) {
    return std::clamp(weight + static_cast<T>(evaluation.adapt_rate) * (asked - reported), T(0), T(1));
}

/// Service in the long run of an office of ability 1 under one weight: what is closed and not settled comes back.
Service<double> steady_service(const Evaluation& evaluation, double weight, double demand = 1.0);
/// The weight under which residents see the best service in the long run, to about 1e-6.
double best_weight(const Evaluation& evaluation);
/// What residents expect in the long run of a service that is normal from round to round, where they adapt slowly: an
/// expectile, above the mean (Newey and Powell 1987, doi:10.2307/1911031). Throws Error if they do not adapt.
struct SeenService {
    double mean = 0.5;
    double sd = 0.1;  ///< Above 0.
};
double ratchet_level(const Evaluation& evaluation, const SeenService& seen);

namespace columns {
inline constexpr core::Column<float> evaluation_unit{"evaluation_unit"};            ///< 1 for an office that is judged
inline constexpr core::Column<float> evaluation_ability{"evaluation_ability"};      ///< as in Workload
inline constexpr core::Column<float> evaluation_weight{"evaluation_weight"};        ///< as in Workload
inline constexpr core::Column<float> evaluation_demand{"evaluation_demand"};        ///< over that at the start
inline constexpr core::Column<float> evaluation_returned{"evaluation_returned"};    ///< cases that come back, so too
inline constexpr core::Column<float> evaluation_speed{"evaluation_speed"};          ///< as in Service
inline constexpr core::Column<float> evaluation_solved{"evaluation_solved"};        ///< as in Service
inline constexpr core::Column<float> evaluation_skill{"evaluation_skill"};          ///< as in Service
inline constexpr core::Column<float> evaluation_reported{"evaluation_reported"};    ///< with noise, in [0, 1]
inline constexpr core::Column<float> service_seen{"service_seen"};                  ///< by residents, with noise
inline constexpr core::Column<float> evaluation_expected{"evaluation_expected"};    ///< by residents
inline constexpr core::Column<float> service_satisfaction{"service_satisfaction"};  ///< of residents, in [0, 1]
}  // namespace columns

/// A round as a rule: offices work, report, are seen and judged, beside those whom they are compared with.
struct JudgeOffices {
    static constexpr std::string_view name = "judge_offices";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::neighbour_sum(layer, columns::evaluation_unit) |
                                 core::neighbour_sum(layer, columns::evaluation_reported) |
                                 core::read(columns::evaluation_ability) | core::write(columns::evaluation_weight) |
                                 core::write(columns::evaluation_demand) | core::write(columns::evaluation_returned) |
                                 core::write(columns::evaluation_speed) | core::write(columns::evaluation_solved) |
                                 core::write(columns::evaluation_skill) | core::write(columns::evaluation_reported) |
                                 core::write(columns::service_seen) | core::write(columns::evaluation_expected) |
                                 core::write(columns::service_satisfaction) | core::uniforms<2>();

    Evaluation evaluation{};

    void operator()(float others, float they_reported, float ability, float& weight, float& demand, float& returned,
                    float& speed, float& solved, float& skill, float& reported, float& seen, float& expected,
                    float& satisfaction, float report_draw, float service_draw) const {
        const float asked = static_cast<float>(evaluation.target);
        const float beside = others > 0.0f ? they_reported / others : asked;
        weight = weight_after(evaluation, weight, asked + static_cast<float>(evaluation.peer_weight) * (beside - asked),
                              reported);
        demand *= 1.0f + static_cast<float>(evaluation.demand_growth);
        const float cases = demand + returned;
        const Service<float> done = service(evaluation, Workload<float>{weight, cases, ability});
        returned = false_share(evaluation, weight) * done.speed * cases;
        speed = done.speed;
        solved = done.solved;
        skill = done.skill;
        reported = std::clamp(done.reported + static_cast<float>(evaluation.report_noise) * normal_of(report_draw),
                              0.0f, 1.0f);
        seen = done.quality + static_cast<float>(evaluation.service_noise) * normal_of(service_draw);
        satisfaction = satisfaction_with(evaluation, expected, seen);
        expected = expected_after(evaluation, expected, seen);
    }

private:
    /// Away from 0, where a quantile is infinite.
    static float normal_of(float draw) { return core::math::normal_quantile(std::max(draw, 0x1p-25f)); }
};

/// How offices and residents begin.
struct EvaluationStart {
    AgentValues weight{.drawn = core::Distribution::constant(0.3)};    ///< Each in [0, 1].
    AgentValues ability{.drawn = core::Distribution::constant(1)};     ///< Each in [0.01, 100].
    AgentValues expected{.drawn = core::Distribution::constant(0.6)};  ///< Each in [0, 1].
};

/// Means over offices of weight, speed, solved, skill, reported, seen, expected, satisfaction and returned, over
/// replicate and time (rounds); forty rounds without an `until`. A tick is a round. Throws ConfigError with everything
/// that is wrong.
Dataset simulate(const Evaluation& evaluation, const EvaluationStart& start, const Experiment& experiment);

/// What a single office begins with, of ability 1.
struct EvaluationMind {
    double weight = 0.3;
    double expected = 0.6;
};

/// The same where all offices are alike and nothing is off by chance, after 0, 1, ... `rounds` rounds. Throws
/// ConfigError with everything that is wrong.
Dataset mean_field(const Evaluation& evaluation, const EvaluationMind& start, std::uint32_t rounds);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Evaluation& process);

}  // namespace commonweal::process
