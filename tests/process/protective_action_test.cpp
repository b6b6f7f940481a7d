// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/simulation.hpp>
#include <commonweal/process/protective_action.hpp>
#include <limits>
#include <memory>
#include <random>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

float share() { return 0.01f * static_cast<float>(*rc::gen::inRange(0, 101)); }

RiskCues any_cues() {
    return {.warned = share(),
            .trust = share(),
            .environmental = share(),
            .social = share(),
            .experience = share(),
            .expected_impact = share()};
}

/// Share of 20,000 people with evenly spread reluctance who have set out after `hours`.
double share_out(float readiness_of_all, float hours, float step) {
    const ProtectiveAction process;
    std::mt19937_64 engine(2012);
    int out = 0;
    for (int person = 0; person < 20000; ++person) {
        const float reluctance = (static_cast<float>(person) + 0.5f) / 20000.0f;
        for (float hour = 0.0f; hour < hours; hour += step) {
            const double uniform = (static_cast<double>(engine() >> 11) + 0.5) * 0x1.0p-53;
            if (uniform < action_chance(process, readiness_of_all, reluctance, step)) {
                ++out;
                break;
            }
        }
    }
    return out / 20000.0;
}

core::Distribution always(double value) { return core::Distribution::constant(value); }

constexpr ProtectiveAction usual{};
/// Everybody decides at once.
constexpr ProtectiveAction alarmed{.base = 10.0, .risk_effect = 20.0};
/// Most do what others do: with little trust there are three balances.
constexpr ProtectiveAction followers{
    .official = 0.1, .social = 0.5, .expected_impact = 0.15, .base = -5.7, .risk_effect = 12.0};
ActionSituation little_trust() { return {.trust = {.drawn = always(0.4)}}; }

std::vector<double> action_values(const Dataset& course, std::string_view name) { return course.variable(name).values; }

std::shared_ptr<const core::Graph> tied(core::Index size, const std::vector<core::Edge>& edges) {
    return std::make_shared<const core::Graph>(core::Graph::undirected(size, edges));
}

double final_acting(const Dataset& course) {
    const std::vector<double> acting = action_values(course, "acting");
    const std::size_t records = course.dimension("time").values.size();
    double sum = 0.0;
    for (std::size_t k = records - 1; k < acting.size(); k += records) sum += acting[k];
    return sum / static_cast<double>(acting.size() / records);
}

}  // namespace

TEST(ProtectiveAction, the_weights_of_the_five_cues_add_up_to_one) {
    const RiskCues all{1.0f, 1.0f, 1.0f, 1.0f, 1.0f, 1.0f};
    EXPECT_FLOAT_EQ(perceived_risk({}, all), 1.0f);
    EXPECT_EQ(perceived_risk({}, {}), 0.0f);
}

TEST(ProtectiveAction, each_cue_raises_the_risk_in_the_order_of_the_meta_analysis) {
    const float official = perceived_risk({}, {.warned = 1.0f, .trust = 1.0f});
    const float impact = perceived_risk({}, {.expected_impact = 1.0f});
    const float social = perceived_risk({}, {.social = 1.0f});
    const float environmental = perceived_risk({}, {.environmental = 1.0f});
    const float experience = perceived_risk({}, {.experience = 1.0f});
    EXPECT_GT(official, impact);
    EXPECT_GT(impact, social);
    EXPECT_GT(social, environmental);
    EXPECT_GT(environmental, experience);
    EXPECT_GT(experience, 0.0f);
}

TEST(ProtectiveAction, a_warning_that_nobody_trusts_moves_nobody) {
    EXPECT_EQ(perceived_risk({}, {.warned = 1.0f, .trust = 0.0f}), 0.0f);
}

TEST(ProtectiveAction, means_raise_readiness_and_cost_lowers_it) {
    const float middling = readiness({}, 0.5f, {});
    EXPECT_GT(readiness({}, 0.6f, {}), middling);
    EXPECT_GT(readiness({}, 0.5f, {.self_efficacy = 1.0f}), middling);
    EXPECT_GT(readiness({}, 0.5f, {.response_efficacy = 1.0f}), middling);
    EXPECT_GT(readiness({}, 0.5f, {.mobility = 1.0f}), middling);
    EXPECT_LT(readiness({}, 0.5f, {.cost = 1.0f}), middling);
    EXPECT_NEAR(middling, 1.0f / (1.0f + std::exp(0.05f)), 1e-6f);  // -3.3 + 3 + .25 + .25 - .5 + .25
}

// Shadow evacuation without an order 10 to 20 %, under an order 35 to 90 % of those at risk.
TEST(ProtectiveAction, an_order_moves_most_and_its_absence_few) {
    const RiskCues quiet{.environmental = 0.3f, .social = 0.1f, .experience = 0.3f, .expected_impact = 0.4f};
    RiskCues ordered = quiet;
    ordered.warned = 1.0f;
    ordered.trust = 0.7f;
    ordered.social = 0.5f;
    ordered.expected_impact = 0.6f;
    const float shadow = readiness({}, perceived_risk({}, quiet), {});
    const float order = readiness({}, perceived_risk({}, ordered), {});
    EXPECT_GT(shadow, 0.10f);
    EXPECT_LT(shadow, 0.20f);
    EXPECT_GT(order, 0.35f);
    EXPECT_LT(order, 0.90f);
}

TEST(ProtectiveAction, a_standing_situation_moves_the_share_that_is_ready_and_no_more) {
    EXPECT_NEAR(share_out(0.6f, 48.0f, 1.0f), 0.6, 1e-3);
}

TEST(ProtectiveAction, half_the_step_changes_the_share_out_within_noise_only) {
    const double expected = 0.6 * (1.0 - std::exp(-0.5 * 3.0));
    const double four_errors = 4.0 * std::sqrt(expected * (1.0 - expected) / 20000.0);
    EXPECT_NEAR(share_out(0.6f, 3.0f, 1.0f), expected, four_errors);
    EXPECT_NEAR(share_out(0.6f, 3.0f, 0.5f), expected, four_errors);
}

RC_GTEST_PROP(ProtectiveAction, risk_and_readiness_stay_within_their_bounds, ()) {
    const float risk = perceived_risk({}, any_cues());
    RC_ASSERT(risk >= 0.0f && risk <= 1.00001f);
    const float ready = readiness({}, risk, {share(), share(), share(), share()});
    RC_ASSERT(ready > 0.0f && ready < 1.0f);
}

TEST(ProtectiveAction, hours_of_setting_out_are_the_delays_where_all_decide_at_once) {
    const std::vector<double> delays{0.0, 0.3, 1.7, 2.0, 40.0};
    for (const double step : {0.1, 0.25, 3.0}) {
        const ActionStart start{.delay = AgentValues{.drawn = {}, .given = delays}};
        const Dataset course = simulate(alarmed, start, {.size = 5, .step = step, .seed = 2});
        const std::vector<double> hours = action_values(course, "hour");
        for (std::size_t k = 0; k < 5; ++k) EXPECT_NEAR(hours[k], delays[k], 1e-4) << step;
        EXPECT_EQ(action_values(course, "acting").back(), 1.0);
    }
}

TEST(ProtectiveAction, rayleigh_delays_have_the_median_and_mean_of_the_closed_form) {  // V62; 4 standard errors
    const ActionStart start{
        .delay =
            AgentValues{.drawn = core::Distribution::weibull({.scale = std::sqrt(2.0), .shape = 2.0}), .given = {}}};
    std::vector<double> hours = action_values(simulate(alarmed, start, {.size = 40'000}), "hour");
    std::erase_if(hours, [](double hour) { return std::isnan(hour); });
    std::sort(hours.begin(), hours.end());
    double mean = 0.0;
    for (const double hour : hours) mean += hour / static_cast<double>(hours.size());
    EXPECT_NEAR(mean, 1.253314, 4.0 * 0.6551 / 200.0);
    EXPECT_NEAR(hours[hours.size() / 2], 1.177410, 4.0 * 0.5 / (0.58871 * 200.0));  // density at the median
}

TEST(ProtectiveAction, neighbours_who_act_are_followed_and_nobody_else_is) {
    // By themselves log-odds of -7, all neighbours acting 13.
    const ProtectiveAction copy{.official = 0.0,
                                .environmental = 0.0,
                                .social = 1.0,
                                .experience = 0.0,
                                .expected_impact = 0.0,
                                .base = -7.25,
                                .risk_effect = 20.0};
    const ActionStart start{.acting = {.rows = {0}}};
    const Dataset pair = simulate(copy, start, {.graphs = {tied(3, {{0, 1}})}, .seed = 3});
    const std::vector<double> hours = action_values(pair, "hour");
    EXPECT_EQ(hours[0], 0.0);
    EXPECT_GT(hours[1], 0.0);
    EXPECT_TRUE(std::isnan(hours[2]));
    EXPECT_NEAR(action_values(pair, "acting").back(), 2.0 / 3.0, 1e-12);
}

TEST(ProtectiveAction, a_crowd_ends_at_the_fixed_point_whatever_the_delays) {
    const double expected = final_share(usual, {});
    for (const double shape : {0.7, 1.0, 3.0}) {
        const ActionStart start{
            .delay = AgentValues{.drawn = core::Distribution::weibull({.scale = 1.0, .shape = shape}), .given = {}}};
        const Experiment experiment{.size = 4'000, .replicates = 40, .seed = 1};
        // Followers multiply the noise of a crowd of 4,000 by less than 2.
        EXPECT_NEAR(final_acting(simulate(usual, start, experiment)), expected, 4.0 * 2.0 * 0.5 / std::sqrt(160'000.0));
    }
}

TEST(ProtectiveAction, the_fixed_point_is_one) {
    for (const double trust : {0.0, 0.3, 0.7, 1.0}) {
        const ActionSituation situation{.trust = {.drawn = always(trust)}};
        const double share = final_share(usual, {.situation = situation});
        EXPECT_NEAR(ready_share(usual, situation, share), share, 1e-12);
        EXPECT_EQ(equilibria(usual, {.situation = situation}).front(), share);
    }
}

TEST(ProtectiveAction, of_three_balances_a_crowd_comes_to_the_least_from_nobody) {
    const std::vector<double> found = equilibria(followers, {.situation = little_trust()});
    ASSERT_EQ(found.size(), 3u);
    EXPECT_EQ(final_share(followers, {.situation = little_trust()}), found[0]);
    for (const double share : found) EXPECT_NEAR(ready_share(followers, little_trust(), share), share, 1e-9);
    EXPECT_TRUE(std::is_sorted(found.begin(), found.end()));
    const Experiment experiment{.size = 4'000, .replicates = 10, .seed = 5};
    EXPECT_NEAR(final_acting(simulate(followers, {.situation = little_trust()}, experiment)), found[0], 0.01);
    const ActionStart tipped{.situation = little_trust(), .acting = {.count = 1'600}};
    EXPECT_GT(final_acting(simulate(followers, tipped, experiment)), found[2]);
}

RC_GTEST_PROP(ProtectiveAction, no_smaller_share_is_a_balance_and_more_trust_never_stops_anybody, ()) {
    ProtectiveAction action{.base = -10.0 + 0.1 * *rc::gen::inRange(0, 100),
                            .risk_effect = *rc::gen::inRange(0, 20) * 1.0};
    action.social = 0.1 * *rc::gen::inRange(0, 8);
    action.official = 0.9 - action.social - 0.15;
    action.environmental = 0.0;
    action.experience = 0.0;
    action.expected_impact = 0.25;
    const double trust = 0.1 * *rc::gen::inRange(0, 10);
    const double acting = 0.1 * *rc::gen::inRange(0, 10);
    const ActionSituation less{.trust = {.drawn = always(trust)}};
    const ActionSituation more{.trust = {.drawn = always(trust + 0.1)}};
    const double end = final_share(action, {.situation = less, .acting = acting});
    RC_ASSERT(end >= acting);
    RC_ASSERT(end <= 1.0);
    for (double share = acting; share < end - 1e-3; share += 0.005) {
        const double next = acting + (1.0 - acting) * ready_share(action, less, share);
        RC_ASSERT(next > share);
    }
    RC_ASSERT(final_share(action, {.situation = more, .acting = acting}) >= end - 1e-12);
}

TEST(ProtectiveAction, situations_that_are_drawn_given_or_alike_have_one_closed_form) {
    const ActionSituation uniform{.trust = {.drawn = core::Distribution::uniform({.low = 0.2, .high = 1.0})}};
    ActionSituation listed;
    for (int k = 0; k < 4'000; ++k) listed.trust.given.push_back(0.2 + 0.8 * (k + 0.5) / 4'000.0);
    EXPECT_NEAR(ready_share(usual, uniform, 0.3), ready_share(usual, listed, 0.3), 1e-4);
    ActionSituation alike;
    alike.trust.given.assign(700, 0.7);
    EXPECT_NEAR(ready_share(usual, alike, 0.3), ready_share(usual, {}, 0.3), 1e-12);
}

TEST(ProtectiveAction, the_course_of_a_lone_decision_is_that_of_the_delays) {
    ProtectiveAction alone;
    alone.social = 0.0;
    alone.official = 0.5;
    const double ready = ready_share(alone, {}, 0.0);
    const Dataset course = mean_field(alone, {}, 6.0, 1.5);
    for (std::size_t k = 0; k < 5; ++k) {
        const double hours = course.dimension("time").values[k];
        EXPECT_NEAR(action_values(course, "acting")[k], ready * (1.0 - std::exp(-0.5 * hours)), 1e-9);
    }
    const ActionShares late{.delay = AgentValues{.drawn = always(2.0), .given = {}}};
    EXPECT_EQ(action_values(mean_field(alone, late, 1.9, 1.9), "acting").back(), 0.0);
    EXPECT_NEAR(action_values(mean_field(alone, late, 2.5, 2.5), "acting").back(), ready, 1e-9);
}

TEST(ProtectiveAction, the_course_of_a_crowd_is_that_of_the_equations_with_any_step) {
    const Dataset expected = mean_field(usual, {}, 8.0, 2.0);
    for (const double step : {0.2, 0.1, 0.05}) {
        const Dataset course =
            simulate(usual, {}, {.size = 50'000, .until = 8.0, .every = 2.0, .step = step, .seed = 6});
        for (std::size_t k = 1; k < 5; ++k) {
            // Neighbours are seen as they were up to a step ago.
            const double late = 0.03 * step;
            EXPECT_NEAR(action_values(course, "acting")[k], action_values(expected, "acting")[k], 0.012 + late) << step;
        }
    }
}

TEST(ProtectiveAction, shares_add_up_to_those_who_are_ready) {
    const Dataset course = simulate(usual, {}, {.size = 2'000, .seed = 7});
    const std::vector<double> acting = action_values(course, "acting");
    const std::vector<double> preparing = action_values(course, "preparing");
    EXPECT_TRUE(std::is_sorted(acting.begin(), acting.end()));
    EXPECT_EQ(preparing.back(), 0.0);
    for (std::size_t k = 0; k < acting.size(); ++k) EXPECT_LE(acting[k] + preparing[k], 1.0);
}

TEST(ProtectiveAction, who_stops_being_ready_keeps_what_is_prepared) {
    core::Simulation simulation({.value = 1, .replicate = 0});
    core::Population& people = simulation.add(core::Population::numbered("person", 1));
    simulation.layers("person").mix(core::Layer{"contacts"}, 1);
    for (const auto column :
         {columns::warned, columns::warning_trust, columns::danger_seen, columns::experience, columns::expected_impact,
          columns::self_efficacy, columns::response_efficacy, columns::action_cost, columns::mobility, columns::acting,
          columns::action_hour, columns::action_readiness, columns::preparation, columns::reluctance}) {
        people.add(column, 0.0f);
    }
    people.values(columns::warned)[0] = 1.0f;
    people.values(columns::warning_trust)[0] = 1.0f;
    people.values(columns::reluctance)[0] = 0.5f;
    people.values(columns::preparation)[0] = 2.5f;
    simulation.add(SetOut{.action = {.base = -3.0, .risk_effect = 20.0}, .step = 1.0f}, "person");
    core::Workers workers(1);
    simulation.run(workers, 2);
    people.values(columns::warned)[0] = 0.0f;
    simulation.run(workers, 3);
    EXPECT_EQ(people.values(columns::acting)[0], 0.0f);
    EXPECT_EQ(people.values(columns::preparation)[0], 0.5f);
    people.values(columns::warned)[0] = 1.0f;
    simulation.run(workers, 1);
    EXPECT_EQ(people.values(columns::acting)[0], 1.0f);
    EXPECT_EQ(people.values(columns::action_hour)[0], 5.5f);
}

TEST(ProtectiveAction, nobody_sets_out_at_a_rate_of_nought_and_one_person_may) {
    const ProtectiveAction never{.base = 10.0, .setting_out_rate = 0.0};
    const Dataset course = simulate(never, {}, {.size = 50, .until = 5.0});
    EXPECT_EQ(action_values(course, "acting").back(), 0.0);
    EXPECT_EQ(action_values(course, "preparing").back(), 1.0);
    EXPECT_EQ(final_share(never, {.acting = 0.25}), 0.25);
    EXPECT_EQ(action_values(simulate(alarmed, {}, {.size = 1}), "acting").back(), 1.0);
}

TEST(ProtectiveAction, equations_end_when_asked_whatever_the_time_between_records) {
    const double end = action_values(mean_field(usual, {}, 24.0, 0.24), "acting").back();
    for (const double every : {7.0, 10.0, 24.0, 1e3, 1e308}) {
        const Dataset course = mean_field(usual, {}, 24.0, every);
        EXPECT_DOUBLE_EQ(course.dimensions.front().values.back(), 24.0) << every;
        EXPECT_NEAR(action_values(course, "acting").back(), end, 1e-3) << every;
    }
    EXPECT_EQ(mean_field(usual, {}, 1e12, 1e10).dimensions.front().values.size(), 101u);
    EXPECT_THROW(mean_field(usual, {}, 1e308, 1e306), core::ConfigError);
}

TEST(ProtectiveAction, threads_change_nothing_and_seeds_everything) {
    const auto hours = [](std::uint32_t seed, unsigned threads) {
        const Experiment experiment{.size = 300, .replicates = 5, .seed = seed, .threads = threads};
        std::vector<double> all = action_values(simulate(ProtectiveAction{}, {}, experiment), "hour");
        std::replace_if(
            all.begin(), all.end(), [](double hour) { return std::isnan(hour); }, -1.0);
        return all;
    };
    EXPECT_EQ(hours(1, 1), hours(1, 2));
    EXPECT_NE(hours(1, 1), hours(2, 1));
}

TEST(ProtectiveAction, every_mistake_is_told_at_once) {
    ActionStart start{.delay = AgentValues{.drawn = core::Distribution::normal({.mean = 1.0, .sd = 1.0}), .given = {}}};
    start.situation.trust.given = {0.5, std::numeric_limits<double>::quiet_NaN()};
    start.acting.count = 3;
    try {
        simulate({.official = 0.5, .setting_out_rate = -1.0}, start, {.size = 2, .replicates = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 6u);
        EXPECT_EQ(error.mistakes()[0].path, "replicates");
        EXPECT_EQ(error.mistakes()[1].path, "setting_out_rate");
        EXPECT_EQ(error.mistakes()[2].text(),
                  "keyword: official + environmental + social + experience + expected_impact is 1.2; must be 1.");
        EXPECT_EQ(error.mistakes()[3].path, "trust[1]");
        EXPECT_EQ(error.mistakes()[4].path, "acting");
        EXPECT_EQ(error.mistakes()[5].path, "delay");
    }
    EXPECT_THROW(final_share(usual, {.acting = 1.5}), core::ConfigError);
    EXPECT_THROW(mean_field(usual, {}, 1.0, -1.0), core::ConfigError);
    EXPECT_THROW(ready_share(usual, {}, std::numeric_limits<double>::quiet_NaN()), core::ConfigError);
}

TEST(ProtectiveAction, its_parameters_are_in_the_table_with_their_ranges) {
    ProtectiveAction process;
    expect_described(process, 12);
}
