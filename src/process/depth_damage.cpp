// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/depth_damage.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"

#include <algorithm>
#include <array>
#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/population.hpp>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

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

/// The share of a building of some rank, by a beta distribution with this mean and the given share of the largest
/// standard deviation. Where its first or second number would be less than can be computed with, the nearest mean that
/// can be is mixed with 0 or 1, so that the mean stays what it is.
double beta_share(double mean, double spread, double rank) {
    constexpr double least = 0.01;
    const double sum = 1.0 / (spread * spread) - 1.0;
    const double lowest = std::min(0.5, least / sum);
    const auto quantile = [&](double of_mean, double p) {
        const double first = std::max(least, of_mean * sum);
        const double second = std::max(least, (1.0 - of_mean) * sum);
        return core::Distribution::beta({.a = first, .b = second}).quantile(p);
    };
    if (mean < lowest) {
        const double damaged = mean / lowest;
        return rank > 1.0 - damaged ? quantile(lowest, (rank - (1.0 - damaged)) / damaged) : 0.0;
    }
    if (1.0 - mean < lowest) {
        const double kept = (1.0 - mean) / lowest;
        return rank < kept ? quantile(1.0 - lowest, rank / kept) : 1.0;
    }
    return quantile(mean, rank);
}

/// The ranks of a crowd's buildings; none where they do not scatter.
std::vector<double> damage_ranks(const DepthDamage& process, const core::Population& crowd, core::Seed seed) {
    if (process.scatter == DamageScatter::none) return std::vector<double>(crowd.size(), 0.5);
    constexpr core::StreamId stream = core::StreamId::of(detail::people, "building_rank");
    std::vector<double> ranks;
    ranks.reserve(crowd.size());
    for (const core::AgentId id : crowd.ids()) {
        core::Stream draws(seed, stream, {.agent = id});
        ranks.push_back(draws.open_uniform());
    }
    return ranks;
}

/// What one replicate leaves.
struct DamagedTown {
    double share = 0.0;
    double total_loss = 0.0;
    double damaged = 0.0;
    std::vector<double> damage;
    std::vector<double> loss;
};

DamagedTown damage_town(const DepthDamage& process, const DepthDamageStart& start, core::Index size, core::Seed seed) {
    const auto crowd = core::Population::numbered(std::string(detail::people), size);
    const std::vector<double> depth = detail::drawn(start.depth, crowd, seed, "building_depth");
    const std::vector<double> value = detail::drawn(start.value, crowd, seed, "building_value");
    const std::vector<double> saved = detail::drawn(start.saved, crowd, seed, "building_saved");
    const std::vector<double> rank = damage_ranks(process, crowd, seed);
    DamagedTown town;
    double worth = 0.0;
    double damaged = 0.0;
    for (std::size_t row = 0; row < depth.size(); ++row) {
        const double damage = (1.0 - saved[row]) * damage_share(process, depth[row], rank[row]);
        town.damage.push_back(damage);
        town.loss.push_back(damage * value[row]);
        town.total_loss += town.loss.back();
        worth += value[row];
        damaged += damage > 0.0 ? 1.0 : 0.0;
    }
    town.share = worth > 0.0 ? town.total_loss / worth : 0.0;
    town.damaged = damaged / static_cast<double>(size);
    return town;
}

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

double damage_share(const DepthDamage& process, double depth) {
    return damage_share(process.curve, depth - process.floor_height);
}

double damage_share(const DepthDamage& process, double depth, double rank) {
    const double mean = damage_share(process, depth);
    if (process.scatter == DamageScatter::none || process.spread <= 0.0 || mean <= 0.0) return mean;
    if (process.scatter == DamageScatter::lognormal) {
        const double sigma = process.spread;
        return std::min(1.0, mean * math::exp(sigma * (math::normal_quantile(rank) - 0.5 * sigma)));
    }
    return mean < 1.0 ? beta_share(mean, process.spread, rank) : 1.0;
}

double expected_share(const DepthDamage& process, double depth) {
    const double mean = damage_share(process, depth);
    if (process.scatter != DamageScatter::lognormal || process.spread <= 0.0 || mean <= 0.0) return mean;
    // All but the chance above `whole` loses as the factor says; the rest loses everything.
    const double whole = 0.5 * process.spread - math::log(mean) / process.spread;
    return mean * math::normal_cdf(whole - process.spread) + math::normal_cdf(-whole);
}

Dataset simulate(const DepthDamage& process, const DepthDamageStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.values("depth", start.depth, {.low = -100.0, .high = 100.0});
    check.values("value", start.value, {.low = 0.0, .high = 1e12});
    check.values("saved", start.saved, {.low = 0.0, .high = 1.0});
    check.finish();
    std::vector<DamagedTown> towns(experiment.replicates);
    core::Workers(experiment.threads).for_each(towns.size(), [&](std::size_t replicate) {
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        towns[replicate] = damage_town(process, start, check.size(), seed);
    });
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", towns.size()), detail::counted("agent", check.size())};
    dataset.variables = {{"share", "1", "Damaged share of all value", {"replicate"}, {}},
                         {"total_loss", "1", "Loss of all buildings, in units of value", {"replicate"}, {}},
                         {"damaged", "1", "Share of buildings with any damage", {"replicate"}, {}},
                         {"damage", "1", "Damaged share of a building's value", {"replicate", "agent"}, {}},
                         {"loss", "1", "Loss of a building, in units of value", {"replicate", "agent"}, {}}};
    for (const DamagedTown& town : towns) {
        dataset.variables[0].values.push_back(town.share);
        dataset.variables[1].values.push_back(town.total_loss);
        dataset.variables[2].values.push_back(town.damaged);
        std::vector<double>& damage = dataset.variables[3].values;
        std::vector<double>& loss = dataset.variables[4].values;
        damage.insert(damage.end(), town.damage.begin(), town.damage.end());
        loss.insert(loss.end(), town.loss.begin(), town.loss.end());
    }
    return dataset;
}

void describe(core::ParameterTable& table, DepthDamage& process) {
    static const auto named_curves = [] {
        std::array<std::pair<std::string_view, DamageCurve>, damage_curve_count> all;
        for (std::size_t k = 0; k < all.size(); ++k) all[k] = {curves[k].name, static_cast<DamageCurve>(k)};
        return all;
    }();
    static constexpr std::array scatters{
        std::pair<std::string_view, DamageScatter>{"none", DamageScatter::none},
        std::pair<std::string_view, DamageScatter>{"lognormal", DamageScatter::lognormal},
        std::pair<std::string_view, DamageScatter>{"beta", DamageScatter::beta}};
    table.choice(process.curve, named_curves,
                 {.key = "curve",
                  .meaning = "Published curve from depth to the damaged share of the value",
                  .evidence = core::Evidence::sourced,
                  .source = "Huizinga, de Moel and Szewczyk 2017; FEMA Hazus"});
    table.choice(process.scatter, scatters,
                 {.key = "scatter", .meaning = "How single buildings scatter round the curve"});
    table.add(process.spread,
              {.key = "spread",
               .meaning = "Scatter, of the factor's logarithm, or as a share of the largest that the mean allows",
               .low = 0,
               .high = 0.9});
    table.add(process.floor_height, {.key = "floor_height",
                                     .meaning = "Height above the ground from which the curve counts depth",
                                     .unit = "m",
                                     .low = 0,
                                     .high = 5});
}

}  // namespace commonweal::process
