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

/// Draws who is in each group of a scenario's list: rows in rising order. A resident may be in several groups, or in
/// none. Who is in a group depends on its name, not on its place in the list.
std::vector<std::vector<std::uint32_t>> draw_groups(const Scenario& scenario, core::Seed seed,
                                                    const District& district);

/// The product of a factor over the groups that each resident of a district is in.
std::vector<float> group_factors(const Scenario& scenario, const District& district, double AgentGroup::*factor);

/// Makes those online, or takes them off, whose groups are so more or less than others.
void put_groups_online(const Scenario& scenario, core::Seed seed, District& district);

}  // namespace commonweal::model
