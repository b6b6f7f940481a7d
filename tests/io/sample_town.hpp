// SPDX-License-Identifier: Apache-2.0
// One configuration with every kind of parameter, for the tests of the reader and the writer.
#pragma once

#include <commonweal/core/parameter.hpp>

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace sample {

using commonweal::core::DateTime;
using commonweal::core::Field;
using commonweal::core::ParameterTable;
using commonweal::core::Series;

enum class Order { arrival, severity };
inline constexpr std::array<std::pair<std::string_view, Order>, 2> order_names{
    {{"arrival", Order::arrival}, {"severity", Order::severity}}};

struct Broadcast {
    double delay = 0.5;
    double reach = 0.7;
    friend bool operator==(const Broadcast&, const Broadcast&) = default;
};

struct Warning {
    double rate = 0.2;
    bool sirens = true;
    Broadcast broadcast;
    friend bool operator==(const Warning&, const Warning&) = default;
};

struct Gauge {
    std::string name = "gauge";
    double height = 1.5;
    friend bool operator==(const Gauge&, const Gauge&) = default;
};

struct Shock {
    DateTime start{};
    double depth = 1.0;
    Gauge station;
    std::vector<Gauge> gauges;
    friend bool operator==(const Shock&, const Shock&) = default;
};

struct Town {
    std::string title = "Town";
    std::uint32_t seed = 1;
    int crews = 4;
    std::int64_t households = 40'000;
    DateTime start{};
    DateTime end{};
    Order order = Order::arrival;
    std::vector<std::string> districts{"north", "south"};
    Series rain{{0.0, 12.5}};
    Series weights{{1.0}};
    Warning warning;
    std::vector<Shock> shocks;
    friend bool operator==(const Town&, const Town&) = default;
};

inline void describe(ParameterTable& table, Broadcast& broadcast) {
    table.add(broadcast.delay, {.key = "delay", .meaning = "Time from order to broadcast", .unit = "h", .low = 0});
    table.add(broadcast.reach, {.key = "reach", .meaning = "Share | residents reached", .low = 0, .high = 1});
}

inline void describe(ParameterTable& table, Warning& warning) {
    table.add(warning.rate, {.key = "rate",
                             .meaning = "Rate of passing a warning on",
                             .unit = "1 / d",
                             .low = 0,
                             .low_open = true,
                             .evidence = commonweal::core::Evidence::sourced,
                             .source = "Rogers 1991"});
    table.add(warning.sirens, {.key = "sirens", .meaning = "Sirens sound"});
    table.group("broadcast", "Official channels", warning.broadcast);
}

inline void describe(ParameterTable& table, Gauge& gauge) {
    table.add(gauge.name, {.key = "name", .meaning = "Name of the gauge"});
    table.add(gauge.height, {.key = "height", .meaning = "Height above ground", .unit = "m"});
}

inline void describe(ParameterTable& table, Shock& shock) {
    table.add(shock.start, {.key = "start", .meaning = "First hour", .required = true});
    table.add(shock.depth, {.key = "depth", .meaning = "Depth", .unit = "m", .low = 0, .high = 10});
    table.group("station", "Main gauge", shock.station);
    table.list("gauge", "Further gauges", shock.gauges);
}

inline void describe(ParameterTable& table, Town& town) {
    table.add(town.title, {.key = "title", .meaning = "What the town is called"});
    table.add(town.seed, {.key = "seed", .meaning = "Names the random numbers"});
    table.add(town.crews, {.key = "crews", .meaning = "Repair crews", .low = 1, .high = 50});
    table.add(town.households, {.key = "households", .meaning = "Households", .low = 1});
    table.add(town.start, {.key = "start", .meaning = "First hour", .required = true});
    table.add(town.end, {.key = "end", .meaning = "Last hour", .required = true});
    table.choice(town.order, order_names, {.key = "order", .meaning = "Who is served first"});
    table.add(town.districts, {.key = "districts", .meaning = "Names of the districts"});
    table.add(town.rain, {.key = "rain", .meaning = "Rain per hour", .unit = "mm / h", .low = 0, .high = 500});
    table.add(town.weights, {.key = "weights", .meaning = "Weights", .low = 0});
    table.group("warning", "How warnings travel", town.warning);
    table.list("shock", "What happens to the town", town.shocks);
}

inline constexpr std::string_view complete_text = R"(# Every key of the town, once.
schema = 1
title = "River Town"
seed = 2024
crews = 6
households = 35_000
start = "2021-07-17"
end = 2021-08-20T00:00:00
order = "severity"
districts = ["east", "west"]
rain = { unit = "mm / d", values = [0, 24.0, 480] }
weights = [0.25, 0.75]

[warning]
rate = "0.5 / h"
sirens = false

[warning.broadcast]
delay = "90 min"
reach = "65 %"

[[shock]]
start = "2021-07-20T16:00"
depth = "150 cm"
station = { name = "weir", height = "2 m" }

[[shock]]
start = "2021-08-01 06:30"

[[shock.gauge]]
name = "mill"

[[shock.gauge]]
height = "-3 m"
)";

}  // namespace sample
