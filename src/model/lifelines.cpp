// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/lifelines.hpp>
#include <commonweal/process/fragility.hpp>

#include <algorithm>
#include <limits>

namespace commonweal::model {

namespace {

constexpr double never = std::numeric_limits<double>::infinity();

/// At least one crew, however small the district, unless none are wanted.
std::uint32_t crews_for(double per_100k, std::int64_t residents) {
    if (per_100k <= 0.0) return 0;
    return static_cast<std::uint32_t>(std::max(1.0, per_100k * static_cast<double>(residents) / 1e5 + 0.5));
}

process::CrewRestoration restoration_of(const Scenario& scenario) {
    const LifelinePlan& plan = scenario.lifelines;
    return {.crews = crews_for(plan.crews_per_100k, scenario.residents.count),
            .mutual_aid_crews = crews_for(plan.mutual_aid_crews_per_100k, scenario.residents.count),
            .mutual_aid_lag = plan.mutual_aid_lag,
            .travel = plan.travel};
}

}  // namespace

Lifelines::Lifelines(const Scenario& scenario, const District& district, core::Seed seed)
    : scenario_(&scenario), district_(&district), seed_(seed), restoration_(restoration_of(scenario)) {
    const auto& cells = district.cells;
    const auto& communities = district.communities;
    for (std::uint32_t k = 0; k < cells.size(); ++k) {
        add_component(ComponentKind::switchgear, k, k, district.households_of_cell(k).size());
    }
    first_feeder_ = static_cast<std::uint32_t>(components_.size());
    for (std::uint32_t k = 0; k < communities.size(); ++k) {
        const Range site = district.cells_of(k);
        add_component(ComponentKind::feeder, k, site.first + site.size() / 2,
                      district.households_of_community(k).size());
    }
    first_substation_ = static_cast<std::uint32_t>(components_.size());
    for (std::uint32_t k = 0; k < district.subdistricts; ++k) {
        const auto first = std::lower_bound(communities.subdistrict.begin(), communities.subdistrict.end(), k);
        const auto last = std::upper_bound(first, communities.subdistrict.end(), k);
        const auto from = static_cast<std::uint32_t>(first - communities.subdistrict.begin());
        const auto to = static_cast<std::uint32_t>(last - communities.subdistrict.begin());
        const Range site = district.cells_of(from + (to - from) / 2);
        add_component(ComponentKind::substation, k, site.first + site.size() / 2,
                      communities.households[to] - communities.households[from]);
    }
    failed_.assign(components_.size(), 0);
    job_.assign(components_.size(), none);
    powered_.assign(cells.size(), 1);
    telecom_.assign(cells.size(), 1.0f);
    battery_.assign(cells.size(), scenario.lifelines.telecom_battery);
    crews_ = process::make_crews(restoration_);
}

void Lifelines::add_component(ComponentKind kind, std::uint32_t place, std::uint32_t site, std::uint32_t households) {
    const auto id = static_cast<std::uint32_t>(components_.size());
    core::Stream stream(seed_, core::StreamId::of("component", "strength"), {.agent = id});
    components_.push_back({kind, place, site, households, stream.open_uniform()});
}

/// A feeder runs through all cells of its community: their mean counts.
double Lifelines::depth_at(const Component& component, const Flood& flood) const {
    if (component.kind != ComponentKind::feeder) return flood.depth()[component.site];
    const Range cells = district_->cells_of(component.place);
    double sum = 0.0;
    for (std::uint32_t k = cells.first; k < cells.last; ++k) sum += flood.depth()[k];
    return sum / cells.size();
}

void Lifelines::fail(std::uint32_t component, core::Tick hour) {
    failed_[component] = 1;
    failed_now_.push_back(component);
    if (components_[component].kind != ComponentKind::switchgear) report(component, hour);
}

void Lifelines::strike(const Failure& failure, core::Tick hour) {
    for (std::uint32_t k = 0; k < components_.size(); ++k) {
        if (failed_[k] || components_[k].kind != failure.kind) continue;
        // Each shock strikes once: its number stands for the tick, so that another hour fails the same equipment.
        core::Stream stream(seed_, core::StreamId::of("component", "shock"), {.agent = k, .tick = failure.shock});
        if (stream.chance(failure.share)) fail(k, hour);
    }
}

void Lifelines::fail_components(const Flood& flood, core::Tick hour) {
    if (!flood.any_water()) return;
    const LifelinePlan& plan = scenario_->lifelines;
    const double medians[] = {plan.switchgear_median, plan.feeder_median, plan.substation_median};
    for (std::uint32_t k = 0; k < components_.size(); ++k) {
        if (failed_[k]) continue;
        const Component& component = components_[k];
        const process::FragilityCurve curve{.median = medians[static_cast<std::size_t>(component.kind)],
                                            .dispersion = plan.dispersion};
        const double depth = depth_at(component, flood);
        if (depth <= 0.0 || process::exceedance(curve, depth) <= component.strength) continue;
        fail(k, hour);
    }
}

void Lifelines::report_outage(std::uint32_t cell, core::Tick hour) {
    if (failed_[cell] && job_[cell] == none) report(cell, hour);
}

void Lifelines::report(std::uint32_t k, core::Tick hour) {
    const Component& component = components_[k];
    const LifelinePlan& plan = scenario_->lifelines;
    const core::Distribution* const works[] = {&plan.switchgear_work, &plan.feeder_work, &plan.substation_work};
    core::Stream stream(seed_, core::StreamId::of("component", "repair"), {.agent = k, .tick = hour});
    job_[k] = jobs_.add({.id = static_cast<std::uint32_t>(jobs_.size()),
                         .place = k,
                         .kind = static_cast<std::uint8_t>(component.kind),
                         .priority = static_cast<std::uint8_t>(component.kind == ComponentKind::substation ? 0 : 1),
                         .customers = component.households,
                         .work = works[static_cast<std::size_t>(component.kind)]->draw(stream),
                         .reported = static_cast<double>(hour),
                         .ready = never});
}

void Lifelines::finish_repairs(core::Tick hour) {
    repaired_now_.clear();
    for (std::uint32_t k = 0; k < components_.size(); ++k) {
        if (job_[k] == none || jobs_.ended[job_[k]] > hour) continue;
        failed_[k] = 0;
        job_[k] = none;
        repaired_now_.push_back(k);
    }
}

void Lifelines::send_crews(const Flood& flood, std::uint8_t response_level, core::Tick hour) {
    if (response_level == 1 && !mutual_aid_called_) {
        mutual_aid_called_ = true;
        crews_.free_from.resize(restoration_.crews);
        crews_.free_from.resize(restoration_.crews + restoration_.mutual_aid_crews, hour + restoration_.mutual_aid_lag);
    }
    if (jobs_.waiting.empty()) return;
    for (const std::uint32_t row : jobs_.waiting) {
        const bool dry = depth_at(components_[jobs_.place[row]], flood) < scenario_->lifelines.dry_depth;
        jobs_.ready[row] = dry ? static_cast<double>(hour) : never;
    }
    process::dispatch(restoration_, jobs_, crews_, hour);
}

void Lifelines::distribute() {
    const process::Backup battery{.capacity = scenario_->lifelines.telecom_battery};
    for (std::uint32_t k = 0; k < powered_.size(); ++k) {
        const std::uint32_t community = district_->cells.community[k];
        const std::uint32_t subdistrict = district_->communities.subdistrict[community];
        const bool cut = failed_[k] || failed_[first_feeder_ + community] || failed_[first_substation_ + subdistrict];
        powered_[k] = cut ? 0 : 1;
        if (!cut && battery_[k] >= battery.capacity && telecom_[k] >= 1.0f) continue;
        const process::BackupStep step = process::advance(battery, battery_[k], powered_[k], 1.0);
        battery_[k] = step.level;
        telecom_[k] = static_cast<float>(step.served);
    }
}

void Lifelines::step(const Flood& flood, std::uint8_t response_level, core::Tick hour,
                     std::span<const Failure> failures) {
    finish_repairs(hour);
    failed_now_.clear();
    for (const Failure& failure : failures) strike(failure, hour);
    fail_components(flood, hour);
    send_crews(flood, response_level, hour);
    distribute();
}

std::uint32_t Lifelines::open_repairs(core::Tick hour) const {
    return static_cast<std::uint32_t>(process::open_jobs(jobs_, hour));
}

std::uint32_t Lifelines::busy_crews(core::Tick hour) const {
    std::uint32_t busy = 0;
    for (std::size_t k = 0; k < jobs_.size(); ++k) busy += jobs_.started[k] <= hour && jobs_.ended[k] > hour;
    return busy;
}

}  // namespace commonweal::model
