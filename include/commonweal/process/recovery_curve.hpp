// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/resilience.hpp>
#include <cstdint>
#include <optional>

namespace commonweal::process {

/// How function comes back: by equal steps, by an equal share of what lacks, or slow, fast and slow again.
enum class RecoveryShape : std::uint8_t { linear, exponential, trigonometric };

/// The textbook course of function after a shock at time 0: a drop, a time at the bottom, a recovery of one shape.
/// Cimellaro, Reinhorn and Bruneau 2010 (doi:10.1016/j.engstruct.2010.08.008).
struct RecoveryCurve {
    RecoveryShape shape = RecoveryShape::linear;
    /// Function lost at once, in [0, 1]. [A]
    double drop = 0.6;
    /// Time at the bottom before recovery begins, d, in [0, 3650]. [A]
    double plateau = 0.0;
    /// From the beginning of recovery to full function, d, in (0, 3650]; of an exponential one the time in which what
    /// lacks falls to 1 / e. [A]
    double duration = 20.0;
};

/// Function so many days after the shock, in [0, 1].
double function_after(const RecoveryCurve& curve, double days);

/// The integral of what lacks from the shock to `until`, d: the resilience triangle's area, in closed form.
double recovery_loss(const RecoveryCurve& curve, double until);

/// What communities differ in; the curve's own number where nothing is said.
struct RecoveryStart {
    std::optional<AgentValues> drop{};      ///< In [0, 1].
    std::optional<AgentValues> plateau{};   ///< d, at least 0.
    std::optional<AgentValues> duration{};  ///< d, at least 0.
};

/// Communities fall and recover, each by a curve of its own: over replicate and time (d) their mean `function`; over
/// replicate and agent the measures of each: `loss` (d), `normalised`, `robustness`, `time_to_low` (d), `time_regained`
/// (d) and `rapidity` (1 / d). Sixty days unless it is said, recorded every hundredth. Throws ConfigError.
Dataset simulate(const RecoveryCurve& curve, const RecoveryStart& start, const Resilience& reading,
                 const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, RecoveryCurve& process);

}  // namespace commonweal::process
