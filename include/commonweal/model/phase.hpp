// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/model/scenario.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace commonweal::model {

enum class Phase : std::uint8_t { prevention, resistance, adaptation, recovery, innovation };
inline constexpr std::array<std::string_view, 5> phase_names{"prevention", "resistance", "adaptation", "recovery",
                                                             "innovation"};

/// Whether the office works by day and night: from the onset until function is regained.
constexpr bool in_response(Phase phase) {
    return phase == Phase::resistance || phase == Phase::adaptation || phase == Phase::recovery;
}

/// What an office knows in one hour.
struct PhaseSigns {
    double perceived_function = 1.0;  ///< From the reports that have arrived, in [0, 1].
    bool ordered = false;             ///< An order of the city puts it into response.
    bool warned = false;              ///< A warning is in force.
};

/// The phase of one community as its own office sees it. Each transition needs a condition that holds for a while, and
/// the conditions for going back differ from those for going on.
struct PhaseClock {
    Phase phase = Phase::prevention;
    double lowest = 1.0;      ///< Perceived function since the onset.
    double quiet = 0.0;       ///< h since it last fell or a warning was in force.
    double recovering = 0.0;  ///< h for which the condition of recovery has held.
    double regained = 0.0;    ///< h for which function has been regained.
    double in_phase = 0.0;    ///< h

    /// One hour; true if another phase has begun.
    bool step(const PhasePlan& plan, const PhaseSigns& signs);

private:
    Phase next(const PhasePlan& plan, const PhaseSigns& signs) const;
    void keep_time(const PhasePlan& plan, const PhaseSigns& signs);
};

}  // namespace commonweal::model
