// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/population.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/state.hpp>

#include <array>
#include <memory>
#include <vector>

#include "refusal.hpp"

using namespace commonweal::core;

namespace layers_test {

TEST(Layers, an_unknown_layer_is_refused_with_the_names_there_are) {
    Layers layers;
    layers.add(Layer{"kin"}, Graph::undirected(2, {}));
    EXPECT_EQ(layers.at("kin").size(), 2u);
    try {
        layers.at("friends");
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "layers: no layer 'friends'; there are: kin");
    }
}

TEST(Layers, a_name_is_taken_once) {
    Layers layers;
    layers.add(Layer{"kin"}, Graph());
    EXPECT_THROW(layers.add(Layer{"kin"}, Graph()), Error);
}

TEST(Layers, a_graph_that_stands_elsewhere_is_not_copied) {
    const Graph graph = Graph::undirected(3, {});
    Layers layers;
    layers.refer(Layer{"kin"}, graph);
    EXPECT_EQ(&layers.at("kin"), &graph);
    EXPECT_THROW(layers.refer(Layer{"kin"}, graph), Error);
}

TEST(Layers, a_graph_that_is_shared_is_not_copied) {
    const Population organisations("organisation", {10, 11});
    const auto kin = std::make_shared<const Graph>(Graph::undirected(3, {}));
    const auto employment = std::make_shared<const Graph>(Graph::bipartite(3, 2, {}));
    Layers layers;
    layers.add(Layer{"kin"}, kin);
    layers.add(Layer{"employment"}, employment, organisations);
    EXPECT_EQ(&layers.at("kin"), kin.get());
    EXPECT_EQ(&layers.at("employment"), employment.get());
    EXPECT_EQ(layers.ties("employment").targets, &organisations);
    EXPECT_EQ(refusal([&] { layers.add(Layer{"customers"}, kin, organisations); }),
              "layers: layer 'customers' leads to 3 agents, but there are 2 of kind organisation");
}

TEST(Layers, are_joined_under_a_name_of_their_own) {
    const Population organisations("organisation", {10, 11});
    Layers layers;
    layers.add(Layer{"kin"}, Graph::undirected(3, {}));
    layers.add(Layer{"friends"}, Graph::undirected(3, {}));
    layers.add(Layer{"employment"}, Graph::bipartite(3, 2, {}), organisations);
    const auto join = [&](std::string_view name, std::vector<std::string_view> members) {
        return refusal([&] { layers.join(Layer{name}, members); });
    };
    EXPECT_EQ(join("contacts", {"kin", "friends"}), "accepted");
    EXPECT_EQ(layers.ties("contacts").joined, (std::vector<const Ties*>{&layers.ties("kin"), &layers.ties("friends")}));
    EXPECT_EQ(join("kin", {"friends"}), "layers: there is a layer 'kin' already");
    EXPECT_EQ(join("all", {}), "layers: 'all' joins no layer");
    EXPECT_EQ(join("all", {"kin", "kin"}), "layers: 'all' joins 'kin' twice");
    EXPECT_EQ(join("all", {"kin", "employment"}),
              "layers: 'all' joins 'kin' and 'employment', which lead to different kinds");
    EXPECT_EQ(join("all", {"kin", "contacts"}), "layers: 'contacts' joins several layers; name one of them");
    EXPECT_EQ(refusal([&] { layers.at("contacts"); }), "layers: 'contacts' joins several layers; name one of them");
}

TEST(Layers, several_may_lead_to_another_kind_of_the_right_size) {
    const Population organisations("organisation", {10, 11, 12});
    const std::vector<Edge> arcs{{0, 2}, {1, 0}};
    Layers layers;
    layers.add(Layer{"membership"}, Graph::bipartite(2, 3, arcs), organisations);
    layers.add(Layer{"employment"}, Graph::bipartite(2, 3, {}), organisations);
    EXPECT_EQ(layers.ties("membership").targets, &organisations);
    EXPECT_EQ(layers.names(), (std::vector<std::string>{"employment", "membership"}));
    try {
        layers.add(Layer{"use"}, Graph::bipartite(2, 4, {}), organisations);
        FAIL() << "accepted";
    } catch (const Error& error) {
        EXPECT_STREQ(error.what(), "layers: layer 'use' leads to 4 agents, but there are 3 of kind organisation");
    }
}

TEST(Layers, what_changed_is_seen_and_saved_and_the_frozen_graph_stays) {
    const std::vector<Edge> edges{{0, 1}};
    Layers layers, loaded;
    for (Layers* each : {&layers, &loaded}) {
        each->add(Layer{"kin"}, Graph::undirected(3, edges));
        each->add(Layer{"work"}, Graph::undirected(3, {}));
    }
    layers.changes("kin").add({1, 2}, 4);
    EXPECT_EQ(layers.ties("kin").neighbours(1).size(), 2u);
    EXPECT_EQ(layers.at("kin").degree(1), 1u);
    StateWriter writer;
    layers.save(writer);
    StateReader reader(writer.bytes());
    loaded.load(reader);
    EXPECT_EQ(loaded.ties("kin").neighbours(1).size(), 2u);
    EXPECT_EQ(loaded.ties("work").changes, nullptr);
    loaded.advance(4);
    EXPECT_EQ(loaded.ties("kin").neighbours(1).size(), 1u);
}

TEST(Layers, a_state_of_other_layers_is_refused) {
    Layers layers, other;
    layers.add(Layer{"kin"}, Graph());
    other.add(Layer{"work"}, Graph());
    StateWriter writer;
    layers.save(writer);
    StateReader reader(writer.bytes());
    EXPECT_THROW(other.load(reader), Error);
}

TEST(Layers, in_a_mixed_crowd_each_other_is_met_with_the_same_chance) {
    Layers layers;
    layers.mix(Layer{"crowd"}, 5);
    const Ties& ties = layers.ties("crowd");
    EXPECT_EQ(ties.degree(2), 4u);
    std::array<int, 5> met{};
    constexpr int meetings = 40'000;
    for (Tick tick = 0; tick < meetings; ++tick) {
        Stream draws({.value = 1}, StreamId::of("resident", "meet"), {.agent = 2, .tick = tick});
        ++met[ties.any_neighbour(2, draws).value()];
    }
    EXPECT_EQ(met[2], 0);
    for (const Index other : {0u, 1u, 3u, 4u}) EXPECT_NEAR(met[other], meetings / 4, 4.0 * 87.0) << other;
}

TEST(Layers, nobody_is_met_by_somebody_alone) {
    Layers layers;
    layers.mix(Layer{"crowd"}, 1);
    layers.add(Layer{"kin"}, Graph::undirected(2, {}));
    Stream draws({}, StreamId::of("resident", "meet"), {});
    EXPECT_FALSE(layers.ties("crowd").any_neighbour(0, draws));
    EXPECT_FALSE(layers.ties("kin").any_neighbour(0, draws));
}

TEST(Layers, a_neighbour_is_drawn_from_all_layers_that_are_joined) {
    const std::vector<Edge> one{{0, 1}}, two{{0, 2}, {0, 3}};
    Layers layers;
    layers.add(Layer{"kin"}, Graph::undirected(4, one));
    layers.add(Layer{"work"}, Graph::undirected(4, two));
    layers.join(Layer{"all"}, std::array<std::string_view, 2>{"kin", "work"});
    std::array<int, 4> met{};
    for (Tick tick = 0; tick < 30'000; ++tick) {
        Stream draws({.value = 1}, StreamId::of("resident", "meet"), {.agent = 0, .tick = tick});
        ++met[layers.ties("all").any_neighbour(0, draws).value()];
    }
    for (const Index other : {1u, 2u, 3u}) EXPECT_NEAR(met[other], 10'000, 4.0 * 82.0) << other;
}

TEST(Layers, a_mixed_crowd_has_no_ties_to_list_or_change) {
    Layers layers;
    layers.mix(Layer{"crowd"}, 3);
    EXPECT_EQ(refusal([&] { layers.at("crowd"); }), "layers: everybody meets everybody in 'crowd'; it has no ties");
    EXPECT_EQ(refusal([&] { layers.changes("crowd"); }),
              "layers: everybody meets everybody in 'crowd'; it has no ties");
    EXPECT_EQ(refusal([&] { layers.ties("crowd").neighbours(0); }),
              "ties: everybody meets everybody in this layer, which lists nobody; draw with any_neighbour()");
    EXPECT_THROW(layers.mix(Layer{"crowd"}, 3), Error);
    EXPECT_TRUE(layers.copied({}).ties("crowd").mixed);
}

}  // namespace layers_test
