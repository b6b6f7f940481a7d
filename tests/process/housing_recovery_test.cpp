// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/graph.hpp>
#include <commonweal/process/housing_recovery.hpp>
#include <cstdint>
#include <limits>
#include <memory>
#include <numeric>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;
namespace core = commonweal::core;

namespace {

/// Of the numbers that are numbers.
double housing_mean(const std::vector<double>& values) {
    double sum = 0.0;
    double count = 0.0;
    for (const double value : values) {
        if (std::isnan(value)) continue;
        sum += value;
        count += 1.0;
    }
    return sum / count;
}

double housing_median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double housing_last(const Dataset& course, std::string_view name, std::size_t replicate = 0) {
    const std::size_t records = course.dimension("time").values.size();
    return course.variable(name).values[(replicate + 1) * records - 1];
}

}  // namespace

TEST(HousingRecovery, dislocation_has_the_published_chances) {  // V56
    const HousingRecovery process{};
    EXPECT_NEAR(dislocation_chance(process, {.loss = 0.0}), 0.283556, 1e-6);
    EXPECT_NEAR(dislocation_chance(process, {.loss = 50.0}), 0.577644, 1e-6);
    EXPECT_NEAR(dislocation_chance(process, {.loss = 100.0}), 0.825362, 1e-6);
    EXPECT_NEAR(dislocation_chance(process, {.loss = 50.0, .single_family = 0.0}), 0.693125, 1e-6);
    const HousingRecovery american{.dislocation_black = -0.01826, .dislocation_hispanic = -0.01198};
    EXPECT_NEAR(dislocation_chance(american, {.loss = 50.0, .black = 10.0, .hispanic = 5.0}), 0.517645, 1e-6);
}

TEST(HousingRecovery, joplin_curves_have_the_published_shares) {  // V55
    EXPECT_NEAR(joplin_share(DamageState::slight, 180.0), 0.0787, 1e-4);
    EXPECT_NEAR(joplin_share(DamageState::slight, 365.0), 0.4999, 1e-4);
    EXPECT_NEAR(joplin_share(DamageState::slight, 730.0), 0.9171, 1e-4);
    EXPECT_NEAR(joplin_share(DamageState::complete, 365.0), 0.0933, 1e-4);
    EXPECT_NEAR(joplin_share(DamageState::complete, 730.0), 0.4948, 1e-4);
    EXPECT_EQ(joplin_share(DamageState::none, 0.0), 1.0);
}

TEST(HousingRecovery, losses_find_their_damage_state) {
    for (const auto state : {DamageState::none, DamageState::slight, DamageState::moderate, DamageState::extensive,
                             DamageState::complete}) {
        EXPECT_EQ(state_of_loss(loss_of_state(state)), state);
    }
    EXPECT_EQ(state_of_loss(0.061), DamageState::moderate);
    EXPECT_EQ(state_of_loss(0.7), DamageState::extensive);
}

TEST(HousingRecovery, the_longest_of_three_ways_delays_the_repair) {
    EXPECT_EQ(repair_start({.inspection = 5, .financing = 40, .engineering = 10, .permit = 20, .contractor = 35}), 45);
    EXPECT_EQ(repair_start({.inspection = 5, .financing = 20, .engineering = 10, .permit = 20, .contractor = 15}), 35);
    EXPECT_EQ(repair_start({.inspection = 5, .financing = 20, .contractor = 50, .demolition = 10}), 65);
}

TEST(HousingRecovery, without_scatter_a_path_is_worked_by_hand) {
    // Moderate damage in the table of pyrecodes: 1 + 7 + 3, then max(7, 21 + 14, 7), then 30 of repair, all medians.
    const HousingRecovery process{.delays = HousingDelayTable::pyrecodes, .repair_dispersion = 0.0};
    const Dataset course = simulate(process, {}, {.size = 4'000, .until = 7.0, .seed = 3});
    EXPECT_NEAR(housing_median(course.variable("start_time").values), 46.0, 0.6);
    const std::vector<double>& start = course.variable("start_time").values;
    const std::vector<double>& ready = course.variable("ready_time").values;
    for (std::size_t row = 0; row < start.size(); ++row) EXPECT_NEAR(ready[row] - start[row], 30.0, 1e-3);
}

TEST(HousingRecovery, funds_come_until_their_ceilings_reach_the_cost) {
    HousingRecovery process{.funds = HousingFunds::parallel, .fund_dispersion = 0.0};
    HousingStart start;
    start.insured = {.drawn = core::Distribution::constant(0)};
    start.credit = {.drawn = core::Distribution::constant(1)};
    start.registered = {.drawn = core::Distribution::constant(1)};
    start.tenant = {.drawn = core::Distribution::constant(0)};
    // .1 saved, .1 relief after 30 d, .6 loan after 105 d, .3 subsidy after 180 d.
    const auto funded = [&] {
        return housing_mean(simulate(process, start, {.size = 500, .until = 7.0}).variable("funded_time").values);
    };
    const double inspected = 5.0 * std::exp(0.54 * 0.54 / 2.0);
    EXPECT_NEAR(funded(), inspected + 180.0, 1.0);
    process.loan_ceiling = 0.8;
    EXPECT_NEAR(funded(), inspected + 105.0, 1.0);
    process.loan_ceiling = 0.3;
    EXPECT_NEAR(funded(), inspected + 365.0, 1.0);
    start.registered = {.drawn = core::Distribution::constant(0)};
    EXPECT_TRUE(std::isnan(funded()));
}

TEST(HousingRecovery, few_processors_and_crews_make_lines) {
    HousingRecovery process{.funds = HousingFunds::sequence, .insurance_ceiling = 1.0, .patience = 36'500.0};
    HousingStart start;
    start.insured = {.drawn = core::Distribution::constant(1)};
    const auto last = [&](std::string_view name) {
        const std::vector<double> times = simulate(process, start, {.size = 200, .until = 7.0}).variable(name).values;
        return *std::max_element(times.begin(), times.end());
    };
    const double free = last("funded_time");
    process.insurance_processors = 2;
    // 200 files of 42 exp(.125) d each at two desks.
    EXPECT_NEAR(last("funded_time"), 100.0 * 42.0 * std::exp(0.125), 500.0);
    EXPECT_LT(free, 500.0);
    process.insurance_processors = 0;
    process.crews = 5;
    EXPECT_NEAR(last("ready_time"), 40.0 * 30.0 * std::exp(0.125), 250.0);
    process.patience = 100.0;
    const Dataset course = simulate(process, start, {.size = 200, .until = 3'000.0, .every = 3'000.0});
    EXPECT_LT(housing_last(course, "repaired"), 0.5);
    EXPECT_GT(housing_last(course, "repaired"), 0.02);
}

TEST(HousingRecovery, who_comes_back_is_the_fixed_point_of_the_mean_field) {
    HousingRecovery process{.repair_dispersion = 0.0, .reconsider_rate = 0.1, .return_base = -4.5};
    HousingStart start;
    start.lifeline = {};
    start.school = {};
    start.job = {.drawn = core::Distribution::constant(1)};
    start.tenant = {};
    process.delays = HousingDelayTable::pyrecodes;
    process.dislocation_base = 10.0;
    const std::vector<double> levels = return_levels(process, {.dislocated = 1.0});
    ASSERT_EQ(levels.size(), 1u);
    const Dataset course = simulate(process, start, {.size = 20'000, .until = 700.0, .every = 700.0});
    EXPECT_NEAR(housing_last(course, "home"), levels[0], 0.015);
    process.return_neighbours = 8.0;
    process.return_base = -8.5;
    EXPECT_EQ(return_levels(process, {.dislocated = 1.0}).size(), 3u);
}

TEST(HousingRecovery, half_the_step_changes_little) {
    HousingStart start;
    start.damage.drawn = core::Distribution::uniform({.low = 0.0, .high = 4.9});
    const auto home = [&](double step) {
        const Dataset course = simulate(HousingRecovery{}, start,
                                        {.size = 2'000, .until = 364.0, .every = 364.0, .step = step, .replicates = 5});
        double sum = 0.0;
        for (std::size_t k = 0; k < 5; ++k) sum += housing_last(course, "home", k) / 5.0;
        return sum;
    };
    EXPECT_NEAR(home(7.0), home(3.5), 0.02);
}

TEST(HousingRecovery, housing_seeds_change_draws_and_threads_do_not) {
    const auto homes = [](std::uint32_t seed, unsigned threads) {
        return simulate(HousingRecovery{}, {}, {.size = 200, .replicates = 2, .seed = seed, .threads = threads})
            .variable("home")
            .values;
    };
    EXPECT_EQ(homes(1, 1), homes(1, 2));
    EXPECT_NE(homes(1, 1), homes(2, 1));
}

TEST(HousingRecovery, small_and_lonely_places_run) {
    const auto alone = std::make_shared<const core::Graph>(core::Graph::undirected(3, std::vector<core::Edge>{}));
    HousingStart start;
    start.damage.given = {0.0, 4.0, 2.0};
    const Dataset course = simulate(HousingRecovery{}, start, {.graphs = {alone}, .until = 2'000.0});
    EXPECT_TRUE(std::isnan(course.variable("ready_time").values[0]));
    EXPECT_GT(course.variable("ready_time").values[1], 0.0);
    start.damage.given = {0.0};
    EXPECT_EQ(housing_last(simulate(HousingRecovery{}, start, {.size = 1, .until = 14.0}), "home"), 1.0);
}

TEST(HousingRecovery, everything_wrong_with_households_is_told_at_once) {
    HousingStart start;
    start.damage.drawn = core::Distribution::constant(5);
    start.insured.drawn = core::Distribution::constant(std::nextafter(1.0, 2.0));
    try {
        simulate(HousingRecovery{.surge = 0.0, .patience = std::numeric_limits<double>::quiet_NaN()}, start,
                 {.size = 0});
        FAIL();
    } catch (const core::ConfigError& error) {
        EXPECT_EQ(error.mistakes().size(), 5u);
    }
}

RC_GTEST_PROP(HousingRecovery, nobody_is_repaired_before_being_paid_for, ()) {
    const HousingRecovery process{
        .delays = *rc::gen::element(HousingDelayTable::redi, HousingDelayTable::pyrecodes),
        .funds = *rc::gen::element(HousingFunds::table, HousingFunds::parallel, HousingFunds::sequence),
        .insurance_processors = static_cast<std::uint32_t>(*rc::gen::inRange(0, 3)),
        .loan_processors = static_cast<std::uint32_t>(*rc::gen::inRange(0, 3)),
        .crews = static_cast<std::uint32_t>(*rc::gen::inRange(0, 4))};
    HousingStart start;
    start.damage.drawn = core::Distribution::uniform({.low = 0.0, .high = 4.9});
    const Dataset course = simulate(process, start, {.size = 60, .until = 7.0});
    const auto& funded = course.variable("funded_time").values;
    const auto& begun = course.variable("start_time").values;
    const auto& ready = course.variable("ready_time").values;
    std::vector<std::pair<double, int>> work;
    for (std::size_t row = 0; row < ready.size(); ++row) {
        RC_ASSERT(std::isnan(begun[row]) == std::isnan(ready[row]));
        if (std::isnan(ready[row])) continue;
        RC_ASSERT(funded[row] <= begun[row] + 1e-3);
        RC_ASSERT(begun[row] <= ready[row]);
        work.emplace_back(begun[row], 1);
        work.emplace_back(ready[row], -1);
    }
    std::sort(work.begin(), work.end());
    int busy = 0;
    for (const auto& [time, change] : work) {
        busy += change;
        if (process.crews > 0) RC_ASSERT(busy <= static_cast<int>(process.crews));
    }
}

TEST(HousingRecovery, stages_are_powers_of_their_matrix) {
    const HousingStages stages{
        .setbacks_year = 1000, .setbacks_two_years = 1000, .setbacks_all = 1000, .deadline = 10'000};
    HousingStagesStart start;
    start.vulnerability.drawn = core::Distribution::constant(0.5);
    const Dataset run = simulate(stages, start, {.size = 20'000, .until = 36.0, .every = 12.0});
    const Dataset expected = stage_shares(stages, 1, 0.5, 36);
    for (std::size_t record = 0; record < 4; ++record) {
        for (std::size_t stage = 0; stage < 5; ++stage) {
            EXPECT_NEAR(run.variable("share").values[record * 5 + stage],
                        expected.variable("share").values[12 * record * 5 + stage], 0.015);
        }
    }
}

TEST(HousingRecovery, whoever_is_late_or_falls_back_too_often_has_failed) {
    const HousingStages slow{.settle = 0.0, .skip = 0.0, .deadline = 24};
    const Dataset late = simulate(slow, {}, {.size = 100, .until = 30.0});
    EXPECT_EQ(late.variable("share").values.back(), 1.0);
    const HousingStages shaky{.setback = 0.5, .vulnerability_setback = 0.0, .setbacks_all = 3, .deadline = 10'000};
    const Dataset worn = simulate(shaky, {}, {.size = 500, .until = 60.0});
    EXPECT_GT(worn.variable("share").values.back(), 0.2);
    MoveHousing move{.stages = {.setback = 0.5, .vulnerability_setback = 0.0}};
    std::uint8_t stage = 3;
    std::uint32_t setbacks = 0b1111;
    std::uint32_t sum = 4;
    std::uint32_t month = 4;
    move(0.0f, stage, setbacks, sum, month, 0.1f);
    EXPECT_EQ(stage, 5);
    EXPECT_EQ(sum, 5u);
}

RC_GTEST_PROP(HousingRecovery, rows_of_stages_are_chances, ()) {
    const auto share = [] { return 0.01 * *rc::gen::inRange(0, 101); };
    const HousingStages stages{.leave_emergency = share(),
                               .leave_temporary = share(),
                               .settle = share(),
                               .skip = share(),
                               .setback = 0.5 * share(),
                               .relapse = 0.5 * share(),
                               .vulnerability_slows = share(),
                               .vulnerability_setback = 10.0 * share()};
    for (const auto& row : stage_chances(stages, share())) {
        double sum = 0.0;
        for (const double chance : row) {
            RC_ASSERT(chance >= -1e-12);
            sum += chance;
        }
        RC_ASSERT(std::fabs(sum - 1.0) < 1e-12);
    }
}

TEST(HousingRecovery, its_parameters_and_those_of_stages_are_in_the_table) {
    HousingRecovery process;
    expect_described(process, 35);
    HousingStages stages;
    expect_described(stages, 12);
}
