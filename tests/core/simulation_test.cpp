// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/simulation.hpp>

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "all_forms.hpp"
#include "refusal.hpp"

using namespace commonweal::core;

namespace simulation_test {

namespace {

constexpr Tick ticks = 24;

void run(Simulation& town, unsigned threads, Tick count) {
    Workers workers(threads);
    town.run(workers, count);
}

std::vector<std::byte> after(unsigned threads, Seed seed = {7, 1}) {
    Simulation town = all_forms::make(seed);
    run(town, threads, ticks);
    return town.save();
}

}  // namespace

TEST(Simulation, the_world_of_all_forms_is_a_lively_one) {
    Simulation town = all_forms::make();
    run(town, 2, ticks);
    const auto ill = town.series().at("ill").values();
    EXPECT_GT(*std::max_element(ill.begin(), ill.end()), 20.0);
    EXPECT_TRUE(town.triggers().since("epidemic").has_value());
    EXPECT_LT(town.population("resident").values(all_forms::stock)[1], 5.0f);
    EXPECT_GT(town.events().rows().size(), 100u);
    EXPECT_EQ(town.series().at("fear").values().size(), ticks / 2);
    EXPECT_NE(town.population("resident").values(all_forms::hope)[3], 0.5f);
    EXPECT_EQ(town.population("resident").values(all_forms::calm)[3], 0.0f);
    EXPECT_NE(town.population("resident").values(all_forms::calm)[603], 0.0f);
    EXPECT_EQ(town.events().rule_names().back(), "rest");
    EXPECT_NE(town.population("resident").values(all_forms::loudest)[3], 0u);
    EXPECT_NE(town.population("shop").column(all_forms::goods)[0], 100.0f);
}

TEST(Simulation, has_the_same_bits_on_any_number_of_threads_and_others_with_another_seed) {
    const auto expected = after(1);
    for (const unsigned threads : {2u, 3u, 8u}) EXPECT_EQ(after(threads), expected);
    EXPECT_NE(after(2, {8, 1}), expected);
    EXPECT_NE(after(2, {7, 2}), expected);
}

TEST(Simulation, resumed_from_the_state_of_any_tick_is_the_uninterrupted_one) {
    const auto expected = after(2);
    for (Tick halt = 0; halt <= ticks; halt += 3) {
        Simulation town = all_forms::make();
        run(town, 2, halt);
        Simulation resumed = all_forms::make();
        run(resumed, 1, 5);  // whatever it was before is gone
        resumed.load(town.save());
        EXPECT_EQ(resumed.now(), halt);
        run(resumed, 1, ticks - halt);
        EXPECT_EQ(resumed.save(), expected) << "from tick " << halt;
    }
}

TEST(Simulation, a_fork_goes_on_as_the_original_would_and_neither_touches_the_other) {
    const auto expected = after(2);
    for (const Tick halt : {Tick{0}, Tick{7}, Tick{13}}) {
        Simulation town = all_forms::make();
        run(town, 2, halt);
        Simulation other = town.fork();
        EXPECT_EQ(other.save(), town.save());
        other.rule<all_forms::FallIll>("resident").chance = 0.9f;
        other.layers("resident").changes("kin").add({1, 600});
        run(other, 2, ticks - halt);
        Simulation same = town.fork();
        run(same, 3, ticks - halt);
        run(town, 1, ticks - halt);
        EXPECT_EQ(town.save(), expected);
        EXPECT_EQ(same.save(), expected);
        EXPECT_NE(other.save(), expected);
    }
}

namespace {

struct DoNothing {
    static constexpr std::string_view name = "do_nothing";
    static constexpr auto uses =
        write(all_forms::stock) | neighbour_mean(all_forms::contacts, all_forms::fear) | uniforms<3>();
    void operator()(float&, float, float, float, float) const {}
};
struct DoNothingOffice {
    static constexpr std::string_view name = "do_nothing_office";
    static constexpr Form form = Form::office;
    static constexpr auto uses = write_all(all_forms::hope);
    void operator()(Turn& turn, ColumnView<float>) const { turn.draws().bits(); }
};

}  // namespace

TEST(Simulation, rules_that_do_nothing_change_nothing) {
    Simulation town = all_forms::make();
    town.add(DoNothing{}, "resident", {.after = {"eat", "deliver", "fear"}});
    town.add(DoNothingOffice{}, "resident", {.every = 5, .after = {"hope"}});
    run(town, 2, ticks);
    EXPECT_EQ(town.save(), after(2));
}

TEST(Simulation, residents_whom_nobody_knows_change_no_other_by_a_bit) {
    Simulation town = all_forms::make();
    Simulation larger = all_forms::make({7, 1}, all_forms::residents + 3);
    for (Simulation* each : {&town, &larger}) {
        // What shops deliver depends on how many customers there are.
        each->rule<all_forms::FallIll>("resident").chance = 0.5f;
        run(*each, 2, 1);
    }
    const auto same = [&](auto column) {
        const auto expected = town.population("resident").column(column);
        const auto found = larger.population("resident").column(column);
        for (Index i = 0; i < all_forms::residents; ++i) ASSERT_EQ(found[i], expected[i]) << column.name << ' ' << i;
    };
    same(all_forms::fear);
    same(all_forms::hope);
    same(all_forms::ill);
}

TEST(Simulation, a_trigger_acts_from_the_tick_after_it_was_turned) {
    Simulation town = all_forms::make();
    Workers workers(1);
    std::vector<std::string> lines;
    std::vector<Tick> told;
    const Callbacks callbacks{.progress =
                                  [&](Tick now, Tick end) {
                                      told.push_back(now);
                                      EXPECT_EQ(end, ticks);
                                      return now < 9;
                                  },
                              .log = [&](std::string_view line) { lines.emplace_back(line); }};
    EXPECT_FALSE(town.run(workers, ticks, callbacks));
    EXPECT_EQ(told.size(), 9u);
    EXPECT_EQ(town.now(), 9u);
    ASSERT_FALSE(lines.empty());
    const Tick turned = *town.triggers().since("epidemic");
    EXPECT_EQ(lines[0], town.clock().at(turned).text() + " trigger 'epidemic' on");
    const auto ill = town.series().at("ill").values();
    EXPECT_GE(ill[turned], 20.0);
    EXPECT_GE(ill[turned - 1], 20.0);
    EXPECT_LT(ill[turned - 2], 20.0);
}

namespace {

struct Break {
    static constexpr std::string_view name = "break";
    static constexpr auto uses = write(all_forms::stock);
    bool breaks = true;
    void operator()(float&) const {
        if (breaks) throw std::runtime_error("broken");
    }
};

}  // namespace

TEST(Simulation, an_error_in_the_middle_of_a_tick_is_told_until_a_state_is_loaded) {
    Simulation town(Seed{1}, {});
    Population& people = town.add(Population::numbered("resident", 600));
    people.add(all_forms::stock, 1.0f);
    town.add(Break{}, "resident");
    Workers workers(1);
    const auto before = town.save();
    const std::string middle =
        "simulation: tick 0 was left in the middle by an error; load a state, or go on from a fork made before";
    EXPECT_EQ(refusal([&] { town.step(workers); }).substr(0, 23), "rule break: at tick 0, ");
    EXPECT_EQ(refusal([&] { town.step(workers); }), middle);
    EXPECT_EQ(refusal([&] { town.fork(); }), middle);
    EXPECT_EQ(refusal([&] { town.save(); }), middle);
    town.load(before);
    town.rule<Break>("resident").breaks = false;
    town.step(workers);
    EXPECT_EQ(town.now(), 1u);
}

TEST(Simulation, an_observer_that_throws_takes_back_what_rules_on_whole_columns_wrote) {
    constexpr Column<float> rounds{"rounds"};
    Simulation town;
    town.add(Population("resident", {0, 1})).add(rounds, 0.0f);
    const auto count_up = [](const WholeRule::Call& call) {
        for (Index i = 0; i < call.population.size(); ++i) {
            *reinterpret_cast<float*>(call.columns[0].first + i * call.columns[0].stride) += 1.0f;
        }
    };
    town.add(WholeRule{.name = "count_up", .columns = {{"rounds", true}}, .apply = count_up}, "resident");
    bool fails = false;
    town.observe("earlier", [](const Agents&, Workers&) { return 1.0; });
    town.observe("fickle",
                 [&](const Agents&, Workers&) { return fails ? throw std::runtime_error("no answer") : 2.0; });
    run(town, 1, 2);
    const auto before = town.save();
    fails = true;
    EXPECT_THROW(run(town, 1, 1), std::runtime_error);
    EXPECT_EQ(town.save(), before);
    fails = false;
    run(town, 1, 1);
    EXPECT_EQ(town.population("resident").values(rounds)[1], 3.0f);
    EXPECT_EQ(town.series().at("earlier").values().size(), 3u);
}

TEST(Simulation, what_a_rule_on_whole_columns_logged_is_taken_back_with_its_tick) {
    Simulation town;
    town.add(Population("resident", {40, 30}));
    town.add(WholeRule{.name = "tell", .columns = {}, .apply = [](const auto& call) { call.log(1, 8, 0.5); }},
             "resident");
    bool fails = true;
    town.observe("fickle",
                 [&](const Agents&, Workers&) { return fails ? throw std::runtime_error("no answer") : 2.0; });
    town.check();
    const auto before = town.save();
    EXPECT_THROW(run(town, 1, 1), std::runtime_error);
    EXPECT_EQ(town.save(), before);
    fails = false;
    run(town, 1, 2);
    EXPECT_EQ(town.events().rows()[1], (EventRow{.tick = 1, .rule = 0, .agent = 30, .what = 8, .value = 0.5}));
    EXPECT_EQ(town.events().rows().size(), 2u);
}

TEST(Simulation, an_active_set_is_found_by_its_name_and_a_fork_has_its_own) {
    Simulation town;
    town.add(Population::numbered("resident", 600)).add(all_forms::stock, 5.0f);
    town.add(Population::numbered("shop", 600)).add(all_forms::stock, 5.0f);
    ActiveSet& awake = town.active_set("resident", "awake");
    EXPECT_EQ(&town.active_set("resident", "awake"), &awake);
    EXPECT_NE(&town.active_set("resident"), &awake);
    EXPECT_NE(&town.active_set("shop", "awake"), &awake);
    town.add(all_forms::Eat{}, "resident", {.active = &awake});
    awake.add_agent(0);
    run(town, 1, 1);
    EXPECT_EQ(refusal([&] { town.active_set("resident", "awaek"); }),
              "simulation: the rules are checked, and there is no active set 'awaek' of kind resident. Did you mean "
              "awake?");
    Simulation other = town.fork();
    other.active_set("resident", "awake").add_agent(599);
    EXPECT_EQ(awake.blocks().size(), 1u);
    run(other, 1, 1);
    run(town, 1, 1);
    EXPECT_EQ(town.population("resident").values(all_forms::stock)[599], 5.0f);
    EXPECT_LT(other.population("resident").values(all_forms::stock)[599], 5.0f);
    EXPECT_EQ(other.population("resident").values(all_forms::stock)[0],
              town.population("resident").values(all_forms::stock)[0]);
}

TEST(Simulation, mistakes_in_its_description_are_refused_before_the_first_tick) {
    Simulation town(Seed{1}, {});
    town.add(Population::numbered("resident", 6)).add(all_forms::stock, 1.0f);
    EXPECT_EQ(refusal([&] { Simulation(Seed{1}, {.minutes_per_tick = 0}); }).substr(0, 6), "clock:");
    const ActiveSet foreign(town.population("resident"));
    EXPECT_EQ(refusal([&] { town.add(all_forms::Eat{}, "resident", {.active = &foreign}); }),
              "rule eat: its active set is not one of this simulation; take one from active_set()");
    town.add(all_forms::Eat{}, "resident", {.trigger = "alarm"});
    Workers workers(1);
    EXPECT_EQ(refusal([&] { town.step(workers); }), "schedule: 'eat' waits for 'alarm', which is no trigger");
    town.add(Trigger{.name = "alarm", .series = "water", .on_at = 1.0, .off_at = 1.0});
    EXPECT_NE(refusal([&] { town.step(workers); }).find("water"), std::string::npos);
    town.observe("water", observe_mean("residents", all_forms::stock));
    EXPECT_EQ(refusal([&] { town.step(workers); }),
              "agents: no kind 'residents'; there are: resident. Did you mean resident?");
    EXPECT_EQ(town.now(), 0u);
}

TEST(Simulation, a_state_of_another_seed_or_description_is_refused) {
    Simulation town = all_forms::make();
    Simulation other = all_forms::make({7, 2});
    EXPECT_EQ(refusal([&] { other.load(town.save()); }),
              "simulation: the state is of seed 7, replicate 1, not of seed 7, replicate 2");
    Simulation larger = all_forms::make({7, 1}, all_forms::residents + 1);
    EXPECT_NE(refusal([&] { larger.load(town.save()); }), "accepted");
    const auto state = town.save();
    EXPECT_NE(refusal([&] { town.load(std::span(state).first(state.size() - 1)); }), "accepted");
    town.load(state);
    EXPECT_EQ(town.save(), state);
}

namespace {

struct Count {
    static constexpr std::string_view name = "count";
    static constexpr auto uses = write(all_forms::stock);
    void operator()(float& own) const { own += 1.0f; }
};

/// The town of all forms, where one more rule waits for a condition.
Simulation conditional(Seed seed) {
    Simulation town = all_forms::make(seed);
    Population& offices = town.add(Population::numbered("office", 3));
    offices.add(all_forms::stock, 0.0f);
    town.observe("goods", observe_sum("shop", all_forms::goods));
    town.add(Count{}, "office", {.trigger = "(ill>=5 and fear<0.9) for 3 h or time_of_day >= 22 h"});
    town.add(ConditionTrigger{.name = "want", .start = "goods < 290 for 2 h", .end = "ill > 400 for 4 h"});
    return town;
}

}  // namespace

TEST(Simulation, a_rule_runs_while_a_condition_over_the_series_holds) {
    Simulation town(Seed{1}, {.start = *DateTime::parse("2021-07-20T14:00")});
    Population& people = town.add(Population::numbered("resident", 2));
    people.add(all_forms::stock, 0.0f);
    std::vector<double> depths{0, 60, 60, 60, 0, 60, 60, 60};
    town.observe(
        "depth", [&, k = std::size_t{0}](const Agents&, Workers&) { return depths[town.now()]; }, 1, 0, "cm");
    town.add(Count{}, "resident", {.trigger = "depth>=0.5 m for 2h or time>=2021-07-20T21:00"});
    EXPECT_EQ(town.triggers().names(), std::vector<std::string>{"depth >= 0.5 m for 2 h or time >= 2021-07-20T21:00"});
    Workers workers(1);
    std::vector<float> counts;
    for (std::size_t k = 0; k < depths.size(); ++k) {
        town.step(workers);
        counts.push_back(people.column(all_forms::stock)[0]);
    }
    // On after the ticks 2, 3 and 6, so that it runs in 3, 4 and 7.
    EXPECT_EQ(counts, (std::vector<float>{0, 0, 0, 1, 2, 2, 2, 3}));
}

TEST(Simulation, rules_that_wait_for_one_condition_share_its_trigger) {
    Simulation town = all_forms::make();
    const std::size_t before = town.triggers().names().size();
    for (const std::string kind : {"office", "bank"}) {
        town.add(Population::numbered(kind, 1)).add(all_forms::stock, 0.0f);
        town.add(Count{}, kind, {.trigger = kind == "bank" ? "ill > 5" : "( ill>5 )"});
    }
    EXPECT_EQ(town.triggers().names().size(), before + 1);
    EXPECT_TRUE(town.triggers().contains("ill > 5"));
}

TEST(Simulation, a_condition_with_mistakes_is_refused_as_its_rule_is_added) {
    Simulation town = all_forms::make();
    town.add(Population::numbered("office", 1)).add(all_forms::stock, 0.0f);
    const auto before = town.save();
    EXPECT_EQ(
        refusal([&] { town.add(Count{}, "office", {.trigger = "faer > 0.1 and ill > 3 h"}); }),
        "rule count, trigger:1:1: this is faer; must be a known name. Did you mean fear?\n"
        "    1 | faer > 0.1 and ill > 3 h\n"
        "      | ^~~~\n"
        "rule count, trigger:1:20: this is ill > 3 h; must be two of a kind: ill is a plain number, 3 h is a time.\n"
        "    1 | faer > 0.1 and ill > 3 h\n"
        "      |                    ^");
    EXPECT_EQ(refusal([&] { town.add(Count{}, "offce", {.trigger = "ill > 5"}); }).substr(0, 8), "agents: ");
    EXPECT_EQ(
        refusal([&] { town.add(ConditionTrigger{.name = "late", .start = "ill > 5 for 90 min"}); }),
        "trigger 'late', start:1:13: this is 90 min; must be a whole number of ticks of 60 min. Did you mean 120 min?\n"
        "    1 | ill > 5 for 90 min\n"
        "      |             ^~~~~~");
    EXPECT_EQ(refusal([&] { town.observe("depth", observe_mean("resident", all_forms::fear), 1, 0, "metres"); }),
              "series 'depth': its unit is \"metres\", which is not known. Did you mean m?");
    EXPECT_EQ(town.save(), before);
}

TEST(Simulation, what_conditions_count_is_saved_forked_and_the_same_on_any_number_of_threads) {
    Simulation whole = conditional({7, 1});
    run(whole, 1, ticks);
    EXPECT_TRUE(whole.triggers().since("want").has_value());
    EXPECT_GT(whole.population("office").column(all_forms::stock)[0], 1.0f);
    EXPECT_LT(whole.population("office").column(all_forms::stock)[0], static_cast<float>(ticks) - 1.0f);
    const auto end = whole.save();
    for (const unsigned threads : {2u, 8u}) {
        Simulation other = conditional({7, 1});
        run(other, threads, ticks);
        EXPECT_EQ(other.save(), end) << threads;
    }
    Simulation first = conditional({7, 1});
    for (Tick middle = 0; middle < ticks; ++middle) {
        Simulation forked = first.fork();
        Simulation loaded = conditional({7, 1});
        loaded.load(first.save());
        for (Simulation* const each : {&forked, &loaded}) {
            run(*each, 1, ticks - middle);
            ASSERT_EQ(each->save(), end) << middle;
        }
        run(first, 2, 1);
    }
    EXPECT_EQ(first.save(), end);
}

}  // namespace simulation_test
