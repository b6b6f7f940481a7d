// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <optional>
#include <span>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Reports go up from level to level, each of which hears, shades, delays and loses them; orders come down and weaken.
/// Loss of control: Williamson 1967.
struct ReportingChain {
    /// Levels that pass a report on, 1 to 100: building group, grid, community, street, district, city, province.
    std::uint32_t levels = 4;
    /// Chance that a level turns yes into no or no into yes, in [0, 1]. [A]
    double flip_chance = 0.05;
    /// Share of what a level was told that it takes in, in [0, 1]. [A]
    double fidelity = 1.0;
    /// What each level adds by mistake, in the unit of the value, from -1e6 to 1e6. [A]
    double bias = 0.0;
    /// Standard deviation of what each level adds by chance, in the unit of the value, in [0, 1e6]. [A]
    double noise = 0.0;
    /// Share of what lies above the threshold that a level keeps to itself, in [-10, 1]; below 0 it adds so much, as
    /// where aid is in proportion to what is reported. Zhengzhou 2021: .04 by townships, .13 by counties, .24 by the
    /// city, of what each received. [A]
    double withheld = 0.0;
    /// Up to here a level has no reason to tell less or more than it knows, from -1e6 to 1e6. [A]
    double threshold = 0.0;
    /// Chance that a level's report is looked into, and goes up as that level took it in, in [0, 1]. [A]
    double audit_chance = 0.1;
    /// Penalty of a level that is found out, as a multiple of what it gains otherwise, in [0, 1000]: it withholds less
    /// by the share penalty times audit_chance. [A]
    double penalty = 0.0;
    /// Chance that a level never passes a report on, in [0, 1]. [A]
    double loss_chance = 0.0;
    /// Time from one round of reports to the next, h, in [0, 10,000]; 0: a level takes up reports as they come. In an
    /// emergency 1 to 24, else 24 to 720. [A]
    double cycle = 4.0;
    /// Mean time that a level works on a report, one after the other, h, in [0, 1000]; exponential. [A]
    double handling = 0.0;
    /// Reports that are made below, 1 / h, in (0, 1e6]. [A]
    double report_rate = 1.0;
    /// Share of what an order means that survives a level, in [0, 1]: .8 to .95. [L]
    double order_fidelity = 0.9;
    /// How far those below set for themselves what an order says, in [0, 1]. [A]
    double autonomy = 0.3;
    /// Share of an order's effect that is lost for each unit that its setting is off the best one, in [0, 1e6]. [A]
    double mismatch_cost = 1.0;
};

/// What a level takes in of `told`; `draw` is standard normal.
inline double taken_in(const ReportingChain& chain, double told, double draw) {
    return chain.fidelity * told + chain.bias + chain.noise * draw;
}

/// What a level that withholds this share, knowing how often it is audited, passes on of what it took in.
inline double passed_on(const ReportingChain& chain, double known, double withheld) {
    const double dared = 1.0 - chain.audit_chance * chain.penalty;
    const double at_stake = known - chain.threshold;
    return known - (at_stake > 0.0 ? at_stake : 0.0) * withheld * (dared > 0.0 ? dared : 0.0);
}

/// Chance that a yes or no is right at the top.
double correct_chance(const ReportingChain& chain);

/// Chance that a report gets to the top.
double arrival_chance(const ReportingChain& chain);

/// Mean of what the top is told of `truth`, where chance carries no report over the threshold. `withheld` has a share
/// for each level; empty: that of the chain. Throws Error if it has another size.
double expected_value(const ReportingChain& chain, double truth, std::span<const double> withheld = {});

/// Variance of what the top is told, where no level withholds anything.
double noise_variance(const ReportingChain& chain);

/// Mean time from the making of a report until it is at the top, h, of those that get there. A round costs half a
/// cycle; a desk is a queue of one server (Jackson 1957). Throws Error with a cycle and a handling time, and where
/// reports come faster than a desk can handle them.
double mean_delay(const ReportingChain& chain);

/// How an order fits a place.
struct OrderSetting {
    double central = 0.0;      ///< What the order says.
    double best = 0.0;         ///< What would be best here.
    double local_error = 0.0;  ///< How far from the best the place would set it by itself.
};

/// What an order achieves at the bottom, as a share of what it could, in [0, 1].
double order_effect(const ReportingChain& chain, const OrderSetting& setting);

struct ReportingStart {
    /// What there is to report: drawn for each report, or given.
    AgentValues value{.drawn = core::Distribution::constant(1)};
    double yes_share = 0.5;  ///< Chance that the right answer is yes, in [0, 1].
    /// Share withheld by each level, from the lowest up, drawn or given; without it that of the chain.
    std::optional<AgentValues> withheld{};
};

/// Sends `size` reports up: value (unit of the value), yes (1 or 0) and time (h from the start, when a level has passed
/// it on) over replicate, report and level, level 0 being where it is made; NaN from where it is lost. Throws
/// ConfigError with everything that is wrong.
Dataset simulate(const ReportingChain& chain, const ReportingStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, ReportingChain& process);

}  // namespace commonweal::process
