// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/math.hpp>
#include <commonweal/process/fragility.hpp>

namespace commonweal::process {
namespace {

namespace math = core::math;

constexpr std::array<FragilityRow, fragile_component_count> fragility_rows{{
    {"substation_low_voltage_anchored", {{{.15, .70}, {.29, .55}, {.45, .45}, {.90, .45}}}, "Hazus table 8-29", 'A'},
    {"substation_low_voltage_unanchored", {{{.13, .65}, {.26, .50}, {.34, .40}, {.74, .40}}}, "Hazus table 8-29", 'A'},
    {"substation_medium_voltage_anchored", {{{.15, .60}, {.25, .50}, {.35, .40}, {.70, .40}}}, "Hazus table 8-29", 'A'},
    {"substation_high_voltage_anchored", {{{.11, .50}, {.15, .45}, {.20, .35}, {.47, .40}}}, "Hazus table 8-29", 'A'},
    {"distribution_circuit_seismic", {{{.28, .30}, {.40, .20}, {.72, .15}, {1.10, .15}}}, "Hazus table 8-30", 'A'},
    {"distribution_circuit_standard", {{{.24, .25}, {.33, .20}, {.58, .15}, {.89, .15}}}, "Hazus table 8-30", 'A'},
    {"generation_small_anchored", {{{.10, .55}, {.21, .55}, {.48, .50}, {.78, .50}}}, "Hazus table 8-31", 'A'},
    {"generation_large_anchored", {{{.10, .60}, {.25, .60}, {.52, .55}, {.92, .55}}}, "Hazus table 8-32", 'B'},
    {"water_treatment_medium_anchored", {{{.37, .40}, {.52, .40}, {.73, .50}, {1.28, .50}}}, "Hazus table 8-5", 'B'},
    {"water_treatment_small_anchored", {{{.25, .50}, {.38, .50}, {.53, .60}, {.83, .60}}}, "Hazus table 8-4", 'B'},
    {"pumping_plant_large_anchored", {{{.15, .75}, {.36, .65}, {.77, .65}, {1.50, .80}}}, "Hazus table 8-8", 'B'},
    {"pumping_plant_small_anchored", {{{.15, .70}, {.36, .65}, {.66, .65}, {1.50, .80}}}, "Hazus table 8-7", 'B'},
    {"well", {{{.15, .75}, {.36, .65}, {.72, .65}, {1.50, .80}}}, "Hazus table 8-9", 'B'},
    {"concrete_tank_on_ground_anchored", {{{.25, .55}, {.52, .70}, {.95, .60}, {1.64, .70}}}, "Hazus table 8-10", 'B'},
    {"steel_tank_above_ground", {{{.18, .50}, {.55, .50}, {1.15, .60}, {1.50, .60}}}, "Hazus section 8", 'B'},
    {"wastewater_plant_medium_anchored", {{{.33, .40}, {.49, .40}, {.70, .45}, {1.23, .55}}}, "Hazus table 8-17", 'B'},
    {"communication_facility_anchored", {{{.15, .75}, {.32, .60}, {.60, .62}, {1.25, .65}}}, "Hazus table 8-38", 'B'},
    {"communication_facility_unanchored", {{{.13, .55}, {.26, .50}, {.46, .62}, {1.03, .62}}}, "Hazus table 8-38", 'B'},
}};

/// Chance of reaching each state or a worse one.
std::array<double, damage_state_count - 1> reached(const Fragility& fragility, double intensity) {
    std::array<double, damage_state_count - 1> chance{};
    double worse = 0.0;
    for (std::size_t state = chance.size(); state-- > 0;) {
        worse = std::max(worse, exceedance(fragility[state], intensity));
        chance[state] = worse;
    }
    return chance;
}

}  // namespace

const FragilityRow& fragility_row(FragileComponent component) {
    return fragility_rows[static_cast<std::size_t>(component)];
}

double exceedance(const FragilityCurve& curve, double intensity) {
    if (intensity <= 0.0) return 0.0;
    return math::normal_cdf(math::log(intensity / curve.median) / curve.dispersion);
}

std::array<double, damage_state_count> state_probabilities(const Fragility& fragility, double intensity) {
    const auto chance = reached(fragility, intensity);
    return {1.0 - chance[0], chance[0] - chance[1], chance[1] - chance[2], chance[2] - chance[3], chance[3]};
}

DamageState damage_state(const Fragility& fragility, double intensity, double uniform) {
    const auto chance = reached(fragility, intensity);
    const auto states =
        std::count_if(chance.begin(), chance.end(), [uniform](double value) { return uniform < value; });
    return static_cast<DamageState>(states);
}

}  // namespace commonweal::process
