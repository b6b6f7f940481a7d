// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/dependency_cascade.hpp>
#include <cstddef>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

using CascadeTies = std::vector<CascadeTie>;

AgentValues facilities(std::vector<double> values) { return {.drawn = {}, .given = std::move(values)}; }

/// The part of the living nodes that is largest, and of equal ones has the lowest node: by plain search.
std::vector<bool> largest_by_search(const CascadeTies& ties, const std::vector<bool>& alive) {
    std::vector<int> part(alive.size(), -1);
    std::vector<std::size_t> sizes;
    for (std::size_t first = 0; first < alive.size(); ++first) {
        if (!alive[first] || part[first] >= 0) continue;
        const int name = static_cast<int>(sizes.size());
        sizes.push_back(0);
        part[first] = name;
        for (bool more = true; more;) {
            more = false;
            for (const auto& [a, b] : ties) {
                if (!alive[a] || !alive[b] || (part[a] == name) == (part[b] == name)) continue;
                part[a] = part[b] = name;
                more = true;
            }
        }
        sizes.back() = static_cast<std::size_t>(std::count(part.begin(), part.end(), name));
    }
    std::vector<bool> left(alive.size(), false);
    if (sizes.empty()) return left;
    const auto largest = static_cast<int>(std::max_element(sizes.begin(), sizes.end()) - sizes.begin());
    for (std::size_t node = 0; node < alive.size(); ++node) left[node] = part[node] == largest;
    return left;
}

/// Mean over replicates, and its standard error.
std::pair<double, double> cascade_mean(const std::vector<double>& values) {
    const auto count = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / count;
    double squares = 0.0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return {mean, std::sqrt(squares / (count - 1.0) / count)};
}

}  // namespace

TEST(DependencyCascade, thresholds_are_those_published) {  // V49, V50
    const PercolationThreshold two = percolation_threshold({.networks = 2, .mean_degree = 1.0});
    EXPECT_NEAR(two.intact, 2.4554075, 1e-6);
    EXPECT_NEAR(two.giant, 1.2564312, 1e-6);
    EXPECT_NEAR(percolation_threshold({.networks = 3, .mean_degree = 1.0}).intact, 3.0891194, 1e-6);
    EXPECT_EQ(percolation_threshold({.networks = 1, .mean_degree = 4.0}).intact, 0.25);
    EXPECT_NEAR(percolation_threshold({.mean_degree = 4.0}).intact, 0.613852, 1e-6);
}

TEST(DependencyCascade, what_remains_solves_its_equation) {
    EXPECT_NEAR(giant_share({.intact = 0.7}), 0.557616, 1e-6);
    EXPECT_EQ(giant_share({.intact = 0.61}), 0.0);
    EXPECT_EQ(giant_share({.networks = 1, .mean_degree = 0.9, .intact = 1.0}), 0.0);
    EXPECT_EQ(giant_share({.mean_degree = 0.0}), 0.0);
    for (const std::uint32_t networks : {1u, 2u, 3u, 5u}) {
        const double share = giant_share({.networks = networks, .mean_degree = 8.0, .intact = 0.9});
        EXPECT_NEAR(share, 0.9 * std::pow(1.0 - std::exp(-8.0 * share), networks), 1e-12);
    }
}

TEST(DependencyCascade, stages_of_large_networks_lead_to_what_remains) {
    for (const std::uint32_t networks : {1u, 2u, 4u}) {
        const DependencyCascade process{.networks = networks, .mean_degree = 6.0, .intact = 0.85};
        EXPECT_NEAR(mean_field(process, 400).variable("giant").values.back(), giant_share(process), 1e-9);
    }
    EXPECT_NEAR(mean_field({.intact = 0.6}, 400).variable("giant").values.back(), 0.0, 1e-6);
}

TEST(DependencyCascade, a_cascade_is_worked_by_hand) {
    // Network 0 is the path 0-1-2-3-4-5, network 1 has 0-1, 2-4 and 4-5 and 5-3. Node 3 fails: 4 and 5 are cut off from
    // 0, 1, 2 in network 0; then 2 is alone in network 1; 0 and 1 hang together in both.
    CoupledNetworks coupled(6, 2);
    coupled.ties(0) = {{0, 1}, {1, 2}, {2, 3}, {3, 4}, {4, 5}};
    coupled.ties(1) = {{0, 1}, {2, 4}, {4, 5}, {5, 3}};
    EXPECT_EQ(coupled.cascade({0, 0, 0, 1, 0, 0}), (std::vector<core::Index>{5, 3, 2}));
    EXPECT_EQ(coupled.left(), (std::vector<core::Index>{0, 1}));
}

TEST(DependencyCascade, where_nothing_fails_one_stage_tells_it) {
    CoupledNetworks coupled(3, 2);
    coupled.ties(0) = {{0, 1}, {1, 2}};
    coupled.ties(1) = {{2, 1}, {0, 2}};
    EXPECT_EQ(coupled.cascade({0, 0, 0}), (std::vector<core::Index>{3, 3}));
    coupled.ties(0) = coupled.ties(1) = {};
    EXPECT_EQ(coupled.cascade({1, 1, 1}), (std::vector<core::Index>{0, 0}));
}

RC_GTEST_PROP(DependencyCascade, what_is_left_is_one_part_of_every_network_and_found_by_plain_search, ()) {
    const auto nodes = *rc::gen::inRange<core::Index>(1, 25);
    const auto networks = *rc::gen::inRange<std::uint32_t>(1, 4);
    CoupledNetworks coupled(nodes, networks);
    std::vector<CascadeTies> ties(networks);
    for (std::uint32_t m = 0; m < networks; ++m) {
        const auto count = *rc::gen::inRange<std::size_t>(0, 50);
        for (std::size_t k = 0; k < count; ++k) {
            ties[m].emplace_back(*rc::gen::inRange<core::Index>(0, nodes), *rc::gen::inRange<core::Index>(0, nodes));
        }
        coupled.ties(m) = ties[m];
    }
    std::vector<std::uint8_t> failed(nodes);
    for (auto& one : failed) one = *rc::gen::inRange(0, 5) == 0 ? 1 : 0;
    coupled.cascade(failed);
    std::vector<bool> alive(nodes);
    for (core::Index k = 0; k < nodes; ++k) alive[k] = !failed[k];
    for (std::uint32_t calm = 0, m = 0; calm < networks; m = (m + 1) % networks) {
        const std::vector<bool> left = largest_by_search(ties[m], alive);
        calm = left == alive ? calm + 1 : 1;
        alive = left;
    }
    std::vector<core::Index> rows;
    for (core::Index k = 0; k < nodes; ++k) {
        if (alive[k]) rows.push_back(k);
    }
    RC_ASSERT(coupled.left() == rows);
}

TEST(DependencyCascade, random_networks_lose_what_the_equation_says) {
    const DependencyCascade process{.intact = 0.75};
    const Dataset out = simulate(process, {.size = 20'000, .replicates = 10, .seed = 1});
    const auto [mean, error] = cascade_mean(out.variable("remaining").values);
    EXPECT_NEAR(mean, giant_share(process), 4.0 * error + 1e-4);
    const Dataset lost = simulate({.intact = 0.55}, {.size = 20'000, .replicates = 3, .seed = 2});
    for (const double left : lost.variable("remaining").values) EXPECT_LT(left, 0.01);
}

TEST(DependencyCascade, networks_may_live_on_given_graphs) {
    std::vector<core::Edge> ring;
    for (core::Index k = 0; k < 40; ++k) ring.emplace_back(k, (k + 1) % 40);
    const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(40, ring));
    const Dataset whole = simulate({.intact = 1.0}, {.graphs = {graph}, .replicates = 3, .seed = 3});
    EXPECT_EQ(whole.variable("remaining").values, (std::vector<double>{1.0, 1.0, 1.0}));
    // A ring without one node hangs together, without two it does not, and then little is left of both.
    const Dataset one = simulate({.intact = 39.0 / 40.0}, {.graphs = {graph}, .replicates = 5, .seed = 4});
    EXPECT_EQ(one.variable("remaining").values, std::vector<double>(5, 39.0 / 40.0));
    const auto empty = std::make_shared<const core::Graph>(core::Graph::undirected(40, std::vector<core::Edge>{}));
    EXPECT_EQ(simulate({.intact = 1.0}, {.graphs = {graph, empty}, .seed = 4}).variable("remaining").values[0],
              1.0 / 40.0);
}

TEST(DependencyCascade, threads_change_nothing_and_seeds_everything) {
    const auto left = [](std::uint32_t seed, unsigned threads) {
        return simulate(DependencyCascade{}, {.size = 500, .replicates = 5, .seed = seed, .threads = threads})
            .variable("giant")
            .values;
    };
    EXPECT_EQ(left(1, 1), left(1, 2));
    EXPECT_NE(left(1, 1), left(2, 1));
}

TEST(DependencyCascade, one_node_and_no_ties_run_and_mistakes_are_told) {
    EXPECT_EQ(simulate(DependencyCascade{.intact = 1.0}, {.size = 1}).variable("remaining").values[0], 1.0);
    EXPECT_EQ(simulate(DependencyCascade{.intact = 0.0}, {.size = 5}).variable("remaining").values[0], 0.0);
    EXPECT_EQ(simulate({.mean_degree = 0.0, .intact = 1.0}, {.size = 5}).variable("remaining").values[0], 0.2);
    try {
        simulate({.networks = 0, .mean_degree = -1.0, .intact = std::numeric_limits<double>::quiet_NaN()}, {.size = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        EXPECT_EQ(error.mistakes().size(), 4u);
    }
}

TEST(SupplyCascade, an_outage_passes_down_a_chain_as_stores_run_dry) {
    // Power, a pump with a tank of 2 h, a hospital with diesel for 3 h that needs half of the water.
    const SupplyStart start{.user = {1, 2, 2},
                            .supplier = {0, 0, 1},
                            .need = {1.0, 1.0, 0.5},
                            .backup = {2.0, 3.0, 1.0},
                            .recharge = {0.5, 0.0, 0.5},
                            .own = facilities({0.0, 1.0, 1.0}),
                            .repaired = facilities({6.0, 0.0, 0.0})};
    const Experiment experiment{.size = 3, .until = 8.0, .every = 1.0};
    const Dataset course = simulate({.order = SupplyOrder::same_step}, start, experiment);
    std::vector<double> pump;
    std::vector<double> hospital;
    for (std::size_t hour = 0; hour < 9; ++hour) {
        pump.push_back(course.variable("function").values[3 * hour + 1]);
        hospital.push_back(course.variable("function").values[3 * hour + 2]);
    }
    EXPECT_EQ(pump, (std::vector<double>{1, 1, 1, 0, 0, 0, 0, 1, 1}));
    EXPECT_EQ(hospital, (std::vector<double>{1, 1, 1, 1, 0, 0, 0, 1, 1}));
    EXPECT_EQ(course.variable("lost").values, (std::vector<double>{6.0, 4.0, 3.0}));
}

TEST(SupplyCascade, a_step_later_per_link_or_at_once) {
    const SupplyStart chain{.user = {1, 2},
                            .supplier = {0, 1},
                            .own = facilities({0.0, 1.0, 1.0}),
                            .repaired = facilities({100.0, 0.0, 0.0})};
    const Experiment experiment{.size = 3, .until = 3.0, .every = 1.0};
    const Dataset later = simulate({.backup = 0.0}, chain, experiment);
    EXPECT_EQ(later.variable("function").values, (std::vector<double>{0, 1, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0}));
    const Dataset at_once = simulate({.order = SupplyOrder::same_step, .backup = 0.0}, chain, experiment);
    EXPECT_EQ(at_once.variable("function").values, (std::vector<double>{0, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
}

TEST(SupplyCascade, without_links_the_first_supplies_all_others) {
    const SupplyStart start{.own = facilities({0.5, 1.0, 0.8}), .repaired = facilities({48.0, 48.0, 48.0})};
    const Dataset course = simulate({.backup = 2.0}, start, {.size = 3, .until = 10.0, .every = 10.0});
    const std::vector<double>& function = course.variable("function").values;
    EXPECT_NEAR(function[3], 0.5, 1e-12);
    EXPECT_NEAR(function[4], 0.5, 1e-12);
    EXPECT_NEAR(function[5], 0.4, 1e-12);
    // Half of the need is missing: two hours of store carry for four.
    EXPECT_NEAR(course.variable("lost").values[1], 0.5 * 6.0, 1e-12);
}

RC_GTEST_PROP(SupplyCascade, larger_stores_never_lose_more_and_functions_are_shares, ()) {
    const auto size = *rc::gen::inRange<core::Index>(1, 8);
    SupplyStart start{.own = facilities({}), .repaired = facilities({})};
    for (core::Index row = 0; row < size; ++row) {
        start.own.given.push_back(0.1 * *rc::gen::inRange(0, 11));
        start.repaired.given.push_back(*rc::gen::inRange(0, 40));
    }
    const auto links = *rc::gen::inRange<std::size_t>(1, 12);
    for (std::size_t k = 0; k < links; ++k) {
        start.user.push_back(*rc::gen::inRange<core::Index>(0, size));
        start.supplier.push_back(*rc::gen::inRange<core::Index>(0, size));
        start.need.push_back(0.1 * *rc::gen::inRange(1, 11));
        start.backup.push_back(*rc::gen::inRange(0, 10));
    }
    const Experiment experiment{.size = size, .until = 48.0, .every = 1.0, .threads = 1};
    const Dataset small = simulate(SupplyCascade{}, start, experiment);
    const Dataset large = simulate({.backup_factor = 2.0}, start, experiment);
    for (const double u : small.variable("function").values) RC_ASSERT(u >= 0.0 && u <= 1.0 + 1e-12);
    const std::vector<double>& less = large.variable("lost").values;
    const std::vector<double>& more = small.variable("lost").values;
    for (std::size_t k = 0; k < more.size(); ++k) RC_ASSERT(less[k] <= more[k] + 1e-9);
}

TEST(SupplyCascade, half_the_step_moves_what_is_lost_by_little) {
    const SupplyStart start{.user = {1, 2, 3, 3, 0},
                            .supplier = {0, 1, 2, 0, 3},
                            .own = facilities({0.0, 1.0, 0.6, 1.0}),
                            .repaired = facilities({30.0, 0.0, 40.0, 0.0})};
    const auto lost = [&](double step) {
        return simulate({.need = 0.5}, start, {.size = 4, .until = 100.0, .step = step}).variable("lost").values;
    };
    const std::vector<double> whole = lost(0.1);
    const std::vector<double> half = lost(0.05);
    for (std::size_t k = 0; k < whole.size(); ++k) EXPECT_NEAR(whole[k], half[k], 0.01 * half[k]);
}

TEST(SupplyCascade, threads_change_nothing_and_seeds_everything) {
    const auto lost = [](std::uint32_t seed, unsigned threads) {
        const SupplyStart start{.own = {.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})},
                                .repaired = {.drawn = core::Distribution::exponential({.mean = 24.0})}};
        return simulate(SupplyCascade{}, start, {.size = 20, .replicates = 4, .seed = seed, .threads = threads})
            .variable("lost")
            .values;
    };
    EXPECT_EQ(lost(1, 1), lost(1, 2));
    EXPECT_NE(lost(1, 1), lost(2, 1));
}

TEST(SupplyCascade, every_mistake_is_told_at_once) {
    const SupplyStart start{.user = {0, 9},
                            .supplier = {1},
                            .need = {0.0, 1.0},
                            .backup = {1.0},
                            .own = facilities({1.0, 1.5, 1.0}),
                            .repaired = {.drawn = core::Distribution::constant(-1.0)}};
    try {
        simulate({.charge = 2.0}, start, {.size = 3, .until = -1.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const auto& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"until", "charge", "supplier", "user", "need", "backup", "own[1]",
                                                   "repaired"}));
    }
}

TEST(DependencyCascade, every_parameter_is_described) {
    DependencyCascade networks;
    expect_described(networks, 3);
    SupplyCascade supply;
    expect_described(supply, 6);
}
