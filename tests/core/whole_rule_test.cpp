// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/schedule.hpp>
#include <commonweal/core/whole_rule.hpp>

#include <cstring>
#include <stdexcept>
#include <vector>

#include "refusal.hpp"

using namespace commonweal::core;

namespace whole_rule_test {

namespace {

constexpr Layer friends{"friends"};
constexpr Column<float> fear{"fear"};
constexpr Column<std::uint8_t> warned{"warned"};
constexpr Column<float> stock{"stock"};

struct Town {
    Town() : people(Population::numbered("resident", 1500)) {
        people.add_row(fear, warned);
        people.add(stock, 1.0f);
        for (Index i = 0; i < 1500; ++i) people.column(fear)[i] = static_cast<float>(i % 5);
        Workers workers(1);
        layers.add(friends, generate(SmallWorld{.degree = 6, .rewiring = 0.2}, 1500, friends, {1, 0}, workers));
    }
    std::vector<std::byte> bytes() const {
        StateWriter writer;
        people.save(writer);
        return writer.take();
    }
    Population people;
    Layers layers;
};

/// The same rule, as a struct and on whole columns.
struct Spread {
    static constexpr std::string_view name = "spread";
    static constexpr auto uses = write(fear) | read(warned) | write(stock) | neighbour_mean(friends, fear) |
                                 neighbour_sum(friends, stock) | uniforms<2>();
    void operator()(float& own, std::uint8_t is_warned, float& has, float theirs, float stocks, float u,
                    float v) const {
        own += 0.3f * (theirs - own) + (is_warned ? 0.0f : 0.1f * u);
        has += 0.01f * stocks - 0.02f * v;
    }
};

WholeRule spread_on_columns() {
    WholeRule rule;
    rule.name = "spread";
    rule.columns = {{"fear", true}, {"warned", false}, {"stock", true}};
    rule.neighbours = {{.layer = "friends", .column = "fear", .mean = true}, {.layer = "friends", .column = "stock"}};
    rule.draws = 2;
    rule.apply = [](const WholeRule::Call& call) {
        const auto at = [&](std::size_t column, Index i) {
            return call.columns[column].first + i * call.columns[column].stride;
        };
        for (Index i = 0; i < call.population.size(); ++i) {
            Spread{}(*reinterpret_cast<float*>(at(0, i)), *reinterpret_cast<const std::uint8_t*>(at(1, i)),
                     *reinterpret_cast<float*>(at(2, i)), call.neighbours[0][i], call.neighbours[1][i],
                     call.draws[0][i], call.draws[1][i]);
        }
    };
    return rule;
}

}  // namespace

TEST(WholeRule, gives_the_bits_of_the_same_rule_in_blocks) {
    Town blocks, whole;
    Schedule by_block, by_column;
    by_block.add(Spread{}, blocks.people, blocks.layers);
    by_column.add(spread_on_columns(), whole.people, whole.layers);
    Workers workers(2);
    for (Tick tick = 0; tick < 5; ++tick) {
        by_block.run(workers, {3, 1}, tick);
        by_column.run(workers, {3, 1}, tick);
    }
    EXPECT_EQ(blocks.bytes(), whole.bytes());
}

TEST(WholeRule, shows_columns_where_they_lie) {
    Town town;
    const std::byte* seen = nullptr;
    Schedule schedule;
    WholeRule rule{.name = "look", .columns = {{"stock", false}}, .apply = [&](const WholeRule::Call& call) {
                       seen = call.columns[0].first;
                   }};
    schedule.add(rule, town.people, town.layers);
    Workers workers(1);
    schedule.run(workers, {}, 0);
    EXPECT_EQ(seen, reinterpret_cast<const std::byte*>(town.people.values(stock).data()));
}

TEST(WholeRule, one_that_throws_is_named_and_leaves_everything_as_it_was_before_the_tick) {
    Town town;
    Schedule schedule;
    bool throws = true;
    schedule.add(spread_on_columns(), town.people, town.layers);
    schedule.add(WholeRule{.name = "stumble",
                           .columns = {{"stock", true}},
                           .apply =
                               [&](const WholeRule::Call& call) {
                                   std::memset(call.columns[0].first, 1, 40);
                                   if (throws) throw std::runtime_error("no stock today");
                               }},
                 town.people, town.layers, {.after = {"spread"}});
    Workers workers(2);
    const auto before = town.bytes();
    EXPECT_EQ(refusal([&] { schedule.run(workers, {}, 7); }),
              "rule stumble: at tick 7, for all agents of kind resident: no stock today");
    EXPECT_EQ(town.bytes(), before);
    EXPECT_TRUE(schedule.intact());
    throws = false;
    schedule.run(workers, {}, 7);
    EXPECT_NE(town.bytes(), before);
}

TEST(WholeRule, one_that_cannot_be_bound_is_refused_by_name) {
    Town town;
    Schedule schedule;
    const auto with = [&](WholeRule rule, const When& when = {}) {
        rule.name = "odd";
        rule.apply = [](const WholeRule::Call&) {};
        return refusal([&] { schedule.add(rule, town.people, town.layers, when); });
    };
    EXPECT_EQ(with({.columns = {{"stok", true}}}), "resident: no column 'stok'. Did you mean stock?");
    EXPECT_EQ(with({.columns = {{"stock", true}, {"stock", false}}}),
              "rule odd: lists column 'stock' twice and writes it; what is written can be read: list it once");
    EXPECT_EQ(with({.neighbours = {{.layer = "friend", .column = "fear"}}}),
              "layers: no layer 'friend'; there are: friends");
    EXPECT_EQ(with({.neighbours = {{.layer = "friends", .column = "fear", .weight = "years"}}}),
              "rule odd: edges have no column 'years'; there are: none");
    const ActiveSet some(town.people);
    EXPECT_EQ(with({.columns = {{"stock", true}}}, {.active = &some}),
              "rule odd: a rule on whole columns runs for all agents and has no active set");
}

}  // namespace whole_rule_test
