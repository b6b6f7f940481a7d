// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/cooperation.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

/// What is given is what the others gave in the round before, by each type's schedule alone.
Cooperation by_schedule(double slope) {
    return {.group_size = 0,
            .free_rider_share = 0.3,
            .hump_share = 0.0,
            .slope = slope,
            .belief_seen = 1.0,
            .belief_kept = 0.0,
            .schedule_weight = 1.0,
            .belief_weight = 0.0};
}

/// All alike and nobody drawn: conditional people who give what they believe times the slope.
Cooperation all_conditional(double slope) {
    Cooperation game = by_schedule(slope);
    game.free_rider_share = 0.0;
    return game;
}

std::vector<double> means(const Dataset& course, std::string_view name) { return course.variable(name).values; }

std::shared_ptr<const core::Graph> ties(core::Index size, const std::vector<core::Edge>& edges) {
    return std::make_shared<const core::Graph>(core::Graph::undirected(size, edges));
}

}  // namespace

TEST(Cooperation, mean_of_imperfect_conditional_people_falls_by_a_constant_factor) {  // V32
    double expected = 0.5;
    for (const double mean : means(mean_field(by_schedule(0.9), {.belief = 0.5 / 0.63}, 4), "contribution")) {
        EXPECT_NEAR(mean, expected, 1e-9);
        expected *= 0.63;
    }
}

TEST(Cooperation, rule_of_fischbacher_and_gaechter_gives_the_published_course) {  // V33
    Cooperation game;
    game.free_rider_share = game.hump_share = 0.0;
    game.slope = 0.7;
    const double expected[] = {.334, .306, .280, .257, .235, .215, .197, .180, .165, .151};
    const std::vector<double> found = means(mean_field(game, {.belief = 0.4}, 9), "contribution");
    for (std::size_t k = 0; k < 10; ++k) EXPECT_NEAR(found[k], expected[k], 5e-4) << k;
}

TEST(Cooperation, a_vanguard_raises_the_fixed_point_as_the_algebra_says) {  // V65
    const double expected[] = {.1204819, .2173913, .3636364};
    const double shares[] = {.05, .1, .2};
    for (std::size_t k = 0; k < 3; ++k) {
        Cooperation game = by_schedule(0.9);
        game.vanguard_share = shares[k];
        EXPECT_NEAR(fixed_point(game), expected[k], 1e-7);
    }
}

RC_GTEST_PROP(Cooperation, repeated_rounds_end_at_the_fixed_point, ()) {
    const auto share = [](int most) { return 0.01 * *rc::gen::inRange(0, most); };
    Cooperation game;
    game.free_rider_share = share(40);
    game.hump_share = share(30);
    game.vanguard_share = share(30);
    game.slope = share(100);
    const double end = means(mean_field(game, {.belief = share(101)}, 3000), "contribution").back();
    RC_ASSERT(std::abs(end - fixed_point(game)) < 1e-9);
}

TEST(Cooperation, a_crowd_gives_what_the_equations_say) {
    const Cooperation game{.group_size = 0, .vanguard_share = 0.1, .covenant = 0.5, .spirit_rate = 0.02};
    const Dataset course = simulate(game, {}, {.size = 40000, .until = 20.0, .seed = 1});
    const Dataset expected = mean_field(game, {}, 20);
    // Of 40,000 people a type's share has a standard error of at most .0025.
    for (const char* name : {"contribution", "belief", "spirit"}) {
        for (std::size_t k = 0; k <= 20; ++k)
            EXPECT_NEAR(means(course, name)[k], means(expected, name)[k], 0.01) << name;
    }
}

TEST(Cooperation, three_on_a_line_give_as_worked_by_hand) {
    const auto line = ties(3, {{0, 1}, {1, 2}});
    const CooperationStart start{.belief = {.given = {1.0, 0.5, 0.0}}};
    const Dataset course = simulate(all_conditional(0.5), start, {.graphs = {line}, .until = 2.0});
    // They give .5, .25, 0; see .25, .25, .25; give .125 each.
    EXPECT_NEAR(means(course, "contribution")[0], 0.25, 1e-7);
    EXPECT_NEAR(means(course, "contribution")[1], 0.125, 1e-7);
    // Payoffs 1 - .5 + .4 .75, 1 - .25 + .4 .75 and 1 + .4 .25.
    EXPECT_NEAR(means(course, "earned")[1], (0.8 + 1.05 + 1.1) / 3.0, 1e-6);
}

TEST(Cooperation, a_point_costs_the_punisher_one_and_the_punished_three) {
    Cooperation game = all_conditional(0.5);
    game.punisher_share = 1.0;
    const CooperationStart start{.belief = {.given = {1.0, 0.0}}};
    const Dataset course = simulate(game, start, {.graphs = {ties(2, {{0, 1}})}, .until = 1.0});
    // They give .5 and 0, fall short by .5 and 1, and spend .2 points on each unit of that.
    const double without = 2.0 - 0.5 + 2.0 * 0.4 * 0.5;
    EXPECT_NEAR(means(course, "earned")[1], (without - 4.0 * 0.2 * 1.5) / 2.0, 1e-6);
}

TEST(Cooperation, punishment_stops_the_decay) {  // V34
    Cooperation game;
    const Experiment experiment{.size = 4000, .seed = 3};
    const std::vector<double> without = means(simulate(game, {}, experiment), "contribution");
    game.punisher_share = 0.5;
    const std::vector<double> with = means(simulate(game, {}, experiment), "contribution");
    EXPECT_TRUE(std::is_sorted(without.rbegin(), without.rend()));
    EXPECT_LT(without[9], 0.45 * without[0]);
    EXPECT_GT(with[9], with[0]);
    EXPECT_EQ(with[0], without[0]);
}

TEST(Cooperation, a_covenant_slows_the_decay_but_where_all_match_what_others_give) {
    Cooperation game;
    Cooperation bound = game;
    bound.covenant = 1.0;
    EXPECT_GT(means(mean_field(bound, {}, 10), "contribution")[10],
              means(mean_field(game, {}, 10), "contribution")[10]);
    game.free_rider_share = game.hump_share = 0.0;
    game.slope = 1.0;
    bound = game;
    bound.covenant = 1.0;
    EXPECT_EQ(means(mean_field(bound, {}, 10), "contribution"), means(mean_field(game, {}, 10), "contribution"));
}

RC_GTEST_PROP(Cooperation, efforts_and_minds_stay_between_0_and_1, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    Cooperation game{.covenant = share(), .covenant_rate = share(), .spirit_rate = share()};
    game.group_size = *rc::gen::inRange(0u, 9u);
    game.vanguard_share = 0.5 * share();
    game.slope = share();
    game.punisher_share = share();
    game.standard = share();
    const CooperationStart start{.belief = {.drawn = core::Distribution::constant(share())}};
    const Dataset course = simulate(game, start, {.size = 50, .until = 12.0, .seed = *rc::gen::inRange(0u, 1000u)});
    for (const char* name : {"contribution", "belief", "spirit", "pressure"}) {
        for (const double mean : means(course, name)) RC_ASSERT(mean >= 0.0 && mean <= 1.0 + 1e-6);
    }
}

RC_GTEST_PROP(Cooperation, without_punishment_the_group_earns_what_its_efforts_return, ()) {
    const auto group = *rc::gen::element(1u, 2u, 3u, 4u, 5u, 6u);  // 60 people are whole groups
    const Cooperation game{.group_size = group, .vanguard_share = 0.2};
    const Dataset course = simulate(game, {}, {.size = 60, .until = 5.0, .seed = *rc::gen::inRange(0u, 1000u)});
    const std::vector<double> efforts = means(course, "contribution");
    const std::vector<double> earned = means(course, "earned");
    for (std::size_t k = 0; k < 5; ++k) {
        RC_ASSERT(std::abs(earned[k + 1] - earned[k] - (1.0 + (group * 0.4 - 1.0) * efforts[k])) < 1e-5);
    }
}

RC_GTEST_PROP(Cooperation, a_steeper_slope_never_gives_less, ()) {
    Cooperation flat;
    flat.slope = 0.01 * *rc::gen::inRange(0, 90);
    Cooperation steep = flat;
    steep.slope += 0.1;
    RC_ASSERT(means(mean_field(steep, {.belief = 0.5}, 8), "contribution")[8] >=
              means(mean_field(flat, {.belief = 0.5}, 8), "contribution")[8]);
}

TEST(Cooperation, numbering_people_otherwise_changes_nothing) {
    const Cooperation game = all_conditional(0.8);
    const CooperationStart start{.belief = {.given = {0.1, 0.9, 0.4, 0.6}}};
    const CooperationStart turned{.belief = {.given = {0.6, 0.4, 0.9, 0.1}}};
    const auto path = ties(4, {{0, 1}, {1, 2}, {0, 2}, {2, 3}});
    const auto back = ties(4, {{3, 2}, {2, 1}, {3, 1}, {1, 0}});
    const auto one = means(simulate(game, start, {.graphs = {path}, .until = 6.0}), "contribution");
    const auto other = means(simulate(game, turned, {.graphs = {back}, .until = 6.0}), "contribution");
    for (std::size_t k = 0; k < one.size(); ++k) EXPECT_NEAR(one[k], other[k], 1e-6);
}

TEST(Cooperation, threads_change_nothing_and_seeds_everything) {
    const Experiment one{.size = 500, .until = 5.0, .replicates = 3, .seed = 5, .threads = 1};
    Experiment two = one;
    two.threads = 2;
    Experiment other = one;
    other.seed = 6;
    const auto course = [](const Experiment& experiment) {
        return means(simulate(Cooperation{}, {}, experiment), "contribution");
    };
    EXPECT_EQ(course(one), course(two));
    EXPECT_NE(course(one), course(other));
}

TEST(Cooperation, somebody_without_others_learns_nothing) {
    const CooperationStart start{.belief = {.drawn = core::Distribution::constant(0.6)}};
    for (const core::Index size : {1u, 5u}) {
        const Dataset course = simulate(Cooperation{.group_size = 1}, start, {.size = size, .until = 20.0});
        EXPECT_NEAR(means(course, "belief").back(), 0.6, 1e-6);
        EXPECT_EQ(means(course, "contribution").back(), means(course, "contribution").front());
    }
}

TEST(Cooperation, every_mistake_is_told_at_once) {
    const Cooperation game{.free_rider_share = 0.75, .hump_share = 0.5, .slope = -1.0};
    try {
        simulate(game, {.belief = {.given = {0.5, 2.0}}}, {.size = 2, .step = 0.5});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].text(), "keyword: slope is -1; must be between 0 and 1.");
        EXPECT_EQ(error.mistakes()[1].text(),
                  "keyword: free_rider_share + hump_share + vanguard_share is 1.25; must be at most 1.");
        EXPECT_EQ(error.mistakes()[2].path, "belief[1]");
        EXPECT_EQ(error.mistakes()[3].path, "step");
    }
    EXPECT_THROW(mean_field(Cooperation{.slope = 2.0}, {}, 1), core::ConfigError);
    EXPECT_THROW(mean_field(Cooperation{}, {.belief = 2.0}, 1), core::ConfigError);
}

TEST(Cooperation, what_has_no_closed_form_is_refused) {
    EXPECT_THROW(fixed_point({.punisher_share = 0.1}), core::Error);
    EXPECT_THROW(fixed_point({.covenant = 0.1}), core::Error);
    EXPECT_THROW(fixed_point({.spirit_rate = 0.1}), core::Error);
    EXPECT_THROW(fixed_point(all_conditional(1.0)), core::Error);
}

TEST(Cooperation, every_parameter_is_described) {
    Cooperation game;
    expect_described(game, 19);
}
