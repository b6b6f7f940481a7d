// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <commonweal/process/backup.hpp>
#include <set>
#include <string_view>
#include <vector>

#include "described.hpp"

using namespace commonweal::process;

TEST(Backup, a_store_carries_the_full_need_for_its_hours_and_then_fails) {
    const Backup diesel{.capacity = 3.5, .recharge = 0.0};
    double level = 3.5;
    std::vector<double> served;
    for (int hour = 0; hour < 5; ++hour) {
        const auto step = advance(diesel, level, 0.0, 1.0);
        level = step.level;
        served.push_back(step.served);
    }
    EXPECT_EQ(served, (std::vector<double>{1.0, 1.0, 1.0, 0.5, 0.0}));
}

TEST(Backup, half_a_supply_makes_the_store_last_twice_as_long) {
    const Backup battery{.capacity = 4.0};
    double level = 4.0;
    int hours = 0;
    while (advance(battery, level, 0.5, 1.0).served == 1.0) {
        level = advance(battery, level, 0.5, 1.0).level;
        ++hours;
    }
    EXPECT_EQ(hours, 8);
    EXPECT_EQ(advance(battery, level, 0.5, 1.0).served, 0.5);
}

TEST(Backup, a_battery_recharges_to_its_capacity_and_diesel_does_not) {
    EXPECT_EQ(advance({.capacity = 4.0, .recharge = 0.5}, 1.0, 1.0, 2.0).level, 2.0);
    EXPECT_EQ(advance({.capacity = 4.0, .recharge = 0.5}, 3.9, 1.0, 2.0).level, 4.0);
    EXPECT_EQ(advance({.capacity = 4.0, .recharge = 0.0}, 1.0, 1.0, 2.0).level, 1.0);
}

TEST(Backup, hospitals_hold_the_hours_of_the_building_code) {
    EXPECT_EQ(backup_default(BackupUser::tertiary_hospital).backup.capacity, 24.0);
    EXPECT_EQ(backup_default(BackupUser::secondary_hospital).backup.capacity, 12.0);
    EXPECT_EQ(backup_default(BackupUser::clinic).backup.capacity, 3.0);
    std::set<std::string_view> names;
    for (std::size_t user = 0; user < backup_user_count; ++user) {
        const auto& row = backup_default(static_cast<BackupUser>(user));
        EXPECT_TRUE(names.insert(row.name).second);
        EXPECT_LE(row.lowest, row.backup.capacity);
        EXPECT_GE(row.highest, row.backup.capacity);
    }
}

namespace {

/// Power (0) feeds the pump (1) with a tank of 2 h; the hospital (2) needs power (diesel 3 h) and water at half flow.
struct Chain {
    std::vector<std::uint32_t> begin{0, 0, 1, 3};
    std::vector<std::uint32_t> supplier{0, 0, 1};
    std::vector<double> need{1.0, 1.0, 0.5};
    std::vector<Backup> backup{{.capacity = 2.0}, {.capacity = 3.0, .recharge = 0.0}, {.capacity = 1.0}};
    std::vector<double> own{1.0, 1.0, 1.0};
    std::vector<double> level{2.0, 3.0, 1.0};
    std::vector<double> function{1.0, 1.0, 1.0};

    void pass(double hours, std::span<const double> supply) {
        advance({.begin = begin, .supplier = supplier, .need = need, .backup = backup}, own, supply, hours,
                {.level = level, .function = function});
    }
};

}  // namespace

TEST(Backup, an_outage_passes_down_the_chain_as_the_stores_run_dry) {
    Chain chain;
    chain.own[0] = 0.0;
    std::vector<double> pump, hospital;
    for (int hour = 0; hour < 5; ++hour) {
        chain.pass(1.0, chain.function);
        pump.push_back(chain.function[1]);
        hospital.push_back(chain.function[2]);
    }
    EXPECT_EQ(pump, (std::vector<double>{1.0, 1.0, 0.0, 0.0, 0.0}));
    EXPECT_EQ(hospital, (std::vector<double>{1.0, 1.0, 1.0, 0.0, 0.0}));
}

TEST(Backup, with_separate_columns_an_outage_takes_one_step_per_link) {
    Chain chain;
    chain.backup.assign(3, {.capacity = 0.0});
    chain.level.assign(3, 0.0);
    chain.own[0] = 0.0;
    std::vector<double> before{1.0, 1.0, 1.0};
    chain.pass(1.0, before);
    EXPECT_EQ(chain.function, (std::vector<double>{0.0, 1.0, 1.0}));
    before = chain.function;
    chain.pass(1.0, before);
    EXPECT_EQ(chain.function, (std::vector<double>{0.0, 0.0, 0.0}));
}

TEST(Backup, damage_and_short_supplies_multiply) {
    Chain chain;
    chain.backup.assign(3, {.capacity = 0.0});
    chain.level.assign(3, 0.0);
    chain.own = {0.8, 1.0, 0.9};
    const std::vector<double> supply{0.8, 0.25, 0.0};
    chain.pass(1.0, supply);
    EXPECT_DOUBLE_EQ(chain.function[1], 0.8);
    EXPECT_DOUBLE_EQ(chain.function[2], 0.9 * 0.8 * 0.5);
}

RC_GTEST_PROP(Backup, half_the_step_leaves_the_same_store_and_the_same_service, ()) {
    const Backup backup{.capacity = 0.5 * *rc::gen::inRange(0, 20), .recharge = 0.25 * *rc::gen::inRange(0, 8)};
    const double supply = 0.25 * *rc::gen::inRange(0, 5);
    const double level = backup.capacity * 0.25 * *rc::gen::inRange(0, 5);
    const auto whole = advance(backup, level, supply, 2.0);
    const auto first = advance(backup, level, supply, 1.0);
    const auto second = advance(backup, first.level, supply, 1.0);
    RC_ASSERT(second.level == whole.level);
    RC_ASSERT(0.5 * (first.served + second.served) == whole.served);
    RC_ASSERT(whole.level >= 0.0 && whole.level <= backup.capacity && whole.served <= 1.0);
}

TEST(Backup, its_parameters_are_in_the_table_with_their_ranges) {
    Backup process;
    expect_described(process, 2);
}
