// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/agents.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/schedule.hpp>
#include <commonweal/core/turn.hpp>

#include <array>
#include <vector>

#include "refusal.hpp"

using namespace commonweal::core;

namespace turn_test {

namespace {

constexpr Layer street{"street"};
constexpr Column<std::uint8_t> told{"told"};
constexpr Column<std::uint32_t> told_at{"told_at"};
constexpr Column<float> stock{"stock"};

/// A rumour that walks along ties, `delay` ticks from door to door.
struct Tell {
    static constexpr std::string_view name = "tell";
    static constexpr Form form = Form::event;
    static constexpr auto uses = write_all(told) | write(told_at) | ties(street);
    Tick delay = 1;

    void operator()(Turn& turn, ColumnView<std::uint8_t> told_all, std::uint32_t& when, const Ties& neighbours) const {
        if (told_all[turn.agent]) return;
        told_all[turn.agent] = 1;
        when = turn.now;
        turn.log(1, static_cast<double>(turn.what));
        for (const Index other : neighbours.neighbours(turn.agent)) {
            if (!told_all[other]) turn.plan(other, turn.now + delay, turn.agent);
        }
    }
};

/// Depots hand out what they have, in the order of their ids, from one shared heap in row 0.
struct Share {
    static constexpr std::string_view name = "share";
    static constexpr Form form = Form::office;
    static constexpr auto uses = write_all(stock);
    float portion = 2.0f;

    void operator()(Turn& turn, ColumnView<float> stocks) const {
        if (turn.agent == 0) return;
        const float given = stocks[0] < portion ? stocks[0] : portion;
        stocks[0] -= given;
        stocks[turn.agent] += given;
    }
};

struct PlanTelling {
    static constexpr std::string_view name = "plan_telling";
    static constexpr Form form = Form::office;
    static constexpr auto uses = plans("tell") | read_all(stock, "depot");
    void operator()(Turn& turn, EventQueue& queue, ColumnView<const float> stocks) const {
        if (turn.agent == 0 && turn.now == 0) queue.plan(0, static_cast<Tick>(stocks[0]));
    }
};

/// A ring of agents: the rumour reaches those at distance d after d delays.
struct Ring {
    explicit Ring(Index size) : people(Population::numbered("resident", size)) {
        people.add(told, std::uint8_t{0});
        people.add(told_at, 0u);
        std::vector<Edge> edges;
        for (Index v = 0; v < size; ++v) edges.emplace_back(v, (v + 1) % size);
        layers.add(street, Graph::undirected(size, edges));
    }
    Population people;
    Layers layers;
};

}  // namespace

TEST(Turn, an_event_rule_runs_for_the_rows_of_its_queue_at_their_ticks) {
    Ring ring(10);
    Schedule schedule;
    schedule.add(Tell{.delay = 3}, ring.people, ring.layers);
    schedule.queue("resident", "tell").plan(4, 2);
    Workers workers(2);
    EventLog log;
    for (Tick tick = 0; tick < 20; ++tick) {
        schedule.run(workers, {}, tick, &log);
        log.finish(tick);
    }
    const std::array<std::uint32_t, 10> expected{14, 11, 8, 5, 2, 5, 8, 11, 14, 17};
    for (Index v = 0; v < 10; ++v) EXPECT_EQ(ring.people.values(told_at)[v], expected[v]);
    ASSERT_EQ(log.rows().size(), 10u);
    EXPECT_EQ(log.rows()[1], (EventRow{5, log.rule("tell"), 3, 1, 4.0}));
}

TEST(Turn, rows_planned_for_the_present_tick_run_in_it) {
    Ring ring(10);
    Schedule schedule;
    schedule.add(Tell{.delay = 0}, ring.people, ring.layers);
    schedule.queue("resident", "tell").plan(4, 2);
    Workers workers(1);
    for (Tick tick = 0; tick < 3; ++tick) schedule.run(workers, {}, tick);
    for (Index v = 0; v < 10; ++v) EXPECT_EQ(ring.people.values(told_at)[v], 2u);
    EXPECT_EQ(schedule.queue("resident", "tell").size(), 0u);
}

TEST(Turn, an_office_runs_in_the_order_of_ids_and_sees_what_those_before_did) {
    Population depots("depot", {1, 40, 30, 20});
    depots.add(stock, 0.0f);
    depots.values(stock)[0] = 5.0f;
    const Layers none;
    Schedule schedule;
    schedule.add(Share{}, depots, none);
    Workers workers(2);
    schedule.run(workers, {}, 0);
    const std::array expected{0.0f, 1.0f, 2.0f, 2.0f};  // ids 20 and 30 come first; 40 gets what is left
    for (Index k = 0; k < 4; ++k) EXPECT_EQ(depots.values(stock)[k], expected[k]);
}

TEST(Turn, a_rule_reaches_other_kinds_and_other_rules_queues) {
    Agents agents;
    Ring ring(4);
    agents.add(std::move(ring.people));
    agents.layers("resident") = std::move(ring.layers);
    agents.add(Population::numbered("depot", 1)).add(stock, 3.0f);
    Schedule schedule(&agents);
    schedule.add(Tell{}, agents.at("resident"), agents.layers("resident"), {.after = {"plan_telling"}});
    schedule.add(PlanTelling{}, agents.at("resident"), agents.layers("resident"));
    Workers workers(1);
    for (Tick tick = 0; tick < 6; ++tick) schedule.run(workers, {}, tick);
    const auto when = agents.at("resident").values(told_at);
    EXPECT_EQ((std::vector<std::uint32_t>(when.begin(), when.end())), (std::vector<std::uint32_t>{3, 4, 5, 4}));
}

TEST(Turn, both_of_a_pair_have_the_same_draws) {
    const Population people("resident", {7, 3});
    Turn turn({.population = people, .seed = {5, 1}, .stream = StreamId::of("resident", "meet")}, 9);
    turn.agent = 0;
    Stream of_first = turn.draws_with(1);
    EXPECT_EQ(turn.draws().bits(), Stream({5, 1}, StreamId::of("resident", "meet"), {.agent = 7, .tick = 9}).bits());
    turn.agent = 1;
    EXPECT_EQ(of_first.bits(), turn.draws_with(0).bits());
}

namespace {

struct Stray {
    static constexpr std::string_view name = "stray";
    static constexpr Form form = Form::office;
    static constexpr auto uses = read_all(stock, "depto");
    void operator()(Turn&, ColumnView<const float>) const {}
};
struct Twice {
    static constexpr std::string_view name = "twice";
    static constexpr Form form = Form::office;
    static constexpr auto uses = read(told) | write_all(told);
    void operator()(Turn&, std::uint8_t, ColumnView<std::uint8_t>) const {}
};
struct PlansItself {
    static constexpr std::string_view name = "plans_itself";
    static constexpr Form form = Form::office;
    static constexpr auto uses = write(told);
    void operator()(Turn& turn, std::uint8_t&) const { turn.plan(0, 5); }
};
struct PlansNothing {
    static constexpr std::string_view name = "plans_nothing";
    static constexpr Form form = Form::office;
    static constexpr auto uses = plans("tel");
    void operator()(Turn&, EventQueue&) const {}
};

}  // namespace

TEST(Turn, rules_that_cannot_be_bound_or_run_are_refused_by_name) {
    Agents agents;
    Population& people = agents.add(std::move(Ring(4).people));
    agents.add(Population::numbered("depot", 1)).add(stock, 3.0f);
    Layers& layers = agents.layers("resident");
    Schedule schedule(&agents);
    EXPECT_EQ(refusal([&] { schedule.add(Stray{}, people, layers); }),
              "rule stray: agents: no kind 'depto'; there are: depot resident. Did you mean depot?");
    EXPECT_EQ(refusal([&] { schedule.add(Twice{}, people, layers); }),
              "rule twice: lists column 'told' twice and writes it; what is written can be read: list it once");
    EXPECT_EQ(refusal([&] { schedule.add(Tell{}, people, layers); }),
              "rule tell: layers: no layer 'street'; there are: none");
    Workers workers(1);
    {
        Schedule other(&agents);
        other.add(PlansItself{}, people, layers);
        EXPECT_EQ(
            refusal([&] { other.run(workers, {}, 0); }),
            "rule plans_itself: at tick 0, at the agent of kind resident with id 0: a rule of the form office has "
            "no queue; name an event rule in `plans` and plan there");
        EXPECT_FALSE(other.intact());
    }
    schedule.add(PlansNothing{}, people, layers);
    layers.add(street, Graph::undirected(4, {}));
    schedule.add(Tell{}, people, layers);
    EXPECT_EQ(refusal([&] { schedule.check(); }),
              "schedule: 'plans_nothing' plans for 'tel', which is no event rule. Did you mean tell?");
}

}  // namespace turn_test
