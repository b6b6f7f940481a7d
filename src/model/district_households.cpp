// SPDX-License-Identifier: Apache-2.0
#include "model/district_parts.hpp"

#include <commonweal/model/contact_layers.hpp>

#include <algorithm>
#include <array>

namespace commonweal::model::detail {

namespace {

constexpr std::uint8_t child = 0;
constexpr std::uint8_t adult = 1;
constexpr std::uint8_t elderly = 2;

/// Splits `total` in proportion to weights, so that the parts add up to it.
std::vector<std::uint32_t> split(std::uint64_t total, const std::vector<double>& weights) {
    double sum = 0.0;
    for (const double weight : weights) sum += weight;
    std::vector<std::uint32_t> parts;
    double reached = 0.0;
    std::uint64_t given = 0;
    for (const double weight : weights) {
        reached += weight;
        const auto upto = static_cast<std::uint64_t>(static_cast<double>(total) * (reached / sum) + 0.5);
        parts.push_back(static_cast<std::uint32_t>(std::max(upto, given) - given));
        given = std::max(upto, given);
    }
    return parts;
}

/// Residents of each cell: communities differ, cells of one community differ less.
std::vector<std::uint32_t> cell_sizes(const Scenario& scenario, core::Seed seed, const District& district) {
    const auto stream_id = core::StreamId::of("cell", "size");
    std::vector<double> weights;
    for (std::uint32_t cell = 0; cell < district.cells.size(); ++cell) {
        const std::uint32_t community = district.cells.community[cell];
        core::Stream own(seed, stream_id, {.agent = cell});
        core::Stream shared(seed, core::StreamId::of("community", "size"), {.agent = community});
        const double spread = scenario.district.uneven_communities;
        weights.push_back((1.0 + spread * (2.0 * shared.uniform() - 1.0)) * (1.0 + spread * (own.uniform() - 0.5)));
    }
    return split(static_cast<std::uint64_t>(scenario.residents.count), weights);
}

class Settler {
public:
    Settler(const Scenario& scenario, core::Seed seed, District& district)
        : plan_(scenario.residents), seed_(seed), district_(district) {
        // Chance that a member besides the first is a child, so that the whole has the scenario's share.
        const auto& shares = plan_.household_size_shares.values;
        double people = 0.0;
        double households = 0.0;
        for (std::size_t k = 0; k < shares.size(); ++k) {
            people += static_cast<double>(k + 1) * shares[k];
            households += shares[k];
        }
        child_chance_ = std::min(1.0, plan_.child_share * people / std::max(1e-9, people - households));
        elderly_chance_ = std::min(1.0, plan_.elderly_share / (1.0 - plan_.child_share));
    }

    void settle_cell(std::uint32_t cell, std::uint32_t residents) {
        std::uint32_t left = residents;
        while (left > 0) {
            core::Stream stream(seed_, household_stream, {.agent = district_.households.size()});
            const auto drawn = static_cast<std::uint32_t>(stream.categorical(plan_.household_size_shares.values) + 1);
            const std::uint32_t size = std::min(drawn, left);
            add_household(cell, size, stream);
            left -= size;
        }
    }

    void add_newcomer(std::uint32_t cell) {
        core::Stream stream(seed_, household_stream, {.agent = district_.households.size()});
        add_household(cell, 1, stream);
    }

private:
    static constexpr core::StreamId household_stream = core::StreamId::of("household", "synthesis");

    void add_household(std::uint32_t cell, std::uint32_t size, core::Stream& stream) {
        auto& households = district_.households;
        auto& residents = district_.residents;
        const std::uint32_t household = households.size();
        households.cell.push_back(cell);
        households.height.push_back(stream.uniform_float());
        households.ground_floor.push_back(stream.chance(plan_.ground_floor_share));
        bool all_elderly = true;
        for (std::uint32_t member = 0; member < size; ++member) {
            const bool is_child = member > 0 && stream.chance(child_chance_);
            const bool is_elderly = !is_child && stream.chance(elderly_chance_);
            const std::uint8_t group = is_child ? child : is_elderly ? elderly : adult;
            all_elderly = all_elderly && group == elderly;
            residents.household.push_back(household);
            residents.age_group.push_back(group);
            residents.online.push_back(
                stream.chance(group == elderly ? plan_.elderly_online_share : online_below_65()));
        }
        households.elderly_alone.push_back(all_elderly);
        households.residents.push_back(residents.size());
    }

    double online_below_65() const {
        const double below = 1.0 - plan_.elderly_share;
        return std::min(1.0, (plan_.online_share - plan_.elderly_share * plan_.elderly_online_share) / below);
    }

    const ResidentPlan& plan_;
    core::Seed seed_;
    District& district_;
    double child_chance_ = 0.0;
    double elderly_chance_ = 0.0;
};

}  // namespace

void settle_households(const Scenario& scenario, core::Seed seed, District& district) {
    const std::vector<std::uint32_t> sizes = cell_sizes(scenario, seed, district);
    auto& cells = district.cells;
    auto& communities = district.communities;
    district.households.residents.assign(1, 0);
    cells.households.assign(1, 0);
    cells.residents.assign(1, 0);
    Settler settler(scenario, seed, district);
    for (std::uint32_t cell = 0; cell < cells.size(); ++cell) {
        settler.settle_cell(cell, sizes[cell]);
        const bool last = cell + 1 == cells.size();
        for (std::int64_t k = 0; last && k < scenario.residents.newcomers; ++k) settler.add_newcomer(cell);
        cells.households.push_back(district.households.size());
        cells.residents.push_back(district.residents.size());
    }
    for (std::uint32_t k = 0; k <= communities.size(); ++k) {
        communities.households.push_back(cells.households[communities.cells[k]]);
        communities.residents.push_back(cells.residents[communities.cells[k]]);
    }
    for (std::uint32_t k = 0; k < communities.size(); ++k) {
        std::uint32_t registered = 0;
        for (std::uint32_t cell = communities.cells[k]; cell < communities.cells[k + 1]; ++cell)
            registered += sizes[cell];
        communities.registered.push_back(registered);
    }
}

void tie_residents(const Scenario& scenario, core::Seed seed, District& district) {
    const ResidentPlan& plan = scenario.residents;
    const auto registered = static_cast<std::uint32_t>(plan.count);
    const auto stream_id = core::StreamId::of("resident", "ties");
    std::vector<core::Edge> edges;
    edges.reserve(static_cast<std::size_t>(
        registered * (1.5 + plan.building_ties / 2.0 + plan.community_ties / 2.0 + plan.distant_ties / 2.0)));
    for (std::uint32_t v = 0; v < registered; ++v) {
        const std::uint32_t household = district.residents.household[v];
        const Range family = district.residents_of_household(household);
        for (std::uint32_t other = v + 1; other < family.last; ++other) edges.emplace_back(v, other);
        const std::uint32_t cell = district.households.cell[household];
        const std::uint32_t community = district.cells.community[cell];
        const Range in_cell = district.households_of_cell(cell);
        const std::uint32_t building = (household - in_cell.first) / plan.households_per_building;
        const std::uint32_t first_home = in_cell.first + building * plan.households_per_building;
        const std::uint32_t last_home = std::min(first_home + plan.households_per_building, in_cell.last);
        const Range near{district.households.residents[first_home],
                         std::min(registered, district.households.residents[last_home])};
        const Range around{district.communities.residents[community],
                           std::min(registered, district.communities.residents[community + 1])};
        core::Stream stream(seed, stream_id, {.agent = v});
        // Each tie is chosen by one of its two ends, hence the halves.
        const auto tie = [&](Range among, double mean) {
            const double wanted = mean / 2.0;
            auto picks = static_cast<std::uint32_t>(wanted);
            if (stream.chance(wanted - picks)) ++picks;
            // Everybody else of the household is known already: the choice skips them.
            const std::uint32_t others = among.size() - family.size();
            for (; picks > 0 && others > 0; --picks) {
                const std::uint32_t other = among.first + stream.below(others);
                edges.emplace_back(v, other < family.first ? other : other + family.size());
            }
        };
        tie(near, plan.building_ties);
        tie(around, plan.community_ties);
        tie({0, registered}, plan.distant_ties);
    }
    for (const ContactLayer& layer : scenario.layers) {
        const std::vector<core::Edge> ties = layer_ties(layer, scenario, seed, district);
        edges.insert(edges.end(), ties.begin(), ties.end());
    }
    district.contacts = core::Graph::undirected(district.residents.size(), edges, {.untidy = core::Untidy::drop});
}

}  // namespace commonweal::model::detail
