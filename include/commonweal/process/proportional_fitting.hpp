// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/random.hpp>
#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// How closely a table is fitted to its margins.
struct ProportionalFitting {
    /// Largest gap that may remain between a sum and what it shall be, as a share of the whole, in [0, 1]. [A]
    double tolerance = 1e-9;
    std::uint32_t most_rounds = 1000;  ///< In which each margin is met once. [A]
};

/// Numbers over some dimensions, such as people by age, sex and tenure.
struct JointTable {
    std::vector<std::uint32_t> shape;  ///< Classes of each dimension, each at least 1.
    std::vector<double> cells;         ///< The last dimension varies fastest; none negative, finite.

    static JointTable filled(std::vector<std::uint32_t> shape, double value);
    double& at(std::span<const std::uint32_t> place);
    double at(std::span<const std::uint32_t> place) const;
    double total() const;
};

/// What the sums over all dimensions but the named ones shall be.
struct Margin {
    std::vector<std::uint32_t> dimensions;  ///< Each once, counted from 0.
    std::vector<double> totals;             ///< The dimension named last varies fastest; none negative.
};

/// The sums that a margin speaks of.
std::vector<double> sums(const JointTable& table, std::span<const std::uint32_t> dimensions);

struct FittedTable {
    JointTable table;
    std::uint32_t rounds = 0;
    double deviation = 0.0;  ///< Largest gap that remains, as a share of the whole.
    bool converged = false;  ///< False where zeros of the seed leave no table with these margins, or rounds ran out.
};

/// The table nearest to the seed (in relative entropy) that has the margins: iterative proportional fitting, Deming and
/// Stephan 1940 (doi:10.1214/aoms/1177731829). Odds ratios of the seed that no margin speaks of are kept, and so are
/// its zeros. Throws Error that tells of everything that is wrong with seed and margins: shapes, numbers that are none,
/// margins whose wholes differ by more than a millionth, and sums above 0 over cells that are all 0.
FittedTable fit(JointTable seed, std::span<const Margin> margins, const ProportionalFitting& fitting = {});

/// Whole numbers in place of expected ones, with the sum `total`: truncate, replicate, sample (Lovelace and Ballas
/// 2013, doi:10.1016/j.compenvurbsys.2013.03.004). Each gets its whole part; what is left of the total goes to as many
/// different ones, drawn with the fractions as chances by Pareto sampling (Rosen 1997,
/// doi:10.1016/S0378-3758(96)00186-3), nearly exact where many are drawn. (To draw in proportion to the fractions, one
/// after the other, favours the small.) Draws are keyed by the ids, or by position where there are none. Throws Error
/// for numbers that are negative or too large, and where the total cannot be reached in this way.
std::vector<std::uint32_t> integerised(std::span<const double> expected, std::uint64_t total, core::Seed seed,
                                       core::StreamId stream, std::span<const core::AgentId> ids = {});

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, ProportionalFitting& process);

}  // namespace commonweal::process
