// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/community_function.hpp>

#include <algorithm>

namespace commonweal::model {

std::array<float, function_dimension_count> community_function(const Scenario& scenario, const District& district,
                                                               const Flood& flood, const Lifelines& lifelines,
                                                               const Requests& requests, const Offices& offices,
                                                               const Organisations& organisations,
                                                               std::uint32_t community) {
    const Range cells = district.cells_of(community);
    double homes = 0.0, powered = 0.0, telecom = 0.0, passable = 0.0;
    for (std::uint32_t cell = cells.first; cell < cells.last; ++cell) {
        const double weight = district.households_of_cell(cell).size();
        homes += weight;
        powered += weight * lifelines.powered()[cell];
        telecom += weight * static_cast<double>(lifelines.telecom()[cell]);
        passable += 1.0 - flood.share_deeper(cell, impassable_depth);
    }
    const double all = std::max(1.0, homes);
    const double hours = offices.hours_per_day(community) +
                         organisations.hours_per_day(community, offices.in_response()[community] != 0);
    const double capacity = hours * scenario.requests.deadline / 24.0;
    const double backlog = requests.backlog(community);
    const double service = backlog > capacity ? capacity / backlog : 1.0;
    return {static_cast<float>(homes > 0.0 ? powered / all : 1.0),
            static_cast<float>(1.0 - requests.homes_flooded()[community] / all),
            static_cast<float>(passable / cells.size()), static_cast<float>(homes > 0.0 ? telecom / all : 1.0),
            static_cast<float>(service)};
}

}  // namespace commonweal::model
