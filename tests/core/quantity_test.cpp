// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/quantity.hpp>

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <cmath>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <vector>

using namespace commonweal::core;

namespace {

const std::vector<std::string> units{"",
                                     "1",
                                     "%",
                                     "s",
                                     "min",
                                     "h",
                                     "d",
                                     "wk",
                                     "a",
                                     "1 / h",
                                     "/ d",
                                     "m",
                                     "mm",
                                     "km",
                                     "cm",
                                     "ha",
                                     "m2",
                                     "m3",
                                     "person",
                                     "household",
                                     "kW",
                                     "MW",
                                     "mm / h",
                                     "m / s",
                                     "person / km2",
                                     "kW / household"};

}  // namespace

// Factors: SI Brochure, 9th edition, tables 7 and 8; the Julian year of IAU resolution (1976), 365.25 d.
TEST(Quantity, converts_by_the_definitions_of_the_units) {
    EXPECT_EQ(convert(36, "h", "d"), 1.5);
    EXPECT_EQ(convert(1, "d", "s"), 86'400.0);
    EXPECT_EQ(convert(2, "wk", "h"), 336.0);
    EXPECT_EQ(convert(1, "a", "d"), 365.25);
    EXPECT_EQ(convert(150, "cm", "m"), 1.5);
    EXPECT_EQ(convert(1, "km2", "ha"), 100.0);
    EXPECT_EQ(convert(6, "/ d", "1 / h"), 0.25);
    EXPECT_EQ(convert(50, "mm / h", "m / h"), 0.05);
    EXPECT_EQ(convert(36, "km / h", "m / s"), 10.0);
    EXPECT_EQ(convert(2, "MW", "kW"), 2'000.0);
    EXPECT_EQ(convert(25, "%", ""), 0.25);
    EXPECT_EQ(convert(3, "person / ha", "person / km2"), 300.0);
}

TEST(Quantity, one_unit_to_itself_changes_no_bit) {
    EXPECT_TRUE(rc::check([](std::uint64_t bits) {
        double value = 0.0;
        std::memcpy(&value, &bits, sizeof value);
        RC_PRE(std::isfinite(value));
        const std::string unit = *rc::gen::elementOf(units);
        const double same = convert(value, unit, unit);
        RC_ASSERT(std::memcmp(&same, &value, sizeof value) == 0);
        RC_PRE(!Unit::parse(unit)->plain());
        const auto read = read_quantity(quantity_text(value, unit), unit).value;
        RC_ASSERT(read && std::memcmp(&*read, &value, sizeof value) == 0);
    }));
}

TEST(Quantity, prose_has_commas_between_thousands) {
    EXPECT_EQ(prose_quantity(999.0, "h"), "999 h");
    EXPECT_EQ(prose_quantity(20'000'000.0, ""), "20,000,000");
    EXPECT_EQ(prose_quantity(-1000.0, "m"), "-1,000 m");
    EXPECT_EQ(prose_quantity(-100.0, "m"), "-100 m");
    EXPECT_EQ(prose_quantity(0.2, "1 / d"), "0.2 / d");
    EXPECT_EQ(prose_quantity(1234.5, "h"), "1234.5 h");
    EXPECT_EQ(prose_quantity(1e300, ""), "1e+300");
}

TEST(Quantity, refuses_to_convert_between_different_things) {
    EXPECT_THROW(convert(1, "h", "m"), Error);
    EXPECT_THROW(convert(1, "h", "1 / h"), Error);
    EXPECT_THROW(convert(1, "fortnight", "h"), Error);
    EXPECT_THROW(convert(1, "h / d / a", "h"), Error);
}

TEST(Quantity, says_what_a_unit_measures) {
    EXPECT_EQ(measure_of(*Unit::parse("h")), "a time");
    EXPECT_EQ(measure_of(*Unit::parse("1 / h")), "a rate");
    EXPECT_EQ(measure_of(*Unit::parse("ha")), "an area");
    EXPECT_EQ(measure_of(*Unit::parse("mm / h")), "a length per time");
    EXPECT_EQ(measure_of(*Unit::parse("kW / household")), "a power per household");
    EXPECT_EQ(measure_of(*Unit::parse("%")), "a number");
    EXPECT_EQ(measure_of(*Unit::parse("")), "a plain number");
}

TEST(Quantity, reads_numbers_with_units) {
    EXPECT_EQ(read_quantity("36 h", "d").value, 1.5);
    EXPECT_EQ(read_quantity("0.2 / d", "1 / d").value, 0.2);
    EXPECT_EQ(read_quantity(" +1.5e2cm ", "m").value, 1.5);
    EXPECT_EQ(read_quantity("5%", "").value, 0.05);
    EXPECT_EQ(read_quantity("-3 m", "m").value, -3.0);
    EXPECT_EQ(read_quantity("12 persons / km2", "person / km2").value, 12.0);
}

TEST(Quantity, says_why_a_text_is_no_quantity) {
    const auto reason = [](std::string_view text, std::string_view unit) { return read_quantity(text, unit).reason; };
    EXPECT_EQ(reason("3 m", "1 / d"), "not a length");
    EXPECT_EQ(reason("3", "h"), "its unit is missing");
    EXPECT_EQ(reason("3 fortnights", "h"), "'fortnights' is not a known unit");
    EXPECT_EQ(reason("3 h", ""), "not a time");
    EXPECT_EQ(reason("3", ""), "without quotes");
    for (const std::string_view text : {"", "h", "nan h", "inf h", "1e999 h", "+-3 h", "three h", "1 2 h", "0x1 h"})
        EXPECT_FALSE(read_quantity(text, "h").value) << text;
    EXPECT_FALSE(read_quantity("1e308 a", "s").value);
}

TEST(Quantity, suggests_the_symbol_for_a_spelt_out_unit) {
    const auto suggestion = [](std::string_view text, std::string_view unit) {
        return read_quantity(text, unit).suggestion;
    };
    EXPECT_EQ(suggestion("3 days", "h"), "\"3 d\"");
    EXPECT_EQ(suggestion("3 hrs", "h"), "\"3 h\"");
    EXPECT_EQ(suggestion("3 H", "h"), "\"3 h\"");
    EXPECT_EQ(suggestion("0.2 per day", "1 / h"), "");
    EXPECT_EQ(suggestion("0.2 / day", "1 / h"), "\"0.2 / d\"");
    EXPECT_EQ(suggestion("5 milimetres / hour", "mm / h"), "\"5 mm / h\"");
    EXPECT_EQ(suggestion("3 days", "m"), "");
    EXPECT_EQ(suggestion("3", "h"), "\"3 h\"");
}

TEST(Quantity, the_unit_that_was_meant_is_found_above_and_below_the_line) {
    EXPECT_EQ(nearest_unit("hours"), "h");
    EXPECT_EQ(nearest_unit("mm / hr"), "mm / h");
    EXPECT_EQ(nearest_unit("1 / day"), "/ d");
    EXPECT_EQ(nearest_unit("km2"), "km2");
    EXPECT_EQ(nearest_unit("furlong"), "");
    EXPECT_EQ(nearest_unit("m / fortnight"), "");
}

TEST(Quantity, tells_how_to_write_thousands_without_commas) {
    const auto suggestion = [](std::string_view text, std::string_view unit) {
        const QuantityReading reading = read_quantity(text, unit);
        EXPECT_FALSE(reading.value) << text;
        return reading.reason == "written without commas" ? reading.suggestion : "none: " + reading.reason;
    };
    EXPECT_EQ(suggestion("20,000", ""), "20_000");
    EXPECT_EQ(suggestion("-1,234,567", ""), "-1_234_567");
    EXPECT_EQ(suggestion("1,500 m", "m"), "\"1500 m\"");
    EXPECT_EQ(suggestion("1,500", "m"), "\"1500 m\"");
    EXPECT_EQ(suggestion("20,000 h", ""), "");
    EXPECT_EQ(suggestion("0,5", ""), "none: ',5' is not a known unit");
    EXPECT_EQ(suggestion("12,34,567", ""), "none: ',34,567' is not a known unit");
    EXPECT_EQ(suggestion("1,2345", ""), "none: ',2345' is not a known unit");
}

TEST(Quantity, every_listed_symbol_is_a_unit) {
    for (const UnitSymbol& unit : unit_symbols()) EXPECT_TRUE(Unit::parse(unit.symbol)) << unit.symbol;
}
