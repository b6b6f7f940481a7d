// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/mode_switch.hpp>

#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/text.hpp>
#include <limits>
#include <string>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

constexpr std::array mode_columns{columns::mode_hazard_for, columns::mode_noise,     columns::mode_signal,
                                  columns::mode_order,      columns::mode_perceived, columns::mode_held,
                                  columns::mode_emergency,  columns::mode_lasted,    columns::mode_right,
                                  columns::mode_converted,  columns::mode_backlog,   columns::mode_switches,
                                  columns::mode_in_vain,    columns::mode_lost_time, columns::mode_shortfall};

void check_mode(const ModeSwitch& mode, const ModeStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(mode);
    check.that(!(mode.off > mode.on), "off", core::number_text(mode.off),
               "must be at most `on`, " + core::number_text(mode.on));
    check.values("drill", start.drill, {.low = 0.0, .high = 1.0});
    check.values("space", start.space, {.low = 0.01, .high = 1.0});
    check.values("hazard", start.hazard, {.low = 0.0, .high = 1.0});
    check.values("trust", start.trust, {.low = 0.0, .high = 1.0});
    check.finish();
}

/// Communities in normal mode, some of them with a hazard that begins now.
void add_communities(const ModeSwitch& mode, const ModeStart& start, core::Population& crowd, core::Seed seed) {
    for (const core::Column<float> column : mode_columns) crowd.add(column, 0.0f);
    detail::add_column(crowd, columns::mode_drill, detail::drawn(start.drill, crowd, seed, "mode_drill"));
    detail::add_column(crowd, columns::mode_space, detail::drawn(start.space, crowd, seed, "mode_space"));
    detail::add_column(crowd, columns::mode_trust, detail::drawn(start.trust, crowd, seed, "mode_trust"));
    std::vector<double> hazards = detail::drawn(start.hazard, crowd, seed, "mode_hazard");
    for (Index row = 0; row < crowd.size(); ++row) {
        core::Stream draws(seed, core::StreamId::of(detail::people, "mode_begins"), {.agent = crowd.ids()[row]});
        hazards[row] = draws.chance(hazards[row]) ? 1.0 : 0.0;
        crowd.values(columns::mode_noise)[row] = static_cast<float>(mode.noise * draws.normal());
    }
    detail::add_column(crowd, columns::mode_hazard, hazards);
}

std::vector<detail::Recorded> recorded_modes(const ModeSwitch& mode) {
    const auto mean = [](core::Column<float> column) {
        return core::observe_mean(std::string(detail::people), column);
    };
    const core::Observer converted = mean(columns::mode_converted);
    const core::Observer cycle = [=](const core::Agents& agents, core::Workers& workers) {
        return decision_cycle(mode, converted(agents, workers));
    };
    return {
        {"hazard", "1", "Share of communities with a hazard", mean(columns::mode_hazard)},
        {"emergency", "1", "Share of communities in emergency mode", mean(columns::mode_emergency)},
        {"converted", "1", "Mean share of staff and space that is converted", converted},
        {"cycle", "h", "Mean time from one decision to the next", cycle},
        {"backlog", "h", "Mean everyday work undone, of full capacity", mean(columns::mode_backlog)},
        {"trust", "1", "Mean trust in emergency mode being right", mean(columns::mode_trust)},
        {"switches", "1", "Switches into emergency mode so far, for each community", mean(columns::mode_switches)},
        {"in_vain", "1", "Those ended without a hazard, for each community", mean(columns::mode_in_vain)},
        {"lost_time", "h", "Time spent in these so far, for each community", mean(columns::mode_lost_time)},
        {"shortfall", "h", "Hazard met by what was not converted so far, for each community",
         mean(columns::mode_shortfall)},
    };
}

}  // namespace

double conversion_time(const ModeSwitch& mode, const Readiness& readiness) {
    return mode.convert_time * math::exp(-mode.drill_effect * readiness.drill) / readiness.space;
}

double converted_share(const ModeSwitch& mode, const Readiness& readiness, double hours) {
    return -math::expm1(-hours / conversion_time(mode, readiness));
}

double decision_cycle(const ModeSwitch& mode, double converted) {
    return mode.normal_cycle + converted * (mode.emergency_cycle - mode.normal_cycle);
}

double switch_delay(const ModeSwitch& mode, double signal) {
    if (signal <= mode.on) return mode.order_delay;
    const double above = -mode.filter_time * math::log1p(-mode.on / signal);
    return std::min(mode.order_delay, above + mode.hold_on);
}

double return_delay(const ModeSwitch& mode, double signal) {
    if (mode.off <= 0.0) return std::numeric_limits<double>::infinity();
    const double below = signal > mode.off ? mode.filter_time * math::log(signal / mode.off) : 0.0;
    return below + mode.hold_off;
}

double false_crossing_rate(const ModeSwitch& mode) {
    if (mode.noise <= 0.0) return 0.0;
    constexpr double two_pi = 6.28318530717958647692;
    const double variance = mode.noise * mode.noise * mode.noise_time / (mode.noise_time + mode.filter_time);
    const double crossings = 1.0 / (two_pi * std::sqrt(mode.filter_time * mode.noise_time));
    return crossings * math::exp(-0.5 * mode.on * mode.on / variance);
}

double backlog_after(const ModeSwitch& mode, const Readiness& readiness, double hours) {
    const double time = conversion_time(mode, readiness);
    const double overload = mode.routine_load - 1.0 + mode.diverted;  // once all is converted
    if (overload <= 0.0) return 0.0;
    const double spare = std::max(0.0, 1.0 - mode.routine_load);
    // Nothing is left undone until what is converted has used up what is spare.
    const double from = spare > 0.0 ? -time * math::log1p(-spare / mode.diverted) : 0.0;
    if (hours <= from) return 0.0;
    const double lag = mode.diverted * time * (math::exp(-from / time) - math::exp(-hours / time));
    return overload * (hours - from) - lag;
}

Dataset simulate(const ModeSwitch& mode, const ModeStart& start, const Experiment& experiment) {
    check_mode(mode, start, experiment);
    const double fastest = std::min({mode.filter_time, 2.0 * mode.noise_time, mode.return_time, 10.0});
    const detail::Course course{.unit = "h", .step = std::max(0.01, 0.05 * fastest), .every = 6.0, .longest = 720.0};
    const double step = experiment.step.value_or(course.step);
    const std::vector<detail::Recorded> recorded = recorded_modes(mode);
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_communities(mode, start, crowd, simulation.seed());
        simulation.add(PerceiveHazard{.mode = mode, .step = step}, detail::people);
        simulation.add(SwitchMode{.mode = mode, .step = step}, detail::people,
                       {.after = {std::string(PerceiveHazard::name)}});
    };
    return detail::run_replicates(experiment, course, recorded, build);
}

namespace {

struct ModeRange {
    double high = 1.0;
    std::string_view unit = "";
    bool low_open = false;
};

/// Adds numbers that are assumed, from 0 on.
class ModeTable {
public:
    explicit ModeTable(core::ParameterTable& table) : table_(table) {}

    void operator()(double& value, std::string_view key, std::string_view meaning, ModeRange is = {}) const {
        table_.add(
            value,
            {.key = key, .meaning = meaning, .unit = is.unit, .low = 0, .high = is.high, .low_open = is.low_open});
    }

private:
    core::ParameterTable& table_;
};

void describe_conversion(core::ParameterTable& table, ModeSwitch& process) {
    const ModeTable add(table);
    constexpr ModeRange time{.high = 10'000.0, .unit = "h", .low_open = true};
    add(process.convert_time, "convert_time",
        "Time in which all but 1/e of staff and space is converted without drills and with space at hand", time);
    add(process.drill_effect, "drill_effect", "By how much drills shorten it: exp(-drill_effect drill)",
        {.high = 10.0});
    add(process.return_time, "return_time", "Time in which all but 1/e goes back", time);
    add(process.normal_cycle, "normal_cycle", "Time from one decision to the next in normal mode", time);
    add(process.emergency_cycle, "emergency_cycle", "The same in emergency mode", time);
    add(process.diverted, "diverted", "Share of the capacity for everyday work that a full conversion takes");
    add(process.routine_load, "routine_load", "Everyday work that comes up, of all capacity for it", {.high = 10.0});
}

}  // namespace

void describe(core::ParameterTable& table, ModeSwitch& process) {
    const ModeTable add(table);
    add(process.on, "on", "Perceived signal above which emergency mode begins; a hazard gives a signal of 1",
        {.high = 10.0, .low_open = true});
    add(process.hold_on, "hold_on", "Time that the signal has to stay above it", {.high = 1000.0, .unit = "h"});
    add(process.off, "off", "Signal below which emergency mode ends, at most `on`", {.high = 10.0});
    add(process.hold_off, "hold_off", "Time that the signal has to stay below it", {.high = 10'000.0, .unit = "h"});
    constexpr ModeRange average{.high = 1000.0, .unit = "h", .low_open = true};
    add(process.filter_time, "filter_time", "Time over which signals are averaged", average);
    add(process.noise, "noise", "How far a signal is off, standard deviation", {.high = 10.0});
    add(process.noise_time, "noise_time", "Time over which it is off the same way", average);
    table.add(process.order_delay, {.key = "order_delay",
                                    .meaning = "Time from the beginning of a hazard to the order from above",
                                    .unit = "h",
                                    .low = 0,
                                    .high = 1e5,
                                    .low_open = true,
                                    .evidence = core::Evidence::sourced,
                                    .source = "Zhengzhou 2021: first red warning to the city's highest response"});
    describe_conversion(table, process);
    add(process.hazard_rate, "hazard_rate", "Rate at which hazards begin", {.high = 100.0, .unit = "1 / h"});
    add(process.hazard_time, "hazard_time", "Mean time that a hazard lasts",
        {.high = 1e5, .unit = "h", .low_open = true});
    add(process.false_loss, "false_loss", "Share of trust that an emergency mode without a hazard costs");
    add(process.right_gain, "right_gain", "Share of what is lacking in trust that one with a hazard brings back");
}

}  // namespace commonweal::process
