// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// What becomes of an inoperability above 1.
enum class InoperabilityLimit : std::uint8_t {
    capped,  ///< nobody is more than fully inoperable: min(1, A* q + c*) in place of A* q + c*
    linear,  ///< as published
};

/// Sectors that need each other: the inoperability of one, the share of its normal output that it lacks, makes others
/// inoperable. Static: Haimes and Jiang 2001 (doi:10.1061/(ASCE)1076-0342(2001)7:1(1)); dynamic: Lian and Haimes 2006
/// (doi:10.1002/sys.20051).
struct Inoperability {
    InoperabilityLimit limit = InoperabilityLimit::capped;
    /// Inoperability of a sector where all others are fully inoperable, in [0, 0.99], spread evenly over them: where no
    /// matrix is given. [A]
    double coupling = 0.4;
    /// Days in which a sector by itself recovers but for the share `left`, d, in [0.01, 10000]. [A]
    double recovery_time = 30.0;
    /// Share of its inoperability that is left after the recovery time, in [1e-6, 0.99]; .01 is usual. [L]
    double left = 0.01;
    /// How long the perturbation lasts, d, in [0, 10000]. [A]
    double perturbation_length = 10.0;
};

/// Who needs whom: row i, column j is the inoperability of i where j alone is fully inoperable. Row by row.
using Interdependency = std::vector<double>;

/// The even matrix of `coupling`. Throws ConfigError for more than 10,000 sectors.
Interdependency even_interdependency(const Inoperability& process, std::size_t sectors);

/// From technical coefficients a_ij (what j needs of i per unit of its output) and normal outputs x:
/// a*_ij = a_ij x_j / x_i. Throws Error unless sizes fit and outputs are above 0.
Interdependency interdependency_from(std::span<const double> technical, std::span<const double> output);

/// Where inoperabilities end under a lasting perturbation: (I - A*)^-1 c*, or, capped, the least q with
/// q = min(1, A* q + c*). Throws Error where chains of needs never end (the spectral radius is not below 1) unless
/// capped.
std::vector<double> static_inoperability(InoperabilityLimit limit, std::span<const double> interdependency,
                                         std::span<const double> perturbation);

/// Rate at which a sector recovers, 1 / d: ln(1 / left) / (recovery time (1 - a*_ii)).
double resilience_coefficient(const Inoperability& process, double own_need = 0.0);

/// How much a sector depends on others and they on it (Setola, De Porcellinis and Sforna 2009,
/// doi:10.1016/j.ijcip.2009.09.002).
struct InterdependencyIndices {
    std::vector<double> dependency;          ///< Mean of the row, own need left out.
    std::vector<double> influence;           ///< Mean of the column.
    std::vector<double> overall_dependency;  ///< The same of (I - A*)^-1, with all chains of needs.
    std::vector<double> overall_influence;
};
/// Throws Error for a matrix that is not square, of fewer than two sectors or whose chains never end.
InterdependencyIndices interdependency_indices(std::span<const double> interdependency);

/// Sectors, what befalls them and what they are worth.
struct InoperabilityStart {
    /// Empty: even by `coupling`. Entries in [0, 1].
    Interdependency interdependency{};
    /// Perturbation c* of each sector while it lasts, in [0, 1].
    AgentValues perturbation{};
    /// Inoperability of each at first, in [0, 1].
    AgentValues inoperability{};
    /// Normal output of each, any money / d, in [0, 1e15].
    AgentValues output{.drawn = core::Distribution::constant(1.0)};
    /// Recovery time of each, d, in [0.01, 10000], in place of the parameter.
    std::optional<AgentValues> recovery_time{};
};

/// q' = K (A* q + c* - q) for `size` sectors in each replicate, c* being there until perturbation_length: exact where
/// nothing is capped, else by Runge and Kutta. Over replicate, time (d) and agent: inoperability; over replicate and
/// time: mean (weighted by output) and loss (output lost so far); over replicate and agent: sector_loss and lasting,
/// where a perturbation that stays would end. Without `until` three recovery times after the perturbation. Graphs are
/// not looked at. Throws ConfigError with everything that is wrong.
Dataset simulate(const Inoperability& process, const InoperabilityStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Inoperability& process);

}  // namespace commonweal::process
