// SPDX-License-Identifier: Apache-2.0
#include "model/district_parts.hpp"

#include <commonweal/core/math.hpp>
#include <commonweal/model/agent_groups.hpp>
#include <commonweal/model/district.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

namespace commonweal::model {

namespace {

Range between(const std::vector<std::uint32_t>& begin, std::uint32_t k) { return {begin[k], begin[k + 1]}; }

}  // namespace

std::uint32_t community_count(const Scenario& scenario) {
    const auto& plan = scenario.district;
    const double wanted = static_cast<double>(scenario.residents.count) / plan.residents_per_community;
    const auto count = std::max(plan.least_communities, static_cast<std::uint32_t>(wanted + 0.5));
    return (count + plan.subdistricts - 1) / plan.subdistricts * plan.subdistricts;
}

Range District::cells_of(std::uint32_t community) const { return between(communities.cells, community); }

Range District::households_of_community(std::uint32_t community) const {
    return between(communities.households, community);
}

Range District::households_of_cell(std::uint32_t cell) const { return between(cells.households, cell); }

Range District::residents_of_cell(std::uint32_t cell) const { return between(cells.residents, cell); }

Range District::residents_of_household(std::uint32_t household) const {
    return between(households.residents, household);
}

process::Terrain District::terrain() const {
    return {.area = cells.area,
            .ground = cells.ground,
            .link_begin = cells.link_begin,
            .link_target = cells.link_target,
            .outlet = cells.outlet};
}

District build_district(const Scenario& scenario, core::Seed seed) {
    District district;
    district.subdistricts = scenario.district.subdistricts;
    detail::lay_out_raster(scenario, seed, district);
    detail::shape_ground(scenario, seed, district);
    detail::settle_households(scenario, seed, district);
    district.groups = draw_groups(scenario, seed, district);
    put_groups_online(scenario, seed, district);
    detail::tie_residents(scenario, seed, district);
    return district;
}

}  // namespace commonweal::model
