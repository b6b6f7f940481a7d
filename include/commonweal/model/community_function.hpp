// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/model/district.hpp>
#include <commonweal/model/flood.hpp>
#include <commonweal/model/lifelines.hpp>
#include <commonweal/model/offices.hpp>
#include <commonweal/model/requests.hpp>

#include <array>
#include <cstdint>
#include <span>
#include <string_view>

namespace commonweal::model {

inline constexpr std::size_t function_dimension_count = 5;
inline constexpr std::array<std::string_view, function_dimension_count> function_dimension_names{
    "power", "housing", "mobility", "communication", "service"};

/// Deeper water stops people on foot and small cars, m. [A]
inline constexpr double impassable_depth = 0.3;

/// The function Q of one community in each dimension, in [0, 1]: shares of households with power, of homes without
/// water indoors, of ground that can be passed, of telecom that works, and of the waiting work that the staff can do
/// before the promised deadline. True values, not perceived ones.
std::array<float, function_dimension_count> community_function(const Scenario& scenario, const District& district,
                                                               const Flood& flood, const Lifelines& lifelines,
                                                               const Requests& requests, const Offices& offices,
                                                               const Organisations& organisations,
                                                               std::uint32_t community);

}  // namespace commonweal::model
