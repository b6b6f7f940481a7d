// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/contact_layers.hpp>

#include <algorithm>
#include <cstddef>
#include <set>

using namespace commonweal;
using model::AgentGroup;
using model::ContactLayer;
using model::District;
using model::LayerKind;
using model::Scenario;

namespace contact_layers_test {

constexpr core::Seed seed{.value = 5};

Scenario with(std::vector<ContactLayer> layers, std::vector<AgentGroup> groups = {}) {
    Scenario scenario = small_district({"residents.count=20000"});
    scenario.layers = std::move(layers);
    scenario.agents = std::move(groups);
    return scenario;
}

std::vector<core::Edge> ties(const Scenario& scenario) {
    return layer_ties(scenario.layers.at(0), scenario, seed, build_district(scenario, seed));
}

std::set<std::uint32_t> ends(const std::vector<core::Edge>& ties) {
    std::set<std::uint32_t> rows;
    for (const auto& [one, other] : ties) rows.insert({one, other});
    return rows;
}

std::string text(const std::vector<core::Mistake>& mistakes) {
    std::string all;
    for (const core::Mistake& mistake : mistakes) all += mistake.text() + '\n';
    return all;
}

TEST(ContactLayers, have_the_mean_degree_that_is_asked_for) {
    for (const LayerKind kind : {LayerKind::groups, LayerKind::random, LayerKind::small_world, LayerKind::scale_free}) {
        const auto found = ties(with({{.name = "chats", .kind = kind, .mean_degree = 6.0}}));
        // Bent and repeated ties that meet another are dropped: fewer than one in fifty.
        EXPECT_NEAR(2.0 * static_cast<double>(found.size()) / 20'000.0, 6.0, 0.12) << static_cast<int>(kind);
    }
}

TEST(ContactLayers, of_groups_stay_within_a_community_and_a_group) {
    const Scenario scenario = with({{.name = "teams", .mean_degree = 9.0, .group_size = 10}});
    const District district = build_district(scenario, seed);
    const auto found = layer_ties(scenario.layers[0], scenario, seed, district);
    ASSERT_GT(found.size(), 80'000u);
    std::vector<std::uint32_t> degrees(district.residents.size());
    for (const auto& [one, other] : found) {
        const auto community = [&](std::uint32_t row) {
            return district.cells.community[district.households.cell[district.residents.household[row]]];
        };
        ASSERT_EQ(community(one), community(other));
        ASSERT_LT(std::max(one, other) - std::min(one, other), 10u);
        ++degrees[one];
        ++degrees[other];
    }
    // Everybody knows all others of a group of at most ten.
    EXPECT_LE(std::ranges::max(degrees), 9u);
    EXPECT_GE(std::ranges::min(degrees), 7u);
}

TEST(ContactLayers, tie_only_those_of_the_group_and_only_who_is_online) {
    const Scenario scenario = with({{.name = "chat", .kind = LayerKind::random, .agents = "riders", .online = true}},
                                   {{.name = "others", .share = 0.5}, {.name = "riders", .share = 0.2}});
    const District district = build_district(scenario, seed);
    const auto rows = ends(layer_ties(scenario.layers[0], scenario, seed, district));
    ASSERT_GT(rows.size(), 2000u);
    for (const std::uint32_t row : rows) {
        ASSERT_TRUE(std::ranges::binary_search(district.groups[1], row));
        ASSERT_TRUE(district.residents.online[row]);
    }
}

TEST(ContactLayers, add_to_the_contacts_of_residents_and_take_none_away) {
    const Scenario scenario = with({{.name = "chat", .kind = LayerKind::random, .mean_degree = 2.0}});
    const District without = build_district(with({}), seed);
    const District district = build_district(scenario, seed);
    const auto all = [](const std::vector<core::Edge>& edges) {
        std::set<std::pair<std::uint32_t, std::uint32_t>> pairs;
        for (const auto& [one, other] : edges) pairs.emplace(std::min(one, other), std::max(one, other));
        return pairs;
    };
    auto expected = all(without.contacts.edges().ends);
    const std::size_t before = expected.size();
    expected.merge(all(layer_ties(scenario.layers[0], scenario, seed, district)));
    EXPECT_EQ(all(district.contacts.edges().ends), expected);
    EXPECT_GT(expected.size(), before + 19'000);
}

TEST(ContactLayers, leave_newcomers_alone) {
    Scenario scenario = with({{.name = "chat", .kind = LayerKind::random}});
    scenario.residents.newcomers = 50;
    EXPECT_LT(*ends(ties(scenario)).rbegin(), 20'000u);
}

TEST(ContactLayers, of_few_people_tie_everybody_to_everybody_and_of_nobody_nobody) {
    const auto few = [](double share, LayerKind kind) {
        return ties(with({{.name = "club", .kind = kind, .agents = "few", .mean_degree = 400.0}},
                         {{.name = "few", .share = share}}));
    };
    for (const LayerKind kind : {LayerKind::random, LayerKind::small_world, LayerKind::scale_free}) {
        const auto found = few(0.002, kind);
        const std::size_t people = ends(found).size();
        ASSERT_GT(people, 10u);
        EXPECT_EQ(found.size(), people * (people - 1) / 2);
        EXPECT_TRUE(few(0.0, kind).empty());
    }
}

TEST(ContactLayers, differ_by_name_and_are_the_same_for_the_same_name) {
    const auto named = [](std::string name) {
        return ties(with({{.name = std::move(name), .kind = LayerKind::random}}));
    };
    EXPECT_EQ(named("chat"), named("chat"));
    EXPECT_NE(named("chat"), named("club"));
}

TEST(ContactLayers, are_refused_with_every_mistake) {
    const Scenario scenario = with({{.name = "a", .agents = "rider"},
                                    {.name = "a", .kind = LayerKind::small_world, .mean_degree = 5.0},
                                    {.name = "b", .kind = LayerKind::scale_free, .mean_degree = 0.0},
                                    {.name = "c", .mean_degree = 20.0, .group_size = 20}},
                                   {{.name = "riders"}});
    EXPECT_EQ(text(contact_layer_mistakes(scenario)),
              "layers[0].agents is \"rider\"; must be the name of a group in the list agents. Did you mean riders?\n"
              "layers[1].name is \"a\"; must be a name that none before it in the list has.\n"
              "layers[1].mean_degree is 5; must be 2, 4, 6 … for the kinds small_world and scale_free.\n"
              "layers[2].mean_degree is 0; must be 2, 4, 6 … for the kinds small_world and scale_free.\n"
              "layers[3].mean_degree is 20; must be below group_size, which is 20.\n");
}

}  // namespace contact_layers_test
