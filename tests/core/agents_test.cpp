// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/agents.hpp>
#include <commonweal/core/state.hpp>

#include <array>
#include <vector>

#include "refusal.hpp"

using namespace commonweal::core;

namespace agents_test {

namespace {

constexpr Column<float> trust{"trust"};

Agents make_agents() {
    Agents agents;
    Population& people = agents.add(Population::numbered("resident", 4));
    people.add(trust, 0.5f);
    const Population& shops = agents.add(Population::numbered("shop", 2));
    Layers& layers = agents.layers("resident");
    layers.add(Layer{"kin"}, Graph::undirected(4, std::vector<Edge>{{0, 1}}));
    layers.add(Layer{"friends"}, Graph::undirected(4, std::vector<Edge>{{2, 3}}));
    layers.add(Layer{"buys_at"}, Graph::bipartite(4, 2, std::vector<Edge>{{0, 1}}), shops);
    layers.join(Layer{"contacts"}, std::array<std::string_view, 2>{"kin", "friends"});
    layers.changes("kin").add({0, 2}, 5);
    return agents;
}

std::vector<std::byte> bytes(const Agents& agents) {
    StateWriter writer;
    agents.save(writer);
    return writer.take();
}

}  // namespace

TEST(Agents, are_found_by_their_kind) {
    Agents agents = make_agents();
    EXPECT_EQ(agents.kinds(), (std::vector<std::string>{"resident", "shop"}));
    EXPECT_EQ(agents.at("shop").size(), 2u);
    EXPECT_TRUE(agents.contains("shop"));
    EXPECT_EQ(refusal([&] { agents.at("shops"); }),
              "agents: no kind 'shops'; there are: resident shop. Did you mean shop?");
    EXPECT_EQ(refusal([&] { agents.add(Population::numbered("shop", 1)); }), "agents: there is a kind 'shop' already");
}

TEST(Agents, a_copy_has_columns_and_changes_of_its_own_and_shares_frozen_graphs) {
    Agents agents = make_agents();
    Agents copy = agents;
    EXPECT_EQ(bytes(copy), bytes(agents));
    EXPECT_EQ(&copy.layers("resident").at("kin"), &agents.layers("resident").at("kin"));
    EXPECT_EQ(copy.layers("resident").ties("buys_at").targets, &copy.at("shop"));
    EXPECT_EQ(copy.layers("resident").ties("contacts").joined[0], &copy.layers("resident").ties("kin"));
    copy.at("resident").values(trust)[2] = 0.9f;
    copy.layers("resident").changes("kin").remove({0, 1});
    EXPECT_EQ(agents.at("resident").values(trust)[2], 0.5f);
    EXPECT_TRUE(agents.layers("resident").ties("kin").changes->adjacent(0, 1));
    copy.advance(5);
    EXPECT_FALSE(copy.layers("resident").ties("kin").changes->adjacent(0, 2));
    EXPECT_TRUE(agents.layers("resident").ties("kin").changes->adjacent(0, 2));
}

TEST(Agents, are_saved_and_loaded_whole) {
    Agents agents = make_agents();
    agents.at("resident").values(trust)[3] = 0.1f;
    const auto state = bytes(agents);
    Agents loaded = make_agents();
    StateReader reader(state);
    loaded.load(reader);
    EXPECT_EQ(bytes(loaded), state);
}

}  // namespace agents_test
