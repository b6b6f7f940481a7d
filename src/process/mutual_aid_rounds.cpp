// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/mutual_aid.hpp>

#include "process/detail/experiment_check.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/math.hpp>
#include <limits>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;
using core::Stream;
using core::Tick;

double aid_logit(double chance) { return math::log(chance) - math::log1p(-chance); }

/// The logit of a tie, all else middling, at weight 0 and its rise from there to 1: a line through the two given ones.
std::pair<double, double> tie_line(const MutualAid& aid) {
    const double weak = aid_logit(aid.weak_chance);
    const double slope = (aid_logit(aid.strong_chance) - weak) / (1.0 - weak_tie);
    return {weak - slope * weak_tie, slope};
}

double other_terms(const MutualAid& aid, const AidOffer& offer) {
    return aid.prosocial_effect * (offer.prosocial - 0.5) + aid.reciprocity_effect * (offer.reciprocity - 0.5) -
           aid.need_effect * (offer.own_need - 0.5) - aid.cost_effect * (aid.cost - 0.5) +
           aid.norm_effect * (offer.norm - 0.5);
}

/// Puts neighbours with equal ties into an order of each round's own: the last step of MurmurHash3.
constexpr std::uint32_t shuffled_neighbour(std::uint32_t word, Index neighbour) {
    std::uint32_t bits = word ^ neighbour;
    bits = (bits ^ (bits >> 16)) * 0x85EBCA6Bu;
    bits = (bits ^ (bits >> 13)) * 0xC2B2AE35u;
    return bits ^ (bits >> 16);
}

/// A neighbour's place in the order of a round: the strongest tie first, by chance among equals.
struct PlaceInRound {
    float weight = std::numeric_limits<float>::infinity();
    std::uint32_t chance = 0;
    std::uint64_t arc = 0;

    bool before(const PlaceInRound& other) const {
        if (weight != other.weight) return weight > other.weight;
        return chance != other.chance ? chance < other.chance : arc < other.arc;
    }
};

/// The next one of these arcs after `last`.
std::optional<PlaceInRound> next_in_round(const core::Ties& ties, Index agent, std::uint32_t word,
                                          core::ColumnView<float> weights, const std::optional<PlaceInRound>& last) {
    const std::uint64_t end = ties.graph->first_arc(agent + 1);
    std::optional<PlaceInRound> found;
    for (std::uint64_t arc = ties.graph->first_arc(agent); arc < end; ++arc) {
        const Index other = ties.graph->targets()[arc];
        const PlaceInRound place{weights[arc], shuffled_neighbour(word, other), arc};
        if (last && !last->before(place)) continue;
        if (found && !place.before(*found)) continue;
        if (ties.changes && !ties.changes->adjacent(agent, other)) continue;
        found = place;
    }
    return found;
}

}  // namespace

double help_logit(const MutualAid& aid, const AidOffer& offer) {
    const auto [none, slope] = tie_line(aid);
    return none + slope * offer.tie + other_terms(aid, offer);
}

double help_chance(const MutualAid& aid, const AidOffer& offer) { return math::logistic(help_logit(aid, offer)); }

double round_chance(double logit, double days) {
    if (days == 1.0) return math::logistic(logit);
    // The chance of a refusal in a day is 1 / (1 + e^logit).
    const double refused = logit > 30.0 ? -logit : -math::log1p(math::exp(logit));
    return -math::expm1(days * refused);
}

AidFate request_fate(const MutualAid& aid, const AidOffer& offer, std::uint32_t neighbours) {
    detail::ExperimentCheck check(Experiment{});
    check.parameters(aid);
    for (const auto& [name, value] : {std::pair{"tie", offer.tie}, std::pair{"prosocial", offer.prosocial},
                                      std::pair{"reciprocity", offer.reciprocity},
                                      std::pair{"own_need", offer.own_need}, std::pair{"norm", offer.norm}}) {
        check.number(name, value, {.low = 0.0, .high = 1.0});
    }
    check.finish();
    const double chance = round_chance(help_logit(aid, offer), aid.round_interval);
    const double met = 1.0 - math::pow(1.0 - chance, std::min(neighbours, aid.ask_limit));
    AidFate fate;
    double waiting = 1.0;
    const double rounds = std::ceil(aid.patience / aid.round_interval - 1e-9);
    for (double round = 0.0; round < rounds; round += 1.0) {
        const double at = round * aid.round_interval;
        fate.by_neighbours += waiting * met;
        fate.mean_delay += waiting * met * at;
        waiting *= 1.0 - met;
        const double until = std::min(aid.round_interval, aid.patience - at);
        const double come = -math::expm1(-aid.official_rate * until);
        fate.by_officials += waiting * come;
        waiting *= 1.0 - come;
    }
    fate.given_up = waiting;
    fate.mean_delay = fate.by_neighbours > 0.0 ? fate.mean_delay / fate.by_neighbours : 0.0;
    return fate;
}

double steady_tie(const MutualAid& aid, double help_rate) {
    detail::ExperimentCheck check(Experiment{});
    check.parameters(aid);
    check.number("help_rate", help_rate, {.low = 0.0, .high = 1000.0});
    check.finish();
    return aid.tie_gain * help_rate * aid.tie_time;
}

/// The columns that the rule works on.
struct GiveAid::People {
    Counts created, open, by_neighbours, by_bank, by_officials, given_up, waited, given, asked, helper;
    Values credits, norm, image;
    Traits trust, prosocial;
    Values weight, owed;
    float learning;

    void end(Index person, bool met) const {
        --open[person];
        norm[person] += learning * ((met ? 1.0f : 0.0f) - norm[person]);
    }
};

/// What the answers of one round have in common.
struct GiveAid::Round {
    Stream draws;
    std::uint32_t word;              ///< Orders what is left to chance.
    std::pair<double, double> line;  ///< As tie_line() says.
    double days;
};

/// Somebody who is asked.
struct GiveAid::Answer {
    Index asked;
    double tie;
    double owed = 0.0;
    double persuaded = 1.0;  ///< Chance that the tie counts at all.
};

Tick GiveAid::ticks(double days) const { return static_cast<Tick>(std::max(1.0, std::round(days / step))); }

Tick GiveAid::wait(double rate, Stream& draws) const {
    const double time = -math::log(static_cast<double>(core::to_open_unit_float(draws.bits()))) / (rate * step);
    return 1 + static_cast<Tick>(std::min(time, static_cast<double>(last_tick)));
}

void GiveAid::operator()(core::Turn& turn, Counts created, Counts open, Counts by_neighbours, Counts by_bank,
                         Counts by_officials, Counts given_up, Counts waited, Counts given, Counts asked, Counts helper,
                         Values credits, Values norm, Values image, Traits trust, Traits prosocial, Values weight,
                         Values owed, const core::Ties& ties) const {
    const People people{created, open,  by_neighbours, by_bank, by_officials, given_up,
                        waited,  given, asked,         helper,  credits,      norm,
                        image,   trust, prosocial,     weight,  owed,         static_cast<float>(aid.learning)};
    if (turn.now >= last_tick) return;
    switch (static_cast<What>(turn.what & kinds)) {
        case needs:
        case is_hit:
            return make_request(turn, people);
        case round_due:
            return come_to_round(turn, people);
        case officials_come:
            return meet(turn, people, people.by_officials);
        case asks:
            return ask(turn, people, ties);
        case is_helped:
            return take_help(turn, people, ties);
        case bank_helps:
            return take_credit_help(turn, people);
        case answered:
            return remember(turn, people);
    }
}

void GiveAid::make_request(core::Turn& turn, const People& people) const {
    if (turn.what == needs) {
        // A partner in the key: these draws are not those of a round at the same tick.
        Stream draws = turn.draws_with(turn.agent);
        turn.plan(turn.agent, turn.now + wait(aid.need_rate, draws), needs);
    }
    ++people.created[turn.agent];
    ++people.open[turn.agent];
    turn.plan(turn.agent, turn.now, asks | (turn.now << made_shift));
}

void GiveAid::come_to_round(core::Turn& turn, const People& people) const {
    const Tick made = turn.what >> made_shift;
    if (turn.now - made < ticks(aid.patience)) return turn.plan(turn.agent, turn.now, asks | (made << made_shift));
    ++people.given_up[turn.agent];
    people.end(turn.agent, false);
}

void GiveAid::ask(core::Turn& turn, const People& people, const core::Ties& ties) const {
    const Index self = turn.agent;
    const Tick made = turn.what >> made_shift;
    // Two requests of one person at one tick would have the same draws: the second is a tick late.
    if (people.asked[self] == turn.now + 1) return turn.plan(self, turn.now + 1, round_due | (made << made_shift));
    people.asked[self] = turn.now + 1;
    Round round{.draws = turn.draws(),
                .word = 0,
                .line = tie_line(aid),
                .days = static_cast<double>(ticks(aid.round_interval)) * step};
    round.word = round.draws.bits();
    const std::optional<Index> helper =
        ties.graph ? along_ties(turn, people, ties, round) : in_the_crowd(turn, people, ties, round);
    const std::optional<Index> stranger = helper ? std::nullopt : through_the_bank(turn, people, round);
    if (!helper && !stranger) return go_on(turn, made, round.draws);
    people.helper[self] = helper ? *helper : *stranger;
    turn.plan(self, turn.now, (helper ? is_helped : bank_helps) | (made << made_shift));
}

void GiveAid::go_on(core::Turn& turn, Tick made, Stream& draws) const {
    const Tick end = made + ticks(aid.patience);
    const Tick next = std::max(turn.now + 1, std::min(turn.now + ticks(aid.round_interval), end));
    const Tick come = aid.official_rate > 0.0 ? turn.now + wait(aid.official_rate, draws) : last_tick;
    turn.plan(turn.agent, std::min(next, come), (come <= next ? officials_come : round_due) | (made << made_shift));
}

bool GiveAid::helps(core::Turn& turn, const People& people, const Answer& answer, Round& round) const {
    const bool by_image = aid.reciprocity == Reciprocity::image;
    const AidOffer offer{.tie = answer.tie,
                         .prosocial = static_cast<double>(people.prosocial[answer.asked]),
                         .reciprocity = by_image ? static_cast<double>(people.image[turn.agent]) : answer.owed,
                         .own_need = people.open[answer.asked] > 0 ? 1.0 : 0.0,
                         .norm = static_cast<double>(people.norm[answer.asked])};
    const double logit = round.line.first + round.line.second * answer.tie + other_terms(aid, offer);
    const double chance = answer.persuaded * round_chance(logit, round.days);
    const bool yes = round.draws.uniform_float() < static_cast<float>(chance);
    if (by_image) {
        // Rows run in the order of `what`: answers to several people at one tick count in an order by chance.
        const std::uint32_t place = shuffled_neighbour(round.word, answer.asked) & ~(kinds | said_yes);
        turn.plan(answer.asked, turn.now, answered | (yes ? said_yes : 0u) | place);
    }
    return yes;
}

void GiveAid::remember(core::Turn& turn, const People& people) const {
    float& image = people.image[turn.agent];
    image += people.learning * (((turn.what & said_yes) != 0 ? 1.0f : 0.0f) - image);
}

void GiveAid::meet(core::Turn& turn, const People& people, const Counts& by) const {
    ++by[turn.agent];
    people.waited[turn.agent] += turn.now - (turn.what >> made_shift);
    people.end(turn.agent, true);
}

void GiveAid::take_help(core::Turn& turn, const People& people, const core::Ties& ties) const {
    Index helper = people.helper[turn.agent];
    if (ties.graph) {
        const std::uint64_t arc = helper;
        helper = ties.graph->targets()[arc];
        strengthen(people, *ties.graph, {turn.agent, helper}, arc);
    }
    ++people.given[helper];
    meet(turn, people, people.by_neighbours);
}

void GiveAid::take_credit_help(core::Turn& turn, const People& people) const {
    const Index helper = people.helper[turn.agent];
    people.credits[turn.agent] -= 1.0f;
    people.credits[helper] += 1.0f;
    ++people.given[helper];
    meet(turn, people, people.by_bank);
}

std::optional<Index> GiveAid::along_ties(core::Turn& turn, const People& people, const core::Ties& ties,
                                         Round& round) const {
    std::optional<PlaceInRound> last;
    for (std::uint32_t k = 0; k < aid.ask_limit; ++k) {
        last = next_in_round(ties, turn.agent, round.word, people.weight, last);
        if (!last) return std::nullopt;
        const Answer answer{.asked = ties.graph->targets()[last->arc],
                            .tie = static_cast<double>(people.weight[last->arc]),
                            .owed = static_cast<double>(people.owed[last->arc])};
        if (helps(turn, people, answer, round)) return static_cast<Index>(last->arc);
    }
    return std::nullopt;
}

void GiveAid::strengthen(const People& people, const core::Graph& graph, core::Edge tie, std::uint64_t arc) const {
    people.weight[arc] = std::min(1.0f, people.weight[arc] + static_cast<float>(aid.tie_gain));
    const std::uint64_t back = graph.find_arc(tie.second, tie.first);
    if (back == graph.arcs()) return;
    people.weight[back] = people.weight[arc];
    people.owed[back] = 1.0f;
}

std::optional<Index> GiveAid::in_the_crowd(core::Turn& turn, const People& people, const core::Ties& ties,
                                           Round& round) const {
    for (std::uint32_t k = 0; k < aid.ask_limit; ++k) {
        const std::optional<Index> other = ties.any_neighbour(turn.agent, round.draws);
        if (!other) return std::nullopt;
        if (helps(turn, people, {.asked = *other, .tie = weak_tie}, round)) return other;
    }
    return std::nullopt;
}

std::optional<Index> GiveAid::through_the_bank(core::Turn& turn, const People& people, Round& round) const {
    const Index self = turn.agent;
    const auto others = static_cast<std::uint32_t>(people.open.size()) - 1;
    const bool member = people.trust[self] > 0.0f;
    if (!member || others == 0 || people.credits[self] - 1.0f < -static_cast<float>(aid.overdraft)) return std::nullopt;
    for (std::uint32_t k = 0; k < aid.bank_asks; ++k) {
        const std::uint32_t position = round.draws.below(others);
        const Index stranger = position < self ? position : position + 1;
        if (people.trust[stranger] <= 0.0f) continue;
        const Answer answer{
            .asked = stranger, .tie = aid.credit_weight, .persuaded = static_cast<double>(people.trust[stranger])};
        if (helps(turn, people, answer, round)) return stranger;
    }
    return std::nullopt;
}

}  // namespace commonweal::process
