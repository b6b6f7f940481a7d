// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/model/district.hpp>
#include <commonweal/model/phase.hpp>
#include <commonweal/model/reports.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/model/timeline.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::model {

/// The community offices: which phase each thinks it is in, and who is on duty.
class Offices {
public:
    Offices(const Scenario& scenario, const District& district);

    /// Fills the posts that the scenario as it is now gives each community.
    void appoint();

    /// Calls the staff to duty as an hour begins: as its time of day asks, and the phase that each office is in then.
    void call_to_duty(std::uint32_t hour_of_day);

    /// One hour of deciding on what each office perceives; who is on duty follows when the next hour begins.
    void step(const Timeline& timeline, const Reports& reports, core::Tick hour);

    std::span<const PhaseClock> phases() const { return phases_; }
    std::span<const std::uint8_t> in_response() const { return in_response_; }  ///< 1 or 0 of each community.
    std::span<const std::uint32_t> staff() const { return staff_; }
    std::span<const std::uint32_t> on_duty() const { return on_duty_; }  ///< Staff of each community, this hour.
    /// Communities that entered another phase in the last hour.
    std::span<const std::uint32_t> changed_now() const { return changed_now_; }
    /// Hours of work that the staff of a community does in a day as it is set now.
    double hours_per_day(std::uint32_t community) const;

    /// Lists the state once, for saving (const Self) and loading alike. Who is on duty is called anew each hour.
    template <class Self, class With>
    static void exchange(Self& self, With& with) {
        with(self.phases_, self.in_response_);
    }

private:
    const Scenario* scenario_;
    const District* district_;
    std::vector<std::uint32_t> staff_;
    std::vector<PhaseClock> phases_;
    std::vector<std::uint8_t> in_response_;
    std::vector<std::uint32_t> on_duty_;
    std::vector<std::uint32_t> changed_now_;
};

}  // namespace commonweal::model
