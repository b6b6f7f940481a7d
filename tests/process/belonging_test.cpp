// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/graph_generate.hpp>
#include <commonweal/process/belonging.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace belonging_test {

namespace {

using Values = std::vector<double>;

Values of(const Dataset& course, std::string_view name) { return course.variable(name).values; }

AgentValues all(double value) { return {.drawn = core::Distribution::constant(value)}; }

/// Nobody moves, so that nothing is drawn but who takes part.
Belonging settled() {
    Belonging place;
    place.owner_moves = place.tenant_moves = 0.0;
    return place;
}

std::shared_ptr<const core::Graph> small_world(core::Index size) {
    core::Workers workers(1);
    return std::make_shared<const core::Graph>(
        core::generate(core::SmallWorld{.degree = 6, .rewiring = 0.1}, size, core::Layer{"contacts"}, {1, 0}, workers));
}

}  // namespace

TEST(Belonging, steady_levels_are_those_worked_by_hand) {
    Belonging place;
    place.belonging_gain = 0.004;
    const Dataset levels = steady_state(place, {.contact = 0.5, .owner = 0.5});
    const double owner = 0.05 / 365.25;
    const double tenant = 0.25 / 365.25;
    EXPECT_NEAR(of(levels, "belonging_owners")[0], 0.002 / (0.002 + 0.001 + owner), 1e-12);
    EXPECT_NEAR(of(levels, "belonging_tenants")[0], 0.002 / (0.002 + 0.001 + tenant), 1e-12);
    const double mean = 0.5 * (owner + tenant);
    const double ties =
        0.0025 / (0.0025 + 1.0 / 540.0 + owner + mean) + 0.0025 / (0.0025 + 1.0 / 540.0 + tenant + mean);
    EXPECT_NEAR(of(levels, "tie")[0], 0.5 * ties, 1e-12);
}

TEST(Belonging, without_moves_and_with_whole_weights_all_levels_are_that_of_belonging) {
    Belonging place = settled();
    place.spirit_weight = 0.2;
    place.seen_weight = 0.5;
    const Dataset levels = steady_state(place, {.contact = 0.25});
    for (const char* name : {"belonging", "spirit", "cooperation"}) EXPECT_NEAR(of(levels, name)[0], 0.5, 1e-12);
}

RC_GTEST_PROP(Belonging, equations_end_at_the_steady_state, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    Belonging place{.covenant = share(), .bank = 0.5 * share()};
    place.newcomer_belonging = share();
    place.newcomer_spirit = share();
    place.seen_weight = 0.4 * share();
    const BelongingSetting setting{.contact = share(), .owner = share()};
    const Dataset levels = steady_state(place, setting);
    const Dataset course = mean_field(place, setting, 15000.0, 15000.0);
    for (const char* name : {"belonging", "spirit", "cooperation", "tie"}) {
        RC_ASSERT(std::abs(of(course, name).back() - of(levels, name)[0]) < 2e-6);
    }
}

TEST(Belonging, equations_end_at_the_steady_state_where_rates_are_as_high_as_they_may_be) {
    for (double Belonging::*const rate :
         {&Belonging::belonging_gain, &Belonging::belonging_loss, &Belonging::spirit_rate, &Belonging::tie_gain}) {
        Belonging place;
        place.*rate = 10.0;
        place.notice_rate = 100.0;
        const Dataset levels = steady_state(place, {});
        const Dataset course = mean_field(place, {}, 15000.0, 15000.0);
        for (const char* name : {"belonging", "spirit", "cooperation", "tie"}) {
            EXPECT_NEAR(of(course, name).back(), of(levels, name)[0], 2e-6) << name;
        }
    }
}

TEST(Belonging, two_half_steps_are_one_step_in_surroundings_that_stay) {
    const Belonging place{.activity = 0.5, .covenant = 0.3};
    const ResidentMind<double> mind{.belonging = 0.2, .spirit = 0.9, .tie = 0.7, .threat = 0.8, .threat_left = 3.0};
    const Surroundings<double> around{.contact = 0.4, .cooperation = 0.3, .participating = 0.6};
    const auto half = lived(place, mind, around, 5.0);
    const auto twice = lived(place, half, around, 5.0);
    const auto once = lived(place, mind, around, 10.0);
    EXPECT_NEAR(once.belonging, twice.belonging, 1e-12);
    EXPECT_NEAR(once.seen, twice.seen, 1e-12);
    EXPECT_NEAR(once.tie, twice.tie, 1e-12);
    EXPECT_NEAR(once.threat, 0.8 * std::exp(-7.0 / 45.0), 1e-12);
    EXPECT_NEAR(twice.threat, once.threat, 1e-12);
    EXPECT_EQ(once.threat_left, 0.0);
}

TEST(Belonging, half_institutionalised_lasts_twice_as_long_and_wholly_for_ever) {
    const auto left = [](double institutionalised) {
        const Belonging place{.institutionalised = institutionalised};
        return lived<double>(place, {.threat = 1.0}, {}, 90.0).threat;
    };
    EXPECT_NEAR(left(0.0), std::exp(-2.0), 1e-12);
    EXPECT_NEAR(left(0.5), std::exp(-1.0), 1e-12);
    EXPECT_EQ(left(1.0), 1.0);
}

TEST(Belonging, a_crowd_goes_as_the_equations_say) {
    const Belonging place{.covenant = 0.2};
    const BelongingStart start{.owner = all(0.5), .threat = all(0.8), .threat_days = all(60.0)};
    const Dataset course = simulate(place, start, {.size = 8000, .until = 730.0, .every = 73.0, .seed = 4});
    const Dataset expected =
        mean_field(place, {.owner = 0.5, .mind = {.threat = 0.8, .threat_left = 60.0}}, 730.0, 73.0);
    // Chance moves a mean of 8,000 by about .002, and a tick of a day by .001.
    for (const char* name : {"belonging", "spirit", "cooperation", "tie", "threat", "belonging_tenants"}) {
        for (std::size_t k = 0; k <= 10; ++k)
            EXPECT_NEAR(of(course, name)[k], of(expected, name)[k], 0.01) << name << k;
    }
}

TEST(Belonging, a_threat_raises_cooperation_which_returns_unless_it_is_institutionalised) {
    const auto course = [](double threat, double institutionalised) {
        Belonging place = settled();
        place.institutionalised = institutionalised;
        const BelongingSetting setting{.mind = {.threat = threat, .threat_left = 60.0}};
        return of(mean_field(place, setting, 6000.0, 30.0), "cooperation");
    };
    const Values calm = course(0.0, 0.0);
    const Values crisis = course(1.0, 0.0);
    const Values lasting = course(1.0, 1.0);
    EXPECT_GT(crisis[1], calm[1] + 0.3);
    EXPECT_NEAR(crisis.back(), calm.back(), 1e-4);
    EXPECT_GT(lasting.back(), calm.back() + 0.3);
}

RC_GTEST_PROP(Belonging, more_turnover_leaves_less_belonging_and_looser_ties, ()) {
    Belonging place;
    place.newcomer_spirit = 0.0;
    place.tenant_moves = 0.1 * *rc::gen::inRange(0, 30);
    Belonging busier = place;
    busier.tenant_moves += 0.1 * *rc::gen::inRange(1, 10);
    const Dataset calm = steady_state(place, {.owner = 0.3});
    const Dataset busy = steady_state(busier, {.owner = 0.3});
    for (const char* name : {"belonging", "tie", "cooperation"}) RC_ASSERT(of(busy, name)[0] < of(calm, name)[0]);
}

RC_GTEST_PROP(Belonging, everything_stays_between_0_and_1_and_nothing_is_lost_at_the_bank, ()) {
    const auto share = [] { return 0.1 * *rc::gen::inRange(0, 11); };
    Belonging place{.activity = share(), .covenant = share(), .bank = share()};
    place.threat_effect = share();
    place.tenant_moves = 10.0 * share();
    const BelongingStart start{.contact = all(share()), .belonging = all(share()), .threat = all(share())};
    const Dataset course = simulate(place, start, {.size = 60, .until = 300.0, .seed = *rc::gen::inRange(0u, 1000u)});
    for (const char* name : {"belonging", "spirit", "cooperation", "tie", "participating", "cohesion"}) {
        for (const double value : of(course, name)) RC_ASSERT(value >= 0.0 && value <= 1.0 + 1e-6);
    }
}

TEST(Belonging, help_given_is_help_received) {
    const auto star = std::make_shared<const core::Graph>(
        core::Graph::undirected(5, std::vector<core::Edge>{{0, 1}, {0, 2}, {0, 3}}));
    Belonging place = settled();
    place.spirit_weight = place.belonging_weight = 0.0;
    place.seen_weight = 1.0;
    place.notice_rate = 0.0;
    const BelongingStart start{.seen = {.given = {0.6, 0.3, 0.0, 0.9, 0.5}}};
    const Dataset course = simulate(place, start, {.graphs = {star}, .until = 10.0, .every = 10.0});
    // In a day the one in the middle gives .6 and receives 1.2, the others receive .2 each; the last has nobody.
    EXPECT_NEAR(of(course, "claims").back(), 10.0 * (0.1 + 0.7) / 5.0, 1e-5);
}

TEST(Belonging, owners_belong_and_take_part_more_than_tenants) {
    const Dataset course = simulate(Belonging{}, {.owner = all(0.5)},
                                    {.graphs = {small_world(4000)}, .until = 3000.0, .every = 3000.0, .step = 5.0});
    EXPECT_GT(of(course, "belonging_owners").back(), of(course, "belonging_tenants").back() + 0.05);
    EXPECT_GT(of(course, "participating_owners").back(), of(course, "participating_tenants").back());
    EXPECT_NEAR(of(course, "moves").back(), 0.15 * 3000.0 / 365.25, 0.1);
    EXPECT_GT(of(course, "presence_status").back(), 1.0);
    EXPECT_GT(of(course, "voice_status").back(), of(course, "presence_status").back());
}

TEST(Belonging, representation_is_that_worked_by_hand) {
    Belonging place;
    place.base_odds = place.belonging_odds = place.cooperation_odds = 0.0;
    place.owner_ratio = place.online_ratio = 1.0;
    place.status_ratio = 3.0;
    // Half of the others take part and three quarters of those of high status, a fifth: .15 of .55.
    const Representation found = representation(place, {.status = 0.2});
    EXPECT_NEAR(found.presence, 0.15 / 0.55 / 0.2, 1e-12);
    EXPECT_NEAR(found.voice, 0.3 / 0.7 / 0.2, 1e-12);
    const BelongingStart start{.elder = all(0.0), .status = all(0.2)};
    const Dataset course = simulate(place, start, {.size = 40000, .until = 1.0});
    EXPECT_NEAR(of(course, "presence_status").front(), found.presence, 0.05);
    EXPECT_NEAR(of(course, "voice_status").front(), found.voice, 0.06);
}

TEST(Belonging, half_the_step_changes_little) {
    const auto graph = small_world(2000);
    const auto end = [&](double step) {
        return simulate(Belonging{}, {},
                        {.graphs = {graph}, .until = 1000.0, .every = 1000.0, .step = step, .seed = 3});
    };
    for (const char* name : {"belonging", "spirit", "cooperation", "tie"}) {
        EXPECT_NEAR(of(end(10.0), name).back(), of(end(5.0), name).back(), 0.01) << name;
    }
}

TEST(Belonging, who_is_numbered_how_does_not_matter) {
    const auto forwards = small_world(4000);
    std::vector<core::Edge> turned;
    for (core::Index v = 0; v < forwards->size(); ++v) {
        for (const core::Index other : forwards->neighbours(v)) {
            if (v < other) turned.emplace_back(3999 - other, 3999 - v);
        }
    }
    const auto backwards = std::make_shared<const core::Graph>(core::Graph::undirected(4000, turned));
    const auto tie = [](const auto& graph) {
        return of(simulate(Belonging{}, {}, {.graphs = {graph}, .until = 1000.0, .every = 1000.0, .step = 5.0}), "tie")
            .back();
    };
    // Ties of about a quarter of the homes are new: a standard deviation of at most .2.
    EXPECT_NEAR(tie(forwards), tie(backwards), 4.0 * 0.2 * std::sqrt(2.0 / 4000.0) + 0.005);
}

TEST(Belonging, threads_change_nothing_and_seeds_everything) {
    const Experiment one{.size = 1500, .until = 60.0, .seed = 5, .threads = 1};
    Experiment two = one;
    two.threads = 2;
    Experiment other = one;
    other.seed = 6;
    const auto course = [](const Experiment& experiment) {
        return of(simulate(Belonging{}, {}, experiment), "participating");
    };
    EXPECT_EQ(course(one), course(two));
    EXPECT_NE(course(one), course(other));
}

TEST(Belonging, somebody_alone_sees_nobody_and_keeps_what_was_seen) {
    Belonging place = settled();
    place.spirit_weight = place.belonging_weight = 0.0;
    place.seen_weight = 1.0;
    for (const auto& experiment :
         {Experiment{.size = 1, .until = 100.0},
          Experiment{.graphs = {std::make_shared<const core::Graph>(core::Graph::undirected(3, {}))},
          .until = 100.0}}) {
        const Dataset course = simulate(place, {}, experiment);
        EXPECT_NEAR(of(course, "cooperation").back(), 0.3, 1e-6);
        EXPECT_EQ(of(course, "claims").back(), 0.0);
    }
}

TEST(Belonging, every_mistake_is_told_at_once) {
    Belonging place{.covenant = 2.0};
    place.seen_weight = 0.75;
    place.spirit_weight = place.belonging_weight = 0.5;
    try {
        simulate(place, {.threat_days = all(-1.0)}, {.size = 0, .step = std::numeric_limits<double>::quiet_NaN()});
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        ASSERT_EQ(error.mistakes().size(), 5u);
        EXPECT_EQ(error.mistakes()[2].path, "covenant");
        EXPECT_EQ(error.mistakes()[3].text(),
                  "keyword: spirit_weight + belonging_weight + seen_weight is 1.75; must be at most 1.");
        EXPECT_EQ(error.mistakes()[4].path, "threat_days");
    }
    EXPECT_THROW(mean_field(Belonging{}, {.contact = 2.0}, 1.0, 1.0), core::ConfigError);
    EXPECT_THROW(steady_state({}, {.owner = -1.0}), core::ConfigError);
    EXPECT_THROW(representation({}, {.status = 0.0}), core::ConfigError);
}

TEST(Belonging, what_has_no_closed_form_is_refused) {
    EXPECT_THROW(mean_field(Belonging{.activity = 0.1}, {}, 1.0, 1.0), core::Error);
    EXPECT_THROW(steady_state({.activity = 0.1}, {}), core::Error);
    Belonging still = settled();
    still.belonging_gain = still.belonging_loss = 0.0;
    EXPECT_THROW(steady_state(still, {}), core::Error);
    Belonging own = settled();
    own.belonging_weight = 0.0;
    own.spirit_weight = own.seen_weight = 0.5;
    EXPECT_THROW(steady_state(own, {}), core::Error);
}

TEST(Belonging, every_parameter_is_described) {
    Belonging place;
    expect_described(place, 28);
}

}  // namespace belonging_test
