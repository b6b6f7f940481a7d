// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <span>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Tasks come up among offices whose bounds are more or less clear: some are nobody's, some are done twice, and an
/// office that has its hands full refuses what it could be blamed for.
struct Responsibility {
    /// Offices that might take a task, 1 to 64; each task has one of them, at random, that ought to.
    std::uint32_t units = 4;
    /// How clear the bounds are, in [0, 1]: at 1 everybody knows whose a task is, at 0 nobody does. [A]
    double clarity = 0.7;
    /// By how much an office with its hands full is less likely to claim a task, in [0, 10]. [A]
    double blame = 0.2;
    /// Work with which an office has its hands full, d, in [0.01, 1000]. [A]
    double full_load = 5.0;
    /// How far offices answer for what they refuse and hand on, in [0, 1]: at 1 they do neither. [A]
    double accountability = 0.0;
    /// Chance that whoever has a task hands it on rather than accept it, in [0, 0.9]. [A]
    double pass_chance = 0.2;
    /// Time that handing a task on takes, d, in [0, 1000]. [A]
    double handover = 1.0;
    /// Work that looking into a task costs an office that claims it in vain, d, in [0, 100]. [A]
    double triage = 0.1;
    /// Time until each further office that claims a task has been talked to, d, in [0, 1000]. [A]
    double joint_delay = 0.5;
    /// Tasks that come up, 1 / d, in (0, 1e6]. [A]
    double task_rate = 2.0;
    /// Mean time that an office works on a task, one after the other, d, in (0, 1000]; exponential. [A]
    double handling = 1.0;
    /// Rate at which somebody blows the whistle for a task that nobody claims, 1 / d, in [0, 1000]. [A]
    double whistle_rate = 0.1;
    /// After this time such a task is given out from above, d, in [0.01, 1e6]. [A]
    double escalation = 30.0;
    /// Rate at which residents or an organisation with a capacity of 1 do it themselves, 1 / d, in [0, 1000]. [A]
    double makeup_rate = 0.1;
    /// What they are capable of, as a multiple, in [0, 100]. [A]
    double makeup_capacity = 1.0;
};

/// Somebody who might claim a task.
struct Claimant {
    bool owner = false;  ///< Whether the task is theirs.
    double load = 0.0;   ///< Work in hand over `full_load`, at least 0.
};

/// Chance that an office claims a task, in [0, 1]: clarity for the owner, an equal part of what is not clear for all,
/// less what the blame for failing weighs with so much in hand.
inline double claim_chance(const Responsibility& process, const Claimant& claimant) {
    const double unclear = (1.0 - process.clarity) / static_cast<double>(process.units);
    const double refused = process.blame * (1.0 - process.accountability) * claimant.load;
    const double chance = (claimant.owner ? process.clarity : 0.0) + unclear - refused;
    return chance < 0.0 ? 0.0 : chance;
}

/// Chance that nobody claims a task. `loads` has one load for each office, the owner's first; empty: none has anything
/// to do. Throws Error if it has another size.
double gap_chance(const Responsibility& process, std::span<const double> loads = {});

/// Mean number of offices that claim a task beyond the first. `loads` as above.
double extra_claims(const Responsibility& process, std::span<const double> loads = {});

/// Chance that each of so many owners claims their part of a task that needs all of them, with nothing else to do.
double joint_chance(const Responsibility& process, std::uint32_t owners);

/// Mean number of times that a task is handed on before somebody accepts it: p / (1 - p).
double mean_handovers(const Responsibility& process);

/// Mean time, d, until somebody sees to a task that nobody has claimed: a whistle, the level above, or a make-up.
double gap_delay(const Responsibility& process);

/// Share of such tasks that residents and organisations do themselves.
double makeup_share(const Responsibility& process);

/// How a task came to be done.
enum class TaskTaker : std::uint8_t {
    owner = 0,       ///< who ought to
    other = 1,       ///< an office that claimed it, or that it was handed on to
    whistle = 2,     ///< nobody claimed it; the owner, after a whistle
    escalation = 3,  ///< nobody claimed it; the owner, told from above
    community = 4,   ///< nobody claimed it; residents or an organisation
};

struct ResponsibilityStart {
    double work = 0.0;  ///< In hand in each office at the start, d, in [0, 1e6].
};

/// Brings up `size` tasks: arises, accepted and done (d from the start), claims (how many offices), handovers, taker (a
/// TaskTaker) and wasted (d of work of those who claim in vain) over replicate and task. Throws ConfigError with
/// everything that is wrong.
Dataset simulate(const Responsibility& process, const ResponsibilityStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Responsibility& process);

}  // namespace commonweal::process
