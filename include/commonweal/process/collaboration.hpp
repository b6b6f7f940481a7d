// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/math.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <span>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// In which order the links of the loop follow each other in a meeting.
enum class CollaborationLoop : std::uint8_t {
    consensus_first,  ///< dialogue, trust, shared understanding, commitment, action (after Ansell and Gash)
    action_first,     ///< dialogue, trust, action, shared understanding, commitment
};

/// A forum meets again and again: starting conditions, leadership and the rules of the house decide whether dialogue,
/// trust, understanding, commitment and small wins feed each other, or whether people stay away (Ansell and Gash 2008,
/// doi:10.1093/jopart/mum032).
struct Collaboration {
    CollaborationLoop loop = CollaborationLoop::consensus_first;
    /// What members gain from a success at the start, and need each other for, in [0, 1]. [A]
    double incentive = 0.7;
    /// What they can have elsewhere, in [0, 1]. [A]
    double outside_value = 0.2;
    /// Facilitative leadership, in [0, 1]. [A]
    double leadership = 0.5;
    /// How far all who are concerned are let in, in [0, 1]. [A]
    double inclusiveness = 0.8;
    /// In [0, 1]. [A]
    double transparency = 0.5;
    /// Pressure from above to take part, in the unit of the incentive, in [0, 2]. [A]
    double mandate = 0.0;
    /// Meetings that it lasts, 0 to 1,000,000. [A]
    std::uint32_t mandate_meetings = 1'000'000;
    /// Chance that present members talk with each other, in [0, 1]. [A]
    double dialogue = 0.8;
    /// Share of what is lacking in trust that a kept promise brings, without leadership, in [0, 0.5]. [A]
    double trust_gain = 0.05;
    /// Share of trust that a broken one costs, in [0, 1]. [A]
    double trust_loss = 0.15;
    /// Share of the way to the common view in a meeting, at full trust and leadership, in [0, 1]. [A]
    double understanding_rate = 0.35;
    /// Rate of small wins at full commitment and understanding, in [0, 20]. [A]
    double win_rate = 3.0;
    /// Weight of the last meeting in what members expect, in [0, 1]. [A]
    double expectation_rate = 0.15;
    /// Share of members who must come, in [0, 1]. [A]
    double quorum = 0.4;
    /// Meetings in a row without a quorum after which nobody calls another one, 1 to 1,000. [A]
    std::uint32_t last_calls = 3;
    /// What full commitment and understanding add to the members' joint capacity, in [0, 10]. [A]
    double capacity_gain = 0.5;
    /// Digital functions, each in [0, 1]: of sharing information (dialogue, cost of coming), of wider scenes of contact
    /// (trust), of monitoring (action), and of communication (understanding). [A]
    double digital_sharing = 0.0;
    double digital_scenes = 0.0;
    double digital_monitoring = 0.0;
    double digital_communication = 0.0;
    /// Share of members who use them, in [0, 1]. [A]
    double online_share = 0.7;
    /// Share of voice that those off line lose to functions at their full, in [0, 1]. [A]
    double offline_loss = 0.3;
};

/// What power does to a member: all by how far it is from the mean.
struct Standing {
    double weak = 0.0;       ///< share that is missing to the mean, in [0, 1]
    double strong = 0.0;     ///< share that is above it, at most 1
    double held_down = 0.0;  ///< by unequal power that no leader makes up for: asymmetry (1 - leadership)
};

/// What somebody brings to a meeting.
struct Outlook {
    double incentive = 0.7;  ///< in [0, 1]
    double trust = 0.5;      ///< in the others, mean, in [0, 1]
    double hope = 0.6;       ///< chance of a success that members expect, in [0, 1]
    double load = 0.0;       ///< of other work, in [0, 1]
    double mandate = 0.0;    ///< as long as it lasts
};

/// Cost of coming, in the unit of the incentive.
inline double attendance_cost(const Collaboration& forum, double load, double online) {
    return (0.05 + 0.25 * load) * (1.0 - 0.3 * forum.digital_sharing * online);
}

/// Chance that a member comes. `online` is the share of members who are.
inline double attendance_chance(const Collaboration& forum, const Standing& at, const Outlook& with, double online) {
    const double gain = with.incentive * with.hope * (1.0 - at.held_down * at.weak) * (0.5 + with.trust);
    const double worth = gain - attendance_cost(forum, with.load, online) + with.mandate;
    return core::math::logistic((worth - forum.outside_value) / 0.05);
}

/// Chance that a member keeps a promise.
inline double promise_chance(const Collaboration& forum, const Standing& at, double commitment, double load) {
    const double willing = 0.55 + 0.45 * commitment + 0.1 * forum.transparency;
    return std::min(0.98, willing * (1.0 - 0.3 * load) * (1.0 - 0.8 * at.held_down * at.strong));
}

/// Commitment to the process, in [0, 1].
inline double commitment_of(const Collaboration& forum, const Standing& at, const Outlook& with, double understanding,
                            double online) {
    return core::math::logistic(-2.2 + 1.5 * understanding + 3.0 * with.trust +
                                2.0 * (with.incentive - attendance_cost(forum, with.load, online)) + with.mandate -
                                2.0 * at.held_down * at.weak);
}

/// Chance of a small win by the members' effort, sum of power share times commitment times (1 - 0.6 load).
inline double win_chance(const Collaboration& forum, double effort, double understanding, double online) {
    const double rate = forum.win_rate * (1.0 + 0.3 * forum.digital_monitoring * online);
    return -core::math::expm1(-rate * effort * (0.3 + 0.7 * understanding));
}

struct CollaborationStart {
    /// Of each member, in any unit, each at least 0.
    AgentValues power{.drawn = core::Distribution::lognormal({.median = 1.0, .sigma = 0.5})};
    AgentValues load{.drawn = core::Distribution::constant(0.1)};  ///< Each in [0, 1].
    /// Of antagonism, -1, or cooperation, 1: trust begins at 0.5 + 0.4 of it.
    double prehistory = 0.0;
    double hope = 0.6;  ///< Chance of success that members expect, in [0, 1].
};

/// Forums of `size` members, 2 to 500, with views drawn from a normal distribution, which meet `until` times (24). Over
/// replicate and meeting, after it: attendance, trust and commitment (means), understanding (1 less the spread of views
/// over that at the start), win (1 or 0), hope, capacity (joint, 1 without any) and alive (1 as long as meetings are
/// called). Throws ConfigError with everything that is wrong.
Dataset simulate(const Collaboration& forum, const CollaborationStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Collaboration& process);

}  // namespace commonweal::process
