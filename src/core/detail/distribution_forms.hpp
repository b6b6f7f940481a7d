// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/distribution.hpp>

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace commonweal::core::detail {

/// Nothing in nature is larger, and what is computed from two such numbers is finite.
inline constexpr double largest_number = 1e100;
inline constexpr double smallest_positive = 1e-100;

/// An argument of a distribution and the numbers that are right for it.
struct DistributionArgument {
    std::string_view name;
    bool plain = false;  ///< A plain number, whatever the quantity's unit is.
    double low = -largest_number;
    double high = largest_number;
};

/// One way to write a kind of distribution.
struct DistributionForm {
    Distribution::Kind kind;
    std::string_view name;
    std::array<DistributionArgument, 3> all;
    std::size_t count;

    std::span<const DistributionArgument> arguments() const { return {all.data(), count}; }
};

/// The first form of a kind is the one in which it is kept and written.
std::span<const DistributionForm> distribution_forms();
const DistributionForm& first_form(Distribution::Kind kind);

/// What is wrong with one number, as "sd must be above 0 h"; empty if it is right.
std::string wrong_number(const DistributionArgument& argument, double number, std::string_view unit);

/// What the text of a distribution must be: "must be a time such as \"1 h\" or a distribution such as ...".
std::string distribution_requirement(std::string_view unit);

}  // namespace commonweal::core::detail
