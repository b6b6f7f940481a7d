// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <commonweal/core/math.hpp>
#include <commonweal/process/restoration.hpp>

namespace commonweal::process {
namespace {

namespace math = core::math;

constexpr std::string_view notebook = "IN-CORE MMSA restoration notebook, six digits";
constexpr std::string_view dreaminsg = "dreaminsg-integrated-model hazus_fragility_and_recovery_high.csv";
constexpr std::string_view seaside = "OSU Seaside and IN-CORE code";
constexpr std::string_view memory = "Hazus earthquake manual, to be confirmed";

constexpr std::array<RestorationRow, restored_component_count> restoration_rows{{
    {"substation", {{{1.0, 0.5}, {3.0, 1.5}, {7.0, 3.5}, {30.0, 15.0}}}, notebook, 'A'},
    {"distribution_circuit", {{{0.3, 0.2}, {1.0, 0.5}, {3.0, 1.5}, {7.0, 3.0}}}, dreaminsg, 'B'},
    {"generation_plant", {{{0.5, 0.1}, {3.6, 3.6}, {22.0, 21.0}, {65.0, 30.0}}}, memory, 'C'},
    {"water_treatment_plant", {{{0.9, 0.3}, {1.9, 1.2}, {32.0, 31.0}, {95.0, 65.0}}}, seaside, 'B'},
    {"pumping_plant", {{{0.9, 0.3}, {3.1, 2.7}, {13.5, 10.0}, {35.0, 18.0}}}, notebook, 'A'},
    {"storage_tank", {{{1.2, 0.4}, {3.1, 2.7}, {93.0, 85.0}, {155.0, 120.0}}}, notebook, 'A'},
    {"well", {{{0.8, 0.2}, {1.5, 1.2}, {10.5, 7.5}, {26.0, 14.0}}}, memory, 'C'},
    {"lift_station", {{{1.3, 0.7}, {3.0, 1.5}, {21.0, 12.0}, {65.0, 25.0}}}, memory, 'C'},
    {"wastewater_plant", {{{1.5, 1.0}, {3.6, 2.5}, {55.0, 25.0}, {160.0, 60.0}}}, memory, 'C'},
    {"central_office", {{{0.5, 0.2}, {1.0, 1.0}, {7.0, 7.0}, {40.0, 40.0}}}, memory, 'C'},
    {"highway_bridge", {{{0.6, 0.6}, {2.5, 2.7}, {75.0, 42.0}, {230.0, 110.0}}}, seaside, 'B'},
    {"road", {{{0.9, 0.05}, {2.2, 1.8}, {21.0, 16.0}, {21.0, 16.0}}}, seaside, 'B'},
    {"tunnel", {{{0.5, 0.3}, {2.4, 2.0}, {45.0, 30.0}, {210.0, 110.0}}}, memory, 'C'},
}};

/// Chance that the normal time lies before the damage.
double chance_before(const RestorationCurve& curve) { return math::normal_cdf(-curve.mean / curve.sd); }

}  // namespace

const RestorationRow& restoration_row(RestoredComponent component) {
    return restoration_rows[static_cast<std::size_t>(component)];
}

double functionality(const RestorationCurve& curve, double days, BeforeDamage before) {
    const double reached = math::normal_cdf((days - curve.mean) / curve.sd);
    if (before == BeforeDamage::kept) return reached;
    const double at_once = chance_before(curve);
    return std::max(0.0, (reached - at_once) / (1.0 - at_once));
}

double functionality(const Restoration& restoration, std::span<const double, damage_state_count> chances, double days,
                     BeforeDamage before) {
    double function = chances[0];
    for (std::size_t state = 0; state < restoration.size(); ++state) {
        function += chances[state + 1] * functionality(restoration[state], days, before);
    }
    return function;
}

double restoration_time(const RestorationCurve& curve, double uniform, BeforeDamage before) {
    const double at_once = before == BeforeDamage::kept ? 0.0 : chance_before(curve);
    const double quantile = math::normal_quantile(at_once + uniform * (1.0 - at_once));
    return std::max(0.0, curve.mean + curve.sd * quantile);
}

}  // namespace commonweal::process
