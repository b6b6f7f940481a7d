// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/recovery_curve.hpp>
#include <numbers>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace recovery_curve_test {

namespace {

RecoveryCurve drawn_curve() {
    const auto number = [](int low, int high) { return static_cast<double>(*rc::gen::inRange(low, high)); };
    return {.shape = *rc::gen::element(RecoveryShape::linear, RecoveryShape::exponential, RecoveryShape::trigonometric),
            .drop = number(0, 101) / 100.0,
            .plateau = number(0, 30),
            .duration = number(1, 60)};
}

}  // namespace

TEST(RecoveryCurve, is_described) {
    RecoveryCurve process;
    expect_described(process, 4);
}

TEST(RecoveryCurve, losses_are_those_of_the_literature) {  // V57
    EXPECT_NEAR(recovery_loss({.duration = 20.0}, 20.0), 6.0, 1e-12);
    EXPECT_NEAR(recovery_loss({.shape = RecoveryShape::exponential, .duration = 5.0}, 20.0), 2.945053, 1e-6);
    EXPECT_NEAR(recovery_loss({.plateau = 5.0, .duration = 15.0}, 20.0), 7.5, 1e-12);
    EXPECT_NEAR(recovery_loss({.shape = RecoveryShape::trigonometric, .duration = 20.0}, 20.0), 6.0, 1e-12);
}

TEST(RecoveryCurve, follows_the_cosine_to_the_last_digits) {
    const RecoveryCurve curve{.shape = RecoveryShape::trigonometric, .drop = 1.0, .duration = 1.0};
    for (int k = 0; k <= 1000; ++k) {
        const double x = k / 1000.0;
        EXPECT_NEAR(function_after(curve, x), 0.5 - 0.5 * std::cos(std::numbers::pi * x), 4e-16) << x;
        const double whole = 0.5 * (x + std::sin(std::numbers::pi * x) / std::numbers::pi);
        EXPECT_NEAR(recovery_loss(curve, x), whole, 4e-16) << x;
    }
}

RC_GTEST_PROP(RecoveryCurve, never_falls_after_the_shock_and_its_loss_is_its_integral, ()) {
    const RecoveryCurve curve = drawn_curve();
    RC_ASSERT(function_after(curve, -0.5) == 1.0);
    constexpr int steps = 20'000;
    const double until = 100.0;
    double before = 1.0 - curve.drop;
    double lacking = 0.0;
    for (int k = 0; k < steps; ++k) {
        const double function = function_after(curve, (k + 0.5) * until / steps);
        RC_ASSERT(function >= before - 1e-15);
        RC_ASSERT(function <= 1.0);
        before = function;
        lacking += (1.0 - function) * until / steps;
    }
    RC_ASSERT(std::abs(recovery_loss(curve, until) - lacking) < 1e-4);
}

TEST(RecoveryCurve, communities_that_are_alike_are_the_curve) {
    const RecoveryCurve curve{.drop = 0.5, .duration = 10.0};
    const Dataset run = simulate(curve, {}, {}, {.size = 3, .until = 20.0, .every = 0.5, .replicates = 2});
    const auto& times = run.dimension("time").values;
    for (std::size_t k = 0; k < times.size(); ++k) {
        EXPECT_NEAR(run.variable("function").values[k], function_after(curve, times[k]), 1e-15);
    }
    for (const double loss : run.variable("loss").values) EXPECT_NEAR(loss, 2.5, 1e-12);
    for (const double time : run.variable("time_regained").values) EXPECT_NEAR(time, 8.0, 1e-12);
    for (const double rapidity : run.variable("rapidity").values) EXPECT_NEAR(rapidity, 0.05, 1e-12);
}

TEST(RecoveryCurve, draws_depend_on_the_seed_and_not_on_threads) {
    const RecoveryStart start{.drop = AgentValues{core::Distribution::uniform({0.2, 0.8})},
                              .duration = AgentValues{core::Distribution::lognormal({.median = 20.0, .sigma = 0.5})}};
    const auto run = [&](std::uint32_t seed, unsigned threads) {
        return simulate({}, start, {}, {.size = 20, .replicates = 6, .seed = seed, .threads = threads});
    };
    EXPECT_EQ(run(1, 1).variable("loss").values, run(1, 2).variable("loss").values);
    EXPECT_EQ(run(1, 1).variable("function").values, run(1, 2).variable("function").values);
    EXPECT_NE(run(1, 1).variable("loss").values, run(2, 1).variable("loss").values);
}

TEST(RecoveryCurve, tells_all_that_is_wrong_at_once) {
    try {
        simulate({.drop = 1.5}, {.plateau = AgentValues{.given = {-1.0, 2.0}}}, {.regained = 0.0},
                 {.size = 2, .until = 10.0, .every = 3.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "drop");
        EXPECT_EQ(error.mistakes()[1].path, "regained");
        EXPECT_EQ(error.mistakes()[2].path, "plateau[0]");
        EXPECT_EQ(error.mistakes()[3].path, "every");
    }
}

}  // namespace recovery_curve_test
