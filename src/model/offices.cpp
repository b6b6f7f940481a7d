// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/offices.hpp>
#include <commonweal/model/shift.hpp>

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

double Offices::hours_per_day(std::uint32_t community) const {
    return model::hours_per_day(shift_of(scenario_->offices), in_response_[community]) * staff_[community];
}

void Offices::call_to_duty(std::uint32_t hour_of_day) {
    const Shift shift = shift_of(scenario_->offices);
    for (std::size_t k = 0; k < staff_.size(); ++k)
        on_duty_[k] = model::on_duty(shift, staff_[k], in_response_[k] != 0, hour_of_day);
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
    }
}

}  // namespace commonweal::model
