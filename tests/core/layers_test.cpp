// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/layers.hpp>

using namespace commonweal::core;

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
