// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/learning.hpp>
#include <limits>
#include <memory>
#include <numeric>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace learning_test {

namespace {

using Values = std::vector<double>;

Values of(const Dataset& course, std::string_view name) { return course.variable(name).values; }

double mean(const Values& all) {
    return std::accumulate(all.begin(), all.end(), 0.0) / static_cast<double>(all.size());
}

/// What the code is right less wrong about in the end, mean over replicates.
double code_in_the_end(const Learning& learning, const Experiment& experiment, const LearningStart& start = {}) {
    const Dataset course = simulate(learning, start, experiment);
    const std::size_t records = course.dimension("time").values.size();
    const Values code = of(course, "code");
    Values ends;
    for (std::size_t k = records - 1; k < code.size(); k += records) ends.push_back(code[k]);
    return mean(ends);
}

}  // namespace

TEST(Learning, people_take_the_code_at_once_or_give_up_first_what_contradicts_it) {
    const Beliefs code{.right = 0b0011, .wrong = 0b0100};
    const Beliefs own{.right = 0b0100, .wrong = 0b0001};
    EXPECT_EQ(disagreement(own, code), 0b0111u);
    EXPECT_EQ(socialised(LearningForm::as_written, own, code, 0b0111), code);
    const Beliefs after = socialised(LearningForm::as_programmed, own, code, 0b0111);
    EXPECT_EQ(after, (Beliefs{.right = 0b0010, .wrong = 0}));
    EXPECT_EQ(socialised(LearningForm::as_programmed, after, code, ~std::uint64_t{0}), code);
    EXPECT_EQ(socialised(LearningForm::as_written, own, code, 0), own);
}

RC_GTEST_PROP(Learning, a_belief_is_never_right_and_wrong_and_nothing_is_learnt_from_no_belief, ()) {
    const auto bits = [] { return std::uint64_t{*rc::gen::arbitrary<std::uint64_t>()}; };
    const auto beliefs = [&] {
        const std::uint64_t right = bits();
        return Beliefs{.right = right, .wrong = bits() & ~right};
    };
    const Beliefs own = beliefs();
    const Beliefs code = beliefs();
    const auto form = *rc::gen::element(LearningForm::as_programmed, LearningForm::as_written);
    const Beliefs after = socialised(form, own, code, bits());
    RC_ASSERT((after.right & after.wrong) == 0u);
    RC_ASSERT(((after.right ^ own.right) & ~code.held()) == 0u);
    RC_ASSERT(socialised(form, own, {}, bits()) == own);
    RC_ASSERT(disagreement(after, code) == (disagreement(after, code) & disagreement(own, code)));
}

TEST(Learning, majorities_of_the_superior_change_the_code_by_the_power_of_their_lead) {
    EXPECT_EQ(code_change_chance({}, 0), 0.0);
    EXPECT_NEAR(code_change_chance({.code_learning = 0.1}, 2), 0.19, 1e-12);
    EXPECT_EQ(code_change_chance({.code_learning = 1.0}, 1), 1.0);
}

TEST(Learning, of_one_person_and_one_thing_the_code_goes_as_worked_by_hand) {  // 4 standard errors of 20,000
    const double p2 = 0.2;
    for (const auto form : {LearningForm::as_written, LearningForm::as_programmed}) {
        const Learning learning{.form = form, .dimensions = 1, .socialisation = 0.0, .code_learning = p2};
        const Dataset course =
            simulate(learning, {}, {.size = 1, .until = 6.0, .every = 1.0, .replicates = 20'000, .seed = 1});
        const Values code = of(course, "code");
        for (std::size_t time = 0; time <= 6; ++time) {
            Values now;
            for (std::size_t k = time; k < code.size(); k += 7) now.push_back(code[k]);
            // Whoever knows teaches the code; who has no belief does so, as programmed, by every other toss.
            const double periods = static_cast<double>(time);
            double expected = (1.0 - std::pow(1.0 - p2, periods)) / 3.0;
            if (form == LearningForm::as_programmed) expected += (1.0 - std::pow(1.0 - 0.5 * p2, periods)) / 3.0;
            EXPECT_NEAR(mean(now), expected, 4.0 * 0.5 / std::sqrt(20'000.0));
        }
    }
}

TEST(Learning, begins_with_no_knowledge_and_ends_in_agreement) {
    const Dataset course = simulate(Learning{}, {}, {.size = 50, .replicates = 40, .seed = 2});
    const std::size_t records = course.dimension("time").values.size();
    const Values agreement = of(course, "agreement");
    const Values people = of(course, "people");
    const Values code = of(course, "code");
    for (std::size_t k = 0; k < 40; ++k) {
        EXPECT_EQ(code[k * records], 0.0);
        EXPECT_NEAR(people[k * records], 0.0, 5.0 * std::sqrt(2.0 / 3.0 / 1500.0));
        EXPECT_EQ(agreement[(k + 1) * records - 1], 1.0);
        EXPECT_EQ(people[(k + 1) * records - 1], code[(k + 1) * records - 1]);
    }
    for (const double periods : of(course, "periods")) EXPECT_LT(periods, 1000.0);
}

TEST(Learning, slow_learners_teach_the_code_more) {  // Figure 1: .95 and .74, standard deviations near .1
    const Experiment experiment{.size = 50, .replicates = 150, .seed = 3};
    const double slow = code_in_the_end({.socialisation = 0.1}, experiment);
    const double fast = code_in_the_end({.socialisation = 0.9}, experiment);
    EXPECT_NEAR(slow, 0.954, 0.04);
    EXPECT_NEAR(fast, 0.742, 0.05);
}

TEST(Learning, some_slow_learners_among_fast_ones_help) {
    const Experiment experiment{.size = 50, .replicates = 150, .seed = 4};
    Values heeds(50, 0.9);
    std::fill(heeds.begin(), heeds.begin() + 25, 0.1);
    const LearningStart mixed{.socialisation = AgentValues{.drawn = {}, .given = heeds}};
    EXPECT_GT(code_in_the_end({}, experiment, mixed), code_in_the_end({.socialisation = 0.5}, experiment) + 0.02);
}

TEST(Learning, newcomers_keep_knowledge_alive_in_a_world_that_changes) {
    Learning learning{.socialisation = 0.5, .turbulence = 0.02};
    const Experiment experiment{.size = 50, .until = 150.0, .every = 150.0, .replicates = 40, .seed = 5};
    const double without = code_in_the_end(learning, experiment);
    learning.turnover = 0.05;
    EXPECT_GT(code_in_the_end(learning, experiment), without + 0.2);
}

TEST(Learning, without_learning_nothing_changes) {
    const Dataset still =
        simulate(Learning{.socialisation = 0.0, .code_learning = 0.0}, {}, {.size = 5, .replicates = 2});
    EXPECT_EQ(of(still, "periods"), (Values{0.0, 0.0}));
    for (const double code : of(still, "code")) EXPECT_EQ(code, 0.0);
}

TEST(Learning, order_of_people_does_not_matter) {  // shares by the order of socialisation given; 4 standard errors
    Values first(20, 0.1);
    std::fill(first.begin() + 10, first.end(), 0.9);
    Values last(first.rbegin(), first.rend());
    const Experiment experiment{.size = 20, .until = 30.0, .every = 30.0, .replicates = 1'000, .seed = 6};
    const auto ends = [&](const Values& heeds) {
        return code_in_the_end({}, experiment, {.socialisation = AgentValues{.drawn = {}, .given = heeds}});
    };
    EXPECT_NEAR(ends(first), ends(last), 4.0 * std::sqrt(2.0) * 0.2 / std::sqrt(1'000.0));
}

TEST(Learning, threads_change_nothing_and_seeds_everything) {
    const auto code = [](std::uint32_t seed, unsigned threads) {
        const Experiment experiment{.size = 20, .until = 20.0, .replicates = 9, .seed = seed, .threads = threads};
        return of(simulate(Learning{}, {}, experiment), "people");
    };
    EXPECT_EQ(code(1, 1), code(1, 2));
    EXPECT_NE(code(1, 1), code(2, 1));
}

TEST(Learning, all_64_things_and_one_person_run) {
    const Dataset course = simulate(Learning{.dimensions = 64, .turnover = 0.5, .turbulence = 0.5}, {},
                                    {.size = 1, .until = 10.0, .every = 3.0});
    EXPECT_EQ(course.dimension("time").values, (Values{0.0, 3.0, 6.0, 9.0, 10.0}));
    EXPECT_TRUE(std::isnan(of(course, "periods")[0]));
}

TEST(Learning, every_mistake_is_told_at_once) {
    const LearningStart start{.socialisation = AgentValues{.drawn = {}, .given = {0.5, 2.0}}};
    const auto graph = std::make_shared<const core::Graph>(core::Graph::undirected(2, {}));
    try {
        simulate(Learning{.dimensions = 65, .turnover = std::numeric_limits<double>::quiet_NaN()}, start,
                 {.graphs = {graph}, .until = 0.5});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 5u);
        EXPECT_EQ(error.mistakes()[0].text(), "keyword: dimensions is 65; must be between 1 and 64.");
        EXPECT_EQ(error.mistakes()[1].path, "turnover");
        EXPECT_EQ(error.mistakes()[2].path, "graph");
        EXPECT_EQ(error.mistakes()[3].path, "socialisation[1]");
        EXPECT_EQ(error.mistakes()[4].path, "until");
    }
}

TEST(Learning, every_parameter_is_described) {
    Learning process;
    expect_described(process, 6);
}

}  // namespace learning_test
