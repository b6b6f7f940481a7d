// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/housing_recovery.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <commonweal/core/parameter.hpp>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {
namespace {

constexpr std::size_t housing_stage_count = 5;
constexpr double housing_months = 90.0;

Dataset::Dimension housing_stage_dimension() {
    Dataset::Dimension stages{"stage", "1", {}};
    for (std::size_t stage = 1; stage <= housing_stage_count; ++stage) {
        stages.values.push_back(static_cast<double>(stage));
    }
    return stages;
}

void check_housing_stages(detail::ExperimentCheck& check, const HousingStages& stages, const Experiment& experiment) {
    check.parameters(stages);
    const double step = experiment.step.value_or(1.0);
    check.that(step == 1.0, "step", std::to_string(step), "must be 1 or left out: a tick is a month");
}

/// Puts what was recorded of each stage side by side.
Dataset by_stage(Dataset recorded) {
    Dataset dataset;
    dataset.dimensions = std::move(recorded.dimensions);
    dataset.dimensions.push_back(housing_stage_dimension());
    Dataset::Variable share{
        "share", "1", "Share of households in a stage of housing", {"replicate", "time", "stage"}, {}};
    const std::size_t places = recorded.variables.front().values.size();
    for (std::size_t place = 0; place < places; ++place) {
        for (const Dataset::Variable& stage : recorded.variables) share.values.push_back(stage.values[place]);
    }
    dataset.variables.push_back(std::move(share));
    return dataset;
}

std::array<double, housing_stage_count> one_month_later(const HousingStageChances& chances,
                                                        const std::array<double, housing_stage_count>& shares) {
    std::array<double, housing_stage_count> next{};
    for (std::size_t from = 0; from < chances.size(); ++from) {
        for (std::size_t to = 0; to < chances.size(); ++to) next[to] += shares[from] * chances[from][to];
    }
    next.back() = shares.back();
    return next;
}

}  // namespace

HousingStageChances stage_chances(const HousingStages& stages, double vulnerability) {
    const double slow = 1.0 - stages.vulnerability_slows * vulnerability;
    const double harm = 1.0 + stages.vulnerability_setback * vulnerability;
    const double from_1 = stages.leave_emergency * slow;
    const double back_2 = std::min(1.0, stages.setback * harm);
    const double from_2 = std::min(1.0 - back_2, stages.leave_temporary * slow);
    const double from_3 = std::min(1.0 - back_2, stages.settle * slow);
    const double back_4 = std::min(1.0, stages.relapse * harm);
    const double skip = stages.skip;
    return {{{1.0 - from_1, from_1 * (1.0 - skip), from_1 * skip, 0.0},
             {back_2, 1.0 - back_2 - from_2, from_2 * (1.0 - skip), from_2 * skip},
             {0.0, back_2, 1.0 - back_2 - from_3, from_3},
             {0.0, 0.0, back_4, 1.0 - back_4}}};
}

void MoveHousing::operator()(float vulnerability, std::uint8_t& stage, std::uint32_t& setbacks, std::uint32_t& sum,
                             std::uint32_t& month, float draw) const {
    ++month;
    if (stage >= housing_stage_count) return;
    const std::array<double, 4> row = stage_chances(stages, static_cast<double>(vulnerability))[stage - 1u];
    std::uint8_t next = 1;
    for (double below = row[0]; next < 4 && static_cast<double>(draw) >= below; below += row[next++]) {
    }
    const bool back = next < stage;
    setbacks = (setbacks << 1u) | (back ? 1u : 0u);
    sum += back ? 1u : 0u;
    const auto within = [&](std::uint32_t months) {
        return static_cast<std::uint32_t>(std::popcount(setbacks & ((1u << months) - 1u)));
    };
    const bool worn_out =
        within(12) > stages.setbacks_year || within(24) > stages.setbacks_two_years || sum > stages.setbacks_all;
    const bool late = month == stages.deadline && next != 4;
    stage = worn_out || late ? std::uint8_t{5} : next;
}

Dataset simulate(const HousingStages& stages, const HousingStagesStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_housing_stages(check, stages, experiment);
    check.values("stage", start.stage, {.low = 1.0, .high = 4.999999});
    check.values("vulnerability", start.vulnerability, {.low = 0.0, .high = 1.0});
    check.finish();
    const detail::Course course{.unit = "month", .step = 1.0, .every = 1.0, .longest = housing_months};
    std::vector<detail::Recorded> recorded;
    for (std::uint8_t stage = 1; stage <= housing_stage_count; ++stage) {
        recorded.push_back({std::to_string(stage), "1", "", detail::share_of(columns::housing_stage, stage)});
    }
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        const auto stage = detail::drawn(start.stage, crowd, simulation.seed(), "housing_stage");
        crowd.add(columns::housing_stage, std::uint8_t{1});
        std::transform(stage.begin(), stage.end(), crowd.values(columns::housing_stage).begin(),
                       [](double value) { return static_cast<std::uint8_t>(value); });
        detail::add_column(crowd, columns::housing_vulnerability,
                           detail::drawn(start.vulnerability, crowd, simulation.seed(), "housing_vulnerability"));
        for (const auto column : {columns::housing_setbacks, columns::housing_setback_sum, columns::housing_month}) {
            crowd.add(column, std::uint32_t{0});
        }
        simulation.add(MoveHousing{.stages = stages}, detail::people);
    };
    Experiment monthly = experiment;
    if (!monthly.until) monthly.until = housing_months;
    if (!monthly.every) monthly.every = 1.0;
    return by_stage(detail::run_replicates(monthly, course, recorded, build));
}

Dataset stage_shares(const HousingStages& stages, std::uint32_t first, double vulnerability, std::uint32_t months) {
    detail::ExperimentCheck check(Experiment{});
    check.parameters(stages);
    check.number("first", static_cast<double>(first), {.low = 1.0, .high = 4.0});
    check.number("vulnerability", vulnerability, {.low = 0.0, .high = 1.0});
    check.number("months", static_cast<double>(months), {.low = 0.0, .high = 1e6});
    check.finish();
    const HousingStageChances chances = stage_chances(stages, vulnerability);
    std::array<double, housing_stage_count> shares{};
    shares[first - 1] = 1.0;
    Dataset dataset;
    dataset.dimensions = {{"time", "month", {}}, housing_stage_dimension()};
    dataset.variables = {{"share", "1", "Share of households in a stage of housing", {"time", "stage"}, {}}};
    for (std::uint32_t month = 0; month <= months; ++month) {
        if (month > 0) shares = one_month_later(chances, shares);
        if (month > 0 && month == stages.deadline) {
            shares = {0.0, 0.0, 0.0, shares[3], 1.0 - shares[3]};
        }
        dataset.dimensions[0].values.push_back(static_cast<double>(month));
        std::vector<double>& values = dataset.variables[0].values;
        values.insert(values.end(), shares.begin(), shares.end());
    }
    return dataset;
}

void describe(core::ParameterTable& table, HousingStages& process) {
    const auto chance = [&table](double& value, std::string_view key, std::string_view meaning, double high = 1.0) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = high});
    };
    const auto limit = [&table](std::uint32_t& value, std::string_view key, std::string_view meaning, double low,
                                double high) {
        table.add(value, {.key = key,
                          .meaning = meaning,
                          .low = low,
                          .high = high,
                          .evidence = core::Evidence::sourced,
                          .source = "pyincore housingrecoverysequential.py"});
    };
    chance(process.leave_emergency, "leave_emergency", "Chance in a month to move on from an emergency shelter");
    chance(process.leave_temporary, "leave_temporary", "Chance in a month to move on from a temporary shelter");
    chance(process.settle, "settle", "Chance in a month to move from temporary to permanent housing");
    chance(process.skip, "skip", "Share of moves on from shelters that pass over the next stage");
    chance(process.setback, "setback", "Chance in a month to fall back by a stage from the second or third", 0.5);
    chance(process.relapse, "relapse", "Chance in a month to lose permanent housing again", 0.5);
    chance(process.vulnerability_slows, "vulnerability_slows",
           "Share by which chances to move on are lower for the most vulnerable");
    chance(process.vulnerability_setback, "vulnerability_setback",
           "Factor, less 1, to chances of falling back for the most vulnerable", 10);
    limit(process.setbacks_year, "setbacks_year", "Setbacks in 12 months that one can bear", 0, 1000);
    limit(process.setbacks_two_years, "setbacks_two_years", "Setbacks in 24 months that one can bear", 0, 1000);
    limit(process.setbacks_all, "setbacks_all", "Setbacks in all that one can bear", 0, 1000);
    limit(process.deadline, "deadline", "Month by which whoever is not in permanent housing has failed", 1, 10'000);
}

}  // namespace commonweal::process
