// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/hidden_hazard.hpp>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace hidden_hazard_test {

namespace {

using Values = std::vector<double>;

Values of(const Dataset& course, std::string_view name) { return course.variable(name).values; }

AgentValues all(double value) { return {.drawn = core::Distribution::constant(value)}; }

}  // namespace

TEST(HiddenHazard, rates_are_those_worked_by_hand) {
    const auto rates = find_rates(HiddenHazard{}, HazardWatch<double>{10.0, 0.5, 0.4, 0.2});
    EXPECT_NEAR(rates[0], 0.5, 1e-15);
    EXPECT_NEAR(rates[1], 0.24, 1e-15);
    EXPECT_NEAR(rates[2], 1.2, 1e-15);
    EXPECT_NEAR(hazard_event_rate(HiddenHazard{}, 4.0, 0.5), 0.012 * 8.0 * 1.5, 1e-12);
    EXPECT_NEAR(grown(HiddenHazard{}, 0.5, 3.0), 0.5 * std::exp(0.6), 1e-12);
}

TEST(HiddenHazard, hazards_lower_what_a_building_bears) {
    const FragilityCurve curve{.median = 0.4, .dispersion = 0.5};
    const FragilityCurve weak = weakened(HiddenHazard{}, curve, 2.0);
    EXPECT_NEAR(weak.median, 0.4 * std::exp(-0.6), 1e-12);
    EXPECT_EQ(weak.dispersion, 0.5);
    EXPECT_NEAR(exceedance(weak, 0.4 * std::exp(-0.6)), 0.5, 1e-12);
}

RC_GTEST_PROP(HiddenHazard, more_hazards_never_make_a_building_stronger, ()) {
    const double severity = 0.01 * *rc::gen::inRange(0, 1000);
    const double factor = fragility_factor(HiddenHazard{}, severity);
    RC_ASSERT(factor > 0.0);
    RC_ASSERT(factor <= 1.0);
    RC_ASSERT(fragility_factor(HiddenHazard{}, severity + 0.1) < factor);
}

RC_GTEST_PROP(HiddenHazard, those_found_hidden_and_waiting_are_all_that_there_are, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    const HiddenHazard process{.campaign_interval = share(), .campaign_find = share(), .closing_time = 5.0};
    const HiddenHazardStart start{.participation = all(share()), .skill = all(share()), .sensors = all(share())};
    const Dataset course = simulate(process, start, {.size = 60, .until = 3.0, .every = 0.5, .seed = 3});
    double before = 0.0;
    for (std::size_t k = 0; k < 7; ++k) {
        const double hidden = of(course, "hidden")[k];
        const double found = of(course, "cost")[k] / 2.0;
        RC_ASSERT(hidden >= 0.0);
        RC_ASSERT(of(course, "waiting")[k] >= 0.0);
        RC_ASSERT(of(course, "severity")[k] >= 0.0);
        RC_ASSERT(found + hidden >= before - 1e-9);
        before = found + hidden;
    }
}

TEST(HiddenHazard, a_crowd_goes_as_the_integrals_say) {
    const HiddenHazard process{.arrival_rate = 2.0, .campaign_interval = 1.3, .event_rate = 0.3};
    const Dataset expected = mean_field(process, {.stress = 0.5}, 4.0, 1.0);
    for (const double step : {1.0 / 12.0, 1.0 / 24.0}) {
        const Dataset course =
            simulate(process, {.stress = all(0.5)}, {.size = 4'000, .until = 4.0, .every = 1.0, .step = step});
        for (std::size_t k = 1; k <= 4; ++k) {
            for (const char* name : {"hidden", "waiting", "events"}) {  // Poisson numbers
                const double mean = of(expected, name)[k];
                EXPECT_NEAR(of(course, name)[k], mean, 4.0 * std::sqrt(1.3 * mean / 4'000.0)) << name << k;
            }
            const double cost = of(expected, "cost")[k];
            EXPECT_NEAR(of(course, "cost")[k], cost, 4.0 * 2.0 * std::sqrt(0.5 * cost / 4'000.0));
            EXPECT_NEAR(of(course, "severity")[k], of(expected, "severity")[k], 0.05 * of(expected, "severity")[k]);
        }
    }
}

TEST(HiddenHazard, in_the_long_run_there_are_as_many_as_arrivals_times_their_time) {
    const HiddenHazard process{.campaign_interval = 0.0};
    const Dataset late = mean_field(process, {}, 60.0, 60.0);
    const double found = 0.05 * 6.0 + 1.2 * 0.06 + 0.6;
    EXPECT_NEAR(of(late, "hidden")[1], 0.24 / found, 1e-9);
    EXPECT_NEAR(of(late, "waiting")[1], 0.24 * 14.0 / 365.25, 1e-9);
}

TEST(HiddenHazard, equations_follow_hazards_that_are_closed_within_hours) {
    const HiddenHazard process{.campaign_interval = 0.0, .closing_time = 0.1};
    const Dataset late = mean_field(process, {}, 60.0, 60.0);
    EXPECT_NEAR(of(late, "waiting")[1], 0.24 * 0.1 / 365.25, 1e-9);
}

TEST(HiddenHazard, where_nobody_looks_nothing_is_found) {
    const HiddenHazardStart blind{.visits = all(0.0), .participation = all(0.0), .sensors = all(0.0)};
    const Dataset course = simulate(HiddenHazard{}, blind, {.size = 2'000, .until = 5.0, .every = 5.0});
    EXPECT_EQ(of(course, "cost")[1], 0.0);
    EXPECT_EQ(of(course, "waiting")[1], 0.0);
    EXPECT_NEAR(of(course, "hidden")[1], 1.2, 4.0 * std::sqrt(1.2 / 2'000.0));
    EXPECT_EQ(of(course, "fragility_factor")[0], 1.0);
    EXPECT_LT(of(course, "fragility_factor")[1], 0.95);
}

TEST(HiddenHazard, new_buildings_have_none) {
    const Dataset course = simulate(HiddenHazard{}, {.age = all(0.0)}, {.size = 20, .until = 5.0, .every = 5.0});
    EXPECT_EQ(of(course, "hidden")[1], 0.0);
    EXPECT_EQ(of(course, "severity_last").size(), 20u);
}

TEST(HiddenHazard, visits_residents_sensors_and_campaigns_each_find_their_share) {
    const auto events = [](const HiddenHazard& process, const HiddenHazardStart& start) {
        return of(simulate(process, start, {.size = 500, .until = 10.0, .every = 10.0}), "severity")[1];
    };
    const double usual = events({}, {});
    EXPECT_LT(events({}, {.visits = all(60.0)}), usual);
    EXPECT_LT(events({}, {.participation = all(1.0), .skill = all(1.0)}), usual);
    EXPECT_LT(events({}, {.sensors = all(1.0)}), usual);
    EXPECT_LT(events({.campaign_interval = 0.5, .campaign_find = 1.0}, {}), usual);
}

TEST(HiddenHazard, threads_change_nothing_and_seeds_everything) {
    const auto severity = [](std::uint32_t seed, unsigned threads) {
        return of(simulate(HiddenHazard{}, {},
                           {.size = 2'000, .until = 2.0, .replicates = 2, .seed = seed, .threads = threads}),
                  "severity");
    };
    EXPECT_EQ(severity(1, 1), severity(1, 2));
    EXPECT_NE(severity(1, 1), severity(2, 1));
}

TEST(HiddenHazard, one_building_and_buildings_without_ties_run) {
    const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(4, {}));
    EXPECT_EQ(of(simulate(HiddenHazard{}, {}, {.size = 1, .until = 1.0, .every = 1.0}), "hidden").size(), 2u);
    EXPECT_EQ(of(simulate(HiddenHazard{}, {}, {.graphs = {graph}, .until = 1.0, .every = 1.0}), "hidden").size(), 2u);
}

TEST(HiddenHazard, every_mistake_is_told_at_once) {
    try {
        simulate(HiddenHazard{.arrival_rate = 12.0, .severity_median = std::numeric_limits<double>::quiet_NaN()},
                 {.age = all(500.0), .skill = {.drawn = {}, .given = {0.5}}, .stress = all(-1.0)},
                 {.size = 2, .until = 400.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const core::Mistake& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"severity_median", "skill", "stress", "step", "until"}));
    }
    EXPECT_THROW(mean_field(HiddenHazard{}, HiddenHazardSetting{.age = -1.0}, 1.0, 0.1), core::ConfigError);
}

TEST(HiddenHazard, every_parameter_is_described) {
    HiddenHazard process;
    expect_described(process, 15);
}

}  // namespace hidden_hazard_test
