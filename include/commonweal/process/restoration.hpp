// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/fragility.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Time until a component of one damage state works again: normal, as in Hazus.
struct RestorationCurve {
    double mean = 1.0;  ///< d
    double sd = 0.5;    ///< d, above 0.
};

/// The four curves of a component: slight, moderate, extensive, complete.
using Restoration = std::array<RestorationCurve, damage_state_count - 1>;

/// A normal time has some chance of lying before the damage. Hazus leaves it in, so that function is above 0 at once;
/// truncated, the time is normal given that it is not before the damage, and function starts from 0.
enum class BeforeDamage : std::uint8_t { kept, truncated };

/// Components of the Hazus earthquake tables.
enum class RestoredComponent : std::uint8_t {
    substation,
    distribution_circuit,
    generation_plant,
    water_treatment_plant,
    pumping_plant,
    storage_tank,
    well,
    lift_station,
    wastewater_plant,
    central_office,
    highway_bridge,
    road,
    tunnel,
};
inline constexpr std::size_t restored_component_count = 13;

/// One row of the published table.
struct RestorationRow {
    std::string_view name;    ///< As written in scenario files.
    Restoration restoration;  ///< Days.
    std::string_view source;  ///< Where the numbers were confirmed.
    char evidence;  ///< 'A' official table or publisher's data, 'B' second hand, 'C' from memory, to be confirmed.
};
const RestorationRow& restoration_row(RestoredComponent component);

/// Expected function of a component `days` after damage of one state, in [0, 1].
double functionality(const RestorationCurve& curve, double days, BeforeDamage before = BeforeDamage::kept);

/// Expected function `days` after the damage where only the chances of the five states are known.
double functionality(const Restoration& restoration, std::span<const double, damage_state_count> chances, double days,
                     BeforeDamage before = BeforeDamage::kept);

/// The restoration time, d, at least 0, that a uniform draw in (0, 1) picks.
double restoration_time(const RestorationCurve& curve, double uniform, BeforeDamage before = BeforeDamage::kept);

/// Damaged components of one kind come back each by itself, after a time that its damage tells. Form and rows: Hazus
/// earthquake model.
struct ComponentRestoration {
    /// Row of the table.
    RestoredComponent component = RestoredComponent::substation;
    /// What becomes of times before the damage.
    BeforeDamage before_damage = BeforeDamage::kept;
    /// Factor on all times, in [0.01, 100]: another place, fewer spare parts. [A]
    double time_factor = 1.0;
};

/// What the components begin with.
struct RestorationStart {
    /// Chances of none, slight, moderate, extensive and complete damage; they add up to 1.
    std::array<double, damage_state_count> chances{0.2, 0.3, 0.3, 0.15, 0.05};
    /// The states, 0 none to 4 complete, in place of chances: of each component, or of each in each replicate, the
    /// components of one replicate side by side.
    std::vector<double> damage{};
    /// Curves in place of the table's, d: means in [0, 1e5], standard deviations in (0, 1e5].
    std::optional<Restoration> restoration{};
};

/// The curves with the factor on all times.
Restoration restoration_curves(const ComponentRestoration& process, const std::optional<Restoration>& given = {});

/// Restores `size` components in each replicate. Over replicate and time (d): function, the share that works; over
/// replicate and agent: restored, the time (d), 0 where nothing was damaged. Without `until` a run lasts for three
/// standard deviations over the mean of complete damage. Graphs are not looked at. Throws ConfigError with everything
/// that is wrong.
Dataset simulate(const ComponentRestoration& process, const RestorationStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, ComponentRestoration& process);

}  // namespace commonweal::process
