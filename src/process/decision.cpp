// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/decision.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

constexpr std::string_view case_kind = "case";

/// Share of the cases decided on the spot that have to ask above for space.
double asking_share(const Decision& decision) { return decision.space_need * (1.0 - decision.space_share); }

/// Cases that go up in a day.
double rate_above(const Decision& decision) {
    return decision.case_rate * (1.0 - decision.decision_share * (1.0 - asking_share(decision)));
}

/// How many more cases a day an office could settle than come.
double spare_rate(const Decision& decision) {
    const double spare = decision.office_rate - rate_above(decision);
    if (spare > 0.0) return spare;
    throw core::Error("decision: cases go up faster than an office can settle them, and pile up for ever");
}

/// Mean of exp(-U / time) for a time U that is uniform between 0 and `longest`.
double kept_in_cycle(double longest, double time) {
    const double cycles = longest / time;
    return cycles > 0.0 ? -math::expm1(-cycles) / cycles : 1.0;
}

/// Mean value that is left when a case has been decided, of 1 that falls to 1/e in `time`.
struct KeptValue {
    double central;
    double local;
};

KeptValue kept_value(const Decision& decision, double time) {
    double central = 1.0;
    if (decision.decision_share < 1.0 || asking_share(decision) > 0.0) {
        const double spare = spare_rate(decision);
        const double level = kept_in_cycle(decision.cycle, time) * spare / (spare + 1.0 / time);
        central = math::pow(level, static_cast<double>(decision.levels));
    }
    const double asking = asking_share(decision);
    return {central, kept_in_cycle(decision.local_cycle, time) * (1.0 - asking + asking * central)};
}

double need_at(const Decision& decision, double quantile) {
    if (decision.need_spread <= 0.0) return decision.need_time;
    return decision.need_time * math::exp(decision.need_spread * math::normal_quantile(quantile));
}

double setting_fit(const Decision& decision, double error) {
    return std::max(0.0, 1.0 - decision.mismatch_cost * std::abs(error));
}

/// One case as it comes up.
struct DecisionCase {
    double now;
    double need;  ///< in which it loses its value, d
    std::size_t place;
    bool local;
    bool asks;
};

/// One replicate.
class Settling {
public:
    Settling(const Decision& decision, std::uint32_t places, core::Seed seed, std::size_t cases)
        : decision_(decision), places_(places), seed_(seed), times_(cases), cases_(cases) {}

    enum Of : std::uint8_t { arises, delay, local, error, value, spillover, work };
    static constexpr std::size_t numbers = 7;
    using Places = std::array<double*, numbers>;

    void run(const Places& at) {
        arise();
        for (std::uint32_t level = 0; level < decision_.levels; ++level) pass(level);
        double before = 0.0;
        double moved = decision_.policy_noise * of(0, core::StreamId::of(case_kind, "first_policy")).normal();
        for (std::size_t k = 0; k < cases_.size(); ++k) {
            core::Stream draws = of(k, core::StreamId::of(case_kind, "policy"));
            const double since = cases_[k].now - std::exchange(before, cases_[k].now);
            if (draws.chance(-math::expm1(-since / decision_.policy_time))) {
                moved = decision_.policy_noise * draws.normal();
            }
            settle(k, moved, at);
        }
    }

private:
    core::Stream of(std::size_t number, core::StreamId stream) const {
        return {seed_, stream, {.agent = static_cast<core::AgentId>(number)}};
    }

    void arise() {
        double now = 0.0;
        for (std::size_t k = 0; k < cases_.size(); ++k) {
            core::Stream draws = of(k, core::StreamId::of(case_kind, "arises"));
            now += draws.exponential({.mean = 1.0 / decision_.case_rate});
            const double quantile = draws.open_uniform();
            const double which = decision_.split == DecisionSplit::by_urgency ? quantile : draws.uniform();
            const bool here = which < decision_.decision_share;
            const bool asks = here && draws.chance(asking_share(decision_));
            const double meeting = here ? decision_.local_cycle * draws.uniform() : 0.0;
            cases_[k] = {now, need_at(decision_, quantile), draws.below(places_), here, asks};
            times_[k] = now + meeting;
            if (!here || asks) above_.push_back(k);
        }
    }

    /// All that go up through one office: a meeting each, then one after the other.
    void pass(std::uint32_t level) {
        for (const std::size_t k : above_) {
            times_[k] += decision_.cycle * waits(k, level).uniform();
        }
        std::sort(above_.begin(), above_.end(), [this](std::size_t a, std::size_t b) {
            return times_[a] < times_[b] || (times_[a] == times_[b] && a < b);
        });
        double free = 0.0;
        for (const std::size_t k : above_) {
            core::Stream draws = waits(k, level);
            draws.uniform();
            free = std::max(free, times_[k]) + draws.exponential({.mean = 1.0 / decision_.office_rate});
            times_[k] = free;
        }
    }

    core::Stream waits(std::size_t k, std::uint32_t level) const {
        return {
            seed_, core::StreamId::of(case_kind, "office"), {.agent = static_cast<core::AgentId>(k), .tick = level}};
    }

    void settle(std::size_t k, double moved, const Places& at) const {
        const DecisionCase& one = cases_[k];
        core::Stream draws = of(k, core::StreamId::of(case_kind, "settled"));
        const double place = decision_.heterogeneity * of(one.place, core::StreamId::of(case_kind, "place")).normal();
        const double own = decision_.noise / std::sqrt(decision_.skill) * draws.normal();
        const double levels = static_cast<double>(decision_.levels);
        const double seen =
            std::sqrt(decision_.noise * decision_.noise + levels * decision_.relay_noise * decision_.relay_noise);
        const double above = seen * draws.normal() + moved - place;
        const double off = one.local ? own : (1.0 - decision_.votes) * above + decision_.votes * own;
        const double late = times_[k] - one.now;
        const double supply = one.local ? local_supply(decision_) : central_supply(decision_);
        at[arises][k] = one.now;
        at[delay][k] = late;
        at[local][k] = one.local ? 1.0 : 0.0;
        at[error][k] = off;
        at[value][k] = math::exp(-late / one.need) * setting_fit(decision_, off) * supply;
        at[spillover][k] = one.local ? decision_.spillover * (1.0 - decision_.coordination) : 0.0;
        const double up = one.local && !one.asks ? 0.0 : levels * decision_.office_work;
        const double here = decision_.local_work + decision_.coordination_work * decision_.coordination;
        at[work][k] = up + (one.local ? here : 0.0);
    }

    const Decision& decision_;
    std::uint32_t places_;
    core::Seed seed_;
    std::vector<double> times_;  ///< when each case has got as far as it has
    std::vector<DecisionCase> cases_;
    std::vector<std::size_t> above_;
};

/// A walk of evidence with drift: when it is first as high as `needed`, above 0.
struct FirstPassage {
    double needed;
    double drift;     ///< 1 / h
    double variance;  ///< 1 / h

    double by(double hours) const {
        if (hours <= 0.0) return 0.0;
        const double sd = std::sqrt(variance * hours);
        const double again = math::exp(2.0 * drift * needed / variance);
        return math::normal_cdf((drift * hours - needed) / sd) +
               again * math::normal_cdf((-needed - drift * hours) / sd);
    }
    /// Mean of exp(-rate T) over those whose T is at most `hours`, which a change of drift gives (Girsanov).
    double discounted(double rate, double hours) const {
        const double faster = std::sqrt(drift * drift + 2.0 * rate * variance);
        const FirstPassage other{needed, faster, variance};
        return math::exp(needed * (drift - faster) / variance) * other.by(hours);
    }
    /// A time of one that gets there with a drift of the same size upwards: inverse Gaussian (Michael, Schucany and
    /// Haas 1976, doi:10.2307/2683801), in a form without cancellation.
    double draw(core::Stream& draws) const {
        const double mean = needed / std::abs(drift);
        const double normal = draws.normal();
        const double part = 0.5 * mean * normal * normal * variance / (needed * needed);
        const double early = mean / (1.0 + part + std::sqrt(part * (2.0 + part)));
        return draws.uniform() * (mean + early) <= mean ? early : mean * mean / early;
    }
};

/// The logarithm of the odds goes up by half the squared sensitivity an hour with a hazard, and down without one.
FirstPassage passage_of(const TimePressure& pressure, bool hazard) {
    const double variance = pressure.sensitivity * pressure.sensitivity;
    return {evidence_needed(pressure), hazard ? 0.5 * variance : -0.5 * variance, variance};
}

/// NaN for never.
double acts_at(const TimePressure& pressure, bool hazard, core::Stream& draws) {
    const double needed = evidence_needed(pressure);
    if (needed <= 0.0) return 0.0;
    const double otherwise = hazard ? pressure.order_time : std::numeric_limits<double>::quiet_NaN();
    // Without a hazard the evidence gets as high with the chance exp(-needed) (Wald).
    if (!hazard && !draws.chance(math::exp(-needed))) return otherwise;
    const double acts = passage_of(pressure, hazard).draw(draws);
    return acts <= pressure.order_time ? acts : otherwise;
}

}  // namespace

Decision governance(Governance preset) {
    Decision decision;
    const auto hand_down = [&decision](double share) {
        decision.decision_share = decision.resource_share = decision.space_share = share;
    };
    switch (preset) {
        case Governance::administrative:
            hand_down(0.0);
            decision.coordination = 1.0;
            break;
        case Governance::autonomous:
            hand_down(1.0);
            decision.coordination = 0.0;
            break;
        case Governance::co_governance:
            hand_down(0.5);
            decision.votes = 0.5;
            decision.coordination = 0.7;
            break;
        case Governance::hybrid:
            hand_down(0.5);
            decision.split = DecisionSplit::by_urgency;
            decision.coordination = 0.7;
            break;
    }
    return decision;
}

double central_delay(const Decision& decision) {
    return static_cast<double>(decision.levels) * (0.5 * decision.cycle + 1.0 / spare_rate(decision));
}

double local_delay(const Decision& decision) {
    const double asking = asking_share(decision);
    return 0.5 * decision.local_cycle + (asking > 0.0 ? asking * central_delay(decision) : 0.0);
}

double local_error(const Decision& decision) { return decision.noise / std::sqrt(decision.skill); }

double central_error(const Decision& decision) {
    const auto square = [](double x) { return x * x; };
    const double above = square(decision.noise) + static_cast<double>(decision.levels) * square(decision.relay_noise) +
                         square(decision.heterogeneity) + square(decision.policy_noise);
    return std::sqrt(square(1.0 - decision.votes) * above + square(decision.votes * local_error(decision)));
}

double mean_fit(const Decision& decision, double error) {
    if (decision.mismatch_cost <= 0.0 || error <= 0.0) return 1.0;
    constexpr double root_of_two_over_pi = 0.79788456080286535588;
    const double widest = 1.0 / (decision.mismatch_cost * error);  // in standard deviations
    const double within = 2.0 * math::normal_cdf(widest) - 1.0;
    return within + root_of_two_over_pi * math::expm1(-0.5 * widest * widest) / widest;
}

double central_supply(const Decision& decision) {
    const double share = 1.0 - decision.decision_share;
    const double has = decision.resources * (1.0 - decision.resource_share);
    return has >= share ? 1.0 : has / share;
}

double local_supply(const Decision& decision) {
    const double claimed = decision.decision_share * (1.0 + decision.over_claim * (1.0 - decision.coordination));
    const double has = decision.resources * decision.resource_share;
    return has >= claimed ? 1.0 : has / claimed;
}

double decision_value(const Decision& decision) {
    const double central = mean_fit(decision, central_error(decision)) * central_supply(decision);
    const double local = mean_fit(decision, local_error(decision)) * local_supply(decision);
    const double share = decision.decision_share;
    const auto kept = [&](double quantile) { return kept_value(decision, need_at(decision, quantile)); };
    // Midpoints of as many equally likely parts, urgent cases first.
    constexpr int parts = 2000;
    const auto mean = [&](double low, double high, auto of) {
        double sum = 0.0;
        for (int part = 0; part < parts; ++part) sum += of(kept(low + (high - low) * (part + 0.5) / parts));
        return sum / parts;
    };
    const bool urgent = decision.split == DecisionSplit::by_urgency;
    const double on_the_spot = mean(0.0, urgent ? share : 1.0, [](const KeptValue& one) { return one.local; });
    const double above = mean(urgent ? share : 0.0, 1.0, [](const KeptValue& one) { return one.central; });
    return (share > 0.0 ? share * local * on_the_spot : 0.0) + (share < 1.0 ? (1.0 - share) * central * above : 0.0);
}

double mean_spillover(const Decision& decision) {
    return decision.decision_share * decision.spillover * (1.0 - decision.coordination);
}

double governance_work(const Decision& decision) {
    const double above = static_cast<double>(decision.levels) * decision.office_work;
    const double up = 1.0 - decision.decision_share * (1.0 - asking_share(decision));
    const double here = decision.local_work + decision.coordination_work * decision.coordination;
    return up * above + decision.decision_share * here;
}

Dataset simulate(const Decision& decision, const DecisionStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(decision);
    check.number("places", start.places, {.low = 1.0, .high = 1e6});
    check.that(std::floor(start.places) == start.places || std::isnan(start.places), "places",
               std::to_string(start.places), "must be a whole number");
    check.finish();
    const std::size_t cases = experiment.size;
    const std::vector<std::string> over{"replicate", "case"};
    const std::vector<double> none(cases * experiment.replicates);
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", experiment.replicates), detail::counted("case", cases)};
    dataset.variables = {{"arises", "d", "When the case comes up", over, none},
                         {"delay", "d", "Time until it is decided", over, none},
                         {"local", "1", "Whether it is decided on the spot", over, none},
                         {"error", "1", "How far off it is settled", over, none},
                         {"value", "1", "Value of the decision, of what it could have been", over, none},
                         {"spillover", "1", "Value that it takes from neighbours", over, none},
                         {"work", "h", "Work on it of all offices and the place", over, none}};
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        Settling::Places at{};
        for (std::size_t v = 0; v < at.size(); ++v) at[v] = &dataset.variables[v].values[replicate * cases];
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        Settling(decision, static_cast<std::uint32_t>(start.places), seed, cases).run(at);
    });
    return dataset;
}

double act_threshold(const TimePressure& pressure) {
    const double feared = pressure.false_cost + pressure.blame;
    return feared / (feared + pressure.miss_cost);
}

double evidence_needed(const TimePressure& pressure) {
    const double odds = (pressure.false_cost + pressure.blame) / pressure.miss_cost;
    return math::log(odds * (1.0 - pressure.hazard_chance) / pressure.hazard_chance);
}

double acted_share(const TimePressure& pressure, const ActingBy& by) {
    if (evidence_needed(pressure) <= 0.0) return 1.0;
    if (by.hazard && by.hours >= pressure.order_time) return 1.0;
    return passage_of(pressure, by.hazard).by(std::min(by.hours, pressure.order_time));
}

double expected_loss(const TimePressure& pressure) {
    const double calm = (1.0 - pressure.hazard_chance) * pressure.false_cost;
    if (evidence_needed(pressure) <= 0.0) return calm;
    const double last = pressure.order_time;
    const FirstPassage hazard = passage_of(pressure, true);
    const double ordered = (1.0 - hazard.by(last)) * math::exp(-last / pressure.harm_time);
    const double saved = hazard.discounted(1.0 / pressure.harm_time, last) + ordered;
    return pressure.hazard_chance * pressure.miss_cost * (1.0 - saved) + calm * passage_of(pressure, false).by(last);
}

Dataset act_times(const TimePressure& pressure, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(pressure);
    check.finish();
    const std::size_t cases = experiment.size;
    const std::vector<std::string> over{"replicate", "case"};
    const std::vector<double> none(cases * experiment.replicates);
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", experiment.replicates), detail::counted("case", cases)};
    dataset.variables = {{"hazard", "1", "Whether there is a hazard", over, none},
                         {"acts_at", "h", "When somebody acts", over, none},
                         {"loss", "1", "What the case costs, in the unit of the costs", over, none}};
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        for (std::size_t k = 0; k < cases; ++k) {
            core::Stream draws(seed, core::StreamId::of(case_kind, "evidence"),
                               {.agent = static_cast<core::AgentId>(k)});
            const bool hazard = draws.chance(pressure.hazard_chance);
            const double acts = acts_at(pressure, hazard, draws);
            const double late = pressure.miss_cost * -math::expm1(-acts / pressure.harm_time);
            const std::size_t place = replicate * cases + k;
            dataset.variables[0].values[place] = hazard ? 1.0 : 0.0;
            dataset.variables[1].values[place] = acts;
            dataset.variables[2].values[place] = hazard ? late : std::isnan(acts) ? 0.0 : pressure.false_cost;
        }
    });
    return dataset;
}

namespace {

struct DecisionRange {
    double low = 0.0;
    double high = 1.0;
    std::string_view unit = "";
    bool low_open = false;
};

/// Adds numbers that are assumed.
class DecisionTable {
public:
    explicit DecisionTable(core::ParameterTable& table) : table_(table) {}

    void operator()(double& value, std::string_view key, std::string_view meaning, DecisionRange is = {}) const {
        table_.add(
            value,
            {.key = key, .meaning = meaning, .unit = is.unit, .low = is.low, .high = is.high, .low_open = is.low_open});
    }

private:
    core::ParameterTable& table_;
};

void describe_speed(core::ParameterTable& table, Decision& process) {
    const DecisionTable add(table);
    table.add(
        process.levels,
        {.key = "levels", .meaning = "Offices that a case goes through to be decided above", .low = 1, .high = 20});
    add(process.cycle, "cycle", "Time from one meeting of an office to the next", {.high = 1000.0, .unit = "d"});
    add(process.office_rate, "office_rate", "Cases that an office can settle, one after the other",
        {.high = 1e6, .unit = "1 / d", .low_open = true});
    add(process.local_cycle, "local_cycle", "Time from one meeting of a place to the next",
        {.high = 1000.0, .unit = "d"});
    add(process.case_rate, "case_rate", "Cases that come up", {.high = 1e6, .unit = "1 / d", .low_open = true});
    add(process.need_time, "need_time", "Median time in which a decision loses all but 1/e of its value",
        {.high = 1e4, .unit = "d", .low_open = true});
    add(process.need_spread, "need_spread", "Standard deviation of the logarithm of that time from case to case",
        {.high = 3.0});
}

void describe_fit(core::ParameterTable& table, Decision& process) {
    const DecisionTable add(table);
    add(process.noise, "noise", "How far off an observer of skill 1 sees what is best, standard deviation",
        {.high = 100.0});
    add(process.relay_noise, "relay_noise", "What each level adds to that, standard deviation", {.high = 100.0});
    add(process.heterogeneity, "heterogeneity", "How far what is best differs from place to place, standard deviation",
        {.high = 100.0});
    add(process.skill, "skill", "Skill of places, as a multiple of precision", {.low = 0.01, .high = 100.0});
    add(process.votes, "votes", "Weight of a place's own view in what is decided above");
    add(process.policy_noise, "policy_noise", "How far a new policy moves what is decided above, standard deviation",
        {.high = 100.0});
    add(process.policy_time, "policy_time", "Mean time from one policy to the next",
        {.high = 1e6, .unit = "d", .low_open = true});
    add(process.mismatch_cost, "mismatch_cost", "Share of a decision's value that is lost for each unit that it is off",
        {.high = 1e6});
}

}  // namespace

void describe(core::ParameterTable& table, Decision& process) {
    static constexpr std::array splits{
        std::pair<std::string_view, DecisionSplit>{"at_random", DecisionSplit::at_random},
        std::pair<std::string_view, DecisionSplit>{"by_urgency", DecisionSplit::by_urgency}};
    table.choice(process.split, splits,
                 {.key = "split", .meaning = "Which cases are decided on the spot: any, or the most urgent"});
    const DecisionTable add(table);
    add(process.decision_share, "decision_share", "Share of cases that are decided on the spot");
    add(process.resource_share, "resource_share", "Share of all resources that places have themselves");
    add(process.space_share, "space_share", "Share of the space needed that places may use as they like");
    describe_speed(table, process);
    describe_fit(table, process);
    add(process.resources, "resources", "All resources over all need", {.high = 100.0});
    add(process.over_claim, "over_claim",
        "How much more than they need places claim of what is shared, without coordination", {.high = 10.0});
    add(process.coordination, "coordination", "How well places coordinate");
    add(process.space_need, "space_need", "Share of cases that need space; a place without it has to ask above");
    add(process.spillover, "spillover", "Value that a decision on the spot takes from neighbours, without coordination",
        {.high = 10.0});
    const DecisionRange work{.high = 1000.0, .unit = "h"};
    add(process.office_work, "office_work", "Work of each office on a case", work);
    add(process.local_work, "local_work", "Work of a place on a case", work);
    add(process.coordination_work, "coordination_work",
        "Work that full coordination costs for a case decided on the spot", work);
}

void describe(core::ParameterTable& table, TimePressure& process) {
    const DecisionTable add(table);
    add(process.sensitivity, "sensitivity",
        "How clearly an hour's evidence tells a hazard from none, standard deviations", {.low = 0.01, .high = 10.0});
    add(process.hazard_chance, "hazard_chance", "Chance of a hazard before there is any evidence",
        {.low = 1e-6, .high = 0.999999});
    add(process.miss_cost, "miss_cost", "What a hazard costs if nobody acts, in any unit",
        {.high = 1e6, .low_open = true});
    add(process.false_cost, "false_cost", "What acting in vain costs, in the same unit",
        {.high = 1e6, .low_open = true});
    add(process.blame, "blame", "What whoever decides is blamed for in addition when acting in vain, in the same unit",
        {.high = 1e9});
    table.add(process.order_time, {.key = "order_time",
                                   .meaning = "When the order or the all-clear from above comes",
                                   .unit = "h",
                                   .low = 0,
                                   .high = 1e4,
                                   .low_open = true,
                                   .evidence = core::Evidence::sourced,
                                   .source = "Zhengzhou 2021: first red warning to the city's highest response"});
    add(process.harm_time, "harm_time", "Time in which all but 1/e is lost of what acting at once would have saved",
        {.high = 1e4, .unit = "h", .low_open = true});
}

}  // namespace commonweal::process
