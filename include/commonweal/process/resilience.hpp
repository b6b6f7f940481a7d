// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// How a series of function Q(t) in [0, 1] is read. Times are in the unit of the series' own step.
struct Resilience {
    /// Function that counts as regained, in (0, 1]. Time to 90 % as in Bruneau et al. 2003. [A]
    double regained = 0.9;
    /// Function below which a dimension has failed, in [0, 1). [A]
    double collapse_level = 0.25;
    /// Dimensions that must have failed together. [A]
    std::uint32_t collapse_dimensions = 2;
    /// How long they must have failed together, h, above 0. [A]
    double collapse_hours = 72.0;
};

/// Measures of one series, Bruneau et al. 2003 (doi:10.1193/1.1623497), Cimellaro et al. 2010
/// (doi:10.1016/j.engstruct.2010.08.008).
struct ResilienceMetrics {
    double loss = 0.0;           ///< Integral of 1 - Q over time.
    double normalised = 1.0;     ///< Mean of Q over the window: 1 - loss / duration.
    double robustness = 1.0;     ///< Lowest Q.
    double time_to_low = 0.0;    ///< When Q was first at its lowest, from the start.
    double time_regained = 0.0;  ///< When Q last came back to `regained`, from the start; infinite if it has not; 0 if
                                 ///< it was never below.
    double rapidity = 0.0;       ///< Mean rise of Q per time from its lowest to `regained`; 0 if never below or not yet
                                 ///< back.
};

/// Q at equal steps of length `step`, at least two values. The integral is the trapezoid's: exact where Q is linear
/// between samples, with an error of step^2 / 12 times the change of slope elsewhere.
ResilienceMetrics resilience(const Resilience& reading, std::span<const double> function, double step);

/// Whether enough dimensions stayed below the collapse level together, without a break, for long enough. `function`
/// holds `dimensions` series interleaved (all dimensions of the first hour, then of the second); `step` is in h.
/// A sample stands for the step that it begins.
bool collapsed(const Resilience& reading, std::span<const double> function, std::size_t dimensions, double step);

/// The same sample by sample.
struct CollapseWatch {
    double failing = 0.0;  ///< For how long enough dimensions have been below the level without a break, h.

    /// Takes the next sample of all dimensions; whether that has now been for long enough, within rounding.
    bool add(const Resilience& reading, std::span<const double> function, double step);
};

/// The third of the four R: the share of the need that is still met when the largest of several supplies fails, in
/// [0, 1]; 1 without a need. Throws Error for what is negative or not finite.
double redundancy(std::span<const double> capacities, double need);

/// The fourth: of all the means that were needed, step by step, the share that was put to work when it was needed, in
/// [0, 1]; 1 if none were. What is there too early or too late does not count. Throws Error as redundancy, and if the
/// two differ in length.
double resourcefulness(std::span<const double> deployed, std::span<const double> needed);

/// The matrix of Linkov et al. 2013 (doi:10.1021/es403443n): four domains of a system by four stages of a disaster.
enum class ResilienceStage : std::uint8_t { plan, absorb, recover, adapt };
enum class ResilienceDomain : std::uint8_t { physical, information, cognitive, social };
inline constexpr std::size_t resilience_stage_count = 4;
inline constexpr std::size_t resilience_domain_count = 4;
using LinkovMatrix = std::array<std::array<double, resilience_stage_count>, resilience_domain_count>;

/// The mean score of each domain over the steps of each stage; NaN for a stage that does not come. `scores`, each in
/// [0, 1], hold the four domains of the first step, then of the second. Throws Error for others.
LinkovMatrix linkov_matrix(std::span<const double> scores, std::span<const ResilienceStage> stages);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Resilience& process);

}  // namespace commonweal::process
