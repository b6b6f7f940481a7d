// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/error.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/model/district.hpp>
#include <commonweal/model/scenario.hpp>

#include <cstdint>
#include <vector>

namespace commonweal::model {

/// Mistakes in the groups of residents of a scenario.
std::vector<core::Mistake> agent_group_mistakes(const Scenario& scenario);

/// Draws who is in each group of a scenario's list, and who of them is online: rows in rising order. A resident may be
/// in several groups, or in none. Who is in a group depends on its name, not on its place in the list.
std::vector<std::vector<std::uint32_t>> draw_groups(const Scenario& scenario, core::Seed seed, District& district);

}  // namespace commonweal::model
