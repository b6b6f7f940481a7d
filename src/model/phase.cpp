// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/phase.hpp>

#include <algorithm>

namespace commonweal::model {

void PhaseClock::keep_time(const PhasePlan& plan, const PhaseSigns& signs) {
    const bool worse = signs.perceived_function < lowest;
    lowest = std::min(lowest, signs.perceived_function);
    quiet = worse || signs.warned ? 0.0 : quiet + 1.0;
    const double regained_share = lowest < 1.0 ? (signs.perceived_function - lowest) / (1.0 - lowest) : 1.0;
    recovering = regained_share >= plan.recovering ? recovering + 1.0 : 0.0;
    regained = signs.perceived_function >= plan.regained ? regained + 1.0 : 0.0;
    in_phase += 1.0;
}

Phase PhaseClock::next(const PhasePlan& plan, const PhaseSigns& signs) const {
    const bool onset = signs.ordered || signs.perceived_function < plan.onset;
    switch (phase) {
        case Phase::prevention:
            return onset ? Phase::resistance : phase;
        case Phase::resistance:
            return quiet >= plan.quiet ? Phase::adaptation : phase;
        case Phase::adaptation:
            if (signs.warned && quiet < 1.0) return Phase::resistance;
            return recovering >= plan.recovering_hold ? Phase::recovery : phase;
        case Phase::recovery:
            if (signs.warned && quiet < 1.0) return Phase::resistance;
            return regained >= plan.regained_hold ? Phase::innovation : phase;
        case Phase::innovation:
            if (onset && in_phase >= 1.0) return Phase::resistance;
            return in_phase >= plan.review ? Phase::prevention : phase;
    }
    return phase;
}

bool PhaseClock::step(const PhasePlan& plan, const PhaseSigns& signs) {
    if (phase == Phase::prevention) *this = PhaseClock{};
    keep_time(plan, signs);
    const Phase before = phase;
    phase = next(plan, signs);
    if (phase == before) return false;
    if (phase == Phase::resistance) *this = PhaseClock{.phase = phase, .lowest = signs.perceived_function};
    in_phase = 0.0;
    return true;
}

}  // namespace commonweal::model
