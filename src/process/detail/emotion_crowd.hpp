// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/simulation.hpp>
#include <commonweal/process/emotion.hpp>
#include <commonweal/process/experiment.hpp>

#include "process/detail/experiment_check.hpp"

namespace commonweal::process::detail {

/// What is wrong with what a crowd feels and is told.
void check_emotion_start(ExperimentCheck& check, const EmotionStart& start);

/// The columns of FeelPanic and PerceiveShock.
void add_emotional_people(const EmotionStart& start, core::Population& crowd, core::Seed seed);

/// The two rules, with the rows of the shock.
void add_emotion_rules(const Emotion& process, const EmotionShock& shock, double step, core::Simulation& simulation);

}  // namespace commonweal::process::detail
