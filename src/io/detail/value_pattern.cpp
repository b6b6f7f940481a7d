// SPDX-License-Identifier: Apache-2.0
#include "io/detail/value_pattern.hpp"

#include <commonweal/core/quantity.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace commonweal::io::detail {

namespace {

std::vector<std::string> spellings() {
    std::vector<std::string> symbols;
    for (const auto& [symbol, name] : core::unit_symbols()) {
        symbols.emplace_back(symbol);
        if (std::string plural = std::string(name) + 's'; core::Unit::parse(plural))
            symbols.push_back(std::move(plural));
    }
    return symbols;
}

/// A unit that is the plain number, as "h / h", is none that a quantity may have.
bool fits(const std::string& text, const core::Unit& wanted) {
    const auto unit = core::Unit::parse(text);
    return unit && unit->dimension == wanted.dimension && !unit->plain();
}

std::string any_of(const std::vector<std::string>& parts) {
    std::string pattern;
    for (const std::string& part : parts) pattern += (pattern.empty() ? "" : "|") + part;
    return parts.size() == 1 ? pattern : "(?:" + pattern + ')';
}

/// \param one What may stand above the line in the place of a unit.
std::string units(const core::Unit& wanted, const std::string& one) {
    const std::vector<std::string> symbols = spellings();
    std::vector<std::string> whole;
    /// What may stand above the line, and below it: the same for all units of one kind.
    std::vector<std::pair<std::vector<std::string>, std::vector<std::string>>> quotients;
    for (const std::string& symbol : symbols) {
        if (fits(symbol, wanted)) whole.push_back(symbol);
        std::vector<std::string> above;
        for (const std::string& upper : symbols) {
            if (fits(upper + '/' + symbol, wanted)) above.push_back(upper);
        }
        if (fits('/' + symbol, wanted)) above.push_back(one);
        if (above.empty()) continue;
        const auto same = std::find_if(quotients.begin(), quotients.end(),
                                       [&above](const auto& quotient) { return quotient.first == above; });
        if (same == quotients.end()) {
            quotients.emplace_back(std::move(above), std::vector{symbol});
        } else {
            same->second.push_back(symbol);
        }
    }
    for (const auto& [above, below] : quotients) whole.push_back(any_of(above) + " */ *" + any_of(below));
    return any_of(whole);
}

std::string number(const core::Parameter& row) {
    const std::string exponent = "(?:[eE][+-]?[0-9]+)?";
    const std::string digits = "(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)" + exponent;
    if (row.low() < 0.0) return "[+-]?" + digits;
    const std::string positive = "\\+?" + digits;
    const bool takes_zero = row.low() == 0.0 && !row.field.low_open;
    return takes_zero ? "(?:" + positive + "|-(?:0+\\.?0*|\\.0+)" + exponent + ')' : positive;
}

}  // namespace

std::string quantity_pattern(const core::Parameter& row) {
    return "^ *" + number(row) + " *" + units(*core::Unit::parse(row.field.unit), "") + " *$";
}

std::string unit_pattern(std::string_view unit) { return "^ *" + units(*core::Unit::parse(unit), "1?") + " *$"; }

std::string_view date_pattern() {
    return "^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:[T ](?:[01][0-9]|2[0-3]):[0-5][0-9](?::00)?)?$";
}

}  // namespace commonweal::io::detail
