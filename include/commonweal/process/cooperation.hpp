// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/layers.hpp>
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

/// What somebody is willing to give to a common task, depending on what others are believed to give.
enum class CooperationType : std::uint8_t {
    conditional,  ///< the more, the more the others do
    free_rider,   ///< nothing
    hump,         ///< rising up to half of what one could give, then falling
    vanguard,     ///< everything, whatever the others do
};

/// A public-goods game that is played again and again: all keep or give, and everybody in the group has a part of all
/// that is given. Efforts, beliefs and payoffs are in units of what one person could give in a round.
/// Fischbacher and Gaechter 2010 (doi:10.1257/aer.100.1.541); punishment: Fehr and Gaechter 2000.
struct Cooperation {
    /// People in a group where no graph says who plays with whom, 0 to 1000; 0: all are one group. [L]
    std::uint32_t group_size = 4;
    /// Share of people who are free riders, in [0, 1]. [S]
    double free_rider_share = 0.30;
    /// Share who are hump-shaped, in [0, 1]. [S]
    double hump_share = 0.14;
    /// Share who give everything, in [0, 1]; the rest of the people are conditional. [A]
    double vanguard_share = 0.0;
    /// What the conditional are willing to give for each unit that others give, in [0, 1]; below 1: imperfect. [A]
    double slope = 0.7;
    /// Weight of what others gave in the next belief, in [0, 1]. [L]
    double belief_seen = 0.415;
    /// Weight of the belief itself in the next one, in [0, 1]; the two weights add up to at most 1. [L]
    double belief_kept = 0.569;
    /// Weight in what is given of what one is willing to give, in [0, 1]. [L]
    double schedule_weight = 0.242;
    /// Weight in what is given of the belief itself, in [0, 1]; the two add up to at most 1. [L]
    double belief_weight = 0.666;
    /// What a unit given is worth to each of the group, as they perceive it, in [0, 0.99]. [L]
    double marginal_return = 0.4;
    /// Share, among all but the free riders, who punish, in [0, 1]; 0: nobody. [A]
    double punisher_share = 0.0;
    /// Points that a punisher spends for each unit that somebody gives too little, in [0, 10]. [A]
    double punishment = 0.2;
    /// What a point costs the punisher, in [0, 10]. [L]
    double punishment_cost = 1.0;
    /// What a point takes from the one punished, in [0, 10]. [L]
    double fine = 3.0;
    /// What punishers think everybody ought to give, in [0, 1]. [A]
    double standard = 1.0;
    /// Share by which the expectation of being fined moves in a round to what is seen, in [0, 1]. [A]
    double pressure_rate = 0.5;
    /// Strength of the residents' covenant, in [0, 1]; 0: there is none. [A]
    double covenant = 0.0;
    /// Rise of public spirit in a round by a covenant of strength 1, in [0, 1]. [A]
    double covenant_rate = 0.05;
    /// Share by which public spirit moves in a round to the cooperation seen, in [0, 1]. [A]
    double spirit_rate = 0.0;
};

/// What somebody believes and feels bound to; each in [0, 1].
template <std::floating_point T>
struct CooperationMind {
    T belief = T(0.5);  ///< What the others of the group will give on average.
    T spirit = T(0);    ///< Public spirit: how far one gives as the others do, whatever one's own type.
    T pressure = T(0);  ///< How surely falling short of the standard is expected to cost more than it saves.
};

/// What somebody of a type is willing to give, in [0, 1].
template <std::floating_point T>
constexpr T willing(const Cooperation& game, CooperationType type, const CooperationMind<T>& mind) {
    const T turned = type == CooperationType::hump ? std::min(mind.belief, T(1) - mind.belief) : mind.belief;
    const T own = type == CooperationType::free_rider ? T(0) : static_cast<T>(game.slope) * turned;
    return own + mind.spirit * (mind.belief - own);
}

/// What somebody of a type gives, in [0, 1].
template <std::floating_point T>
constexpr T given(const Cooperation& game, CooperationType type, const CooperationMind<T>& mind) {
    const T free = static_cast<T>(game.schedule_weight) * willing(game, type, mind) +
                   static_cast<T>(game.belief_weight) * mind.belief;
    const T pressed = free + mind.pressure * std::max(T(0), static_cast<T>(game.standard) - free);
    return type == CooperationType::vanguard ? T(1) : std::min(pressed, T(1));
}

/// How much of what somebody saves by giving less so many punishers take away, in [0, 1]; 1: all of it and more.
template <std::floating_point T>
constexpr T threat(const Cooperation& game, T punishers) {
    const T taken = static_cast<T>(game.fine * game.punishment) * punishers;
    return std::min(T(1), taken / (T(1) - static_cast<T>(game.marginal_return)));
}

/// The mind after a round in which the others gave `seen` on average.
template <std::floating_point T>
constexpr CooperationMind<T> learnt(const Cooperation& game, const CooperationMind<T>& mind, T seen, T threatened) {
    const T spirit = mind.spirit + static_cast<T>(game.spirit_rate) * (seen - mind.spirit) +
                     static_cast<T>(game.covenant_rate * game.covenant);
    return {.belief = static_cast<T>(game.belief_seen) * seen + static_cast<T>(game.belief_kept) * mind.belief,
            .spirit = std::min(T(1), spirit),
            .pressure = mind.pressure + static_cast<T>(game.pressure_rate) * (threatened - mind.pressure)};
}

namespace columns {
inline constexpr core::Column<std::uint8_t> cooperation_type{"cooperation_type"};   ///< a CooperationType
inline constexpr core::Column<float> cooperation_player{"cooperation_player"};      ///< 1: takes part; 0: does not
inline constexpr core::Column<float> cooperation_punisher{"cooperation_punisher"};  ///< 1: punishes; 0: does not
inline constexpr core::Column<float> cooperation_belief{"cooperation_belief"};      ///< as in CooperationMind
inline constexpr core::Column<float> public_spirit{"public_spirit"};                ///< as in CooperationMind
inline constexpr core::Column<float> cooperation_pressure{"cooperation_pressure"};  ///< as in CooperationMind
inline constexpr core::Column<float> contribution{"contribution"};  ///< what one gives in the round, in [0, 1]
inline constexpr core::Column<float> contribution_shortfall{"contribution_shortfall"};  ///< below the standard, [0, 1]
inline constexpr core::Column<float> cooperation_earned{"cooperation_earned"};          ///< sum of all payoffs so far
}  // namespace columns

/// One round as a rule, over the ties of one layer: what was to be given is given and paid for, those who fell short
/// are fined, and everybody decides what to give next. A group is a person and the neighbours.
struct PlayRound {
    static constexpr std::string_view name = "play_round";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses =
        core::neighbour_sum(layer, columns::cooperation_player) | core::neighbour_sum(layer, columns::contribution) |
        core::neighbour_sum(layer, columns::cooperation_punisher) |
        core::neighbour_sum(layer, columns::contribution_shortfall) | core::read(columns::cooperation_type) |
        core::read(columns::cooperation_player) | core::read(columns::cooperation_punisher) |
        core::write(columns::cooperation_belief) | core::write(columns::public_spirit) |
        core::write(columns::cooperation_pressure) | core::write(columns::contribution) |
        core::write(columns::contribution_shortfall) | core::write(columns::cooperation_earned);

    Cooperation game{};

    void operator()(float others, float others_gave, float punishers, float others_shortfall, std::uint8_t type,
                    float player, float punisher, float& belief, float& spirit, float& pressure, float& contribution,
                    float& shortfall, float& earned) const {
        const auto points = static_cast<float>(game.punishment);
        earned +=
            player * (1.0f - contribution + static_cast<float>(game.marginal_return) * (contribution + others_gave) -
                      static_cast<float>(game.fine) * points * punishers * shortfall -
                      static_cast<float>(game.punishment_cost) * points * punisher * others_shortfall);
        const CooperationMind<float> mind{.belief = belief, .spirit = spirit, .pressure = pressure};
        const auto next = learnt(game, mind, others_gave / std::max(others, 1.0f), threat(game, punishers));
        belief = others > 0.0f ? next.belief : belief;
        spirit = others > 0.0f ? next.spirit : spirit;
        pressure = others > 0.0f ? next.pressure : pressure;
        const CooperationMind<float> now{.belief = belief, .spirit = spirit, .pressure = pressure};
        contribution = player * given(game, static_cast<CooperationType>(type), now);
        shortfall = player * std::max(0.0f, static_cast<float>(game.standard) - contribution);
    }
};

/// What people believe and feel before the first round; types and punishers are drawn by the shares.
struct CooperationStart {
    AgentValues belief{.drawn = core::Distribution::constant(0.5)};  ///< What others will give, each in [0, 1].
    AgentValues spirit{};                                            ///< Public spirit, each in [0, 1].
};

/// Means over people of contribution, belief, spirit, pressure and earned, over replicate and time (rounds played); ten
/// rounds without an `until`. A tick is a round. Throws ConfigError with everything that is wrong.
Dataset simulate(const Cooperation& game, const CooperationStart& start, const Experiment& experiment);

/// The same means where all are one group of infinitely many who begin alike, after 0, 1, ... `rounds` rounds.
Dataset mean_field(const Cooperation& game, const CooperationMind<double>& start, std::uint32_t rounds);

/// What people give on average in the end where all are one group of infinitely many. Throws Error if anybody punishes,
/// if public spirit changes, and if any level can go on for ever.
double fixed_point(const Cooperation& game);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Cooperation& process);

}  // namespace commonweal::process
