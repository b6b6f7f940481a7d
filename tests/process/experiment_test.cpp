// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/rumour.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

constexpr Rumour quiet{.contact_rate = 1.0, .forget_rate = 0.0};

std::vector<std::string> mistakes(const Experiment& experiment) {
    std::vector<std::string> texts;
    try {
        simulate(quiet, {}, experiment);
    } catch (const core::ConfigError& error) {
        for (const core::Mistake& mistake : error.mistakes()) texts.push_back(mistake.text());
    }
    return texts;
}

std::shared_ptr<const core::Graph> isolated(core::Index size) {
    return std::make_shared<const core::Graph>(core::Graph::undirected(size, {}));
}

}  // namespace

TEST(Experiment, records_lie_where_it_says) {
    const Dataset course = simulate(quiet, {}, {.size = 10, .until = 2.0, .every = 0.5, .step = 0.1});
    const std::vector<double> expected{0.0, 0.5, 1.0, 1.5, 2.0};
    ASSERT_EQ(course.dimension("time").values.size(), expected.size());
    for (std::size_t k = 0; k < expected.size(); ++k) {
        EXPECT_NEAR(course.dimension("time").values[k], expected[k], 1e-12);
    }
    EXPECT_EQ(simulate(quiet, {}, {.size = 10, .until = 2.0}).dimension("time").values.size(), 41u);  // each tick
}

TEST(Experiment, a_hundred_records_are_kept_where_ticks_are_many) {
    const Dataset course = simulate(quiet, {}, {.size = 10, .until = 100.0, .step = 0.01});
    EXPECT_EQ(course.dimension("time").values.size(), 101u);
    EXPECT_NEAR(course.dimension("time").values.back(), 100.0, 1e-9);
}

TEST(Experiment, a_replicate_does_not_depend_on_how_many_there_are) {
    const Dataset few = simulate(quiet, {}, {.size = 50, .until = 5.0, .replicates = 2, .threads = 2});
    const Dataset many = simulate(quiet, {}, {.size = 50, .until = 5.0, .replicates = 7, .threads = 2});
    const std::vector<double>& first = few.variable("ignorant").values;
    EXPECT_TRUE(std::equal(first.begin(), first.end(), many.variable("ignorant").values.begin()));
}

TEST(Experiment, replicates_take_turns_at_the_graphs) {
    const std::vector<core::Edge> tie{{0, 1}};
    const auto pair = std::make_shared<const core::Graph>(core::Graph::undirected(2, tie));
    const Dataset course =
        simulate(quiet, {}, {.graphs = {isolated(2), pair}, .until = 50.0, .every = 50.0, .replicates = 3});
    const std::vector<double>& ignorant = course.variable("ignorant").values;
    EXPECT_EQ((std::vector{ignorant[1], ignorant[3], ignorant[5]}), (std::vector{0.5, 0.0, 0.5}));
}

TEST(Experiment, each_replicate_has_ties_of_its_own_where_they_are_made) {
    const auto made = [](core::Index size, core::Seed seed, core::Workers& workers) {
        return core::generate(core::ErdosRenyi{.mean_degree = 3.0}, size, core::Layer{"contacts"}, seed, workers);
    };
    std::vector<std::shared_ptr<const core::Graph>> graphs;
    core::Workers workers(2);
    for (std::uint32_t replicate = 0; replicate < 4; ++replicate)
        graphs.push_back(std::make_shared<const core::Graph>(made(200, {.value = 5, .replicate = replicate}, workers)));
    const Experiment given{.graphs = graphs, .until = 9.0, .replicates = 4, .seed = 5, .threads = 1};
    const Experiment asked{.size = 200, .make_graph = made, .until = 9.0, .replicates = 4, .seed = 5, .threads = 2};
    EXPECT_EQ(simulate(quiet, {}, asked).variable("ignorant").values,
              simulate(quiet, {}, given).variable("ignorant").values);
}

TEST(Experiment, made_ties_that_lead_to_others_than_people_are_refused) {
    const auto made = [](core::Index size, core::Seed seed, core::Workers& workers) {
        const core::BipartiteMembership model{.mean_memberships = 1.0, .attraction = {1.0, 1.0}};
        return core::generate(model, size, core::Layer{"contacts"}, seed, workers);
    };
    EXPECT_EQ(mistakes({.size = 20, .make_graph = made}),
              std::vector<std::string>{"keyword: graph is bipartite; must lead from people to people."});
}

TEST(Experiment, everything_wrong_is_told_at_once) {
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    EXPECT_EQ(mistakes({.size = 0, .until = nothing, .every = 0.0, .step = -1.0, .replicates = 0}),
              (std::vector<std::string>{
                  "keyword: size is 0 agents; there must be somebody.", "keyword: replicates is 0; must be at least 1.",
                  "keyword: until is nan; must be above 0.", "keyword: every is 0; must be above 0.",
                  "keyword: step is -1; must be above 0.",
                  "keyword: spreader is 1; must be at most the number of people, 0."}));
    EXPECT_EQ(
        mistakes({.graphs = {isolated(2), isolated(3)}}),
        (std::vector<std::string>{"keyword: graph is 3 agents; all graphs must have as many agents as the first, 2."}));
}

TEST(Experiment, a_run_longer_than_a_clock_can_count_is_refused) {
    EXPECT_EQ(mistakes({.size = 2, .until = 1e7, .step = 1e-3}),
              std::vector<std::string>{"keyword: until is 10000000; must be at most 4000000000 steps of 0.001."});
}
