// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/platform.hpp>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace platform_test {

namespace {

using Values = std::vector<double>;

Values of(const Dataset& course, std::string_view name) { return course.variable(name).values; }

AgentValues all(double value) { return {.drawn = core::Distribution::constant(value)}; }

constexpr float never = std::numeric_limits<float>::infinity();

}  // namespace

TEST(Platform, factors_are_those_worked_by_hand) {
    PlatformInUse<double> platform{
        .stage = PlatformStage::dispatch, .coverage = 0.5, .link = 0.8, .up = 0.9, .staff_use = 0.4};
    EXPECT_NEAR(platform_detection(platform), std::sqrt(0.18), 1e-15);
    EXPECT_NEAR(platform_dispatch(Platform{}, platform), 1.0 - 0.5 * 0.288, 1e-15);
    platform.stage = PlatformStage::shared;
    EXPECT_NEAR(platform_detection(platform), std::sqrt(0.18), 1e-15);
    EXPECT_EQ(platform_dispatch(Platform{}, platform), 1.0);
    platform.stage = PlatformStage::display;
    EXPECT_EQ(platform_detection(platform), 0.0);
}

TEST(Platform, hours_for_screens_forms_and_keys_are_taken_from_visits) {
    const PlatformInUse<double> platform{
        .stage = PlatformStage::display, .coverage = 0.5, .link = 0.4, .up = 1.0, .staff_use = 0.5};
    EXPECT_NEAR(visits_left(Platform{}, platform, {.count = 2.0, .compatible = 0.75}),
                20.0 - 3.0 * 2.0 * 0.6 - 6.0 * 0.5 * 0.25 - 4.0 * 0.5, 1e-12);
    EXPECT_EQ(visits_left(Platform{}, platform, {.count = 50.0, .compatible = 1.0}), 0.0);
    EXPECT_NEAR(visits_left(Platform{}, PlatformInUse<double>{.coverage = 0.5, .staff_use = 1.0}, {.count = 1.0}), 17.0,
                1e-12);
}

TEST(Platform, use_goes_to_where_taking_up_and_falling_back_balance) {
    const PlatformRates<double> rates =
        take_up_rates(PlatformTakeUp<double>{.learning = 0.02, .habit = 0.05, .training = 0.5, .benefit = 0.8});
    EXPECT_NEAR(rates.up, 0.01, 1e-15);
    EXPECT_NEAR(rates.down, 0.01, 1e-15);
    EXPECT_NEAR(use_after(rates, 0.9, 1e6), 0.5, 1e-12);
    EXPECT_NEAR(use_after(rates, 0.9, 50.0), 0.5 + 0.4 * std::exp(-1.0), 1e-12);
    EXPECT_EQ(use_after(PlatformRates<double>{}, 0.3, 50.0), 0.3);
}

TEST(Platform, those_who_use_it_are_heard_more) {
    EXPECT_NEAR(voice_shift(Platform{}, 0.25), 0.5 - 0.25, 1e-15);
    EXPECT_EQ(voice_shift(Platform{}, 0.0), 0.0);
    EXPECT_EQ(voice_shift(Platform{}, 1.0), 0.0);
}

TEST(Platform, backup_bridges_an_outage_and_is_full_again_after_it) {
    const Platform platform{.outage_rate = 1e-9, .outage_time = 0.5};
    // Dark from .25 d on; 3 h of backup; a draw that makes the outage last .5 d.
    const float half = 1.0f - std::exp(-1.0f);
    const PlatformSupplied first = supplied_after(platform, {1.0f, 0.25f, 0.0f}, 3.0f, 1.0f, {half, 0.5f, 0.5f});
    EXPECT_NEAR(first.up, 0.25f + 0.125f + 0.25f, 1e-5f);
    EXPECT_EQ(first.after.supplied, 1.0f);
    const PlatformSupplied dark = supplied_after(platform, {0.0f, never, 2.0f}, 3.0f, 0.125f, {});
    EXPECT_NEAR(dark.up, 1.0f / 3.0f, 1e-5f);
    EXPECT_NEAR(dark.after.dark, 5.0f, 1e-5f);
}

RC_GTEST_PROP(Platform, use_stays_a_share_and_two_half_steps_are_one, ()) {
    const auto share = [] { return 0.01 * *rc::gen::inRange(0, 101); };
    const PlatformRates<double> rates = take_up_rates(PlatformTakeUp<double>{
        .learning = share(), .habit = share(), .training = share(), .benefit = share(), .up = share()});
    const double use = share();
    const double step = 10.0 * share();
    const double once = use_after(rates, use, step);
    RC_ASSERT(once >= 0.0);
    RC_ASSERT(once <= 1.0);
    RC_ASSERT(std::abs(use_after(rates, use_after(rates, use, 0.5 * step), 0.5 * step) - once) < 1e-12);
}

RC_GTEST_PROP(Platform, more_platforms_and_less_link_never_leave_more_visits, ()) {
    const auto share = [] { return 0.01 * *rc::gen::inRange(0, 101); };
    PlatformInUse<double> platform{
        .stage = PlatformStage::shared, .coverage = share(), .link = share(), .staff_use = share()};
    const PlatformBurden<double> burden{.count = 10.0 * share(), .compatible = share()};
    const double left = visits_left(Platform{}, platform, burden);
    RC_ASSERT(visits_left(Platform{}, platform, {burden.count + 1.0, burden.compatible}) <= left);
    platform.link *= 0.5;
    RC_ASSERT(visits_left(Platform{}, platform, burden) <= left);
}

TEST(Platform, a_crowd_goes_as_the_equation_says) {  // 4 standard errors, from the spread that incidents make
    const Platform process{.incident_rate = 12.0, .outage_rate = 0.0};
    const PlatformSetting setting{.stage = PlatformStage::dispatch, .rules = 0.25, .trust = 1.0};
    const PlatformStart start{.stage = all(3.0), .rules = all(0.25), .trust = all(1.0)};
    const Dataset expected = mean_field(process, setting, 60.0, 20.0);
    for (const double step : {1.0, 0.5}) {
        const Dataset course =
            simulate(process, start, {.size = 4'000, .until = 60.0, .every = 20.0, .step = step, .seed = 1});
        for (std::size_t k = 0; k < 4; ++k) {
            const double incidents = of(expected, "incidents")[k];
            EXPECT_NEAR(of(course, "incidents")[k], incidents, 4.0 * std::sqrt(incidents / 4'000.0));
            // Hardly anybody has ten incidents, after which there is no trust to lose.
            EXPECT_NEAR(of(course, "trust")[k], of(expected, "trust")[k], 0.4 * std::sqrt(incidents / 4'000.0) + 1e-4);
            EXPECT_NEAR(of(course, "staff_use")[k], of(expected, "staff_use")[k], 0.004);
            EXPECT_NEAR(of(course, "resident_use")[k], of(expected, "resident_use")[k], 0.002);
        }
    }
}

TEST(Platform, it_runs_as_often_as_outages_and_backup_leave_it) {
    const Platform process{.outage_rate = 60.0, .outage_time = 0.5};
    const Dataset course = simulate(process, {.backup = all(6.0)}, {.size = 3'000, .until = 30.0, .every = 1.0});
    double mean = 0.0;
    const Values up = of(course, "up");
    for (std::size_t k = 10; k < up.size(); ++k) mean += up[k] / static_cast<double>(up.size() - 10);
    EXPECT_NEAR(mean, availability(process, 6.0), 0.004);
    EXPECT_NEAR(availability(process, 0.0), 1.0 - 0.5 / (365.25 / 60.0 + 0.5), 1e-12);
    EXPECT_EQ(availability({.outage_rate = 0.0}, 0.0), 1.0);
}

TEST(Platform, costs_are_those_worked_by_hand) {
    const Dataset course = simulate(Platform{}, {.coverage = all(0.5), .count = all(2.0)},
                                    {.size = 2, .until = 730.5, .every = 730.5, .step = 10.0});
    const double years = course.dimension("time").values[1] / 365.25;
    EXPECT_NEAR(of(course, "cost")[0], 300.0, 1e-9);
    EXPECT_NEAR(of(course, "cost")[1], 300.0 * (1.0 + 0.15 * years), 1e-9);
    EXPECT_NEAR(of(course, "own_cost")[1], 0.3 * of(course, "cost")[1], 1e-9);
}

TEST(Platform, without_a_platform_nobody_is_reached_and_nothing_happens) {
    const Dataset course = simulate(Platform{.incident_rate = 100.0}, {.stage = all(0.0)}, {.size = 50, .until = 60.0});
    EXPECT_EQ(of(course, "incidents").back(), 0.0);
    EXPECT_EQ(of(course, "reached").back(), 0.0);
    EXPECT_EQ(of(course, "cost").back(), 0.0);
    EXPECT_NEAR(of(course, "staff_use").back(), 0.2 * std::exp(-0.02 * 60.0), 1e-5);
}

TEST(Platform, threads_change_nothing_and_seeds_everything) {
    const auto use = [](std::uint32_t seed, unsigned threads) {
        return of(simulate(Platform{.incident_rate = 50.0}, {},
                           {.size = 1'500, .until = 5.0, .replicates = 2, .seed = seed, .threads = threads}),
                  "staff_use");
    };
    EXPECT_EQ(use(1, 1), use(1, 2));
    EXPECT_NE(use(1, 1), use(2, 1));
}

TEST(Platform, every_mistake_is_told_at_once) {
    try {
        simulate(Platform{.staff_habit = std::numeric_limits<double>::quiet_NaN(), .incident_rate = 1000.0},
                 {.stage = all(4.0), .link = {.drawn = {}, .given = {0.5}}}, {.size = 2, .step = 1.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const core::Mistake& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"staff_habit", "stage", "link", "step"}));
    }
    EXPECT_THROW(mean_field(Platform{}, PlatformSetting{.trust = 2.0}, 1.0, 0.1), core::ConfigError);
}

TEST(Platform, every_parameter_is_described) {
    Platform process;
    expect_described(process, 21);
}

}  // namespace platform_test
