// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/layers.hpp>
#include <commonweal/core/population.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/process/participation.hpp>

namespace commonweal::process::detail {

/// Gives a crowd the columns of participation: who acts at the start, what the others need for it, which tasks they
/// see.
void add_participants(core::Population& crowd, const core::Ties& ties, const Participation& participation,
                      const ParticipationStart& start, core::Seed seed);

}  // namespace commonweal::process::detail
