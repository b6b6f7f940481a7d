// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Which cases are decided on the spot.
enum class DecisionSplit : std::uint8_t {
    at_random,   ///< any
    by_urgency,  ///< those that bear the least delay: places for speed, the hierarchy for scale
};

/// Who decides: an office far up, late and by one rule for all, or each place, soon and for itself. Rights to decide,
/// resources and space are handed down apart. Oates 1972 for what places differ in against what they do to neighbours.
struct Decision {
    DecisionSplit split = DecisionSplit::at_random;
    /// Share of cases that are decided on the spot, in [0, 1]. [A]
    double decision_share = 0.3;
    /// Share of all resources that places have themselves, in [0, 1]. [A]
    double resource_share = 0.3;
    /// Share of the space needed that places may use as they like, in [0, 1]. [A]
    double space_share = 0.3;
    /// Offices that a case goes through to be decided above, 1 to 20. [A]
    std::uint32_t levels = 4;
    /// Time from one meeting of an office to the next, d, in [0, 1000]; a case waits for one. [A]
    double cycle = 1.0;
    /// Cases that an office can settle, 1 / d, in (0, 1e6]; one after the other. [A]
    double office_rate = 20.0;
    /// Time from one meeting of a place to the next, d, in [0, 1000]. [A]
    double local_cycle = 0.25;
    /// Cases that come up, 1 / d, in (0, 1e6]. [A]
    double case_rate = 10.0;
    /// Median time in which a decision loses all but 1/e of its value, d, in (0, 1e4]. [A]
    double need_time = 3.0;
    /// Standard deviation of the logarithm of that time from case to case, in [0, 3]. [A]
    double need_spread = 0.7;
    /// How far off an observer of skill 1 sees what is best, standard deviation, in [0, 100]. [A]
    double noise = 0.3;
    /// What each level adds to that, standard deviation, in [0, 100]. [A]
    double relay_noise = 0.1;
    /// How far what is best differs from place to place, standard deviation, in [0, 100]. [A]
    double heterogeneity = 0.5;
    /// Skill of places, as a multiple of precision, in [0.01, 100]. [A]
    double skill = 0.5;
    /// Weight of a place's own view in what is decided above, in [0, 1]. [A]
    double votes = 0.0;
    /// How far a new policy moves what is decided above, standard deviation, in [0, 100]. [A]
    double policy_noise = 0.0;
    /// Mean time from one policy to the next, d, in (0, 1e6]. [A]
    double policy_time = 180.0;
    /// Share of a decision's value that is lost for each unit that it is off, in [0, 1e6]. [A]
    double mismatch_cost = 0.8;
    /// All resources over all need, in [0, 100]. [A]
    double resources = 1.0;
    /// How much more than they need places claim of what is shared, without coordination, in [0, 10]. [A]
    double over_claim = 0.5;
    /// How well places coordinate, in [0, 1]. [A]
    double coordination = 0.5;
    /// Share of cases that need space, in [0, 1]; a place without it has to ask above. [A]
    double space_need = 0.3;
    /// Value that a decision on the spot takes from neighbours, without coordination, in [0, 10]. [A]
    double spillover = 0.1;
    /// Work of each office on a case, h, in [0, 1000]. [A]
    double office_work = 2.0;
    /// Work of a place on a case, h, in [0, 1000]. [A]
    double local_work = 3.0;
    /// Work that full coordination costs for a case decided on the spot, h, in [0, 1000]. [A]
    double coordination_work = 2.0;
};

/// Known ways to share out power.
enum class Governance : std::uint8_t {
    administrative,  ///< all is decided above
    autonomous,      ///< all is decided on the spot, by each place for itself
    co_governance,   ///< half, coordinated, and places have a say above
    hybrid,          ///< what is urgent on the spot, the rest above
};

/// The parameters of a known way; what is not about sharing out power has its default.
Decision governance(Governance preset);

/// Mean time that a case takes to be decided above, d: for each level half a cycle and a queue (Jackson 1957). Throws
/// Error where cases come faster than an office can settle them, as all below do that need it.
double central_delay(const Decision& decision);
/// Mean time that a case takes to be decided on the spot, d.
double local_delay(const Decision& decision);

/// Standard deviation of how far off cases are settled above, and on the spot.
double central_error(const Decision& decision);
double local_error(const Decision& decision);

/// Mean share of its value that a decision keeps which is off by a normal number of this standard deviation:
/// E max(0, 1 - mismatch_cost |e|).
double mean_fit(const Decision& decision, double error);

/// Share of what they need that cases get that are decided above, and on the spot, in [0, 1].
double central_supply(const Decision& decision);
double local_supply(const Decision& decision);

/// Mean value of a decision, in [0, 1], without what it takes from neighbours. Exact without cycles above, where times
/// at the offices are independent (Reich 1957); otherwise times are taken to be so.
double decision_value(const Decision& decision);
/// What a case takes from neighbours on average.
double mean_spillover(const Decision& decision);
/// Work on a case on average, h.
double governance_work(const Decision& decision);

struct DecisionStart {
    double places = 20.0;  ///< How many there are, in [1, 1e6]; a whole number.
};

/// Settles `size` cases: arises and delay (d), local (1 for a decision on the spot), error, value, spillover and work
/// (h) over replicate and case. Throws ConfigError with everything that is wrong.
Dataset simulate(const Decision& decision, const DecisionStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Decision& process);

/// Whether to act on what is known so far or to wait: evidence comes in bit by bit, and one acts when the chance of a
/// hazard is above a threshold that blame for acting in vain raises. Wald 1945 with one bound.
struct TimePressure {
    /// How clearly an hour's evidence tells a hazard from none, standard deviations, in [0.01, 10]. [A]
    double sensitivity = 0.5;
    /// Chance of a hazard before there is any evidence, in [1e-6, 0.999999]. [A]
    double hazard_chance = 0.05;
    /// What a hazard costs if nobody acts, in any unit, in (0, 1e6]. [A]
    double miss_cost = 10.0;
    /// What acting in vain costs, in the same unit, in (0, 1e6]. [A]
    double false_cost = 1.0;
    /// What whoever decides is blamed for in addition when acting in vain, in the same unit, in [0, 1e9]. [A]
    double blame = 0.0;
    /// When the order or the all-clear from above comes, h, in (0, 1e4]: in Zhengzhou in 2021 the city's highest level
    /// of response came 18.5 h after the first red warning. [S]
    double order_time = 18.5;
    /// Time in which all but 1/e is lost of what acting at once would have saved, h, in (0, 1e4]. [A]
    double harm_time = 12.0;
};

/// Chance of a hazard from which on one acts, in (0, 1]: (false_cost + blame) / (false_cost + blame + miss_cost).
double act_threshold(const TimePressure& pressure);
/// Evidence that one waits for, as a logarithm of odds; at most 0 for acting at once.
double evidence_needed(const TimePressure& pressure);

struct ActingBy {
    double hours = 0.0;  ///< Since evidence has come in.
    bool hazard = true;
};
/// Chance that one has acted by then.
double acted_share(const TimePressure& pressure, const ActingBy& by);
/// Mean cost of a case: the false acts at false_cost, blame aside, and what is lost by acting late.
double expected_loss(const TimePressure& pressure);

/// `size` cases: hazard, acts_at (h; NaN for never) and loss over replicate and case. Throws ConfigError with
/// everything that is wrong.
Dataset act_times(const TimePressure& pressure, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, TimePressure& process);

}  // namespace commonweal::process
