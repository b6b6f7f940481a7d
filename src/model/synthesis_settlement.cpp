// SPDX-License-Identifier: Apache-2.0
#include "model/synthesis_parts.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

namespace commonweal::model::detail {

namespace {

/// A household on its way to its place.
struct Mover {
    std::uint32_t candidate;
    std::uint32_t copy;
    std::uint32_t community;
    std::uint32_t lot;  ///< Its order within the community, collective ones last.
    double place;       ///< From one side of the city to the other, in [0, 1).
};

/// In [0, 1), with a density that rises evenly from 1 - slope to 1 + slope.
double sloped(double uniform, double slope) {
    if (slope == 0.0) return uniform;
    const double low = 1.0 - slope;
    return (std::sqrt(low * low + 4.0 * slope * uniform) - low) / (2.0 * slope);
}

std::vector<Mover> movers(const SynthesisPlan& plan, const Candidates& candidates, const Copies& copies,
                          core::Seed seed) {
    std::vector<Mover> all;
    for (std::uint32_t row = 0; row < candidates.size(); ++row) {
        const bool collective = candidates.type[row] == static_cast<std::uint8_t>(HouseholdType::collective);
        const bool rents = candidates.tenure[row] == static_cast<std::uint8_t>(Tenure::rented);
        for (std::uint32_t copy = 0; copy < copies.of_candidate[row]; ++copy) {
            core::Stream stream(seed, core::StreamId::of("household", "place"), {.agent = row, .tick = copy});
            const double uniform = stream.uniform();
            const std::uint32_t lot = stream.bits() >> 1 | (collective ? 0x80000000u : 0u);
            all.push_back({.candidate = row,
                           .copy = copy,
                           .community = 0,
                           .lot = lot,
                           .place = rents && !collective ? sloped(uniform, plan.uneven_renting) : uniform});
        }
    }
    return all;
}

/// Orders households by place, cuts them into communities of equally many people and shuffles each.
void place_in_communities(const SynthesisPlan& plan, const Candidates& candidates, std::uint32_t communities,
                          std::vector<Mover>& all) {
    const auto key = [](const Mover& m) { return std::tuple(m.place, m.candidate, m.copy); };
    std::sort(all.begin(), all.end(), [&](const Mover& a, const Mover& b) { return key(a) < key(b); });
    std::uint64_t people = 0;
    for (Mover& mover : all) {
        mover.community = static_cast<std::uint32_t>(people * communities / plan.residents);
        people += candidates.members(mover.candidate);
    }
    const auto final_key = [](const Mover& m) { return std::tuple(m.community, m.lot, m.candidate, m.copy); };
    std::sort(all.begin(), all.end(), [&](const Mover& a, const Mover& b) { return final_key(a) < final_key(b); });
}

/// Buildings are runs of households of one community, families and dormitories apart.
void build_houses(const SynthesisPlan& plan, const std::vector<Mover>& all, std::uint32_t communities, City& city) {
    const auto kind = [](const Mover& mover) { return std::pair(mover.community, mover.lot >> 31); };
    city.communities.first_building.assign(1, 0);
    for (std::uint32_t row = 0; row < all.size(); ++row) {
        auto& buildings = city.buildings;
        const bool is_full =
            buildings.size() == 0 || row - buildings.first_household.back() == plan.households_per_building;
        if (is_full || kind(all[row]) != kind(all[row - 1])) {
            while (city.communities.first_building.size() <= all[row].community)
                city.communities.first_building.push_back(buildings.size());
            buildings.first_household.push_back(row);
            buildings.community.push_back(all[row].community);
        }
        city.households.building.push_back(buildings.size() - 1);
    }
    city.buildings.first_household.push_back(static_cast<std::uint32_t>(all.size()));
    city.communities.first_building.resize(communities + 1, city.buildings.size());
}

void reserve(std::uint32_t households, std::uint32_t residents, City& city) {
    city.households.id.resize(households);
    city.households.type.resize(households);
    city.households.tenure.resize(households);
    city.households.registration.resize(households);
    city.residents.id.resize(residents);
    city.residents.household.resize(residents);
    city.residents.age.resize(residents);
    city.residents.sex.resize(residents);
    city.residents.role.resize(residents);
}

void move_in(const Candidates& candidates, std::uint32_t candidate, std::uint32_t household, City& city) {
    city.households.id[household] = household;
    city.households.type[household] = candidates.type[candidate];
    city.households.tenure[household] = candidates.tenure[candidate];
    city.households.registration[household] = candidates.registration[candidate];
    std::uint32_t resident = city.households.first_resident[household];
    for (std::uint32_t k = candidates.first_member[candidate]; k < candidates.first_member[candidate + 1]; ++k) {
        city.residents.id[resident] = resident;
        city.residents.household[resident] = household;
        city.residents.age[resident] = candidates.age[k];
        city.residents.sex[resident] = candidates.sex[k];
        city.residents.role[resident] = candidates.role[k];
        ++resident;
    }
}

}  // namespace

City settle(const SynthesisPlan& plan, const Candidates& candidates, const Copies& copies, core::Seed seed,
            core::Workers& workers) {
    const auto communities =
        std::max(1u, static_cast<std::uint32_t>(plan.residents / plan.residents_per_community + 0.5));
    std::vector<Mover> all = movers(plan, candidates, copies, seed);
    place_in_communities(plan, candidates, communities, all);
    City city;
    build_houses(plan, all, communities, city);
    auto& first = city.households.first_resident;
    first.push_back(0);
    for (const Mover& mover : all) first.push_back(first.back() + candidates.members(mover.candidate));
    reserve(static_cast<std::uint32_t>(all.size()), first.back(), city);
    constexpr std::size_t run = 8192;
    workers.for_each((all.size() + run - 1) / run, [&](std::size_t part) {
        for (std::size_t row = part * run; row < std::min(all.size(), (part + 1) * run); ++row)
            move_in(candidates, all[row].candidate, static_cast<std::uint32_t>(row), city);
    });
    return city;
}

}  // namespace commonweal::model::detail
