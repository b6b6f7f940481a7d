// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/dependence.hpp>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

double last_reserve_number(const Dataset& course, std::string_view name) { return course.variable(name).values.back(); }

/// A place whose reserve is of the same use under all hazards.
DependenceStart under_floods(std::size_t good) {
    DependenceStart start;
    start.goods = {};
    start.goods[good] = 1.0;
    start.hazards = {1.0, 0.0, 0.0, 0.0, 0.0};  // floods alone
    return start;
}

}  // namespace

TEST(Dependence, reserves_relax_as_their_linear_equations_say) {
    const Dependence process{.upkeep = 0.1, .shelf_life = 4.0, .neglect = 0.5};
    // R' = .2 - .35 R, care paid for: R = 4/7 (1 - exp(-.35 t)).
    EXPECT_NEAR(reserve_after(process, 0.0, 0.2, 3.0), 0.2 / 0.35 * (1.0 - std::exp(-1.05)), 1e-12);
    // No means at all: nobody cares, R' = -.75 R.
    EXPECT_NEAR(reserve_after(process, 2.0, 0.0, 1.0), 2.0 * std::exp(-0.75), 1e-12);
    // Half of the care is paid for at first: R' = .5 (.05 / .1) - .75 R.
    EXPECT_NEAR(reserve_after(process, 1.0, 0.05, 0.5), 1.0 / 3.0 + 2.0 / 3.0 * std::exp(-0.375), 1e-12);
    EXPECT_NEAR(reserve_after({.upkeep = 0.0}, 1.0, 0.0, 5.0), std::exp(-1.0), 1e-12);
}

TEST(Dependence, who_expects_aid_does_less) {
    EXPECT_EQ(effort_of(Dependence{}, 0.0), 1.0);
    EXPECT_EQ(effort_of(Dependence{}, 0.6), 0.7);
    EXPECT_EQ(effort_of(Dependence{.discouragement = 0.0}, 0.6), 1.0);
}

TEST(Dependence, pumps_help_in_floods_only) {
    const ReserveShares pumps = useful_shares({0.0, 0.0, 0.0, 0.0, 1.0});
    EXPECT_EQ(pumps[0], 1.0);
    EXPECT_EQ(pumps[4], 0.0);
    const ReserveShares mixed = useful_shares({0.2, 0.2, 0.2, 0.2, 0.2});
    EXPECT_NEAR(mixed[0], (0.8 + 0.3 + 0.7 + 0.6 + 1.0) / 5.0, 1e-12);
}

TEST(Dependence, one_grant_is_used_up_where_steady_funds_last) {
    // Without events and means of their own: exp(-(1/5 + .3) t) against .1 / .25 (1 - exp(-.25 t)).
    const Dependence alone{.building = 0.0, .event_rate = 0.0};
    const DependenceStart granted{.reserve = {.drawn = core::Distribution::constant(1.0)}};
    const Experiment experiment{.size = 3, .until = 10.0, .every = 10.0};
    EXPECT_NEAR(last_reserve_number(simulate(alone, granted, experiment), "reserve"), std::exp(-5.0), 1e-5);
    const Dependence steady{.building = 0.0, .funding = 0.1, .event_rate = 0.0};
    EXPECT_NEAR(last_reserve_number(simulate(steady, {}, experiment), "reserve"), 0.4 * (1.0 - std::exp(-2.5)), 1e-5);
}

TEST(Dependence, reserve_and_expectation_settle_where_the_closed_form_says) {
    // R = (b (1 - c a)) / (u + 1/L + v f - b c a f) with b .12, c .5, a .6, u .05, L 5, v .2, f 1.
    const Dependence process;
    const DependenceLongRun settled = long_run(process, 1.0);
    EXPECT_NEAR(settled.reserve, 0.084 / (0.45 - 0.036), 1e-12);
    EXPECT_NEAR(settled.aid_expected, 0.6 * (1.0 - settled.reserve), 1e-12);
    EXPECT_NEAR(settled.effort, 1.0 - 0.5 * settled.aid_expected, 1e-12);
    EXPECT_NEAR(settled.unmet + settled.met_by_reserve + settled.aid_expected, 1.0, 1e-12);
    // 10,000 places stand alone: four standard errors, and a thousandth for the step.
    const Dataset course =
        simulate(process, under_floods(4), {.size = 10'000, .until = 20.0, .every = 20.0, .seed = 1});
    const Dataset equations = mean_field(process, {}, 1.0, 20.0, 20.0);
    for (const auto name : {"reserve", "aid_expected"}) {
        EXPECT_NEAR(last_reserve_number(course, name), last_reserve_number(equations, name), 4.0 * 0.2 / 100.0 + 1e-3);
    }
    EXPECT_NEAR(last_reserve_number(course, "events"), 4.0, 4.0 * 2.0 / 100.0);
    const Dataset late = mean_field(process, {}, 1.0, 1000.0, 1000.0);
    EXPECT_NEAR(last_reserve_number(late, "reserve"), settled.reserve, 1e-9);
    EXPECT_NEAR(last_reserve_number(late, "aid_expected"), settled.aid_expected, 1e-9);
}

TEST(Dependence, more_aid_leaves_less_in_reserve_but_less_need_too) {
    double reserve = 1.0;
    double unmet = 1.0;
    for (const double aid : {0.0, 0.3, 0.6, 0.9}) {
        const DependenceLongRun settled = long_run({.aid_share = aid}, 0.6);
        EXPECT_LT(settled.reserve, reserve);
        EXPECT_LT(settled.unmet, unmet);
        reserve = settled.reserve;
        unmet = settled.unmet;
    }
}

RC_GTEST_PROP(Dependence, every_need_is_met_by_the_reserve_or_by_aid_or_by_nobody, ()) {
    const auto part = [] { return *rc::gen::inRange(0, 101) / 100.0; };
    const Dependence process{.building = 2.0 * part(),
                             .discouragement = part(),
                             .aid_share = part(),
                             .learning = part(),
                             .funding = part(),
                             .upkeep = part(),
                             .shelf_life = 0.1 + 10.0 * part(),
                             .neglect = part(),
                             .event_rate = 2.0 * part()};
    const Experiment experiment{.size = 20, .until = 10.0, .every = 1.0, .seed = *rc::gen::arbitrary<std::uint32_t>()};
    const Dataset course = simulate(process, {}, experiment);
    const auto& own = course.variable("met_by_reserve").values;
    const auto& aid = course.variable("met_by_aid").values;
    const auto& events = course.variable("events").values;
    for (std::size_t k = 0; k < events.size(); ++k) {
        RC_ASSERT(course.variable("reserve").values[k] >= 0.0);
        RC_ASSERT(course.variable("aid_expected").values[k] >= 0.0);
        RC_ASSERT(course.variable("aid_expected").values[k] <= 1.0);
        RC_ASSERT(own[k] + aid[k] <= events[k] + 1e-4);
        RC_ASSERT(std::abs(course.variable("unmet").values[k] - (events[k] - own[k] - aid[k])) < 1e-6);
    }
}

TEST(Dependence, half_the_step_moves_the_reserve_by_noise_only) {
    const auto reserve = [](double step) {
        const Experiment experiment{.size = 10'000, .until = 20.0, .every = 20.0, .step = step, .seed = 2};
        return last_reserve_number(simulate(Dependence{}, {}, experiment), "reserve");
    };
    EXPECT_NEAR(reserve(0.25), reserve(0.125), 0.01 * 0.25 + 6.0 * 0.1 / 100.0);
}

TEST(Dependence, strong_communities_keep_more) {
    const DependenceStart start{.means = {.given = {2.0, 0.2}}};
    const Dataset course = simulate(Dependence{}, start, {.size = 2, .replicates = 200, .seed = 3});
    const auto& left = course.variable("reserve_left").values;
    double strong = 0.0;
    double weak = 0.0;
    for (std::size_t k = 0; k < left.size(); k += 2) {
        strong += left[k];
        weak += left[k + 1];
    }
    EXPECT_GT(strong, 4.0 * weak);
}

TEST(Dependence, threads_change_nothing_and_seeds_everything) {
    const auto reserves = [](std::uint32_t seed, unsigned threads) {
        const Experiment experiment{.size = 300, .until = 10.0, .replicates = 5, .seed = seed, .threads = threads};
        return simulate(Dependence{}, {}, experiment).variable("reserve_left").values;
    };
    EXPECT_EQ(reserves(1, 1), reserves(1, 2));
    EXPECT_NE(reserves(1, 1), reserves(2, 1));
}

TEST(Dependence, where_means_are_not_linear_no_closed_form_is_told) {
    EXPECT_THROW(long_run({.building = 1.0}, 0.5), core::Error);
    EXPECT_THROW(long_run({}, 1.5), core::Error);
    EXPECT_THROW(long_run({.discouragement = 1.0, .aid_share = 1.0}, 0.5), core::Error);
    EXPECT_THROW(mean_field({}, {.reserve = 2.0}, 0.5, 1.0, 1.0), core::ConfigError);
    EXPECT_THROW(mean_field({}, {}, 0.5, 1.0, 0.0), core::ConfigError);
}

TEST(Dependence, every_mistake_is_told_at_once) {
    DependenceStart start{.reserve = {.drawn = core::Distribution::constant(-1.0)}};
    start.goods = {0.5, 0.0, 0.0, 0.0, 0.0};
    start.access = {.drawn = core::Distribution::constant(2.0), .given = {}};
    try {
        simulate({.aid_share = std::numeric_limits<double>::quiet_NaN(), .event_rate = 2.0}, start,
                 {.size = 0, .step = 1.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const auto& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"size", "aid_share", "reserve", "access", "goods", "step"}));
    }
}

TEST(Dependence, every_parameter_is_described) {
    Dependence process;
    expect_described(process, 9);
}
