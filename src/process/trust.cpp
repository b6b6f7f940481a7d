// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/trust.hpp>

#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;
using core::Tick;

constexpr detail::ExperimentCheck::Range trust_range{.low = 0.0, .high = 1.0};

void check_trust(detail::ExperimentCheck& check, const Trust& process) {
    check.parameters(process);
    const auto at_most_all = [&](const std::string& name, double share) {
        const double all = share + process.return_rate + process.social_weight;
        check.that(!(all > 1.0 + 1e-9), name + " + return_rate + social_weight", core::number_text(all),
                   "must be at most 1");
    };
    at_most_all("gain", process.gain);
    at_most_all("loss", process.loss);
}

/// Ticks in a day.
Tick ticks_of_day(const Experiment& experiment) {
    return static_cast<Tick>(std::clamp(std::floor(1.0 / experiment.step.value_or(1.0) + 0.5), 1.0, 1e6));
}

void check_trust_start(detail::ExperimentCheck& check, const TrustStart& start, const Experiment& experiment) {
    check.values("trust", start.trust, trust_range);
    check.values("service", start.service, trust_range);
    if (start.expectation) check.values("expectation", *start.expectation, trust_range);
    check.values("presence", start.presence, trust_range);
    check.values("fairness", start.fairness, trust_range);
    check.starters("breach", start.breach);
    check.number("breach_day", start.breach_day, {.low = 0.0, .high = 1e6});
    const double step = experiment.step.value_or(1.0);
    if (!(step > 0.0)) return;  // told already
    const double ticks = ticks_of_day(experiment);
    check.that(std::abs(step * ticks - 1.0) < 1e-6, "step", core::number_text(step),
               "must be a day or a whole part of one, such as 0.5");
}

void add_trusting_people(const TrustStart& start, core::Population& crowd, core::Seed seed) {
    const std::vector<double> service = detail::drawn(start.service, crowd, seed, "service");
    detail::add_column(crowd, columns::service, service);
    detail::add_column(crowd, columns::service_remembered, service);
    detail::add_column(crowd, columns::service_expected,
                       start.expectation ? detail::drawn(*start.expectation, crowd, seed, "expectation") : service);
    detail::add_column(crowd, columns::government_trust, detail::drawn(start.trust, crowd, seed, "government_trust"));
    detail::add_column(crowd, columns::presence, detail::drawn(start.presence, crowd, seed, "presence"));
    detail::add_column(crowd, columns::fairness, detail::drawn(start.fairness, crowd, seed, "fairness"));
    crowd.add(columns::service_felt, 0.0f);
    crowd.add(columns::trust_told, 1.0f);
}

void add_trust_rules(const Trust& process, const TrustStart& start, const Experiment& experiment,
                     core::Simulation& simulation) {
    const Tick day = ticks_of_day(experiment);
    const auto days = static_cast<float>(1.0 / static_cast<double>(day));
    const core::When after{.after = {std::string(MeetService::name), std::string(BreakPromise::name)}};
    simulation.add(MeetService{.process = process}, detail::people, {.every = day});
    simulation.add(BreakPromise{.process = process}, detail::people);
    if (process.social_weight > 0.0) {
        simulation.add(ShareTrust{.process = process, .days = days}, detail::people, after);
    } else {
        simulation.add(UpdateTrust{.process = process, .days = days}, detail::people, after);
    }
    core::EventQueue& queue = simulation.queue(detail::people, BreakPromise::name);
    const Index size = simulation.population(detail::people).size();
    const auto when = static_cast<Tick>(std::ceil(start.breach_day * day - 1e-9));
    if (start.breach.count == 0 && start.breach.rows.empty()) return;
    for (const Index row : detail::chosen(start.breach, size, simulation.seed())) queue.plan(row, when);
}

template <class Measure>
core::Observer of_trust(Measure measure) {
    return [measure](const core::Agents& agents, core::Workers&) {
        const auto values = agents.at(detail::people).values(columns::government_trust);
        return measure(values);
    };
}

template <class Values>
double trust_deviation(const Values& values) {
    double sum = 0.0;
    double squares = 0.0;
    for (const float value : values) sum += static_cast<double>(value);
    const double mean = sum / static_cast<double>(values.size());
    for (const float value : values) {
        squares += (static_cast<double>(value) - mean) * (static_cast<double>(value) - mean);
    }
    return std::sqrt(squares / static_cast<double>(values.size()));
}

std::vector<detail::Recorded> trust_records() {
    const auto mean = [](core::Column<float> column) {
        return core::observe_mean(std::string(detail::people), column);
    };
    return {{"trust", "1", "Mean trust", mean(columns::government_trust)},
            {"standard_deviation", "1", "Standard deviation of trust",
             of_trust([](const auto& values) { return trust_deviation(values); })},
            {"distrusting", "1", "Share of people whose trust is below one half",
             detail::share_where(columns::government_trust, [](float trust) { return trust < 0.5f; })},
            {"expectation", "1", "Mean of the service that people expect", mean(columns::service_expected)},
            {"felt", "1", "Mean of how the latest day's service was felt", mean(columns::service_felt)}};
}

constexpr std::array last_trust{detail::Kept{columns::government_trust, "last_trust", "1", "Trust at the end"}};

/// Means of what is felt above and below 0.
struct MeanFelt {
    double above;
    double below;
};

/// The mean of the part above 0 of what is felt, where the strength is normal before it is clipped.
double mean_felt_above(const Trust& process, double mean, double sd) {
    if (sd < 1e-9) return std::max(0.0, felt(Trust{.dead_band = process.dead_band}, mean));
    const auto density = [](double z) { return 0.3989422804014327 * math::exp(-0.5 * z * z); };
    const double from = (process.dead_band - mean) / sd;
    const double to = (1.0 - mean) / sd;
    return mean * (math::normal_cdf(to) - math::normal_cdf(from)) + sd * (density(from) - density(to)) +
           math::normal_cdf(-to);
}

/// Of people whose expectation lies below the service by `gap` in the mean, and varies by `spread` times the noise.
MeanFelt mean_felt(const Trust& process, double service, double gap, double spread) {
    if (process.experience == TrustExperience::outcome) return {service, 1.0 - service};
    const double mean = process.sensitivity * gap;
    const double sd = process.sensitivity * process.noise * std::sqrt(1.0 + spread * spread);
    return {mean_felt_above(process, mean, sd), mean_felt_above(process, -mean, sd)};
}

void check_typical(detail::ExperimentCheck& check, const Trust& process, const TrustGrounds<double>& grounds) {
    check_trust(check, process);
    check.number("service", grounds.service, trust_range);
    check.number("presence", grounds.presence, trust_range);
    check.number("fairness", grounds.fairness, trust_range);
}

void describe_lasting_trust(core::ParameterTable& table, Trust& process) {
    const auto weight = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 10});
    };
    table.add(process.memory, {.key = "memory",
                               .meaning = "Time over which service is remembered for lasting trust",
                               .unit = "d",
                               .low = 1,
                               .high = 3650});
    table.add(process.return_rate, {.key = "return_rate",
                                    .meaning = "Share by which trust returns to lasting trust in a day",
                                    .low = 0,
                                    .high = 1});
    table.add(process.baseline, {.key = "baseline",
                                 .meaning = "Lasting trust's logit without service, presence and fairness",
                                 .low = -10,
                                 .high = 10});
    weight(process.service_weight, "service_weight", "Weight in that logit of the service remembered");
    weight(process.presence_weight, "presence_weight", "Weight in that logit of presence");
    weight(process.fairness_weight, "fairness_weight", "Weight in that logit of fairness");
}

}  // namespace

void BreakPromise::operator()(core::Turn& turn, core::ColumnView<float> trust) const {
    trust[turn.agent] *= static_cast<float>(1.0 - process.breach_loss);
}

Dataset simulate(const Trust& process, const TrustStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_trust(check, process);
    check_trust_start(check, start, experiment);
    check.finish();
    const detail::Course course{.step = 1.0, .every = 1.0, .longest = 365.0};
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_trusting_people(start, crowd, simulation.seed());
        add_trust_rules(process, start, experiment, simulation);
    };
    return detail::run_replicates(experiment, course, trust_records(), build, last_trust);
}

Dataset mean_field(const Trust& process, const TypicalTrust& start, std::uint32_t days) {
    detail::ExperimentCheck check(Experiment{});
    check_typical(check, process, start.grounds);
    check.number("trust", start.trust, trust_range);
    if (start.expectation) check.number("expectation", *start.expectation, trust_range);
    check.finish();
    detail::TimeCurves curves(
        "d", {{"trust", "1", "Mean trust"}, {"expectation", "1", "Mean of the service that people expect"}});
    const double service = start.grounds.service;
    const double rate = process.expectation_rate;
    double trust = start.trust;
    double expected = start.expectation.value_or(service);
    double variance = 0.0;  // of the expectation, in squares of the noise
    for (std::uint32_t day = 0; day <= days; ++day) {
        curves.add(day, {trust, expected});
        const MeanFelt mean = mean_felt(process, service, service - expected, std::sqrt(variance));
        trust += process.gain * mean.above * (1.0 - trust) - process.loss * mean.below * trust +
                 process.return_rate * (lasting_trust(process, start.grounds) - trust);
        expected += rate * (service - expected);
        variance = (1.0 - rate) * (1.0 - rate) * variance + rate * rate;
    }
    return std::move(curves).take();
}

double steady_trust(const Trust& process, const TrustGrounds<double>& grounds) {
    detail::ExperimentCheck check(Experiment{});
    check_typical(check, process, grounds);
    check.finish();
    const double rate = process.expectation_rate;
    const MeanFelt mean = mean_felt(process, grounds.service, 0.0, std::sqrt(rate / (2.0 - rate)));
    const double up = process.gain * mean.above + process.return_rate * lasting_trust(process, grounds);
    const double all = process.gain * mean.above + process.loss * mean.below + process.return_rate;
    if (all <= 0.0) throw core::Error("trust: nothing moves it, so that it stays where it begins");
    return up / all;
}

double beta_reputation(double successes, double failures) {
    const auto right = [](double number) { return std::isfinite(number) && number >= 0.0; };
    if (!right(successes) || !right(failures)) {
        throw core::Error("beta_reputation: successes and failures must be finite numbers, at least 0");
    }
    return (successes + 1.0) / (successes + failures + 2.0);
}

double beta_reputation(std::span<const double> outcomes, double forgetting) {
    const auto is_share = [](double number) { return number >= 0.0 && number <= 1.0; };
    if (!is_share(forgetting) || !std::all_of(outcomes.begin(), outcomes.end(), is_share)) {
        throw core::Error("beta_reputation: outcomes and forgetting must be numbers between 0 and 1");
    }
    double successes = 0.0;
    double failures = 0.0;
    for (const double outcome : outcomes) {
        successes = forgetting * successes + outcome;
        failures = forgetting * failures + 1.0 - outcome;
    }
    return beta_reputation(successes, failures);
}

void describe(core::ParameterTable& table, Trust& process) {
    static constexpr std::array experiences{
        std::pair<std::string_view, TrustExperience>{"disconfirmation", TrustExperience::disconfirmation},
        std::pair<std::string_view, TrustExperience>{"outcome", TrustExperience::outcome}};
    table.choice(process.experience, experiences,
                 {.key = "experience",
                  .meaning = "Whether service counts by how far it is from what was expected, or is good or bad",
                  .evidence = core::Evidence::literature,
                  .source = "Oliver 1980"});
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning,
                                std::string_view source = "") {
        const auto evidence = source.empty() ? core::Evidence::assumed : core::Evidence::literature;
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1, .evidence = evidence, .source = source});
    };
    share(process.gain, "gain", "Share of the trust lacking that a day fully better than expected brings");
    share(process.loss, "loss", "Share of trust that a day fully worse than expected costs", "Slovic 1993: above gain");
    table.add(process.sensitivity, {.key = "sensitivity",
                                    .meaning = "How strongly service is felt that differs from what was expected",
                                    .low = 0,
                                    .high = 100});
    share(process.dead_band, "dead_band", "What is felt less than this is not felt at all");
    share(process.noise, "noise", "Standard deviation of the service of one day, as experienced");
    share(process.expectation_rate, "expectation_rate", "Share by which the expectation follows the service in a day");
    describe_lasting_trust(table, process);
    share(process.social_weight, "social_weight", "Share by which trust moves in a day to the mean of those one knows");
    share(process.breach_loss, "breach_loss", "Share of trust that a promise broken or a lie found out costs");
}

}  // namespace commonweal::process
