// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <concepts>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Moves are told by the year, all else by the day.
inline constexpr double days_in_a_year = 365.25;

/// Residents of a place: how much they feel that they belong there, their public spirit, their ties, what they do for
/// others in calm and under a threat, and who takes part; all in [0, 1]. Moves start anew.
struct Belonging {
    /// Rate at which full contact raises belonging to 1, 1 / d, in [0, 10]. [A]
    double belonging_gain = 0.004;
    /// Rate at which it is lost, 1 / d, in [0, 10]. [A]
    double belonging_loss = 0.001;
    /// Share of the contact that is missing which neighbours who all take part supply, in [0, 1]. [A]
    double activity = 0.0;
    /// Rate at which public spirit follows the cooperation seen, 1 / d, in [0, 10]. [A]
    double spirit_rate = 0.02;
    /// Rate at which a covenant of strength 1 raises it to 1, 1 / d, in [0, 10]. [A]
    double covenant_rate = 0.01;
    /// Strength of the residents' covenant, in [0, 1]; 0: there is none. [A]
    double covenant = 0.0;
    /// Rate at which full contact raises a tie to 1, 1 / d, in [0, 10]. [A]
    double tie_gain = 0.005;
    /// Time in which a tie falls to 1/e without contact, d, in [1, 100000]. [A]
    double tie_time = 540.0;
    /// Moves of owners and tenants, 1 / a, in [0, 100]. [S]
    double owner_moves = 0.05;
    double tenant_moves = 0.25;
    /// What newcomers bring, each in [0, 1]. [A]
    double newcomer_belonging = 0.0;
    double newcomer_spirit = 0.3;
    /// Rate at which what somebody sees of others' cooperation is renewed, 1 / d, in [0, 100]. [A]
    double notice_rate = 0.1;
    /// Weights in cooperation of public spirit, belonging and what others are seen to do, in [0, 1], at most 1
    /// together. [A]
    double spirit_weight = 0.3;
    double belonging_weight = 0.3;
    double seen_weight = 0.3;
    /// Share of what is withheld that a threat of 1 frees, in [0, 1]. [A]
    double threat_effect = 0.5;
    /// Time in which that falls to 1/e after the threat, d, in [1, 100000]. [L]
    double fade_time = 45.0;
    /// How far it is made lasting, in [0, 1]: the time is divided by what is missing to 1. [A]
    double institutionalised = 0.0;
    /// Share of what is withheld that trust in a time bank frees, in [0, 1]; 0: there is no bank. [A]
    double bank = 0.0;
    /// Log odds to take part of a tenant, young, off-line and of low status, who neither belongs nor cooperates. [A]
    double base_odds = -3.0;
    /// What full belonging and cooperation add to the log odds, in [-10, 10]. [A]
    double belonging_odds = 2.0;
    double cooperation_odds = 2.0;
    /// Odds ratios of owners, the old, those on line and those of high status, in [0.01, 100]. [A]
    double owner_ratio = 1.5;
    double elder_ratio = 1.5;
    double online_ratio = 1.3;
    double status_ratio = 2.0;
    /// Voices that one of high status is heard as, in [0.01, 100]. [A]
    double status_voice = 2.0;
};

/// What makes somebody more or less likely to take part, each 0 or 1.
struct ResidentTraits {
    double owner = 1.0;
    double elder = 0.0;
    double online = 1.0;
    double status = 0.0;
};

/// What somebody feels and sees; each in [0, 1] but the last, which is a time.
template <std::floating_point T>
struct ResidentMind {
    T belonging = T(0.3);
    T spirit = T(0.3);
    T seen = T(0.3);       ///< Cooperation of others, as it has been seen.
    T tie = T(0.3);        ///< Mean strength of the ties to the others.
    T threat = T(0);       ///< Or what is left of it.
    T threat_left = T(0);  ///< How long it goes on before it begins to fade, d.
};

/// What somebody lives among; each in [0, 1].
template <std::floating_point T>
struct Surroundings {
    T contact = T(0.5);
    T cooperation = T(0);    ///< Mean of the neighbours'.
    T participating = T(0);  ///< Share of neighbours who take part.
    T moved = T(0);          ///< Share of neighbours who have just been replaced.
};

/// `value` after it has gone to `target` at the rate `rate` for `step`: exact, however long the step.
template <std::floating_point T>
constexpr T gone_to(T value, T target, T rate, T step) {
    return target + (value - target) * core::math::exp(-rate * step);
}

/// Rate at which the cooperation that a threat raised falls after it, 1 / d.
constexpr double fade_rate(const Belonging& place) { return (1.0 - place.institutionalised) / place.fade_time; }

/// Somebody's mind after a time `step`, d, in surroundings that stay as they are.
template <std::floating_point T>
constexpr ResidentMind<T> lived(const Belonging& place, const ResidentMind<T>& mind, const Surroundings<T>& around,
                                T step) {
    const T contact = T(1) - (T(1) - around.contact) * (T(1) - static_cast<T>(place.activity) * around.participating);
    const T gain = static_cast<T>(place.belonging_gain) * contact;
    const T change = gain + static_cast<T>(place.belonging_loss);
    const T urge = static_cast<T>(place.covenant_rate * place.covenant);
    const T pull = static_cast<T>(place.spirit_rate) + urge;
    const T tying = static_cast<T>(place.tie_gain) * contact;
    const T loosening = tying + static_cast<T>(1.0 / place.tie_time);
    const T goal = change > T(0) ? gain / change : mind.belonging;
    const T aim = pull > T(0) ? (static_cast<T>(place.spirit_rate) * mind.seen + urge) / pull : mind.spirit;
    const T lasts = std::min(mind.threat_left, step);
    return {.belonging = gone_to(mind.belonging, goal, change, step),
            .spirit = gone_to(mind.spirit, aim, pull, step),
            .seen = gone_to(mind.seen, around.cooperation, static_cast<T>(place.notice_rate), step),
            .tie = gone_to(mind.tie * (T(1) - around.moved), tying / loosening, loosening, step),
            .threat = gone_to(mind.threat, T(0), static_cast<T>(fade_rate(place)), step - lasts),
            .threat_left = mind.threat_left - lasts};
}

/// What somebody does for others, in [0, 1].
template <std::floating_point T>
constexpr T cooperation_of(const Belonging& place, const ResidentMind<T>& mind) {
    const T calm = static_cast<T>(place.spirit_weight) * mind.spirit +
                   static_cast<T>(place.belonging_weight) * mind.belonging +
                   static_cast<T>(place.seen_weight) * mind.seen;
    return T(1) - (T(1) - calm) * (T(1) - static_cast<T>(place.threat_effect) * mind.threat) *
                      (T(1) - static_cast<T>(place.bank));
}

/// Log odds that somebody takes part, by what they are alone.
double own_odds(const Belonging& place, const ResidentTraits& traits);

/// Chance that somebody takes part, from the log odds of what they are, belonging and cooperation.
template <std::floating_point T>
constexpr T participation_chance(const Belonging& place, T own, T belonging, T cooperation) {
    return core::math::logistic(own + static_cast<T>(place.belonging_odds) * belonging +
                                static_cast<T>(place.cooperation_odds) * cooperation);
}

namespace columns {
inline constexpr core::Column<float> belonging_contact{"belonging_contact"};  ///< with neighbours, in [0, 1]
inline constexpr core::Column<float> belonging_owner{"belonging_owner"};      ///< 1: owns the home; 0: rents it
inline constexpr core::Column<float> belonging_status{"belonging_status"};    ///< 1: high; 0: low
inline constexpr core::Column<float> belonging_odds{"belonging_odds"};        ///< as own_odds() says
inline constexpr core::Column<float> belonging_per_tie{"belonging_per_tie"};  ///< 1 / neighbours; 0 without any
inline constexpr core::Column<float> belonging{"belonging"};                  ///< these six as in ResidentMind
inline constexpr core::Column<float> belonging_spirit{"belonging_spirit"};
inline constexpr core::Column<float> belonging_seen{"belonging_seen"};
inline constexpr core::Column<float> belonging_tie{"belonging_tie"};
inline constexpr core::Column<float> belonging_threat{"belonging_threat"};
inline constexpr core::Column<float> belonging_threat_left{"belonging_threat_left"};
inline constexpr core::Column<float> belonging_reserve{"belonging_reserve"};  ///< takes part at this chance and above
inline constexpr core::Column<float> belonging_moves{"belonging_moves"};      ///< residents whom the home has lost
inline constexpr core::Column<float> belonging_credit{"belonging_credit"};    ///< given less received, full days
inline constexpr core::Column<float> belonging_cooperation{"belonging_cooperation"};    ///< in [0, 1]
inline constexpr core::Column<float> belonging_participates{"belonging_participates"};  ///< 1: takes part; 0: does not
inline constexpr core::Column<float> belonging_moved{"belonging_moved"};                ///< 1: replaced at this tick
inline constexpr core::Column<float> belonging_gift{"belonging_gift"};  ///< what each neighbour has of cooperation
}  // namespace columns

/// A tick of living together, over the ties of one layer: minds change, some move and are replaced, everybody does what
/// they do and takes part or not.
struct LiveTogether {
    static constexpr std::string_view name = "live_together";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses =
        core::neighbour_mean(layer, columns::belonging_cooperation) |
        core::neighbour_mean(layer, columns::belonging_participates) |
        core::neighbour_mean(layer, columns::belonging_moved) | core::neighbour_sum(layer, columns::belonging_gift) |
        core::read(columns::belonging_contact) | core::read(columns::belonging_owner) |
        core::read(columns::belonging_odds) | core::read(columns::belonging_per_tie) | core::uniforms<2>() |
        core::write(columns::belonging) | core::write(columns::belonging_spirit) |
        core::write(columns::belonging_seen) | core::write(columns::belonging_tie) |
        core::write(columns::belonging_threat) | core::write(columns::belonging_threat_left) |
        core::write(columns::belonging_reserve) | core::write(columns::belonging_moves) |
        core::write(columns::belonging_credit) | core::write(columns::belonging_cooperation) |
        core::write(columns::belonging_participates) | core::write(columns::belonging_moved) |
        core::write(columns::belonging_gift);

    Belonging place{};
    double step = 1.0;  ///< Length of a tick, d.

    void operator()(float cooperating, float participating, float moving, float received, float contact, float owner,
                    float own, float per_tie, float move_draw, float new_reserve, float& belonging, float& spirit,
                    float& seen, float& tie, float& threat, float& threat_left, float& reserve, float& moves,
                    float& credit, float& cooperation, float& participates, float& moved, float& gift) const {
        const auto time = static_cast<float>(step);
        const float gives = per_tie > 0.0f ? cooperation : 0.0f;
        credit += time * (gives - received);
        const ResidentMind<float> now = lived<float>(
            place,
            {.belonging = belonging,
             .spirit = spirit,
             .seen = seen,
             .tie = tie,
             .threat = threat,
             .threat_left = threat_left},
            {.contact = contact, .cooperation = cooperating, .participating = participating, .moved = moving}, time);
        // The same two for all residents: found once for a block.
        const float owner_chance = chance_of(rate(place.owner_moves), time);
        const float tenant_chance = chance_of(rate(place.tenant_moves), time);
        const bool leaves = move_draw < (owner > 0.0f ? owner_chance : tenant_chance);
        moved = leaves ? 1.0f : 0.0f;
        moves += moved;
        belonging = leaves ? static_cast<float>(place.newcomer_belonging) : now.belonging;
        spirit = leaves ? static_cast<float>(place.newcomer_spirit) : now.spirit;
        tie = leaves ? 0.0f : now.tie;
        reserve = leaves ? new_reserve : reserve;
        // Where there is nobody to see, what has been seen stays.
        seen = per_tie > 0.0f ? now.seen : seen;
        threat = now.threat;
        threat_left = now.threat_left;
        cooperation =
            cooperation_of<float>(place, {.belonging = belonging, .spirit = spirit, .seen = seen, .threat = threat});
        participates = reserve < participation_chance(place, own, belonging, cooperation) ? 1.0f : 0.0f;
        gift = cooperation * per_tie;
    }

private:
    static float rate(double moves_a_year) { return static_cast<float>(moves_a_year / days_in_a_year); }
};

/// Who lives there at the start, and in which mind; each value in [0, 1] but times.
struct BelongingStart {
    AgentValues contact{.drawn = core::Distribution::constant(0.5)};
    AgentValues owner{.drawn = core::Distribution::constant(0.7)};   ///< Chance to own the home.
    AgentValues elder{.drawn = core::Distribution::constant(0.2)};   ///< Chance to be old.
    AgentValues online{.drawn = core::Distribution::constant(0.7)};  ///< Chance to be on line.
    AgentValues status{.drawn = core::Distribution::constant(0.2)};  ///< Chance of high status.
    AgentValues belonging{.drawn = core::Distribution::constant(0.3)};
    AgentValues spirit{.drawn = core::Distribution::constant(0.3)};
    AgentValues seen{.drawn = core::Distribution::constant(0.3)};
    AgentValues tie{.drawn = core::Distribution::constant(0.3)};
    AgentValues threat{};
    AgentValues threat_days{};  ///< How long it goes on, d.
};

/// Means over residents of belonging, spirit, cooperation, tie, threat and moves, shares that take part, cohesion, and
/// who is heard, over replicate and time (d); five years without an `until`. Throws ConfigError with everything that is
/// wrong.
Dataset simulate(const Belonging& place, const BelongingStart& start, const Experiment& experiment);

/// What infinitely many residents meet with who all meet each other and are alike but for their tenure.
struct BelongingSetting {
    double contact = 0.5;
    double owner = 0.7;  ///< Share who own their home.
    ResidentMind<double> mind{};
};

/// Their mean belonging, spirit, cooperation, tie and threat every `every` days until `until`. Throws Error where
/// taking part makes contact, and ConfigError with everything that is wrong.
Dataset mean_field(const Belonging& place, const BelongingSetting& setting, double until, double every);

/// The levels that they end at without a threat, as a dataset without dimensions; of `setting` contact and owners
/// count. Throws Error where taking part makes contact or nothing holds a level, and ConfigError as above.
Dataset steady_state(const Belonging& place, const BelongingSetting& setting);

/// Share that a group has of those who take part, and of the voices heard, over its share of all residents.
struct Representation {
    double presence = 1.0;
    double voice = 1.0;
};

/// Residents who are alike in all but status.
struct RepresentationSetting {
    double status = 0.2;      ///< Share of high status, above 0.
    ResidentTraits others{};  ///< What all are; the status there does not count.
    double belonging = 0.5;
    double cooperation = 0.5;
};

/// Of those of high status. Throws ConfigError with everything that is wrong.
Representation representation(const Belonging& place, const RepresentationSetting& setting);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Belonging& process);

}  // namespace commonweal::process
