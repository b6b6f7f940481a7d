// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/simulation.hpp>
#include <commonweal/process/data_sharing.hpp>
#include <limits>
#include <memory>
#include <numeric>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

constexpr double no_number = std::numeric_limits<double>::quiet_NaN();

std::vector<double> of_departments(const Dataset& course, std::string_view name) {
    return course.variable(name).values;
}

double mean_over_departments(const Dataset& course, std::string_view name) {
    const std::vector<double> all = of_departments(course, name);
    return std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
}

std::shared_ptr<const core::Graph> agreements(core::Index size, const std::vector<core::Edge>& edges) {
    return std::make_shared<const core::Graph>(core::Graph::undirected(size, edges));
}

constexpr DataSharing all_share{.share_chance = 1.0};

}  // namespace

TEST(DataSharing, precisions_of_independent_sensors_add_up) {
    EXPECT_DOUBLE_EQ(fused_variance(DataSharing{}, std::array{1.0, 2.0, 5.0}), 1.0 / 8.0);
    EXPECT_DOUBLE_EQ(fused_variance(DataSharing{.prior_precision = 2.0}, std::array{1.0, 0.0, 5.0}), 1.0 / 8.0);
    EXPECT_TRUE(std::isinf(fused_variance(DataSharing{}, {})));
}

TEST(DataSharing, equal_sensors_that_share_their_noise_never_see_better_than_it) {
    const DataSharing half{.correlation = 0.5};
    EXPECT_DOUBLE_EQ(fused_variance(half, std::array{1.0}), 1.0);
    EXPECT_DOUBLE_EQ(fused_variance(half, std::array{1.0, 1.0}), 0.75);  // (1 + r) / 2
    EXPECT_NEAR(fused_variance(half, std::vector<double>(10'000, 1.0)), 0.5, 1e-4);
    // Standard deviations 1 and 1/2, correlation 1/4: s1^2 s2^2 (1 - r^2) / (s1^2 + s2^2 - 2 r s1 s2).
    EXPECT_NEAR(fused_variance(DataSharing{.correlation = 0.25}, std::array{1.0, 4.0}), 0.25 * 0.9375 / 1.0, 1e-12);
}

TEST(DataSharing, what_cannot_be_fused_is_refused) {
    EXPECT_THROW(fused_variance(DataSharing{}, std::array{1.0, no_number}), core::Error);
    EXPECT_THROW(fused_variance(DataSharing{}, std::array{-1.0}), core::Error);
}

RC_GTEST_PROP(DataSharing, one_more_sensor_never_makes_it_worse, ()) {
    const DataSharing sharing{.correlation = 0.01 * *rc::gen::inRange(0, 99),
                              .prior_precision = 0.1 * *rc::gen::inRange(0, 5)};
    std::vector<double> precisions;
    double before = std::numeric_limits<double>::infinity();
    for (int k = 0; k < 6; ++k) {
        precisions.push_back(0.1 * *rc::gen::inRange(1, 50));
        const double variance = fused_variance(sharing, precisions);
        RC_ASSERT(variance <= before * (1.0 + 1e-9));
        before = variance;
    }
}

TEST(DataSharing, equal_departments_have_the_variance_of_the_binomial_sum) {
    for (const double chance : {0.05, 0.3, 0.9}) {
        const double expected = (1.0 - std::pow(1.0 - chance, 10.0)) / (10.0 * chance);
        EXPECT_NEAR(expected_variance(DataSharing{.share_chance = chance}, 10), expected, 1e-12);
        EXPECT_NEAR(expected_variance(DataSharing{.form = SharingForm::hub, .share_chance = chance}, 10),
                    1.0 - chance + chance * expected, 1e-12);
    }
    EXPECT_EQ(expected_variance(DataSharing{.share_chance = 0.0}, 10), 1.0);
    EXPECT_NEAR(expected_variance(DataSharing{.share_chance = 1.0}, 10), 0.1, 1e-15);
    EXPECT_EQ(expected_variance(DataSharing{}, 1), 1.0);
}

TEST(DataSharing, departments_err_as_much_as_expected) {  // 4 standard errors of 1,000 draws
    for (const SharingForm form : {SharingForm::mutual, SharingForm::one_way, SharingForm::hub}) {
        const DataSharing sharing{.form = form, .correlation = 0.2};
        const Dataset course = simulate(sharing, {}, {.size = 6, .until = 20.0, .replicates = 1'000, .seed = 1});
        std::vector<double> means;
        const std::vector<double> errors = of_departments(course, "squared_error");
        for (std::size_t k = 0; k < errors.size(); k += 6) {
            means.push_back(std::accumulate(errors.begin() + static_cast<std::ptrdiff_t>(k),
                                            errors.begin() + static_cast<std::ptrdiff_t>(k) + 6, 0.0) /
                            6.0);
        }
        const double mean = std::accumulate(means.begin(), means.end(), 0.0) / 1'000.0;
        double squares = 0.0;
        for (const double each : means) squares += (each - mean) * (each - mean) / 999.0;
        EXPECT_NEAR(mean, expected_variance(sharing, 6), 4.0 * std::sqrt(squares / 1'000.0));
        EXPECT_NEAR(6.0 * mean_over_departments(course, "form_hours"), expected_form_hours(sharing, 6), 0.35);
    }
}

TEST(DataSharing, a_line_of_agreements_uses_neighbours_or_all_if_data_are_passed_on) {
    const Experiment line{.graphs = {agreements(4, {{0, 1}, {1, 2}})}, .until = 1.0};
    const Dataset kept = simulate(all_share, {}, line);
    EXPECT_EQ(of_departments(kept, "partners"), (std::vector{1.0, 2.0, 1.0, 0.0}));
    EXPECT_EQ(of_departments(kept, "islands"), std::vector{2.0});
    EXPECT_NEAR(of_departments(kept, "variance")[1], 1.0 / 3.0, 1e-12);
    EXPECT_NEAR(of_departments(kept, "form_hours")[0], 2.0 * 2.0 / 3.0, 1e-12);
    DataSharing relay = all_share;
    relay.received = ReceivedData::passed_on;
    EXPECT_EQ(of_departments(simulate(relay, {}, line), "partners"), (std::vector{2.0, 2.0, 2.0, 0.0}));
}

TEST(DataSharing, one_way_a_department_uses_what_its_row_lists) {
    const std::vector<core::Edge> arcs{{0, 1}, {1, 2}};
    const auto graph = std::make_shared<const core::Graph>(core::Graph::directed(3, arcs));
    const DataSharing one_way{.form = SharingForm::one_way, .share_chance = 1.0};
    const Dataset course = simulate(one_way, {}, {.graphs = {graph}, .until = 1.0});
    EXPECT_EQ(of_departments(course, "partners"), (std::vector{1.0, 1.0, 0.0}));
    DataSharing relay = one_way;
    relay.received = ReceivedData::passed_on;
    EXPECT_EQ(of_departments(simulate(relay, {}, {.graphs = {graph}, .until = 1.0}), "partners"),
              (std::vector{2.0, 1.0, 0.0}));
    EXPECT_THROW(simulate(all_share, {}, {.graphs = {graph}}), core::ConfigError);
}

TEST(DataSharing, agreements_are_mutual_and_what_is_let_one_way_is_not) {  // 4 standard errors of 4,000 pairs
    for (const SharingForm form : {SharingForm::mutual, SharingForm::one_way}) {
        const DataSharing sharing{.form = form};
        const Dataset pairs = simulate(sharing, {}, {.size = 2, .until = 1.0, .replicates = 4'000, .seed = 5});
        const std::vector<double> partners = of_departments(pairs, "partners");
        int askew = 0;
        for (std::size_t k = 0; k < partners.size(); k += 2) askew += partners[k] != partners[k + 1] ? 1 : 0;
        const double expected = form == SharingForm::mutual ? 0.0 : 2.0 * 0.3 * 0.7;
        EXPECT_NEAR(askew / 4'000.0, expected, 4.0 * std::sqrt(expected * (1.0 - expected) / 4'000.0));
        const double one = 2.0 - mean_over_departments(pairs, "islands");
        EXPECT_NEAR(one, one_island_chance(sharing, 2), 4.0 * std::sqrt(0.25 / 4'000.0));
    }
}

TEST(DataSharing, a_matrix_says_who_shares_with_whom) {
    const SharingStart start{.chances = {0, 1, 0, 1, 0, 0, 0, 0, 1}};
    const Dataset course = simulate(DataSharing{}, start, {.size = 3, .until = 1.0, .replicates = 3});
    EXPECT_EQ(of_departments(course, "partners"), (std::vector{1.0, 1.0, 0.0, 1.0, 1.0, 0.0, 1.0, 1.0, 0.0}));
    const SharingStart askew{.chances = {0, 1, 0, 0}};
    EXPECT_THROW(simulate(DataSharing{}, askew, {.size = 2}), core::ConfigError);
    const DataSharing one_way{.form = SharingForm::one_way};
    EXPECT_EQ(of_departments(simulate(one_way, askew, {.size = 2}), "partners"), (std::vector{1.0, 0.0}));
    EXPECT_THROW(simulate(DataSharing{.form = SharingForm::hub}, askew, {.size = 2}), core::ConfigError);
    const SharingStart wrong{.chances = {0, no_number, no_number, 0}};
    EXPECT_THROW(simulate(DataSharing{}, wrong, {.size = 2}), core::ConfigError);
}

TEST(DataSharing, all_who_share_everything_agree_and_islands_do_not) {
    const Experiment experiment{.size = 5, .until = 4'000.0, .seed = 2};
    EXPECT_NEAR(of_departments(simulate(all_share, {}, experiment), "disagreement")[0], 0.0, 1e-12);
    const DataSharing islands{.share_chance = 0.0, .correlation = 0.25};
    // The variance of what differs, 1 - r, over the precision; its standard error sqrt(2 / (4 * 4,000)).
    const Dataset apart = simulate(islands, {}, experiment);
    EXPECT_NEAR(of_departments(apart, "disagreement")[0], 0.75, 4.0 * 0.75 * std::sqrt(2.0 / 16'000.0));
    EXPECT_EQ(of_departments(apart, "islands")[0], 5.0);
}

TEST(DataSharing, with_a_prior_departments_without_sensors_know_what_everybody_knows) {
    const SharingStart start{.precision = AgentValues{.drawn = {}, .given = {0.0, 3.0}}};
    const DataSharing alone{.share_chance = 0.0, .prior_precision = 1.0};
    const Dataset course = simulate(alone, start, {.size = 2, .until = 20'000.0, .seed = 3});
    EXPECT_EQ(of_departments(course, "variance"), (std::vector{1.0, 0.25}));
    EXPECT_NEAR(of_departments(course, "squared_error")[0], 1.0, 4.0 * std::sqrt(2.0 / 20'000.0));
    EXPECT_NEAR(of_departments(course, "squared_error")[1], 0.25, 4.0 * 0.25 * std::sqrt(2.0 / 20'000.0));
    EXPECT_THROW(simulate(DataSharing{}, start, {.size = 2}), core::ConfigError);
}

TEST(DataSharing, chances_of_one_island_are_those_worked_by_hand) {
    const double chance = 0.3;
    EXPECT_NEAR(one_island_chance(DataSharing{}, 2), chance, 1e-15);
    EXPECT_NEAR(one_island_chance(DataSharing{}, 3), 3.0 * chance * chance - 2.0 * chance * chance * chance, 1e-12);
    EXPECT_NEAR(one_island_chance(DataSharing{.form = SharingForm::one_way}, 2), 0.51, 1e-12);
    EXPECT_NEAR(one_island_chance(DataSharing{.form = SharingForm::hub}, 3), 0.027, 1e-12);
    EXPECT_EQ(one_island_chance(all_share, 2'000), 1.0);
    EXPECT_NEAR(one_island_chance(DataSharing{.share_chance = 0.02}, 2'000), 1.0, 1e-12);
}

RC_GTEST_PROP(DataSharing, one_department_more_or_a_better_chance_never_makes_it_worse, ()) {
    DataSharing sharing{.form = *rc::gen::element(SharingForm::mutual, SharingForm::one_way, SharingForm::hub),
                        .share_chance = 0.01 * *rc::gen::inRange(0, 100),
                        .correlation = 0.01 * *rc::gen::inRange(0, 99)};
    const auto departments = *rc::gen::inRange(1u, 40u);
    const double variance = expected_variance(sharing, departments);
    RC_ASSERT(variance > 0.0);
    RC_ASSERT(expected_variance(sharing, departments + 1) <= variance + 1e-12);
    const double hours = expected_form_hours(sharing, departments);
    sharing.share_chance += 0.01;
    RC_ASSERT(expected_variance(sharing, departments) <= variance + 1e-12);
    RC_ASSERT(expected_form_hours(sharing, departments) <= hours + 1e-12);
}

TEST(DataSharing, the_rule_makes_of_reports_what_the_kernel_does) {
    core::Simulation simulation({.value = 1, .replicate = 0});
    core::Population& departments = simulation.add(core::Population::numbered("department", 3));
    const std::vector<core::Edge> ties{{0, 1}, {1, 2}};
    simulation.layers("department").add(core::Layer{"shares"}, core::Graph::undirected(3, ties));
    for (const auto column :
         {columns::sensor_precision, columns::sensor_report, columns::fused_estimate, columns::estimate_precision}) {
        departments.add(column, 0.0f);
    }
    const std::array precisions{1.0, 4.0, 2.0};
    const std::array reports{3.0, 1.0, -2.0};
    for (core::Index row = 0; row < 3; ++row) {
        departments.values(columns::sensor_precision)[row] = static_cast<float>(precisions[row]);
        departments.values(columns::sensor_report)[row] = static_cast<float>(reports[row]);
    }
    simulation.add(FuseReports{}, "department");
    core::Workers workers(1);
    simulation.run(workers, 1);
    const auto estimates = departments.values(columns::fused_estimate);
    EXPECT_FLOAT_EQ(estimates[0], (3.0f + 4.0f) / 5.0f);
    EXPECT_FLOAT_EQ(estimates[1], (3.0f + 4.0f - 4.0f) / 7.0f);
    EXPECT_FLOAT_EQ(estimates[2], (4.0f - 4.0f) / 6.0f);
    EXPECT_FLOAT_EQ(departments.values(columns::estimate_precision)[1], 7.0f);
}

TEST(DataSharing, threads_change_nothing_and_seeds_everything) {
    const auto errors = [](std::uint32_t seed, unsigned threads) {
        const Experiment experiment{.size = 8, .until = 10.0, .replicates = 9, .seed = seed, .threads = threads};
        return of_departments(simulate(DataSharing{}, {}, experiment), "squared_error");
    };
    EXPECT_EQ(errors(1, 1), errors(1, 3));
    EXPECT_NE(errors(1, 1), errors(2, 1));
}

TEST(DataSharing, a_department_alone_has_nobody_to_share_with) {
    const Dataset course = simulate(all_share, {}, {.size = 1, .until = 2.0});
    EXPECT_EQ(of_departments(course, "variance"), std::vector{1.0});
    EXPECT_EQ(of_departments(course, "form_hours"), std::vector{0.0});
    EXPECT_EQ(of_departments(course, "disagreement"), std::vector{0.0});
}

TEST(DataSharing, every_mistake_is_told_at_once) {
    const SharingStart start{.precision = AgentValues{.drawn = {}, .given = {1.0, -1.0}}, .chances = {0.5}};
    try {
        simulate(DataSharing{.share_chance = 1.5, .correlation = 1.0}, start,
                 {.size = 2, .until = 0.5, .replicates = 0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 6u);
        EXPECT_EQ(error.mistakes()[0].path, "replicates");
        EXPECT_EQ(error.mistakes()[1].path, "share_chance");
        EXPECT_EQ(error.mistakes()[2].text(), "keyword: correlation is 1; must be between 0 and 0.99.");
        EXPECT_EQ(error.mistakes()[3].path, "precision[1]");
        EXPECT_EQ(error.mistakes()[4].text(),
                  "keyword: sharing is 1 chances; must be one for each of 2 by 2 departments.");
        EXPECT_EQ(error.mistakes()[5].path, "until");
    }
    DataSharing relay;
    relay.received = ReceivedData::passed_on;
    EXPECT_THROW(expected_variance(relay, 5), core::Error);
    EXPECT_THROW(expected_form_hours(DataSharing{}, 0), core::Error);
    EXPECT_THROW(one_island_chance(DataSharing{}, 2'001), core::Error);
}

TEST(DataSharing, every_parameter_is_described) {
    DataSharing process;
    expect_described(process, 8);
}
