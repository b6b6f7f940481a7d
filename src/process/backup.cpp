// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/process/backup.hpp>

namespace commonweal::process {
namespace {

constexpr std::string_view fuel_code = "JGJ 312-2013 cl. 4.4.5 [S]";
constexpr std::string_view henan =
    "Henan 2021, about 75 % of sites without power still on air after 40 h with generators [A]";
constexpr std::string_view assumed = "[A]";

constexpr std::array<BackupDefault, backup_user_count> defaults{{
    {"tertiary_hospital", {.capacity = 24.0, .recharge = 0.0}, 12.0, 96.0, fuel_code},
    {"secondary_hospital", {.capacity = 12.0, .recharge = 0.0}, 6.0, 48.0, fuel_code},
    {"clinic", {.capacity = 3.0, .recharge = 0.0}, 0.0, 12.0, fuel_code},
    {"telecom_site", {.capacity = 4.0}, 2.0, 8.0, henan},
    {"core_telecom_room", {.capacity = 24.0}, 8.0, 72.0, assumed},
    {"water_tower", {.capacity = 12.0}, 6.0, 24.0, assumed},
    {"compound_roof_tank", {.capacity = 4.0}, 0.0, 12.0, assumed},
    {"water_works", {.capacity = 0.0}, 0.0, 12.0, assumed},
    {"lift_or_compound_pump", {.capacity = 0.0}, 0.0, 4.0, assumed},
}};

}  // namespace

const BackupDefault& backup_default(BackupUser user) { return defaults[static_cast<std::size_t>(user)]; }

void advance(const Dependencies& dependencies, std::span<const double> own, std::span<const double> supply,
             double hours, const DependencyState& state) {
    COMMONWEAL_ASSERT(dependencies.begin.size() == own.size() + 1 && state.function.size() == own.size());
    COMMONWEAL_ASSERT(state.level.size() == dependencies.supplier.size());
    for (std::size_t user = 0; user < own.size(); ++user) {
        double function = own[user];
        for (std::size_t link = dependencies.begin[user]; link < dependencies.begin[user + 1]; ++link) {
            const double met = supply[dependencies.supplier[link]] / dependencies.need[link];
            const BackupStep step = advance(dependencies.backup[link], state.level[link], met, hours);
            state.level[link] = step.level;
            function *= step.served;
        }
        state.function[user] = function;
    }
}

void describe(core::ParameterTable& table, Backup& process) {
    table.add(process.capacity, {.key = "capacity",
                                 .meaning = "How long the full store carries the full need",
                                 .unit = "h",
                                 .low = 0,
                                 .high = 720});
    table.add(
        process.recharge,
        {.key = "recharge", .meaning = "Hours of need that come back per hour of full supply", .low = 0, .high = 100});
}

}  // namespace commonweal::process
