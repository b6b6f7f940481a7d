// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/graph.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/types.hpp>

namespace commonweal::core {

/// Watts and Strogatz (1998, doi:10.1038/30918): a ring in which everybody knows the nearest `degree`, and each tie is
/// bent to a random agent with probability `rewiring`. Agents are numbered along the ring.
struct SmallWorld {
    Index degree = 10;       ///< mean number of neighbours, even, below the number of agents
    double rewiring = 0.05;  ///< probability in [0, 1]
};

/// Draws are keyed by seed, agent and tie, so the ties of low-numbered agents do not depend on how many follow. Bent
/// ties that meet an existing tie are dropped. Throws Error if a parameter is out of range.
Graph generate(const SmallWorld& model, Index size, Seed seed);

}  // namespace commonweal::core
