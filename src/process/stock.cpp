// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/stock.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/text.hpp>
#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using Policy = StockPolicy;

constexpr std::string_view depot_kind = "depot";
constexpr double longest_stock_run = 365.0;

/// Chances of so many units of demand, up to where they no longer matter.
std::vector<double> poisson_chances(double mean) {
    const auto most = static_cast<std::size_t>(mean + 12.0 * std::sqrt(mean) + 40.0);
    std::vector<double> chances(most + 1);
    for (std::size_t k = 0; k <= most; ++k) {
        const auto count = static_cast<double>(k);
        const double power = mean > 0.0 ? count * math::log(mean) : (k == 0 ? 0.0 : -1e9);
        chances[k] = math::exp(power - mean - math::lgamma(count + 1.0));
    }
    return chances;
}

/// Mean by which demand exceeds what there is.
double mean_excess(const std::vector<double>& chances, double there) {
    double sum = 0.0;
    for (std::size_t k = 0; k < chances.size(); ++k) {
        sum += chances[k] * std::max(0.0, static_cast<double>(k) - there);
    }
    return sum;
}

double chance_of_at_most(const std::vector<double>& chances, double there) {
    double sum = 0.0;
    for (std::size_t k = 0; k < chances.size() && static_cast<double>(k) <= there; ++k) sum += chances[k];
    return sum;
}

/// For each position below the level by 0, 1, ...: on how many days between two orders it is there, on average.
std::vector<double> days_in_position(const std::vector<double>& day, std::size_t positions) {
    std::vector<double> days(positions, 0.0);
    days[0] = 1.0 / (1.0 - day[0]);
    for (std::size_t below = 1; below < positions; ++below) {
        double sum = 0.0;
        for (std::size_t k = 1; k <= std::min(below, day.size() - 1); ++k) sum += day[k] * days[below - k];
        days[below] = sum / (1.0 - day[0]);
    }
    return days;
}

bool is_whole(double value) { return value == std::floor(value); }

void check_closed_form(const Stock& stock) {
    const auto refuse = [](const char* why) { throw core::Error(std::string("long_run: ") + why); };
    if (stock.policy == Policy::none) refuse("nothing is ordered, so that there is no long run");
    if (stock.backlogged < 1.0) refuse("demand that is lost leaves no closed form here; simulate()");
    if (stock.shelf_life > 0) refuse("goods that age leave no closed form here; simulate()");
    if (!(stock.demand_rate > 0.0)) refuse("there is no demand");
    if (!is_whole(stock.level) || !is_whole(stock.reorder_point)) refuse("level and reorder_point must be whole");
    if (stock.policy == Policy::reorder && stock.reorder_point >= stock.level) {
        refuse("reorder_point must be below level");
    }
    if (stock.demand_rate * (stock.lead_time + 1.0) > 1e5 || stock.level > 1e5) {
        refuse("level and the demand of a lead time must be at most 1e5");
    }
}

/// What the day's demand is, by day and replicate.
class DailyDemand {
public:
    DailyDemand(const Stock& stock, const StockStart& start, core::Seed seed)
        : rate_(stock.demand_rate), values_(start.demand ? &*start.demand : nullptr), seed_(seed) {}

    double operator()(std::size_t day) const {
        if (values_ && !values_->given.empty()) return values_->given[day];
        constexpr core::StreamId stream = core::StreamId::of(depot_kind, "demand");
        core::Stream draws(seed_, stream, {.agent = 0, .tick = static_cast<core::Tick>(day)});
        return values_ ? values_->drawn.draw(draws) : static_cast<double>(draws.poisson(rate_));
    }

private:
    double rate_;
    const AgentValues* values_;
    core::Seed seed_;
};

struct StockVariable {
    const char* name;
    const char* unit;
    const char* meaning;
};

/// States first, then what is counted for each day.
constexpr std::size_t stock_states = 3;
constexpr std::array stock_variables{
    StockVariable{"stock", "1", "What is there, units"},
    StockVariable{"owed", "1", "Demand that waits, units"},
    StockVariable{"on_order", "1", "What is on order, units"},
    StockVariable{"demand", "1 / d", "What is demanded, units"},
    StockVariable{"issued", "1 / d", "What is issued, units"},
    StockVariable{"at_once", "1 / d", "What is issued on the day on which it is demanded, units"},
    StockVariable{"lost", "1 / d", "Demand that is lost, units"},
    StockVariable{"expired", "1 / d", "What is thrown away, units"},
    StockVariable{"cost", "1 / d", "Cost of orders, stock, shortage and waste"},
    StockVariable{"short", "1", "Share of days on which not all demand is met at once"},
};
using StockRow = std::array<double, stock_variables.size()>;

void count_day(StockRow& sums, const Depot& depot, const StockDay& day) {
    const double short_day = day.at_once < day.demanded ? 1.0 : 0.0;
    const std::array more{day.demanded, day.issued, day.at_once, day.lost, day.expired, depot.cost(day), short_day};
    for (std::size_t v = 0; v < more.size(); ++v) sums[stock_states + v] += more[v];
}

/// Which days are recorded, beside the first.
struct StockDays {
    explicit StockDays(const Experiment& experiment)
        : last(static_cast<std::size_t>(experiment.until.value_or(longest_stock_run))),
          every(static_cast<std::size_t>(std::min(experiment.every.value_or(1.0), 1e6))) {}  // as the most days
    std::size_t records() const { return 1 + (last + every - 1) / every; }

    std::size_t last;
    std::size_t every;
};

void live(const Stock& stock, const StockStart& start, const StockDays& days, core::Seed seed,
          const std::function<void(std::size_t record, const StockRow& row)>& record) {
    Depot depot(stock, start.stock.value_or(stock.level));
    const DailyDemand demand(stock, start, seed);
    StockRow row{};
    std::size_t counted = 0;
    const auto tell = [&](std::size_t number) {
        for (std::size_t v = stock_states; v < row.size(); ++v) {
            row[v] = counted > 0 ? row[v] / static_cast<double>(counted) : std::numeric_limits<double>::quiet_NaN();
        }
        row[0] = depot.on_hand();
        row[1] = depot.owed();
        row[2] = depot.on_order();
        record(number, row);
        row = {};
        counted = 0;
    };
    tell(0);
    for (std::size_t day = 0; day < days.last; ++day) {
        const auto now = static_cast<double>(day);
        const bool cut = now >= start.cut_start && now < start.cut_start + start.cut_length;
        count_day(row, depot, depot.next(demand(day), !cut));
        ++counted;
        if ((day + 1) % days.every == 0 || day + 1 == days.last) tell((day + days.every) / days.every);
    }
}

void check_stock(detail::ExperimentCheck& check, const Stock& stock, const StockStart& start,
                 const Experiment& experiment) {
    check.parameters(stock);
    check.that(stock.policy != Policy::reorder || !(stock.reorder_point >= stock.level), "reorder_point",
               core::number_text(stock.reorder_point), "must be below level");
    if (start.stock) check.number("stock", *start.stock, {.low = 0.0, .high = 1e9});
    const double days = experiment.until.value_or(longest_stock_run);
    check.that(is_whole(days) && days <= 1e6, "until", core::number_text(days), "must be whole days, at most 1e6");
    const double every = experiment.every.value_or(1.0);
    check.that(is_whole(every), "every", core::number_text(every), "must be whole days");
    check.that(experiment.step.value_or(1.0) == 1.0, "step", core::number_text(experiment.step.value_or(1.0)),
               "must be 1 or left out: a tick is a day");
    if (start.demand && start.demand->given.empty()) {
        check.values("demand", *start.demand, {.low = 0.0, .high = 1e9});
    } else if (start.demand) {
        check.that(static_cast<double>(start.demand->given.size()) == days, "demand",
                   std::to_string(start.demand->given.size()) + " values", "must be one for each day");
        for (const double each : start.demand->given) check.number("demand", each, {.low = 0.0, .high = 1e9});
    }
    check.number("cut_start", start.cut_start, {.low = 0.0, .high = 1e6});
    check.number("cut_length", start.cut_length, {.low = 0.0, .high = 1e6});
    check.finish();
}

}  // namespace

Depot::Depot(const Stock& stock, double first)
    : stock_(stock), on_hand_(first), under_way_(std::size_t{stock.lead_time} + 1, 0.0) {
    if (stock_.shelf_life > 0) batches_.push_back({stock_.shelf_life - 1, first});
}

StockDay Depot::next(double demand, bool road_open) {
    StockDay day{.demanded = demand};
    receive(day, road_open);
    issue(day);
    throw_away(day);
    order(day);
    ++today_;
    return day;
}

void Depot::receive(StockDay& day, bool road_open) {
    double& due = under_way_[today_ % under_way_.size()];
    at_the_gate_ += due;
    due = 0.0;
    if (!road_open || at_the_gate_ <= 0.0) return;
    day.arrived = std::exchange(at_the_gate_, 0.0);
    on_order_ -= day.arrived;
    on_hand_ += day.arrived;
    if (stock_.shelf_life > 0) batches_.push_back({today_ + stock_.shelf_life - 1, day.arrived});
}

void Depot::take(double amount) {
    on_hand_ -= amount;
    while (amount > 0.0 && oldest_ < batches_.size()) {
        const double part = std::min(amount, batches_[oldest_].left);
        batches_[oldest_].left -= part;
        amount -= part;
        if (batches_[oldest_].left <= 0.0) ++oldest_;
    }
}

void Depot::issue(StockDay& day) {
    const double to_waiting = std::min(owed_, on_hand_);
    day.at_once = std::min(day.demanded, on_hand_ - to_waiting);
    day.issued = to_waiting + day.at_once;
    take(day.issued);
    const double unmet = day.demanded - day.at_once;
    owed_ += stock_.backlogged * unmet - to_waiting;
    day.lost = unmet - stock_.backlogged * unmet;
}

void Depot::throw_away(StockDay& day) {
    while (oldest_ < batches_.size() && batches_[oldest_].last_day <= today_) {
        day.expired += batches_[oldest_].left;
        ++oldest_;
    }
    // Sums of batches and of the whole differ by rounding.
    on_hand_ = oldest_ == batches_.size() && stock_.shelf_life > 0 ? 0.0 : std::max(0.0, on_hand_ - day.expired);
    if (oldest_ > 64 && 2 * oldest_ > batches_.size()) {
        batches_.erase(batches_.begin(), batches_.begin() + static_cast<std::ptrdiff_t>(oldest_));
        oldest_ = 0;
    }
}

void Depot::order(StockDay& day) {
    if (stock_.policy == Policy::none) return;
    const double position = on_hand_ + on_order_ - owed_;
    if (stock_.policy == Policy::reorder && position > stock_.reorder_point) return;
    day.ordered = std::max(0.0, stock_.level - position);
    on_order_ += day.ordered;
    under_way_[today_ % under_way_.size()] += day.ordered;
}

double Depot::cost(const StockDay& day) const {
    return (day.ordered > 0.0 ? stock_.order_cost : 0.0) + stock_.holding_cost * on_hand_ +
           stock_.shortage_cost * (owed_ + day.lost) + stock_.waste_cost * day.expired;
}

StockLongRun long_run(const Stock& stock) {
    check_closed_form(stock);
    const std::vector<double> day = poisson_chances(stock.demand_rate);
    const std::vector<double> before = poisson_chances(stock.demand_rate * stock.lead_time);
    const std::vector<double> until = poisson_chances(stock.demand_rate * (stock.lead_time + 1.0));
    const double positions = stock.policy == Policy::reorder ? stock.level - stock.reorder_point : 1.0;
    const std::vector<double> days = days_in_position(day, static_cast<std::size_t>(positions));
    double cycle = 0.0;
    for (const double each : days) cycle += each;
    StockLongRun found{.orders = 1.0 / cycle};
    for (std::size_t below = 0; below < days.size(); ++below) {
        const double share = days[below] / cycle;
        const double position = stock.level - static_cast<double>(below);
        const double owed = mean_excess(until, position);
        const double mean_demand = stock.demand_rate * (stock.lead_time + 1.0);
        found.on_hand += share * (position - mean_demand + owed);
        found.owed += share * owed;
        found.ready += share * chance_of_at_most(until, position);
        found.fill_rate += share * (1.0 - (owed - mean_excess(before, position)) / stock.demand_rate);
    }
    found.cost =
        stock.order_cost * found.orders + stock.holding_cost * found.on_hand + stock.shortage_cost * found.owed;
    return found;
}

double newsvendor(const core::Distribution& demand, const NewsvendorCosts& costs) {
    const bool right =
        std::isfinite(costs.shortage) && std::isfinite(costs.surplus) && costs.shortage > 0.0 && costs.surplus > 0.0;
    if (!right) throw core::Error("newsvendor: shortage and surplus must cost more than nothing");
    return demand.quantile(costs.shortage / (costs.shortage + costs.surplus));
}

Dataset simulate(const Stock& stock, const StockStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_stock(check, stock, start, experiment);
    const StockDays days(experiment);
    const std::size_t records = days.records();
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", experiment.replicates), {"time", "d", {}}};
    for (std::size_t k = 0; k < records; ++k) {
        dataset.dimensions[1].values.push_back(static_cast<double>(std::min(days.last, k * days.every)));
    }
    const std::vector<double> none(experiment.replicates * records);
    for (const StockVariable& variable : stock_variables) {
        dataset.variables.push_back({variable.name, variable.unit, variable.meaning, {"replicate", "time"}, none});
    }
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        live(stock, start, days, seed, [&](std::size_t record, const StockRow& row) {
            for (std::size_t v = 0; v < row.size(); ++v) {
                dataset.variables[v].values[replicate * records + record] = row[v];
            }
        });
    });
    return dataset;
}

void describe(core::ParameterTable& table, Stock& process) {
    static constexpr std::array policies{std::pair<std::string_view, Policy>{"none", Policy::none},
                                         std::pair<std::string_view, Policy>{"base_stock", Policy::base_stock},
                                         std::pair<std::string_view, Policy>{"reorder", Policy::reorder}};
    table.choice(
        process.policy, policies,
        {.key = "policy", .meaning = "When a depot orders: never, every day up to the level, or at the reorder point"});
    const auto number = [&table](double& value, std::string_view key, std::string_view meaning, double high = 1e9,
                                 std::string_view unit = "") {
        table.add(value, {.key = key, .meaning = meaning, .unit = unit, .low = 0, .high = high});
    };
    const auto days = [&table](std::uint32_t& value, std::string_view key, std::string_view meaning, double high) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = high});
    };
    number(process.level, "level", "Position up to which is ordered, units");
    number(process.reorder_point, "reorder_point", "Position down to which nothing is ordered by the policy reorder");
    days(process.lead_time, "lead_time", "Whole days from an order to its delivery; with 0 it is there next morning",
         1000);
    number(process.demand_rate, "demand_rate", "Mean demand, units; of a day Poisson", 1e6, "1 / d");
    number(process.backlogged, "backlogged", "Share of the demand not met that waits; the rest is lost", 1);
    days(process.shelf_life, "shelf_life", "Days that the good keeps; with 1 that of its delivery, with 0 for ever",
         100'000);
    number(process.order_cost, "order_cost", "Cost of an order, whatever it is of");
    number(process.holding_cost, "holding_cost", "Cost of a unit that is there at the end of a day");
    number(process.shortage_cost, "shortage_cost", "Cost of a unit that is owed at the end of a day, or lost");
    number(process.waste_cost, "waste_cost", "Cost of a unit that is thrown away");
}

}  // namespace commonweal::process
