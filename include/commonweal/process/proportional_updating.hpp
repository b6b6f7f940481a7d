// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// How closely the weights of households are fitted.
struct ProportionalUpdating {
    /// Largest gap that may remain between a sum and its total, as a share of the total, in [0, 1]. [A]
    double tolerance = 1e-4;
    std::uint32_t most_rounds = 1000;  ///< In which each total is met once. [A]
};

/// What a weighted sum over records shall be, such as men of 20 to 24 over households: of each record that counts, its
/// row and how often it counts.
struct WeightedTotal {
    double total = 0.0;  ///< Not negative, finite.
    std::vector<std::uint32_t> records;
    std::vector<std::uint8_t> counts;  ///< As many as records, each at least 1.
};

struct FittedWeights {
    std::vector<double> weights;
    std::uint32_t rounds = 0;
    double deviation = 0.0;  ///< Largest gap that remains, as a share of its total; of totals of 0, the sum itself.
    bool converged = false;  ///< False where no weights give all totals, or rounds ran out.
};

/// Weights of households that give totals of households and of the people in them at once: iterative proportional
/// updating (Ye, Konduri, Pendyala, Sana and Waddell 2009, Transportation Research Board 88, paper 09-2096). Total
/// after total, all records that count in it are scaled by one factor. Throws Error that tells of everything that is
/// wrong: starting weights that are not above 0, totals that are no numbers, totals above 0 in which no record counts,
/// and records that do not exist.
FittedWeights fit_weights(std::vector<double> weights, std::span<const WeightedTotal> totals,
                          const ProportionalUpdating& updating = {});

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, ProportionalUpdating& process);

}  // namespace commonweal::process
