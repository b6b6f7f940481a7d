// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/offices.hpp>

#include <algorithm>

namespace commonweal::model {

Offices::Offices(const Scenario& scenario, const District& district)
    : scenario_(&scenario),
      district_(&district),
      staff_(district.communities.size()),
      phases_(district.communities.size()),
      in_response_(district.communities.size()),
      on_duty_(district.communities.size()) {
    appoint();
}

void Offices::appoint() {
    for (std::size_t k = 0; k < staff_.size(); ++k) {
        const double wanted = scenario_->offices.staff_per_10k * district_->communities.registered[k] / 1e4;
        staff_[k] = std::max(1u, static_cast<std::uint32_t>(wanted + 0.5));
    }
}

std::uint32_t Offices::duty(std::uint32_t community, std::uint32_t hour_of_day) const {
    const OfficePlan& plan = scenario_->offices;
    if (in_response_[community]) {
        return std::max(1u, static_cast<std::uint32_t>(staff_[community] * plan.emergency_duty + 0.5));
    }
    const auto start = static_cast<std::uint32_t>(plan.calm_shift_start);
    const std::uint32_t since = (hour_of_day + 24 - start) % 24;
    return since < static_cast<std::uint32_t>(plan.calm_shift) ? staff_[community] : 0;
}

double Offices::hours_per_day(std::uint32_t community) const {
    const OfficePlan& plan = scenario_->offices;
    const double share = in_response_[community] ? plan.emergency_duty : plan.calm_shift / 24.0;
    return 24.0 * share * staff_[community];
}

void Offices::step(const Timeline& timeline, const Reports& reports, core::Tick hour) {
    const std::uint8_t level = timeline.level[hour];
    changed_now_.clear();
    for (std::uint32_t k = 0; k < phases_.size(); ++k) {
        const PhaseSigns signs{.perceived_function = reports.perceived_function(k),
                               .ordered = level > 0 && level <= scenario_->offices.response_level,
                               .warned = timeline.warning[hour] != 0};
        if (phases_[k].step(scenario_->phases, signs)) changed_now_.push_back(k);
        in_response_[k] = model::in_response(phases_[k].phase);
        on_duty_[k] = duty(k, timeline.hour_of_day(hour));
    }
}

}  // namespace commonweal::model
