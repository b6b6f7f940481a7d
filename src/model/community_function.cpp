// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/community_function.hpp>

#include <algorithm>

namespace commonweal::model {

namespace {

/// What waits, and what of it can be done before the promised deadline by those with whom it waits.
struct Work {
    double waiting = 0.0;
    double done = 0.0;

    void add(double backlog, double capacity) {
        waiting += backlog;
        done += std::min(backlog, capacity);
    }
};

}  // namespace

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
    Work work;
    const double days = scenario.requests.deadline / 24.0;
    work.add(requests.office_backlog(community), offices.hours_per_day(community) * days);
    const bool in_response = offices.in_response()[community] != 0;
    const Range posts = organisations.posts_of(community);
    for (std::uint32_t post = posts.first; post < posts.last; ++post)
        work.add(requests.post_backlog(post), organisations.hours_per_day(post, in_response) * days);
    return {static_cast<float>(homes > 0.0 ? powered / all : 1.0),
            static_cast<float>(1.0 - requests.homes_flooded()[community] / all),
            static_cast<float>(passable / cells.size()), static_cast<float>(homes > 0.0 ? telecom / all : 1.0),
            static_cast<float>(work.waiting > 0.0 ? work.done / work.waiting : 1.0)};
}

}  // namespace commonweal::model
