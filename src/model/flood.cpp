// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/flood.hpp>

#include <algorithm>
#include <utility>

namespace commonweal::model {

Flood::Flood(const Scenario& scenario, const District& district)
    : scenario_(&scenario),
      district_(&district),
      volume_(district.cells.size()),
      depth_(district.cells.size()),
      rise_(district.cells.size()),
      peak_depth_(district.cells.size()),
      rain_(district.cells.size()),
      blocked_(district.cells.size()) {}

void Flood::step(double rain, std::span<const std::uint8_t> powered) {
    if (rain <= 0.0 && !any_water_) return;
    const auto& cells = district_->cells;
    for (std::uint32_t k = 0; k < cells.size(); ++k) {
        rain_[k] = rain * cells.rain_share[k];
        blocked_[k] = powered[k] ? scenario_->storm.drains_blocked : scenario_->storm.drains_blocked_without_power;
    }
    process::advance(scenario_->rain_depth, district_->terrain(), {.rain = rain_, .blocked = blocked_, .hours = 1.0},
                     volume_, work_);
    any_water_ = false;
    for (std::uint32_t k = 0; k < cells.size(); ++k) {
        const double before =
            std::exchange(depth_[k], process::stage(scenario_->rain_depth, cells.area[k], volume_[k]));
        rise_[k] = depth_[k] - before;
        peak_depth_[k] = std::max(peak_depth_[k], depth_[k]);
        any_water_ = any_water_ || depth_[k] > 0.0;
    }
}

double Flood::depth_at(std::uint32_t cell, double height) const {
    return process::depth_at(scenario_->rain_depth, depth_[cell], height);
}

double Flood::share_deeper(std::uint32_t cell, double least) const {
    return process::wet_share(scenario_->rain_depth, std::max(0.0, depth_[cell] - least));
}

}  // namespace commonweal::model
