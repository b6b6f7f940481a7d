// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <limits>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// How somebody's distress goes on after a blow: the four courses that studies find again and again (Galatzer-Levy,
/// Huang and Bonanno 2018, doi:10.1016/j.cpr.2018.05.008).
enum class Trajectory : std::uint8_t {
    resilient,   ///< reacts little, for a short time
    recovering,  ///< reacts fully and recovers over months
    chronic,     ///< reacts fully and hardly recovers
    delayed,     ///< reacts little at first, and fully after months
};

/// Where support comes from.
enum class MindSupport : std::uint8_t {
    given,       ///< each person's own, as it is given
    neighbours,  ///< the share of neighbours who are not distressed
};

/// The minds of people after what befalls them. Distress lies in [0, 1]; a blow takes a share of what is free of it,
/// and it fades by a rate that support and security raise.
struct Mind {
    /// Share of what is free of distress that the loss of somebody near takes, in [0, 1]. [A]
    double loss = 0.7;
    /// The same for one's own injury, in [0, 1]. [A]
    double injury = 0.55;
    /// The same for being displaced from home, in [0, 1]. [A]
    double displacement = 0.5;
    /// Weights of the four trajectories, in [0, 1]; their sum is taken for 1, and is not 0. [L]
    double resilient_share = 0.667;
    double recovering_share = 0.2;
    double chronic_share = 0.1;
    double delayed_share = 0.05;
    /// Part of a blow that the resilient and, at first, the delayed feel, in [0, 1]. [A]
    double early_reaction = 0.5;
    /// Times in which distress falls to 1/e without support and security, d, in [1, 100000]. [A]
    double resilient_time = 60.0;
    double recovering_time = 720.0;
    double chronic_time = 36500.0;
    double delayed_time = 1800.0;
    /// Shortest time to the second rise of the delayed, d, in [0, 10000]. [L]
    double delay = 180.0;
    /// Mean of the exponential time after that, d, in [0, 10000]. [A]
    double delay_spread = 90.0;
    /// The second rise as a part of the blow, in [0, 1]. [A]
    double second_rise = 1.0;
    MindSupport support = MindSupport::neighbours;
    /// Rise of the rate of recovery by full support, as a multiple of it, in [0, 10]. [A]
    double support_effect = 1.0;
    /// The same for full security, in [0, 10]. [A]
    double security_effect = 1.0;
    /// Distress from which on somebody counts as distressed, in [0, 1]. [A]
    double threshold = 0.4;
};

/// What befell somebody at once; chances or, of one person, 0 and 1.
struct MindEvents {
    double loss = 0.0;
    double injury = 0.0;
    double displacement = 0.0;
};

/// The share of what is free of distress that the events take together, whatever their order, in [0, 1].
constexpr double impact_of(const Mind& mind, const MindEvents& events) {
    return 1.0 - (1.0 - mind.loss * events.loss) * (1.0 - mind.injury * events.injury) *
                     (1.0 - mind.displacement * events.displacement);
}

/// Distress after a blow that takes a share of what is free of it.
template <class T>
constexpr T struck(T distress, T impact) {
    return T(1) - (T(1) - distress) * (T(1) - impact);
}

/// Part of a blow that is felt at once.
constexpr double early_part(const Mind& mind, Trajectory trajectory) {
    const bool early = trajectory == Trajectory::resilient || trajectory == Trajectory::delayed;
    return early ? mind.early_reaction : 1.0;
}

/// Time in which distress falls to 1/e, with the help of support and security in [0, 1], d.
constexpr double recovery_time(const Mind& mind, Trajectory trajectory, double support, double security) {
    const double times[] = {mind.resilient_time, mind.recovering_time, mind.chronic_time, mind.delayed_time};
    return times[static_cast<std::size_t>(trajectory)] /
           (1.0 + mind.support_effect * support + mind.security_effect * security);
}

/// Distress and the second rise that is still to come.
struct MindState {
    float distress = 0.0f;
    float onset = std::numeric_limits<float>::infinity();  ///< Time to the second rise, d; infinite if there is none.
    float rise = 0.0f;                                     ///< The share of what is free of distress that it takes.
};

/// The state after a time `step` at a rate of recovery, 1 / d. Exact: two half steps give the same. Branch-free.
inline MindState recovered(const MindState& state, float rate, float step) {
    const bool rises = state.onset <= step;
    const float before = std::min(state.onset, step);
    const float at_onset = state.distress * core::math::exp(-rate * before);
    const float risen = rises ? struck(at_onset, state.rise) : at_onset;
    return {.distress = risen * core::math::exp(-rate * (step - before)),
            .onset = rises ? std::numeric_limits<float>::infinity() : state.onset - step,
            .rise = rises ? 0.0f : state.rise};
}

namespace columns {
inline constexpr core::Column<std::uint8_t> mind_trajectory{"mind_trajectory"};  ///< a Trajectory
inline constexpr core::Column<float> mind_delay{"mind_delay"};        ///< from a blow to the second rise, d; one's own
inline constexpr core::Column<float> mind_support{"mind_support"};    ///< where it is given, in [0, 1]
inline constexpr core::Column<float> mind_security{"mind_security"};  ///< in [0, 1]
inline constexpr core::Column<float> mind_impact{"mind_impact"};      ///< of what has befallen one since the last tick
inline constexpr core::Column<float> mind_distress{"mind_distress"};  ///< in [0, 1]
inline constexpr core::Column<float> mind_onset{"mind_onset"};        ///< as in MindState
inline constexpr core::Column<float> mind_rise{"mind_rise"};          ///< as in MindState
inline constexpr core::Column<float> mind_well{"mind_well"};          ///< 1: not distressed; 0: distressed
}  // namespace columns

/// The state after a blow. A new one puts off the second rise that an earlier one has left.
inline MindState after_blow(const Mind& mind, Trajectory trajectory, MindState state, float impact, float delay) {
    const bool later = trajectory == Trajectory::delayed && impact > 0.0f;
    state.distress = struck(state.distress, static_cast<float>(early_part(mind, trajectory)) * impact);
    state.onset = later ? delay : state.onset;
    state.rise = later ? static_cast<float>(mind.second_rise) * impact : state.rise;
    return state;
}

/// What befell people since the last tick strikes, and minds recover, over the ties of one layer.
struct RecoverMind {
    static constexpr std::string_view name = "recover_mind";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses =
        core::neighbour_mean(layer, columns::mind_well) | core::read(columns::mind_trajectory) |
        core::read(columns::mind_delay) | core::read(columns::mind_support) | core::read(columns::mind_security) |
        core::write(columns::mind_impact) | core::write(columns::mind_distress) | core::write(columns::mind_onset) |
        core::write(columns::mind_rise) | core::write(columns::mind_well);

    Mind mind{};
    double step = 1.0;  ///< Length of a tick, d.

    void operator()(float well_neighbours, std::uint8_t trajectory, float delay, float support, float security,
                    float& impact, float& distress, float& onset, float& rise, float& well) const {
        const auto course = static_cast<Trajectory>(trajectory);
        const MindState before{.distress = distress, .onset = onset, .rise = rise};
        const float help = mind.support == MindSupport::neighbours ? well_neighbours : support;
        const float rate = base_rate(course) * (1.0f + static_cast<float>(mind.support_effect) * help +
                                                static_cast<float>(mind.security_effect) * security);
        const MindState after =
            recovered(after_blow(mind, course, before, impact, delay), rate, static_cast<float>(step));
        impact = 0.0f;
        distress = after.distress;
        onset = after.onset;
        rise = after.rise;
        well = distress < static_cast<float>(mind.threshold) ? 1.0f : 0.0f;
    }

private:
    float base_rate(Trajectory course) const {
        const float slow = course == Trajectory::chronic ? static_cast<float>(1.0 / mind.chronic_time)
                                                         : static_cast<float>(1.0 / mind.delayed_time);
        const float fast = course == Trajectory::resilient ? static_cast<float>(1.0 / mind.resilient_time)
                                                           : static_cast<float>(1.0 / mind.recovering_time);
        return course == Trajectory::resilient || course == Trajectory::recovering ? fast : slow;
    }
};

/// Who is struck at the start, by the chances of each; trajectories are drawn by the shares.
struct MindStart {
    AgentValues loss{.drawn = core::Distribution::constant(0.05)};
    AgentValues injury{.drawn = core::Distribution::constant(0.1)};
    AgentValues displacement{.drawn = core::Distribution::constant(0.5)};
    AgentValues distress{};                                            ///< Before that, each in [0, 1].
    AgentValues support{.drawn = core::Distribution::constant(0.5)};   ///< Where it is given, each in [0, 1].
    AgentValues security{.drawn = core::Distribution::constant(0.5)};  ///< Each in [0, 1].
};

/// Mean distress and share distressed, of all and of those of each trajectory, over replicate and time (d); two years
/// without an `until`. Throws ConfigError with everything that is wrong.
Dataset simulate(const Mind& mind, const MindStart& start, const Experiment& experiment);

/// What infinitely many people meet with who are all alike but for their trajectories and what befalls them.
struct MindSetting {
    MindEvents chances{.loss = 0.05, .injury = 0.1, .displacement = 0.5};
    double distress = 0.0;  ///< Before that.
    double support = 0.5;
    double security = 0.5;
};

/// The same numbers of infinitely many people every `every` days until `until`, where support is given. Throws Error
/// where it comes from neighbours, and ConfigError with everything that is wrong.
Dataset mean_field(const Mind& mind, const MindSetting& setting, double until, double every);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Mind& process);

}  // namespace commonweal::process
