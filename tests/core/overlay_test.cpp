// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/overlay.hpp>
#include <commonweal/core/state.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "refusal.hpp"

using namespace commonweal::core;

namespace overlay_test {

namespace {

constexpr Column<float> weight{"weight"};

/// 0 - 1 - 2 - 3, with weights 1, 2, 3.
Graph path() {
    EdgeList edges({{0, 1}, {1, 2}, {2, 3}});
    edges.columns.add(weight, std::span<const float>(std::array{1.0f, 2.0f, 3.0f}));
    return Graph::undirected(4, edges);
}

std::vector<Index> row(const Overlay& overlay, Index v) {
    const auto neighbours = overlay.neighbours(v);
    return {neighbours.begin(), neighbours.end()};
}

/// The same meaning in the simplest form: who is tied, and when that ends.
struct Plain {
    std::set<Edge> ties;
    std::map<Edge, Tick> due;

    void flip(Edge tie) {
        if (!ties.erase(tie)) ties.insert(tie);
    }
    void change(Edge tie, Tick until) {
        flip(tie);
        due.erase(tie);
        if (until != Overlay::forever) due[tie] = until;
    }
    void advance(Tick now) {
        for (auto place = due.begin(); place != due.end();) {
            if (place->second > now) {
                ++place;
                continue;
            }
            flip(place->first);
            place = due.erase(place);
        }
    }
};

}  // namespace

TEST(Overlay, ties_are_added_and_removed_at_both_ends_and_the_frozen_graph_stays) {
    const Graph graph = path();
    Overlay overlay(graph);
    overlay.add({3, 0});
    overlay.remove({1, 2});
    EXPECT_EQ(row(overlay, 0), (std::vector<Index>{1, 3}));
    EXPECT_EQ(row(overlay, 3), (std::vector<Index>{0, 2}));
    EXPECT_EQ(row(overlay, 1), (std::vector<Index>{0}));
    EXPECT_EQ(row(overlay, 2), (std::vector<Index>{3}));
    EXPECT_EQ(graph.arcs(), 6u);
    EXPECT_TRUE(graph.adjacent(1, 2));
}

TEST(Overlay, temporary_changes_end_at_their_tick) {
    const Graph graph = path();
    Overlay overlay(graph);
    overlay.add({0, 2}, 5);
    overlay.remove({0, 1}, 7);
    overlay.advance(4);
    EXPECT_TRUE(overlay.adjacent(0, 2));
    overlay.advance(6);
    EXPECT_FALSE(overlay.adjacent(0, 2));
    EXPECT_FALSE(overlay.adjacent(1, 0));
    overlay.advance(7);
    EXPECT_TRUE(overlay.adjacent(1, 0));
    EXPECT_FALSE(overlay.any_changed(0, 4)) << "rows that equal the frozen ones again are read from there";
}

TEST(Overlay, ties_carry_values) {
    const Graph graph = path();
    Overlay overlay(graph);
    EXPECT_EQ(overlay.value(weight, {2, 1}), 2.0f);
    overlay.add({0, 3});
    EXPECT_EQ(overlay.value(weight, {0, 3}), 0.0f);
    overlay.set(weight, {3, 0}, 0.25f);
    EXPECT_EQ(overlay.value(weight, {0, 3}), 0.25f);
    EXPECT_EQ(refusal([&] {
                  overlay.set(weight, {0, 1}, 1.0f);
              }),
              "overlay: tie (0, 1) is one of the frozen graph; what it carries cannot be changed");
    constexpr float endless = std::numeric_limits<float>::infinity();
    EXPECT_EQ(refusal([&] {
                  overlay.set(weight, {0, 3}, endless);
              }),
              "overlay: tie (0, 3): edge column 'weight' cannot be inf; it must be finite");
    EXPECT_EQ(refusal([&] {
                  overlay.set(weight, {0, 3}, std::nanf(""));
              }),
              "overlay: tie (0, 3): edge column 'weight' cannot be nan; it must be finite");
    EXPECT_EQ(overlay.value(weight, {0, 3}), 0.25f);
    overlay.remove({0, 3});
    overlay.add({1, 3});
    EXPECT_EQ(overlay.value(weight, {1, 3}), 0.0f) << "the place of the tie that left is clean";
}

TEST(Overlay, an_absent_tie_a_tie_that_is_there_and_foreign_ends_are_refused) {
    const Graph graph = path();
    Overlay overlay(graph);
    EXPECT_EQ(refusal([&] { overlay.add({1, 0}); }), "overlay: tie (1, 0) is there already");
    EXPECT_EQ(refusal([&] { overlay.remove({0, 2}); }), "overlay: tie (0, 2) is not there");
    EXPECT_EQ(refusal([&] { overlay.add({0, 4}); }), "overlay: tie (0, 4) has an end outside the 4 agents");
    EXPECT_EQ(refusal([&] { overlay.add({2, 2}); }), "overlay: tie (2, 2) ties an agent to itself");
    EXPECT_FALSE(overlay.any_changed(0, 4));
}

TEST(Overlay, directed_and_bipartite_ties_lead_one_way) {
    const std::vector<Edge> arcs{{0, 1}, {1, 1}};
    const Graph graph = Graph::bipartite(2, 3, arcs);
    Overlay overlay(graph);
    overlay.add({0, 0});
    overlay.add({1, 2});
    EXPECT_EQ(row(overlay, 0), (std::vector<Index>{0, 1}));
    EXPECT_EQ(row(overlay, 1), (std::vector<Index>{1, 2}));
    EXPECT_TRUE(overlay.freeze().is_bipartite());
    EXPECT_EQ(overlay.freeze().arcs(), 4u);
}

TEST(Overlay, freezing_keeps_ties_and_what_they_carry) {
    const Graph graph = path();
    Overlay overlay(graph);
    overlay.add({0, 3});
    overlay.set(weight, {0, 3}, 9.0f);
    overlay.remove({1, 2});
    const Graph frozen = overlay.freeze();
    EXPECT_EQ(frozen.arcs(), 6u);
    EXPECT_EQ(frozen.values(weight)[frozen.find_arc(3, 0)], 9.0f);
    EXPECT_EQ(frozen.values(weight)[frozen.find_arc(3, 2)], 3.0f);
    EXPECT_FALSE(frozen.adjacent(1, 2));
}

TEST(Overlay, any_changes_give_the_ties_of_a_plain_set_also_after_a_save_and_load) {
    rc::check([] {
        const auto size = *rc::gen::inRange<Index>(2, 150);
        const auto end = rc::gen::inRange<Index>(0, size);
        const auto edges = *rc::gen::container<std::vector<Edge>>(rc::gen::pair(end, end));
        const Graph graph = Graph::undirected(size, edges, {.untidy = Untidy::drop});
        Plain plain;
        for (const Edge& edge : graph.edges().ends) plain.ties.insert(edge);
        Overlay overlay(graph);
        const auto changes = *rc::gen::container<std::vector<std::tuple<Edge, Tick>>>(
            rc::gen::tuple(rc::gen::pair(end, end), rc::gen::inRange<Tick>(0, 12)));
        Tick now = 0;
        for (const auto& [tie, length] : changes) {
            if (tie.first == tie.second) {
                plain.advance(++now);
                overlay.advance(now);
                continue;
            }
            const Edge ordered = std::minmax(tie.first, tie.second);
            const Tick until = length == 0 ? Overlay::forever : now + length;
            plain.ties.contains(ordered) ? overlay.remove(tie, until) : overlay.add(tie, until);
            plain.change(ordered, until);
        }
        StateWriter writer;
        overlay.save(writer);
        Overlay loaded(graph);
        StateReader reader(writer.bytes());
        loaded.load(reader);
        plain.advance(now + 3);
        loaded.advance(now + 3);
        const EdgeList left = loaded.freeze().edges();
        RC_ASSERT(std::equal(left.ends.begin(), left.ends.end(), plain.ties.begin(), plain.ties.end()));
        for (Index v = 0; v < size; ++v) {
            RC_ASSERT(loaded.any_changed(v, 1) == !std::ranges::equal(loaded.neighbours(v), graph.neighbours(v)));
        }
    });
}

TEST(Overlay, a_state_of_another_graph_is_refused) {
    const Graph graph = path();
    const Graph other = Graph::undirected(2, {});
    StateWriter writer;
    Overlay(graph).save(writer);
    Overlay overlay(other);
    StateReader reader(writer.bytes());
    EXPECT_EQ(refusal([&] { overlay.load(reader); }), "overlay: the state is of another graph");
}

}  // namespace overlay_test
