// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph_generate.hpp>

#include <algorithm>
#include <cmath>

using namespace commonweal::core;

namespace {

constexpr Layer ties{"ties"};

Workers& workers() {
    static Workers two(2);
    return two;
}

double clustering(const Graph& graph) {
    double sum = 0.0;
    for (Index v = 0; v < graph.size(); ++v) {
        const auto row = graph.neighbours(v);
        double closed = 0.0;
        for (std::size_t a = 0; a < row.size(); ++a) {
            for (std::size_t b = a + 1; b < row.size(); ++b) closed += graph.adjacent(row[a], row[b]);
        }
        const double pairs = 0.5 * static_cast<double>(row.size()) * (static_cast<double>(row.size()) - 1.0);
        if (pairs > 0.0) sum += closed / pairs;
    }
    return sum / graph.size();
}

}  // namespace

// Watts and Strogatz 1998; Barrat and Weigt 2000 (doi:10.1007/s100510050067): C(p) = 3(k-2)/(4(k-1)) (1-p)^3.
TEST(GraphGenerate, small_world_clustering_follows_barrat_and_weigt) {
    EXPECT_NEAR(clustering(generate(SmallWorld{.degree = 6, .rewiring = 0.0}, 5000, ties, {1, 0}, workers())), 0.6,
                1e-9);
    EXPECT_NEAR(clustering(generate(SmallWorld{.degree = 6, .rewiring = 0.1}, 5000, ties, {1, 0}, workers())),
                0.6 * std::pow(0.9, 3), 0.02);
}

TEST(GraphGenerate, small_world_keeps_the_mean_degree_but_for_the_ties_that_met) {
    const Graph graph = generate(SmallWorld{.degree = 10, .rewiring = 0.2}, 20000, ties, {3, 0}, workers());
    EXPECT_NEAR(static_cast<double>(graph.arcs()) / graph.size(), 10.0, 0.01);
}

TEST(GraphGenerate, another_seed_or_replicate_bends_other_ties) {
    const SmallWorld model{.degree = 4, .rewiring = 0.5};
    const Graph first = generate(model, 500, ties, {1, 0}, workers());
    const auto differs = [&](Seed seed) {
        const Graph other = generate(model, 500, ties, seed, workers());
        return !std::equal(first.targets().begin(), first.targets().end(), other.targets().begin(),
                           other.targets().end());
    };
    EXPECT_FALSE(differs({1, 0}));
    EXPECT_TRUE(differs({2, 0}));
    EXPECT_TRUE(differs({1, 1}));
}

TEST(GraphGenerate, an_odd_degree_or_one_above_the_size_is_refused) {
    EXPECT_THROW(generate(SmallWorld{.degree = 3}, 100, ties, {}, workers()), Error);
    EXPECT_THROW(generate(SmallWorld{.degree = 10}, 10, ties, {}, workers()), Error);
    EXPECT_THROW(generate(SmallWorld{.degree = 2, .rewiring = 1.5}, 10, ties, {}, workers()), Error);
    EXPECT_EQ(generate(SmallWorld{.degree = 2}, 0, ties, {}, workers()).size(), 0u);
}
