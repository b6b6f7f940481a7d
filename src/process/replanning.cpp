// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/replanning.hpp>
#include <commonweal/process/resilience.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;
using core::Tick;

constexpr core::StreamId replanning_stream = core::StreamId::of("community", "replan");
constexpr std::size_t most_replanned = 16;
constexpr double most_replanning_ticks = 4e9;
/// Communities that one thread takes at a time.
constexpr Index replanning_chunk = 512;

/// What is recorded of all communities, in the order of the variables.
using ReplanningRecord = std::array<double, 4>;
using ReplanningRecords = std::vector<ReplanningRecord>;

/// When what happens, in ticks.
struct ReplanningTimes {
    ReplanningTimes(const Replanning& replanning, const Experiment& experiment)
        : step(experiment.step.value_or(0.25)),
          last(ticks(experiment.until.value_or(90.0))),
          every(ticks(experiment.every.value_or(experiment.until.value_or(90.0) / 90.0))),
          interval(ticks(replanning.interval)) {}

    Tick ticks(double time) const {
        return static_cast<Tick>(std::clamp(std::ceil(time / step - 1e-9), 1.0, most_replanning_ticks));
    }
    std::size_t records() const { return 1 + (std::size_t{last} + every - 1) / every; }
    bool is_record(Tick tick) const { return tick % every == 0 || tick == last; }
    double time_of(std::size_t record) const {
        return step * std::min<double>(last, every * static_cast<double>(record));
    }

    double step;
    Tick last;
    Tick every;
    Tick interval;
};

/// What all communities have in common.
struct ReplanningRules {
    ReplanningRules(const Replanning& asked, const ReplanningTimes& when)
        : replanning(asked),
          times(when),
          reading{.collapse_level = asked.collapse_quality,
                  .collapse_dimensions = asked.collapse_functions,
                  .collapse_hours = asked.collapse_time} {
        replanning.interval = times.step * times.interval;
        share = change_share(replanning);
        noise = std::sqrt(feedback_variance(replanning));
        fitting = fitting_chance(replanning);
    }

    Replanning replanning;
    ReplanningTimes times;
    Resilience reading;
    double share = 0.0;
    double noise = 0.0;
    double fitting = 0.0;
};

/// One community: how far its plan for each function is from what would be best, and how its functions do.
struct Replanner {
    std::array<double, most_replanned> misfits{};
    CollapseWatch watch;
    bool has_collapsed = false;

    void live(const ReplanningRules& rules, core::Stream& draws, Tick tick) {
        endure(rules);
        move(rules, draws);
        if (tick % rules.times.interval == 0 && rules.share > 0.0) replan(rules, draws);
    }

    void add_to(ReplanningRecord& sums, std::uint32_t functions) const {
        for (std::uint32_t k = 0; k < functions; ++k) {
            sums[0] += std::abs(misfits[k]);
            sums[1] += misfits[k] * misfits[k];
            sums[2] += function_quality(misfits[k]);
        }
        sums[3] += has_collapsed ? functions : 0.0;
    }

private:
    /// Functions are as they were at the beginning of the step for all of it.
    void endure(const ReplanningRules& rules) {
        std::array<double, most_replanned> qualities{};
        const std::size_t functions = rules.replanning.functions;
        for (std::size_t k = 0; k < functions; ++k) qualities[k] = function_quality(misfits[k]);
        const double hours = 24.0 * rules.times.step;
        const bool collapses = watch.add(rules.reading, std::span(qualities).first(functions), hours);
        has_collapsed = has_collapsed || collapses;
    }

    void move(const ReplanningRules& rules, core::Stream& draws) {
        const Replanning& replanning = rules.replanning;
        const double step = rules.times.step;
        double variance = replanning.drift * replanning.drift * step;
        if (replanning.policy_rate > 0.0) {
            const auto changes = static_cast<double>(draws.poisson(replanning.policy_rate * step));
            variance += changes * replanning.policy_change * replanning.policy_change;
        }
        if (variance <= 0.0) return;
        const double sd = std::sqrt(variance);
        for (std::uint32_t k = 0; k < replanning.functions; ++k) misfits[k] -= sd * draws.normal();
    }

    void replan(const ReplanningRules& rules, core::Stream& draws) {
        for (std::uint32_t k = 0; k < rules.replanning.functions; ++k) {
            if (!draws.chance(rules.fitting)) continue;
            const double seen = misfits[k] + rules.replanning.feedback_bias + rules.noise * draws.normal();
            misfits[k] -= rules.share * seen;
        }
    }
};

/// Sums over some communities.
ReplanningRecords run_replanners(const ReplanningRules& rules, const ReplanningStart& start, core::Seed seed,
                                 Index first, Index end) {
    ReplanningRecords sums(rules.times.records(), ReplanningRecord{});
    for (Index id = first; id < end; ++id) {
        Replanner community;
        community.misfits.fill(start.misfit);
        community.add_to(sums.front(), rules.replanning.functions);
        std::size_t record = 0;
        for (Tick tick = 1; tick <= rules.times.last; ++tick) {
            core::Stream draws(seed, replanning_stream, {.agent = id, .tick = tick});
            community.live(rules, draws, tick);
            if (rules.times.is_record(tick)) community.add_to(sums[++record], rules.replanning.functions);
        }
    }
    return sums;
}

/// Means over all communities, for each replicate.
std::vector<ReplanningRecords> run_replanning(const ReplanningRules& rules, const ReplanningStart& start,
                                              const Experiment& experiment) {
    const Index chunks = (experiment.size + replanning_chunk - 1) / replanning_chunk;
    std::vector<ReplanningRecords> parts(std::size_t{experiment.replicates} * chunks);
    core::Workers(experiment.threads).for_each(parts.size(), [&](std::size_t part) {
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(part / chunks)};
        const auto first = static_cast<Index>(part % chunks) * replanning_chunk;
        const Index end = std::min(experiment.size, first + replanning_chunk);
        parts[part] = run_replanners(rules, start, seed, first, end);
    });
    const double count = static_cast<double>(experiment.size) * rules.replanning.functions;
    std::vector<ReplanningRecords> all;
    for (std::uint32_t replicate = 0; replicate < experiment.replicates; ++replicate) {
        ReplanningRecords means(rules.times.records(), ReplanningRecord{});
        for (std::size_t k = 0; k < means.size(); ++k) {
            for (std::size_t v = 0; v < means[k].size(); ++v) {
                for (Index chunk = 0; chunk < chunks; ++chunk) {
                    means[k][v] += parts[std::size_t{replicate} * chunks + chunk][k][v];
                }
                means[k][v] /= count;
            }
        }
        all.push_back(std::move(means));
    }
    return all;
}

/// What one re-planning makes of mean and mean square.
Misfit replanned_misfit(const Replanning& replanning, const Misfit& before) {
    const double share = change_share(replanning);
    const double fitting = fitting_chance(replanning);
    const double bias = replanning.feedback_bias;
    if (share <= 0.0) return before;
    const double mean = (1.0 - share) * before.mean - share * bias;
    const double changed = (1.0 - share) * (1.0 - share) * before.square -
                           2.0 * share * (1.0 - share) * bias * before.mean +
                           share * share * (bias * bias + feedback_variance(replanning));
    return {fitting * mean + (1.0 - fitting) * before.mean, fitting * changed + (1.0 - fitting) * before.square};
}

void check_replanning(detail::ExperimentCheck& check, const Replanning& replanning, const ReplanningStart& start) {
    check.parameters(replanning);
    check.number("misfit", start.misfit, {.low = -100.0, .high = 100.0});
}

void describe_replanning_moves(core::ParameterTable& table, Replanning& process) {
    table.add(process.functions,
              {.key = "functions", .meaning = "Functions that are planned for", .low = 1, .high = 16});
    table.add(process.drift,
              {.key = "drift",
               .meaning = "Standard deviation of the drift of what is best in a day, in misfits that stop a function",
               .low = 0,
               .high = 10});
    table.add(process.policy_rate, {.key = "policy_rate",
                                    .meaning = "Changes of policy from above, which move what is best",
                                    .unit = "1 / d",
                                    .low = 0,
                                    .high = 100});
    table.add(process.policy_change,
              {.key = "policy_change",
               .meaning = "Standard deviation of what one moves for each function, in misfits that stop it",
               .low = 0,
               .high = 10});
    table.add(process.interval, {.key = "interval",
                                 .meaning = "Time from one re-planning to the next",
                                 .unit = "d",
                                 .low = 0.01,
                                 .high = 1000});
}

void describe_replanning_feedback(core::ParameterTable& table, Replanning& process) {
    table.add(process.feedback_sd, {.key = "feedback_sd",
                                    .meaning = "Standard deviation of one item of feedback on a function",
                                    .low = 0.001,
                                    .high = 1000});
    table.add(process.feedback_bias,
              {.key = "feedback_bias", .meaning = "What all feedback is off by", .low = -10, .high = 10});
    table.add(process.feedback_rate, {.key = "feedback_rate",
                                      .meaning = "Items of feedback on each function that come",
                                      .unit = "1 / d",
                                      .low = 0,
                                      .high = 1e6});
    table.add(process.screening, {.key = "screening",
                                  .meaning = "Items on all functions together that can be screened; others are lost",
                                  .unit = "1 / d",
                                  .low = 0,
                                  .high = 1e6});
}

void describe_replanning_collapse(core::ParameterTable& table, Replanning& process) {
    table.add(process.collapse_quality,
              {.key = "collapse_quality", .meaning = "Quality below which a function is down", .low = 0, .high = 1});
    table.add(process.collapse_functions, {.key = "collapse_functions",
                                           .meaning = "Functions that must be down at once for a collapse",
                                           .low = 1,
                                           .high = 16});
    table.add(process.collapse_time, {.key = "collapse_time",
                                      .meaning = "How long they must be down for it",
                                      .unit = "h",
                                      .low = 0,
                                      .high = 10'000,
                                      .low_open = true});
}

}  // namespace

double fitting_chance(const Replanning& replanning) {
    return 1.0 - math::pow(1.0 - replanning.fit_chance, static_cast<double>(replanning.measures));
}

double feedback_variance(const Replanning& replanning) {
    const double screened = std::min(replanning.feedback_rate, replanning.screening / replanning.functions);
    const double items = screened * replanning.interval;
    if (items <= 0.0) return std::numeric_limits<double>::infinity();
    return replanning.feedback_sd * replanning.feedback_sd / items;
}

double feedback_gain(const Replanning& replanning) {
    const double noise = feedback_variance(replanning);
    const double moved = drift_variance(replanning, replanning.interval);
    if (moved <= 0.0 || std::isinf(noise)) return 0.0;
    // Of the variance before feedback, p: p - moved is what feedback leaves of it, p noise / (p + noise).
    const double before = 0.5 * (moved + std::sqrt(moved * moved + 4.0 * moved * noise));
    return before / (before + noise);
}

Misfit steady_misfit(const Replanning& replanning) {
    const double share = change_share(replanning);
    const double fitting = fitting_chance(replanning);
    const double bias = replanning.feedback_bias;
    const double moved = drift_variance(replanning, replanning.interval);
    if (share <= 0.0 || fitting <= 0.0) return {0.0, moved > 0.0 ? std::numeric_limits<double>::infinity() : 0.0};
    const double kept = 1.0 - share;
    const double added =
        (1.0 - fitting + fitting * kept * kept) * moved +
        fitting * (share * share * (bias * bias + feedback_variance(replanning)) + 2.0 * share * kept * bias * bias);
    return {-bias, added / (fitting * (1.0 - kept * kept))};
}

Dataset simulate(const Replanning& replanning, const ReplanningStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_replanning(check, replanning, start);
    check.that(experiment.is_mixed(), "graph", "ties", "must be left out: communities re-plan by themselves");
    const double ticks = experiment.until.value_or(90.0) / experiment.step.value_or(0.25);
    check.that(!(ticks > most_replanning_ticks), "until", "more than 4e9 steps", "must be at most 4e9 steps");
    check.finish();
    const ReplanningTimes times(replanning, experiment);
    const auto all = run_replanning({replanning, times}, start, experiment);
    const std::vector<std::string> over{"replicate", "time"};
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", all.size()), {"time", "d", {}}};
    for (std::size_t k = 0; k < times.records(); ++k) dataset.dimensions[1].values.push_back(times.time_of(k));
    dataset.variables = {{"misfit", "1", "Mean distance of plans from what would be best", over, {}},
                         {"square", "1", "Mean square of it", over, {}},
                         {"quality", "1", "Mean quality of functions", over, {}},
                         {"collapsed", "1", "Share of communities that have collapsed", over, {}}};
    for (const ReplanningRecords& records : all) {
        for (const ReplanningRecord& record : records) {
            for (std::size_t v = 0; v < record.size(); ++v) dataset.variables[v].values.push_back(record[v]);
        }
    }
    return dataset;
}

Dataset mean_field(const Replanning& replanning, const ReplanningStart& start, double until, double every) {
    detail::ExperimentCheck check(Experiment{.until = until, .every = every});
    check_replanning(check, replanning, start);
    check.finish();
    detail::TimeCurves curves(
        "d", {{"mean", "1", "Mean of how far plans are off, with its sign"}, {"square", "1", "Mean square of it"}});
    detail::refuse_endless(until, replanning.interval);
    Misfit after{start.misfit, start.misfit * start.misfit};
    double done = 0.0;
    for (const double time : detail::record_times(until, every)) {
        for (; (done + 1.0) * replanning.interval <= time * (1.0 + 1e-12); done += 1.0) {
            after.square += drift_variance(replanning, replanning.interval);
            after = replanned_misfit(replanning, after);
        }
        const double since = std::max(0.0, time - done * replanning.interval);
        curves.add(time, {after.mean, after.square + drift_variance(replanning, since)});
    }
    return std::move(curves).take();
}

void describe(core::ParameterTable& table, Replanning& process) {
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1});
    };
    describe_replanning_moves(table, process);
    describe_replanning_feedback(table, process);
    share(process.autonomy, "autonomy", "Share of a change that the community may decide on by itself");
    share(process.free_staff, "free_staff", "Share of a change that staff have time for");
    table.add(process.measures,
              {.key = "measures", .meaning = "Distinct measures in the repertoire", .low = 0, .high = 10'000});
    share(process.fit_chance, "fit_chance", "Chance that one of them fits a change of one function");
    describe_replanning_collapse(table, process);
}

}  // namespace commonweal::process
