// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// A store on the user's side that stands in for a supply: diesel, battery, tank.
struct Backup {
    /// How long the full store carries the full need, h, in [0, 720].
    double capacity = 0.0;
    /// Hours of need that come back per hour of full supply, in [0, 100]; 0 where only a delivery refills. [A]
    double recharge = 0.5;
};

/// The user's kinds with a default store.
enum class BackupUser : std::uint8_t {
    tertiary_hospital,
    secondary_hospital,
    clinic,
    telecom_site,
    core_telecom_room,
    water_tower,
    compound_roof_tank,
    water_works,
    lift_or_compound_pump,
};
inline constexpr std::size_t backup_user_count = 9;

/// One row of the table of stores.
struct BackupDefault {
    std::string_view name;
    Backup backup;
    double lowest;   ///< Lower end of the sweep of the capacity, h.
    double highest;  ///< Upper end, h.
    std::string_view source;
};
const BackupDefault& backup_default(BackupUser user);

/// A store after a step, and the share of the need that was met in it.
struct BackupStep {
    double level;   ///< h of need left.
    double served;  ///< Mean over the step, in [0, 1].
};

/// One step of `hours` in which the supply meets the share `supply` of the need: the store covers the rest while it
/// lasts and recharges from what the need leaves over.
inline BackupStep advance(const Backup& backup, double level, double supply, double hours) {
    const double met = std::clamp(supply, 0.0, 1.0);
    const double missing = (1.0 - met) * hours;
    const double covered = std::min(level, missing);
    const double recharged = met < 1.0 ? 0.0 : backup.recharge * hours;
    return {.level = std::min(backup.capacity, level - covered + recharged),
            .served = hours > 0.0 ? met + covered / hours : met};
}

/// Who needs what from whom, as columns: links of user i stand from begin[i] to begin[i + 1].
struct Dependencies {
    std::span<const std::uint32_t> begin;     ///< Users + 1 entries.
    std::span<const std::uint32_t> supplier;  ///< Row of the supplier, of each link.
    std::span<const double> need;             ///< Function of the supplier at which the user has enough, in (0, 1].
    std::span<const Backup> backup;           ///< Store of each link.
};

/// Columns that change in a step.
struct DependencyState {
    std::span<double> level;     ///< Store of each link, h.
    std::span<double> function;  ///< Result for each user, in [0, 1].
};

/// Function of every user after a step of `hours`: its own state times the product of the shares met of its needs,
/// u = own * prod_d min(1, supply_d / need_d), each smoothed by its store. Reads `supply` (function of the suppliers)
/// and writes `state.function`; where both are one column, rows are served in rising order and a supplier that stands
/// before its user takes effect in the same step, otherwise in the next.
void advance(const Dependencies& dependencies, std::span<const double> own, std::span<const double> supply,
             double hours, const DependencyState& state);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Backup& process);

}  // namespace commonweal::process
