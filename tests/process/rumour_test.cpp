// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/rumour.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <numeric>
#include <string>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

/// As the theorems have it: every telling succeeds or fails for certain, nobody forgets.
constexpr Rumour classical{.contact_rate = 1.0, .spread_chance = 1.0, .stifle_chance = 1.0, .forget_rate = 0.0};

struct Ends {
    double mean;
    double sd;
};

std::vector<double> last_of(const Dataset& dataset, std::string_view name) {
    const std::vector<double>& values = dataset.variable(name).values;
    const std::size_t records = dataset.dimension("time").values.size();
    std::vector<double> last;
    for (std::size_t k = records - 1; k < values.size(); k += records) last.push_back(values[k]);
    return last;
}

/// Of the runs in which more than a twentieth heard of it.
Ends ends(const Dataset& dataset) {
    std::vector<double> shares = last_of(dataset, "ignorant");
    std::erase_if(shares, [](double share) { return share > 0.95; });
    const auto count = static_cast<double>(shares.size());
    const double mean = std::accumulate(shares.begin(), shares.end(), 0.0) / count;
    double squares = 0.0;
    for (const double share : shares) squares += (share - mean) * (share - mean);
    return {mean, std::sqrt(squares / (count - 1.0))};
}

}  // namespace

TEST(Rumour, who_is_corrected_is_chosen_apart_from_who_tells) {
    const Dataset course = simulate({.contact_rate = 0.001}, {.spreader = {.count = 100}, .corrected = {.count = 100}},
                                    {.size = 1000, .until = 2.0, .every = 1.0, .seed = 3});
    EXPECT_NEAR(course.variable("corrected").values.back(), 0.09, 0.012);  // those of both tell; 4 standard deviations
}

TEST(Rumour, final_share_is_that_of_sudbury) {  // V01
    EXPECT_NEAR(final_ignorant_share(classical), 0.20318787, 1e-8);
}

TEST(Rumour, final_share_after_several_failures_is_that_of_the_closed_form) {  // V05
    const double expected[] = {0.05952021, 0.01982740, 0.00251646};
    const std::uint32_t failures[] = {2, 3, 5};
    for (int k = 0; k < 3; ++k) {
        Rumour rumour = classical;
        rumour.failures = failures[k];
        EXPECT_NEAR(final_ignorant_share(rumour), expected[k], 1e-8);
        const Dataset course = mean_field(rumour, {.ignorant = 1.0 - 1e-9, .spreader = 1e-9}, 400.0, 400.0);
        EXPECT_NEAR(course.variable("ignorant").values.back(), expected[k], 1e-6);
    }
}

TEST(Rumour, equations_end_where_the_closed_form_does_from_many_spreaders) {  // V07
    const double expected[] = {0.2013669, 0.1508548};
    const double ignorant[] = {0.9, 0.5};
    for (int k = 0; k < 2; ++k) {
        const RumourShares start{.ignorant = ignorant[k], .spreader = 1.0 - ignorant[k]};
        EXPECT_NEAR(final_ignorant_share(classical, start), expected[k], 1e-7);
        EXPECT_NEAR(mean_field(classical, start, 200.0, 200.0).variable("ignorant").values.back(), expected[k], 1e-6);
    }
}

TEST(Rumour, at_most_one_less_the_logarithm_of_two_tell_at_once) {  // V07
    const Dataset course = mean_field(classical, {.ignorant = 1.0 - 1e-9, .spreader = 1e-9}, 60.0, 0.001);
    const std::vector<double>& telling = course.variable("spreader").values;
    EXPECT_NEAR(*std::max_element(telling.begin(), telling.end()), 0.3068528, 1e-6);
}

TEST(Rumour, a_crowd_ends_where_the_theorem_says) {  // V01, V03, V04: reduced; 4 standard errors of 400 replicates
    for (const RumourModel model : {RumourModel::maki_thompson, RumourModel::daley_kendall}) {
        Rumour rumour = classical;
        rumour.model = model;
        const Ends found = ends(simulate(rumour, {}, {.size = 2000, .replicates = 400, .seed = 1}));
        EXPECT_NEAR(found.mean, 0.2032, 4.0 * 0.0116 / 20.0 + 0.0002) << static_cast<int>(model);
        EXPECT_NEAR(found.sd, 0.0116, 0.002) << static_cast<int>(model);
    }
}

TEST(Rumour, shares_add_up_to_one_at_every_record) {
    const Rumour rumour{.correction_delay = 0.2, .correction_rate = 3.0, .truth_contact_rate = 5.0};
    const Dataset course = simulate(rumour, {.corrected = {.count = 50}}, {.size = 1000, .replicates = 5, .seed = 3});
    for (std::size_t k = 0; k < course.variable("ignorant").values.size(); ++k) {
        double sum = 0.0;
        for (const Dataset::Variable& share : course.variables) sum += share.values[k];
        EXPECT_NEAR(sum, 1.0, 1e-12);
    }
    EXPECT_EQ(course.variable("corrected").values.front(), 0.05);
}

RC_GTEST_PROP(Rumour, whatever_the_rates_shares_add_up_and_who_knows_it_never_forgets_that, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    const auto rate = [&] { return 10.0 * share() * share(); };
    const Rumour rumour{.model = *rc::gen::element(RumourModel::maki_thompson, RumourModel::daley_kendall),
                        .contact_rate = 0.1 + rate(),
                        .spread_chance = share(),
                        .stifle_chance = share(),
                        .failures = *rc::gen::inRange(1u, 6u),
                        .forget_rate = rate(),
                        .correction_delay = share(),
                        .correction_rate = rate(),
                        .truth_contact_rate = rate(),
                        .truth_chance = share()};
    const core::Index size = *rc::gen::inRange(1u, 60u);
    const auto spreaders = *rc::gen::inRange(0u, size + 1u);
    const Dataset course =
        simulate(rumour, {.spreader = {.count = spreaders}, .corrected = {.count = (size - spreaders) / 3}},
                 {.size = size, .until = 3.0, .seed = *rc::gen::arbitrary<std::uint32_t>()});
    const std::vector<double>& ignorant = course.variable("ignorant").values;
    for (std::size_t k = 0; k < ignorant.size(); ++k) {
        double sum = 0.0;
        for (const Dataset::Variable& each : course.variables) {
            RC_ASSERT(each.values[k] >= 0.0);
            sum += each.values[k];
        }
        RC_ASSERT(std::abs(sum - 1.0) < 1e-12);
        RC_ASSERT(ignorant[k] <= ignorant[k > 0 ? k - 1 : 0]);
    }
}

TEST(Rumour, an_early_correction_leaves_fewer_who_believe) {
    const auto believing = [](double delay) {
        const Rumour rumour{.correction_delay = delay, .correction_rate = 10.0, .truth_contact_rate = 5.0};
        const Dataset course = simulate(rumour, {.spreader = {.count = 20}}, {.size = 2000, .replicates = 20});
        const std::vector<double> last = last_of(course, "stifler");
        return std::accumulate(last.begin(), last.end(), 0.0) / static_cast<double>(last.size());
    };
    EXPECT_LT(believing(0.1), 0.7 * believing(4.0));
}

TEST(Rumour, threads_change_nothing_and_seeds_everything) {
    const Experiment one{.size = 500, .replicates = 6, .seed = 5, .threads = 1};
    Experiment two = one;
    two.threads = 2;
    Experiment other = one;
    other.seed = 6;
    const auto spreaders = [](const Experiment& experiment) {
        return simulate(Rumour{}, {}, experiment).variable("spreader").values;
    };
    EXPECT_EQ(spreaders(one), spreaders(two));
    EXPECT_NE(spreaders(one), spreaders(other));
}

TEST(Rumour, half_the_step_moves_the_final_share_by_noise_only) {
    const auto found = [](double step) {
        return ends(simulate(classical, {}, {.size = 2000, .step = step, .replicates = 300, .seed = 2}));
    };
    EXPECT_NEAR(found(0.1).mean, found(0.05).mean, 4.0 * 0.0116 * std::sqrt(2.0 / 300.0) + 0.002);
}

TEST(Rumour, somebody_without_neighbours_tells_nobody) {
    const auto alone = std::make_shared<const core::Graph>(core::Graph::undirected(3, {}));
    const Dataset course = simulate(Rumour{}, {}, {.graphs = {alone}, .until = 30.0});
    EXPECT_NEAR(course.variable("ignorant").values.back(), 2.0 / 3.0, 1e-12);
    EXPECT_EQ(simulate(Rumour{}, {}, {.size = 1}).variable("ignorant").values.back(), 0.0);
}

TEST(Rumour, on_a_dense_graph_it_ends_as_in_a_crowd) {
    core::Workers workers(1);
    const auto graph = std::make_shared<const core::Graph>(
        core::generate(core::ErdosRenyi{.mean_degree = 100.0}, 2000, core::Layer{"contacts"}, {1, 0}, workers));
    const Ends found = ends(simulate(classical, {}, {.graphs = {graph}, .replicates = 200, .seed = 4}));
    // Of a hundred neighbours, the one who told knows it already: telling fails a hundredth more often.
    EXPECT_NEAR(found.mean, 0.2032, 0.01);
    EXPECT_GT(found.mean, 0.2032);
}

TEST(Rumour, every_mistake_is_told_at_once) {
    const Rumour rumour{.spread_chance = 1.5, .failures = 0};
    try {
        simulate(rumour, {.spreader = {.rows = {3, 900}}}, {.size = 100, .until = -1.0});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 4u);
        EXPECT_EQ(error.mistakes()[0].path, "until");
        EXPECT_EQ(error.mistakes()[1].text(), "keyword: spread_chance is 1.5; must be between 0 and 1.");
        EXPECT_EQ(error.mistakes()[2].path, "failures");
        EXPECT_EQ(error.mistakes()[3].text(), "keyword: spreader is 900; must be rows of people, below 100.");
    }
}

TEST(Rumour, credulity_falls_with_trust_and_grows_with_importance_and_ambiguity) {
    EXPECT_DOUBLE_EQ(credulity(1.0, 1.0, 0.0), 1.0);
    EXPECT_NEAR(credulity(0.5, 0.8, 0.5, 2.0), 0.1, 1e-12);
    EXPECT_EQ(credulity(1.0, 1.0, 1.0), 0.0);
}

TEST(Rumour, what_has_no_closed_form_is_refused) {
    EXPECT_THROW(final_ignorant_share({.forget_rate = 0.1}), core::Error);
    EXPECT_THROW(mean_field(Rumour{.correction_rate = 0.1}, {}, 1.0, 1.0), core::Error);
}

TEST(Rumour, equations_refuse_shares_and_times_that_are_none) {
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (const double time : {nan, -1.0, 0.0}) {
        EXPECT_THROW(mean_field(Rumour{}, {}, time, 1.0), core::ConfigError);
        EXPECT_THROW(mean_field(Rumour{}, {}, 1.0, time), core::ConfigError);
    }
    for (const double share : {nan, -0.1, 1.1}) {
        EXPECT_THROW(mean_field(Rumour{}, {.ignorant = share}, 1.0, 1.0), core::ConfigError);
        EXPECT_THROW(mean_field(Rumour{}, {.ignorant = 0.0, .spreader = share}, 1.0, 1.0), core::ConfigError);
        EXPECT_THROW(final_ignorant_share({.forget_rate = 0.0}, {.ignorant = share}), core::ConfigError);
        EXPECT_THROW(credulity(share, 0.5, 0.5), core::ConfigError);
    }
    EXPECT_THROW(mean_field(Rumour{}, {.ignorant = 0.8, .spreader = 0.3}, 1.0, 1.0), core::ConfigError);
    EXPECT_NO_THROW(mean_field(Rumour{}, {.ignorant = 0.9, .spreader = 0.1}, 1.0, 1.0));
    EXPECT_EQ(final_ignorant_share({.forget_rate = 0.0}, {.ignorant = 0.0}), 0.0);
}

TEST(Rumour, every_parameter_is_described) {
    Rumour rumour;
    expect_described(rumour, 10);
}
