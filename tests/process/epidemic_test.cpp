// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/core/graph_measures.hpp>
#include <commonweal/process/epidemic.hpp>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

/// Without latent time, death and reports.
Epidemic plain_epidemic(double r0, std::uint32_t stages = 1) {
    return {.r0 = r0,
            .latent_time = 0.0,
            .infectious_time = 5.0,
            .infectious_stages = stages,
            .death_share = 0.0,
            .report_share = 0.0};
}

Epidemic swept(Epidemic epidemic) {
    epidemic.engine = EpidemicEngine::sweep;
    return epidemic;
}

/// Share ever infected in each replicate.
std::vector<double> attacked(const Dataset& course) {
    const std::vector<double>& susceptible = course.variable("susceptible").values;
    const std::vector<double>& immune = course.variable("immune").values;
    const std::size_t records = course.dimension("time").values.size();
    std::vector<double> all;
    for (std::size_t k = records - 1; k < susceptible.size(); k += records) {
        // Without what rounding leaves: samples are compared value by value.
        all.push_back(std::round(1e9 * (1.0 - susceptible[k] - immune[k])) / 1e9);
    }
    return all;
}

struct AttackMean {
    double mean;
    double error;  ///< Standard error of the mean.
};

AttackMean attack_mean(const std::vector<double>& shares) {
    const auto count = static_cast<double>(shares.size());
    const double mean = std::accumulate(shares.begin(), shares.end(), 0.0) / count;
    double squares = 0.0;
    for (const double share : shares) squares += (share - mean) * (share - mean);
    return {mean, std::sqrt(squares / (count - 1.0) / count)};
}

std::shared_ptr<const core::Graph> shared_graph(core::Graph graph) {
    return std::make_shared<const core::Graph>(std::move(graph));
}

std::shared_ptr<const core::Graph> random_ties(double mean_degree, core::Index size) {
    core::Workers workers(1);
    return shared_graph(
        generate(core::ErdosRenyi{.mean_degree = mean_degree}, size, core::Layer{"contacts"}, {.value = 1}, workers));
}

/// Largest distance of the distributions of two samples, over what one in a thousand exceeds.
double distribution_distance(std::vector<double> one, std::vector<double> other) {
    std::sort(one.begin(), one.end());
    std::sort(other.begin(), other.end());
    std::vector<double> all = one;
    all.insert(all.end(), other.begin(), other.end());
    double distance = 0.0;
    for (const double value : all) {
        const auto share = [value](const std::vector<double>& sample) {
            return static_cast<double>(std::upper_bound(sample.begin(), sample.end(), value) - sample.begin()) /
                   static_cast<double>(sample.size());
        };
        distance = std::max(distance, std::abs(share(one) - share(other)));
    }
    const auto n = static_cast<double>(one.size());
    const auto m = static_cast<double>(other.size());
    return distance / (1.95 * std::sqrt((n + m) / (n * m)));
}

}  // namespace

TEST(Epidemic, the_clock_of_contacts_slows_and_turns_back) {
    const Epidemic epidemic{.control_time = 10.0, .control_factor = 0.5};
    EXPECT_EQ(contact_clock(epidemic, 4.0), 4.0);
    EXPECT_EQ(contact_clock(epidemic, 14.0), 12.0);
    for (const double time : {0.0, 3.0, 10.0, 25.0}) {
        EXPECT_NEAR(time_of_contact_clock(epidemic, contact_clock(epidemic, time)), time, 1e-12);
    }
}

TEST(Epidemic, rates_are_those_of_the_mean_degree_or_given) {
    const Epidemic epidemic{.r0 = 3.0, .community_r0 = 0.6, .infectious_time = 6.0};
    EXPECT_FLOAT_EQ(infection_rates(epidemic, 100, 10.0).tie, 0.05f);
    EXPECT_FLOAT_EQ(infection_rates(epidemic, 100, 10.0).crowd, 0.1f);
    EXPECT_FLOAT_EQ(infection_rates(epidemic, 100, std::nullopt).crowd, 0.6f);
    EXPECT_EQ(infection_rates(epidemic, 100, 0.0).tie, 0.0f);
    EXPECT_EQ(infection_rates(epidemic, 1, std::nullopt).crowd, 0.0f);
    EXPECT_FLOAT_EQ(infection_rates({.tie_rate = 0.01, .infectious_time = 6.0}, 101, std::nullopt).crowd, 1.0f);
}

TEST(Epidemic, equations_end_at_the_final_size_for_any_stages) {  // V16
    const double expected[][2] = {
        {1.5, 0.5828116}, {2.0, 0.7968121}, {2.5, 0.8926448}, {3.0, 0.9404798}, {4.0, 0.9801726}};
    for (const auto& [r0, size] : expected) {
        const Dataset course = mean_field(plain_epidemic(r0), {.infectious = 1e-9}, 1000.0, 1000.0);
        EXPECT_NEAR(1.0 - course.variable("susceptible").values.back(), size, 1e-6);
    }
    const Epidemic staged{.r0 = 2.0, .latent_stages = 3, .infectious_stages = 4};
    const EpidemicShares start{.infectious = 0.01, .immune = 0.1};
    const Dataset course = mean_field(staged, start, 800.0, 800.0);
    EXPECT_NEAR(0.9 - course.variable("susceptible").values.back(), final_size(2.0, start), 1e-6);
    EXPECT_NEAR(course.variable("dead").values.back(), 0.0066 * final_size(2.0, start), 1e-6);
}

TEST(Epidemic, equations_peak_where_the_closed_form_does) {  // V17
    for (const double r0 : {1.5, 2.0, 3.0}) {
        const Dataset course = mean_field(plain_epidemic(r0), {.infectious = 1e-8}, 300.0, 0.05);
        const auto& infectious = course.variable("infectious").values;
        EXPECT_NEAR(*std::max_element(infectious.begin(), infectious.end()), peak_prevalence(r0), 1e-5);
    }
}

TEST(Epidemic, growth_and_reproduction_number_follow_from_each_other) {  // V23
    const Epidemic one{
        .r0 = 5.0, .latent_time = 5.0, .latent_stages = 1, .infectious_time = 10.0, .infectious_stages = 1};
    EXPECT_NEAR(initial_growth(one), growth_rate({.beta = 0.5, .sigma = 0.2, .gamma = 0.1}), 1e-12);
    for (const std::uint32_t stages : {0u, 1u, 3u}) {
        Epidemic epidemic{.latent_stages = stages, .infectious_stages = stages};
        for (const double r0 : {0.5, 1.0, 3.0}) {
            epidemic.r0 = r0;
            EXPECT_NEAR(r0_from_growth(epidemic, initial_growth(epidemic)), r0, 1e-9);
        }
    }
    const Dataset course = mean_field(one, {.infectious = 1e-9}, 80.0, 40.0);
    const auto& infectious = course.variable("infectious").values;
    EXPECT_NEAR(std::log(infectious[2] / infectious[1]) / 40.0, 0.1701562, 1e-4);
}

TEST(Epidemic, control_bends_the_equations_at_its_time) {
    Epidemic epidemic = plain_epidemic(3.0);
    epidemic.control_time = 7.3;
    epidemic.control_factor = 0.0;
    const Dataset course = mean_field(epidemic, {.infectious = 1e-4}, 20.0, 1.0);
    const auto& susceptible = course.variable("susceptible").values;
    EXPECT_EQ(susceptible[8], susceptible[20]);
    EXPECT_LT(susceptible[7], susceptible[6]);
    const auto& infectious = course.variable("infectious").values;
    EXPECT_NEAR(infectious[20] / infectious[10], std::exp(-2.0), 1e-9);
}

TEST(Epidemic, both_engines_end_a_crowd_at_the_final_size) {  // V16, reduced
    const Experiment experiment{.size = 1000, .step = 0.5, .replicates = 20, .seed = 1};
    for (const std::uint32_t stages : {1u, 3u}) {
        const Epidemic epidemic = plain_epidemic(2.0, stages);
        const EpidemicStart start{.shares = {.infectious = 0.01, .immune = 0.1}};
        const double expected = final_size(2.0, start.shares);
        for (const Epidemic& each : {epidemic, swept(epidemic)}) {
            const AttackMean found = attack_mean(attacked(simulate(each, start, experiment)));
            EXPECT_NEAR(found.mean, expected, 4.0 * found.error + 0.005);
        }
    }
}

TEST(Epidemic, both_engines_have_one_distribution_on_a_graph_and_in_a_crowd) {
    Epidemic epidemic{
        .r0 = 1.8, .latent_time = 2.0, .latent_stages = 2, .infectious_time = 4.0, .infectious_stages = 2};
    epidemic.community_r0 = 0.4;
    const EpidemicStart start{.infectious = {.count = 3}};
    const auto graph = random_ties(6.0, 100);
    for (const bool on_graph : {true, false}) {
        Experiment experiment{.size = 100, .replicates = 200, .seed = 3};
        if (on_graph) experiment.graphs = {graph};
        const Dataset events = simulate(epidemic, start, experiment);
        experiment.step = 0.4;
        const Dataset sweeps = simulate(swept(epidemic), start, experiment);
        EXPECT_LT(distribution_distance(attacked(events), attacked(sweeps)), 1.0);
    }
}

TEST(Epidemic, a_fixed_time_on_a_graph_is_bond_percolation) {  // V18
    const double tie_rate = 0.2;
    const double chance = 1.0 - std::exp(-tie_rate * 5.0 / 2.0);
    Epidemic epidemic = plain_epidemic(0.0, 0);
    epidemic.infectious_time = 2.5;
    epidemic.tie_rate = tie_rate;
    const Experiment experiment{.graphs = {random_ties(4.0, 300)}, .replicates = 600, .seed = 2};
    std::vector<double> outbreaks = percolate(chance, experiment).variable("outbreak").values;
    for (double& share : outbreaks) share = std::round(1e9 * share) / 1e9;
    EXPECT_LT(distribution_distance(attacked(simulate(epidemic, {}, experiment)), outbreaks), 1.0);
}

TEST(Epidemic, all_ties_that_pass_it_on_reach_the_components) {  // V24
    const auto graph = random_ties(1.5, 4000);
    std::map<core::Index, double> sizes;
    for (const core::Index lowest : core::components(*graph)) sizes[lowest] += 1.0;
    double largest = 0.0;
    for (const auto& [lowest, size] : sizes) largest = std::max(largest, size);
    const Dataset found = percolate(1.0, {.graphs = {graph}});
    EXPECT_EQ(found.variable("largest").values.front(), largest / 4000.0);
    EXPECT_EQ(percolate(0.0, {.graphs = {graph}}).variable("outbreak").values.front(), 1.0 / 4000.0);
}

TEST(Epidemic, households_of_two_and_three_are_as_worked_by_hand) {
    const double escape = 0.6;
    Epidemic epidemic = plain_epidemic(0.0, 0);
    epidemic.tie_rate = -std::log(escape) / 5.0;
    const std::vector<double> two = household_sizes(epidemic, {.size = 2});
    EXPECT_NEAR(two[0], escape, 1e-12);
    EXPECT_NEAR(two[1], 1.0 - escape, 1e-12);
    // Reed and Frost: nobody; one of the two, who spares the other; the rest.
    const std::vector<double> three = household_sizes(epidemic, {.size = 3});
    EXPECT_NEAR(three[0], escape * escape, 1e-12);
    EXPECT_NEAR(three[1], 2.0 * (1.0 - escape) * escape * escape, 1e-12);
    EXPECT_NEAR(three[0] + three[1] + three[2], 1.0, 1e-12);
    // With an exponential time, the chance to spare one is 1 / (1 + rate times mean).
    Epidemic varying = epidemic;
    varying.infectious_stages = 1;
    EXPECT_NEAR(household_attack_rate(varying, {.size = 2}), 1.0 - 1.0 / (1.0 - std::log(escape)), 1e-12);
    EXPECT_NEAR(household_attack_rate(epidemic, {.size = 4, .initial = 0, .community_chance = 0.0}), 0.0, 1e-12);
    EXPECT_TRUE(std::isnan(household_attack_rate(epidemic, {.size = 1})));
}

RC_GTEST_PROP(Epidemic, chances_of_households_are_chances, ()) {
    const Epidemic epidemic{.tie_rate = *rc::gen::inRange(0, 100) / 100.0,
                            .infectious_stages = *rc::gen::inRange(0u, 5u)};
    const auto size = *rc::gen::inRange(1u, 13u);
    const InfectedHousehold household{.size = size,
                                      .initial = *rc::gen::inRange(0u, size + 1u),
                                      .community_chance = *rc::gen::inRange(0, 101) / 100.0};
    double sum = 0.0;
    for (const double chance : household_sizes(epidemic, household)) {
        RC_ASSERT(chance >= -1e-9);
        sum += chance;
    }
    RC_ASSERT(std::abs(sum - 1.0) < 1e-9);
}

TEST(Epidemic, shares_add_up_to_one_and_nobody_comes_back) {
    const Epidemic epidemic{
        .r0 = 2.5, .community_r0 = 0.5, .death_share = 0.2, .control_time = 20.0, .control_factor = 0.5};
    const EpidemicStart start{.infectious = {.count = 5}, .exposed = {.count = 4}, .shares = {.immune = 0.05}};
    for (const Epidemic& each : {epidemic, swept(epidemic)}) {
        const Dataset course = simulate(each, start, {.graphs = {random_ties(8.0, 200)}, .replicates = 3});
        const std::size_t records = course.dimension("time").values.size();
        EXPECT_EQ(course.variable("infectious").values.front(), 5.0 / 200.0);
        EXPECT_EQ(course.variable("exposed").values.front(), 4.0 / 200.0);
        EXPECT_EQ(course.variable("immune").values.front(), 0.05);
        for (std::size_t k = 0; k < 3 * records; ++k) {
            double sum = 0.0;
            for (const char* name : {"susceptible", "exposed", "infectious", "recovered", "dead", "immune"}) {
                sum += course.variable(name).values[k];
            }
            EXPECT_NEAR(sum, 1.0, 1e-12);
            if (k % records == 0) continue;
            EXPECT_LE(course.variable("susceptible").values[k], course.variable("susceptible").values[k - 1]);
            EXPECT_GE(course.variable("dead").values[k], course.variable("dead").values[k - 1]);
            EXPECT_GE(course.variable("reported").values[k], course.variable("reported").values[k - 1]);
        }
    }
}

TEST(Epidemic, deaths_and_reports_are_the_shares_they_are_given) {
    const Epidemic epidemic{.r0 = 4.0, .death_share = 0.3, .report_share = 0.6};
    for (const Epidemic& each : {epidemic, swept(epidemic)}) {
        const Dataset course = simulate(each, {.infectious = {.count = 50}}, {.size = 5000, .step = 0.25});
        const double all = attacked(course).front();
        EXPECT_NEAR(course.variable("dead").values.back() / all, 0.3, 4.0 * std::sqrt(0.21 / (5000.0 * all)));
        EXPECT_NEAR(course.variable("reported").values.back() / all, 0.6, 4.0 * std::sqrt(0.24 / (5000.0 * all)));
    }
}

TEST(Epidemic, a_leaky_vaccine_for_all_is_a_smaller_r0) {
    const EpidemicStart start{.infectious = {.count = 25},
                              .susceptibility = {.drawn = core::Distribution::constant(0.6)}};
    for (const Epidemic& each : {plain_epidemic(3.0), swept(plain_epidemic(3.0))}) {
        const AttackMean found =
            attack_mean(attacked(simulate(each, start, {.size = 1000, .step = 0.5, .replicates = 16})));
        EXPECT_NEAR(found.mean, final_size(1.8, {.infectious = 0.025}), 4.0 * found.error + 0.006);
    }
}

TEST(Epidemic, susceptibilities_thin_ties_as_they_thin_contacts) {
    Epidemic epidemic = plain_epidemic(0.0, 0);
    epidemic.tie_rate = 0.2;
    const auto pairs = [] {
        std::vector<core::Edge> edges;
        for (core::Index k = 0; k < 4000; k += 2) edges.emplace_back(k, k + 1);
        return shared_graph(core::Graph::undirected(4000, edges));
    }();
    EpidemicStart start;
    start.susceptibility = {.drawn = core::Distribution::constant(0.5)};
    for (core::Index k = 0; k < 4000; k += 2) start.infectious.rows.push_back(k);
    const AttackMean found = attack_mean(attacked(simulate(epidemic, start, {.graphs = {pairs}, .replicates = 20})));
    EXPECT_NEAR(2.0 * found.mean - 1.0, 1.0 - std::exp(-0.5), 8.0 * found.error);
}

TEST(Epidemic, waits_in_a_queue_are_those_of_the_tie) {
    Epidemic epidemic = plain_epidemic(0.0, 0);
    epidemic.tie_rate = 0.4;
    const auto pair = shared_graph(core::Graph::undirected(2, std::vector<core::Edge>{{0, 1}}));
    const Dataset listed =
        line_list(epidemic, {.infectious = {.rows = {0}}}, {.graphs = {pair}, .step = 0.7, .replicates = 4000});
    double sum = 0.0;
    double infected = 0.0;
    for (std::size_t k = 1; k < 8000; k += 2) {
        const double time = listed.variable("infected_at").values[k];
        if (std::isnan(time)) continue;
        sum += time;
        infected += 1.0;
    }
    const double chance = 1.0 - std::exp(-2.0);
    EXPECT_NEAR(infected / 4000.0, chance, 4.0 * std::sqrt(chance * (1.0 - chance) / 4000.0));
    // An exponential wait of mean 2.5 that is known to be below 5.
    EXPECT_NEAR(sum / infected, 2.5 - 5.0 * std::exp(-2.0) / chance, 0.1);
}

TEST(Epidemic, control_stops_both_engines) {
    Epidemic epidemic = plain_epidemic(3.0);
    epidemic.control_time = 3.0;
    epidemic.control_factor = 0.0;
    for (const Epidemic& each : {epidemic, swept(epidemic)}) {
        const Dataset course = simulate(each, {.infectious = {.count = 100}},
                                        {.size = 2000, .until = 30.0, .every = 1.0, .step = 0.1, .replicates = 4});
        for (std::size_t first = 0; first < 4 * 31; first += 31) {
            const auto& susceptible = course.variable("susceptible").values;
            EXPECT_LT(susceptible[first + 3], susceptible[first]);
            EXPECT_EQ(susceptible[first + 4], susceptible[first + 30]);
        }
    }
}

TEST(Epidemic, a_hub_with_more_neighbours_than_a_stream_has_words_infects_them) {
    std::vector<core::Edge> edges;
    for (core::Index k = 1; k < 5000; ++k) edges.emplace_back(0, k);
    Epidemic epidemic = plain_epidemic(0.0, 0);
    epidemic.tie_rate = 0.2;
    const auto star = shared_graph(core::Graph::undirected(5000, edges));
    const double found = attacked(simulate(epidemic, {.infectious = {.rows = {0}}}, {.graphs = {star}})).front();
    EXPECT_NEAR(found, 1.0 - std::exp(-1.0), 4.0 * std::sqrt(0.2325 / 5000.0));
    Epidemic raging = plain_epidemic(100.0, 0);
    EXPECT_EQ(attacked(simulate(raging, {}, {.size = 500})).front(), 1.0);
}

TEST(Epidemic, seeds_change_everything_and_threads_nothing) {
    for (const Epidemic& epidemic : {Epidemic{}, swept(Epidemic{})}) {
        const auto found = [&](std::uint32_t seed, unsigned threads) {
            return simulate(epidemic, {.infectious = {.count = 5}},
                            {.size = 200, .step = 0.4, .replicates = 4, .seed = seed, .threads = threads})
                .variable("recovered")
                .values;
        };
        EXPECT_EQ(found(1, 1), found(1, 2));
        EXPECT_NE(found(1, 1), found(2, 1));
    }
}

TEST(Epidemic, half_the_step_moves_the_final_share_by_noise_only) {
    for (const Epidemic& epidemic : {plain_epidemic(2.0), swept(plain_epidemic(2.0))}) {
        const auto found = [&](double step) {
            return attack_mean(attacked(simulate(epidemic, {.infectious = {.count = 20}},
                                                 {.size = 600, .step = step, .replicates = 40, .seed = 5})));
        };
        const AttackMean long_steps = found(0.5);
        const AttackMean short_steps = found(0.25);
        EXPECT_NEAR(long_steps.mean, short_steps.mean, 4.0 * (long_steps.error + short_steps.error));
    }
}

TEST(Epidemic, somebody_alone_infects_nobody) {
    const auto alone = shared_graph(core::Graph::undirected(3, {}));
    for (const Epidemic& epidemic : {Epidemic{}, swept(Epidemic{})}) {
        EXPECT_NEAR(attacked(simulate(epidemic, {}, {.graphs = {alone}})).front(), 1.0 / 3.0, 1e-9);
        EXPECT_EQ(attacked(simulate(epidemic, {}, {.size = 1})).front(), 1.0);
        EXPECT_EQ(attacked(simulate(epidemic, {.infectious = {.count = 0}}, {.size = 5})).front(), 0.0);
    }
}

TEST(Epidemic, every_mistake_is_told_at_once) {
    Epidemic epidemic = swept(Epidemic{.r0 = -1.0, .infectious_stages = 0});
    try {
        simulate(epidemic, {.infectious = {.rows = {3, 900}}, .shares = {.immune = 1.5}}, {.size = 100});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "r0");
        EXPECT_EQ(error.mistakes()[1].text(), "keyword: infectious is 900; must be rows of people, below 100.");
        EXPECT_EQ(error.mistakes()[2].path, "immune_share");
        EXPECT_EQ(error.mistakes()[3].path, "infectious_stages");
    }
    EXPECT_THROW(simulate(Epidemic{}, {.shares = {.infectious = 0.7, .immune = 0.7}}, {}), core::ConfigError);
    EXPECT_THROW(simulate(Epidemic{}, {.infectious = {.rows = {3}}, .immune = {.rows = {3}}}, {}), core::ConfigError);
    // More contacts of one infectious than there is an end of.
    EXPECT_THROW(simulate({.tie_rate = 1000.0}, {}, {.size = 1'000'000}), core::ConfigError);
    EXPECT_THROW(percolate(0.5, {}), core::ConfigError);
    EXPECT_THROW(percolate(std::nan(""), {.graphs = {random_ties(1.0, 10)}}), core::ConfigError);
    EXPECT_THROW(mean_field(Epidemic{.latent_stages = 0}, {}, 1.0, 1.0), core::ConfigError);
    EXPECT_THROW(mean_field(Epidemic{.tie_rate = 0.1}, {}, 1.0, 1.0), core::ConfigError);
    EXPECT_THROW(initial_growth(Epidemic{.r0 = 0.0}), core::ConfigError);
    EXPECT_THROW(r0_from_growth(Epidemic{}, -1.0), core::ConfigError);
    EXPECT_THROW(household_sizes(Epidemic{}, {.size = 13}), core::ConfigError);
}

TEST(Epidemic, every_parameter_is_described) {
    Epidemic epidemic;
    expect_described(epidemic, 12);
}
