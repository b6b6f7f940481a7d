// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/schedule.hpp>

#include <cstring>
#include <numeric>
#include <stdexcept>
#include <string>
#include <vector>

#include "refusal.hpp"

using namespace commonweal::core;

namespace schedule_test {

namespace {

constexpr Layer friends{"friends"};
constexpr Column<float> trust{"trust"};
constexpr Column<float> fear{"fear"};
constexpr Column<std::uint8_t> warned{"warned"};
constexpr Column<float> stock{"stock"};
constexpr Column<std::uint32_t> steps{"steps"};

struct Warn {
    static constexpr std::string_view name = "warn";
    static constexpr auto uses = write(warned) | uniforms<1>();
    float chance = 0.05f;
    void operator()(std::uint8_t& is_warned, float u) const { is_warned = is_warned | (u < chance ? 1 : 0); }
};
struct Fear {
    static constexpr std::string_view name = "fear";
    static constexpr auto uses = read(warned) | write(fear) | neighbour_mean(friends, fear) | uniforms<2>();
    void operator()(std::uint8_t is_warned, float& own, float theirs, float u, float v) const {
        own += 0.2f * (theirs - own) + (is_warned ? 0.1f * u : -0.1f * v);
    }
};
struct Trust {
    static constexpr std::string_view name = "trust";
    static constexpr auto uses = write(trust) | neighbour_mean(friends, trust) | read(fear);
    void operator()(float& own, float theirs, float afraid) const { own += 0.3f * (theirs - own) - 0.01f * afraid; }
};
struct Hoard {
    static constexpr std::string_view name = "hoard";
    static constexpr auto uses = read(fear) | write(stock) | neighbour_sum(friends, warned);
    void operator()(float afraid, float& own, float warned_neighbours) const { own += afraid * warned_neighbours; }
};
struct Count {
    static constexpr std::string_view name = "count";
    static constexpr auto uses = write(steps);
    void operator()(std::uint32_t& own) const { ++own; }
};
struct CopyStock {  // the fold form on a private column
    static constexpr std::string_view name = "copy_stock";
    static constexpr auto uses = each_neighbour(friends, stock) | write(trust);
    struct Gathered {
        float most = 0.0f;
    };
    void visit(Gathered& seen, float theirs) const { seen.most = theirs > seen.most ? theirs : seen.most; }
    void operator()(const Gathered& seen, float& own) const { own = seen.most; }
};

struct Town {
    explicit Town(Index size = 2000) : people(make_people(size)) {
        Workers workers(1);
        layers.add(friends, generate(SmallWorld{.degree = 6, .rewiring = 0.2}, size, friends, {1, 0}, workers));
    }
    static Population make_people(Index size) {
        std::vector<AgentId> ids(size);
        std::iota(ids.begin(), ids.end(), 0u);
        Population people("resident", std::move(ids), std::array<Index, 2>{size / 4, size - size / 4});
        people.add_row(trust, fear, warned);
        people.add(stock, 0.0f);
        people.add(steps, 0u);
        for (Index i = 0; i < size; ++i) people.column(trust)[i] = static_cast<float>(i % 7);
        return people;
    }
    std::vector<std::byte> bytes() const {
        StateWriter writer;
        people.save(writer);
        return writer.take();
    }

    Population people;
    Layers layers;
};

/// All five rules in the order warn, fear, trust, hoard, count.
void add_all(Schedule& schedule, Town& town) {
    schedule.add(Count{}, town.people, town.layers, {.every = 3, .phase = 1});
    schedule.add(Hoard{}, town.people, town.layers, {.after = {"trust", "fear", "warn"}});
    schedule.add(Trust{}, town.people, town.layers, {.after = {"fear"}});
    schedule.add(Fear{}, town.people, town.layers, {.after = {"warn"}});
    schedule.add(Warn{}, town.people, town.layers, {.every = 2});
}

}  // namespace

TEST(Schedule, rules_that_share_a_sweep_give_the_bits_of_sweeps_one_after_the_other) {
    Town expected;
    Workers one(1);
    Sweep warn(Warn{}, expected.people, expected.layers);
    Sweep fear_sweep(Fear{}, expected.people, expected.layers);
    Sweep trust_sweep(Trust{}, expected.people, expected.layers);
    Sweep hoard(Hoard{}, expected.people, expected.layers);
    Sweep count(Count{}, expected.people, expected.layers);
    const Seed seed{5, 2};
    for (Tick tick = 0; tick < 12; ++tick) {
        if (tick % 2 == 0) warn.run(one, seed, tick);
        fear_sweep.run(one, seed, tick);
        trust_sweep.run(one, seed, tick);
        hoard.run(one, seed, tick);
        if (tick % 3 == 1) count.run(one, seed, tick);
    }
    for (const unsigned threads : {1u, 2u, 3u, 8u}) {
        Town town;
        Schedule schedule;
        add_all(schedule, town);
        Workers workers(threads);
        for (Tick tick = 0; tick < 12; ++tick) schedule.run(workers, seed, tick);
        EXPECT_EQ(town.bytes(), expected.bytes());
    }
}

TEST(Schedule, rules_share_a_sweep_unless_one_sees_at_neighbours_what_another_writes) {
    Town town;
    Schedule schedule;
    add_all(schedule, town);
    using Names = std::vector<std::vector<std::string>>;
    EXPECT_EQ(schedule.sweeps(0), (Names{{"warn", "fear", "trust"}, {"hoard"}}));
    EXPECT_EQ(schedule.sweeps(1), (Names{{"count", "fear", "trust", "hoard"}}));
    EXPECT_EQ(schedule.sweeps(3), (Names{{"fear", "trust", "hoard"}}));
}

TEST(Schedule, a_column_that_neighbours_see_may_be_written_in_the_same_sweep) {
    Town together, apart;
    Schedule schedule;
    schedule.add(CopyStock{}, together.people, together.layers);
    schedule.add(Hoard{}, together.people, together.layers, {.after = {"copy_stock"}});
    schedule.add(Fear{}, together.people, together.layers, {.after = {"copy_stock", "hoard"}});
    schedule.add(Warn{}, together.people, together.layers, {.after = {"hoard", "fear"}});
    EXPECT_EQ(schedule.sweeps(0).size(), 1u);
    Sweep copy(CopyStock{}, apart.people, apart.layers);
    Sweep hoard(Hoard{}, apart.people, apart.layers);
    Sweep fear_sweep(Fear{}, apart.people, apart.layers);
    Sweep warn(Warn{}, apart.people, apart.layers);
    Workers workers(2);
    for (Tick tick = 0; tick < 5; ++tick) {
        schedule.run(workers, {}, tick);
        copy.run(workers, {}, tick);
        hoard.run(workers, {}, tick);
        fear_sweep.run(workers, {}, tick);
        warn.run(workers, {}, tick);
    }
    EXPECT_EQ(together.bytes(), apart.bytes());
    const auto stocks = together.people.values(stock);
    EXPECT_NE(std::accumulate(stocks.begin(), stocks.end(), 0.0f), 0.0f);
}

TEST(Schedule, runs_rules_in_their_period_from_their_phase_if_their_condition_holds) {
    Town town;
    Schedule schedule;
    std::vector<Tick> asked;
    schedule.add(Count{}, town.people, town.layers, {.every = 4, .phase = 3, .only_if = [&](Tick tick) {
                                                         asked.push_back(tick);
                                                         return tick != 7;
                                                     }});
    Workers workers(2);
    for (Tick tick = 0; tick < 13; ++tick) schedule.run(workers, {}, tick);
    EXPECT_EQ(town.people.values(steps)[0], 2u);
    EXPECT_EQ(asked, (std::vector<Tick>{3, 7, 11}));
}

TEST(Schedule, a_rule_runs_for_its_active_set_only_as_it_is_at_that_tick) {
    Town town;
    ActiveSet active(town.people);
    Schedule schedule;
    schedule.add(Count{}, town.people, town.layers, {.active = &active});
    schedule.add(Trust{}, town.people, town.layers);
    EXPECT_EQ(schedule.sweeps(0).size(), 2u) << "other agents, another sweep";
    Workers workers(2);
    schedule.run(workers, {}, 0);
    active.add_segment(1);
    schedule.run(workers, {}, 1);
    EXPECT_EQ(town.people.values(steps)[0], 0u);
    EXPECT_EQ(town.people.values(steps)[500], 1u);
    EXPECT_EQ(town.people.values(steps)[1999], 1u);
}

TEST(Schedule, parameters_may_change_between_ticks) {
    Town town;
    Schedule schedule;
    schedule.add(Warn{.chance = 0.0f}, town.people, town.layers);
    Workers workers(1);
    schedule.run(workers, {}, 0);
    EXPECT_EQ(town.people.column(warned)[9], 0);
    schedule.rule<Warn>("resident").chance = 1.0f;
    schedule.run(workers, {}, 1);
    EXPECT_EQ(town.people.column(warned)[9], 1);
    EXPECT_EQ(refusal([&] { schedule.rule<Trust>("resident"); }), "schedule: no rule 'trust' of kind resident");
    EXPECT_EQ(refusal([&] { schedule.rule<Warn>("shop"); }), "schedule: no rule 'warn' of kind shop");
}

namespace {

template <class Own>
struct Steps {
    static constexpr std::string_view name = "steps";
    static constexpr auto uses = uniforms<1>() | write(steps) | read(stock);
    void operator()(float, Own own, float) const { own += 1; }
};
template <class Own>
struct OfficeSteps {
    static constexpr std::string_view name = "office_steps";
    static constexpr Form form = Form::office;
    static constexpr auto uses = read(stock) | write(steps);
    void operator()(Turn&, float, Own own) const { own += 1; }
};
struct AnySteps {
    void operator()(auto, auto& own, const auto&) const { own += 1; }
};
struct NamelessSteps : Steps<std::uint32_t&> {
    static constexpr int name = 0;
};
struct UselessSteps {
    static constexpr std::string_view name = "useless_steps";
    void operator()(std::uint32_t& own) const { own += 1; }
};

template <class R>
using BlockCall = typename detail::Arguments<R, UsesOf<R>>::Call;
template <class R>
using OfficeCall = typename detail::TurnLoop<R, UsesOf<R>>::Call;

}  // namespace

TEST(Schedule, a_rule_that_takes_a_copy_of_what_it_writes_is_no_rule_to_add) {
    EXPECT_EQ(BlockCall<Steps<std::uint32_t&>>::lost_write(), 0u);
    EXPECT_EQ(BlockCall<Steps<std::uint32_t>>::lost_write(), 2u);
    EXPECT_EQ(BlockCall<Steps<double>>::lost_write(), 2u);
    EXPECT_EQ(OfficeCall<OfficeSteps<std::uint32_t&>>::lost_write(), 0u);
    EXPECT_EQ(OfficeCall<OfficeSteps<std::uint32_t>>::lost_write(), 3u) << "after the turn";
    EXPECT_EQ((detail::RuleCall<AnySteps, const float&, std::uint32_t&, const float&>::lost_write()), 0u);
    EXPECT_FALSE(BlockCall<Steps<float&>>::fits) << "of another type";
    EXPECT_TRUE(detail::check_rule<Steps<std::uint32_t&>>());
    EXPECT_TRUE(detail::check_rule<OfficeSteps<std::uint32_t&>>());
    EXPECT_FALSE(Rule<NamelessSteps>);
    EXPECT_FALSE(Rule<UselessSteps>);
}

TEST(Schedule, tells_of_every_conflict_unless_the_two_never_meet) {
    Town town;
    Schedule schedule;
    schedule.add(Fear{}, town.people, town.layers);
    schedule.add(Warn{}, town.people, town.layers);
    schedule.add(CopyStock{}, town.people, town.layers, {.every = 2});
    schedule.add(Trust{}, town.people, town.layers, {.every = 4, .phase = 1, .after = {"fear"}});
    schedule.add(Hoard{}, town.people, town.layers, {.every = 2, .after = {"fear", "warn"}});
    EXPECT_EQ(
        refusal([&] { schedule.check(); }),
        "schedule: 'warn' writes resident.warned and 'fear' reads it at the same tick; name one of them in the "
        "`after` of the other; 'hoard' writes resident.stock and 'copy_stock' reads it at the same tick; name one "
        "of them in the `after` of the other");
}

TEST(Schedule, two_writers_of_a_column_need_an_order) {
    Town town;
    Schedule schedule;
    schedule.add(Trust{}, town.people, town.layers);
    schedule.add(CopyStock{}, town.people, town.layers);
    EXPECT_EQ(refusal([&] { schedule.check(); }),
              "schedule: 'trust' writes resident.trust and 'copy_stock' writes it at the same tick; name one of them "
              "in the `after` of the other");
}

TEST(Schedule, a_rule_that_names_itself_misspelt_is_not_told_that_it_meant_itself) {
    Town town;
    Schedule schedule;
    schedule.add(Hoard{}, town.people, town.layers, {.after = {"haord"}});
    EXPECT_EQ(refusal([&] { schedule.check(); }), "schedule: 'hoard' runs after 'haord', which is no rule");
}

TEST(Schedule, tells_of_circles_and_unknown_names) {
    Town town;
    Schedule schedule;
    schedule.add(Fear{}, town.people, town.layers, {.after = {"trust"}});
    schedule.add(Trust{}, town.people, town.layers, {.after = {"hoard"}});
    schedule.add(Hoard{}, town.people, town.layers, {.after = {"fear", "warm"}});
    schedule.add(Warn{}, town.people, town.layers);
    EXPECT_EQ(refusal([&] { schedule.check(); }),
              "schedule: 'hoard' runs after 'warm', which is no rule. Did you mean warn?; rules wait for each other in "
              "a circle: 'fear', 'trust', 'hoard'");
}

TEST(Schedule, refuses_a_wrong_rule_when_it_is_added) {
    Town town;
    Population shops("shop", {1, 2});
    Schedule schedule;
    schedule.add(Count{}, town.people, town.layers);
    EXPECT_EQ(refusal([&] { schedule.add(Count{}, town.people, town.layers); }),
              "rule count: the kind resident has a rule of this name already");
    EXPECT_EQ(refusal([&] { schedule.add(Count{}, shops, town.layers); }),
              "rule count: shop: no column 'steps'; there are: none");
    EXPECT_EQ(refusal([&] { schedule.add(Warn{}, town.people, town.layers, {.every = 3, .phase = 3}); }),
              "rule warn: runs every 3 ticks from tick 3; the period must be at least 1 and the first tick below it");
    ActiveSet of_shops(shops);
    EXPECT_EQ(refusal([&] { schedule.add(Warn{}, town.people, town.layers, {.active = &of_shops}); }),
              "rule warn: its active set is of kind shop, not of kind resident");
    Workers workers(1);
    schedule.run(workers, {}, 0);
    EXPECT_EQ(refusal([&] { schedule.add(Warn{}, town.people, town.layers); }),
              "rule warn: the schedule has run; rules are added before");
}

namespace {

struct Fail {
    static constexpr std::string_view name = "fail";
    static constexpr auto uses = write(steps);
    void operator()(std::uint32_t& own) const {
        if (own == 0) throw std::runtime_error("no steps");
    }
};
struct ReadsAndWrites {
    static constexpr std::string_view name = "reads_and_writes";
    static constexpr auto uses = read(trust) | write(trust);
    void operator()(float, float&) const {}
};

}  // namespace

TEST(Schedule, an_exception_is_told_with_rule_tick_and_block_and_other_rules_go_on) {
    Town town(100);
    Schedule failing, sound;
    failing.add(Fail{}, town.people, town.layers);
    sound.add(Count{}, town.people, town.layers);
    Workers workers(1);
    EXPECT_EQ(refusal([&] { failing.run(workers, {}, 7); }),
              "rule fail: at tick 7, in the block of 25 agents of kind resident from row 0: no steps");
    sound.run(workers, {}, 8);
    failing.run(workers, {}, 9);
    EXPECT_EQ(town.people.values(steps)[99], 1u);
}

TEST(Schedule, a_rule_that_writes_what_it_declared_as_read_is_refused) {
    Town town(100);
    Schedule schedule;
    EXPECT_EQ(refusal([&] { schedule.add(ReadsAndWrites{}, town.people, town.layers); }),
              "rule reads_and_writes: reads and writes column 'trust'; a written value can be read: list it once");
}

}  // namespace schedule_test
