// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/replanning.hpp>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace replanning_test {

namespace {

using Values = std::vector<double>;

Values of(const Dataset& course, std::string_view name) { return course.variable(name).values; }

}  // namespace

TEST(Replanning, a_fitting_measure_is_there_by_the_size_of_the_repertoire) {
    EXPECT_NEAR(fitting_chance({.measures = 3, .fit_chance = 0.5}), 0.875, 1e-12);
    EXPECT_EQ(fitting_chance({.measures = 0}), 0.0);
    EXPECT_EQ(fitting_chance({.measures = 1, .fit_chance = 1.0}), 1.0);
}

TEST(Replanning, the_gain_solves_the_equation_of_kalman) {
    const Replanning replanning;
    const double moved = (0.01 + 0.03 * 0.04) * 7.0;
    EXPECT_NEAR(drift_variance(replanning, 7.0), moved, 1e-15);
    const double gain = feedback_gain(replanning);
    const double noise = feedback_variance(replanning);
    const double before = gain * noise / (1.0 - gain);
    EXPECT_NEAR(before, (1.0 - gain) * before + moved, 1e-12);
    EXPECT_EQ(feedback_gain({.screening = 0.0}), 0.0);
    EXPECT_EQ(feedback_gain({.drift = 0.0, .policy_rate = 0.0}), 0.0);
}

TEST(Replanning, no_more_feedback_counts_than_comes_and_is_screened) {
    EXPECT_NEAR(feedback_variance({.feedback_rate = 3.0, .screening = 100.0}), 1.0 / 21.0, 1e-15);
    EXPECT_NEAR(feedback_variance({.feedback_rate = 100.0, .screening = 8.0}), 1.0 / 14.0, 1e-15);
}

RC_GTEST_PROP(Replanning, a_gain_is_a_share_that_grows_with_screening_and_with_what_moves, ()) {
    const double drift = 0.01 * *rc::gen::inRange(1, 200);
    const double screening = 0.1 * *rc::gen::inRange(1, 200);
    const auto gain = [](double moves, double screened) {
        return feedback_gain({.drift = moves, .feedback_rate = 1e6, .screening = screened});
    };
    const double found = gain(drift, screening);
    RC_ASSERT(found > 0.0);
    RC_ASSERT(found < 1.0);
    RC_ASSERT(gain(1.5 * drift, screening) > found);
    RC_ASSERT(gain(drift, 1.5 * screening) > found);
}

TEST(Replanning, no_other_weight_of_feedback_leaves_less_misfit) {
    const Replanning best{.autonomy = 1.0, .free_staff = 1.0, .fit_chance = 1.0};
    Replanning less = best;
    less.autonomy = 0.95;
    EXPECT_LT(steady_misfit(best).square, steady_misfit(less).square);
    // Right after a re-planning the variance is gain times noise.
    EXPECT_NEAR(steady_misfit(best).square, feedback_gain(best) * feedback_variance(best), 1e-12);
}

TEST(Replanning, communities_go_as_the_moments_say) {  // 4 standard errors of 32,000 functions
    for (const double bias : {0.0, 0.3}) {
        const Replanning replanning{.functions = 16, .feedback_bias = bias, .screening = 32.0};
        const ReplanningStart start{.misfit = 0.5};
        const Dataset course =
            simulate(replanning, start, {.size = 2'000, .until = 70.0, .every = 7.0, .step = 7.0, .seed = 1});
        const Dataset expected = mean_field(replanning, start, 70.0, 7.0);
        for (std::size_t k = 0; k <= 10; ++k) {
            const double square = of(expected, "square")[k];
            EXPECT_NEAR(of(course, "square")[k], square, 4.0 * square * std::sqrt(3.0 / 32'000.0)) << k;
        }
        const Dataset late = mean_field(replanning, {}, 3500.0, 3500.0);
        EXPECT_NEAR(of(late, "square")[1], steady_misfit(replanning).square, 1e-12);
        EXPECT_NEAR(of(late, "mean")[1], steady_misfit(replanning).mean, 1e-12);
    }
}

TEST(Replanning, half_steps_change_nothing_but_by_chance) {
    const auto square = [](double step) {
        return of(simulate(Replanning{}, {}, {.size = 1'000, .until = 28.0, .every = 28.0, .step = step, .seed = 2}),
                  "square")[1];
    };
    const double expected = of(mean_field(Replanning{}, {}, 28.0, 28.0), "square")[1];
    for (const double step : {1.0, 0.5}) {
        EXPECT_NEAR(square(step), expected, 4.0 * expected * std::sqrt(3.0 / 4'000.0));
    }
}

TEST(Replanning, two_functions_down_for_three_days_are_a_collapse) {
    const auto collapse = [](std::uint32_t functions, double misfit, double until) {
        const Replanning still{.functions = functions, .drift = 0.0, .policy_rate = 0.0};
        return of(simulate(still, {.misfit = misfit}, {.size = 2, .until = until, .every = until}), "collapsed")[1];
    };
    EXPECT_EQ(collapse(2, 0.8, 3.0), 1.0);
    EXPECT_EQ(collapse(2, 0.8, 2.75), 0.0);
    EXPECT_EQ(collapse(2, 0.75, 10.0), 0.0);
    EXPECT_EQ(collapse(1, 0.8, 10.0), 0.0);
}

TEST(Replanning, autonomy_staff_and_measures_keep_communities_from_collapse) {
    const auto collapsed_share = [](const Replanning& replanning) {
        return of(simulate(replanning, {}, {.size = 300, .until = 90.0, .every = 90.0, .step = 1.0}), "collapsed")[1];
    };
    const double usual = collapsed_share({});
    EXPECT_GT(collapsed_share({.autonomy = 0.0}), usual + 0.1);
    EXPECT_GT(collapsed_share({.free_staff = 0.1}), usual + 0.1);
    EXPECT_GT(collapsed_share({.measures = 1}), usual + 0.1);
}

TEST(Replanning, threads_change_nothing_and_seeds_everything) {
    const auto misfit = [](std::uint32_t seed, unsigned threads) {
        return of(simulate(Replanning{}, {},
                           {.size = 1'100, .until = 7.0, .replicates = 2, .seed = seed, .threads = threads}),
                  "misfit");
    };
    EXPECT_EQ(misfit(1, 1), misfit(1, 2));
    EXPECT_NE(misfit(1, 1), misfit(2, 1));
}

TEST(Replanning, where_nothing_is_ever_changed_misfit_grows_without_end) {
    EXPECT_EQ(steady_misfit({.measures = 0}).square, std::numeric_limits<double>::infinity());
    EXPECT_EQ(steady_misfit({.drift = 0.0, .policy_rate = 0.0}).square, 0.0);
    const Dataset course = mean_field(Replanning{.autonomy = 0.0}, {.misfit = 1.0}, 100.0, 30.0);
    EXPECT_NEAR(of(course, "square").back(), 1.0 + 1.12, 1e-12);
    EXPECT_EQ(course.dimension("time").values.size(), 5u);
}

TEST(Replanning, every_mistake_is_told_at_once) {
    const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(2, {}));
    try {
        simulate(Replanning{.functions = 17, .drift = std::numeric_limits<double>::quiet_NaN()}, {.misfit = 200.0},
                 {.graphs = {graph}, .until = 1e12});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const core::Mistake& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"functions", "drift", "misfit", "graph", "until"}));
    }
    EXPECT_THROW(mean_field(Replanning{.interval = 0.0}, {}, 1.0, 0.1), core::ConfigError);
}

TEST(Replanning, one_community_with_one_function_runs) {
    EXPECT_EQ(of(simulate(Replanning{.functions = 1}, {}, {.size = 1, .until = 1.0, .every = 0.5}), "quality").size(),
              3u);
}

TEST(Replanning, every_parameter_is_described) {
    Replanning process;
    expect_described(process, 16);
}

}  // namespace replanning_test
