// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace commonweal::core {

/// A unit such as "h", "mm / h" or "person": what it measures, and how many base units it holds.
struct Unit {
    /// Powers of time, length, power, persons and households.
    std::array<std::int8_t, 5> dimension{};
    /// Base units (s, m, kW, person, household) in one, as a fraction in lowest terms: conversions lose no digit that
    /// a single multiplication and a single division keep.
    std::int64_t numerator = 1;
    std::int64_t denominator = 1;

    /// A symbol of `unit_symbols`, or two with " / " between, the first of which may be 1 or left out: "1 / d", "/ d".
    /// Empty and "1" are the plain number.
    static std::optional<Unit> parse(std::string_view text);

    bool plain() const { return *this == Unit{}; }
    friend bool operator==(const Unit&, const Unit&) = default;
};

/// A unit's symbol and the word for it: {"h", "hour"}.
struct UnitSymbol {
    std::string_view symbol;
    std::string_view name;
};

/// Every symbol that `Unit::parse` knows, in the order of the documentation.
std::vector<UnitSymbol> unit_symbols();

/// The same amount in another unit; exact where the units are equal.
/// \throws Error if a unit is unknown or the two measure different things.
double convert(double value, std::string_view from, std::string_view to);

/// What a unit measures, with its article: "a time", "a rate", "a length per time", "a plain number".
std::string measure_of(const Unit& unit);

/// The unit that somebody meant who wrote a name such as "hours", or made a slip: "mm / hr" gives "mm / h". Empty where
/// none is near.
std::string nearest_unit(std::string_view written);

/// What came of reading a text such as "36 h": a value in the wanted unit, or the reason why there is none.
struct QuantityReading {
    std::optional<double> value;
    std::string reason;      ///< Continues "must be a time such as \"36 h\"", as in "not a length"; may be empty.
    std::string suggestion;  ///< The text with the nearest right unit; empty where none is near.
};

/// Reads a number with a unit and converts it to `unit`, which must be one that `Unit::parse` knows.
QuantityReading read_quantity(std::string_view text, std::string_view unit);

/// The text that `read_quantity` turns into the same bits: "36 h", "0.2 / d", "0.5".
std::string quantity_text(double value, std::string_view unit);

/// The same for reading only, with commas between thousands: "10,000 h", "0.2 / d".
std::string prose_quantity(double value, std::string_view unit);

}  // namespace commonweal::core
