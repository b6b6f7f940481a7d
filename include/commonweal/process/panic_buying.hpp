// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/emotion.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <cstdint>
#include <optional>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Households keep a stock of a staple, more of it the more they fear; shops have shelves and deliveries, and an empty
/// shelf frightens. Stocks are in days of a household's normal use. In the United Kingdom in March 2020 many more
/// households than usual bought, hardly more each (O'Connell, de Paula and Smith 2021, doi:10.1111/1475-5890.12271).
struct PanicBuying {
    Emotion emotion{};
    /// Stock below which a household without fear buys, d, in [0, 60]; 1 to 7. [A]
    double calm_target = 3.0;
    /// Stock that one in full panic wants, d, in [0, 365]; 7 to 30. [A]
    double panic_target = 14.0;
    /// Panic at which the wanted stock is half way, in [0, 1]. [A]
    double panic_threshold = 0.5;
    /// How steeply it rises there, in [0, 100]. [A]
    double panic_slope = 10.0;
    /// Trips to the shop of a household, 1 / d, in (0, 100]. [C]
    double trip_rate = 0.7;
    /// How many times as many more trips full panic brings, in [0, 100]. [A]
    double panic_trips = 1.0;
    /// Trips more where the stock is used up, 1 / d, in [0, 100]; none from a day's stock on. [A]
    double need_trip_rate = 3.0;
    /// What is bought at a time, d, in [0.02, 60]. [A]
    double basket = 3.5;
    /// Share by which full panic makes that more, in [0, 10]; .16 was the mean of all groceries. [A]
    double panic_basket = 0.15;
    /// The most that a shop sells at a time, d, in [0, 60]; 0: there is no limit. [A]
    double purchase_limit = 0.0;
    /// What a full shop holds for each household, d, in [0.02, 365]. [A]
    double shelf_stock = 2.0;
    /// The most that is delivered to a shop, in multiples of the normal use of its households, in [0, 10]. [A]
    double delivery_rate = 1.3;
    /// Mean time for which the sight of an empty shelf lasts, d, in [0.01, 365]. [A]
    double sight_time = 1.0;
    /// Households that share a shop, 1 to 4,000. [A]
    std::uint32_t households_per_shop = 2000;
};

/// Goods are counted in 64ths of a day's use of a household, so that none is lost by rounding.
inline constexpr float goods_in_a_day = 64.0f;

/// The stock below which a household buys, d: what it wants without fear, or with it if that is more. Whoever keeps a
/// reserve (d) already has it for the worst. Branch-free.
inline float target_stock(const PanicBuying& process, float panic, float reserve) {
    const auto calm = static_cast<float>(process.calm_target);
    const auto more = static_cast<float>(process.panic_target) - calm;
    const float feared = core::math::logistic(static_cast<float>(process.panic_slope) *
                                              (panic - static_cast<float>(process.panic_threshold)));
    return calm + std::max(reserve, more * feared);
}

/// Trips to the shop, 1 / d. Branch-free.
inline float trip_rate(const PanicBuying& process, float panic, float stock) {
    return static_cast<float>(process.trip_rate) * (1.0f + static_cast<float>(process.panic_trips) * panic) +
           static_cast<float>(process.need_trip_rate) * std::max(1.0f - stock, 0.0f);
}

/// What is bought at a time if it is there, d: whole goods, at least one. Branch-free.
inline float basket_of(const PanicBuying& process, float panic) {
    const float wanted = static_cast<float>(process.basket) * (1.0f + static_cast<float>(process.panic_basket) * panic);
    const auto limit = static_cast<float>(process.purchase_limit);
    const float allowed = limit > 0.0f ? std::min(wanted, limit) : wanted;
    const auto goods = static_cast<float>(static_cast<std::int32_t>(allowed * goods_in_a_day));
    return std::max(goods, 1.0f) / goods_in_a_day;
}

namespace columns {
inline constexpr core::Column<float> household_stock{"household_stock"};      ///< d
inline constexpr core::Column<float> household_reserve{"household_reserve"};  ///< kept in any case, d
inline constexpr core::Column<float> basket_wanted{"basket_wanted"};          ///< at this tick, d; mostly 0
inline constexpr core::Column<float> shopping_luck{"shopping_luck"};          ///< when in this tick, in [0, 1)
/// Of shops, in goods; all but the shelf since the start.
inline constexpr core::Column<std::uint32_t> shelf{"shelf"};
inline constexpr core::Column<std::uint32_t> goods_delivered{"goods_delivered"};
inline constexpr core::Column<std::uint32_t> goods_sold{"goods_sold"};
inline constexpr core::Column<std::uint32_t> goods_wanted{"goods_wanted"};
/// Of shops, how often since the start: something was bought, and somebody wanted to buy.
inline constexpr core::Column<std::uint32_t> purchases{"purchases"};
inline constexpr core::Column<std::uint32_t> shoppers{"shoppers"};
}  // namespace columns

/// A household uses its stock, and goes shopping if less is left than it wants.
struct GoShopping {
    static constexpr std::string_view name = "go_shopping";
    static constexpr auto uses = core::read(columns::panic) | core::read(columns::household_reserve) |
                                 core::write(columns::household_stock) | core::write(columns::empty_shelf) |
                                 core::write(columns::basket_wanted) | core::write(columns::shopping_luck) |
                                 core::uniforms<2>();

    PanicBuying process{};
    float step = 0.125f;         ///< Length of a tick, d.
    float sight_kept = 0.8825f;  ///< Of an empty shelf's sight after a tick.

    void operator()(float panic, float reserve, float& stock, float& sight, float& wanted, float& luck, float goes,
                    float draw) const {
        stock = std::max(stock - step, 0.0f);
        sight *= sight_kept;
        const float chance = chance_of(trip_rate(process, panic, stock), step);
        const float basket = basket_of(process, panic);
        const float asked = stock < target_stock(process, panic, reserve) ? basket : 0.0f;
        wanted = goes < chance ? asked : 0.0f;
        luck = draw;
    }
};

/// A shop is brought goods evenly over a tick, as far as there is room, and sells of what is on the shelf and comes in
/// the tick, to the first by their draws. For the kind "shop", whose row s sells to an equal part of the households in
/// the order of their rows.
struct KeepShop {
    static constexpr std::string_view name = "keep_shop";
    static constexpr core::Form form = core::Form::office;
    static constexpr std::string_view buyers = "person";
    static constexpr auto uses =
        core::read_all(columns::basket_wanted, buyers) | core::read_all(columns::shopping_luck, buyers) |
        core::write_all(columns::household_stock, buyers) | core::write_all(columns::empty_shelf, buyers) |
        core::write_all(columns::shelf) | core::write_all(columns::goods_delivered) |
        core::write_all(columns::goods_sold) | core::write_all(columns::goods_wanted) |
        core::write_all(columns::purchases) | core::write_all(columns::shoppers);
    using Counts = core::ColumnView<std::uint32_t>;

    PanicBuying process{};
    double step = 0.125;  ///< Length of a tick, d.

    void operator()(core::Turn& turn, core::ColumnView<const float> wanted, core::ColumnView<const float> luck,
                    core::ColumnView<float> stock, core::ColumnView<float> sight, Counts shelf, Counts delivered,
                    Counts sold, Counts asked, Counts purchases, Counts shoppers) const;
};

/// How households begin.
struct PanicBuyingStart {
    /// Fear as for the mechanism emotion, with other defaults for risk and the shock.
    EmotionStart emotion{.risk = {.drawn = core::Distribution::uniform({.low = 0.2, .high = 1.0})},
                         .shock = {.onset = 14.0, .duration = 28.0}};
    std::optional<AgentValues> stock{};  ///< d, in [0, 1000]; without it as after a long calm time.
    AgentValues reserve{};               ///< Kept in any case on top of what is wanted, d, in [0, 365].
};

/// Over replicate and time (d), 60 d if not told: demand, sold and delivered, as multiples of normal use; buying and
/// wanting, purchases and shoppers who wanted to buy, for each household and day; basket and basket_wanted (d);
/// turned_away, the share of such shoppers who found less than they wanted; each since the record before, and not a
/// number at the first. Stock of a household, shelf of a shop for each of its households (d); panic and share short (of
/// households whose stock is used up). Throws ConfigError with everything that is wrong.
Dataset simulate(const PanicBuying& process, const PanicBuyingStart& start, const Experiment& experiment);

/// Enters the parameters into a table, those of the emotion first.
void describe(core::ParameterTable& table, PanicBuying& process);

}  // namespace commonweal::process
