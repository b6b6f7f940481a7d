// SPDX-License-Identifier: Apache-2.0
#include "sample_town.hpp"

#include <commonweal/core/distribution.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/io/toml_reader.hpp>
#include <commonweal/io/toml_writer.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace io = commonweal::io;
using commonweal::core::DateTime;
using commonweal::core::Distribution;
using commonweal::core::ParameterTable;

namespace {

std::string written(sample::Town& town) {
    ParameterTable table;
    describe(table, town);
    return io::write_toml(table);
}

sample::Town read(const std::string& text) {
    sample::Town town;
    ParameterTable table;
    describe(table, town);
    io::read_toml_text(text, "written.toml", table);
    return town;
}

double any_finite() {
    double value = 0.0;
    do {
        const auto bits = *rc::gen::arbitrary<std::uint64_t>();
        std::memcpy(&value, &bits, sizeof value);
    } while (!std::isfinite(value));
    return value;
}

sample::Town any_town() {
    sample::Town town;
    town.title = *rc::gen::container<std::string>(rc::gen::inRange<char>(0, 127));
    town.seed = *rc::gen::arbitrary<std::uint32_t>();
    town.crews = *rc::gen::inRange(1, 51);
    town.households = *rc::gen::inRange<std::int64_t>(1, std::numeric_limits<std::int64_t>::max());
    town.start = DateTime{*rc::gen::inRange<std::int64_t>(-1'000'000, 1'000'000)};
    town.order = *rc::gen::element(sample::Order::arrival, sample::Order::severity);
    town.weights.values = {std::fabs(any_finite()), 1e300, 5e-324, 0x1p53, 1e15, 12345678901234567890.0};
    town.rain.values = *rc::gen::container<std::vector<double>>(
        rc::gen::map(rc::gen::inRange(0, 500'000), [](int k) { return k / 1000.0; }));
    town.warning.rate = std::fabs(any_finite()) + 1e-300;
    town.warning.broadcast.delay = std::fabs(any_finite());
    town.shocks.resize(*rc::gen::inRange<std::size_t>(0, 3));
    for (sample::Shock& shock : town.shocks) {
        shock.station.height = any_finite();
        shock.gauges.resize(*rc::gen::inRange<std::size_t>(0, 3));
        for (sample::Gauge& gauge : shock.gauges) gauge.height = any_finite();
    }
    return town;
}

}  // namespace

TEST(TomlWriter, what_is_written_reads_back_bit_for_bit) {
    EXPECT_TRUE(rc::check([] {
        sample::Town town = any_town();
        const std::string text = written(town);
        sample::Town again = read(text);
        RC_ASSERT(again == town);
        RC_ASSERT(written(again) == text);
    }));
}

TEST(TomlWriter, negative_zero_keeps_its_sign) {
    sample::Town town;
    town.weights.values = {-0.0};
    town.shocks.resize(1);
    town.shocks[0].station.height = -0.0;
    const sample::Town again = read(written(town));
    EXPECT_TRUE(std::signbit(again.weights.values.at(0)));
    EXPECT_TRUE(std::signbit(again.shocks.at(0).station.height));
}

TEST(TomlWriter, writes_keys_then_tables_then_arrays_of_tables) {
    sample::Town town;
    town.shocks.resize(1);
    town.shocks[0].gauges.resize(1);
    EXPECT_EQ(written(town), R"(schema = 1
title = "Town"
seed = 1
crews = 4
households = 40000
start = "1970-01-01T00:00"
end = "1970-01-01T00:00"
order = "arrival"
districts = ["north", "south"]
rain = { unit = "mm / h", values = [0, 12.5] }
weights = [1]

[warning]
rate = "0.2 / d"
sirens = true

[warning.broadcast]
delay = "0.5 h"
reach = 0.7

[[shock]]
start = "1970-01-01T00:00"
depth = "1 m"

[shock.station]
name = "gauge"
height = "1.5 m"

[[shock.gauge]]
name = "gauge"
height = "1.5 m"
)");
}

TEST(TomlWriter, refuses_what_cannot_be_read_back) {
    sample::Town town;
    town.warning.rate = std::numeric_limits<double>::infinity();
    EXPECT_THROW(written(town), commonweal::core::Error);
    town = {};
    town.rain.values = {std::numeric_limits<double>::quiet_NaN()};
    EXPECT_THROW(written(town), commonweal::core::Error);
    town = {};
    town.order = static_cast<sample::Order>(7);
    EXPECT_THROW(written(town), commonweal::core::Error);
}

namespace {

struct Shop {
    Distribution wait = Distribution::exponential({.mean = 2.0});
    Distribution share = Distribution::constant(1.0);
    friend bool operator==(const Shop&, const Shop&) = default;
};

void describe(ParameterTable& table, Shop& shop) {
    table.add(shop.wait, {.key = "wait", .meaning = "Wait", .unit = "h", .low = 0.0});
    table.add(shop.share, {.key = "share", .meaning = "Share", .low = 0.0, .high = 1.0});
}

}  // namespace

TEST(TomlWriter, distributions_read_back_and_their_mistakes_have_a_place) {
    Shop shop{.wait = Distribution::lognormal({.median = 0.1 + 0.2, .sigma = 1.0 / 3.0}), .share = {}};
    ParameterTable table;
    describe(table, shop);
    const std::string text = io::write_toml(table);
    const Shop kept = std::exchange(shop, Shop{});
    io::read_toml_text(text, "shop.toml", table);
    EXPECT_EQ(shop, kept);
    try {
        io::read_toml_text("schema = 1\nshare = 0.5\nwait = \"normal(maen=2 h, sd=1 h)\"\n", "shop.toml", table);
        ADD_FAILURE() << "accepted";
    } catch (const commonweal::core::ConfigError& error) {
        EXPECT_STREQ(error.what(),
                     "shop.toml:3:16: wait is \"normal(maen=2 h, sd=1 h)\"; must give normal its mean and sd, not "
                     "'maen'. Did you mean mean?\n"
                     "    3 | wait = \"normal(maen=2 h, sd=1 h)\"\n"
                     "      |                ^~~~");
    }
}
