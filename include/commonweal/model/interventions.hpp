// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/record.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/model/spells.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::model {

/// Mistakes in the interventions of a scenario.
std::vector<core::Mistake> intervention_mistakes(const Scenario& scenario);

/// Which interventions of a scenario are in force, hour by hour.
class Interventions {
public:
    /// Looks at the conditions for the first time, at hour 0, when no series has a value: what compares one is false.
    explicit Interventions(const Scenario& scenario);

    /// Looks at the conditions at the end of an hour, whose row of the series is the newest. What they turn on or off
    /// counts from the next hour on.
    void look(const core::RecordTable& series, core::Tick hour);

    /// The scenario with the values of all interventions in force; of two that set one parameter, the later in the list
    /// holds.
    Scenario in_effect() const;

    std::span<const std::uint8_t> in_force() const { return spells_.in_force(); }  ///< 1 or 0, from the next hour on.
    /// Those that the last look turned.
    std::span<const std::uint32_t> changed_now() const { return spells_.changed_now(); }

    /// Lists the state once, for saving (const Self) and loading alike.
    template <class Self, class With>
    static void exchange(Self& self, With& with) {
        Spells::exchange(self.spells_, with);
    }

private:
    Scenario given_;
    Spells spells_;
};

}  // namespace commonweal::model
