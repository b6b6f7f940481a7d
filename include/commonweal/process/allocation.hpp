// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Who gets how much of what does not do for all. Nobody is given more than the need that the rule goes by.
enum class AllocationRule : std::uint8_t {
    first_come,           ///< who comes first is served first
    proportional,         ///< all get the same share of their need
    max_min,              ///< all get the same amount, but nobody more than needed: the least are as well off as can be
    priority,             ///< the most severe first; of equals who comes first
    greedy,               ///< where it does the most good: the sum of benefits is the greatest
    connection_weighted,  ///< need counts by how well one is connected upwards
    report_driven,        ///< in proportion to the need that is reported, whatever it is
};

/// A supply is divided among communities or households that need more than there is. Max-min fairness: Bertsekas and
/// Gallager 1992; the rules as solutions of claims problems: Thomson 2003 (doi:10.1016/S0165-4896(02)00070-7).
struct Allocation {
    AllocationRule rule = AllocationRule::proportional;
    /// What there is in each round, as a share of the need that arises in it, in [0, 100]. [A]
    double supply = 0.7;
    /// Power of the connection in its weight, in [0, 10]; 0: connections do not count. [A]
    double connection_power = 1.0;
    /// How fast another unit does less good, 1.1 to 10: with the share x of one's need met the benefit is
    /// 1 - (1 - x)^diminishing; near 1 the most severe get all. [A]
    double diminishing = 2.0;
    /// Share of the need not met that is asked for again in the next round, in [0, 1]. [A]
    double carried = 1.0;
};

/// What claimants bring: numbers that are finite and not negative. All are as many as the needs, or none; then reports
/// are true, all are equally severe, all equally connected, and they come in the order of their rows.
struct Claims {
    std::span<const double> need;
    std::span<const double> reported{};
    std::span<const double> severity{};
    std::span<const double> connection{};
    std::span<const double> arrival{};  ///< When each comes; of equals the lower row is first.
};

/// What each claimant gets of `supply`. The sum is the supply, or all that the rule goes by if that is less. Throws
/// Error for numbers that are no claims.
std::vector<double> allocate(const Allocation& allocation, const Claims& claims, double supply);

/// What claimants are like; each number drawn in each replicate, or given.
struct AllocationStart {
    /// New need of each in every round, in [0, 1e9].
    AgentValues need{.drawn = core::Distribution::constant(1)};
    /// How many times its need each reports, in [0, 1000].
    AgentValues report{.drawn = core::Distribution::constant(1)};
    /// How severe each one's need is, in [0, 1e6].
    AgentValues severity{.drawn = core::Distribution::constant(1)};
    /// Connection upwards, in [0, 1].
    AgentValues connection{.drawn = core::Distribution::constant(1)};
    /// When each comes in a round, in [-1e9, 1e9]: drawn anew in every round, or given for all.
    AgentValues arrival{.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})};
};

/// Rounds of allocation among `size` claimants, `until` of them (1 if not told). Over replicate and time (rounds): met,
/// the share of the need asked for that is met; wasted, the share of the supply given to no need; left, the share kept
/// for the next round; equality, Jain's index of the shares of need met; worst, the smallest of them. Over replicate
/// and agent: satisfied, the share of all need that was met. Throws ConfigError with everything that is wrong.
Dataset simulate(const Allocation& allocation, const AllocationStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Allocation& process);

}  // namespace commonweal::process
