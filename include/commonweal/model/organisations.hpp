// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/record.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/model/district.hpp>
#include <commonweal/model/request_kind.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/model/spells.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::model {

/// Mistakes in the organisations of a scenario.
std::vector<core::Mistake> organisation_mistakes(const Scenario& scenario);

/// Those who serve requests besides the offices' staff: volunteers, property managers, social organisations. Their
/// members keep the calm and the emergency duty that the phase of the community's office asks for.
class Organisations {
public:
    /// An organisation in one community.
    struct Post {
        std::uint32_t organisation = 0;  ///< Its place in the scenario's list.
        std::uint32_t community = 0;
        std::uint32_t members = 0;
    };

    /// Looks at the conditions for the first time, at hour 0, when no series has a value: what compares one is false.
    Organisations(const Scenario& scenario, const District& district);

    /// Looks at the conditions at the end of an hour, whose row of the series is the newest. Who comes or leaves does
    /// so at the next hour.
    void look(const core::RecordTable& series, core::Tick hour);

    /// Calls the members to duty as an hour begins: as its time of day asks, and the phase of each community then.
    void call_to_duty(std::span<const std::uint8_t> in_response, std::uint32_t hour_of_day);

    /// Sorted by community, then by place in the list.
    std::span<const Post> posts() const { return posts_; }
    Range posts_of(std::uint32_t community) const { return {first_post_[community], first_post_[community + 1]}; }
    std::span<const std::uint32_t> on_duty() const { return on_duty_; }  ///< Members of each post, this hour.
    bool serves(std::uint32_t organisation, RequestKind kind) const;
    double speed(std::uint32_t organisation) const { return scenario_->organisations[organisation].speed; }
    std::uint32_t size() const { return static_cast<std::uint32_t>(served_.size()); }

    /// Work that a post does in a day as it stands now, h of one of the offices' staff.
    double hours_per_day(std::uint32_t post, bool in_response) const;

    std::span<const std::uint8_t> present() const { return spells_.in_force(); }  ///< 1 or 0, from the next hour on.
    /// Those that the last look turned.
    std::span<const std::uint32_t> changed_now() const { return spells_.changed_now(); }

    /// Lists the state once, for saving (const Self) and loading alike. Who is on duty is called anew each hour.
    template <class Self, class With>
    static void exchange(Self& self, With& with) {
        Spells::exchange(self.spells_, with);
    }

private:
    const Scenario* scenario_;
    std::vector<Post> posts_;
    std::vector<std::uint32_t> first_post_;
    std::vector<std::uint8_t> served_;  ///< Of each organisation: a bit for each kind of request.
    Spells spells_;
    std::vector<std::uint32_t> on_duty_;
};

}  // namespace commonweal::model
