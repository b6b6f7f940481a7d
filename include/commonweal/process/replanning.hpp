// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Under lasting stress what would be best drifts away, and policies from above move it at once; a community re-plans
/// by the feedback that it can screen, as far as it may and has staff and measures for it, or its functions collapse.
struct Replanning {
    /// Functions that are planned for, 1 to 16. [A]
    std::uint32_t functions = 4;
    /// Standard deviation of the drift of what is best for a function in a day, in misfits that stop it, in [0, 10].
    /// [A]
    double drift = 0.1;
    /// Changes of policy from above, which move what is best for all functions, 1 / d, in [0, 100]. [A]
    double policy_rate = 0.03;
    /// Standard deviation of what one moves for each of them, in [0, 10]. [A]
    double policy_change = 0.2;
    /// Time from one re-planning to the next, d, in [0.01, 1000]. [A]
    double interval = 7.0;
    /// Standard deviation of one item of feedback on a function, in [0.001, 1000]. [A]
    double feedback_sd = 1.0;
    /// What all feedback is off by, as where reports are shaded, in [-10, 10]. [A]
    double feedback_bias = 0.0;
    /// Items of feedback on each function that come in a day, in [0, 1e6]. [A]
    double feedback_rate = 4.0;
    /// Items on all functions together that can be screened in a day, in [0, 1e6]; others are lost. [A]
    double screening = 8.0;
    /// Share of a change that the community may decide on by itself, in [0, 1]. [A]
    double autonomy = 0.7;
    /// Share of a change that staff have time for, in [0, 1]. [A]
    double free_staff = 0.8;
    /// Distinct measures in the repertoire, 0 to 10,000. [A]
    std::uint32_t measures = 10;
    /// Chance that one of them fits a change of one function, in [0, 1]. [A]
    double fit_chance = 0.2;
    /// Quality below which a function is down, in [0, 1]. [A]
    double collapse_quality = 0.25;
    /// Functions that must be down at once, 1 to 16, [A]
    std::uint32_t collapse_functions = 2;
    /// for so long, h, in (0, 10,000]: then the community has collapsed. [A]
    double collapse_time = 72.0;
};

/// Chance that a fitting measure exists: 1 - (1 - fit_chance)^measures.
double fitting_chance(const Replanning& replanning);

/// Variance of how far what is best for a function moves in so many days.
constexpr double drift_variance(const Replanning& replanning, double days) {
    const double policies = replanning.policy_rate * replanning.policy_change * replanning.policy_change;
    return (replanning.drift * replanning.drift + policies) * days;
}

/// Variance of what the screened feedback of an interval says of a function; infinite without any.
double feedback_variance(const Replanning& replanning);

/// Weight of an interval's feedback that leaves the least mean square misfit where all of a change is made: the steady
/// gain of Kalman 1960 (doi:10.1115/1.3662552) for a random walk; 0 where nothing moves.
double feedback_gain(const Replanning& replanning);

/// Share of the distance to what feedback says that a re-planning goes: autonomy times free staff times that gain.
inline double change_share(const Replanning& replanning) {
    return replanning.autonomy * replanning.free_staff * feedback_gain(replanning);
}

/// How well a function works: 1 less its misfit, at least 0.
constexpr double function_quality(double misfit) {
    const double off = misfit < 0.0 ? -misfit : misfit;
    return off < 1.0 ? 1.0 - off : 0.0;
}

struct ReplanningStart {
    double misfit = 0.0;  ///< Of each function, in [-100, 100].
};

/// `size` communities over `until` days (90), re-planning at the end of each interval, the first time after one. Over
/// replicate and time (d): misfit (mean distance), square (mean square), quality (mean of functions), collapsed (share
/// of communities that have collapsed, for good; their functions are planned for as before). A step is 0.25 d; the
/// interval is whole steps. Throws ConfigError with everything that is wrong.
Dataset simulate(const Replanning& replanning, const ReplanningStart& start, const Experiment& experiment);

/// Mean and mean square of the misfit of infinitely many functions, over time (d): exact. Throws ConfigError with
/// everything that is wrong.
Dataset mean_field(const Replanning& replanning, const ReplanningStart& start, double until, double every);

/// Mean and mean square of a function's misfit.
struct Misfit {
    double mean = 0.0;
    double square = 0.0;
};

/// Right after a re-planning, in the long run; infinite where nothing is ever changed and what is best moves on.
Misfit steady_misfit(const Replanning& replanning);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Replanning& process);

}  // namespace commonweal::process
