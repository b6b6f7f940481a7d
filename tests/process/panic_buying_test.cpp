// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/process/panic_buying.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

AgentValues days_for_all(double value) { return {.drawn = core::Distribution::constant(value)}; }

PanicBuyingStart shock_of_days(double onset, double duration) {
    PanicBuyingStart start;
    start.emotion.shock = {.onset = onset, .duration = duration};
    return start;
}

std::vector<double> buying_course(const Dataset& dataset, std::string_view name) {
    return dataset.variable(name).values;
}

double mean_of_later(const std::vector<double>& values, std::size_t first) {
    return std::accumulate(values.begin() + static_cast<std::ptrdiff_t>(first), values.end(), 0.0) /
           static_cast<double>(values.size() - first);
}

double buying_peak(const std::vector<double>& values) { return *std::max_element(values.begin() + 1, values.end()); }

}  // namespace

TEST(PanicBuying, target_trips_and_basket_are_as_worked_by_hand) {
    const PanicBuying process;
    EXPECT_NEAR(target_stock(process, 0.5f, 0.0f), 3.0 + 11.0 * 0.5, 1e-5);
    EXPECT_NEAR(target_stock(process, 0.0f, 0.0f), 3.0 + 11.0 / (1.0 + core::math::exp(5.0)), 1e-5);
    EXPECT_NEAR(target_stock(process, 0.5f, 7.0f), 10.0, 1e-5);
    EXPECT_NEAR(trip_rate(process, 0.5f, 2.0f), 0.7 * 1.5, 1e-6);
    EXPECT_NEAR(trip_rate(process, 0.0f, 0.5f), 0.7 + 1.5, 1e-6);
    EXPECT_EQ(basket_of(process, 0.0f), 3.5f);
    EXPECT_EQ(basket_of(process, 1.0f), 257.0f / 64.0f);  // 4.025 d in whole goods
    EXPECT_EQ(basket_of(PanicBuying{.purchase_limit = 2.0}, 1.0f), 2.0f);
    EXPECT_EQ(basket_of(PanicBuying{.purchase_limit = 0.001}, 1.0f), 1.0f / 64.0f);
}

TEST(PanicBuying, without_panic_sales_are_what_is_used) {
    const Dataset course =
        simulate(PanicBuying{}, shock_of_days(0.0, 0.0), {.size = 3000, .until = 150.0, .every = 10.0, .seed = 1});
    // A household's stock varies by 1.5 d: over 190 d the mean of 20,000 has a standard error of .0001; a few run
    // short.
    EXPECT_NEAR(mean_of_later(buying_course(course, "sold"), 2), 1.0, 0.003);
    EXPECT_NEAR(mean_of_later(buying_course(course, "buying"), 2), 1.0 / 3.5, 0.001);
    EXPECT_NEAR(mean_of_later(buying_course(course, "basket"), 2), 3.5, 1e-9);
    EXPECT_LT(mean_of_later(buying_course(course, "short"), 2), 0.004);
    EXPECT_EQ(buying_peak(buying_course(course, "turned_away")), 0.0);
    // The start is near what lasts.
    EXPECT_NEAR(buying_course(course, "stock")[0], mean_of_later(buying_course(course, "stock"), 2), 0.3);
}

RC_GTEST_PROP(PanicBuying, goods_are_neither_lost_nor_made, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    PanicBuying process{.panic_target = 3.0 + 30.0 * share(), .purchase_limit = 4.0 * share()};
    process.basket = 0.1 + 6.0 * share();
    process.shelf_stock = 0.1 + 2.0 * share();
    process.delivery_rate = 2.0 * share();
    process.households_per_shop = *rc::gen::element(1u, 7u, 50u, 4000u);
    PanicBuyingStart start = shock_of_days(1.0, 6.0);
    start.reserve = days_for_all(3.0 * share());
    const Experiment experiment{.size = 100, .until = 10.0, .every = 1.0, .seed = *rc::gen::inRange(0u, 1000u)};
    const Dataset course = simulate(process, start, experiment);
    const std::vector<double> shelf = buying_course(course, "shelf");
    const std::vector<double> delivered = buying_course(course, "delivered");
    const std::vector<double> sold = buying_course(course, "sold");
    const std::vector<double> stock = buying_course(course, "stock");
    for (std::size_t k = 1; k < shelf.size(); ++k) {
        RC_ASSERT(std::abs(shelf[k] - shelf[k - 1] - delivered[k] + sold[k]) < 1e-9);
        RC_ASSERT(shelf[k] >= 0.0 && shelf[k] <= process.shelf_stock);
        RC_ASSERT(delivered[k] <= process.delivery_rate + 0.02);
        // What households have got is sold to them, and they use at most a day's in a day.
        const double used = sold[k] - (stock[k] - stock[k - 1]);
        RC_ASSERT(used > -1e-4 && used < 1.0 + 1e-4);
        RC_ASSERT(buying_course(course, "demand")[k] >= sold[k] - 1e-12);
    }
    for (const char* name : {"panic", "short"}) {
        for (const double mean : buying_course(course, name)) RC_ASSERT(mean >= 0.0 && mean <= 1.0);
    }
}

TEST(PanicBuying, an_empty_shop_turns_all_away_and_frightens) {
    PanicBuying process;
    process.shelf_stock = 0.02;
    process.delivery_rate = 0.0;
    PanicBuyingStart start = shock_of_days(0.0, 0.0);
    start.stock = days_for_all(0.5);
    const Dataset course = simulate(process, start, {.size = 500, .until = 6.0, .every = 1.0, .seed = 2});
    EXPECT_GT(buying_course(course, "turned_away").back(), 0.99);
    EXPECT_EQ(buying_course(course, "short").back(), 1.0);
    EXPECT_GT(buying_course(course, "panic").back(), 0.5);
}

TEST(PanicBuying, with_the_defaults_more_households_buy_hardly_more_each) {  // P8
    const Dataset course = simulate(PanicBuying{}, {}, {.size = 5000, .until = 40.0, .every = 1.0, .seed = 3});
    const std::vector<double> demand = buying_course(course, "demand");
    const auto top = std::max_element(demand.begin() + 1, demand.end()) - demand.begin();
    const auto day = static_cast<std::size_t>(top);
    EXPECT_GT(demand[day], 1.6);
    EXPECT_LT(demand[day], 2.0);
    const std::vector<double> wanting = buying_course(course, "wanting");
    const double before = std::accumulate(wanting.begin() + 1, wanting.begin() + 14, 0.0) / 13.0;
    const double more_households = wanting[day] / before;
    EXPECT_GT((more_households - 1.0) / (demand[day] - 1.0), 0.7);
    const std::vector<double> stock = buying_course(course, "stock");
    EXPECT_NEAR(buying_peak(stock) - stock[14], 5.0, 1.0);
}

TEST(PanicBuying, a_limit_on_purchases_changes_little_and_a_reserve_much) {
    const auto top = [](const PanicBuying& process, double reserve) {
        PanicBuyingStart start;
        start.reserve = days_for_all(reserve);
        return buying_peak(buying_course(
                   simulate(process, start, {.size = 3000, .until = 30.0, .every = 1.0, .seed = 3}), "demand")) -
               1.0;
    };
    const double without = top(PanicBuying{}, 0.0);
    EXPECT_GT(top(PanicBuying{.purchase_limit = 3.5}, 0.0), 0.85 * without);
    EXPECT_LT(top(PanicBuying{}, 3.0), 0.7 * without);
}

TEST(PanicBuying, half_the_step_moves_the_course_by_less_than_a_hundredth_and_noise) {
    PanicBuying process;
    process.shelf_stock = 30.0;
    const auto found = [&](double step) {
        return simulate(process, {}, {.size = 5000, .until = 30.0, .every = 2.0, .step = step, .seed = 4});
    };
    const Dataset whole = found(0.125);
    const Dataset half = found(0.0625);
    // Of 5,000 some 3,000 buy in 2 d: four standard errors of the difference are .075.
    for (std::size_t k = 1; k <= 15; ++k) {
        EXPECT_NEAR(buying_course(whole, "demand")[k], buying_course(half, "demand")[k], 0.085) << k;
        EXPECT_NEAR(buying_course(whole, "panic")[k], buying_course(half, "panic")[k], 0.005) << k;
    }
    EXPECT_NEAR(buying_course(whole, "stock").back(), buying_course(half, "stock").back(), 0.01 * 8.0 + 0.15);
    EXPECT_NEAR(mean_of_later(buying_course(whole, "sold"), 1), mean_of_later(buying_course(half, "sold"), 1), 0.013);
}

TEST(PanicBuying, threads_change_nothing_and_seeds_everything) {
    const Experiment one{.size = 4500, .until = 12.0, .replicates = 1, .seed = 5, .threads = 1};
    Experiment two = one;
    two.threads = 2;
    Experiment other = one;
    other.seed = 6;
    const auto course = [](const Experiment& experiment) {
        return buying_course(simulate(PanicBuying{}, shock_of_days(5.0, 10.0), experiment), "stock");
    };
    EXPECT_EQ(course(one), course(two));
    EXPECT_NE(course(one), course(other));
}

TEST(PanicBuying, numbering_shops_and_households_otherwise_changes_nothing_but_noise) {
    PanicBuyingStart start = shock_of_days(2.0, 10.0);
    start.stock = AgentValues{};
    for (int row = 0; row < 8000; ++row) start.stock->given.push_back(0.001 * row);
    const Dataset one = simulate(PanicBuying{}, start, {.size = 8000, .until = 12.0, .every = 12.0, .seed = 6});
    std::reverse(start.stock->given.begin(), start.stock->given.end());
    const Dataset other = simulate(PanicBuying{}, start, {.size = 8000, .until = 12.0, .every = 12.0, .seed = 6});
    EXPECT_NEAR(buying_course(one, "stock").back(), buying_course(other, "stock").back(), 0.15);
}

TEST(PanicBuying, one_household_and_households_without_ties_are_right) {
    EXPECT_NO_THROW(simulate(PanicBuying{}, {}, {.size = 1, .until = 30.0}));
    const auto alone = std::make_shared<const core::Graph>(core::Graph::undirected(3, {}));
    EXPECT_NO_THROW(simulate(PanicBuying{}, {}, {.graphs = {alone}, .until = 30.0}));
}

TEST(PanicBuying, every_mistake_is_told_at_once) {
    PanicBuying process;
    process.emotion.calming_time = 0.0;
    process.panic_target = 2.0;
    PanicBuyingStart start;
    start.reserve = {.given = {0.0, std::nan("")}};
    start.stock = days_for_all(-1.0);
    try {
        simulate(process, start, {.size = 2, .until = 2000.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 5u);
        EXPECT_EQ(error.mistakes()[0].path, "calming_time");
        EXPECT_EQ(error.mistakes()[1].path, "stock");
        EXPECT_EQ(error.mistakes()[2].path, "reserve[1]");
        EXPECT_EQ(error.mistakes()[3].text(), "keyword: panic_target is 2; must not be below calm_target.");
        EXPECT_EQ(error.mistakes()[4].text(), "keyword: until is 2000; must be at most 1000.");
    }
    EXPECT_THROW(simulate(PanicBuying{}, {}, {.size = 0}), core::ConfigError);
}

TEST(PanicBuying, every_parameter_is_described) {
    PanicBuying process;
    expect_described(process, 20);
}
