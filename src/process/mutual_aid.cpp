// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/inequality.hpp>
#include <commonweal/process/mutual_aid.hpp>

#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/text.hpp>
#include <limits>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;
using core::Stream;
using core::Tick;

constexpr core::Column<float> given_tie_weight{"weight"};

double total_aid(const core::Agents& agents, core::Column<std::uint32_t> column, core::Workers& workers) {
    return core::observe_sum(std::string(detail::people), column)(agents, workers);
}

std::vector<detail::Recorded> recorded_aid(double step) {
    constexpr std::array counts{
        std::pair{columns::aid_created, "Requests made so far"},
        std::pair{columns::aid_by_neighbours, "Requests met by neighbours so far"},
        std::pair{columns::aid_by_bank, "Requests met through the time bank so far"},
        std::pair{columns::aid_by_officials, "Requests met by professionals so far"},
        std::pair{columns::aid_given_up, "Requests given up and left to the offices so far"},
        std::pair{columns::aid_open, "Requests that are open"},
    };
    std::vector<detail::Recorded> recorded;
    for (const auto& [column, meaning] : counts) {
        const std::string name(column.name.substr(4));  // without aid_
        recorded.push_back({name, "1", meaning, core::observe_sum(std::string(detail::people), column)});
    }
    const auto delay = [step](const core::Agents& agents, core::Workers& workers) {
        const double met = total_aid(agents, columns::aid_by_neighbours, workers) +
                           total_aid(agents, columns::aid_by_bank, workers) +
                           total_aid(agents, columns::aid_by_officials, workers);
        return met > 0.0 ? step * total_aid(agents, columns::aid_waited, workers) / met : 0.0;
    };
    const auto tie = [](const core::Agents& agents, core::Workers& workers) {
        const bool mixed = agents.layers(detail::people).ties(detail::contacts.name).mixed;
        if (mixed || agents.at(tie_kind).size() == 0) return mixed ? weak_tie : 0.0;
        return core::observe_mean(std::string(tie_kind), columns::aid_tie)(agents, workers);
    };
    recorded.push_back({"mean_delay", "d", "Mean time from a request to help, of those met", delay});
    recorded.push_back({"tie", "1", "Mean weight of ties", tie});
    recorded.push_back({"help_gini", "1", "Gini coefficient of the times that people have helped",
                        [](const core::Agents& agents, core::Workers&) {
                            const auto helped = agents.at(detail::people).values(columns::aid_given);
                            return gini(std::vector<double>(helped.begin(), helped.end()));
                        }});
    recorded.push_back({"credits", "1", "Sum of the credits that people hold",
                        core::observe_sum(std::string(detail::people), columns::aid_credits)});
    return recorded;
}

bool has_tie_weights(const core::Graph& graph) {
    const auto named = graph.columns().columns();
    return std::any_of(named.begin(), named.end(), [](const core::EdgeColumns::Named& column) {
        return column.name == given_tie_weight.name && column.type == core::ColumnType::f32;
    });
}

/// The arcs of the layer as agents of their own, with the weights they begin with.
void add_tie_agents(core::Simulation& simulation, const MutualAidStart& start) {
    constexpr core::StreamId stream = core::StreamId::of(tie_kind, "tie_weight");
    const core::Graph* const graph = simulation.layers(detail::people).ties(detail::contacts.name).graph.get();
    const auto arcs = static_cast<Index>(graph ? graph->arcs() : 0);
    core::Population& ties = simulation.add(core::Population::numbered(std::string(tie_kind), arcs));
    ties.add(columns::aid_tie, static_cast<float>(start.tie.mean()));
    ties.add(columns::aid_owed, 0.0f);
    if (!graph) return;
    const auto weights = ties.values(columns::aid_tie);
    if (has_tie_weights(*graph)) {
        const auto given = graph->values(given_tie_weight);
        std::copy(given.begin(), given.end(), weights.begin());
    } else if (!start.tie.is_constant()) {
        for (Index v = 0; v < graph->size(); ++v) {
            for (std::uint64_t arc = graph->first_arc(v); arc < graph->first_arc(v + 1); ++arc) {
                Stream draws(simulation.seed(), stream, {.agent = v, .partner = graph->targets()[arc]});
                weights[arc] = static_cast<float>(start.tie.draw(draws));
            }
        }
    }
}

void add_aided_people(core::Population& crowd, const MutualAidStart& start, core::Seed seed) {
    for (const auto column : {columns::aid_created, columns::aid_open, columns::aid_by_neighbours, columns::aid_by_bank,
                              columns::aid_by_officials, columns::aid_given_up, columns::aid_waited, columns::aid_given,
                              columns::aid_asked, columns::aid_helper}) {
        crowd.add(column, std::uint32_t{0});
    }
    crowd.add(columns::aid_credits, 0.0f);
    // What a helper is asked about lies in one row, for people are asked all over the town.
    crowd.add_row(columns::aid_norm, columns::aid_image, columns::bank_trust, columns::prosocial);
    const auto fill = [&](core::Column<float> column, const AgentValues& values) {
        const std::vector<double> drawn = detail::drawn(values, crowd, seed, column.name);
        const auto places = crowd.column(column);
        for (Index row = 0; row < crowd.size(); ++row) places[row] = static_cast<float>(drawn[row]);
    };
    const AgentValues middling{.drawn = core::Distribution::constant(0.5)};
    fill(columns::aid_norm, middling);
    fill(columns::aid_image, middling);
    fill(columns::prosocial, start.prosocial);
    fill(columns::bank_trust, start.bank_trust);
    fill(columns::aid_credits, start.credits);
}

/// Who comes to need help first, and when, and who is hit by the shock.
void plan_needs(core::Simulation& simulation, const core::Population& crowd, const GiveAid& rule) {
    constexpr core::StreamId first_need = core::StreamId::of(detail::people, "first_need");
    constexpr core::StreamId surge = core::StreamId::of(detail::people, "aid_surge");
    core::EventQueue& queue = simulation.queue(detail::people, GiveAid::name);
    const auto hit_at = static_cast<Tick>(std::round(rule.aid.surge_time / rule.step));
    for (Index row = 0; row < crowd.size(); ++row) {
        const core::DrawKey key{.agent = crowd.ids()[row]};
        if (rule.aid.need_rate > 0.0) {
            Stream draws(simulation.seed(), first_need, key);
            queue.plan(row, rule.wait(rule.aid.need_rate, draws) - 1, GiveAid::needs);
        }
        if (Stream(simulation.seed(), surge, key).uniform() < rule.aid.surge_share) {
            queue.plan(row, hit_at, GiveAid::is_hit);
        }
    }
}

void check_aid(detail::ExperimentCheck& check, const MutualAid& aid, const MutualAidStart& start,
               const Experiment& experiment, double step) {
    check.parameters(aid);
    check.values("tie", {.drawn = start.tie, .given = {}}, {.low = 0.0, .high = 1.0});
    check.values("prosocial", start.prosocial, {.low = 0.0, .high = 1.0});
    check.values("bank_trust", start.bank_trust, {.low = 0.0, .high = 1.0});
    check.values("credits", start.credits, {.low = -1000.0, .high = 1000.0});
    const double longest = std::max(experiment.until.value_or(30.0), aid.surge_time);
    check.that(!(longest / step >= static_cast<double>(GiveAid::last_tick)), "step", core::number_text(step),
               "must leave fewer than 2^29 ticks until the end");
    for (const auto& graph : experiment.graphs) {
        const std::uint64_t arcs = graph->arcs();
        check.that(arcs < std::numeric_limits<Index>::max(), "graph", std::to_string(arcs) + " arcs",
                   "must have fewer than 2^32 - 1 arcs");
        if (!has_tie_weights(*graph)) continue;
        const auto weights = graph->values(given_tie_weight);
        const auto wrong = std::find_if(weights.begin(), weights.end(),
                                        [](float weight) { return !(weight >= 0.0f && weight <= 1.0f); });
        check.that(wrong == weights.end(), "graph.weight", wrong == weights.end() ? "" : core::number_text(*wrong),
                   "must be between 0 and 1");
    }
}

}  // namespace

Dataset simulate(const MutualAid& aid, const MutualAidStart& start, const Experiment& experiment) {
    detail::Course course{.unit = "d", .step = 1.0 / 24.0, .every = 1.0, .longest = 30.0};
    const double step = experiment.step.value_or(course.step);
    detail::ExperimentCheck check(experiment);
    check_aid(check, aid, start, experiment, step);
    check.finish();
    course.over = [](core::Simulation& simulation) {
        return simulation.queue(detail::people, GiveAid::name).size() == 0;
    };
    return detail::run_replicates(
        experiment, course, recorded_aid(step), [&](core::Simulation& simulation, core::Population& crowd) {
            add_aided_people(crowd, start, simulation.seed());
            add_tie_agents(simulation, start);
            const GiveAid rule{.aid = aid, .step = step};
            simulation.add(rule, detail::people);
            const auto day = static_cast<Tick>(std::max(1.0, std::round(1.0 / step)));
            const double faded = static_cast<double>(day) * step / aid.tie_time;
            if (simulation.agents().at(tie_kind).size() > 0) {
                simulation.add(FadeTies{.kept = static_cast<float>(math::exp(-faded))}, tie_kind,
                               {.every = day, .phase = day - 1, .after = {std::string(GiveAid::name)}});
            }
            plan_needs(simulation, crowd, rule);
        });
}

void describe(core::ParameterTable& table, MutualAid& process) {
    static constexpr std::array kinds{std::pair<std::string_view, Reciprocity>{"direct", Reciprocity::direct},
                                      std::pair<std::string_view, Reciprocity>{"image", Reciprocity::image}};
    struct Range {
        double low = 0.0;
        double high = 1.0;
        std::string_view unit = "";
    };
    const auto add = [&table](auto& value, std::string_view key, std::string_view meaning, Range range = {}) {
        table.add(value, {.key = key, .meaning = meaning, .unit = range.unit, .low = range.low, .high = range.high});
    };
    constexpr Range effect{.high = 10.0};
    add(process.need_rate, "need_rate", "Rate at which somebody comes to need help", {.high = 24.0, .unit = "1 / d"});
    add(process.surge_time, "surge_time", "When a shock makes many need help at once, from the start",
        {.high = 10'000.0, .unit = "d"});
    add(process.surge_share, "surge_share", "Share of people who need help at the shock; 0 for none");
    add(process.ask_limit, "ask_limit", "Neighbours asked in a round", {.high = 200.0});
    add(process.round_interval, "round_interval", "From one round of asking to the next",
        {.low = 0.01, .high = 30.0, .unit = "d"});
    add(process.patience, "patience", "Time after which a request is given up and left to the offices",
        {.low = 0.01, .high = 365.0, .unit = "d"});
    add(process.strong_chance, "strong_chance",
        "Chance in a day of asking that a tie of weight 1 helps, all else middling", {.low = 0.001, .high = 0.999});
    add(process.weak_chance, "weak_chance", "The same of a weak tie, of weight 0.1", {.low = 0.001, .high = 0.999});
    add(process.prosocial_effect, "prosocial_effect", "Effect of being prosocial on the logit of the chance", effect);
    table.choice(process.reciprocity, kinds,
                 {.key = "reciprocity",
                  .meaning = "What counts of the one who asks: help given to the one asked, or help given to anybody"});
    add(process.reciprocity_effect, "reciprocity_effect", "Effect of reciprocity on the logit", effect);
    add(process.need_effect, "need_effect", "How much needing help as well takes from the logit", effect);
    add(process.cost_effect, "cost_effect", "How much a cost of 1 takes from the logit", effect);
    add(process.cost, "cost", "What helping costs");
    add(process.norm_effect, "norm_effect", "Effect of the share of requests seen met on the logit", effect);
    add(process.learning, "learning", "Share by which norm and image move with each experience");
    add(process.tie_time, "tie_time", "Time in which a tie fades to 1 / e; 1 to 2 years",
        {.low = 1.0, .high = 36'500.0, .unit = "d"});
    add(process.tie_gain, "tie_gain", "What a help adds to the weight of a tie, at most up to 1");
    add(process.bank_asks, "bank_asks", "Strangers whom a member of the time bank asks in a round; 0 for no bank",
        {.high = 200.0});
    add(process.credit_weight, "credit_weight",
        "As a tie of which weight a credit persuades a stranger who trusts the bank");
    add(process.overdraft, "overdraft", "Credits that a member may owe", {.high = 1000.0});
    add(process.official_rate, "official_rate", "Rate at which professionals come to an open request; 0 for none",
        {.high = 1000.0, .unit = "1 / d"});
}

}  // namespace commonweal::process
