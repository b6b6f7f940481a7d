// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/process/emotion.hpp>

#include <cmath>
#include <memory>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

AgentValues felt_by_all(double value) { return {.drawn = core::Distribution::constant(value)}; }

std::vector<double> panic_of(const Dataset& course) { return course.variable("panic").values; }

std::shared_ptr<const core::Graph> seeing_ties(core::Index size, const std::vector<core::Edge>& edges) {
    return std::make_shared<const core::Graph>(core::Graph::undirected(size, edges));
}

constexpr EmotionShock no_shock{.onset = 0.0, .duration = 0.0};

}  // namespace

TEST(Emotion, steady_panic_is_the_share_of_what_frightens) {
    // .3 .5 / (.3 .5 + 1 / 5) and with all causes 1: 1 / (1 + .2 + .3).
    EXPECT_NEAR(steady_panic(Emotion{}, {.risk = 0.5}), 0.15 / 0.35, 1e-15);
    const EmotionCauses<double> all{.risk = 1.0, .shelf = 1.0, .rumour = 1.0, .trust = 1.0, .information = 1.0};
    EXPECT_NEAR(steady_panic(Emotion{}, all), 1.0 / 1.5, 1e-15);
}

TEST(Emotion, a_crowd_comes_to_steady_panic) {
    const EmotionStart start{.risk = felt_by_all(0.8), .rumour = felt_by_all(0.5), .information = felt_by_all(0.4)};
    const Dataset course = simulate(Emotion{}, start, {.size = 50, .until = 60.0});
    const double expected = steady_panic(Emotion{}, {.risk = 0.8, .rumour = 0.5, .trust = 0.5, .information = 0.4});
    EXPECT_NEAR(panic_of(course).back(), expected, 1e-5);
}

TEST(Emotion, fear_halves_in_the_calming_time_times_the_logarithm_of_two) {
    const EmotionStart start{.panic = felt_by_all(0.8), .shock = no_shock};
    const double half_life = 5.0 * 0.6931471805599453;
    const Dataset course =
        simulate(Emotion{}, start, {.size = 3, .until = half_life, .every = half_life, .step = half_life});
    EXPECT_NEAR(panic_of(course).back(), 0.4, 1e-6);
}

TEST(Emotion, a_shock_begins_and_ends_at_its_times) {
    const EmotionStart start{.risk = felt_by_all(1.0), .shock = {.onset = 2.0, .duration = 3.0}};
    const std::vector<double> panic = panic_of(simulate(Emotion{}, start, {.size = 2, .until = 8.0, .every = 1.0}));
    // Rises to .6 at the rate .5, then falls at .2.
    const double top = 0.6 * (1.0 - core::math::exp(-1.5));
    EXPECT_EQ(panic[2], 0.0);
    EXPECT_NEAR(panic[3], 0.6 * (1.0 - core::math::exp(-0.5)), 1e-6);
    EXPECT_NEAR(panic[5], top, 1e-6);
    EXPECT_NEAR(panic[8], top * core::math::exp(-0.6), 1e-6);
}

TEST(Emotion, a_crowd_follows_the_equations_of_two_groups) {
    const Emotion process{.contagion = 0.8};
    const EmotionStart start{
        .frightened = {.count = 500}, .risk = felt_by_all(0.3), .shock = {.onset = 1.0, .duration = 4.0}};
    const Dataset course = simulate(process, start, {.size = 2000, .until = 12.0, .every = 1.0, .step = 1.0 / 64.0});
    const EmotionCrowd crowd{
        .frightened = 0.25, .shock = {.onset = 1.0, .duration = 4.0}, .causes = {.risk = 0.3, .trust = 0.5}};
    const Dataset expected = mean_field(process, crowd, 12.0, 1.0);
    for (std::size_t k = 0; k <= 12; ++k) EXPECT_NEAR(panic_of(course)[k], panic_of(expected)[k], 0.002) << k;
}

TEST(Emotion, equations_follow_people_who_calm_within_minutes) {
    const Emotion process{.contagion = 0.0, .calming_time = 0.01};
    const EmotionCrowd crowd{.frightened = 0.25, .shock = no_shock, .causes = {}};
    const Dataset course = mean_field(process, crowd, 0.1, 0.05);
    EXPECT_NEAR(course.variable("of_frightened").values[1], core::math::exp(-5.0), 1e-6);
    EXPECT_NEAR(course.variable("of_frightened").values[2], core::math::exp(-10.0), 1e-6);
}

TEST(Emotion, those_who_fear_more_than_others_are_not_calmed_by_them) {
    const Emotion strong{.contagion = 5.0};
    const EmotionStart start{.panic = {.given = {1.0, 0.0}}, .shock = no_shock};
    const Dataset course = simulate(strong, start, {.graphs = {seeing_ties(2, {{0, 1}})}, .until = 1.0, .step = 0.01});
    const std::vector<double>& last = course.variable("last_panic").values;
    EXPECT_NEAR(last[0], core::math::exp(-0.2), 1e-5);
    EXPECT_GT(last[1], 0.6);
    EXPECT_LT(last[1], last[0]);
}

RC_GTEST_PROP(Emotion, panic_stays_between_0_and_1_for_any_step, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    const auto rate = [&] { return 100.0 * share() * share() * share(); };
    const Emotion process{.risk_effect = rate(),
                          .contagion = rate(),
                          .shelf_effect = rate(),
                          .rumour_effect = rate(),
                          .information_effect = rate(),
                          .calming_time = 0.01 + 10.0 * share()};
    const EmotionStart start{.panic = felt_by_all(share()),
                             .frightened = {.count = 3},
                             .risk = felt_by_all(share()),
                             .shelf = felt_by_all(share()),
                             .rumour = felt_by_all(share()),
                             .information = felt_by_all(share())};
    const double step = *rc::gen::element(0.001, 0.1, 1.0, 30.0);
    const Dataset course = simulate(process, start, {.size = 10, .until = 5.0 * step, .every = step, .step = step});
    for (const double panic : course.variable("last_panic").values) RC_ASSERT(panic >= 0.0 && panic <= 1.0);
}

RC_GTEST_PROP(Emotion, two_half_steps_are_one, ()) {
    const auto share = [] { return 0.01 * *rc::gen::inRange(0, 101); };
    const EmotionRates<double> rates{.up = share(), .down = 0.01 + share()};
    const double start = share();
    const double half = next_panic(next_panic(start, rates, 0.5), rates, 0.5);
    RC_ASSERT(std::abs(half - next_panic(start, rates, 1.0)) < 1e-14);
}

RC_GTEST_PROP(Emotion, more_risk_never_calms_and_more_information_never_frightens, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 10); };
    const EmotionCauses<double> low{.risk = share(), .trust = share(), .information = share()};
    EmotionCauses<double> risky = low;
    risky.risk += 0.1;
    EmotionCauses<double> told = low;
    told.information += 0.1;
    RC_ASSERT(steady_panic(Emotion{}, risky) > steady_panic(Emotion{}, low));
    RC_ASSERT(steady_panic(Emotion{}, told) <= steady_panic(Emotion{}, low));
}

TEST(Emotion, half_the_step_moves_panic_by_less_than_a_hundredth) {
    std::vector<core::Edge> ring;
    for (core::Index k = 0; k < 60; ++k) ring.emplace_back(k, (k + 1) % 60);
    const EmotionStart start{.frightened = {.rows = {0, 1, 2}}, .shock = {.onset = 3.0, .duration = 5.0}};
    const auto found = [&](double step) {
        return panic_of(
            simulate(Emotion{}, start, {.graphs = {seeing_ties(60, ring)}, .until = 12.0, .every = 1.0, .step = step}));
    };
    const std::vector<double> whole = found(0.125);
    const std::vector<double> half = found(0.0625);
    for (std::size_t k = 0; k < whole.size(); ++k) EXPECT_NEAR(whole[k], half[k], 0.01 * whole[k]) << k;
}

TEST(Emotion, threads_change_nothing_and_seeds_everything) {
    const Experiment one{.size = 3000, .until = 5.0, .seed = 5, .threads = 1};
    Experiment two = one;
    two.threads = 2;
    Experiment other = one;
    other.seed = 6;
    const EmotionStart start{.panic = {.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})}};
    const auto course = [&](const Experiment& experiment) { return panic_of(simulate(Emotion{}, start, experiment)); };
    EXPECT_EQ(course(one), course(two));
    EXPECT_NE(course(one), course(other));
}

TEST(Emotion, numbering_people_otherwise_changes_only_their_places) {
    const EmotionStart start{.panic = {.given = {0.1, 0.9, 0.4}}};
    const EmotionStart turned{.panic = {.given = {0.4, 0.9, 0.1}}};
    const auto one =
        simulate(Emotion{}, start, {.graphs = {seeing_ties(3, {{0, 1}})}, .until = 3.0}).variable("last_panic");
    const auto other =
        simulate(Emotion{}, turned, {.graphs = {seeing_ties(3, {{2, 1}})}, .until = 3.0}).variable("last_panic");
    for (std::size_t k = 0; k < 3; ++k) EXPECT_NEAR(one.values[k], other.values[2 - k], 1e-6);
}

TEST(Emotion, one_person_and_people_without_ties_are_right) {
    EXPECT_NO_THROW(simulate(Emotion{}, {.frightened = {.count = 1}}, {.size = 1, .until = 2.0}));
    EXPECT_NO_THROW(simulate(Emotion{}, {.frightened = {.count = 1}}, {.graphs = {seeing_ties(3, {})}, .until = 2.0}));
}

TEST(Emotion, every_mistake_is_told_at_once) {
    const EmotionStart start{
        .panic = {.given = {0.5, std::nan("")}}, .risk = felt_by_all(1.5), .shock = {.onset = -1.0}};
    try {
        simulate(Emotion{.contagion = -1.0}, start, {.size = 2});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "contagion");
        EXPECT_EQ(error.mistakes()[1].path, "panic[1]");
        EXPECT_EQ(error.mistakes()[2].text(), "keyword: risk is 1.5; must be between 0 and 1.");
        EXPECT_EQ(error.mistakes()[3].text(), "keyword: onset is -1; must be at least 0.");
    }
    EXPECT_THROW(simulate(Emotion{}, {}, {.size = 0}), core::ConfigError);
    EXPECT_THROW(mean_field(Emotion{}, {.panic = 2.0}, 1.0, 1.0), core::ConfigError);
    EXPECT_THROW(mean_field(Emotion{}, {}, -1.0, 1.0), core::ConfigError);
    EXPECT_THROW(steady_panic(Emotion{}, {.risk = std::nan("")}), core::ConfigError);
}

TEST(Emotion, every_parameter_is_described) {
    Emotion process;
    expect_described(process, 6);
}
