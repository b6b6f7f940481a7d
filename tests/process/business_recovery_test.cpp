// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/business_recovery.hpp>
#include <limits>
#include <memory>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

/// Everything constant: lifelines and customers are there, and neighbours do not count.
constexpr BusinessRecovery steady_business{.base_rate = 0.002, .spill_effect = 0.0, .customers_first = 1.0};

BusinessStart alike(const Business& business) {
    BusinessStart start;
    start.damage.drawn = core::Distribution::constant(business.damage);
    start.small.drawn = core::Distribution::constant(business.small);
    start.finance.drawn = core::Distribution::constant(business.finance);
    start.lifeline.drawn = core::Distribution::constant(business.lifeline);
    start.open.drawn = core::Distribution::constant(business.open);
    return start;
}

struct BusinessEnd {
    double mean = 0.0;
    double error = 0.0;  ///< Standard error, over replicates.
};

BusinessEnd business_end(const Dataset& course, std::string_view name) {
    const std::vector<double>& values = course.variable(name).values;
    const std::size_t records = course.dimension("time").values.size();
    const double runs = static_cast<double>(values.size() / records);
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t k = records - 1; k < values.size(); k += records) {
        sum += values[k] / runs;
        squares += values[k] * values[k] / runs;
    }
    return {.mean = sum, .error = std::sqrt(std::max(0.0, squares - sum * sum) / (runs - 1.0))};
}

}  // namespace

TEST(BusinessRecovery, a_rate_is_worked_by_hand) {
    const BusinessRecovery process{.base_rate = 0.01};
    const Business business{.damage = 0.5, .small = 1.0, .finance = 0.4};
    const double rate = reopening_rate(process, business, {.lifeline = 1.0, .customers = 0.5, .neighbours = 0.25});
    EXPECT_NEAR(rate, 0.01 * std::exp(1.0 + 0.5 + 0.2 - 0.75 - 0.4 + 0.25), 1e-15);
    EXPECT_NEAR(customers_back(process, 365.0), 1.0 - 0.7 * std::exp(-1.0), 1e-12);
}

TEST(BusinessRecovery, with_constant_covariates_openings_are_exponential) {
    const Business business{.damage = 0.4, .small = 1.0, .finance = 0.5};
    const double rate = reopening_rate(steady_business, business, {});
    const Dataset course = simulate(steady_business, alike(business),
                                    {.size = 4'000, .until = 600.0, .every = 600.0, .step = 50.0, .replicates = 20});
    const BusinessEnd open = business_end(course, "open");
    EXPECT_NEAR(open.mean, 1.0 - std::exp(-rate * 600.0), 4.0 * open.error);
    const std::array groups{BusinessGroup{.business = business}};
    EXPECT_NEAR(mean_field(steady_business, groups, 600.0, 600.0).variable("open").values.back(),
                1.0 - std::exp(-rate * 600.0), 1e-9);
}

TEST(BusinessRecovery, lifelines_set_in_within_a_step) {
    const Business business{.lifeline = 33.0};
    const Dataset course = simulate(steady_business, alike(business),
                                    {.size = 4'000, .until = 100.0, .every = 100.0, .step = 10.0, .replicates = 20});
    const double dark = reopening_rate(steady_business, business, {.lifeline = 0.0});
    const double lit = reopening_rate(steady_business, business, {});
    const BusinessEnd open = business_end(course, "open");
    EXPECT_NEAR(open.mean, 1.0 - std::exp(-dark * 33.0 - lit * 67.0), 4.0 * open.error);
}

TEST(BusinessRecovery, open_neighbours_count_for_some_time_as_in_the_mean_field) {
    const BusinessRecovery process{.base_rate = 0.001, .spill_effect = 3.0, .spill_time = 200.0};
    const Business business{};
    const std::array groups{BusinessGroup{.business = business}};
    const Dataset expected = mean_field(process, groups, 400.0, 100.0);
    const Dataset course = simulate(process, alike(business),
                                    {.size = 4'000, .until = 400.0, .every = 100.0, .step = 1.0, .replicates = 5});
    for (std::size_t record = 1; record < 5; ++record) {
        double mean = 0.0;
        for (std::size_t run = 0; run < 5; ++run) mean += course.variable("open").values[run * 5 + record] / 5.0;
        EXPECT_NEAR(mean, expected.variable("open").values[record], 0.012) << record;
    }
    EXPECT_GT(expected.variable("open").values[2],
              mean_field(BusinessRecovery{.base_rate = 0.001, .spill_effect = 0.0}, groups, 200.0, 100.0)
                      .variable("open")
                      .values[2] +
                  0.1);
}

TEST(BusinessRecovery, the_default_setting_has_the_share_it_is_calibrated_to) {
    const Dataset course = simulate(BusinessRecovery{}, {}, {.size = 2'000, .every = 791.0, .replicates = 10});
    const BusinessEnd open = business_end(course, "open");
    EXPECT_NEAR(open.mean, 0.65, 4.0 * open.error + 0.002);
    EXPECT_GT(business_end(course, "open_large").mean, business_end(course, "open_small").mean);
    EXPECT_LT(business_end(course, "open_damaged").mean, open.mean);
}

TEST(BusinessRecovery, calibration_reaches_its_target) {
    const std::vector<BusinessGroup> groups{
        {.business = {.damage = 0.2}, .weight = 1.0},
        {.business = {.damage = 0.9, .small = 1.0, .lifeline = 90.0}, .weight = 3.0}};
    BusinessRecovery process{};
    process.base_rate = calibrated_rate(process, groups, {.share = 0.4, .days = 300.0});
    EXPECT_NEAR(mean_field(process, groups, 300.0, 300.0).variable("open").values.back(), 0.4, 1e-8);
    EXPECT_THROW(calibrated_rate(process, std::vector<BusinessGroup>{{.business = {.open = 1.0}}}, {.share = 0.5}),
                 core::Error);
}

TEST(BusinessRecovery, half_the_business_step_changes_little) {
    const auto open = [](double step) {
        return business_end(simulate(BusinessRecovery{}, {},
                                     {.size = 4'000, .until = 300.0, .every = 300.0, .step = step, .replicates = 10}),
                            "open");
    };
    const BusinessEnd whole = open(6.0);
    const BusinessEnd half = open(3.0);
    EXPECT_NEAR(whole.mean, half.mean, 4.0 * std::hypot(whole.error, half.error) + 0.005);
}

TEST(BusinessRecovery, business_seeds_change_draws_and_threads_do_not) {
    const auto open = [](std::uint32_t seed, unsigned threads) {
        return simulate(BusinessRecovery{}, {}, {.size = 300, .replicates = 2, .seed = seed, .threads = threads})
            .variable("open")
            .values;
    };
    EXPECT_EQ(open(1, 1), open(1, 2));
    EXPECT_NE(open(1, 1), open(2, 1));
}

TEST(BusinessRecovery, small_and_lonely_streets_run) {
    const auto alone = std::make_shared<const core::Graph>(core::Graph::undirected(2, std::vector<core::Edge>{}));
    const Dataset course = simulate(BusinessRecovery{.base_rate = 0.0}, {}, {.graphs = {alone}, .until = 30.0});
    EXPECT_TRUE(std::isnan(course.variable("open_time").values[0]));
    const Dataset never_closed = simulate(BusinessRecovery{}, alike({.open = 1.0}), {.size = 1});
    EXPECT_EQ(never_closed.variable("open_time").values[0], 0.0);
    EXPECT_EQ(never_closed.variable("open").values[0], 1.0);
}

TEST(BusinessRecovery, everything_wrong_with_businesses_is_told_at_once) {
    BusinessStart start = alike({.damage = 2.0});
    start.lifeline.given = {1.0, std::numeric_limits<double>::quiet_NaN()};
    try {
        simulate(BusinessRecovery{.base_rate = -1.0, .customer_time = 0.0}, start, {.size = 2, .until = -3.0});
        FAIL();
    } catch (const core::ConfigError& error) {
        EXPECT_EQ(error.mistakes().size(), 5u);
    }
    EXPECT_THROW(mean_field(BusinessRecovery{}, {}, 10.0, 1.0), core::ConfigError);
}

RC_GTEST_PROP(BusinessRecovery, damage_slows_and_help_hastens, ()) {
    const auto share = [] { return 0.01 * *rc::gen::inRange(0, 101); };
    const BusinessRecovery process{};
    const Business business{.damage = share(), .small = share(), .finance = share()};
    Business worse = business;
    worse.damage = std::min(1.0, business.damage + share());
    const BusinessAround around{.lifeline = share(), .customers = share(), .neighbours = share()};
    BusinessAround better = around;
    better.customers = std::min(1.0, around.customers + share());
    RC_ASSERT(reopening_rate(process, worse, around) <= reopening_rate(process, business, around));
    RC_ASSERT(reopening_rate(process, business, better) >= reopening_rate(process, business, around));
}

TEST(BusinessRecovery, its_parameters_are_in_the_table) {
    BusinessRecovery process;
    expect_described(process, 10);
}
