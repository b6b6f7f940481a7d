// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/active_set.hpp>
#include <commonweal/core/event_log.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/schedule.hpp>
#include <commonweal/core/whole_rule.hpp>

#include <cstring>
#include <numeric>
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
    Town() : people("resident", ids(), std::vector<Index>{700, 800}) {
        people.add_row(fear, warned);
        people.add(stock, 1.0f);
        for (Index i = 0; i < 1500; ++i) people.column(fear)[i] = static_cast<float>(i % 5);
        Workers workers(1);
        layers.add(friends, generate(SmallWorld{.degree = 6, .rewiring = 0.2}, 1500, friends, {1, 0}, workers));
    }
    static std::vector<AgentId> ids() {
        std::vector<AgentId> ids(1500);
        std::iota(ids.rbegin(), ids.rend(), 100u);
        return ids;
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
        for (Index i = 0; i < call.agents; ++i) {
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

TEST(WholeRule, large_columns_of_any_width_are_put_back_when_one_throws) {
    constexpr Index size = 600'001;
    std::vector<AgentId> ids(size);
    std::iota(ids.begin(), ids.end(), 0u);
    Population people("resident", ids);
    people.add(stock, 1.0f);
    people.add(warned, std::uint8_t{0});
    for (Index i = 0; i < size; ++i) {
        people.column(stock)[i] = static_cast<float>(i);
        people.column(warned)[i] = static_cast<std::uint8_t>(i % 251);
    }
    Layers layers;
    Schedule schedule;
    schedule.add(WholeRule{.name = "stumble",
                           .columns = {{"stock", true}, {"warned", true}},
                           .apply =
                               [](const WholeRule::Call& call) {
                                   std::memset(call.columns[0].first, 1, size * sizeof(float));
                                   std::memset(call.columns[1].first, 255, size);
                                   throw std::runtime_error("no stock today");
                               }},
                 people, layers);
    for (const unsigned threads : {1u, 2u}) {
        Workers workers(threads);
        EXPECT_THROW(schedule.run(workers, {}, 7), Error);
        for (Index i = 0; i < size; ++i) {
            ASSERT_EQ(people.column(stock)[i], static_cast<float>(i));
            ASSERT_EQ(people.column(warned)[i], i % 251);
        }
    }
}

TEST(WholeRule, one_that_cannot_be_bound_is_refused_by_name) {
    Town town;
    Schedule schedule;
    const auto with = [&](WholeRule rule, const When& when = {}) {
        rule.name = "odd";
        rule.apply = [](const WholeRule::Call&) {};
        return refusal([&] { schedule.add(rule, town.people, town.layers, when); });
    };
    EXPECT_EQ(with({.columns = {{"stok", true}}}), "rule odd: resident: no column 'stok'. Did you mean stock?");
    EXPECT_EQ(with({.columns = {{"stock", true}, {"stock", false}}}),
              "rule odd: lists column 'stock' twice and writes it; what is written can be read: list it once");
    EXPECT_EQ(with({.neighbours = {{.layer = "friend", .column = "fear"}}}),
              "rule odd: layers: no layer 'friend'; there are: friends. Did you mean friends?");
    EXPECT_EQ(with({.neighbours = {{.layer = "friends", .column = "faer"}}}),
              "rule odd: resident: no column 'faer'. Did you mean fear?");
    EXPECT_EQ(with({.neighbours = {{.layer = "friends", .column = "fear", .weight = "years"}}}),
              "rule odd: edges have no column 'years'; there are: none");
    const Population shops = Population::numbered("shop", 3);
    const ActiveSet of_shops(shops);
    EXPECT_EQ(with({.columns = {{"stock", true}}}, {.active = &of_shops}),
              "rule odd: its active set is of kind shop, not of kind resident");
}

TEST(WholeRule, with_an_active_set_gives_the_bits_of_the_same_rule_in_blocks) {
    Town blocks, whole;
    ActiveSet in_blocks(blocks.people), in_whole(whole.people);
    Schedule by_block, by_column;
    by_block.add(Spread{}, blocks.people, blocks.layers, {.active = &in_blocks});
    by_column.add(spread_on_columns(), whole.people, whole.layers, {.active = &in_whole});
    Workers workers(2);
    const std::vector<std::vector<Index>> agents{{}, {600}, {1300, 3}, {}, {699, 700}, {1499}, {0, 512, 700, 1212}};
    for (Tick tick = 0; tick < agents.size(); ++tick) {
        for (ActiveSet* set : {&in_blocks, &in_whole}) {
            set->clear();
            for (const Index agent : agents[tick]) set->add_agent(agent);
        }
        by_block.run(workers, {3, 1}, tick);
        by_column.run(workers, {3, 1}, tick);
    }
    EXPECT_EQ(blocks.bytes(), whole.bytes());
}

TEST(WholeRule, an_active_set_of_all_gives_the_bits_of_none) {
    Town all, none;
    ActiveSet set(all.people);
    Schedule with, without;
    with.add(spread_on_columns(), all.people, all.layers, {.active = &set});
    without.add(spread_on_columns(), none.people, none.layers);
    set.add_all();
    Workers workers(2);
    for (Tick tick = 0; tick < 5; ++tick) {
        with.run(workers, {3, 1}, tick);
        without.run(workers, {3, 1}, tick);
    }
    EXPECT_EQ(all.bytes(), none.bytes());
}

TEST(WholeRule, a_call_says_whom_it_is_for_and_there_is_none_for_nobody) {
    Town town;
    ActiveSet set(town.people);
    std::vector<Index> rows;
    int calls = 0;
    Schedule schedule;
    schedule.add(WholeRule{.name = "look",
                           .columns = {{"fear", false}},
                           .apply =
                               [&](const WholeRule::Call& call) {
                                   ++calls;
                                   rows.clear();
                                   for (std::size_t i = 0; i < call.agents; ++i) rows.push_back(call.row(i));
                                   EXPECT_EQ(refusal([&] { call.row(call.agents); }),
                                             "agent 476 of a call for 476 agents");
                               }},
                 town.people, town.layers, {.active = &set});
    Workers workers(2);
    schedule.run(workers, {}, 0);
    EXPECT_EQ(calls, 0);
    set.add_agent(1499);  // the second segment has blocks from rows 700 and 1212
    set.add_agent(600);   // the first one from rows 0 and 512
    schedule.run(workers, {}, 1);
    EXPECT_EQ(calls, 1);
    std::vector<Index> expected(188 + 288);
    std::iota(expected.begin(), expected.begin() + 188, 512u);
    std::iota(expected.begin() + 188, expected.end(), 1212u);
    EXPECT_EQ(rows, expected);
}

TEST(WholeRule, one_with_an_active_set_that_throws_leaves_everything_as_it_was_before_the_tick) {
    Town town;
    ActiveSet set(town.people);
    set.add_agent(600);
    const auto scribble = [](bool throws) {
        return [throws](const WholeRule::Call& call) {
            std::memset(call.columns[0].first, 1, call.agents * sizeof(float));
            if (throws) throw std::runtime_error("no stock today");
        };
    };
    Schedule schedule;
    schedule.add(spread_on_columns(), town.people, town.layers, {.active = &set});
    schedule.add(WholeRule{.name = "first", .columns = {{"stock", true}}, .apply = scribble(false)}, town.people,
                 town.layers, {.after = {"spread"}, .active = &set});
    schedule.add(WholeRule{.name = "stumble", .columns = {{"stock", true}}, .apply = scribble(true)}, town.people,
                 town.layers, {.after = {"first"}, .active = &set});
    Workers workers(2);
    const auto before = town.bytes();
    EXPECT_EQ(refusal([&] { schedule.run(workers, {}, 7); }),
              "rule stumble: at tick 7, for 188 active agents of kind resident: no stock today");
    EXPECT_EQ(town.bytes(), before);
    EXPECT_TRUE(schedule.intact());
}

TEST(WholeRule, logs_by_id_once_the_call_has_succeeded) {
    Town town;
    ActiveSet set(town.people);
    set.add_agent(600);
    EventLog log;
    bool throws = true;
    Schedule schedule;
    schedule.add(WholeRule{.name = "tell",
                           .columns = {},
                           .apply =
                               [](const WholeRule::Call& call) {
                                   call.log(187, 4, -1.0);
                                   call.log(0, 9);
                               }},
                 town.people, town.layers, {.active = &set});
    schedule.add(WholeRule{.name = "add",
                           .columns = {},
                           .apply =
                               [&](const WholeRule::Call& call) {
                                   call.log(2, 1, 0.5);
                                   if (throws) call.log(1500, 1);
                               }},
                 town.people, town.layers, {.after = {"tell"}});
    Workers workers(2);
    EXPECT_EQ(refusal([&] { schedule.run(workers, {}, 3, &log); }),
              "rule add: at tick 3, for all agents of kind resident: agent 1500 of a call for 1500 agents");
    EXPECT_TRUE(log.rule_names().empty());
    throws = false;
    schedule.run(workers, {}, 3, &log);
    schedule.undo(&log);
    schedule.run(workers, {}, 3, &log);
    schedule.run(workers, {}, 4);
    log.finish(3);
    const std::vector<EventRow> rows(log.rows().begin(), log.rows().end());
    // Row r has the id 1599 - r, and rule names sort as "add", "tell".
    EXPECT_EQ(rows, (std::vector<EventRow>{{.tick = 3, .rule = 1, .agent = 1597, .what = 1, .value = 0.5},
                                           {.tick = 3, .rule = 0, .agent = 900, .what = 4, .value = -1.0},
                                           {.tick = 3, .rule = 0, .agent = 1087, .what = 9, .value = 0.0}}));
}

}  // namespace whole_rule_test
