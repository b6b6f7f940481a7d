// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/simulation.hpp>
#include <commonweal/process/participation.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace participation_test {

using Graphs = std::vector<std::shared_ptr<const core::Graph>>;

std::shared_ptr<const core::Graph> random_graph(double mean_degree, core::Index size, std::uint32_t number) {
    core::Workers workers(1);
    return std::make_shared<const core::Graph>(core::generate(core::ErdosRenyi{.mean_degree = mean_degree}, size,
                                                              core::Layer{"contacts"}, {11, number}, workers));
}

AgentValues everybody(double value) { return {.drawn = core::Distribution::constant(value)}; }

std::vector<double> last_shares(const Dataset& dataset) {
    const std::vector<double>& values = dataset.variable("acting").values;
    const std::size_t records = dataset.dimension("time").values.size();
    std::vector<double> last;
    for (std::size_t k = records - 1; k < values.size(); k += records) last.push_back(values[k]);
    return last;
}

double mean(const std::vector<double>& values) {
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

/// Thresholds 0, 1, ... 99 others; who needs one other may need two instead.
std::vector<double> riot(bool one_needs_two) {
    std::vector<double> thresholds(100);
    std::iota(thresholds.begin(), thresholds.end(), 0.0);
    if (one_needs_two) thresholds[1] = 2.0;
    return thresholds;
}

/// People of different thresholds, some of whom need nobody, under one of the two rules.
template <class Rule>
core::Simulation with_rule(const std::shared_ptr<const core::Graph>& graph, const Participation& participation,
                           std::uint32_t seed) {
    core::Simulation simulation({.value = seed});
    core::Population& crowd = simulation.add(core::Population::numbered("person", graph->size()));
    simulation.layers("person").add(core::Layer{"contacts"}, graph);
    crowd.add(columns::participation, std::uint8_t{0});
    crowd.add(columns::participation_needed, 0.0f);
    crowd.add(columns::participation_tasks, 1.0f);
    crowd.add(columns::participation_neighbours, std::uint32_t{0});
    for (core::Index row = 0; row < crowd.size(); ++row) {
        const double threshold = 0.02 * (row % 20) - 0.001;
        crowd.values(columns::participation_needed)[row] =
            share_needed(participation, threshold, 0, graph->degree(row));
    }
    simulation.add(Rule{.participation = participation, .step = 0.1}, "person");
    if constexpr (core::form_of<Rule>() == core::Form::event) {
        core::EventQueue& queue = simulation.queue("person", Rule::name);
        const auto needed = crowd.values(columns::participation_needed);
        for (core::Index row = 0; row < needed.size(); ++row) {
            if (needed[row] <= 0.0f) queue.plan(row, 0, Rule::considers);
        }
    }
    return simulation;
}

std::vector<std::uint8_t> acting_after(core::Simulation& simulation, core::Tick ticks) {
    core::Workers workers(1);
    simulation.run(workers, ticks);
    const auto values = simulation.population("person").values(columns::participation);
    return {values.begin(), values.end()};
}

/// The mean number who act after 40 ticks in several runs, and its standard error.
template <class Rule>
std::pair<double, double> mean_after(const std::shared_ptr<const core::Graph>& graph,
                                     const Participation& participation) {
    std::vector<double> numbers;
    for (std::uint32_t seed = 0; seed < 24; ++seed) {
        core::Simulation simulation = with_rule<Rule>(graph, participation, seed);
        const std::vector<std::uint8_t> acting = acting_after(simulation, 40);
        numbers.push_back(std::accumulate(acting.begin(), acting.end(), 0.0));
    }
    const double found = mean(numbers);
    double squares = 0.0;
    for (const double number : numbers) squares += (number - found) * (number - found);
    return {found, std::sqrt(squares / (24.0 * 23.0))};
}

}  // namespace participation_test

using namespace participation_test;

TEST(Participation, one_person_decides_between_a_riot_and_none) {  // V08, Granovetter 1978
    const Participation by_number{.measure = ThresholdMeasure::number};
    const Participation by_share;
    std::vector<double> shares[] = {riot(false), riot(true)};
    for (std::vector<double>& of_people : shares) {
        for (double& share : of_people) share /= 100.0;
    }
    const double expected[] = {1.0, 0.01};
    for (int k = 0; k < 2; ++k) {
        const ParticipationStart numbers{.threshold = {.given = riot(k == 1)}};
        EXPECT_DOUBLE_EQ(last_shares(simulate(by_number, numbers, {.size = 100}))[0], expected[k]);
        const ParticipationStart fractions{.threshold = {.given = shares[k]}};
        EXPECT_DOUBLE_EQ(last_shares(simulate(by_share, fractions, {.size = 100}))[0], expected[k]);
    }
}

TEST(Participation, a_complete_graph_is_a_mixed_crowd) {
    core::Workers workers(1);
    const auto complete = std::make_shared<const core::Graph>(
        core::generate(core::Complete{}, 300, core::Layer{"contacts"}, {1, 0}, workers));
    const ParticipationStart start{.acting = {.count = 3}};
    const Experiment crowd{.size = 300, .until = 12.0, .every = 1.0, .replicates = 10, .seed = 4};
    Experiment graph = crowd;
    graph.graphs = {complete};
    EXPECT_EQ(simulate(Participation{}, start, crowd).variable("acting").values,
              simulate(Participation{}, start, graph).variable("acting").values);
}

TEST(Participation, equilibria_are_those_of_granovetter) {  // V09
    const std::pair<double, double> cases[] = {{0.10, 0.007696}, {0.12, 0.040211}, {0.122, 0.05479}, {0.1225, 1.0}};
    for (const auto& [sd, share] : cases) EXPECT_NEAR(equilibrium({.mean = 0.25, .sd = sd}), share, 1e-4) << sd;
    EXPECT_NEAR(critical_sd(0.25), 0.1222209, 1e-7);
    // On both sides of the critical value, for other means too.
    for (const double average : {0.1, 0.25, 0.4}) {
        EXPECT_LT(equilibrium({.mean = average, .sd = 0.999 * critical_sd(average)}), average);
        EXPECT_GT(equilibrium({.mean = average, .sd = 1.001 * critical_sd(average)}), average);
    }
}

RC_GTEST_PROP(Participation, nobody_would_join_or_leave_at_an_equilibrium, ()) {
    const double average = *rc::gen::inRange(-200, 1500) / 1000.0;
    const double sd = *rc::gen::inRange(1, 900) / 1000.0;
    const double eligible = *rc::gen::inRange(0, 1001) / 1000.0;
    const double acting = eligible * *rc::gen::inRange(0, 1001) / 1000.0;
    const double found = equilibrium({.mean = average, .sd = sd}, {.acting = acting, .eligible = eligible});
    const auto next = [&](double share) {
        return acting + (eligible - acting) * core::math::normal_cdf((share - average) / sd);
    };
    RC_ASSERT(std::fabs(next(found) - found) < 1e-9);
    // It is the first: Granovetter's own course, step by step from those who act anyhow, never passes it.
    double share = acting;
    for (int round = 0; round < 200; ++round) {
        RC_ASSERT(share <= found + 1e-9);
        share = next(share);
    }
}

TEST(Participation, cascade_windows_are_those_of_watts) {  // V10
    const std::pair<double, CascadeWindow> cases[] = {{0.18, {1.02070, 5.76468}},
                                                      {0.25, {1.11414, 3.86307}},
                                                      {0.10, {1.0000011, 13.65931}},
                                                      {0.15, {1.00373, 7.47708}},
                                                      {0.2, {1.02070, 5.76468}}};
    for (const auto& [threshold, expected] : cases) {
        const auto found = cascade_window(threshold);
        ASSERT_TRUE(found);
        EXPECT_NEAR(found->low, expected.low, 1e-5) << threshold;
        EXPECT_NEAR(found->high, expected.high, 1e-5) << threshold;
        for (const double end : {found->low, found->high}) {
            const std::vector<double> degrees = poisson_degrees(end);
            EXPECT_NEAR(cascade_branching({}, degrees, core::Distribution::constant(threshold)), 1.0, 1e-9);
        }
    }
    EXPECT_FALSE(cascade_window(0.34));
    EXPECT_FALSE(cascade_window(1.0));
}

TEST(Participation, a_cascade_has_the_size_of_gleeson_and_cahalane) {  // V11
    const auto size = [](double mean_degree, double seeds) {
        return cascade_size({}, poisson_degrees(mean_degree), core::Distribution::constant(0.18), seeds);
    };
    EXPECT_NEAR(size(3.0, 1e-9), 0.940478, 1e-6);
    EXPECT_LT(size(7.0, 1e-6), 1e-5);
    EXPECT_EQ(size(3.0, 1.0), 1.0);
    // Everybody follows one neighbour: the giant component, S = 1 - exp(-z S); 0.796812 of z = 2.
    EXPECT_NEAR(cascade_size({.measure = ThresholdMeasure::number}, poisson_degrees(2.0),
                             core::Distribution::constant(1.0), 1e-12),
                0.7968121, 1e-6);
}

TEST(Participation, cascades_on_graphs_are_as_many_and_as_large_as_those_of_watts) {  // V11, reduced
    const auto cascades = [](double mean_degree) {
        Graphs graphs;
        for (std::uint32_t k = 0; k < 15; ++k) graphs.push_back(random_graph(mean_degree, 10'000, k));
        std::vector<double> shares =
            last_shares(simulate(Participation{}, {.acting = {.count = 1}, .threshold = everybody(0.18)},
                                 {.graphs = graphs, .every = 1000.0, .replicates = 300, .seed = 1}));
        std::erase_if(shares, [](double share) { return share < 0.1; });
        return shares;
    };
    const std::vector<double> found = cascades(3.0);
    EXPECT_NEAR(static_cast<double>(found.size()) / 300.0, 0.890, 0.05);
    EXPECT_NEAR(mean(found), 0.9408, 0.003);
    EXPECT_TRUE(cascades(7.0).empty());
}

TEST(Participation,
     thresholds_on_graphs_end_as_the_recursion_says) {  // four times the spread between runs of this size
    const auto thresholds = core::Distribution::normal({.mean = 0.35, .sd = 0.15});
    for (const double seeds : {0.01, 0.05}) {
        Graphs graphs;
        for (std::uint32_t k = 0; k < 10; ++k) graphs.push_back(random_graph(8.0, 20'000, k));
        const auto count = static_cast<core::Index>(seeds * 20'000.0);
        const std::vector<double> found = last_shares(
            simulate(Participation{}, {.acting = {.count = count}}, {.graphs = graphs, .replicates = 20, .seed = 2}));
        EXPECT_NEAR(mean(found), cascade_size({}, poisson_degrees(8.0), thresholds, seeds), 0.005) << seeds;
    }
}

TEST(Participation, one_of_five_reaches_a_fifth) {
    EXPECT_LE(share_needed({}, 0.2, 0, 5), 0.2f);
    EXPECT_GT(share_needed({}, 0.2 + 1e-11, 0, 5), 0.2f);
    EXPECT_LE(share_needed({}, 0.35, 1.0, 5), 0.2f);
    EXPECT_LE(share_needed({.measure = ThresholdMeasure::number}, 3.0, 0, 5), 0.6f);
    EXPECT_GT(share_needed({.measure = ThresholdMeasure::number}, 3.0, 0, 5), 0.4f);
    EXPECT_GT(share_needed({}, 0.0001, 0, 0), 0.0f);
    EXPECT_LE(share_needed({}, 0.0, 0, 0), 0.0f);
}

RC_GTEST_PROP(Participation, a_share_is_needed_just_where_it_reaches_the_threshold, ()) {
    const auto known = static_cast<std::uint64_t>(*rc::gen::inRange(1, 400));
    const auto acting = *rc::gen::inRange<std::uint64_t>(0, known + 1);
    const double threshold = *rc::gen::inRange(-100, 1200) / 1000.0;
    const double share = static_cast<double>(acting) / static_cast<double>(known);
    const bool reached = share >= threshold - threshold_slack;
    RC_ASSERT((static_cast<float>(share) >= share_needed({}, threshold, 0, known)) == reached);
}

TEST(Participation, a_cascade_goes_tick_by_tick_as_if_all_were_looked_at) {
    const auto graph = random_graph(6.0, 2000, 1);
    core::Simulation all = with_rule<Participate>(graph, {}, 3);
    core::Simulation cascade = with_rule<SpreadParticipation>(graph, {}, 3);
    for (int tick = 0; tick < 12; ++tick) EXPECT_EQ(acting_after(all, 1), acting_after(cascade, 1)) << tick;
}

TEST(Participation, those_who_wait_to_be_asked_begin_as_soon_on_average_in_both_rules) {
    const auto graph = random_graph(6.0, 5000, 2);
    const Participation waiting{.opportunity = Opportunity::by_chance, .task_rate = 0.3, .ask_rate = 1.0};
    const auto [all, error_of_all] = mean_after<Participate>(graph, waiting);
    const auto [cascade, error_of_cascade] = mean_after<SpreadParticipation>(graph, waiting);
    EXPECT_NEAR(all, cascade, 4.0 * std::hypot(error_of_all, error_of_cascade));
    EXPECT_LT(error_of_all, 0.03 * all);
}

TEST(Participation, somebody_alone_at_the_sight_of_tasks_waits_an_exponential_time) {
    const auto alone = std::make_shared<const core::Graph>(core::Graph::undirected(20'000, {}));
    const Participation waiting{.opportunity = Opportunity::by_chance, .task_rate = 0.2};
    const ParticipationStart start{.threshold = everybody(0.0), .tasks = everybody(0.5)};
    for (const Graphs& graphs : {Graphs{alone}, Graphs{}}) {
        Experiment experiment{.size = 20'000, .graphs = graphs, .until = 5.0, .seed = 1};
        Participation unasked = waiting;
        unasked.ask_rate = 0.0;
        const double expected = 1.0 - std::exp(-0.2 * 0.5 * 5.0);
        EXPECT_NEAR(last_shares(simulate(unasked, start, experiment))[0], expected, 4.0 * 0.5 / std::sqrt(20'000.0));
    }
}

TEST(Participation, half_the_step_moves_shares_by_noise_only) {
    const Participation waiting{.opportunity = Opportunity::by_chance};
    const auto share = [&](double step) {
        const Experiment experiment{.size = 5000, .until = 4.0, .step = step, .replicates = 20, .seed = 1};
        return mean(last_shares(simulate(waiting, {.acting = {.count = 500}}, experiment)));
    };
    EXPECT_NEAR(share(0.05), share(0.025), 0.01);
}

TEST(Participation, gates_keep_out_who_is_not_eligible_and_organisers_let_in) {
    const Participation participation;
    const Experiment experiment{.size = 4000, .replicates = 5, .seed = 2};
    const ParticipationStart some{.threshold = everybody(-1.0), .eligible = everybody(0.25)};
    EXPECT_NEAR(mean(last_shares(simulate(participation, some, experiment))), 0.25, 4.0 * 0.433 / std::sqrt(20'000.0));
    // With thresholds of .1 nobody begins, unless organisers lower them by .15 for a tenth, who are then followed by
    // all.
    ParticipationStart start{.threshold = everybody(0.1)};
    EXPECT_EQ(mean(last_shares(simulate(participation, start, experiment))), 0.0);
    start.organiser.given.assign(4000, 0.0);
    std::fill_n(start.organiser.given.begin(), 400, 1.0);
    EXPECT_EQ(mean(last_shares(simulate(participation, start, experiment))), 1.0);
}

TEST(Participation, everybody_begins_once_and_for_good) {
    const auto graph = random_graph(5.0, 1000, 3);
    const Participation waiting{.opportunity = Opportunity::by_chance};
    for (const Graphs& graphs : {Graphs{graph}, Graphs{}}) {
        const Dataset course = simulate(waiting, {.acting = {.count = 50}},
                                        {.size = 1000, .graphs = graphs, .until = 10.0, .replicates = 3});
        const std::size_t records = course.dimension("time").values.size();
        const std::vector<double>& acting = course.variable("acting").values;
        for (std::size_t r = 0; r < 3; ++r) {
            const auto first = acting.begin() + static_cast<std::ptrdiff_t>(r * records);
            EXPECT_TRUE(std::is_sorted(first, first + static_cast<std::ptrdiff_t>(records)));
            EXPECT_GE(*first, 0.05);
            EXPECT_LE(*(first + static_cast<std::ptrdiff_t>(records) - 1), 1.0);
        }
    }
}

RC_GTEST_PROP(Participation, lower_thresholds_and_more_who_act_never_leave_fewer, ()) {
    const auto graph = random_graph(4.0, 200, *rc::gen::inRange(0u, 50u));
    const auto thresholds = *rc::gen::container<std::vector<double>>(
        200, rc::gen::map(rc::gen::inRange(0, 100), [](int percent) { return percent / 100.0; }));
    std::vector<double> lower = thresholds;
    for (double& threshold : lower) threshold -= *rc::gen::inRange(0, 10) / 100.0;
    const auto share = [&](const std::vector<double>& values, std::vector<core::Index> rows) {
        const ParticipationStart start{.acting = {.rows = std::move(rows)}, .threshold = {.given = values}};
        return last_shares(simulate({}, start, {.graphs = {graph}}))[0];
    };
    RC_ASSERT(share(lower, {0}) >= share(thresholds, {0}));
    RC_ASSERT(share(thresholds, {0, 1, 2}) >= share(thresholds, {0}));
}

RC_GTEST_PROP(Participation, numbering_people_otherwise_changes_nothing, ()) {
    const auto edges = random_graph(4.0, 100, *rc::gen::inRange(0u, 50u))->edges().ends;
    std::vector<core::Index> place(100);
    std::iota(place.begin(), place.end(), core::Index{0});
    const std::uint32_t turns = *rc::gen::inRange(1u, 100u);
    std::rotate(place.begin(), place.begin() + turns, place.end());
    std::vector<core::Edge> moved;
    for (const auto& [a, b] : edges) moved.emplace_back(place[a], place[b]);
    std::vector<double> thresholds(100);
    std::vector<double> moved_thresholds(100);
    for (core::Index row = 0; row < 100; ++row) {
        thresholds[row] = (row * 37 % 60) / 100.0;
        moved_thresholds[place[row]] = thresholds[row];
    }
    const auto course = [](const std::vector<core::Edge>& ends, const std::vector<double>& values) {
        const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(100, ends));
        return simulate(Participation{}, {.threshold = {.given = values}}, {.graphs = {graph}})
            .variable("acting")
            .values;
    };
    RC_ASSERT(course(edges, thresholds) == course(moved, moved_thresholds));
}

TEST(Participation, threads_change_nothing_and_seeds_everything) {
    const Participation waiting{.opportunity = Opportunity::by_chance};
    const auto graph = random_graph(6.0, 500, 4);
    for (const Graphs& graphs : {Graphs{graph}, Graphs{}}) {
        const auto course = [&](std::uint32_t seed, unsigned threads) {
            const Experiment experiment{
                .size = 500, .graphs = graphs, .until = 8.0, .replicates = 6, .seed = seed, .threads = threads};
            return simulate(waiting, {.acting = {.count = 20}}, experiment).variable("acting").values;
        };
        EXPECT_EQ(course(5, 1), course(5, 2));
        EXPECT_NE(course(5, 1), course(6, 1));
    }
}

TEST(Participation, one_person_alone_acts_only_without_a_threshold) {
    const auto alone = std::make_shared<const core::Graph>(core::Graph::undirected(1, {}));
    for (const Graphs& graphs : {Graphs{alone}, Graphs{}}) {
        const Experiment experiment{.size = 1, .graphs = graphs};
        EXPECT_EQ(last_shares(simulate(Participation{}, {.threshold = everybody(0.0)}, experiment))[0], 1.0);
        EXPECT_EQ(last_shares(simulate(Participation{}, {.threshold = everybody(0.1)}, experiment))[0], 0.0);
    }
}

TEST(Participation, every_mistake_is_told_at_once) {
    const Participation participation{.ask_rate = -1.0, .organiser_effect = std::numeric_limits<double>::quiet_NaN()};
    try {
        simulate(participation, {.acting = {.count = 200}, .eligible = everybody(1.5)}, {.size = 100});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "ask_rate");
        EXPECT_EQ(error.mistakes()[1].path, "organiser_effect");
        EXPECT_EQ(error.mistakes()[2].text(), "keyword: acting is 200; must be at most the number of people, 100.");
        EXPECT_EQ(error.mistakes()[3].text(), "keyword: eligible is 1.5; must be between 0 and 1.");
    }
}

TEST(Participation, closed_forms_refuse_what_they_do_not_hold_for) {
    const double nothing = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(equilibrium({.mean = 0.3, .sd = 0.0}), core::ConfigError);
    EXPECT_THROW(equilibrium({.mean = nothing}), core::ConfigError);
    EXPECT_THROW(equilibrium({}, {.acting = 0.5, .eligible = 0.4}), core::ConfigError);
    EXPECT_THROW(critical_sd(0.5), core::ConfigError);
    EXPECT_THROW(cascade_window(nothing), core::ConfigError);
    EXPECT_THROW(poisson_degrees(0.0), core::ConfigError);
    const auto threshold = core::Distribution::constant(0.2);
    EXPECT_THROW(cascade_branching({}, std::vector{1.0}, threshold), core::ConfigError);
    EXPECT_THROW(cascade_branching({}, std::vector{0.5, nothing}, threshold), core::ConfigError);
    EXPECT_THROW(cascade_size({}, poisson_degrees(3.0), threshold, 0.0), core::ConfigError);
}

TEST(Participation, every_parameter_is_described) {
    Participation participation;
    expect_described(participation, 5);
}
