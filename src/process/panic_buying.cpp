// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/panic_buying.hpp>

#include "process/detail/emotion_crowd.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/text.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace {

using core::Index;
using core::Tick;

constexpr std::string_view shop_kind = "shop";

/// The households of a shop: equal parts, in the order of rows.
struct ShopCustomers {
    Index first;
    Index end;

    ShopCustomers(Index shop, std::size_t shops_there, std::size_t households)
        : first(static_cast<Index>(shop * households / shops_there)),
          end(static_cast<Index>((shop + 1u) * households / shops_there)) {}
    Index count() const { return end - first; }
};

/// What could have been delivered by the end of so many ticks, in whole goods.
std::uint64_t goods_deliverable(const PanicBuying& process, double step, Index households, std::uint64_t ticks) {
    const double daily = process.delivery_rate * households * static_cast<double>(goods_in_a_day);
    return static_cast<std::uint64_t>(daily * step * static_cast<double>(ticks));
}

std::uint32_t goods_in_basket(float days) { return static_cast<std::uint32_t>(days * goods_in_a_day); }

std::uint32_t full_shelf(const PanicBuying& process, Index households) {
    return static_cast<std::uint32_t>(process.shelf_stock * households * static_cast<double>(goods_in_a_day));
}

void check_panic_buying(detail::ExperimentCheck& check, const PanicBuying& process, const PanicBuyingStart& start,
                        const Experiment& experiment) {
    check.parameters(process);
    detail::check_emotion_start(check, start.emotion);
    if (start.stock) check.values("stock", *start.stock, {.low = 0.0, .high = 1000.0});
    check.values("reserve", start.reserve, {.low = 0.0, .high = 365.0});
    check.that(!(process.panic_target < process.calm_target), "panic_target", core::number_text(process.panic_target),
               "must not be below calm_target");
    check.that(!(experiment.until.value_or(0.0) > 1000.0), "until", core::number_text(experiment.until.value_or(0.0)),
               "must be at most 1000");
}

/// How long a calm household waits for a trip that has so much left; `waits` is that in mean waiting times. Trips
/// become more frequent where less than a day's stock is left.
double days_until_trip(const PanicBuying& process, double stock, double waits) {
    const double until_need = std::max(stock - 1.0, 0.0);
    const double rest = waits - process.trip_rate * until_need;
    if (rest <= 0.0 || process.need_trip_rate <= 0.0) return waits / process.trip_rate;
    const double rate = process.trip_rate + process.need_trip_rate * std::max(1.0 - stock, 0.0);
    return until_need + (std::sqrt(rate * rate + 2.0 * process.need_trip_rate * rest) - rate) / process.need_trip_rate;
}

/// What a household has after a long time without fear: some baskets later.
double calm_stock(const PanicBuying& process, double target, core::Stream& draws) {
    const double basket = static_cast<double>(basket_of(process, 0.0f));
    double stock = target + basket * draws.uniform();
    double left = 8.0 * (basket + 1.0 / process.trip_rate);
    for (int purchase = 0; purchase < 100; ++purchase) {
        const double above = std::max(stock - target, 0.0);
        const double wait = above + days_until_trip(process, stock - above, draws.exponential({.mean = 1.0}));
        if (wait >= left) return std::max(stock - left, 0.0);
        left -= wait;
        stock = std::max(stock - wait, 0.0) + basket;
    }
    return stock;
}

std::vector<double> calm_stocks(const PanicBuying& process, const std::vector<double>& reserve,
                                const core::Population& crowd, core::Seed seed) {
    constexpr core::StreamId stream = core::StreamId::of(detail::people, "calm_stock");
    std::vector<double> stock;
    for (Index row = 0; row < crowd.size(); ++row) {
        core::Stream draws(seed, stream, {.agent = crowd.ids()[row]});
        const float target = target_stock(process, 0.0f, static_cast<float>(reserve[row]));
        stock.push_back(calm_stock(process, static_cast<double>(target), draws));
    }
    return stock;
}

void add_households(const PanicBuying& process, const PanicBuyingStart& start, core::Population& crowd,
                    core::Seed seed) {
    detail::add_emotional_people(start.emotion, crowd, seed);
    const std::vector<double> reserve = detail::drawn(start.reserve, crowd, seed, "household_reserve");
    detail::add_column(crowd, columns::household_reserve, reserve);
    detail::add_column(crowd, columns::household_stock,
                       start.stock ? detail::drawn(*start.stock, crowd, seed, "household_stock")
                                   : calm_stocks(process, reserve, crowd, seed));
    crowd.add(columns::basket_wanted, 0.0f);
    crowd.add(columns::shopping_luck, 0.0f);
}

void add_shops(const PanicBuying& process, core::Simulation& simulation, std::size_t households) {
    const std::size_t count = (households + process.households_per_shop - 1) / process.households_per_shop;
    core::Population& all =
        simulation.add(core::Population::numbered(std::string(shop_kind), static_cast<Index>(count)));
    for (const auto column : {columns::shelf, columns::goods_delivered, columns::goods_sold, columns::goods_wanted,
                              columns::purchases, columns::shoppers}) {
        all.add(column, std::uint32_t{0});
    }
    for (Index shop = 0; shop < count; ++shop) {
        all.values(columns::shelf)[shop] = full_shelf(process, ShopCustomers(shop, count, households).count());
    }
}

/// The sum over shops, for each household.
core::Observer for_each_household(core::Column<std::uint32_t> column, double unit) {
    return [column, unit](const core::Agents& agents, core::Workers&) {
        double sum = 0.0;
        for (const std::uint32_t value : agents.at(shop_kind).values(column)) sum += value;
        return sum / (unit * static_cast<double>(agents.at(detail::people).size()));
    };
}

/// How many of the records are counts since the start, which the first are.
constexpr std::size_t buying_counts = 5;

std::vector<detail::Recorded> buying_records() {
    const auto day = static_cast<double>(goods_in_a_day);
    const std::string households(detail::people);
    return {{"demand", "1", "What households want to buy, as a multiple of normal use",
             for_each_household(columns::goods_wanted, day)},
            {"sold", "1", "What they buy, as a multiple of normal use", for_each_household(columns::goods_sold, day)},
            {"delivered", "1", "What is delivered to shops, as a multiple of normal use",
             for_each_household(columns::goods_delivered, day)},
            {"buying", "1 / d", "Purchases of a household", for_each_household(columns::purchases, 1.0)},
            {"wanting", "1 / d", "Visits of a household to a shop to buy", for_each_household(columns::shoppers, 1.0)},
            {"stock", "d", "Mean stock of a household", core::observe_mean(households, columns::household_stock)},
            {"shelf", "d", "Stock of shops for each household", for_each_household(columns::shelf, day)},
            {"panic", "1", "Mean panic", core::observe_mean(households, columns::panic)},
            {"short", "1", "Share of households whose stock is used up",
             detail::share_where(columns::household_stock, [](float days) { return days <= 0.0f; })}};
}

/// Turns what was counted since the start into rates since the record before.
void buying_counts_to_rates(Dataset& dataset) {
    const std::vector<double>& time = dataset.dimension("time").values;
    for (std::size_t v = 0; v < buying_counts; ++v) {
        std::vector<double>& values = dataset.variables[v].values;
        for (std::size_t first = 0; first < values.size(); first += time.size()) {
            for (std::size_t k = time.size() - 1; k > 0; --k) {
                const double count = values[first + k] - values[first + k - 1];
                values[first + k] = count / (time[k] - time[k - 1]);
            }
            values[first] = std::numeric_limits<double>::quiet_NaN();
        }
    }
}

void add_buying_ratio(Dataset& dataset, const Dataset::Variable& about, const char* above, const char* below) {
    const std::vector<double>& upper = dataset.variable(above).values;
    const std::vector<double>& lower = dataset.variable(below).values;
    Dataset::Variable ratio = about;
    for (std::size_t k = 0; k < upper.size(); ++k) {
        ratio.values.push_back(lower[k] > 0.0 ? upper[k] / lower[k] : std::numeric_limits<double>::quiet_NaN());
    }
    dataset.variables.push_back(std::move(ratio));
}

/// What follows from the rates: how much at a time, and how many for nothing.
void add_buying_ratios(Dataset& dataset) {
    const std::vector<std::string> dimensions{"replicate", "time"};
    add_buying_ratio(dataset, {"basket", "d", "What is bought at a time", dimensions, {}}, "sold", "buying");
    add_buying_ratio(dataset, {"basket_wanted", "d", "What is wanted at a time", dimensions, {}}, "demand", "wanting");
    add_buying_ratio(dataset, {"turned_away", "1", "Share of visits for which the shelf was empty", dimensions, {}},
                     "buying", "wanting");
    for (double& share : dataset.variables.back().values) share = 1.0 - share;
}

/// Who wants to buy of a shop, in the order of their draws: in that of rows, those numbered last would go without.
std::vector<Index> buyers_by_luck(const ShopCustomers& customers, core::ColumnView<const float> wanted,
                                  core::ColumnView<const float> luck) {
    std::vector<Index> buyers;
    for (Index row = customers.first; row < customers.end; ++row) {
        if (goods_in_basket(wanted[row]) > 0) buyers.push_back(row);
    }
    std::sort(buyers.begin(), buyers.end(),
              [&](Index one, Index other) { return std::pair(luck[one], one) < std::pair(luck[other], other); });
    return buyers;
}

/// What of a step's delivery finds no room: goods come evenly over the step, buyers when their draws say.
std::uint64_t goods_without_room(const std::vector<Index>& buyers, core::ColumnView<const float> wanted,
                                 core::ColumnView<const float> luck, std::uint64_t due, std::uint64_t room) {
    std::uint64_t refused = 0;
    std::uint64_t come = 0;
    const auto come_until = [&](double share) {
        const auto now = static_cast<std::uint64_t>(share * static_cast<double>(due));
        const std::uint64_t fits = std::min(room, now - come);
        refused += now - come - fits;
        room -= fits;
        come = now;
    };
    for (const Index row : buyers) {
        come_until(static_cast<double>(luck[row]));
        room += goods_in_basket(wanted[row]);
    }
    come_until(1.0);
    return refused;
}

}  // namespace

void KeepShop::operator()(core::Turn& turn, core::ColumnView<const float> wanted, core::ColumnView<const float> luck,
                          core::ColumnView<float> stock, core::ColumnView<float> sight, Counts shelf, Counts delivered,
                          Counts sold, Counts asked, Counts purchases, Counts shoppers) const {
    const Index shop = turn.agent;
    const ShopCustomers customers(shop, shelf.size(), stock.size());
    const Index count = customers.count();
    const std::uint64_t due = goods_deliverable(process, step, count, std::uint64_t{turn.now} + 1) -
                              goods_deliverable(process, step, count, turn.now);
    const std::vector<Index> served = buyers_by_luck(customers, wanted, luck);
    const std::uint32_t room = full_shelf(process, count) - shelf[shop];
    const auto arrives = static_cast<std::uint32_t>(due - goods_without_room(served, wanted, luck, due, room));
    delivered[shop] += arrives;
    std::uint32_t left = shelf[shop] + arrives;
    for (const Index row : served) {
        const std::uint32_t basket = goods_in_basket(wanted[row]);
        const std::uint32_t bought = std::min(basket, left);
        left -= bought;
        asked[shop] += basket;
        sold[shop] += bought;
        shoppers[shop] += 1;
        purchases[shop] += bought > 0 ? 1 : 0;
        stock[row] += static_cast<float>(bought) / goods_in_a_day;
        if (bought < basket) sight[row] = 1.0f;
    }
    shelf[shop] = left;
}

Dataset simulate(const PanicBuying& process, const PanicBuyingStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_panic_buying(check, process, start, experiment);
    check.finish();
    const detail::Course course{.step = 0.125, .every = 1.0, .longest = 60.0};
    const double step = experiment.step.value_or(course.step);
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_households(process, start, crowd, simulation.seed());
        add_shops(process, simulation, crowd.size());
        detail::add_emotion_rules(process.emotion, start.emotion.shock, step, simulation);
        const double kept = core::math::exp(-step / process.sight_time);
        simulation.add(
            GoShopping{.process = process, .step = static_cast<float>(step), .sight_kept = static_cast<float>(kept)},
            detail::people, {.after = {std::string(FeelPanic::name)}});
        simulation.add(KeepShop{.process = process, .step = step}, shop_kind,
                       {.after = {std::string(GoShopping::name)}});
    };
    Dataset dataset = detail::run_replicates(experiment, course, buying_records(), build);
    buying_counts_to_rates(dataset);
    add_buying_ratios(dataset);
    return dataset;
}

void describe(core::ParameterTable& table, PanicBuying& process) {
    describe(table, process.emotion);
    const auto days = [&table](double& value, std::string_view key, std::string_view meaning, double low, double high) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "d", .low = low, .high = high});
    };
    const auto number = [&table](double& value, std::string_view key, std::string_view meaning, double high) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = high});
    };
    days(process.calm_target, "calm_target", "Stock below which a household without fear buys; 1 to 7", 0, 60);
    days(process.panic_target, "panic_target", "Stock that one in full panic wants; 7 to 30", 0, 365);
    number(process.panic_threshold, "panic_threshold", "Panic at which the wanted stock is half way", 1);
    number(process.panic_slope, "panic_slope", "How steeply the wanted stock rises there", 100);
    table.add(process.trip_rate, {.key = "trip_rate",
                                  .meaning = "Trips to the shop of a household",
                                  .unit = "1 / d",
                                  .low = 0,
                                  .high = 100,
                                  .low_open = true,
                                  .evidence = core::Evidence::computed,
                                  .source = "Kantar, four days of March 2020: 5 trips of 88 %, less 42 M more"});
    number(process.panic_trips, "panic_trips", "How many times as many more trips full panic brings", 100);
    table.add(process.need_trip_rate, {.key = "need_trip_rate",
                                       .meaning = "Trips more where the stock is used up; none from a day's stock on",
                                       .unit = "1 / d",
                                       .low = 0,
                                       .high = 100});
    days(process.basket, "basket", "What is bought at a time", 0.02, 60);
    number(process.panic_basket, "panic_basket", "Share by which full panic makes that more", 10);
    days(process.purchase_limit, "purchase_limit", "The most that a shop sells at a time; 0 for no limit", 0, 60);
    days(process.shelf_stock, "shelf_stock", "What a full shop holds for each household", 0.02, 365);
    number(process.delivery_rate, "delivery_rate", "The most that is delivered, in multiples of normal use", 10);
    days(process.sight_time, "sight_time", "Mean time for which the sight of an empty shelf lasts", 0.01, 365);
    table.add(process.households_per_shop,
              {.key = "households_per_shop", .meaning = "Households that share a shop", .low = 1, .high = 4000});
}

}  // namespace commonweal::process
