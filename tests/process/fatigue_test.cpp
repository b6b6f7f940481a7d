// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/fatigue.hpp>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace fatigue_test {

namespace {

using Values = std::vector<double>;

AgentValues all(double value) { return {.drawn = core::Distribution::constant(value)}; }

const Values& of(const Dataset& course, std::string_view name) { return course.variable(name).values; }

/// Nobody leaves.
constexpr Fatigue loyal{.leave_rate = 0.0};

}  // namespace

TEST(Fatigue, eight_weeks_of_overload_leave_the_strain_that_the_equation_says) {  // V68
    const std::array loads{1.0, 1.2, 1.5, 2.0};
    const std::array expected{0.034, 0.204, 0.388, 0.577};
    for (std::size_t k = 0; k < loads.size(); ++k) {
        EXPECT_NEAR(expected_strain(loyal, {.work = {.load = loads[k]}}, 56.0), expected[k], 1e-3);
        const Dataset course = simulate(loyal, {.load = all(loads[k])}, {.size = 3, .until = 56.0});
        EXPECT_NEAR(of(course, "strain").back(), expected[k], 1e-3);
    }
}

TEST(Fatigue, rates_are_those_of_a_case_worked_by_hand) {
    const FatigueWork<double> work{.load = 1.5, .hours = 10.0, .rest = 0.5, .support = 0.5};
    const FatigueRates<double> rates = fatigue_rates(Fatigue{}, work);
    EXPECT_NEAR(rates.up, 0.03 * 0.5 + 0.002 * 2.0, 1e-15);
    EXPECT_NEAR(rates.down, 0.05 * 0.5 + 0.02 * 0.5 + 0.005, 1e-15);
    EXPECT_NEAR(fatigue_capacity(Fatigue{}, 0.5, 0.0), 0.8 * 0.7, 1e-15);
    EXPECT_NEAR(fatigue_load(Fatigue{}, 1.2, 0.5, 0.25), 1.6, 1e-15);
    EXPECT_NEAR(fatigue_load(Fatigue{.feedback = 1.0, .handover = 0.0}, 1.2, 0.5, 0.25), 2.4, 1e-15);
    EXPECT_NEAR(fatigue_load(Fatigue{}, 1.0, 1.0, 1.0), 20.0, 1e-12);
    EXPECT_NEAR(pay_factor({.pay = 0.0}), 2.0138, 1e-4);
}

RC_GTEST_PROP(Fatigue, strain_stays_a_share_grows_with_the_load_and_two_half_steps_are_one, ()) {
    const auto part = [] { return *rc::gen::inRange(0, 101) / 100.0; };
    FatigueWork<double> work{.load = 10.0 * part(), .hours = 24.0 * part(), .rest = part(), .support = part()};
    const double before = part();
    const double days = 400.0 * part();
    const FatigueRates<double> rates = fatigue_rates(Fatigue{}, work);
    const double after = strain_after(rates, before, days);
    RC_ASSERT(after >= 0.0 && after <= 1.0);
    RC_ASSERT(std::abs(strain_after(rates, strain_after(rates, before, 0.5 * days), 0.5 * days) - after) < 1e-12);
    work.load += part();
    RC_ASSERT(strain_after(fatigue_rates(Fatigue{}, work), before, days) >= after - 1e-12);
}

TEST(Fatigue, without_anything_that_changes_it_strain_stays) {
    EXPECT_EQ(strain_after(FatigueRates<double>{0.0, 0.0}, 0.3, 100.0), 0.3);
    EXPECT_EQ(strain_after(FatigueRates<float>{0.0f, 0.0f}, 0.3f, 100.0f), 0.3f);
}

TEST(Fatigue, work_of_those_who_leave_tires_those_who_stay_as_the_equations_say) {
    const Fatigue fatigue{.feedback = 0.5, .leave_rate = 0.002, .hire_rate = 0.0};
    const Dataset expected = mean_field(fatigue, {.work = {.load = 1.1}}, 60.0, 15.0);
    const Dataset course =
        simulate(fatigue, {.load = all(1.1)}, {.size = 20'000, .until = 60.0, .every = 15.0, .step = 0.5, .seed = 1});
    for (std::size_t k = 0; k < 5; ++k) {
        const double present = of(expected, "present")[k];
        const double error = std::sqrt(present * (1.0 - present) / 20'000.0);
        EXPECT_NEAR(of(course, "present")[k], present, 4.0 * error + 2e-3);
        EXPECT_NEAR(of(course, "strain")[k], of(expected, "strain")[k], 0.01);
    }
    EXPECT_LT(of(expected, "present").back(), 0.85);
    EXPECT_NEAR(of(course, "leavings").back(), 1.0 - of(course, "present").back(), 1e-6);
}

TEST(Fatigue, posts_are_filled_as_often_as_they_fall_vacant) {
    // Balance of two rates; 4 standard errors of 20,000 posts.
    const Fatigue fatigue{.leave_rate = 0.01, .strain_effect = 0.0, .handover = 0.0, .hire_rate = 0.03, .pay = 0.5};
    const Dataset course = simulate(fatigue, {}, {.size = 20'000, .until = 400.0, .every = 400.0, .seed = 2});
    const double expected = 0.75;
    EXPECT_NEAR(of(course, "present").back(), expected, 4.0 * std::sqrt(expected * (1.0 - expected) / 20'000.0) + 2e-3);
}

TEST(Fatigue, better_pay_keeps_and_finds_staff) {
    const auto present = [](double pay) {
        const Fatigue fatigue{.leave_rate = 0.01, .pay = pay};
        return of(simulate(fatigue, {}, {.size = 2'000, .until = 200.0, .seed = 3}), "present").back();
    };
    EXPECT_GT(present(1.0), present(0.5) + 0.03);
    EXPECT_GT(present(0.5), present(0.0) + 0.03);
}

TEST(Fatigue, newcomers_learn) {
    Fatigue fatigue{.leave_rate = 10.0, .strain_effect = 0.0, .hire_rate = 10.0, .novice_loss = 0.5};
    // Everybody leaves and is replaced all the time.
    const Dataset fresh = simulate(fatigue, {.strain = all(0.0)}, {.size = 2'000, .until = 50.0, .seed = 4});
    EXPECT_NEAR(of(fresh, "capacity").back() / of(fresh, "present").back(), 0.5, 0.01);
}

TEST(Fatigue, somebody_alone_has_no_colleagues_whose_work_falls_to_them) {
    const auto nobody = std::make_shared<const core::Graph>(core::Graph::undirected(4, {}));
    const Dataset course = simulate(loyal, {.load = all(1.5)}, {.graphs = {nobody}, .until = 56.0});
    EXPECT_NEAR(of(course, "strain").back(), 0.388, 5e-4);
    const Dataset one = simulate(loyal, {.load = all(1.5)}, {.size = 1, .until = 56.0});
    EXPECT_NEAR(of(one, "strain").back(), 0.388, 5e-4);
}

RC_GTEST_PROP(Fatigue, shares_stay_shares_whatever_happens, ()) {
    const auto part = [] { return *rc::gen::inRange(0, 11) / 10.0; };
    const Fatigue fatigue{.overload_rate = 10.0 * part(),
                          .capacity_loss = part(),
                          .feedback = part(),
                          .leave_rate = part(),
                          .strain_effect = 20.0 * part(),
                          .handover = part(),
                          .hire_rate = part(),
                          .pay = part(),
                          .novice_loss = part(),
                          .threshold = part()};
    const FatigueStart start{.strain = all(part()), .load = all(100.0 * part()), .rest = all(part())};
    const Dataset course = simulate(fatigue, start, {.size = 40, .until = 60.0, .seed = *rc::gen::inRange(0u, 999u)});
    for (const char* name : {"strain", "burnt_out", "present", "capacity"}) {
        for (const double value : of(course, name)) RC_ASSERT(std::isnan(value) || (value >= 0.0 && value <= 1.0));
    }
    RC_ASSERT(std::is_sorted(of(course, "leavings").begin(), of(course, "leavings").end()));
}

TEST(Fatigue, half_the_step_changes_little) {
    const auto end = [](double step) {
        const Fatigue fatigue{.feedback = 1.0, .leave_rate = 0.001};
        return simulate(fatigue, {.load = all(1.3)}, {.size = 20'000, .until = 180.0, .step = step, .seed = 5});
    };
    EXPECT_NEAR(of(end(2.0), "strain").back(), of(end(1.0), "strain").back(), 0.01);
    EXPECT_NEAR(of(end(2.0), "present").back(), of(end(1.0), "present").back(), 0.02);
}

TEST(Fatigue, who_is_numbered_how_does_not_matter) {
    FatigueStart rising{.load = {.given = Values(4'000)}};
    for (std::size_t k = 0; k < 4'000; ++k) rising.load.given[k] = static_cast<double>(k) / 2'000.0;
    FatigueStart falling = rising;
    std::reverse(falling.load.given.begin(), falling.load.given.end());
    const Experiment experiment{.until = 100.0, .seed = 6};
    const auto strain = [&](const FatigueStart& start) {
        Experiment asked = experiment;
        asked.size = 4'000;
        return of(simulate(Fatigue{}, start, asked), "strain").back();
    };
    EXPECT_NEAR(strain(rising), strain(falling), 4.0 * 0.3 * std::sqrt(2.0 / 4'000.0));
}

TEST(Fatigue, threads_change_nothing_and_seeds_everything) {
    const auto strain = [](std::uint32_t seed, unsigned threads) {
        const Fatigue fatigue{.leave_rate = 0.01};
        return of(simulate(fatigue, {}, {.size = 1'500, .until = 60.0, .seed = seed, .threads = threads}), "strain");
    };
    EXPECT_EQ(strain(1, 1), strain(1, 2));
    EXPECT_NE(strain(1, 1), strain(2, 1));
}

TEST(Fatigue, every_mistake_is_told_at_once) {
    const Fatigue wrong{.capacity_loss = 2.0, .learning_time = std::numeric_limits<double>::quiet_NaN()};
    try {
        simulate(wrong, {.rest = all(2.0)}, {.size = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const auto& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"size", "capacity_loss", "learning_time", "rest"}));
    }
    EXPECT_THROW(mean_field(Fatigue{.hire_rate = 0.0}, FatigueSetting{.strain = 2.0}, 1.0, 1.0), core::ConfigError);
    EXPECT_THROW(mean_field(Fatigue{}, FatigueSetting{}, 1.0, 1.0), core::Error);
    EXPECT_THROW(expected_strain({.feedback = 1.0}, {}, 1.0), core::Error);
    EXPECT_THROW(expected_strain({}, {}, -1.0), core::ConfigError);
}

TEST(Fatigue, every_parameter_is_described) {
    Fatigue fatigue;
    expect_described(fatigue, 17);
}

}  // namespace fatigue_test
