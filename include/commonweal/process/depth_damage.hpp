// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <span>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

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

/// How single buildings scatter round the curve, which is a mean.
enum class DamageScatter : std::uint8_t {
    none,       ///< all are damaged as the curve says
    lognormal,  ///< by a factor of mean 1, at most up to the whole value
    beta,       ///< by a beta distribution whose mean is the curve
};

/// Buildings in water: each loses the share of its value that a curve says, with a scatter of its own or without.
/// Beta: Egorova, van Noortwijk and Holterman 2008; how far curves are off: Merz et al. 2004
/// (doi:10.5194/nhess-4-153-2004), Wagenaar et al. 2016 (doi:10.5194/nhess-16-1-2016).
struct DepthDamage {
    DamageCurve curve = DamageCurve::jrc_asia_residential;
    DamageScatter scatter = DamageScatter::none;
    /// Lognormal: standard deviation of the factor's logarithm. Beta: standard deviation as a share of the largest that
    /// the mean m allows, sqrt(m (1 - m)). In [0, 0.9]. [A]
    double spread = 0.4;
    /// Height from which the curve counts depth, above the ground, m, in [0, 5]: 0 for JRC, that of the first floor for
    /// Hazus. [A]
    double floor_height = 0.0;
};

/// Damaged share of the value, in [0, 1], under `depth` metres of water above the ground, without scatter.
double damage_share(const DepthDamage& process, double depth);

/// The same of a building of which the share `rank` of all buildings is less easily damaged, in (0, 1). The deeper the
/// water, the more damage of one building.
double damage_share(const DepthDamage& process, double depth, double rank);

/// Mean over buildings: the curve itself, but for what a lognormal scatter cuts off at the whole value.
double expected_share(const DepthDamage& process, double depth);

namespace columns {
inline constexpr core::Column<float> building_depth{"building_depth"};    ///< water above the ground, m
inline constexpr core::Column<float> building_rank{"building_rank"};      ///< see damage_share, in (0, 1)
inline constexpr core::Column<float> building_damage{"building_damage"};  ///< damaged share so far, in [0, 1]
}  // namespace columns

/// Damage as a rule: water that rises damages more, and damage stays when it falls.
struct DamageBuildings {
    static constexpr std::string_view name = "damage_buildings";
    static constexpr auto uses = core::read(columns::building_depth) | core::read(columns::building_rank) |
                                 core::write(columns::building_damage);

    DepthDamage process{};

    void operator()(float depth, float rank, float& damage) const {
        damage = std::max(damage, static_cast<float>(damage_share(process, depth, rank)));
    }
};

/// What buildings meet with and are worth; each number drawn in each replicate, or given.
struct DepthDamageStart {
    AgentValues depth{.drawn = core::Distribution::constant(1)};  ///< Highest water above the ground, m, [-100, 100].
    AgentValues value{.drawn = core::Distribution::constant(1)};  ///< In [0, 1e12].
    AgentValues saved{};                                          ///< Share of the damage prevented, in [0, 1].
};

/// `size` buildings at their highest water. Over replicate: share, the damaged share of all value; total_loss; damaged,
/// the share of buildings with any damage. Over replicate and agent: damage, the share of a building's value, and loss.
/// Throws ConfigError with everything that is wrong.
Dataset simulate(const DepthDamage& process, const DepthDamageStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, DepthDamage& process);

}  // namespace commonweal::process
