// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/fragility.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/place_values.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

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

constexpr std::string_view fragile_kind = "component";

/// The curves by logarithms, so that a draw needs no chance.
struct LogCurves {
    explicit LogCurves(const Fragility& fragility, double strength) {
        for (std::size_t k = 0; k < fragility.size(); ++k) {
            log_median[k] = math::log(fragility[k].median * strength);
            dispersion[k] = fragility[k].dispersion;
        }
    }

    /// The worst state that a component of so much standing (a normal draw) reaches.
    std::size_t state(double log_intensity, double standing) const {
        for (std::size_t k = log_median.size(); k-- > 0;) {
            if (dispersion[k] * standing < log_intensity - log_median[k]) return k + 1;
        }
        return 0;
    }

    std::array<double, damage_state_count - 1> log_median{};
    std::array<double, damage_state_count - 1> dispersion{};
};

std::array<double, damage_state_count> damage_losses(const ComponentDamage& process) {
    return {0.0, process.slight_loss, process.moderate_loss, process.extensive_loss, process.complete_loss};
}

Fragility strengthened_curves(Fragility fragility, double strength) {
    for (FragilityCurve& curve : fragility) curve.median *= strength;
    return fragility;
}

/// Draws the states of one replicate.
void draw_damage(const ComponentDamage& process, const LogCurves& curves, std::vector<double> intensity,
                 core::Seed seed, double* damage) {
    constexpr core::StreamId shared_stream = core::StreamId::of(fragile_kind, "shared_damage");
    constexpr core::StreamId own_stream = core::StreamId::of(fragile_kind, "damage");
    core::Stream shared(seed, shared_stream, {});
    const double common_log = process.shared_dispersion * shared.normal();
    const double common_standing = std::sqrt(process.correlation) * shared.normal();
    const double own_part = std::sqrt(1.0 - process.correlation);
    for (double& value : intensity) {
        value = value > 0.0 ? math::log(value) : -std::numeric_limits<double>::infinity();
    }
    for (std::size_t place = 0; place < intensity.size(); ++place) {
        core::Stream own(seed, own_stream, {.agent = static_cast<core::AgentId>(place)});
        const double standing = common_standing + own_part * own.normal();
        double log_intensity = intensity[place] + common_log;
        if (process.own_dispersion > 0.0) log_intensity += process.own_dispersion * own.normal();
        damage[place] = static_cast<double>(curves.state(log_intensity, standing));
    }
}

void check_damage(detail::ExperimentCheck& check, const ComponentDamage& process, const DamageStart& start) {
    check.parameters(process);
    check.values("intensity", start.intensity, {.low = 0.0, .high = 1e6});
    if (start.fragility) {
        for (const FragilityCurve& curve : *start.fragility) {
            check.number("median", curve.median, {.low = 1e-9, .high = 1e6});
            check.number("dispersion", curve.dispersion, {.low = 1e-9, .high = 10.0});
        }
    }
    check.finish();
}

Dataset damage_dataset(std::size_t replicates, std::size_t components) {
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", replicates), detail::counted("state", damage_state_count),
                          detail::counted("agent", components)};
    const auto zeros = [replicates](std::size_t each) { return std::vector<double>(replicates * each); };
    dataset.variables = {
        {"share", "1", "Share of components in the state", {"replicate", "state"}, zeros(damage_state_count)},
        {"mean_loss", "1", "Share of the value of all components that is lost", {"replicate"}, zeros(1)},
        {"damage", "1", "Damage state, 0 none to 4 complete", {"replicate", "agent"}, zeros(components)}};
    return dataset;
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

std::array<double, damage_state_count> expected_states(const ComponentDamage& process, const Fragility& fragility,
                                                       double intensity) {
    const Fragility curves = strengthened_curves(fragility, process.strength);
    const double spread = std::sqrt(process.shared_dispersion * process.shared_dispersion +
                                    process.own_dispersion * process.own_dispersion);
    if (spread <= 0.0) return state_probabilities(curves, intensity);
    // The rule of the trapezium converges faster than any power of the step on a smooth bell.
    constexpr double step = 1.0 / 64.0;
    constexpr double root_two_pi = 2.5066282746310002;
    std::array<double, damage_state_count> chances{};
    for (int k = -640; k <= 640; ++k) {
        const double off = step * k;
        const auto here = state_probabilities(curves, intensity * math::exp(spread * off));
        const double weight = step * math::exp(-0.5 * off * off) / root_two_pi;
        for (std::size_t state = 0; state < chances.size(); ++state) chances[state] += weight * here[state];
    }
    return chances;
}

double mean_damage_loss(const ComponentDamage& process, const std::array<double, damage_state_count>& chances) {
    const auto loss = damage_losses(process);
    double sum = 0.0;
    for (std::size_t state = 0; state < loss.size(); ++state) sum += chances[state] * loss[state];
    return sum;
}

Dataset simulate(const ComponentDamage& process, const DamageStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_damage(check, process, start);
    const std::size_t size = check.size();
    const LogCurves curves(start.fragility.value_or(fragility_row(process.component).fragility), process.strength);
    Dataset dataset = damage_dataset(experiment.replicates, size);
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        double* const damage = dataset.variables[2].values.data() + replicate * size;
        draw_damage(process, curves, detail::place_values(start.intensity, size, seed, fragile_kind, "intensity"), seed,
                    damage);
        std::array<double, damage_state_count> shares{};
        for (std::size_t place = 0; place < size; ++place) shares[static_cast<std::size_t>(damage[place])] += 1.0;
        for (double& share : shares) share /= static_cast<double>(size);
        std::copy(shares.begin(), shares.end(), dataset.variables[0].values.data() + replicate * damage_state_count);
        dataset.variables[1].values[replicate] = mean_damage_loss(process, shares);
    });
    return dataset;
}

void describe(core::ParameterTable& table, ComponentDamage& process) {
    std::array<std::pair<std::string_view, FragileComponent>, fragile_component_count> components;
    for (std::size_t k = 0; k < components.size(); ++k) {
        const auto component = static_cast<FragileComponent>(k);
        components[k] = {fragility_row(component).name, component};
    }
    table.choice(process.component, components, {.key = "component", .meaning = "Row of the table of curves"});
    const auto number = [&table](double& value, std::string_view key, std::string_view meaning, double high) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = high});
    };
    const auto loss = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key,
                          .meaning = meaning,
                          .low = 0,
                          .high = 1,
                          .evidence = core::Evidence::literature,
                          .source = "Hazus earthquake model, substations"});
    };
    table.add(process.strength, {.key = "strength", .meaning = "Factor on all medians", .low = 0.01, .high = 100});
    number(process.shared_dispersion, "shared_dispersion",
           "Standard deviation of the logarithm of the intensity that all components share", 3);
    number(process.own_dispersion, "own_dispersion",
           "Standard deviation of the logarithm of the intensity of each component's own", 3);
    number(process.correlation, "correlation", "Correlation of how components stand a known intensity", 1);
    loss(process.slight_loss, "slight_loss", "Share of the value lost in slight damage");
    loss(process.moderate_loss, "moderate_loss", "Share of the value lost in moderate damage");
    loss(process.extensive_loss, "extensive_loss", "Share of the value lost in extensive damage");
    loss(process.complete_loss, "complete_loss", "Share of the value lost in complete damage");
}

}  // namespace commonweal::process
