// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/diffusion.hpp>
#include <cstddef>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

std::vector<double> adopted_values(const Dataset& course, std::string_view name = "adopted") {
    return course.variable(name).values;
}

/// One in the middle and all others around it.
std::shared_ptr<const core::Graph> star_of(core::Index size) {
    std::vector<core::Edge> ties;
    for (core::Index row = 1; row < size; ++row) ties.emplace_back(0, row);
    return std::make_shared<const core::Graph>(core::Graph::undirected(size, ties));
}

double mean_of_last(const Dataset& course) {
    const std::vector<double> all = adopted_values(course);
    const std::size_t records = course.dimension("time").values.size();
    double sum = 0.0;
    for (std::size_t k = records - 1; k < all.size(); k += records) sum += all[k];
    return sum * static_cast<double>(records) / static_cast<double>(all.size());
}

}  // namespace

TEST(Diffusion, the_formula_of_bass_has_its_peak_where_it_is_known) {  // V14
    const Diffusion usual;
    EXPECT_NEAR(peak_time(usual), 6.192619, 1e-6);
    EXPECT_NEAR(adopted_share(usual, peak_time(usual)), 0.4605263, 1e-7);
    EXPECT_NEAR(peak_rate(usual), 0.1105921, 1e-7);
    EXPECT_NEAR(adopted_share(usual, 5.0), 0.3311986, 1e-7);
    EXPECT_NEAR(peak_time({.innovation = 0.01, .imitation = 0.4}), 8.997267, 1e-6);
    EXPECT_EQ(peak_time({.innovation = 0.4, .imitation = 0.1}), 0.0);
    EXPECT_EQ(peak_rate({.innovation = 0.4, .imitation = 0.1, .potential = 0.5}), 0.2);
    EXPECT_EQ(adopted_share({.innovation = 0.0}, 10.0), 0.0);
}

TEST(Diffusion, the_equations_are_the_formula_where_nothing_pushes) {
    const Diffusion process{.potential = 0.7};
    const Dataset course = mean_field(process, 0.0, 20.0, 2.5);
    for (std::size_t k = 0; k < 9; ++k) {
        const double time = course.dimension("time").values[k];
        EXPECT_NEAR(adopted_values(course)[k], adopted_share(process, time), 1e-10) << time;
    }
}

TEST(Diffusion, an_order_and_an_event_alone_add_up_in_the_exponent) {
    const Diffusion process{.innovation = 0.1,
                            .imitation = 0.0,
                            .mandate_rate = 0.5,
                            .mandate_time = 2.0,
                            .event_rate = 0.8,
                            .event_time = 1.0,
                            .event_fade = 0.4};
    const Dataset course = mean_field(process, 0.0, 4.0, 0.5);
    for (std::size_t k = 0; k < 9; ++k) {
        const double time = 0.5 * static_cast<double>(k);
        const double ordered = 0.5 * std::max(0.0, time - 2.0);
        const double event = 0.8 * 0.4 * (1.0 - std::exp(-std::max(0.0, time - 1.0) / 0.4));
        EXPECT_NEAR(adopted_values(course)[k], 1.0 - std::exp(-0.1 * time - ordered - event), 1e-10) << time;
    }
    // Agents have the same chances whatever the step.
    for (const double step : {0.05, 0.8}) {
        const Experiment experiment{.size = 10'000, .until = 4.0, .every = 4.0, .step = step, .seed = 1};
        const double share = adopted_values(course).back();
        EXPECT_NEAR(mean_of_last(simulate(process, {}, experiment)), share,
                    4.0 * std::sqrt(share * (1.0 - share) / 10'000.0))
            << step;
    }
}

TEST(Diffusion, pushes_of_two_parts_of_a_step_are_that_of_the_whole) {
    const Diffusion process{.mandate_rate = 0.5, .mandate_time = 1.3, .event_rate = 2.0, .event_time = 0.9};
    for (const double from : {0.0, 0.5, 0.95, 1.2, 3.0}) {
        const double parts = outside_push(process, from, 0.2) + outside_push(process, from + 0.2, 0.4);
        EXPECT_NEAR(outside_push(process, from, 0.6), parts, 1e-12) << from;
    }
}

TEST(Diffusion, a_mixed_crowd_follows_bass) {  // V14
    const Experiment experiment{.size = 10'000, .until = 5.0, .every = 5.0, .replicates = 3, .seed = 2};
    EXPECT_NEAR(mean_of_last(simulate(Diffusion{}, {}, experiment)), 0.3311986, 0.01);
    const Diffusion half{.potential = 0.5};
    EXPECT_NEAR(mean_of_last(simulate(half, {}, experiment)), 0.5 * 0.3311986, 0.01);
}

TEST(Diffusion, around_one_who_has_it_times_are_exponential) {
    const Diffusion process{.innovation = 0.0, .imitation = 0.5};
    const DiffusionStart start{.adopted = {.rows = {0}}};
    const Experiment experiment{.graphs = {star_of(20'001)}, .until = 3.0, .every = 3.0, .step = 0.5, .seed = 3};
    const double share = 1.0 - std::exp(-1.5);
    EXPECT_NEAR(mean_of_last(simulate(process, start, experiment)), share,
                4.0 * std::sqrt(share * (1.0 - share) / 20'000.0) + 1e-4);
}

TEST(Diffusion, without_innovation_nothing_goes_where_no_tie_leads) {
    const Diffusion process{.innovation = 0.0, .imitation = 5.0};
    const std::vector<core::Edge> ties{{0, 1}, {2, 3}};
    const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(5, ties));
    const Dataset course =
        simulate(process, {.adopted = {.rows = {0}}}, {.graphs = {graph}, .until = 50.0, .every = 50.0});
    EXPECT_EQ(adopted_values(course).back(), 0.4);
    const std::vector<double> times = adopted_values(course, "adoption_time");
    EXPECT_EQ(times[0], 0.0);
    EXPECT_GT(times[1], 0.0);
    for (const std::size_t row : {2u, 3u, 4u}) EXPECT_TRUE(std::isnan(times[row]));
}

TEST(Diffusion, a_run_is_over_where_all_who_may_have_adopted) {
    const Dataset course = simulate({.innovation = 5.0, .potential = 0.5}, {}, {.size = 200, .seed = 4});
    EXPECT_LT(course.dimension("time").values.back(), 20.0);
    EXPECT_NEAR(adopted_values(course).back(), 0.5, 0.15);
}

TEST(Diffusion, half_the_step_moves_the_share_by_noise_only) {
    const auto share = [](double step) {
        const Experiment experiment{
            .size = 2'000, .until = 6.0, .every = 6.0, .step = step, .replicates = 20, .seed = 5};
        return mean_of_last(simulate(Diffusion{}, {}, experiment));
    };
    EXPECT_NEAR(share(0.5), share(0.25), 0.01);
}

TEST(Diffusion, threads_change_nothing_and_seeds_everything) {
    const auto times = [](std::uint32_t seed, unsigned threads) {
        const Experiment experiment{.size = 300, .until = 5.0, .replicates = 5, .seed = seed, .threads = threads};
        return adopted_values(simulate(Diffusion{}, {}, experiment));
    };
    EXPECT_EQ(times(1, 1), times(1, 2));
    EXPECT_NE(times(1, 1), times(2, 1));
}

RC_GTEST_PROP(Diffusion, whatever_pushes_never_brings_fewer, ()) {
    const auto part = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    const Diffusion slow{.innovation = part(),
                         .imitation = part(),
                         .mandate_rate = part(),
                         .mandate_time = 3.0 * part(),
                         .event_rate = part(),
                         .event_time = 3.0 * part()};
    Diffusion fast = slow;
    fast.innovation += part();
    fast.imitation += part();
    fast.mandate_rate += part();
    fast.event_rate += part();
    const double start = 0.9 * part();
    const std::vector<double> lower = adopted_values(mean_field(slow, start, 4.0, 0.5));
    const std::vector<double> upper = adopted_values(mean_field(fast, start, 4.0, 0.5));
    for (std::size_t k = 0; k < lower.size(); ++k) {
        RC_ASSERT(lower[k] >= start - 1e-12);
        RC_ASSERT(upper[k] <= 1.0);
        RC_ASSERT(upper[k] >= lower[k] - 1e-9);
    }
}

TEST(Diffusion, one_alone_adopts_by_itself) {
    EXPECT_EQ(adopted_values(simulate({.innovation = 1.0}, {}, {.size = 1})).back(), 1.0);
}

TEST(Diffusion, every_mistake_is_told_at_once) {
    const DiffusionStart start{.adopted = {.rows = {100}}, .readiness = {.drawn = core::Distribution::constant(-1.0)}};
    try {
        simulate({.innovation = std::numeric_limits<double>::quiet_NaN(), .potential = 0.0}, start, {.size = 100});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "innovation");
        EXPECT_EQ(error.mistakes()[1].path, "potential");
        EXPECT_EQ(error.mistakes()[2].text(), "keyword: adopted is 100; must be rows of people, below 100.");
        EXPECT_EQ(error.mistakes()[3].text(), "keyword: readiness is -1; must be between 0 and 100.");
    }
    EXPECT_THROW(mean_field({}, 1.5, 1.0, 0.1), core::ConfigError);
    EXPECT_THROW(mean_field({}, 0.0, 1.0, 0.0), core::ConfigError);
    EXPECT_THROW(mean_field({}, 0.0, 1e300, 1e298), core::ConfigError);
    EXPECT_THROW(mean_field({}, 0.0, 1e8, 1e6), core::ConfigError);
    EXPECT_THROW(mean_field({}, 0.0, 1.0, 1e-7), core::ConfigError);
    EXPECT_THROW(peak_time({.mandate_rate = 1.0}), core::Error);
    EXPECT_THROW(peak_time({.innovation = 0.0}), core::Error);
    EXPECT_THROW(adopted_share({.event_rate = 1.0}, 1.0), core::Error);
}

TEST(Diffusion, every_parameter_is_described) {
    Diffusion process;
    expect_described(process, 8);
}
