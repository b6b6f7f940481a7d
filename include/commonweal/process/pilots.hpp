// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Which of the pilots that run the next trials go to.
enum class TrialAllocation : std::uint8_t {
    equal,     ///< all in turn
    greedy,    ///< the one that looks best, the first of several
    thompson,  ///< each with the chance that it is the best (Thompson 1933)
};

/// What came of a candidate.
enum class PilotOutcome : std::uint8_t {
    refused,     ///< no pilot was allowed
    stopped,     ///< in its course, for it is hardly better than what there is
    undecided,   ///< trials or time were used up
    rolled_out,  ///< and stays
    taken_back,  ///< rolled out, and given up for it does worse at scale
};

/// Candidate practices are tried in pilots as far as those above allow it; what turns out best is rolled out, loses by
/// the change of scale, and may be taken back.
struct Pilots {
    /// Practices to try, 1 to 100. [A]
    std::uint32_t candidates = 5;
    /// Of what is known before: successes and failures plus 1, 1 to 1,000 each. Chances of success are drawn from this
    /// Beta distribution. [A]
    std::uint32_t prior_successes = 1;
    std::uint32_t prior_failures = 1;
    /// Chance that the practice in use succeeds, in [0, 1]. [A]
    double present = 0.5;
    /// How far one may decide for oneself, in [0, 1]. [A]
    double autonomy = 0.5;
    /// How far those above bear risks, in [0, 1]. [A]
    double risk_tolerance = 0.5;
    /// What autonomy or tolerance adds to the log odds that a pilot is allowed, in [0, 20]. [A]
    double approval_slope = 4.0;
    /// What the fear of a failure takes from these where failure is certain, in [0, 20]. [A]
    double penalty = 1.0;
    TrialAllocation allocation = TrialAllocation::equal;
    /// Trials in all, 0 to 1,000,000. [A]
    std::uint32_t budget = 200;
    /// Trials in a period, after which one looks at the results, 1 to 100,000. [A]
    std::uint32_t batch = 20;
    /// A practice is rolled out from this chance on that it is the best, in [0.5, 1]. [A]
    double adopt_chance = 0.95;
    /// A pilot is stopped below this chance that it is better than what there is, in [0, 0.5]. [A]
    double stop_chance = 0.05;
    /// Largest share of its success that a practice loses at scale, uniform from 0, in [0, 1]. [A]
    double scale_loss = 0.3;
    /// Chance that a practice is taken back that does worse at scale than what it replaced, in [0, 1]. [A]
    double withdraw_chance = 0.5;
};

/// What is known of a chance of success: a Beta distribution. Both at least 1.
struct PilotRecord {
    std::uint32_t successes = 1;  ///< seen, plus those of the prior
    std::uint32_t failures = 1;   ///< likewise
};

/// Chance that one practice succeeds more often than another one: an exact sum of `successes` terms. This and the next
/// two throw Error unless all numbers are at least 1.
double chance_better(const PilotRecord& one, const PilotRecord& other);

/// Chance that a practice succeeds more often than `level`.
double chance_above(const PilotRecord& record, double level);

/// For each practice the chance that it is the best, and better than `level`; on a grid of 1,024 cells, or exact if
/// there is but one.
std::vector<double> chances_best(std::span<const PilotRecord> all, double level = 0.0);

/// Chance that a pilot is allowed: the log odds are approval_slope (autonomy + risk_tolerance - 1) less the penalty
/// times the chance that the practice is no better than the present one.
double approval_chance(const Pilots& pilots);

/// Two practices to tell apart.
struct PilotComparison {
    double present = 0.5;
    double candidate = 0.6;
    double error = 0.05;  ///< Chance to see a difference where there is none, on both sides, in (0, 1).
    double power = 0.8;   ///< Chance to see it where there is one, in (0, 1).
};

/// Trials that each of the two needs: the normal approximation with the pooled variance where there is no difference
/// (Fleiss, Levin and Paik 2003); round it up. Throws Error for chances outside (0, 1) or equal ones.
double pilot_size(const PilotComparison& comparison);

/// Communities, one for each replicate, that try candidates for at most `until` periods (until trials are used up).
/// Over replicate and candidate: chance (of success), trials, successes and outcome (a PilotOutcome); over replicate:
/// allowed, failed (allowed and not in use in the end), periods, success (of what is in use in the end), and promised
/// (what its pilot led to expect; NaN if nothing was rolled out). Throws ConfigError with everything that is wrong.
Dataset simulate(const Pilots& pilots, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Pilots& process);

}  // namespace commonweal::process
