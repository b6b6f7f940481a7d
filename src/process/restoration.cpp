// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/restoration.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/text.hpp>
#include <string>
#include <utility>

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

void check_restoration(detail::ExperimentCheck& check, const ComponentRestoration& process,
                       const RestorationStart& start, const Experiment& experiment) {
    check.parameters(process);
    double sum = 0.0;
    for (const double chance : start.chances) {
        check.number("chances", chance, {.low = 0.0, .high = 1.0});
        sum += chance;
    }
    check.that(std::abs(sum - 1.0) <= 1e-9, "chances", core::number_text(sum), "must add up to 1");
    const std::size_t size = check.size();
    const std::size_t given = start.damage.size();
    check.that(given == 0 || given == size || given == size * experiment.replicates, "damage",
               std::to_string(given) + " states", "must be one for each component, or for each in each replicate");
    const auto no_state = [](double state) { return !(state >= 0.0 && state <= 4.0) || state != std::floor(state); };
    const auto wrong = std::find_if(start.damage.begin(), start.damage.end(), no_state);
    if (wrong != start.damage.end()) {
        check.that(false, "damage[" + std::to_string(wrong - start.damage.begin()) + ']', core::number_text(*wrong),
                   "must be a state from 0, none, to 4, complete");
    }
    if (start.restoration) {
        for (const RestorationCurve& curve : *start.restoration) {
            check.number("mean", curve.mean, {.low = 0.0, .high = 1e5});
            check.number("sd", curve.sd, {.low = 1e-9, .high = 1e5});
        }
    }
    check.finish();
}

std::size_t drawn_state(const std::array<double, damage_state_count>& chances, double uniform) {
    std::size_t state = 0;
    for (double up_to = chances[0]; state + 1 < chances.size() && uniform >= up_to; up_to += chances[state]) ++state;
    return state;
}

/// When each component of a replicate works again, d.
void draw_restored(const RestorationStart& start, const Restoration& curves, BeforeDamage before, core::Seed seed,
                   std::span<double> restored) {
    constexpr core::StreamId stream = core::StreamId::of("component", "restoration");
    const bool for_each_replicate = start.damage.size() > restored.size();
    const std::size_t first = for_each_replicate ? seed.replicate * restored.size() : 0;
    for (std::size_t place = 0; place < restored.size(); ++place) {
        core::Stream draws(seed, stream, {.agent = static_cast<core::AgentId>(place)});
        const double luck = draws.uniform();
        const double speed = draws.open_uniform();
        const std::size_t state = start.damage.empty() ? drawn_state(start.chances, luck)
                                                       : static_cast<std::size_t>(start.damage[first + place]);
        restored[place] = state == 0 ? 0.0 : restoration_time(curves[state - 1], speed, before);
    }
}

/// Share of the times that are over at each record.
void count_restored(std::span<const double> restored, const std::vector<double>& records, double* function) {
    for (const double time : restored) {
        const auto first = std::lower_bound(records.begin(), records.end(), time) - records.begin();
        if (static_cast<std::size_t>(first) < records.size()) function[first] += 1.0;
    }
    double working = 0.0;
    for (std::size_t record = 0; record < records.size(); ++record) {
        working += function[record];
        function[record] = working / static_cast<double>(restored.size());
    }
}

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

Restoration restoration_curves(const ComponentRestoration& process, const std::optional<Restoration>& given) {
    Restoration curves = given.value_or(restoration_row(process.component).restoration);
    for (RestorationCurve& curve : curves) {
        curve.mean *= process.time_factor;
        curve.sd *= process.time_factor;
    }
    return curves;
}

Dataset simulate(const ComponentRestoration& process, const RestorationStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_restoration(check, process, start, experiment);
    const std::size_t size = check.size();
    const Restoration curves = restoration_curves(process, start.restoration);
    const double until = experiment.until.value_or(std::ceil(curves.back().mean + 3.0 * curves.back().sd));
    const std::vector<double> records = detail::record_times(until, experiment.every.value_or(until / 100.0));
    Dataset dataset;
    dataset.dimensions = {
        detail::counted("replicate", experiment.replicates), {"time", "d", records}, detail::counted("agent", size)};
    dataset.variables = {{"function",
                          "1",
                          "Share of components that work",
                          {"replicate", "time"},
                          std::vector<double>(experiment.replicates * records.size())},
                         {"restored",
                          "d",
                          "When the component works again",
                          {"replicate", "agent"},
                          std::vector<double>(experiment.replicates * size)}};
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        const std::span<double> restored(dataset.variables[1].values.data() + replicate * size, size);
        draw_restored(start, curves, process.before_damage, seed, restored);
        count_restored(restored, records, dataset.variables[0].values.data() + replicate * records.size());
    });
    return dataset;
}

void describe(core::ParameterTable& table, ComponentRestoration& process) {
    std::array<std::pair<std::string_view, RestoredComponent>, restored_component_count> components;
    for (std::size_t k = 0; k < components.size(); ++k) {
        const auto component = static_cast<RestoredComponent>(k);
        components[k] = {restoration_row(component).name, component};
    }
    static constexpr std::array ways{std::pair<std::string_view, BeforeDamage>{"kept", BeforeDamage::kept},
                                     std::pair<std::string_view, BeforeDamage>{"truncated", BeforeDamage::truncated}};
    table.choice(process.component, components, {.key = "component", .meaning = "Row of the table of curves"});
    table.choice(process.before_damage, ways,
                 {.key = "before_damage",
                  .meaning = "Times before the damage: kept, so that some components work at once, or left out"});
    table.add(process.time_factor, {.key = "time_factor", .meaning = "Factor on all times", .low = 0.01, .high = 100});
}

}  // namespace commonweal::process
