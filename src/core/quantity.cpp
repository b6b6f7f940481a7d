// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <numeric>
#include <utility>

namespace commonweal::core {

namespace {

struct KnownUnit {
    std::string_view symbol;
    std::string_view name;
    Unit unit;
};

constexpr std::array<std::int8_t, 5> plain{0, 0, 0, 0, 0}, time{1, 0, 0, 0, 0}, length{0, 1, 0, 0, 0},
    area{0, 2, 0, 0, 0}, volume{0, 3, 0, 0, 0}, power{0, 0, 1, 0, 0}, persons{0, 0, 0, 1, 0}, households{0, 0, 0, 0, 1};

/// The year is the Julian year of 365.25 d, as astronomers use it.
constexpr KnownUnit known_units[] = {
    {"s", "second", {time, 1, 1}},
    {"min", "minute", {time, 60, 1}},
    {"h", "hour", {time, 3'600, 1}},
    {"d", "day", {time, 86'400, 1}},
    {"wk", "week", {time, 604'800, 1}},
    {"a", "year", {time, 31'557'600, 1}},
    {"mm", "millimetre", {length, 1, 1'000}},
    {"cm", "centimetre", {length, 1, 100}},
    {"m", "metre", {length, 1, 1}},
    {"km", "kilometre", {length, 1'000, 1}},
    {"m2", "square metre", {area, 1, 1}},
    {"ha", "hectare", {area, 10'000, 1}},
    {"km2", "square kilometre", {area, 1'000'000, 1}},
    {"m3", "cubic metre", {volume, 1, 1}},
    {"kW", "kilowatt", {power, 1, 1}},
    {"MW", "megawatt", {power, 1'000, 1}},
    {"person", "person", {persons, 1, 1}},
    {"household", "household", {households, 1, 1}},
    {"%", "per cent", {plain, 1, 100}},
};

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::optional<Unit> parse_symbol(std::string_view symbol) {
    for (const KnownUnit& known : known_units) {
        const bool plural = (known.unit.dimension == persons || known.unit.dimension == households) &&
                            symbol == std::string(known.name) + 's';
        if (symbol == known.symbol || plural) return known.unit;
    }
    return std::nullopt;
}

Unit reduced(Unit unit) {
    const std::int64_t common = std::gcd(unit.numerator, unit.denominator);
    unit.numerator /= common;
    unit.denominator /= common;
    return unit;
}

Unit quotient(const Unit& upper, const Unit& lower) {
    Unit unit;
    for (std::size_t k = 0; k < unit.dimension.size(); ++k)
        unit.dimension[k] = static_cast<std::int8_t>(upper.dimension[k] - lower.dimension[k]);
    unit.numerator = upper.numerator * lower.denominator;
    unit.denominator = upper.denominator * lower.numerator;
    return reduced(unit);
}

std::string measure(const std::array<std::int8_t, 5>& dimension) {
    if (dimension == plain) return "number";
    if (dimension == time) return "time";
    if (dimension == length) return "length";
    if (dimension == area) return "area";
    if (dimension == volume) return "volume";
    if (dimension == power) return "power";
    if (dimension == persons) return "number of persons";
    if (dimension == households) return "number of households";
    return {};
}

/// The symbol that somebody meant who wrote its name, its plural or a slip of either; empty if none is near.
std::string meant_symbol(std::string_view written) {
    std::vector<std::string> words;
    std::vector<std::string_view> symbols;
    for (const KnownUnit& known : known_units) {
        for (std::string word : {std::string(known.symbol), std::string(known.name), std::string(known.name) + 's'}) {
            words.push_back(std::move(word));
            symbols.push_back(known.symbol);
        }
    }
    for (const auto& [abbreviation, symbol] : {std::pair{"hr", "h"}, {"hrs", "h"}, {"mins", "min"}, {"sec", "s"}}) {
        words.emplace_back(abbreviation);
        symbols.emplace_back(symbol);
    }
    const auto word = nearest(written, words);
    if (!word) return {};
    const auto at = std::find(words.begin(), words.end(), *word) - words.begin();
    return std::string(symbols[static_cast<std::size_t>(at)]);
}

struct NumberAndUnit {
    double number;
    std::string_view unit;
};

std::optional<NumberAndUnit> split(std::string_view text) {
    text = trimmed(text);
    if (text.find_first_of("\r\n\t") != std::string_view::npos) return std::nullopt;
    const std::string_view digits = text.substr(text.starts_with('-') || text.starts_with('+') ? 1 : 0);
    if (digits.empty() || !((digits[0] >= '0' && digits[0] <= '9') || digits[0] == '.')) return std::nullopt;
    if (text.starts_with('+')) text = digits;
    double number = 0.0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{}) return std::nullopt;
    const std::string_view unit = trimmed(text.substr(static_cast<std::size_t>(end - text.data())));
    if (!unit.empty() && ((unit[0] >= '0' && unit[0] <= '9') || unit[0] == '.')) return std::nullopt;
    return NumberAndUnit{number, unit};
}

/// "20_000" for "20,000": the text with an underscore for each comma, if every comma stands before three digits.
std::optional<std::string> with_underscores(std::string_view text) {
    const auto is_digit = [text](std::size_t k) { return k < text.size() && text[k] >= '0' && text[k] <= '9'; };
    std::string result(text);
    bool found = false;
    for (std::size_t k = text.find(','); k < text.size(); k = text.find(',', k + 1)) {
        const bool parts_thousands = k > 0 && is_digit(k - 1) && is_digit(k + 1) && is_digit(k + 2) && is_digit(k + 3);
        if (!parts_thousands || is_digit(k + 4)) return std::nullopt;
        result[k] = '_';
        found = true;
    }
    return found ? std::optional(result) : std::nullopt;
}

double scaled(double value, const Unit& from, const Unit& to) {
    const Unit ratio = quotient(from, to);
    return value * static_cast<double>(ratio.numerator) / static_cast<double>(ratio.denominator);
}

std::string with_unit(const std::string& number, std::string_view unit) {
    if (unit.starts_with("1 ")) unit.remove_prefix(2);
    if (unit == "1") unit = {};
    return unit.empty() ? number : number + ' ' + std::string(unit);
}

/// Whole numbers with commas between thousands.
std::string grouped(double value) {
    if (!(std::fabs(value) < 0x1p53) || static_cast<double>(static_cast<std::int64_t>(value)) != value)
        return number_text(value);
    std::string digits = std::to_string(static_cast<std::int64_t>(value));
    const std::size_t first = value < 0.0 ? 1 : 0;
    for (std::size_t end = digits.size(); end > first + 3; end -= 3) digits.insert(end - 3, 1, ',');
    return digits;
}

Unit known(std::string_view text) {
    const auto unit = Unit::parse(text);
    if (!unit) throw Error("commonweal: " + quoted(text) + " is not a known unit");
    return *unit;
}

}  // namespace

std::optional<Unit> Unit::parse(std::string_view text) {
    const std::size_t slash = text.find('/');
    const std::string_view upper = trimmed(text.substr(0, slash));
    const auto upper_unit = upper.empty() || upper == "1" ? Unit{} : parse_symbol(upper);
    if (!upper_unit || slash == std::string_view::npos) return upper_unit;
    const auto lower_unit = parse_symbol(trimmed(text.substr(slash + 1)));
    if (!lower_unit) return std::nullopt;
    return quotient(*upper_unit, *lower_unit);
}

std::vector<UnitSymbol> unit_symbols() {
    std::vector<UnitSymbol> symbols;
    for (const KnownUnit& unit : known_units) symbols.push_back({unit.symbol, unit.name});
    return symbols;
}

double convert(double value, std::string_view from, std::string_view to) {
    const Unit source = known(from);
    const Unit target = known(to);
    if (source.dimension != target.dimension)
        throw Error("commonweal: " + quoted(from) + " is " + measure_of(source) + ", " + quoted(to) + " is " +
                    measure_of(target) + "; neither converts to the other");
    return scaled(value, source, target);
}

std::string nearest_unit(std::string_view written) {
    const std::size_t slash = written.find('/');
    const std::string_view upper = trimmed(written.substr(0, slash));
    const bool upper_known = upper.empty() || upper == "1" || parse_symbol(upper);
    std::string upper_meant = upper_known ? std::string(upper) : meant_symbol(upper);
    if (!upper_known && upper_meant.empty()) return {};
    if (slash == std::string_view::npos) return upper_meant;
    const std::string_view lower = trimmed(written.substr(slash + 1));
    const std::string lower_meant = parse_symbol(lower) ? std::string(lower) : meant_symbol(lower);
    if (lower_meant.empty()) return {};
    return (upper_meant.empty() || upper == "1" ? "/ " : upper_meant + " / ") + lower_meant;
}

std::string measure_of(const Unit& unit) {
    if (unit.plain()) return "a plain number";
    if (const std::string whole = measure(unit.dimension); !whole.empty())
        return (whole == "area" ? "an " : "a ") + whole;
    std::array<std::int8_t, 5> upper{}, lower{};
    for (std::size_t k = 0; k < upper.size(); ++k) {
        upper[k] = std::max<std::int8_t>(unit.dimension[k], 0);
        lower[k] = static_cast<std::int8_t>(-std::min<std::int8_t>(unit.dimension[k], 0));
    }
    if (upper == plain && lower == time) return "a rate";
    const std::string above = measure(upper);
    const std::string below = lower == persons ? "person" : lower == households ? "household" : measure(lower);
    if (above.empty() || below.empty()) return "another quantity";
    return (above == "area" ? "an " : "a ") + above + " per " + below;
}

QuantityReading read_quantity(std::string_view text, std::string_view unit) {
    const Unit wanted = known(unit);
    if (const auto grouped = with_underscores(trimmed(text))) {
        std::string joined = *grouped;
        std::erase(joined, '_');
        QuantityReading meant = read_quantity(joined, unit);
        if (meant.value) meant.suggestion = quoted(joined);
        if (wanted.plain() && !meant.value && !meant.suggestion.empty()) meant.suggestion = *grouped;
        return {.value = {}, .reason = "written without commas", .suggestion = std::move(meant.suggestion)};
    }
    const auto parts = split(text);
    if (!parts) return {};
    const auto found = Unit::parse(parts->unit);
    if (!found) {
        const std::string meant = nearest_unit(parts->unit);
        const bool fits = !meant.empty() && Unit::parse(meant)->dimension == wanted.dimension;
        return {.value = {},
                .reason = '\'' + excerpt(parts->unit) + "' is not a known unit",
                .suggestion = fits ? quoted(quantity_text(parts->number, meant)) : ""};
    }
    if (found->plain() && !wanted.plain())
        return {.value = {}, .reason = "its unit is missing", .suggestion = quoted(quantity_text(parts->number, unit))};
    if (found->plain()) return {.value = {}, .reason = "without quotes", .suggestion = number_text(parts->number)};
    if (found->dimension != wanted.dimension)
        return {.value = {}, .reason = "not " + measure_of(*found), .suggestion = {}};
    const double value = scaled(parts->number, *found, wanted);
    if (!std::isfinite(value)) return {};
    return {.value = value, .reason = {}, .suggestion = {}};
}

std::string quantity_text(double value, std::string_view unit) { return with_unit(number_text(value), unit); }

std::string prose_quantity(double value, std::string_view unit) { return with_unit(grouped(value), unit); }

}  // namespace commonweal::core
