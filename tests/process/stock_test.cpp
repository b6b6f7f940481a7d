// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/process/stock.hpp>
#include <cstddef>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

using Policy = StockPolicy;

struct Estimate {
    double mean = 0.0;
    double error = 0.0;  ///< Standard error, over replicates.
};

/// Of the last record of each replicate.
Estimate of_last(const Dataset& course, std::string_view name) {
    const std::vector<double>& values = course.variable(name).values;
    const std::size_t records = course.dimension("time").values.size();
    const double runs = static_cast<double>(values.size() / records);
    Estimate found;
    double squares = 0.0;
    for (std::size_t k = records - 1; k < values.size(); k += records) {
        found.mean += values[k] / runs;
        squares += values[k] * values[k] / runs;
    }
    found.error = std::sqrt(std::max(0.0, squares - found.mean * found.mean) / (runs - 1.0));
    return found;
}

void expect_course_mean(const Dataset& course, std::string_view name, double reference, double bias = 0.0) {
    const Estimate found = of_last(course, name);
    EXPECT_NEAR(found.mean, reference, 4.0 * found.error + bias) << name;
}

/// Poisson chances by recursion, as in a table.
std::vector<double> table_of_poisson(double mean) {
    std::vector<double> chances{std::exp(-mean)};
    for (int k = 1; k < 200; ++k) chances.push_back(chances.back() * mean / k);
    return chances;
}

}  // namespace

TEST(Stock, the_newsvendor_buys_the_quantile_of_the_critical_ratio) {  // V46
    const auto demand = core::Distribution::normal({.mean = 100.0, .sd = 20.0});
    EXPECT_NEAR(newsvendor(demand, {.shortage = 3.0, .surplus = 1.0}), 113.489795, 1e-6);
    EXPECT_NEAR(newsvendor(demand, {.shortage = 1.0, .surplus = 1.0}), 100.0, 1e-12);
    EXPECT_THROW(newsvendor(demand, {.shortage = 0.0}), core::Error);
}

TEST(Stock, a_depot_is_worked_by_hand) {
    const Stock stock{.level = 10.0, .lead_time = 1};
    Depot depot(stock, 10.0);
    for (const double there : {6.0, 2.0, 2.0, 2.0}) {
        const StockDay day = depot.next(4.0);
        EXPECT_EQ(day.ordered, 4.0);
        EXPECT_EQ(day.at_once, 4.0);
        EXPECT_EQ(depot.on_hand(), there);
    }
    EXPECT_EQ(depot.on_order(), 8.0);
    // Ordered at the end of day 0 and of day 1, 4 units each are there on days 2 and 3.
    EXPECT_EQ(depot.next(9.0).at_once, 6.0);
    EXPECT_EQ(depot.owed(), 3.0);
    const StockDay late = depot.next(0.0);
    EXPECT_EQ(late.issued, 3.0);
    EXPECT_EQ(late.at_once, 0.0);
    EXPECT_EQ(depot.on_hand(), 1.0);
}

TEST(Stock, old_goods_are_issued_first_and_thrown_away_in_time) {
    Depot depot({.policy = Policy::none, .shelf_life = 2}, 10.0);
    EXPECT_EQ(depot.next(4.0).expired, 0.0);
    const StockDay second = depot.next(4.0);
    EXPECT_EQ(second.expired, 2.0);
    EXPECT_EQ(depot.on_hand(), 0.0);
    // Five new ones each morning that keep for two days: of 3 issued none gets old but the 2 left of the day before.
    Depot daily({.level = 5.0, .lead_time = 0, .shelf_life = 2}, 5.0);
    daily.next(3.0);
    EXPECT_EQ(daily.on_hand(), 2.0);
    const StockDay day = daily.next(1.0);
    EXPECT_EQ(day.arrived, 3.0);
    EXPECT_EQ(day.expired, 1.0);
    EXPECT_EQ(daily.on_hand(), 3.0);
}

TEST(Stock, while_the_road_is_cut_deliveries_wait_for_it) {
    Depot depot({.level = 6.0, .lead_time = 0}, 6.0);
    for (int day = 0; day < 3; ++day) EXPECT_EQ(depot.next(2.0, false).arrived, 0.0);
    EXPECT_EQ(depot.on_hand(), 0.0);
    EXPECT_EQ(depot.on_order(), 6.0);
    EXPECT_EQ(depot.next(2.0, false).at_once, 0.0);
    EXPECT_EQ(depot.owed(), 2.0);
    const StockDay open = depot.next(2.0, true);
    EXPECT_EQ(open.arrived, 8.0);
    EXPECT_EQ(open.issued, 4.0);
    EXPECT_EQ(depot.on_hand(), 4.0);
}

TEST(Stock, base_stock_is_the_level_less_the_demand_of_the_lead_time) {
    const Stock stock{.level = 18.0, .lead_time = 2, .demand_rate = 5.0};
    const std::vector<double> chances = table_of_poisson(15.0);
    double owed = 0.0;
    double ready = 0.0;
    for (int k = 0; k < 200; ++k) {
        owed += chances[static_cast<std::size_t>(k)] * std::max(0, k - 18);
        ready += k <= 18 ? chances[static_cast<std::size_t>(k)] : 0.0;
    }
    const StockLongRun expected = long_run(stock);
    EXPECT_NEAR(expected.owed, owed, 1e-10);
    EXPECT_NEAR(expected.on_hand, 3.0 + owed, 1e-10);
    EXPECT_NEAR(expected.ready, ready, 1e-10);
    EXPECT_NEAR(expected.orders, 1.0 - std::exp(-5.0), 1e-12);
    const Dataset course = simulate(stock, {}, {.until = 2'000.0, .every = 2'000.0, .replicates = 40, .seed = 1});
    expect_course_mean(course, "demand", 5.0);
    expect_course_mean(course, "cost", expected.cost, 0.01);  // three days until the first order is there
    const Estimate at_once = of_last(course, "at_once");
    EXPECT_NEAR(at_once.mean / 5.0, expected.fill_rate, 4.0 * at_once.error / 5.0 + 0.002);
}

TEST(Stock, the_best_reorder_policies_cost_what_was_published) {
    // Ordering 64, holding 1, shortage 9, no lead time: Veinott and Wagner 1965, Zheng and Federgruen 1991.
    const auto cost = [](double rate, double low, double high) {
        return long_run({.policy = Policy::reorder,
                         .level = high,
                         .reorder_point = low,
                         .lead_time = 0,
                         .demand_rate = rate,
                         .order_cost = 64.0})
            .cost;
    };
    EXPECT_NEAR(cost(10.0, 6.0, 40.0), 35.022, 5e-4);
    for (const double low : {5.0, 7.0}) EXPECT_GT(cost(10.0, low, 40.0), cost(10.0, 6.0, 40.0));
    for (const double high : {39.0, 41.0}) EXPECT_GT(cost(10.0, 6.0, high), cost(10.0, 6.0, 40.0));
}

TEST(Stock, the_reorder_policy_costs_in_a_run_what_the_renewal_says) {
    const Stock stock{.policy = Policy::reorder,
                      .level = 40.0,
                      .reorder_point = 16.0,
                      .lead_time = 2,
                      .demand_rate = 4.0,
                      .order_cost = 64.0};
    const Dataset course = simulate(stock, {}, {.until = 3'000.0, .every = 3'000.0, .replicates = 40, .seed = 2});
    // A run begins with a full depot: that is 20 units more than usual for a week of 3,000 days.
    expect_course_mean(course, "cost", long_run(stock).cost, 0.05);
}

TEST(Stock, goods_that_spoil_in_a_day_make_a_newsvendor_of_every_day) {
    const Stock stock{.level = 113.489795,
                      .lead_time = 0,
                      .backlogged = 0.0,
                      .shelf_life = 1,
                      .shortage_cost = 3.0,
                      .waste_cost = 1.0};
    const StockStart start{
        .demand = AgentValues{
            .drawn = core::Distribution::normal({.mean = 100.0, .sd = 20.0}).within({.min = 0.0, .max = 1000.0})}};
    const Dataset course = simulate(stock, start, {.until = 1'000.0, .every = 1'000.0, .replicates = 20, .seed = 3});
    expect_course_mean(course, "cost", 25.42213);  // 4 times 20 times the normal density at .6744898
}

RC_GTEST_PROP(Stock, what_comes_is_issued_or_lost_to_age_or_there, ()) {
    const Stock stock{.policy = static_cast<Policy>(*rc::gen::inRange(0, 3)),
                      .level = static_cast<double>(*rc::gen::inRange(20, 60)),
                      .reorder_point = static_cast<double>(*rc::gen::inRange(0, 20)),
                      .lead_time = *rc::gen::inRange(0u, 5u),
                      .backlogged = *rc::gen::inRange(0, 5) / 4.0,
                      .shelf_life = *rc::gen::inRange(0u, 6u)};
    Depot depot(stock, 30.0);
    double came = 30.0;
    double asked = 0.0;
    double went = 0.0;
    double expired = 0.0;
    double lost = 0.0;
    for (int k = 0; k < 60; ++k) {
        const double before = depot.owed();
        const StockDay day = depot.next(static_cast<double>(*rc::gen::inRange(0, 17)), *rc::gen::inRange(0, 4) > 0);
        came += day.arrived;
        asked += day.demanded;
        went += day.issued;
        expired += day.expired;
        lost += day.lost;
        RC_ASSERT(day.at_once <= day.demanded);
        RC_ASSERT(std::abs(before + day.demanded - day.issued - day.lost - depot.owed()) < 1e-9);
        RC_ASSERT(depot.on_hand() >= 0.0);
        const bool nothing_lies_idle = depot.owed() < 1e-9 || depot.on_hand() < 1e-9;
        RC_ASSERT(nothing_lies_idle);
    }
    RC_ASSERT(std::abs(came - went - expired - depot.on_hand()) < 1e-9);
    RC_ASSERT(std::abs(asked - went - lost - depot.owed()) < 1e-9);
}

TEST(Stock, a_higher_level_never_leaves_more_waiting) {
    double before = std::numeric_limits<double>::infinity();
    for (double level = 60.0; level <= 140.0; level += 10.0) {
        const double owed =
            of_last(simulate({.level = level}, {}, {.until = 500.0, .every = 500.0, .replicates = 4, .seed = 4}),
                    "short")
                .mean;
        EXPECT_LE(owed, before);
        before = owed;
    }
}

TEST(Stock, records_are_means_of_the_days_between_them) {
    const StockStart start{.demand = AgentValues{.given = {4.0, 0.0, 2.0, 6.0, 3.0}}};
    const Experiment experiment{.until = 5.0, .every = 2.0};
    const Dataset course = simulate({.level = 50.0}, start, experiment);
    EXPECT_EQ(course.dimension("time").values, (std::vector<double>{0.0, 2.0, 4.0, 5.0}));
    const std::vector<double>& demand = course.variable("demand").values;
    EXPECT_TRUE(std::isnan(demand[0]));
    EXPECT_EQ(demand[1], 2.0);
    EXPECT_EQ(demand[2], 4.0);
    EXPECT_EQ(demand[3], 3.0);
    EXPECT_EQ(course.variable("stock").values[0], 50.0);
}

TEST(Stock, threads_change_nothing_and_seeds_everything) {
    const auto stocks = [](std::uint32_t seed, unsigned threads) {
        return simulate(Stock{}, {}, {.until = 50.0, .replicates = 5, .seed = seed, .threads = threads})
            .variable("stock")
            .values;
    };
    EXPECT_EQ(stocks(1, 1), stocks(1, 2));
    EXPECT_NE(stocks(1, 1), stocks(2, 1));
}

TEST(Stock, where_there_is_no_closed_form_it_is_refused) {
    EXPECT_THROW(long_run({.policy = Policy::none}), core::Error);
    EXPECT_THROW(long_run({.backlogged = 0.5}), core::Error);
    EXPECT_THROW(long_run({.shelf_life = 3}), core::Error);
    EXPECT_THROW(long_run({.demand_rate = 0.0}), core::Error);
    EXPECT_THROW(long_run({.level = 10.5}), core::Error);
    EXPECT_THROW(long_run({.policy = Policy::reorder, .level = 10.0, .reorder_point = 10.0}), core::Error);
    EXPECT_THROW(long_run({.demand_rate = 1e6}), core::Error);
}

TEST(Stock, every_mistake_is_told_at_once) {
    const StockStart start{.stock = -1.0, .demand = AgentValues{.given = {1.0, -2.0}}, .cut_start = -3.0};
    try {
        simulate({.policy = Policy::reorder, .level = 5.0, .reorder_point = 7.0, .backlogged = 2.0}, start,
                 {.until = 3.0, .step = 0.5});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        std::vector<std::string> paths;
        for (const auto& mistake : error.mistakes()) paths.push_back(mistake.path);
        EXPECT_EQ(paths, (std::vector<std::string>{"backlogged", "reorder_point", "stock", "step", "demand", "demand",
                                                   "cut_start"}));
    }
    EXPECT_THROW(simulate(Stock{}, {}, {.until = 1.5}), core::ConfigError);
    EXPECT_THROW(simulate({}, {.stock = std::numeric_limits<double>::quiet_NaN()}, {}), core::ConfigError);
}

TEST(Stock, every_parameter_is_described) {
    Stock stock;
    expect_described(stock, 11);
}
