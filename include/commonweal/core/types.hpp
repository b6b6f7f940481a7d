// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>

namespace commonweal::core {

/// The name of an agent that never changes: it keys every random draw and every output row.
using AgentId = std::uint32_t;

/// Where an agent stands in its columns; may differ between two builds of one population.
using Index = std::uint32_t;

/// Whole steps of the model's declared length since its start (the model's step: 1 hour).
using Tick = std::uint32_t;

/// No agent: the partner of a draw that concerns one agent alone.
inline constexpr AgentId nobody = std::numeric_limits<AgentId>::max();

}  // namespace commonweal::core
