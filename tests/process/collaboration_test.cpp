// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/collaboration.hpp>
#include <limits>
#include <memory>
#include <numeric>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace collaboration_test {

namespace {

using Values = std::vector<double>;

Values of(const Dataset& course, std::string_view name) { return course.variable(name).values; }

AgentValues all(double value) { return {.drawn = core::Distribution::constant(value)}; }
AgentValues each(Values values) { return {.drawn = {}, .given = std::move(values)}; }

/// One strong member among seven, or seven alike.
const CollaborationStart unequal{.power = each({10, 4, 2, 1, 1, 1, 1})};
const CollaborationStart equal{.power = all(1.0)};

/// A variable after the last of 24 meetings, mean over forums.
double in_the_end(std::string_view name, const Collaboration& forum, const CollaborationStart& start) {
    const Dataset course = simulate(forum, start, {.size = 7, .replicates = 200, .seed = 1});
    const Values values = of(course, name);
    double sum = 0.0;
    for (std::size_t k = 23; k < values.size(); k += 24) sum += values[k];
    return sum / 200.0;
}

}  // namespace

TEST(Collaboration, members_come_where_it_is_worth_more_than_elsewhere) {
    const Collaboration forum{.outside_value = 0.2};
    // .7 * .6 * (.5 + .5) - .05 = .37 against .2.
    EXPECT_NEAR(attendance_chance(forum, {}, {}, 0.7), 1.0 / (1.0 + std::exp(-0.17 / 0.05)), 1e-12);
    const Standing weak{.weak = 0.5, .strong = 0.0, .held_down = 0.4};
    EXPECT_NEAR(attendance_chance(forum, weak, {}, 0.7), 1.0 / (1.0 + std::exp(-(0.42 * 0.8 - 0.25) / 0.05)), 1e-12);
    EXPECT_GT(attendance_chance(forum, weak, {.mandate = 0.5}, 0.7), 0.99);
}

TEST(Collaboration, promises_commitment_and_wins_are_those_worked_by_hand) {
    const Collaboration forum{.transparency = 0.5};
    EXPECT_NEAR(promise_chance(forum, {}, 0.5, 0.2), (0.55 + 0.225 + 0.05) * 0.94, 1e-12);
    EXPECT_EQ(promise_chance(forum, {}, 1.0, 0.0), 0.98);
    const Standing strong{.weak = 0.0, .strong = 1.0, .held_down = 0.5};
    EXPECT_NEAR(promise_chance(forum, strong, 1.0, 0.0), 1.05 * 0.6, 1e-12);
    EXPECT_NEAR(commitment_of(forum, {}, {}, 0.4, 0.0), 1.0 / (1.0 + std::exp(-(-2.2 + 0.6 + 1.5 + 1.3))), 1e-12);
    EXPECT_NEAR(win_chance(forum, 0.5, 0.0, 0.0), 1.0 - std::exp(-0.45), 1e-12);
    EXPECT_NEAR(win_chance({.digital_monitoring = 1.0}, 0.5, 1.0, 0.5), 1.0 - std::exp(-1.5 * 1.15), 1e-12);
}

TEST(Collaboration, unequal_power_breaks_a_forum_unless_somebody_leads) {
    const double led = in_the_end("alive", {.leadership = 0.95}, unequal);
    EXPECT_GT(led, in_the_end("alive", {.leadership = 0.1}, unequal) + 0.2);
    EXPECT_GT(in_the_end("alive", {.leadership = 0.1}, equal), in_the_end("alive", {.leadership = 0.1}, unequal) + 0.2);
}

TEST(Collaboration, a_better_place_elsewhere_empties_the_table) {
    EXPECT_GT(in_the_end("alive", {}, equal), in_the_end("alive", {.outside_value = 0.5}, equal) + 0.3);
    EXPECT_GT(in_the_end("alive", {.incentive = 1.0, .outside_value = 0.4}, equal),
              in_the_end("alive", {.incentive = 0.6, .outside_value = 0.4}, equal) + 0.3);
}

TEST(Collaboration, old_quarrels_need_high_stakes) {
    CollaborationStart quarrel = equal;
    quarrel.prehistory = -0.8;
    EXPECT_GT(in_the_end("trust", {.incentive = 1.0}, quarrel), in_the_end("trust", {.incentive = 0.5}, quarrel));
    EXPECT_LT(in_the_end("alive", {.incentive = 0.6}, quarrel), 0.1);
}

TEST(Collaboration, an_order_fills_the_table_as_long_as_it_lasts) {
    const Collaboration none{.incentive = 0.4, .outside_value = 0.4};
    Collaboration ordered = none;
    ordered.mandate = 0.5;
    Collaboration lapsed = ordered;
    lapsed.mandate_meetings = 8;
    EXPECT_GT(in_the_end("alive", ordered, equal), 0.9);
    EXPECT_LT(in_the_end("alive", none, equal), 0.1);
    EXPECT_LT(in_the_end("alive", lapsed, equal), 0.5 * in_the_end("alive", ordered, equal));
}

TEST(Collaboration, overworked_members_stay_away) {
    CollaborationStart busy = equal;
    busy.load = all(0.8);
    EXPECT_GT(in_the_end("attendance", {}, equal), in_the_end("attendance", {}, busy) + 0.2);
}

TEST(Collaboration, each_digital_function_moves_its_own_link) {
    const Collaboration plain{.online_share = 1.0};
    const auto with = [&](double Collaboration::*function) {
        Collaboration forum = plain;
        forum.*function = 1.0;
        return forum;
    };
    EXPECT_GT(in_the_end("trust", with(&Collaboration::digital_scenes), equal), in_the_end("trust", plain, equal));
    EXPECT_GT(in_the_end("understanding", with(&Collaboration::digital_communication), equal),
              in_the_end("understanding", plain, equal));
    EXPECT_GT(in_the_end("understanding", with(&Collaboration::digital_sharing), equal),
              in_the_end("understanding", plain, equal));
    EXPECT_GT(in_the_end("hope", with(&Collaboration::digital_monitoring), equal), in_the_end("hope", plain, equal));
}

RC_GTEST_PROP(Collaboration, all_shares_stay_in_their_range, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    const Collaboration forum{
        .loop = *rc::gen::element(CollaborationLoop::consensus_first, CollaborationLoop::action_first),
        .incentive = share(),
        .outside_value = share(),
        .leadership = share(),
        .mandate = share(),
        .trust_loss = share(),
        .understanding_rate = share(),
        .quorum = share(),
        .digital_sharing = share(),
        .digital_communication = share(),
        .online_share = share()};
    const CollaborationStart start{.load = all(share()), .prehistory = 2.0 * share() - 1.0, .hope = share()};
    const Dataset course = simulate(forum, start, {.size = *rc::gen::inRange(2u, 6u), .until = 10.0});
    for (const char* name : {"attendance", "trust", "commitment", "understanding", "win", "hope", "alive"}) {
        for (const double value : of(course, name)) {
            RC_ASSERT(value >= 0.0);
            RC_ASSERT(value <= 1.0);
        }
    }
    for (const double capacity : of(course, "capacity")) RC_ASSERT(capacity >= 1.0);
}

TEST(Collaboration, order_of_members_does_not_matter) {  // 4 standard errors of 2,000 forums, sd at most .5
    CollaborationStart turned = unequal;
    std::reverse(turned.power.given.begin(), turned.power.given.end());
    const auto alive = [](const CollaborationStart& start) {
        const Values values =
            of(simulate(Collaboration{}, start, {.size = 7, .replicates = 2'000, .seed = 3}), "alive");
        double sum = 0.0;
        for (std::size_t k = 23; k < values.size(); k += 24) sum += values[k];
        return sum / 2'000.0;
    };
    EXPECT_NEAR(alive(unequal), alive(turned), 4.0 * std::sqrt(2.0) * 0.5 / std::sqrt(2'000.0));
}

TEST(Collaboration, threads_change_nothing_and_seeds_everything) {
    const auto trust = [](std::uint32_t seed, unsigned threads) {
        return of(simulate(Collaboration{}, {}, {.size = 7, .replicates = 9, .seed = seed, .threads = threads}),
                  "trust");
    };
    EXPECT_EQ(trust(1, 1), trust(1, 2));
    EXPECT_NE(trust(1, 1), trust(2, 1));
}

TEST(Collaboration, every_mistake_is_told_at_once) {
    const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(1, {}));
    try {
        simulate(Collaboration{.incentive = 1.5, .quorum = std::numeric_limits<double>::quiet_NaN()},
                 {.power = each({-1.0}), .load = all(2.0), .prehistory = -2.0}, {.graphs = {graph}, .until = 0.5});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const core::Mistake& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"incentive", "quorum", "graph", "size", "power[0]", "load",
                                                   "prehistory", "until"}));
    }
}

TEST(Collaboration, every_parameter_is_described) {
    Collaboration process;
    expect_described(process, 23);
}

}  // namespace collaboration_test
