// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/types.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Networks whose nodes need one node of every other network each: what fails in one fails in all, and what is cut off
/// from the largest part fails too. Buldyrev, Parshani, Paul, Stanley and Havlin 2010 (doi:10.1038/nature08932);
/// several networks: Gao, Buldyrev, Havlin and Stanley 2011 (doi:10.1103/PhysRevLett.107.195701).
struct DependencyCascade {
    /// 1 to 100.
    std::uint32_t networks = 2;
    /// Mean degree of each, where no graphs are given: random ties, in [0, 1000]. [A]
    double mean_degree = 4.0;
    /// Share of nodes that a first failure leaves, in [0, 1]. [A]
    double intact = 0.8;
};

/// Below which share left by a first failure nothing remains of random networks, and what remains at it: a jump, but
/// for a single network.
struct PercolationThreshold {
    double intact = 0.0;
    double giant = 0.0;
};
PercolationThreshold percolation_threshold(const DependencyCascade& process);

/// Share of nodes that remain of large random networks: the largest P = intact (1 - exp(-mean_degree P))^networks.
double giant_share(const DependencyCascade& process);

/// Share of nodes in the largest part after each stage, in large random networks. Over stage: giant.
Dataset mean_field(const DependencyCascade& process, std::uint32_t stages);

/// The two ends of a tie within one network.
using CascadeTie = std::pair<core::Index, core::Index>;

/// A cascade through coupled networks. Keeps its memory from one to the next.
class CoupledNetworks {
public:
    /// Node k of each network needs node k of all others.
    CoupledNetworks(core::Index nodes, std::uint32_t networks);

    /// Ties of a network, to be filled; a cascade uses them up.
    std::vector<CascadeTie>& ties(std::uint32_t network) { return ties_[network]; }

    /// Nodes that are left; all fail that `failed` names, then network after network what is not in its largest part,
    /// until nothing changes. Of equal parts that with the lowest node stays. Returns how many are left after the
    /// first failure and after each stage.
    const std::vector<core::Index>& cascade(const std::vector<std::uint8_t>& failed);

    /// Rows that are left, ascending.
    const std::vector<core::Index>& left() const { return left_; }

private:
    core::Index root_of(core::Index node);
    void keep_largest(std::vector<CascadeTie>& ties);

    std::vector<std::vector<CascadeTie>> ties_;
    std::vector<core::Index> left_;
    std::vector<core::Index> parent_;
    std::vector<core::Index> members_;
    std::vector<std::uint8_t> alive_;
    std::vector<core::Index> stages_;
};

/// Lets networks of `size` nodes fail in each replicate. Network m lives on graph m modulo how many there are, which
/// node needs which being drawn anew; without graphs on random ties, or on what is made for each. Over replicate and
/// stage: giant, a run that is over staying as it is; over replicate: remaining, and stages, how many there were.
/// Times are not looked at. Throws ConfigError with everything that is wrong.
Dataset simulate(const DependencyCascade& process, const Experiment& experiment);

/// When a user feels its supplier.
enum class SupplyOrder : std::uint8_t {
    next_step,  ///< a step later, whatever the order of rows
    same_step,  ///< at once where the supplier stands before the user, else a step later
};

/// Facilities of a city that need each other's service, with stores that stand in for it (backup.hpp): the function of
/// each is its own state times the shares met of its needs.
struct SupplyCascade {
    SupplyOrder order = SupplyOrder::next_step;
    /// Function of the supplier at which a user has enough, in (0, 1], where a link does not tell. [A]
    double need = 1.0;
    /// How long a store carries the full need, h, in [0, 720], where a link does not tell. [A]
    double backup = 4.0;
    /// Hours of need that come back per hour of full supply, in [0, 100], where a link does not tell. [A]
    double recharge = 0.5;
    /// Factor on the capacity of all stores, in [0, 100]. [A]
    double backup_factor = 1.0;
    /// Share of its capacity that each store holds at first, in [0, 1]. [A]
    double charge = 1.0;
};

/// Who needs whom, and what has broken.
struct SupplyStart {
    /// Rows of each link's user and supplier; empty: the first facility supplies all others.
    std::vector<core::Index> user{};
    std::vector<core::Index> supplier{};
    /// Of each link; empty: as the parameters say.
    std::vector<double> need{};
    std::vector<double> backup{};
    std::vector<double> recharge{};
    /// Function of each facility by itself until it is repaired, in [0, 1].
    AgentValues own{.drawn = core::Distribution::constant(1.0)};
    /// From this hour on it is 1, at least 0; infinite: never.
    AgentValues repaired{.drawn = core::Distribution::constant(24.0)};
};

/// `size` facilities in each replicate, for `until` hours (168 if not told) by steps of `step` (1). Over replicate,
/// time (h) and agent: function, of the step before; over replicate and time: mean; over replicate and agent: lost, h
/// of full function. Graphs are not looked at. Throws ConfigError with everything that is wrong.
Dataset simulate(const SupplyCascade& process, const SupplyStart& start, const Experiment& experiment);

/// Enter the parameters into a table.
void describe(core::ParameterTable& table, DependencyCascade& process);
void describe(core::ParameterTable& table, SupplyCascade& process);

}  // namespace commonweal::process
