// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/emotion.hpp>

#include "process/process.hpp"

namespace commonweal::python {

/// What each person feels and is told.
inline void take_emotion(Initial& initial, process::EmotionStart& start) {
    initial.values("panic", start.panic);
    initial.starters("frightened", start.frightened);
    initial.values("risk", start.risk);
    initial.number("onset", start.shock.onset);
    initial.number("duration", start.shock.duration);
    initial.values("shelf", start.shelf);
    initial.values("rumour", start.rumour);
    initial.values("trust", start.trust);
    initial.values("information", start.information);
}

}  // namespace commonweal::python
