// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <commonweal/core/error.hpp>
#include <commonweal/process/depth_damage.hpp>

namespace commonweal::process {
namespace {

constexpr std::string_view jrc = "Huizinga, de Moel & Szewczyk 2017, doi:10.2760/16510";
constexpr std::string_view hazus = "Hazus flood building functions, FEMA nhrap-hazus/FAST flBldgStructDmgFn.csv";

// The Asian table puts its first damage above 5 cm; the North American one has a point of its own at 10 cm.
using AsianShares = std::array<double, 11>;
constexpr AsianShares asian_depth{0.0, 0.05, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 12.0};
constexpr AsianShares asia{0, 0, 0.327, 0.494, 0.617, 0.721, 0.870, 0.931, 0.984, 1, 1};
constexpr AsianShares asia_commercial{0, 0, 0.377, 0.538, 0.659, 0.763, 0.883, 0.942, 0.981, 1, 1};
constexpr AsianShares asia_industrial{0, 0, 0.283, 0.482, 0.629, 0.717, 0.857, 0.909, 0.955, 1, 1};
constexpr AsianShares asia_transport{0, 0, 0.358, 0.572, 0.733, 0.847, 1, 1, 1, 1, 1};
constexpr std::array<double, 11> north_american_depth{0.0, 0.1, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 12.0};
constexpr std::array<double, 11> north_america{0, 0.202, 0.443, 0.583, 0.683, 0.784, 0.854, 0.924, 0.959, 1, 1};
using JrcShares = std::array<double, 10>;
constexpr JrcShares jrc_depth{0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 12.0};
constexpr JrcShares africa{0, 0.220, 0.378, 0.531, 0.636, 0.817, 0.903, 0.957, 1, 1};
constexpr JrcShares europe{0, 0.25, 0.40, 0.50, 0.60, 0.75, 0.85, 0.95, 1, 1};
constexpr JrcShares oceania{0, 0.475, 0.640, 0.715, 0.788, 0.929, 0.967, 0.983, 1, 1};
constexpr JrcShares south_america{0, 0.491, 0.711, 0.842, 0.949, 0.984, 1, 1, 1, 1};

constexpr std::size_t hazus_points = 29;
using HazusShares = std::array<double, hazus_points>;

/// Hazus tabulates whole feet from 4 below to 24 above the first floor, and percent.
constexpr HazusShares feet_in_metres() {
    HazusShares depth{};
    for (std::size_t row = 0; row < hazus_points; ++row) depth[row] = (static_cast<double>(row) - 4.0) * 0.3048;
    return depth;
}
constexpr HazusShares from_percent(HazusShares percent) {
    for (double& value : percent) value /= 100.0;
    return percent;
}
constexpr HazusShares hazus_depth = feet_in_metres();
constexpr HazusShares iwr = from_percent(
    {0, 0, 0, 3, 13, 23, 32, 40, 47, 53, 59, 63, 67, 71, 73, 75, 77, 79, 80, 81, 81, 82, 82, 83, 83, 83, 84, 84, 84});
constexpr HazusShares fia = from_percent(
    {0, 0, 0, 0, 18, 22, 25, 28, 30, 31, 40, 43, 43, 45, 46, 47, 47, 49, 50, 50, 50, 51, 51, 52, 52, 53, 53, 54, 54});

constexpr std::array<DamagePoints, damage_curve_count> curves{{
    {"jrc_africa_residential", jrc_depth, africa, jrc},
    {"jrc_asia_residential", asian_depth, asia, jrc},
    {"jrc_asia_commercial", asian_depth, asia_commercial, jrc},
    {"jrc_asia_industrial", asian_depth, asia_industrial, jrc},
    {"jrc_asia_transport", asian_depth, asia_transport, jrc},
    {"jrc_europe_residential", jrc_depth, europe, jrc},
    {"jrc_north_america_residential", north_american_depth, north_america, jrc},
    {"jrc_oceania_residential", jrc_depth, oceania, jrc},
    {"jrc_south_america_residential", jrc_depth, south_america, jrc},
    {"hazus_iwr_one_storey", hazus_depth, iwr, hazus},
    {"hazus_fia_one_floor", hazus_depth, fia, hazus},
}};

}  // namespace

const DamagePoints& damage_points(DamageCurve curve) { return curves[static_cast<std::size_t>(curve)]; }

double damage_share(const DamagePoints& points, double depth) {
    COMMONWEAL_ASSERT(points.depth.size() == points.share.size() && !points.depth.empty());
    if (depth < points.depth.front()) return 0.0;
    const auto above = std::upper_bound(points.depth.begin(), points.depth.end(), depth);
    if (above == points.depth.end()) return points.share.back();
    const auto upper = static_cast<std::size_t>(above - points.depth.begin());
    const std::size_t lower = upper - 1;
    const double way = (depth - points.depth[lower]) / (points.depth[upper] - points.depth[lower]);
    return points.share[lower] + way * (points.share[upper] - points.share[lower]);
}

double damage_share(DamageCurve curve, double depth) { return damage_share(damage_points(curve), depth); }

}  // namespace commonweal::process
