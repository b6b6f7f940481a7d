// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/reporting_chain.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"

#include <algorithm>
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
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

constexpr std::string_view report_kind = "report";

/// One replicate: level by level all reports, in the order in which they are made, in which they stay.
class Relay {
public:
    Relay(const ReportingChain& chain, const ReportingStart& start, core::Seed seed, std::size_t reports)
        : chain_(chain), start_(start), seed_(seed), reports_(reports) {}

    /// Where a report's number at a level is.
    struct Places {
        double* value;
        double* yes;
        double* time;
    };

    void make(Places at) const {
        constexpr core::StreamId made = core::StreamId::of(report_kind, "made");
        double now = 0.0;
        for (std::size_t k = 0; k < reports_; ++k) {
            core::Stream draws(seed_, made, {.agent = static_cast<core::AgentId>(k)});
            now += draws.exponential({.mean = 1.0 / chain_.report_rate});
            const std::size_t place = k * stride();
            at.time[place] = now;
            at.yes[place] = draws.chance(start_.yes_share) ? 1.0 : 0.0;
            at.value[place] = start_.value.given.empty() ? start_.value.drawn.draw(draws) : start_.value.given[k];
        }
    }

    /// From the level below `level` to it.
    void pass(Places at, std::uint32_t level) const {
        constexpr core::StreamId relay = core::StreamId::of(report_kind, "relay");
        core::Stream once(seed_, core::StreamId::of(report_kind, "level"), {.agent = level});
        const double round = chain_.cycle * once.uniform();
        const double withheld = share(once, level);
        double free = 0.0;
        for (std::size_t k = 0; k < reports_; ++k) {
            const std::size_t from = k * stride() + level - 1;
            const std::size_t to = from + 1;
            core::Stream draws(seed_, relay, {.agent = static_cast<core::AgentId>(k), .tick = level});
            const double known = taken_in(chain_, at.value[from], draws.normal());
            at.value[to] = draws.chance(chain_.audit_chance) ? known : passed_on(chain_, known, withheld);
            at.yes[to] = draws.chance(chain_.flip_chance) ? 1.0 - at.yes[from] : at.yes[from];
            const bool lost = std::isnan(at.time[from]);
            if (!lost) free = std::max(free, taken_up(at.time[from], round)) + handled(draws);
            at.time[to] = free;
            if (lost || draws.chance(chain_.loss_chance)) lose(at, to);
        }
    }

private:
    std::size_t stride() const { return chain_.levels + 1; }

    double share(core::Stream& draws, std::uint32_t level) const {
        if (!start_.withheld) return chain_.withheld;
        if (start_.withheld->given.empty()) return start_.withheld->drawn.draw(draws);
        return start_.withheld->given[level - 1];
    }

    /// When a level takes up what reaches it at `time`: in its next round.
    double taken_up(double time, double round) const {
        if (chain_.cycle <= 0.0) return time;
        return std::max(time, round + chain_.cycle * std::ceil((time - round) / chain_.cycle));
    }

    double handled(core::Stream& draws) const {
        return chain_.handling > 0.0 ? draws.exponential({.mean = chain_.handling}) : 0.0;
    }

    static void lose(Places at, std::size_t place) {
        at.value[place] = at.yes[place] = at.time[place] = std::numeric_limits<double>::quiet_NaN();
    }

    const ReportingChain& chain_;
    const ReportingStart& start_;
    core::Seed seed_;
    std::size_t reports_;
};

void check_withheld(detail::ExperimentCheck& check, const ReportingChain& chain, const AgentValues& withheld) {
    if (withheld.given.empty()) return check.values("withheld", withheld, {.low = -10.0, .high = 1.0});
    check.that(withheld.given.size() == chain.levels, "withheld", std::to_string(withheld.given.size()) + " values",
               "must be one for each of " + std::to_string(chain.levels) + " levels");
    for (const double each : withheld.given) check.number("withheld", each, {.low = -10.0, .high = 1.0});
}

}  // namespace

double correct_chance(const ReportingChain& chain) {
    // A power of a whole exponent: what is flipped more often than not has a negative base.
    double kept = 1.0;
    for (std::uint32_t level = 0; level < chain.levels; ++level) kept *= 1.0 - 2.0 * chain.flip_chance;
    return 0.5 * (1.0 + kept);
}

double arrival_chance(const ReportingChain& chain) { return math::pow(1.0 - chain.loss_chance, chain.levels); }

double expected_value(const ReportingChain& chain, double truth, std::span<const double> withheld) {
    if (!withheld.empty() && withheld.size() != chain.levels) {
        throw core::Error("expected_value: withheld has " + std::to_string(withheld.size()) + " values; there are " +
                          std::to_string(chain.levels) + " levels");
    }
    double told = truth;
    for (std::uint32_t level = 0; level < chain.levels; ++level) {
        const double known = taken_in(chain, told, 0.0);
        const double shaded = passed_on(chain, known, withheld.empty() ? chain.withheld : withheld[level]);
        told = chain.audit_chance * known + (1.0 - chain.audit_chance) * shaded;
    }
    return told;
}

double noise_variance(const ReportingChain& chain) {
    double variance = 0.0;
    for (std::uint32_t level = 0; level < chain.levels; ++level) {
        variance = chain.fidelity * chain.fidelity * variance + chain.noise * chain.noise;
    }
    return variance;
}

double mean_delay(const ReportingChain& chain) {
    if (chain.cycle > 0.0 && chain.handling > 0.0) {
        throw core::Error("mean_delay: with a cycle and a handling time there is no closed form here; simulate()");
    }
    if (chain.handling <= 0.0) return 0.5 * chain.cycle * chain.levels;
    double delay = 0.0;
    double rate = chain.report_rate;
    for (std::uint32_t level = 0; level < chain.levels; ++level) {
        if (rate * chain.handling >= 1.0) {
            throw core::Error("mean_delay: report_rate times handling must be below 1, or reports pile up for ever");
        }
        delay += chain.handling / (1.0 - rate * chain.handling);
        rate *= 1.0 - chain.loss_chance;
    }
    return delay;
}

double order_effect(const ReportingChain& chain, const OrderSetting& setting) {
    const double here =
        (1.0 - chain.autonomy) * setting.central + chain.autonomy * (setting.best + setting.local_error);
    const double fit = std::max(0.0, 1.0 - chain.mismatch_cost * std::abs(here - setting.best));
    return fit * math::pow(chain.order_fidelity, chain.levels);
}

Dataset simulate(const ReportingChain& chain, const ReportingStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(chain);
    check.values("value", start.value, {.low = -1e12, .high = 1e12});
    check.number("yes_share", start.yes_share, {.low = 0.0, .high = 1.0});
    if (start.withheld) check_withheld(check, chain, *start.withheld);
    check.finish();
    const std::vector<std::string> over{"replicate", "report", "level"};
    const std::size_t each = std::size_t{experiment.size} * (chain.levels + 1);
    const std::vector<double> none(each * experiment.replicates);
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", experiment.replicates),
                          detail::counted("report", experiment.size), detail::counted("level", chain.levels + 1)};
    dataset.variables = {{"value", "1", "What the level passes on, in the unit of the value", over, none},
                         {"yes", "1", "Whether the level says yes", over, none},
                         {"time", "h", "When the level has passed it on", over, none}};
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        const Relay relay(chain, start, seed, experiment.size);
        const auto own = [&](std::size_t variable) { return &dataset.variables[variable].values[replicate * each]; };
        const Relay::Places at{.value = own(0), .yes = own(1), .time = own(2)};
        relay.make(at);
        for (std::uint32_t level = 1; level <= chain.levels; ++level) relay.pass(at, level);
    });
    return dataset;
}

namespace {

void describe_reports(core::ParameterTable& table, ReportingChain& process) {
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1});
    };
    const auto number = [&table](double& value, std::string_view key, std::string_view meaning, double low) {
        table.add(value, {.key = key, .meaning = meaning, .low = low, .high = 1e6});
    };
    table.add(process.levels, {.key = "levels", .meaning = "Levels that pass a report on", .low = 1, .high = 100});
    share(process.flip_chance, "flip_chance", "Chance that a level turns yes into no or no into yes");
    share(process.fidelity, "fidelity", "Share of what a level was told that it takes in");
    number(process.bias, "bias", "What each level adds by mistake, in the unit of the value", -1e6);
    number(process.noise, "noise", "Standard deviation of what each level adds by chance, in the unit of the value", 0);
    table.add(
        process.withheld,
        {.key = "withheld",
         .meaning = "Share of what lies above the threshold that a level keeps to itself; below 0 it adds so much",
         .low = -10,
         .high = 1});
    number(process.threshold, "threshold", "Up to here a level has no reason to tell less or more than it knows", -1e6);
    share(process.audit_chance, "audit_chance",
          "Chance that a level's report is looked into, and goes up as that level took it in");
    table.add(process.penalty,
              {.key = "penalty",
               .meaning = "Penalty of a level that is found out, as a multiple of what it gains otherwise",
               .low = 0,
               .high = 1000});
    share(process.loss_chance, "loss_chance", "Chance that a level never passes a report on");
}

}  // namespace

void describe(core::ParameterTable& table, ReportingChain& process) {
    describe_reports(table, process);
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning,
                                core::Evidence evidence) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1, .evidence = evidence});
    };
    table.add(process.cycle, {.key = "cycle",
                              .meaning = "Time from one round of reports to the next; 0: taken up as they come",
                              .unit = "h",
                              .low = 0,
                              .high = 10'000});
    table.add(process.handling, {.key = "handling",
                                 .meaning = "Mean time that a level works on a report, one after the other",
                                 .unit = "h",
                                 .low = 0,
                                 .high = 1000});
    table.add(process.report_rate, {.key = "report_rate",
                                    .meaning = "Reports that are made below",
                                    .unit = "1 / h",
                                    .low = 0,
                                    .high = 1e6,
                                    .low_open = true});
    share(process.order_fidelity, "order_fidelity", "Share of what an order means that survives a level",
          core::Evidence::literature);
    share(process.autonomy, "autonomy", "How far those below set for themselves what an order says",
          core::Evidence::assumed);
    table.add(process.mismatch_cost,
              {.key = "mismatch_cost",
               .meaning = "Share of an order's effect that is lost for each unit that its setting is off the best one",
               .low = 0,
               .high = 1e6});
}

}  // namespace commonweal::process
