// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/agent_groups.hpp>
#include <commonweal/model/people.hpp>

#include <algorithm>
#include <cmath>
#include <cstddef>

using namespace commonweal;
using model::AgeClass;
using model::AgentGroup;
using model::District;
using model::Scenario;

namespace agent_groups_test {

constexpr core::Seed seed{.value = 7};

Scenario with(std::vector<AgentGroup> groups) {
    Scenario scenario = small_district({"residents.count=40000"});
    scenario.agents = std::move(groups);
    return scenario;
}

double near(double share, std::size_t count) {
    return 4.0 * std::sqrt(share * (1.0 - share) / static_cast<double>(count));
}

std::vector<std::uint32_t> of_age(const District& district, std::uint8_t age_group) {
    std::vector<std::uint32_t> rows;
    for (std::uint32_t row = 0; row < district.residents.size(); ++row) {
        if (district.residents.age_group[row] == age_group) rows.push_back(row);
    }
    return rows;
}

std::string text(const std::vector<core::Mistake>& mistakes) {
    std::string all;
    for (const core::Mistake& mistake : mistakes) all += mistake.text() + '\n';
    return all;
}

TEST(AgentGroups, have_the_share_of_their_ages_and_nobody_else) {
    const AgentGroup riders{.name = "riders", .among = AgeClass::adults, .share = 0.3};
    const District district = build_district(with({riders}), seed);
    const auto adults = of_age(district, 1);
    const auto& members = district.groups.at(0);
    EXPECT_TRUE(std::ranges::is_sorted(members));
    EXPECT_TRUE(std::ranges::includes(adults, members));
    EXPECT_NEAR(static_cast<double>(members.size()) / static_cast<double>(adults.size()), 0.3,
                near(0.3, adults.size()));
}

TEST(AgentGroups, live_in_the_communities_that_are_named) {
    const AgentGroup there{.name = "there", .share = 1.0, .communities = {{3.0, 1.0}}};
    const District district = build_district(with({there}), seed);
    std::vector<std::uint32_t> expected;
    for (const std::uint32_t community : {1u, 3u}) {
        for (std::uint32_t row = district.communities.residents[community];
             row < district.communities.residents[community + 1]; ++row)
            expected.push_back(row);
    }
    EXPECT_EQ(district.groups.at(0), expected);
}

TEST(AgentGroups, are_drawn_by_name_so_that_their_place_in_the_list_does_not_matter) {
    const AgentGroup one{.name = "one", .share = 0.2};
    const AgentGroup other{.name = "other", .share = 0.2};
    const District in_order = build_district(with({one, other}), seed);
    const District reversed = build_district(with({other, one}), seed);
    EXPECT_EQ(in_order.groups[0], reversed.groups[1]);
    EXPECT_EQ(in_order.groups[1], reversed.groups[0]);
    EXPECT_NE(in_order.groups[0], in_order.groups[1]);
}

TEST(AgentGroups, change_nobody_else_and_no_home) {
    const District without = build_district(with({}), seed);
    const District district = build_district(with({{.name = "few", .share = 0.1, .online_factor = 0.0}}), seed);
    EXPECT_EQ(district.residents.household, without.residents.household);
    EXPECT_EQ(district.households.height, without.households.height);
    EXPECT_EQ(district.contacts.edges().ends, without.contacts.edges().ends);
    std::vector<std::uint8_t> expected = without.residents.online;
    for (const std::uint32_t row : district.groups[0]) expected[row] = 0;
    EXPECT_EQ(district.residents.online, expected);
}

TEST(AgentGroups, are_online_as_much_more_or_less_as_the_factor_says) {
    const auto online = [](double factor) {
        const AgentGroup old{.name = "old", .among = AgeClass::elderly, .share = 1.0, .online_factor = factor};
        const District district = build_district(with({old}), seed);
        double sum = 0.0;
        for (const std::uint32_t row : district.groups[0]) sum += district.residents.online[row];
        return sum / static_cast<double>(district.groups[0].size());
    };
    const double usual = online(1.0);
    const std::size_t count = of_age(build_district(with({}), seed), 2).size();
    EXPECT_NEAR(online(0.5), 0.5 * usual, near(0.5 * usual, count));
    EXPECT_NEAR(online(1.5), 1.5 * usual, near(1.5 * usual, count));
    EXPECT_EQ(online(100.0), 1.0);
    EXPECT_EQ(online(0.0), 0.0);
}

TEST(AgentGroups, multiply_what_their_members_believe_expect_and_can_do_up_to_one) {
    const Scenario plain = with({});
    const Scenario scenario =
        with({{.name = "wary", .share = 0.5, .trust_factor = 0.25, .mobility_factor = 0.5, .impact_factor = 3.0}});
    const District without = build_district(plain, seed), district = build_district(scenario, seed);
    const model::People usual(plain, without, seed), people(scenario, district, seed);
    std::vector<std::uint8_t> is_member(district.residents.size());
    for (const std::uint32_t row : district.groups[0]) is_member[row] = 1;
    const auto column = [](const model::People& of, core::Column<float> name) { return of.residents().column(name); };
    for (std::uint32_t row = 0; row < district.residents.size(); ++row) {
        const bool member = is_member[row] != 0;
        const auto expect = [&](core::Column<float> name, float factor) {
            const float before = column(usual, name)[row];
            ASSERT_EQ(column(people, name)[row], member ? std::min(1.0f, before * factor) : before) << name.name;
        };
        expect(model::columns::trust, 0.25f);
        expect(model::columns::mobility, 0.5f);
        expect(model::columns::expected_impact, 3.0f);
        expect(model::columns::reluctance, 1.0f);
    }
}

TEST(AgentGroups, that_overlap_multiply_in_any_order_before_anything_is_cut_off) {
    const AgentGroup up{.name = "up", .share = 1.0, .impact_factor = 4.0, .online_factor = 2.0};
    const AgentGroup down{.name = "down", .share = 1.0, .impact_factor = 0.25, .online_factor = 0.5};
    const Scenario plain = with({});
    const District without = build_district(plain, seed);
    const model::People usual(plain, without, seed);
    for (const auto& groups : {std::vector{up, down}, std::vector{down, up}}) {
        const Scenario scenario = with(groups);
        const District district = build_district(scenario, seed);
        EXPECT_EQ(district.residents.online, without.residents.online);
        const model::People people(scenario, district, seed);
        for (std::uint32_t row = 0; row < district.residents.size(); ++row) {
            ASSERT_EQ(people.residents().column(model::columns::expected_impact)[row],
                      usual.residents().column(model::columns::expected_impact)[row]);
        }
    }
}

TEST(AgentGroups, whose_names_have_one_random_stream_are_refused) {
    EXPECT_EQ(text(agent_group_mistakes(with({{.name = "g1963"}, {.name = "g8914"}}))),
              "agents[1].name is \"g8914\"; must be another name: one before it in the list has the same random "
              "stream.\n");
}

TEST(AgentGroups, have_plain_names_and_communities_that_there_are) {
    const Scenario scenario = with({{.name = "Big Town"},
                                    {.name = "riders", .communities = {{2.0, 2.5}}},
                                    {.name = "riders", .communities = {{1.0, 1.0}}},
                                    {.name = "far", .communities = {{24.0}}}});
    EXPECT_EQ(
        text(agent_group_mistakes(scenario)),
        "agents[0].name is \"Big Town\"; must be a name of small letters, digits and '_' that begins with a letter.\n"
        "agents[1].communities is 2.5; must hold each number once, whole and between 0 and 23 in this scenario.\n"
        "agents[2].name is \"riders\"; must be a name that none before it in the list has.\n"
        "agents[2].communities is 1; must hold each number once, whole and between 0 and 23 in this scenario.\n"
        "agents[3].communities is 24; must hold each number once, whole and between 0 and 23 in this scenario.\n");
    EXPECT_TRUE(agent_group_mistakes(with({{.name = "riders_2", .communities = {{0.0, 23.0}}}})).empty());
}

}  // namespace agent_groups_test
