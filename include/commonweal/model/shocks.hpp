// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/record.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/model/series_condition.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::model {

/// Mistakes in the shocks of a scenario.
std::vector<core::Mistake> shock_mistakes(const Scenario& scenario);

/// Which shocks of a scenario strike, hour by hour; each strikes once.
class Shocks {
public:
    /// Looks at the conditions for the first time, at hour 0, when no series has a value.
    explicit Shocks(const Scenario& scenario);

    /// Looks at the conditions at the end of an hour, whose row of the series is the newest. What begins to hold
    /// strikes in the next hour.
    void look(const core::RecordTable& series, core::Tick hour);

    /// Places in the scenario's list of those that strike in the next hour.
    std::span<const std::uint32_t> striking() const { return striking_; }

    /// Lists the state once, for saving (const Self) and loading alike.
    template <class Self, class With>
    static void exchange(Self& self, With& with) {
        with(self.over_, self.striking_);
        for (auto& start : self.starts_) SeriesCondition::exchange(start, with);
    }

private:
    void look(const core::RecordTable* series, core::Tick hours_run);

    std::vector<SeriesCondition> starts_;
    std::vector<std::uint8_t> over_;
    std::vector<std::uint32_t> striking_;
};

}  // namespace commonweal::model
