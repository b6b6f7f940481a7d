// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/rumour.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <commonweal/core/math.hpp>
#include <commonweal/core/text.hpp>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;
using core::Stream;
using core::Tick;

constexpr std::uint8_t rumour_code(RumourState state) { return static_cast<std::uint8_t>(state); }

constexpr std::array states{
    std::pair{RumourState::ignorant, "ignorant"},   std::pair{RumourState::spreader, "spreader"},
    std::pair{RumourState::stifler, "stifler"},     std::pair{RumourState::truth_teller, "truth_teller"},
    std::pair{RumourState::corrected, "corrected"},
};

void refuse_what_is_no_crowd(const Rumour& rumour, const RumourShares& start, const Experiment& asked) {
    detail::ExperimentCheck check(asked);
    check.parameters(rumour);
    check.number("ignorant", start.ignorant, {.low = 0.0, .high = 1.0});
    check.number("spreader", start.spreader, {.low = 0.0, .high = 1.0});
    const double both = start.ignorant + start.spreader;
    // Shares such as .9 and .1 may add up to more than 1 by rounding.
    check.that(!(both > 1.0 + 1e-9), "ignorant and spreader", core::number_text(both) + " together",
               "must be at most 1 together");
    check.finish();
}

void refuse_what_has_no_form(const Rumour& rumour, bool forgetting) {
    if (rumour.correction_rate > 0.0) throw core::Error("rumour: a course with a correction has no closed form here");
    if (forgetting && rumour.forget_rate > 0.0) {
        throw core::Error("rumour: with a forget_rate above 0 the final share has no closed form; see mean_field()");
    }
}

}  // namespace

double credulity(double importance, double ambiguity, double trust, double distrust_effect) {
    detail::ExperimentCheck check({});
    check.number("importance", importance, {.low = 0.0, .high = 1.0});
    check.number("ambiguity", ambiguity, {.low = 0.0, .high = 1.0});
    check.number("trust", trust, {.low = 0.0, .high = 1.0});
    check.number("distrust_effect", distrust_effect, {.low = 0.0, .high = 1000.0});
    check.finish();
    return importance * ambiguity * math::pow(1.0 - trust, distrust_effect);
}

/// The columns that the rule works on.
struct SpreadRumour::Minds {
    core::ColumnView<std::uint8_t> state;
    core::ColumnView<std::uint8_t> failures;
    core::ColumnView<const float> credulity;

    RumourState of(Index person) const { return static_cast<RumourState>(state[person]); }
    void set(Index person, RumourState now) { state[person] = rumour_code(now); }
};

Tick SpreadRumour::wait(double rate, Stream& draws) const {
    const double time = -math::log(static_cast<double>(core::to_open_unit_float(draws.bits()))) / (rate * step);
    return 1 + static_cast<Tick>(std::min(time, 4e9));
}

void SpreadRumour::operator()(core::Turn& turn, core::ColumnView<std::uint8_t> state,
                              core::ColumnView<std::uint8_t> failures, core::ColumnView<const float> credulity,
                              const core::Ties& ties) const {
    Minds minds{state, failures, credulity};
    const RumourState own = minds.of(turn.agent);
    if (turn.what == tells_truth) {
        if (own == RumourState::truth_teller) tell_truth(turn, minds, ties);
    } else if (turn.what == begins) {
        // A partner in the key: these draws are not those of a contact at the same tick.
        Stream draws = turn.draws_with(turn.agent);
        take_up(turn, minds, turn.agent, draws);
    } else if (own == RumourState::spreader) {
        Stream draws = turn.draws_with(turn.agent);
        if (turn.what == contact) tell(turn, minds, ties);
        if (turn.what == forgets) minds.set(turn.agent, RumourState::stifler);
        if (turn.what == is_corrected) correct(turn, minds, turn.agent, draws);
    }
}

void SpreadRumour::tell(core::Turn& turn, Minds& minds, const core::Ties& ties) const {
    Stream draws = turn.draws();
    turn.plan(turn.agent, turn.now + wait(rumour.contact_rate, draws), contact);
    const std::optional<Index> met = ties.any_neighbour(turn.agent, draws);
    if (!met) return;
    const RumourState other = minds.of(*met);
    if (other == RumourState::ignorant) {
        const float chance = static_cast<float>(rumour.spread_chance) * minds.credulity[*met];
        if (draws.uniform_float() < chance) take_up(turn, minds, *met, draws);
        return;
    }
    if (rumour.model == RumourModel::daley_kendall && other == RumourState::spreader) {
        // Either of two who tell may have gone to the other: a pair meets as often as one of them meets an ignorant.
        if (draws.bits() & 1u) return;
        count_failure(minds, *met, draws);
    }
    count_failure(minds, turn.agent, draws);
}

void SpreadRumour::take_up(core::Turn& turn, Minds& minds, Index person, Stream& draws) const {
    minds.set(person, RumourState::spreader);
    minds.failures[person] = 0;
    turn.plan(person, turn.now + wait(rumour.contact_rate, draws), contact);
    if (rumour.forget_rate > 0.0) turn.plan(person, turn.now + wait(rumour.forget_rate, draws), forgets);
    if (rumour.correction_rate > 0.0) {
        const auto out = static_cast<Tick>(rumour.correction_delay / step);
        turn.plan(person, std::max(turn.now, out) + wait(rumour.correction_rate, draws), is_corrected);
    }
}

void SpreadRumour::count_failure(Minds& minds, Index person, Stream& draws) const {
    if (draws.uniform_float() >= static_cast<float>(rumour.stifle_chance)) return;
    minds.failures[person] = static_cast<std::uint8_t>(minds.failures[person] + 1);
    if (minds.failures[person] >= rumour.failures) minds.set(person, RumourState::stifler);
}

void SpreadRumour::correct(core::Turn& turn, Minds& minds, Index person, Stream& draws) const {
    if (rumour.truth_contact_rate <= 0.0) return minds.set(person, RumourState::corrected);
    minds.set(person, RumourState::truth_teller);
    turn.plan(person, turn.now + wait(rumour.truth_contact_rate, draws), tells_truth);
}

void SpreadRumour::tell_truth(core::Turn& turn, Minds& minds, const core::Ties& ties) const {
    Stream draws = turn.draws();
    turn.plan(turn.agent, turn.now + wait(rumour.truth_contact_rate, draws), tells_truth);
    const std::optional<Index> met = ties.any_neighbour(turn.agent, draws);
    if (!met) return;
    const RumourState other = minds.of(*met);
    const bool knows = other == RumourState::truth_teller || other == RumourState::corrected;
    const double chance = knows ? rumour.stifle_chance : rumour.truth_chance;
    if (draws.uniform_float() >= static_cast<float>(chance)) return;
    if (knows) return minds.set(turn.agent, RumourState::corrected);
    correct(turn, minds, *met, draws);
}

Dataset simulate(const Rumour& rumour, const RumourStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(rumour);
    check.starters("spreader", start.spreader);
    check.starters("corrected", start.corrected);
    check.values("credulity", start.credulity, {.low = 0.0, .high = 1.0});
    check.finish();
    const double fastest = std::max(rumour.contact_rate, rumour.truth_contact_rate);
    const detail::Course course{
        .step = 0.05 / fastest, .every = 1.0 / fastest, .over = [](core::Simulation& simulation) {
            return simulation.queue(detail::people, SpreadRumour::name).size() == 0;
        }};
    std::vector<detail::Recorded> recorded;
    for (const auto& [state, name] : states) {
        recorded.push_back({name, "1", std::string("Share of people who are ") + name,
                            detail::share_of(columns::rumour, rumour_code(state))});
    }
    return detail::run_replicates(
        experiment, course, recorded, [&](core::Simulation& simulation, core::Population& crowd) {
            const core::Seed seed = simulation.seed();
            crowd.add(columns::rumour, rumour_code(RumourState::ignorant));
            crowd.add(columns::rumour_failures, std::uint8_t{0});
            detail::add_column(crowd, columns::rumour_credulity,
                               detail::drawn(start.credulity, crowd, seed, "credulity"));
            simulation.add(SpreadRumour{.rumour = rumour, .step = experiment.step.value_or(course.step)},
                           detail::people);
            for (const Index row : detail::chosen(start.corrected, crowd.size(), seed, "begin_corrected")) {
                crowd.values(columns::rumour)[row] = rumour_code(RumourState::corrected);
            }
            core::EventQueue& queue = simulation.queue(detail::people, SpreadRumour::name);
            for (const Index row : detail::chosen(start.spreader, crowd.size(), seed))
                queue.plan(row, 0, SpreadRumour::begins);
        });
}

Dataset mean_field(const Rumour& rumour, const RumourShares& start, double until, double every) {
    refuse_what_is_no_crowd(rumour, start, {.until = until, .every = every});
    refuse_what_has_no_form(rumour, false);
    const std::size_t stages = rumour.failures;
    std::vector<double> state(stages + 2, 0.0);  // ignorants, those who tell by their failures so far, stiflers
    state[0] = start.ignorant;
    state[1] = start.spreader;
    state[stages + 1] = 1.0 - start.ignorant - start.spreader;
    const detail::Rates rates = [&](const std::vector<double>& at, std::vector<double>& change) {
        const double spreaders = std::accumulate(at.begin() + 1, at.end() - 1, 0.0);
        const double told = rumour.contact_rate * rumour.spread_chance * at[0] * spreaders;
        const double failing = rumour.contact_rate * rumour.stifle_chance * (1.0 - at[0]);
        change.assign(at.size(), 0.0);
        change[0] = -told;
        change[1] = told;
        for (std::size_t k = 1; k <= stages; ++k) {
            change[k] -= (failing + rumour.forget_rate) * at[k];
            change[k + 1] += failing * at[k];
            change[stages + 1] += rumour.forget_rate * at[k];
        }
    };
    const double step = 0.05 / (rumour.contact_rate + rumour.forget_rate);
    detail::TimeCurves curves("d", {{"ignorant", "1", "Share of people who are ignorant"},
                                    {"spreader", "1", "Share of people who are spreader"},
                                    {"stifler", "1", "Share of people who are stifler"}});
    const std::vector<double> times = detail::record_times(until, every);
    const auto found = detail::integrate(rates, state, until, every, step);
    for (std::size_t k = 0; k < times.size(); ++k) {
        const double spreaders = std::accumulate(found[k].begin() + 1, found[k].end() - 1, 0.0);
        curves.add(times[k], {found[k].front(), spreaders, found[k].back()});
    }
    return std::move(curves).take();
}

double final_ignorant_share(const Rumour& rumour, const RumourShares& start) {
    refuse_what_is_no_crowd(rumour, start, {});
    refuse_what_has_no_form(rumour, true);
    if (rumour.stifle_chance <= 0.0 || start.ignorant <= 0.0) return 0.0;
    // All who ever tell fail `failures` times, and each contact meets an ignorant with the share that is left of them.
    const double tellings = rumour.failures * rumour.spread_chance / rumour.stifle_chance;
    const auto balance = [&](double ignorant) {
        const double reached = start.ignorant - ignorant;
        return math::log(ignorant / start.ignorant) + reached + tellings * (reached + start.spreader);
    };
    return detail::root(balance, std::numeric_limits<double>::min(), std::min(start.ignorant, 1.0 / (1.0 + tellings)));
}

void describe(core::ParameterTable& table, Rumour& process) {
    static constexpr std::array models{
        std::pair<std::string_view, RumourModel>{"maki_thompson", RumourModel::maki_thompson},
        std::pair<std::string_view, RumourModel>{"daley_kendall", RumourModel::daley_kendall}};
    const auto chance = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1});
    };
    const auto rate = [&table](double& value, std::string_view key, std::string_view meaning, double high) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "1 / d", .low = 0, .high = high});
    };
    table.choice(process.model, models,
                 {.key = "model",
                  .meaning = "Who stops telling when two who tell meet: the one who told, or both",
                  .evidence = core::Evidence::literature,
                  .source = "Maki and Thompson 1973; Daley and Kendall 1965"});
    table.add(process.contact_rate, {.key = "contact_rate",
                                     .meaning = "Contacts of one who tells; face to face .5 to 3, online 2 to 15",
                                     .unit = "1 / d",
                                     .low = 0,
                                     .high = 1000,
                                     .low_open = true});
    chance(process.spread_chance, "spread_chance", "Chance that somebody told for the first time begins to tell");
    chance(process.stifle_chance, "stifle_chance", "Chance that telling somebody who knows counts as a failure");
    table.add(process.failures, {.key = "failures",
                                 .meaning = "Failures after which somebody stops telling",
                                 .low = 1,
                                 .high = 255,
                                 .evidence = core::Evidence::literature,
                                 .source = "Maki and Thompson 1973: the first"});
    rate(process.forget_rate, "forget_rate", "Rate at which somebody who tells forgets to", 100);
    table.add(process.correction_delay, {.key = "correction_delay",
                                         .meaning = "When the correction is out, from the start",
                                         .unit = "d",
                                         .low = 0,
                                         .high = 1000});
    rate(process.correction_rate, "correction_rate",
         "Rate at which the correction reaches and convinces one who tells; 0 for none", 100);
    rate(process.truth_contact_rate, "truth_contact_rate",
         "Contacts of one who tells the truth; with 0 those corrected keep still", 1000);
    chance(process.truth_chance, "truth_chance", "Chance that somebody who is told the truth believes it");
}

}  // namespace commonweal::process
