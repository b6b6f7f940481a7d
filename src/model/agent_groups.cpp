// SPDX-License-Identifier: Apache-2.0
#include "model/list_mistakes.hpp"

#include <commonweal/model/agent_groups.hpp>

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <string_view>
#include <utility>

namespace commonweal::model {

void describe(core::ParameterTable& table, AgentGroup& plan) {
    static constexpr std::pair<std::string_view, AgeClass> ages[] = {{"everybody", AgeClass::everybody},
                                                                     {"children", AgeClass::children},
                                                                     {"adults", AgeClass::adults},
                                                                     {"elderly", AgeClass::elderly}};
    const auto factor = [&](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0.0, .high = 100.0});
    };
    table.add(plan.name, {.key = "name", .meaning = "What it is called", .required = true});
    table.choice(plan.among, ages,
                 {.key = "among", .meaning = "Ages of its members: to 14, 15 to 64, 65 and older, or any"});
    table.add(plan.share, {.key = "share",
                           .meaning = "Share of the residents of these ages and communities who are in it",
                           .low = 0.0,
                           .high = 1.0});
    table.add(
        plan.communities,
        {.key = "communities", .meaning = "Numbers of the communities where they live; all if empty", .low = 0.0});
    factor(plan.trust_factor, "trust_factor", "Their trust in those who warn over that of others; at most 1 in all");
    factor(plan.mobility_factor, "mobility_factor", "Their mobility over that of others; at most 1 in all");
    factor(plan.impact_factor, "impact_factor", "The harm they expect over what others expect; at most 1 in all");
    factor(plan.online_factor, "online_factor",
           "Share of them online over that of others of their age; at most 1 in all");
}

namespace {

constexpr std::string_view group_stream = "agents";

}  // namespace

std::vector<core::Mistake> agent_group_mistakes(const Scenario& scenario) {
    std::vector<core::Mistake> found;
    const ListMistakes lists(scenario, found);
    core::StreamNames streams;
    for (std::size_t k = 0; k < scenario.agents.size(); ++k) {
        const std::string path = element_path("agents", k);
        lists.check_name(scenario.agents, k, path);
        lists.check_stream(streams, group_stream, scenario.agents[k].name, path);
        lists.check_communities(scenario.agents[k].communities, path);
    }
    return found;
}

namespace {

bool is_of_age(AgeClass wanted, std::uint8_t age_group) {
    return wanted == AgeClass::everybody || age_group + 1 == static_cast<int>(wanted);
}

/// Share of the residents of each age who are online.
std::array<double, 3> online_shares(const District& district) {
    std::array<double, 3> online{}, all{};
    for (std::uint32_t row = 0; row < district.residents.size(); ++row) {
        online[district.residents.age_group[row]] += district.residents.online[row];
        all[district.residents.age_group[row]] += 1.0;
    }
    for (std::size_t age = 0; age < all.size(); ++age) online[age] /= std::max(1.0, all[age]);
    return online;
}

/// Chance to change sides that makes of a share of those online another one.
double chance_to_change(bool online, double share, double wanted) {
    if (online) return wanted < share ? 1.0 - wanted / share : 0.0;
    return wanted > share ? (wanted - share) / (1.0 - share) : 0.0;
}

}  // namespace

std::vector<std::vector<std::uint32_t>> draw_groups(const Scenario& scenario, core::Seed seed,
                                                    const District& district) {
    std::vector<std::vector<std::uint32_t>> groups;
    for (const AgentGroup& group : scenario.agents) {
        const core::StreamId stream_id = core::StreamId::of(group_stream, group.name);
        std::vector<std::uint32_t>& rows = groups.emplace_back();
        for (const std::uint32_t community : communities_of(group.communities, district.communities.size())) {
            for (std::uint32_t row = district.communities.residents[community];
                 row < district.communities.residents[community + 1]; ++row) {
                if (!is_of_age(group.among, district.residents.age_group[row])) continue;
                if (core::Stream(seed, stream_id, {.agent = row}).chance(group.share)) rows.push_back(row);
            }
        }
    }
    return groups;
}

std::vector<float> group_factors(const Scenario& scenario, const District& district, double AgentGroup::*factor) {
    std::vector<float> factors(district.residents.size(), 1.0f);
    // Products of numbers depend on their order: that of the names, wherever the groups stand in the list.
    std::vector<std::size_t> order(scenario.agents.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::sort(order, {}, [&](std::size_t k) { return scenario.agents[k].name; });
    for (const std::size_t k : order) {
        for (const std::uint32_t row : district.groups[k])
            factors[row] *= static_cast<float>(scenario.agents[k].*factor);
    }
    return factors;
}

void put_groups_online(const Scenario& scenario, core::Seed seed, District& district) {
    if (scenario.agents.empty()) return;
    static constexpr auto stream_id = core::StreamId::of("resident", "online_in_group");
    const std::array<double, 3> shares = online_shares(district);
    const std::vector<float> factors = group_factors(scenario, district, &AgentGroup::online_factor);
    for (std::uint32_t row = 0; row < district.residents.size(); ++row) {
        std::uint8_t& online = district.residents.online[row];
        const double share = shares[district.residents.age_group[row]];
        const double wanted = std::min(1.0, static_cast<double>(factors[row]) * share);
        const double chance = chance_to_change(online != 0, share, wanted);
        if (core::Stream(seed, stream_id, {.agent = row}).chance(chance)) online = online ? 0 : 1;
    }
}

}  // namespace commonweal::model
