// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/cooperation.hpp>

#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <array>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/text.hpp>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace {

using core::Index;
using Type = CooperationType;

double conditional_share(const Cooperation& game) {
    return 1.0 - game.free_rider_share - game.hump_share - game.vanguard_share;
}

void check_game(detail::ExperimentCheck& check, const Cooperation& game) {
    check.parameters(game);
    const auto at_most_one = [&check](const std::string& names, double sum) {
        check.that(!(sum > 1.0 + 1e-9), names, core::number_text(sum), "must be at most 1");
    };
    at_most_one("free_rider_share + hump_share + vanguard_share", 1.0 - conditional_share(game));
    at_most_one("belief_seen + belief_kept", game.belief_seen + game.belief_kept);
    at_most_one("schedule_weight + belief_weight", game.schedule_weight + game.belief_weight);
}

/// Consecutive people in groups, each tied to all others of theirs; the last group may be smaller.
core::Graph in_groups(Index size, Index group_size) {
    std::vector<core::Edge> ties;
    for (Index first = 0; first < size; ++first) {
        const Index end = std::min<Index>(size, (first / group_size + 1) * group_size);
        for (Index second = first + 1; second < end; ++second) ties.emplace_back(first, second);
    }
    return core::Graph::undirected(size, ties);
}

Experiment with_groups(const Cooperation& game, Experiment experiment) {
    if (!experiment.is_mixed() || game.group_size == 0 || game.group_size >= experiment.size) return experiment;
    experiment.graphs = {std::make_shared<const core::Graph>(in_groups(experiment.size, game.group_size))};
    return experiment;
}

Type type_of(const Cooperation& game, double draw) {
    if (draw < game.free_rider_share) return Type::free_rider;
    if (draw < game.free_rider_share + game.hump_share) return Type::hump;
    return draw < 1.0 - conditional_share(game) ? Type::vanguard : Type::conditional;
}

/// Who is of which type, and who punishes.
void draw_types(const Cooperation& game, core::Population& crowd, core::Seed seed) {
    const AgentValues uniform{.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})};
    const std::vector<double> types = detail::drawn(uniform, crowd, seed, "cooperation_type");
    const std::vector<double> punishing = detail::drawn(uniform, crowd, seed, "cooperation_punisher");
    for (Index row = 0; row < crowd.size(); ++row) {
        const Type type = type_of(game, types[row]);
        const bool punishes = type != Type::free_rider && punishing[row] < game.punisher_share;
        crowd.values(columns::cooperation_type)[row] = static_cast<std::uint8_t>(type);
        crowd.values(columns::cooperation_punisher)[row] = punishes ? 1.0f : 0.0f;
    }
}

/// What everybody gives in the first round.
void decide_first(const Cooperation& game, core::Population& crowd) {
    for (Index row = 0; row < crowd.size(); ++row) {
        const CooperationMind<float> mind{.belief = crowd.values(columns::cooperation_belief)[row],
                                          .spirit = crowd.values(columns::public_spirit)[row]};
        const auto type = static_cast<Type>(crowd.values(columns::cooperation_type)[row]);
        const float gives = given(game, type, mind);
        crowd.values(columns::contribution)[row] = gives;
        crowd.values(columns::contribution_shortfall)[row] = std::max(0.0f, static_cast<float>(game.standard) - gives);
    }
}

constexpr std::array meanings{
    std::pair{"contribution", "Mean of what people are to give in the next round"},
    std::pair{"belief", "Mean of what people believe that others will give"},
    std::pair{"spirit", "Mean public spirit"},
    std::pair{"pressure", "Mean expectation that giving too little costs more than it saves"},
    std::pair{"earned", "Mean of the sum of payoffs so far"},
};

}  // namespace

Dataset simulate(const Cooperation& game, const CooperationStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_game(check, game);
    check.values("belief", start.belief, {.low = 0.0, .high = 1.0});
    check.values("spirit", start.spirit, {.low = 0.0, .high = 1.0});
    const double step = experiment.step.value_or(1.0);
    check.that(step == 1.0, "step", core::number_text(step), "must be 1 or left out: a tick is a round");
    check.finish();
    constexpr std::array observed{columns::contribution, columns::cooperation_belief, columns::public_spirit,
                                  columns::cooperation_pressure, columns::cooperation_earned};
    std::vector<detail::Recorded> recorded;
    for (std::size_t k = 0; k < observed.size(); ++k) {
        recorded.push_back(
            {meanings[k].first, "1", meanings[k].second, core::observe_mean(std::string(detail::people), observed[k])});
    }
    const detail::Course course{.unit = "1", .step = 1.0, .every = 1.0, .longest = 10.0};
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        crowd.add(columns::cooperation_type, std::uint8_t{0});
        crowd.add(columns::cooperation_player, 1.0f);
        crowd.add(columns::cooperation_punisher, 0.0f);
        crowd.add(columns::cooperation_pressure, 0.0f);
        crowd.add(columns::contribution, 0.0f);
        crowd.add(columns::contribution_shortfall, 0.0f);
        crowd.add(columns::cooperation_earned, 0.0f);
        detail::add_column(crowd, columns::cooperation_belief,
                           detail::drawn(start.belief, crowd, simulation.seed(), "cooperation_belief"));
        detail::add_column(crowd, columns::public_spirit,
                           detail::drawn(start.spirit, crowd, simulation.seed(), "public_spirit"));
        draw_types(game, crowd, simulation.seed());
        decide_first(game, crowd);
        simulation.add(PlayRound{.game = game}, detail::people);
    };
    return detail::run_replicates(with_groups(game, experiment), course, recorded, build);
}

Dataset mean_field(const Cooperation& game, const CooperationMind<double>& start, std::uint32_t rounds) {
    detail::ExperimentCheck check(Experiment{});
    check_game(check, game);
    check.number("belief", start.belief, {.low = 0.0, .high = 1.0});
    check.number("spirit", start.spirit, {.low = 0.0, .high = 1.0});
    check.number("pressure", start.pressure, {.low = 0.0, .high = 1.0});
    check.number("rounds", rounds, {.low = 0.0, .high = 1e6});
    check.finish();
    const std::array shares{std::pair{Type::conditional, conditional_share(game)},
                            std::pair{Type::free_rider, game.free_rider_share}, std::pair{Type::hump, game.hump_share},
                            std::pair{Type::vanguard, game.vanguard_share}};
    // Of infinitely many, some punish: whatever falls short costs more than it saves.
    const double punishers = game.punisher_share * (1.0 - game.free_rider_share);
    const double threatened = punishers * game.punishment * game.fine > 0.0 ? 1.0 : 0.0;
    std::vector<detail::Curve> named;
    for (std::size_t k = 0; k + 1 < meanings.size(); ++k) named.push_back({meanings[k].first, "1", meanings[k].second});
    detail::TimeCurves curves("1", named);
    CooperationMind<double> mind = start;
    for (std::uint32_t round = 0; round <= rounds; ++round) {
        double mean = 0.0;
        for (const auto& [type, share] : shares) mean += share * given(game, type, mind);
        curves.add(round, {mean, mind.belief, mind.spirit, mind.pressure});
        mind = learnt(game, mind, mean, threatened);
    }
    return std::move(curves).take();
}

double fixed_point(const Cooperation& game) {
    detail::ExperimentCheck check(Experiment{});
    check_game(check, game);
    check.finish();
    if (game.punisher_share > 0.0) throw core::Error("cooperation: with a punisher_share above 0 see mean_field()");
    if (game.spirit_rate > 0.0 || game.covenant * game.covenant_rate > 0.0) {
        throw core::Error("cooperation: with a spirit_rate or a covenant public spirit changes; see mean_field()");
    }
    // The belief b is a multiple of what is given, and what is given a straight line in b on either side of the hump.
    const double believed = game.belief_kept < 1.0 ? game.belief_seen / (1.0 - game.belief_kept) : 1.0;
    const double conditional = game.schedule_weight * game.slope * conditional_share(game);
    const double humped = game.schedule_weight * game.slope * game.hump_share;
    const double always = (1.0 - game.vanguard_share) * game.belief_weight;
    const double below = 1.0 - believed * (always + conditional + humped);
    const double above = 1.0 - believed * (always + conditional - humped);
    if (game.belief_kept >= 1.0 || below < 1e-12) {
        throw core::Error("cooperation: nothing pulls what people give to one level, so that it stays where it begins");
    }
    const double low = game.vanguard_share / below;
    return believed * low <= 0.5 ? low : (game.vanguard_share + humped) / above;
}

void describe(core::ParameterTable& table, Cooperation& process) {
    struct Known {
        core::Evidence evidence = core::Evidence::assumed;
        std::string_view source = "";
    };
    constexpr Known types{core::Evidence::sourced, "Fischbacher, Gaechter and Fehr 2001"};
    constexpr Known rule{core::Evidence::literature, "Fischbacher and Gaechter 2010"};
    constexpr Known punishing{core::Evidence::literature, "Fehr and Gaechter 2000, 2002"};
    const auto add = [&table](double& value, std::string_view key, std::string_view meaning, Known known = {},
                              double high = 1.0) {
        table.add(value, {.key = key,
                          .meaning = meaning,
                          .low = 0,
                          .high = high,
                          .evidence = known.evidence,
                          .source = known.source});
    };
    table.add(process.group_size,
              {.key = "group_size",
               .meaning = "People in a group where no graph says who plays with whom; 0 for all in one",
               .low = 0,
               .high = 1000,
               .evidence = core::Evidence::literature,
               .source = "Fehr and Gaechter 2000"});
    add(process.free_rider_share, "free_rider_share", "Share of people who are free riders", types);
    add(process.hump_share, "hump_share", "Share who give less again where others give more than half", types);
    add(process.vanguard_share, "vanguard_share", "Share who always give everything; the rest are conditional");
    add(process.slope, "slope", "What the conditional are willing to give for each unit that others give");
    add(process.belief_seen, "belief_seen", "Weight of what others gave in the next belief", rule);
    add(process.belief_kept, "belief_kept", "Weight of the belief itself in the next one", rule);
    add(process.schedule_weight, "schedule_weight", "Weight in what is given of what one is willing to give", rule);
    add(process.belief_weight, "belief_weight", "Weight in what is given of the belief itself", rule);
    table.add(process.marginal_return,
              {.key = "marginal_return",
               .meaning = "What a unit given is worth to each of the group, as they perceive it",
               .low = 0,
               .high = 0.99,
               .evidence = core::Evidence::literature,
               .source = "Fehr and Gaechter 2000"});
    add(process.punisher_share, "punisher_share", "Share, among all but the free riders, who punish");
    add(process.punishment, "punishment", "Points that a punisher spends for each unit given too little", {}, 10.0);
    add(process.punishment_cost, "punishment_cost", "What a point costs the punisher", punishing, 10.0);
    add(process.fine, "fine", "What a point takes from the one punished", punishing, 10.0);
    add(process.standard, "standard", "What punishers think everybody ought to give");
    add(process.pressure_rate, "pressure_rate",
        "Share by which the expectation of a fine moves in a round to what is seen");
    add(process.covenant, "covenant", "Strength of the residents' covenant; 0 for none");
    add(process.covenant_rate, "covenant_rate", "Rise of public spirit in a round by a covenant of strength 1");
    add(process.spirit_rate, "spirit_rate", "Share by which public spirit moves in a round to the cooperation seen");
}

}  // namespace commonweal::process
