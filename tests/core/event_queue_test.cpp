// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/event_queue.hpp>
#include <commonweal/core/state.hpp>

#include <algorithm>
#include <tuple>
#include <utility>
#include <vector>

#include "refusal.hpp"

using namespace commonweal::core;

namespace event_queue_test {

namespace {

std::vector<Event> taken(EventQueue& queue, Tick now) {
    const auto rows = queue.take(now);
    return {rows.begin(), rows.end()};
}

std::vector<std::byte> bytes(const EventQueue& queue) {
    StateWriter writer;
    queue.save(writer);
    return writer.take();
}

}  // namespace

TEST(EventQueue, gives_rows_by_tick_then_by_id_then_by_what_they_are_about) {
    const Population people("resident", {30, 10, 20});
    EventQueue queue(people);
    queue.plan(0, 2);
    queue.plan(2, 2, 7);
    queue.plan(2, 2, 3);
    queue.plan(1, 2);
    queue.plan(0, 1);
    EXPECT_EQ(queue.size(), 5u);
    EXPECT_EQ(taken(queue, 0), (std::vector<Event>{}));
    EXPECT_EQ(taken(queue, 2), (std::vector<Event>{{0, 0}, {1, 0}, {2, 3}, {2, 7}, {0, 0}}));
    EXPECT_EQ(queue.size(), 0u);
}

TEST(EventQueue, takes_rows_for_the_present_tick_until_it_is_closed) {
    const Population people = Population::numbered("resident", 5);
    EventQueue queue(people);
    queue.plan(3, 4);
    EXPECT_EQ(taken(queue, 4).size(), 1u);
    queue.plan(1, 4);
    EXPECT_EQ(taken(queue, 4), (std::vector<Event>{{1, 0}}));
    queue.close(4);
    EXPECT_EQ(queue.open(), 5u);
    EXPECT_EQ(refusal([&] { queue.plan(1, 4); }), "event queue: tick 4 is over; rows can be planned from tick 5 on");
    EXPECT_EQ(refusal([&] { queue.plan(5, 9); }), "event queue: there is no row 5 among 5 agents of kind resident");
    EXPECT_EQ(queue.size(), 0u);
}

RC_GTEST_PROP(EventQueue, gives_each_row_once_in_the_order_of_a_sorted_list, ()) {
    const Population people = Population::numbered("resident", 20);
    const auto plans = *rc::gen::container<std::vector<std::tuple<Tick, Index, std::uint32_t>>>(rc::gen::tuple(
        rc::gen::inRange<Tick>(0, 5000), rc::gen::inRange<Index>(0, 20), rc::gen::inRange<std::uint32_t>(0, 3)));
    EventQueue queue(people);
    for (const auto& [when, agent, what] : plans) queue.plan(agent, when, what);
    auto expected = plans;
    std::sort(expected.begin(), expected.end());
    const Tick halt = *rc::gen::inRange<Tick>(0, 5000);
    std::vector<std::tuple<Tick, Index, std::uint32_t>> seen;
    const auto run = [&](EventQueue& of, Tick from, Tick to) {
        for (Tick now = from; now < to; ++now) {
            for (const Event& row : of.take(now)) seen.emplace_back(now, row.agent, row.what);
            of.close(now);
        }
    };
    run(queue, 0, halt);
    const auto state = bytes(queue);
    EventQueue loaded(people);
    StateReader reader(state);
    loaded.load(reader);
    RC_ASSERT(bytes(loaded) == state);
    RC_ASSERT(loaded.size() == plans.size() - seen.size());
    run(loaded, halt, 5000);
    RC_ASSERT(seen == expected);
}

TEST(EventQueue, many_rows_of_one_tick_come_in_the_same_order_as_few) {
    std::vector<AgentId> ids;
    for (AgentId v = 0; v < 3000; ++v) ids.push_back(v * 1'234'567 % 4'000'037);
    std::vector<AgentId> ascending = ids;
    std::sort(ascending.begin(), ascending.end());
    for (const auto& of_agents : {ids, ascending}) {
        const Population people("resident", of_agents);
        EventQueue queue(people);
        std::vector<std::pair<AgentId, std::uint32_t>> expected, found;
        for (Index k = 0; k < 5000; ++k) {
            const Index agent = k * 7919 % 3000;
            const std::uint32_t what = k % 3 == 0 ? k * 65'537 : k % 5;
            queue.plan(agent, 4, what);
            expected.emplace_back(of_agents[agent], what);
        }
        std::sort(expected.begin(), expected.end());
        for (const Event& row : queue.take(4)) found.emplace_back(of_agents[row.agent], row.what);
        EXPECT_EQ(found, expected);
    }
}

TEST(EventQueue, a_state_of_agents_that_there_are_not_is_refused_and_changes_nothing) {
    const Population many = Population::numbered("resident", 9);
    const Population few = Population::numbered("resident", 3);
    EventQueue saved(many), queue(few);
    saved.plan(8, 3);
    queue.plan(2, 1);
    const auto state = bytes(saved);
    StateReader reader(state);
    EXPECT_EQ(refusal([&] { queue.load(reader); }), "event queue: there is no row 8 among 3 agents of kind resident");
    EXPECT_EQ(taken(queue, 5), (std::vector<Event>{{2, 0}}));
}

}  // namespace event_queue_test
