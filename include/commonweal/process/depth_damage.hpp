// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace commonweal::process {

/// Published curves from water depth to the damaged share of a building's value. Depth counts from the ground for the
/// JRC curves and from the top of the first floor for the Hazus curves.
enum class DamageCurve : std::uint8_t {
    jrc_africa_residential,
    jrc_asia_residential,
    jrc_asia_commercial,
    jrc_asia_industrial,
    jrc_asia_transport,
    jrc_europe_residential,
    jrc_north_america_residential,
    jrc_oceania_residential,
    jrc_south_america_residential,
    hazus_iwr_one_storey,  ///< One storey without basement, Hazus function 129 (Institute for Water Resources).
    hazus_fia_one_floor,   ///< One floor without basement, A zone, Hazus function 105 (Federal Insurance Agency).
};
inline constexpr std::size_t damage_curve_count = 11;

/// One curve as points; linear between them, constant outside.
struct DamagePoints {
    std::string_view name;          ///< As written in scenario files.
    std::span<const double> depth;  ///< m, rising.
    std::span<const double> share;  ///< In [0, 1].
    std::string_view source;
};

/// The points of a published curve.
const DamagePoints& damage_points(DamageCurve curve);

/// Damaged share of the value, in [0, 1], under `depth` metres of water. Water below the first point does no damage.
double damage_share(const DamagePoints& points, double depth);
double damage_share(DamageCurve curve, double depth);

}  // namespace commonweal::process
