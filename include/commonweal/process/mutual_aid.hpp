// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/distribution.hpp>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// What somebody who is asked for help knows of the one who asks.
enum class Reciprocity : std::uint8_t {
    direct,  ///< how lately that person has helped
    image,   ///< how often that person helps anybody (Nowak and Sigmund 1998, doi:10.1038/31225)
};

/// Residents in need ask their neighbours, those with the strongest ties first, round after round until somebody helps,
/// then members of a time bank; whoever has waited too long turns to the offices. Ties fade, and each help
/// strengthens one. Social capital as strong and weak ties: Aldrich 2012; Granovetter 1973 (doi:10.1086/225469).
struct MutualAid {
    /// Rate at which somebody comes to need help, 1 / d, in [0, 24]. [A]
    double need_rate = 0.01;
    /// When a shock makes many need help at once, d from the start, in [0, 10000]. [A]
    double surge_time = 0.0;
    /// Share of people who need help at the shock, in [0, 1]; 0: there is none. [A]
    double surge_share = 0.0;
    /// Neighbours asked in a round, 0 to 200. [A]
    std::uint32_t ask_limit = 10;
    /// From one round to the next, d, in [0.01, 30]. [A]
    double round_interval = 1.0;
    /// Time after which a request is given up and left to the offices, d, in [0.01, 365]. [A]
    double patience = 3.0;
    /// Chance in a day of asking that a tie of weight 1 helps where all else is middling, in [.001, .999]: .2 to .9.
    /// [A]
    double strong_chance = 0.5;
    /// The same of a weak tie, of weight .1: .02 to .4. [A]
    double weak_chance = 0.1;
    /// Effects on the logit of that chance of going from 0 to 1 in: being prosocial, in [0, 10]. [A]
    double prosocial_effect = 1.0;
    /// What is meant by reciprocity.
    Reciprocity reciprocity = Reciprocity::direct;
    /// Effect of reciprocity, in [0, 10]. [A]
    double reciprocity_effect = 1.0;
    /// How much less somebody helps who needs help as well, in [0, 10]. [A]
    double need_effect = 1.0;
    /// How much less somebody helps at a cost of 1, in [0, 10]. [A]
    double cost_effect = 1.0;
    /// What helping costs, in [0, 1]. [A]
    double cost = 0.5;
    /// Effect of the norm: how far somebody has seen requests being met, in [0, 10]. [A]
    double norm_effect = 1.0;
    /// Share by which norm and image move with each experience, in [0, 1]. [A]
    double learning = 0.1;
    /// Time in which a tie fades to 1 / e, d, in [1, 36500]: 1 to 2 years. [A]
    double tie_time = 548.0;
    /// What a help adds to the weight of a tie, at most up to 1, in [0, 1]. [A]
    double tie_gain = 0.1;
    /// Strangers whom a member of the time bank asks in a round, 0 to 200; 0: there is no bank. [A]
    std::uint32_t bank_asks = 5;
    /// As a tie of which weight a credit persuades a stranger who trusts the bank, in [0, 1]. [A]
    double credit_weight = 0.5;
    /// Credits that a member may owe, 0 to 1000. [A]
    std::uint32_t overdraft = 3;
    /// Rate at which professionals come to an open request, 1 / d, in [0, 1000]; 0: they do not. [A]
    double official_rate = 0.0;
};

/// Weight of a weak tie: the one that MutualAid::weak_chance is of, and that all have in a mixed crowd.
inline constexpr double weak_tie = 0.1;

/// What decides whether somebody who is asked helps; each in [0, 1].
struct AidOffer {
    double tie = weak_tie;     ///< weight of the tie to the one who asks
    double prosocial = 0.5;    ///< of the one who is asked
    double reciprocity = 0.5;  ///< towards the one who asks
    double own_need = 0.5;     ///< of the one who is asked
    double norm = 0.5;         ///< requests that the one who is asked has seen being met
};

/// Logarithm of the odds that somebody helps in a day of asking: linear in the tie, with all other terms counted from
/// the middle of their ranges.
double help_logit(const MutualAid& aid, const AidOffer& offer);
/// The chance of that, in (0, 1).
double help_chance(const MutualAid& aid, const AidOffer& offer);
/// The chance in a round, 1 - (1 - p)^d where `days` are its length.
double round_chance(double logit, double days);

/// What becomes of a request.
struct AidFate {
    double by_neighbours = 0.0;  ///< Chance that a neighbour helps.
    double by_officials = 0.0;   ///< Chance that professionals come first.
    double given_up = 0.0;       ///< Chance that it is given up.
    double mean_delay = 0.0;     ///< Of those met by a neighbour, d.
};
/// Of a request to so many neighbours who all offer alike, without a bank: each round is met with chance
/// 1 - (1 - p)^n. Throws ConfigError with everything that is wrong.
AidFate request_fate(const MutualAid& aid, const AidOffer& offer, std::uint32_t neighbours);

/// Mean weight in the end of a tie along which help comes at random at this rate, 1 / d, as long as it stays clear of
/// 1: gain times rate times time. Throws ConfigError with everything that is wrong.
double steady_tie(const MutualAid& aid, double help_rate);

namespace columns {
inline constexpr core::Column<std::uint32_t> aid_created{"aid_created"};              ///< requests so far
inline constexpr core::Column<std::uint32_t> aid_open{"aid_open"};                    ///< of them, still open
inline constexpr core::Column<std::uint32_t> aid_by_neighbours{"aid_by_neighbours"};  ///< met by neighbours
inline constexpr core::Column<std::uint32_t> aid_by_bank{"aid_by_bank"};              ///< met through the time bank
inline constexpr core::Column<std::uint32_t> aid_by_officials{"aid_by_officials"};    ///< met by professionals
inline constexpr core::Column<std::uint32_t> aid_given_up{"aid_given_up"};            ///< left to the offices
inline constexpr core::Column<std::uint32_t> aid_waited{"aid_waited"};  ///< ticks that met requests have waited
inline constexpr core::Column<std::uint32_t> aid_given{"aid_given"};    ///< times that this person has helped
inline constexpr core::Column<std::uint32_t> aid_asked{"aid_asked"};    ///< tick after the one of the last round
/// Who has helped last: the arc to that person along ties, else the row.
inline constexpr core::Column<std::uint32_t> aid_helper{"aid_helper"};
inline constexpr core::Column<float> aid_credits{"aid_credits"};  ///< in the time bank, below 0 if owed
inline constexpr core::Column<float> aid_norm{"aid_norm"};        ///< as in AidOffer
/// How often this person helps, in [0, 1]; kept where that counts, which is with Reciprocity::image.
inline constexpr core::Column<float> aid_image{"aid_image"};
inline constexpr core::Column<float> bank_trust{"bank_trust"};  ///< in the time bank, in [0, 1]
inline constexpr core::Column<float> prosocial{"prosocial"};    ///< as in AidOffer
inline constexpr core::Column<float> aid_tie{"aid_tie"};        ///< of an arc, in [0, 1]
/// Of an arc: how lately the one whom it leaves has helped the one whom it leads to, from 1, fading.
inline constexpr core::Column<float> aid_owed{"aid_owed"};
}  // namespace columns

/// The kind of agents that the arcs of a graph are: row a of it is arc a.
inline constexpr std::string_view tie_kind = "tie";

/// Requests and helps as a rule, over the ties of one layer. A row is somebody who comes to need help, a round of an
/// open request, or the arrival of professionals. All needs of a tick have come, and all who were to have given up,
/// before the first asks; all then find the state in which that left everybody, and only when all have asked do helps
/// change anything: who has which number does not matter. The weight of a tie is the same in both directions; what is
/// owed is not. In a mixed crowd and in joined layers all ties are weak.
struct GiveAid {
    static constexpr std::string_view name = "give_aid";
    static constexpr core::Form form = core::Form::event;
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write_all(columns::aid_created) | core::write_all(columns::aid_open) |
                                 core::write_all(columns::aid_by_neighbours) | core::write_all(columns::aid_by_bank) |
                                 core::write_all(columns::aid_by_officials) | core::write_all(columns::aid_given_up) |
                                 core::write_all(columns::aid_waited) | core::write_all(columns::aid_given) |
                                 core::write_all(columns::aid_asked) | core::write_all(columns::aid_helper) |
                                 core::write_all(columns::aid_credits) | core::write_all(columns::aid_norm) |
                                 core::write_all(columns::aid_image) | core::read_all(columns::bank_trust) |
                                 core::read_all(columns::prosocial) | core::write_all(columns::aid_tie, tie_kind) |
                                 core::write_all(columns::aid_owed, tie_kind) | core::ties(layer);
    /// What a row is about, in its three lowest bits. Above them stands the tick at which the request was made, or for
    /// an answer what was said. The last four follow from others of the same tick: they are not to be planned.
    enum What : std::uint32_t { needs, is_hit, round_due, officials_come, asks, is_helped, bank_helps, answered };
    /// No request can be made from here on.
    static constexpr core::Tick last_tick = core::Tick{1} << 29;

    MutualAid aid{};
    double step = 1.0 / 24.0;  ///< Length of a tick, d.

    using Counts = core::ColumnView<std::uint32_t>;
    using Values = core::ColumnView<float>;
    using Traits = core::ColumnView<const float>;
    void operator()(core::Turn& turn, Counts created, Counts open, Counts by_neighbours, Counts by_bank,
                    Counts by_officials, Counts given_up, Counts waited, Counts given, Counts asked, Counts helper,
                    Values credits, Values norm, Values image, Traits trust, Traits prosocial, Values weight,
                    Values owed, const core::Ties& ties) const;
    /// Ticks until something that happens at this rate, 1 / d.
    core::Tick wait(double rate, core::Stream& draws) const;

private:
    static constexpr std::uint32_t made_shift = 3;
    static constexpr std::uint32_t kinds = (1u << made_shift) - 1u;
    static constexpr std::uint32_t said_yes = 1u << made_shift;

    struct People;
    struct Answer;
    struct Round;
    core::Tick ticks(double days) const;
    void make_request(core::Turn& turn, const People& people) const;
    void come_to_round(core::Turn& turn, const People& people) const;
    void ask(core::Turn& turn, const People& people, const core::Ties& ties) const;
    void go_on(core::Turn& turn, core::Tick made, core::Stream& draws) const;
    bool helps(core::Turn& turn, const People& people, const Answer& answer, Round& round) const;
    void remember(core::Turn& turn, const People& people) const;
    void meet(core::Turn& turn, const People& people, const Counts& by) const;
    void take_help(core::Turn& turn, const People& people, const core::Ties& ties) const;
    void take_credit_help(core::Turn& turn, const People& people) const;
    /// The arc to who helps.
    std::optional<core::Index> along_ties(core::Turn& turn, const People& people, const core::Ties& ties,
                                          Round& round) const;
    std::optional<core::Index> in_the_crowd(core::Turn& turn, const People& people, const core::Ties& ties,
                                            Round& round) const;
    std::optional<core::Index> through_the_bank(core::Turn& turn, const People& people, Round& round) const;
    void strengthen(const People& people, const core::Graph& graph, core::Edge tie, std::uint64_t arc) const;
};

/// Lets ties, and what is owed along them, fade: a rule of the ties, each so many ticks.
struct FadeTies {
    static constexpr std::string_view name = "fade_ties";
    static constexpr auto uses = core::write(columns::aid_tie) | core::write(columns::aid_owed);

    float kept = 1.0f;  ///< What is left from one time to the next, in [0, 1].

    void operator()(float& weight, float& owed) const {
        weight *= kept;
        owed *= kept;
    }
};

/// Who people are at the start.
struct MutualAidStart {
    /// Weight of each tie, in [0, 1]; where the graph has an edge column `weight`, that counts instead. [A]
    core::Distribution tie = core::Distribution::uniform({.low = 0.0, .high = 1.0});
    AgentValues prosocial{.drawn = core::Distribution::constant(0.5)};  ///< Each in [0, 1].
    AgentValues bank_trust{};  ///< Each in [0, 1]; those with 0 are no members of the time bank.
    AgentValues credits{};     ///< What each holds in the time bank, in [-1000, 1000].
};

/// Over replicate and time (d): numbers of requests created, by_neighbours, by_bank, by_officials, given_up and open;
/// mean_delay of those met, tie (mean weight), help_gini (of times helped among people) and credits (sum). Thirty days
/// without an `until`. Throws ConfigError with everything that is wrong.
Dataset simulate(const MutualAid& aid, const MutualAidStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, MutualAid& process);

}  // namespace commonweal::process
