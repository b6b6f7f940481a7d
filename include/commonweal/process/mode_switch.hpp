// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cmath>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// A community goes over from normal to emergency mode and back: on what it perceives or on an order, after a lag, at a
/// cost to what it does every day, and now and then in vain.
struct ModeSwitch {
    /// Perceived signal above which emergency mode begins, in (0, 10]; a hazard gives a signal of 1. [A]
    double on = 0.6;
    /// Time that the signal has to stay above it, h, in [0, 1000]. [A]
    double hold_on = 1.0;
    /// Signal below which emergency mode ends, in [0, 10], at most `on`. [A]
    double off = 0.3;
    /// Time that the signal has to stay below it, h, in [0, 10,000]. [A]
    double hold_off = 24.0;
    /// Time over which signals are averaged, h, in (0, 1000]. [A]
    double filter_time = 2.0;
    /// How far a signal is off, standard deviation, in [0, 10]. [A]
    double noise = 0.3;
    /// Time over which it is off the same way, h, in (0, 1000]. [A]
    double noise_time = 1.0;
    /// Time from the beginning of a hazard to the order from above, h, in (0, 1e5]: in Zhengzhou in 2021 the city's
    /// highest level of response came 18.5 h after the first red warning. [S]
    double order_delay = 18.5;
    /// Time in which all but 1/e of staff and space is converted without drills and with space at hand, h, in
    /// (0, 10,000]. [A]
    double convert_time = 24.0;
    /// By how much drills shorten it: exp(-drill_effect drill), in [0, 10]. [A]
    double drill_effect = 1.0;
    /// Time in which all but 1/e goes back, h, in (0, 10,000]. [A]
    double return_time = 12.0;
    /// Time from one decision to the next in normal mode, h, in (0, 10,000]. [A]
    double normal_cycle = 120.0;
    /// The same in emergency mode, h, in (0, 10,000]. [A]
    double emergency_cycle = 4.0;
    /// Share of the capacity for everyday work that a full conversion takes, in [0, 1]. [A]
    double diverted = 0.6;
    /// Everyday work that comes up, of all capacity for it, in [0, 10]. [A]
    double routine_load = 0.8;
    /// Rate at which hazards begin, 1 / h, in [0, 100]. [A]
    double hazard_rate = 0.0005;
    /// Mean time that a hazard lasts, h, in (0, 1e5]. [A]
    double hazard_time = 72.0;
    /// Share of trust that an emergency mode without a hazard costs, in [0, 1]. [A]
    double false_loss = 0.1;
    /// Share of what is lacking in trust that one with a hazard brings back, in [0, 1]. [A]
    double right_gain = 0.05;
};

/// What a community has for going over, beside the parameters.
struct Readiness {
    double drill = 0.0;  ///< How well drilled, in [0, 1].
    double space = 1.0;  ///< Share of the space needed that can be converted at once, in [0.01, 1].
};

/// Time in which all but 1/e is converted, h: convert_time exp(-drill_effect drill) / space.
double conversion_time(const ModeSwitch& mode, const Readiness& readiness);
/// Share converted so many hours after the switch.
double converted_share(const ModeSwitch& mode, const Readiness& readiness, double hours);
/// Time from one decision to the next with a share converted, h.
double decision_cycle(const ModeSwitch& mode, double converted);
/// Time from a signal that comes at once, and stays, to the switch, without noise, h; by order at the latest.
double switch_delay(const ModeSwitch& mode, double signal = 1.0);
/// Time from the end of such a signal, which was there for long, to the end of emergency mode, h.
double return_delay(const ModeSwitch& mode, double signal = 1.0);
/// How often noise alone carries the perceived signal over `on`, 1 / h (Rice 1944): false switches of a community that
/// neither waits nor has a lower signal for the way back.
double false_crossing_rate(const ModeSwitch& mode);
/// Everyday work left undone after so many hours of emergency mode, h of full capacity.
double backlog_after(const ModeSwitch& mode, const Readiness& readiness, double hours);

/// Where a community stands.
struct ModeState {
    float perceived = 0.0f;  ///< the signal, averaged
    float held = 0.0f;       ///< time that it has been above `on` or, in emergency mode, below `off`, h
    float emergency = 0.0f;  ///< 1 in emergency mode, else 0
    float lasted = 0.0f;     ///< time in emergency mode, h
    float right = 0.0f;      ///< 1 if there has been a hazard since the signal rose above `on`
    float converted = 0.0f;  ///< share of staff and space, in [0, 1]
    float backlog = 0.0f;    ///< everyday work undone, h of full capacity
    float trust = 0.7f;      ///< in emergency mode being right, in [0, 1]
};

/// What comes in during a tick.
struct ModeInput {
    float signal = 0.0f;
    float hazard = 0.0f;  ///< 1 or 0
    float order = 0.0f;   ///< 1 while there is one
    float drill = 0.0f;
    float space = 1.0f;
};

/// The state after a tick of so many hours.
inline ModeState mode_after(const ModeSwitch& mode, const ModeState& now, const ModeInput& input, float hours) {
    ModeState next = now;
    next.perceived += chance_of(1.0f / static_cast<float>(mode.filter_time), hours) * (input.signal - now.perceived);
    const bool normal = now.emergency < 0.5f;
    const bool ordered = input.order > 0.5f;
    const bool beyond =
        normal ? next.perceived > static_cast<float>(mode.on) : next.perceived < static_cast<float>(mode.off);
    const float asked = static_cast<float>(normal ? mode.hold_on : mode.hold_off);
    next.held = beyond ? one_step_after(now.held, hours) : 0.0f;
    const bool held = beyond && next.held + 0.5f * hours >= asked;
    const bool begins = normal && (held || ordered);
    const bool ends = !normal && held && !ordered;
    next.held = begins || ends ? 0.0f : next.held;
    next.emergency = begins ? 1.0f : ends ? 0.0f : now.emergency;
    next.lasted = next.emergency > 0.5f ? one_step_after(now.lasted, hours) : 0.0f;
    const bool alert = next.emergency > 0.5f || (normal && beyond);
    next.right = alert ? std::max(now.right, input.hazard) : 0.0f;
    const float rate = next.emergency > 0.5f
                           ? input.space * core::math::exp(static_cast<float>(mode.drill_effect) * input.drill) /
                                 static_cast<float>(mode.convert_time)
                           : 1.0f / static_cast<float>(mode.return_time);
    next.converted += chance_of(rate, hours) * (next.emergency - now.converted);
    const float spare = 1.0f - static_cast<float>(mode.diverted) * next.converted;
    next.backlog = std::max(0.0f, now.backlog + hours * (static_cast<float>(mode.routine_load) - spare));
    const float lost = now.right > 0.5f ? 0.0f : static_cast<float>(mode.false_loss) * now.trust;
    const float won = now.right > 0.5f ? static_cast<float>(mode.right_gain) * (1.0f - now.trust) : 0.0f;
    next.trust += ends ? won - lost : 0.0f;
    return next;
}

namespace columns {
inline constexpr core::Column<float> mode_hazard{"mode_hazard"};          ///< 1 while there is one, else 0
inline constexpr core::Column<float> mode_hazard_for{"mode_hazard_for"};  ///< time since it began, h
inline constexpr core::Column<float> mode_noise{"mode_noise"};            ///< how far the signal is off
inline constexpr core::Column<float> mode_signal{"mode_signal"};          ///< what comes in
inline constexpr core::Column<float> mode_order{"mode_order"};            ///< 1 while there is an order from above
inline constexpr core::Column<float> mode_drill{"mode_drill"};            ///< as in Readiness
inline constexpr core::Column<float> mode_space{"mode_space"};            ///< as in Readiness
inline constexpr core::Column<float> mode_perceived{"mode_perceived"};    ///< this and what follows: as in ModeState
inline constexpr core::Column<float> mode_held{"mode_held"};
inline constexpr core::Column<float> mode_emergency{"mode_emergency"};
inline constexpr core::Column<float> mode_lasted{"mode_lasted"};
inline constexpr core::Column<float> mode_right{"mode_right"};
inline constexpr core::Column<float> mode_converted{"mode_converted"};
inline constexpr core::Column<float> mode_backlog{"mode_backlog"};
inline constexpr core::Column<float> mode_trust{"mode_trust"};
inline constexpr core::Column<float> mode_switches{"mode_switches"};    ///< into emergency mode so far
inline constexpr core::Column<float> mode_in_vain{"mode_in_vain"};      ///< of them ended without a hazard
inline constexpr core::Column<float> mode_lost_time{"mode_lost_time"};  ///< spent in these, h
inline constexpr core::Column<float> mode_shortfall{"mode_shortfall"};  ///< hazard met by what was not converted, h
}  // namespace columns

/// Hazards come and go, and with them a signal that is more or less off, and the order from above.
struct PerceiveHazard {
    static constexpr std::string_view name = "perceive_hazard";
    static constexpr auto uses = core::write(columns::mode_hazard) | core::write(columns::mode_hazard_for) |
                                 core::write(columns::mode_noise) | core::write(columns::mode_signal) |
                                 core::write(columns::mode_order) | core::uniforms<2>();

    ModeSwitch mode{};
    double step = 0.1;  ///< Length of a tick, h.

    void operator()(float& hazard, float& since, float& noise, float& signal, float& order, float change,
                    float draw) const {
        const auto hours = static_cast<float>(step);
        const float rate =
            hazard > 0.5f ? 1.0f / static_cast<float>(mode.hazard_time) : static_cast<float>(mode.hazard_rate);
        since = hazard > 0.5f ? one_step_after(since, hours) : 0.0f;
        hazard = change < chance_of(rate, hours) ? 1.0f - hazard : hazard;
        order = hazard > 0.5f && since + 0.5f * hours >= static_cast<float>(mode.order_delay) ? 1.0f : 0.0f;
        const float forgotten = chance_of(1.0f / static_cast<float>(mode.noise_time), hours);
        const float fresh = static_cast<float>(mode.noise) * std::sqrt(forgotten * (2.0f - forgotten));
        // Away from 0, where a quantile is infinite.
        const float normal = core::math::normal_quantile(std::max(draw, 0x1p-25f));
        noise += fresh * normal - forgotten * noise;
        signal = hazard + noise;
    }
};

/// The switch as a rule: each community by what it perceives or is told.
struct SwitchMode {
    static constexpr std::string_view name = "switch_mode";
    static constexpr auto uses =
        core::read(columns::mode_signal) | core::read(columns::mode_hazard) | core::read(columns::mode_order) |
        core::read(columns::mode_drill) | core::read(columns::mode_space) | core::write(columns::mode_perceived) |
        core::write(columns::mode_held) | core::write(columns::mode_emergency) | core::write(columns::mode_lasted) |
        core::write(columns::mode_right) | core::write(columns::mode_converted) | core::write(columns::mode_backlog) |
        core::write(columns::mode_trust) | core::write(columns::mode_switches) | core::write(columns::mode_in_vain) |
        core::write(columns::mode_lost_time) | core::write(columns::mode_shortfall);

    ModeSwitch mode{};
    double step = 0.1;  ///< Length of a tick, h.

    void operator()(float signal, float hazard, float order, float drill, float space, float& perceived, float& held,
                    float& emergency, float& lasted, float& right, float& converted, float& backlog, float& trust,
                    float& switches, float& in_vain, float& lost_time, float& shortfall) const {
        const auto hours = static_cast<float>(step);
        const ModeState now{perceived, held, emergency, lasted, right, converted, backlog, trust};
        const ModeState next = mode_after(mode, now, {signal, hazard, order, drill, space}, hours);
        switches += std::max(0.0f, next.emergency - emergency);
        const float wrong = std::max(0.0f, emergency - next.emergency) * (1.0f - right);
        in_vain += wrong;
        lost_time += wrong * lasted;
        shortfall += hours * hazard * (1.0f - next.converted);
        perceived = next.perceived;
        held = next.held;
        emergency = next.emergency;
        lasted = next.lasted;
        right = next.right;
        converted = next.converted;
        backlog = next.backlog;
        trust = next.trust;
    }
};

/// What communities start from.
struct ModeStart {
    AgentValues drill{};                                            ///< Each in [0, 1].
    AgentValues space{.drawn = core::Distribution::constant(1)};    ///< Each in [0.01, 1].
    AgentValues hazard{};                                           ///< Chance of one at the start, in [0, 1].
    AgentValues trust{.drawn = core::Distribution::constant(0.7)};  ///< Each in [0, 1].
};

/// Means over communities by replicate and time (h): hazard, emergency, converted, cycle (h), backlog (h), trust,
/// switches, in_vain, lost_time (h) and shortfall (h). Thirty days without an `until`. Throws ConfigError with
/// everything that is wrong.
Dataset simulate(const ModeSwitch& mode, const ModeStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, ModeSwitch& process);

}  // namespace commonweal::process
