// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

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

/// Components of one kind under an uncertain intensity, and what their damage costs. Form and rows: Hazus earthquake
/// model; uncertainty of the intensity shared by all and of each place's own, as in ground-motion models.
struct ComponentDamage {
    /// Row of the table.
    FragileComponent component = FragileComponent::substation_low_voltage_anchored;
    /// Factor on all medians, in [0.01, 100]: strengthening, age. [A]
    double strength = 1.0;
    /// Standard deviation of the logarithm of the intensity that all components of a replicate share, in [0, 3]. [A]
    double shared_dispersion = 0.0;
    /// The same of each component's own, in [0, 3]. [A]
    double own_dispersion = 0.0;
    /// Correlation of the normal draws by which components stand a known intensity, in [0, 1]. [A]
    double correlation = 0.0;
    /// Share of the value lost in slight damage, in [0, 1]. Hazus, substations. [L]
    double slight_loss = 0.05;
    /// In moderate damage, in [0, 1]. [L]
    double moderate_loss = 0.11;
    /// In extensive damage, in [0, 1]. [L]
    double extensive_loss = 0.55;
    /// In complete damage, in [0, 1]. [L]
    double complete_loss = 1.0;
};

/// What befalls the components.
struct DamageStart {
    /// At each component, in the unit of the curves (g), in [0, 1e6]: the median where dispersions are above 0.
    AgentValues intensity{.drawn = core::Distribution::constant(0.3)};
    /// Curves in place of the table's: medians in (0, 1e6], dispersions in (0, 10].
    std::optional<Fragility> fragility{};
};

/// Chance of each of the five states where the intensity has this median, over its dispersion; adds up to 1.
std::array<double, damage_state_count> expected_states(const ComponentDamage& process, const Fragility& fragility,
                                                       double intensity);

/// Share of the value that is lost, where the chances of the five states are these.
double mean_damage_loss(const ComponentDamage& process, const std::array<double, damage_state_count>& chances);

/// Damages `size` components in each replicate. Over replicate and state (0 none to 4 complete): share; over
/// replicate: mean_loss; over replicate and agent: damage, the state. Times and graphs are not looked at. Throws
/// ConfigError with everything that is wrong.
Dataset simulate(const ComponentDamage& process, const DamageStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, ComponentDamage& process);

}  // namespace commonweal::process
