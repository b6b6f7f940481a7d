// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace commonweal::process {

/// How badly a component is damaged, in Hazus' five words.
enum class DamageState : std::uint8_t { none, slight, moderate, extensive, complete };
inline constexpr std::size_t damage_state_count = 5;

/// Chance of reaching one damage state: lognormal in the intensity.
struct FragilityCurve {
    double median = 1.0;      ///< Intensity at which half of the components reach the state; unit of the table's row.
    double dispersion = 0.5;  ///< Standard deviation of the logarithm of that intensity, above 0.
};

/// The four curves of a component: slight, moderate, extensive, complete.
using Fragility = std::array<FragilityCurve, damage_state_count - 1>;

/// Components of the Hazus earthquake tables, by peak ground acceleration in g.
enum class FragileComponent : std::uint8_t {
    substation_low_voltage_anchored,
    substation_low_voltage_unanchored,
    substation_medium_voltage_anchored,
    substation_high_voltage_anchored,
    distribution_circuit_seismic,
    distribution_circuit_standard,
    generation_small_anchored,
    generation_large_anchored,
    water_treatment_medium_anchored,
    water_treatment_small_anchored,
    pumping_plant_large_anchored,
    pumping_plant_small_anchored,
    well,
    concrete_tank_on_ground_anchored,
    steel_tank_above_ground,
    wastewater_plant_medium_anchored,
    communication_facility_anchored,
    communication_facility_unanchored,
};
inline constexpr std::size_t fragile_component_count = 18;

/// One row of the published table.
struct FragilityRow {
    std::string_view name;    ///< As written in scenario files.
    Fragility fragility;      ///< Medians in g.
    std::string_view source;  ///< Table, and where it was read.
    char evidence;            ///< 'A' read in an official table or its publisher's data, 'B' read second hand.
};
const FragilityRow& fragility_row(FragileComponent component);

/// Chance that the intensity brings the component to the curve's state or worse, in [0, 1]:
/// normal_cdf(ln(intensity / median) / dispersion); 0 at an intensity of 0.
double exceedance(const FragilityCurve& curve, double intensity);

/// Chance of each of the five states; adds up to 1. Where published curves cross, a worse state implies the milder
/// ones.
std::array<double, damage_state_count> state_probabilities(const Fragility& fragility, double intensity);

/// The state that a uniform draw in (0, 1) picks: the worst whose chance of being reached lies above the draw, so that
/// a stronger shaking with the same draw never damages less.
DamageState damage_state(const Fragility& fragility, double intensity, double uniform);

}  // namespace commonweal::process
