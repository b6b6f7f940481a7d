// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/distribution.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/types.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

namespace commonweal::core {
class Graph;
class Workers;
}  // namespace commonweal::core

namespace commonweal::process {

/// Makes the ties of one replicate among `size` people.
using MakeGraph = std::function<core::Graph(core::Index size, core::Seed seed, core::Workers& workers)>;

/// What a mechanism alone is tried on: a crowd, for how long, how often. Times are in the mechanism's own unit.
struct Experiment {
    core::Index size = 1000;  ///< People, where there is no graph.
    /// Who meets whom; everybody everybody else if empty. Of several graphs, replicate r lives on the one of number r
    /// modulo how many there are. All have one size.
    std::vector<std::shared_ptr<const core::Graph>> graphs{};
    /// Without graphs: makes another one for each replicate, which is gone when the replicate has ended.
    MakeGraph make_graph{};
    std::optional<double> until{};  ///< Without it a run lasts until nothing more can happen, or as the mechanism says.
    std::optional<double> every{};  ///< From one record to the next; without it a hundredth of `until`.
    std::optional<double> step{};   ///< Length of a tick; without it the mechanism's own.
    std::uint32_t replicates = 1;   ///< At least 1. What a replicate does does not depend on how many there are.
    std::uint32_t seed = 0;
    unsigned threads = 0;  ///< 0 for one on each processor. Results do not depend on it.

    /// Whether everybody meets everybody.
    bool is_mixed() const { return graphs.empty() && !make_graph; }
};

/// Who begins: these rows, or if there are none so many agents at random, others in each replicate.
struct Starters {
    core::Index count = 1;
    std::vector<core::Index> rows{};
};

/// A number of each agent: drawn, in each replicate anew, or given for each row.
struct AgentValues {
    core::Distribution drawn{};
    std::vector<double> given{};
};

}  // namespace commonweal::process
