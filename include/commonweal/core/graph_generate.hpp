// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/types.hpp>
#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::core {

/// Everybody knows everybody. Takes 4 bytes times the square of the number of agents, and some four times that
/// while it is made.
struct Complete {};

/// A rectangle of width times height agents, numbered row by row, each tied to those beside, above and below.
struct Lattice {
    Index width = 100;      ///< agents in a row, at least 1; the number of agents is a multiple, the height, of it
    bool diagonal = false;  ///< also to the four across the corners (Moore's neighbourhood)
    bool periodic = false;  ///< the last row and column are beside the first (a torus); both then at least 3 long
};

/// Each pair is tied with the same probability, independently (Gilbert 1959, doi:10.1214/aoms/1177706098; the model
/// that is mostly called Erdős and Rényi's). Drawn by geometric jumps (Batagelj and Brandes 2005,
/// doi:10.1103/PhysRevE.71.036113).
struct ErdosRenyi {
    double mean_degree = 10.0;  ///< in [0, number of agents - 1]
};

/// Watts and Strogatz (1998, doi:10.1038/30918): a ring in which everybody knows the nearest `degree`, and each tie is
/// bent with probability `rewiring`: its end that comes first on the ring becomes one of all other agents. Agents are
/// numbered along the ring. Bent ties that meet an existing tie are dropped.
struct SmallWorld {
    Index degree = 10;       ///< mean number of neighbours, even, below the number of agents
    double rewiring = 0.05;  ///< probability in [0, 1]
};

/// Growth by preferential attachment (Barabási and Albert 1999, doi:10.1126/science.286.5439.509): each newcomer ties
/// itself `ties` times to ends of earlier ties. Drawn without a common state (Sanders and Schulz 2016,
/// doi:10.1016/j.ipl.2016.02.004): agents come in the order of their numbers, and each tie leads to an end drawn from
/// all ends before it, its own first end included, so that the first agent ties itself to itself alone. Ties of an
/// agent to itself and repeated ones count as ends and are then dropped. The ties among the agents so far do not depend
/// on how many follow.
struct ScaleFree {
    Index ties = 5;  ///< that each newcomer brings, from 1 to the number of agents - 1
};

/// Every agent has a wanted number of ties; the stubs are paired at random (Bollobás 1980,
/// doi:10.1016/S0195-6698(80)80030-8). Ties of an agent to itself and repeated ones are dropped, as is the last stub of
/// an odd number.
struct ConfigurationModel {
    std::vector<std::uint32_t> degrees;  ///< one for each agent, below the number of agents
};

/// Blocks of consecutive agents; a pair is tied with a probability that depends on the two blocks alone (Holland,
/// Laskey and Leinhardt 1983, doi:10.1016/0378-8733(83)90021-7).
struct BlockModel {
    std::vector<Index> sizes;           ///< of the blocks; their sum is the number of agents
    std::vector<double> probabilities;  ///< row by row, as many rows and columns as blocks, symmetric, in [0, 1]
};

/// All members of a group know each other: households. Groups are runs of consecutive agents.
struct Cliques {
    std::vector<Index> sizes;  ///< of the groups; their sum is the number of agents
};

/// Groups of any agents, such as teams, classes or circles of friends: two members of a group are tied with the group's
/// probability, independently. An agent may be in several groups, or in none; pairs that several groups tie are tied
/// once.
struct Groups {
    std::vector<Index> sizes;           ///< of the groups; their sum is the number of members
    std::vector<Index> members;         ///< of the first group, then of the second, and so on: rows
    std::vector<double> probabilities;  ///< one for each group, in [0, 1]
};

/// Groups within groups, such as buildings within grid cells within communities: at each level an agent has a mean
/// number of ties to members of its group at this level who are in another group at the level before (before the
/// first, each is a group of its own). All such pairs of a group are tied with the same probability, independently. A
/// smaller last group has the same mean, or all the ties that it can have.
struct NestedCommunities {
    struct Level {
        Index group_size = 1;      ///< agents in a group, a multiple of the one before; the last group may be smaller
        double mean_degree = 0.0;  ///< ties of this level for each agent, in [0, group_size - that of the level before]
    };
    std::vector<Level> levels;  ///< from the smallest groups to the largest
};

/// Residents and the organisations they belong to: how many is drawn for each resident from Poisson's distribution,
/// which ones with probabilities in proportion to the organisations' attractions. Repeated ones are dropped.
struct BipartiteMembership {
    double mean_memberships = 1.0;   ///< for each resident, in [0, 1000], before repeated ones are dropped
    std::vector<double> attraction;  ///< one for each organisation, none negative, finite, not all 0
};

/// Makes the ties of `layer` among `size` agents. Draws are keyed by seed, layer, model and row: the same ties for any
/// number of threads, other ones for another layer. Throws one Error that tells of every parameter out of range; among
/// no agents, those that must be below the number of agents may be anything.
Graph generate(const Complete& model, Index size, Layer layer, Seed seed, Workers& workers);
Graph generate(const Lattice& model, Index size, Layer layer, Seed seed, Workers& workers);
Graph generate(const ErdosRenyi& model, Index size, Layer layer, Seed seed, Workers& workers);
Graph generate(const SmallWorld& model, Index size, Layer layer, Seed seed, Workers& workers);
Graph generate(const ScaleFree& model, Index size, Layer layer, Seed seed, Workers& workers);
Graph generate(const ConfigurationModel& model, Index size, Layer layer, Seed seed, Workers& workers);
Graph generate(const BlockModel& model, Index size, Layer layer, Seed seed, Workers& workers);
Graph generate(const Cliques& model, Index size, Layer layer, Seed seed, Workers& workers);
Graph generate(const Groups& model, Index size, Layer layer, Seed seed, Workers& workers);
Graph generate(const NestedCommunities& model, Index size, Layer layer, Seed seed, Workers& workers);
/// A bipartite graph: row v holds the organisations of resident v; transposed() gives the members of each.
Graph generate(const BipartiteMembership& model, Index size, Layer layer, Seed seed, Workers& workers);

}  // namespace commonweal::core
