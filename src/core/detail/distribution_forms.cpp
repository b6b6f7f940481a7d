// SPDX-License-Identifier: Apache-2.0
#include "core/detail/distribution_forms.hpp"

#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>

#include <algorithm>

namespace commonweal::core::detail {

namespace {

using Kind = Distribution::Kind;

constexpr DistributionArgument any_argument(std::string_view name) { return {.name = name}; }
constexpr DistributionArgument positive_argument(std::string_view name) {
    return {.name = name, .low = smallest_positive};
}
constexpr DistributionArgument shape_argument(std::string_view name) {
    return {.name = name, .plain = true, .low = 0.01, .high = 1e6};
}
constexpr DistributionArgument sigma_argument{.name = "sigma", .plain = true, .low = smallest_positive, .high = 10.0};

constexpr DistributionForm all_forms[] = {
    {Kind::constant, "constant", {any_argument("value")}, 1},
    {Kind::uniform, "uniform", {any_argument("low"), any_argument("high")}, 2},
    {Kind::triangular, "triangular", {any_argument("low"), any_argument("mode"), any_argument("high")}, 3},
    {Kind::normal, "normal", {any_argument("mean"), positive_argument("sd")}, 2},
    {Kind::lognormal, "lognormal", {positive_argument("median"), sigma_argument}, 2},
    {Kind::lognormal, "lognormal", {positive_argument("mean"), positive_argument("sd")}, 2},
    {Kind::exponential, "exponential", {positive_argument("mean")}, 1},
    {Kind::gamma, "gamma", {positive_argument("mean"), shape_argument("shape")}, 2},
    {Kind::gamma, "gamma", {positive_argument("mean"), positive_argument("sd")}, 2},
    {Kind::weibull, "weibull", {positive_argument("scale"), shape_argument("shape")}, 2},
    {Kind::weibull, "weibull", {positive_argument("median"), shape_argument("shape")}, 2},
    {Kind::beta, "beta", {shape_argument("a"), shape_argument("b")}, 2},
    {Kind::beta, "beta", {positive_argument("mean"), positive_argument("sd")}, 2},
    {Kind::loguniform, "loguniform", {positive_argument("low"), positive_argument("high")}, 2},
};

}  // namespace

std::span<const DistributionForm> distribution_forms() { return all_forms; }

const DistributionForm& first_form(Distribution::Kind kind) {
    return *std::find_if(std::begin(all_forms), std::end(all_forms),
                         [kind](const auto& form) { return form.kind == kind; });
}

std::string wrong_number(const DistributionArgument& argument, double number, std::string_view unit) {
    if (number >= argument.low && number <= argument.high) return {};
    const std::string_view own = argument.plain ? "" : unit;
    const std::string must = std::string(argument.name) + (argument.name.empty() ? "must be " : " must be ");
    if (argument.low == smallest_positive && number <= 0.0) return must + "above " + prose_quantity(0.0, own);
    return must + "between " + prose_quantity(argument.low, own) + " and " + prose_quantity(argument.high, own);
}

std::string distribution_requirement(std::string_view unit) {
    const Unit measured = *Unit::parse(unit);
    if (measured.plain()) return "must be a number or a distribution such as \"uniform(low=0, high=1)\"";
    const std::string one = quantity_text(1.0, unit);
    return "must be " + measure_of(measured) + " such as " + quoted(one) + " or a distribution such as " +
           quoted("exponential(mean=" + one + ')');
}

}  // namespace commonweal::core::detail
