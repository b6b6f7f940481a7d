// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/mind.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace mind_test {

namespace {

using Values = std::vector<double>;

/// Support is given, so that there is a closed form.
constexpr Mind given{.support = MindSupport::given};

/// All of one trajectory.
Mind only(Trajectory trajectory) {
    Mind mind = given;
    double* const shares[] = {&mind.resilient_share, &mind.recovering_share, &mind.chronic_share, &mind.delayed_share};
    for (double* const share : shares) *share = 0.0;
    *shares[static_cast<std::size_t>(trajectory)] = 1.0;
    return mind;
}

AgentValues all(double value) { return {.drawn = core::Distribution::constant(value)}; }

/// Everybody is displaced, and nothing else happens.
const MindStart displaced{.loss = all(0.0), .injury = all(0.0), .displacement = all(1.0)};

Values of(const Dataset& course, std::string_view name) { return course.variable(name).values; }

}  // namespace

TEST(Mind, blows_add_up_to_what_is_left_free_whatever_their_order) {
    EXPECT_NEAR(impact_of({}, {.loss = 1.0}), 0.7, 1e-12);
    EXPECT_NEAR(impact_of({}, {.loss = 1.0, .injury = 1.0, .displacement = 1.0}), 1.0 - 0.3 * 0.45 * 0.5, 1e-12);
    EXPECT_NEAR(struck(struck(0.1, 0.5), 0.4), struck(struck(0.1, 0.4), 0.5), 1e-12);
    EXPECT_NEAR(struck(0.3, 0.0), 0.3, 1e-15);
    EXPECT_EQ(struck(0.3, 1.0), 1.0);
}

TEST(Mind, support_and_security_together_make_recovery_three_times_as_fast) {
    EXPECT_NEAR(recovery_time({}, Trajectory::recovering, 0.0, 0.0), 720.0, 1e-9);
    EXPECT_NEAR(recovery_time({}, Trajectory::recovering, 1.0, 1.0), 240.0, 1e-9);
}

TEST(Mind, second_rise_comes_on_time_as_worked_by_hand) {
    const MindState before{.distress = 0.5f, .onset = 2.0f, .rise = 0.4f};
    const MindState after = recovered(before, 0.1f, 3.0f);
    const double expected = (1.0 - (1.0 - 0.5 * std::exp(-0.2)) * 0.6) * std::exp(-0.1);
    EXPECT_NEAR(after.distress, expected, 1e-6);
    EXPECT_TRUE(std::isinf(after.onset));
    EXPECT_EQ(after.rise, 0.0f);
}

RC_GTEST_PROP(Mind, two_half_steps_are_one_step, ()) {
    const auto share = [] { return 0.01f * static_cast<float>(*rc::gen::inRange(0, 101)); };
    const MindState before{.distress = share(), .onset = 5.0f * share(), .rise = share()};
    const float step = 4.0f * share();
    const MindState once = recovered(before, 0.3f, 2.0f * step);
    const MindState twice = recovered(recovered(before, 0.3f, step), 0.3f, step);
    RC_ASSERT(std::abs(once.distress - twice.distress) < 2e-6f);
    RC_ASSERT(once.distress >= 0.0f);
    RC_ASSERT(once.distress <= 1.0f);
}

TEST(Mind, each_trajectory_goes_as_its_exponentials_say) {
    const double times[] = {60.0, 720.0, 36500.0};
    const double parts[] = {0.5, 1.0, 1.0};
    for (std::size_t k = 0; k < 3; ++k) {
        const Dataset course = simulate(only(static_cast<Trajectory>(k)), displaced,
                                        {.size = 3, .until = 400.0, .every = 100.0, .step = 7.0});
        const Values& time = course.dimension("time").values;
        for (std::size_t record = 0; record < time.size(); ++record) {
            const double expected = 0.5 * parts[k] * std::exp(-2.0 * time[record] / times[k]);
            EXPECT_NEAR(of(course, "distress")[record], expected, 2e-6) << k;
        }
    }
}

TEST(Mind, the_delayed_rise_when_their_time_has_come) {
    Mind mind = only(Trajectory::delayed);
    mind.delay_spread = 0.0;
    mind.delay = 100.0;
    const Dataset course = simulate(mind, displaced, {.size = 2, .until = 200.0, .every = 10.0, .step = 5.0});
    const double rate = 2.0 / 1800.0;
    EXPECT_NEAR(of(course, "distress")[9], 0.25 * std::exp(-90.0 * rate), 1e-6);
    const double risen = 1.0 - (1.0 - 0.25 * std::exp(-100.0 * rate)) * 0.5;
    EXPECT_NEAR(of(course, "distress")[15], risen * std::exp(-50.0 * rate), 1e-6);
    EXPECT_EQ(of(course, "distressed")[9], 0.0);
    EXPECT_EQ(of(course, "distressed")[15], 1.0);
}

TEST(Mind, a_crowd_goes_as_the_closed_form_says) {
    const MindStart start{.distress = all(0.1)};
    const Dataset course =
        simulate(given, start, {.size = 40000, .until = 900.0, .every = 90.0, .step = 30.0, .seed = 2});
    const Dataset expected = mean_field(given, {.distress = 0.1}, 900.0, 90.0);
    for (const char* name : {"distress", "distressed", "distress_recovering", "distress_delayed"}) {
        // Four standard errors of 2,000 people; a share has at most .0112.
        for (std::size_t k = 0; k <= 10; ++k)
            EXPECT_NEAR(of(course, name)[k], of(expected, name)[k], 0.03) << name << k;
    }
}

TEST(Mind, the_share_distressed_falls_and_the_closed_form_ends_near_nothing) {
    const Values distressed = of(mean_field(given, {}, 60000.0, 600.0), "distressed");
    const Values after_two_years(distressed.begin() + 2, distressed.end());
    EXPECT_TRUE(std::is_sorted(after_two_years.rbegin(), after_two_years.rend()));
    EXPECT_EQ(distressed.back(), 0.0);
}

TEST(Mind, weights_are_divided_by_their_sum) {
    Mind doubled = given;
    doubled.resilient_share = 0.3335;
    doubled.recovering_share = 0.1;
    doubled.chronic_share = 0.05;
    doubled.delayed_share = 0.025;
    const Values one = of(mean_field(given, {}, 300.0, 100.0), "distress");
    const Values other = of(mean_field(doubled, {}, 300.0, 100.0), "distress");
    for (std::size_t k = 0; k < one.size(); ++k) EXPECT_NEAR(one[k], other[k], 1e-12);
}

RC_GTEST_PROP(Mind, more_support_and_security_never_leave_more_distress, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    const double support = share();
    const double security = share();
    const MindSetting less{.support = support, .security = security};
    const MindSetting more{.support = std::min(1.0, support + share()), .security = std::min(1.0, security + share())};
    const Values with_less = of(mean_field(given, less, 1500.0, 100.0), "distress");
    const Values with_more = of(mean_field(given, more, 1500.0, 100.0), "distress");
    for (std::size_t k = 0; k < with_less.size(); ++k) RC_ASSERT(with_more[k] <= with_less[k] + 1e-12);
}

RC_GTEST_PROP(Mind, shares_and_distress_stay_between_0_and_1, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    Mind mind{.loss = share(), .injury = share(), .displacement = share()};
    mind.early_reaction = share();
    mind.second_rise = share();
    mind.threshold = share();
    mind.delay = 100.0 * share();
    const MindStart start{.loss = all(share()), .injury = all(share()), .distress = all(share())};
    const Dataset course = simulate(mind, start, {.size = 60, .until = 300.0, .seed = *rc::gen::inRange(0u, 1000u)});
    for (const char* name : {"distress", "distressed"}) {
        for (const double value : of(course, name)) RC_ASSERT(value >= 0.0 && value <= 1.0);
    }
}

TEST(Mind, neighbours_who_are_well_shorten_distress) {
    Mind mind = only(Trajectory::recovering);
    mind.support = MindSupport::neighbours;
    MindStart start = displaced;
    start.displacement.given = {1.0, 0.0, 0.0, 0.0};
    const auto star = std::make_shared<const core::Graph>(
        core::Graph::undirected(4, std::vector<core::Edge>{{0, 1}, {0, 2}, {0, 3}}));
    const Dataset helped = simulate(mind, start, {.graphs = {star}, .until = 100.0, .step = 1.0});
    const auto alone = std::make_shared<const core::Graph>(core::Graph::undirected(4, {}));
    const Dataset lonely = simulate(mind, start, {.graphs = {alone}, .until = 100.0, .step = 1.0});
    EXPECT_NEAR(of(helped, "distress").back(), 0.125 * std::exp(-2.5 * 100.0 / 720.0), 1e-6);
    EXPECT_NEAR(of(lonely, "distress").back(), 0.125 * std::exp(-1.5 * 100.0 / 720.0), 1e-6);
}

TEST(Mind, half_the_step_changes_little_where_neighbours_support) {
    core::Workers workers(1);
    const auto graph = std::make_shared<const core::Graph>(
        core::generate(core::SmallWorld{.degree = 6, .rewiring = 0.1}, 3000, core::Layer{"contacts"}, {1, 0}, workers));
    const auto end = [&](double step) {
        return simulate(Mind{}, {}, {.graphs = {graph}, .until = 365.0, .step = step, .seed = 3});
    };
    EXPECT_NEAR(of(end(2.0), "distress").back(), of(end(1.0), "distress").back(), 1e-3);
    EXPECT_NEAR(of(end(2.0), "distressed").back(), of(end(1.0), "distressed").back(), 5e-3);
}

TEST(Mind, who_is_numbered_how_does_not_matter) {
    core::Workers workers(1);
    const auto forwards = std::make_shared<const core::Graph>(
        core::generate(core::SmallWorld{.degree = 6, .rewiring = 0.1}, 4000, core::Layer{"contacts"}, {1, 0}, workers));
    std::vector<core::Edge> turned;
    for (core::Index v = 0; v < forwards->size(); ++v) {
        for (const core::Index other : forwards->neighbours(v)) {
            if (v < other) turned.emplace_back(3999 - other, 3999 - v);
        }
    }
    const auto backwards = std::make_shared<const core::Graph>(core::Graph::undirected(4000, turned));
    const auto distress = [](const auto& graph) {
        return of(simulate(Mind{}, {}, {.graphs = {graph}, .until = 200.0, .replicates = 10}), "distress").back();
    };
    // Of 40,000 people each.
    EXPECT_NEAR(distress(forwards), distress(backwards), 4.0 * 0.25 / 63.0);
}

TEST(Mind, threads_change_nothing_and_seeds_everything) {
    const Experiment one{.size = 1500, .until = 60.0, .replicates = 1, .seed = 5, .threads = 1};
    Experiment two = one;
    two.threads = 2;
    Experiment other = one;
    other.seed = 6;
    const auto distress = [](const Experiment& experiment) { return of(simulate(Mind{}, {}, experiment), "distress"); };
    EXPECT_EQ(distress(one), distress(two));
    EXPECT_NE(distress(one), distress(other));
}

TEST(Mind, somebody_alone_recovers_without_support) {
    const Dataset course = simulate(Mind{}, displaced, {.size = 1, .until = 100.0});
    EXPECT_GT(of(course, "distress").front(), of(course, "distress").back());
    int without = 0;
    for (const char* name : {"distress_resilient", "distress_recovering", "distress_chronic", "distress_delayed"}) {
        without += std::isnan(of(course, name).front()) ? 1 : 0;
    }
    EXPECT_EQ(without, 3);
}

TEST(Mind, every_mistake_is_told_at_once) {
    Mind mind;
    mind.resilient_share = mind.recovering_share = mind.chronic_share = mind.delayed_share = 0.0;
    mind.chronic_time = 0.0;
    try {
        simulate(mind, {.loss = all(2.0)}, {.size = 0, .step = std::numeric_limits<double>::quiet_NaN()});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 5u);
        EXPECT_EQ(error.mistakes()[2].path, "chronic_time");
        EXPECT_EQ(error.mistakes()[3].text(),
                  "keyword: resilient_share + recovering_share + chronic_share + delayed_share is 0; must be above 0.");
        EXPECT_EQ(error.mistakes()[4].path, "loss");
    }
    EXPECT_THROW(mean_field(given, {.distress = 2.0}, 1.0, 1.0), core::ConfigError);
    EXPECT_THROW(mean_field(given, {}, -1.0, 1.0), core::ConfigError);
    EXPECT_THROW(mean_field(Mind{}, MindSetting{}, 1.0, 1.0), core::Error);
}

TEST(Mind, every_parameter_is_described) {
    Mind mind;
    expect_described(mind, 19);
}

}  // namespace mind_test
