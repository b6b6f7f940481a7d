// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// When a depot orders, and how much.
enum class StockPolicy : std::uint8_t {
    none,        ///< never: what is there at first is all
    base_stock,  ///< every day what brings the position up to the level
    reorder,     ///< the same, on days on which the position is not above the reorder point: (s, S)
};

/// A depot keeps one good: deliveries come, what is demanded is issued, what is too old is thrown away, and at the end
/// of the day more is ordered. The position is what is there and on order less what is owed. Arrow, Harris and Marschak
/// 1951 (doi:10.2307/1906813); (s, S): Scarf 1960.
struct Stock {
    StockPolicy policy = StockPolicy::base_stock;
    /// Position up to which is ordered, units, in [0, 1e9]. [A]
    double level = 100.0;
    /// Position down to which nothing is ordered by the policy reorder, units, in [0, 1e9]. [A]
    double reorder_point = 40.0;
    /// Whole days from an order to its delivery, 0 to 1000: with 0 it is there the next morning. [A]
    std::uint32_t lead_time = 3;
    /// Mean demand, units / d, in [0, 1e6]; of a day Poisson, unless the start tells another demand. [A]
    double demand_rate = 20.0;
    /// Share of the demand not met that waits, in [0, 1]; the rest is lost. [A]
    double backlogged = 1.0;
    /// Days that the good keeps, 0 to 100,000: with 1 for the day of its delivery; 0: for ever. [A]
    std::uint32_t shelf_life = 0;
    /// Cost of an order, whatever it is of, in [0, 1e9]. [A]
    double order_cost = 0.0;
    /// Cost of a unit that is there at the end of a day, in [0, 1e9]. [A]
    double holding_cost = 1.0;
    /// Cost of a unit that is owed at the end of a day, or lost, in [0, 1e9]. [A]
    double shortage_cost = 9.0;
    /// Cost of a unit that is thrown away, in [0, 1e9]. [A]
    double waste_cost = 0.0;
};

/// What happened in a day, units.
struct StockDay {
    double arrived = 0.0;
    double demanded = 0.0;
    double issued = 0.0;   ///< To those who waited, and of the day's demand.
    double at_once = 0.0;  ///< Of the day's demand.
    double lost = 0.0;
    double expired = 0.0;
    double ordered = 0.0;
};

/// A depot day by day. Whatever comes is issued, lost to age or there: first + arrived = issued + expired + on_hand.
class Depot {
public:
    /// Holds `first` fresh units, and nothing is on order.
    Depot(const Stock& stock, double first);

    /// Lives through a day on which so much is demanded. Where the road is cut, deliveries wait for it.
    StockDay next(double demand, bool road_open = true);

    double on_hand() const { return on_hand_; }
    double owed() const { return owed_; }
    double on_order() const { return on_order_; }
    /// Of the day, as things stand after it.
    double cost(const StockDay& day) const;

private:
    struct Batch {
        std::uint64_t last_day;  ///< on which it may be issued
        double left;
    };

    void receive(StockDay& day, bool road_open);
    void issue(StockDay& day);
    void throw_away(StockDay& day);
    void order(StockDay& day);
    void take(double amount);

    Stock stock_;
    double on_hand_;
    double owed_ = 0.0;
    double on_order_ = 0.0;
    double at_the_gate_ = 0.0;
    std::uint64_t today_ = 0;
    std::vector<double> under_way_;  ///< by the day of arrival, modulo its size
    std::vector<Batch> batches_;     ///< where goods age, the oldest first, from `oldest_` on
    std::size_t oldest_ = 0;
};

/// How a depot does in the long run.
struct StockLongRun {
    double on_hand = 0.0;    ///< Mean at the end of a day, units.
    double owed = 0.0;       ///< The same.
    double ready = 0.0;      ///< Share of days at whose end nothing is owed.
    double fill_rate = 0.0;  ///< Share of demand met on its day.
    double orders = 0.0;     ///< 1 / d
    double cost = 0.0;       ///< 1 / d
};

/// With Poisson demand, all of which waits, and goods that keep: the position is a renewal process (Zheng and
/// Federgruen 1991, doi:10.1287/opre.39.4.654). Throws Error for other parameters, and where `level` or `reorder_point`
/// is no whole number, or demand is 0.
StockLongRun long_run(const Stock& stock);

/// What a unit too few and a unit too many cost.
struct NewsvendorCosts {
    double shortage = 3.0;
    double surplus = 1.0;
};

/// The best quantity where an uncertain demand is to be met once: exceeded with the chance surplus / (shortage +
/// surplus). Throws Error unless both costs are above 0.
double newsvendor(const core::Distribution& demand, const NewsvendorCosts& costs);

/// What a depot begins with and what befalls it.
struct StockStart {
    std::optional<double> stock{};        ///< Units, in [0, 1e9]; without it the level.
    std::optional<AgentValues> demand{};  ///< Of a day, in [0, 1e9]: drawn each day, or given for each.
    double cut_start = 0.0;               ///< Day from which the road is cut, in [0, 1e6].
    double cut_length = 0.0;              ///< For so many days, in [0, 1e6].
};

/// A depot in each replicate, for `until` days (365 if not told). Over replicate and time (d): stock, owed and
/// on_order; and for each day since the record before, not a number at the first: demand, issued, at_once, lost,
/// expired, cost, and short, the share of days on which not all demand was met at once. Size and graphs are not looked
/// at. Throws ConfigError with everything that is wrong.
Dataset simulate(const Stock& stock, const StockStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Stock& process);

}  // namespace commonweal::process
