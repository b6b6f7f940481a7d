// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/reports.hpp>

#include <algorithm>

namespace commonweal::model {

namespace {

/// Water in the street that a grid worker calls a flood, m.
constexpr double noticeable_depth = 0.15;

}  // namespace

Reports::Reports(const Scenario& scenario, const District& district, core::Seed seed)
    : scenario_(&scenario),
      district_(&district),
      seed_(seed),
      believed_wet_(district.cells.size(), 0),
      believed_powered_(district.cells.size(), 1),
      believed_sent_(district.cells.size(), -1.0) {}

void Reports::write(std::uint32_t cell, bool wet, bool powered, double telecom, core::Tick hour) {
    const OfficePlan& plan = scenario_->offices;
    core::Stream stream(seed_, core::StreamId::of("cell", "report"), {.agent = cell, .tick = hour});
    const bool says_wet = wet != stream.chance(plan.report_error);
    const bool says_powered = powered != stream.chance(plan.report_error);
    const double mean = telecom >= 0.5 ? plan.report_delay : plan.report_delay_without_telecom;
    under_way_.push_back(static_cast<std::uint32_t>(rows_.size()));
    rows_.cell.push_back(cell);
    rows_.sent.push_back(hour);
    rows_.received.push_back(mean > 0.0 ? hour + stream.exponential({.mean = mean}) : hour);
    rows_.wet.push_back(says_wet);
    rows_.powered.push_back(says_powered);
}

void Reports::deliver(double until) {
    std::size_t kept = 0;
    for (const std::uint32_t row : under_way_) {
        if (rows_.received[row] > until) {
            under_way_[kept++] = row;
            continue;
        }
        const std::uint32_t cell = rows_.cell[row];
        // A message that was overtaken by a newer one tells nothing.
        if (rows_.sent[row] < believed_sent_[cell]) continue;
        believed_sent_[cell] = rows_.sent[row];
        believed_wet_[cell] = rows_.wet[row];
        believed_powered_[cell] = rows_.powered[row];
    }
    under_way_.resize(kept);
}

void Reports::step(const Flood& flood, std::span<const std::uint8_t> powered, std::span<const float> telecom,
                   std::span<const std::uint8_t> in_response, std::uint32_t hour_of_day, core::Tick hour) {
    const OfficePlan& plan = scenario_->offices;
    const auto calm_cycle = static_cast<std::uint32_t>(plan.calm_report_cycle);
    const auto emergency_cycle = static_cast<std::uint32_t>(plan.emergency_report_cycle);
    const auto calm_hour = static_cast<std::uint32_t>(plan.calm_shift_start);
    for (std::uint32_t cell = 0; cell < district_->cells.size(); ++cell) {
        const bool response = in_response[district_->cells.community[cell]] != 0;
        // In response the cells of a community take turns, so that news trickles in.
        const bool due = response ? (hour + cell) % emergency_cycle == 0
                                  : (hour_of_day + 24 - calm_hour) % 24 == 0 && (hour / 24) % (calm_cycle / 24) == 0;
        if (!due) continue;
        write(cell, flood.depth()[cell] >= noticeable_depth, powered[cell] != 0, static_cast<double>(telecom[cell]),
              hour);
    }
    deliver(hour + 1.0);
}

double Reports::perceived_function(std::uint32_t community) const {
    const Range cells = district_->cells_of(community);
    double kept = 0.0;
    double all = 0.0;
    for (std::uint32_t cell = cells.first; cell < cells.last; ++cell) {
        const double weight = district_->households_of_cell(cell).size();
        kept += weight * (0.5 * (1 - believed_wet_[cell]) + 0.5 * believed_powered_[cell]);
        all += weight;
    }
    return all > 0.0 ? kept / all : 1.0;
}

}  // namespace commonweal::model
