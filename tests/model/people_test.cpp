// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/district.hpp>
#include <commonweal/model/flood.hpp>
#include <commonweal/model/people.hpp>
#include <commonweal/model/timeline.hpp>
#include <commonweal/process/warning.hpp>

#include <cmath>

#include <numeric>

using namespace commonweal;
using model::People;

namespace {

struct Town {
    explicit Town(const std::vector<std::string>& changes)
        : scenario(small_district(changes)),
          district(build_district(scenario, {.value = 2})),
          timeline(scenario),
          flood(scenario, district),
          people(scenario, district, {.value = 2}),
          telecom(district.cells.size(), 1.0f) {}

    void hours(core::Tick from, core::Tick to) {
        core::Workers workers(2);
        for (core::Tick hour = from; hour < to; ++hour) people.step(workers, timeline, flood, telecom, hour);
    }
    double informed() const {
        const auto count = people.informed_count();
        return std::accumulate(count.begin(), count.end(), 0.0) / people.residents().size();
    }
    double protecting() const {
        const auto count = people.protecting_count();
        return std::accumulate(count.begin(), count.end(), 0.0) / people.residents().size();
    }

    model::Scenario scenario;
    model::District district;
    model::Timeline timeline;
    model::Flood flood;
    People people;
    std::vector<float> telecom;
};

constexpr core::Tick first_warning = 5 * 24 + 21;

}  // namespace

TEST(People, nobody_hears_anything_before_the_first_warning) {
    Town town({});
    town.hours(0, first_warning);
    EXPECT_EQ(town.informed(), 0.0);
    EXPECT_EQ(town.protecting(), 0.0);
}

TEST(People, by_broadcast_alone_the_share_follows_the_exponential_law) {
    Town town({"residents.count=40000", "warning.contagion_rate=0 / h", "warning.broadcast_rate=0.2 / h",
               "awareness.online_reach=0.5", "awareness.offline_reach=0.5"});
    town.hours(first_warning, first_warning + 5);
    const double expected = 1.0 - std::exp(-0.1 * 5.0);
    EXPECT_NEAR(town.informed(), expected, 4.0 * std::sqrt(expected * (1.0 - expected) / 40'000.0));
}

TEST(People, neighbours_pass_the_warning_on) {
    Town alone({"warning.contagion_rate=0 / h"});
    Town together({"warning.contagion_rate=0.8 / h"});
    for (Town* town : {&alone, &together}) town->hours(first_warning, first_warning + 6);
    EXPECT_GT(together.informed(), alone.informed() + 0.05);
}

TEST(People, without_telecom_fewer_hear) {
    Town with({});
    Town without({});
    std::fill(without.telecom.begin(), without.telecom.end(), 0.0f);
    for (Town* town : {&with, &without}) town->hours(first_warning, first_warning + 4);
    EXPECT_LT(without.informed(), with.informed() - 0.05);
}

TEST(People, those_who_act_have_a_lower_reluctance_than_those_who_do_not) {
    Town town({});
    town.hours(first_warning, first_warning + 20);
    const auto reluctance = town.people.residents().values(model::columns::reluctance);
    double acting = 0.0, idle = 0.0, acting_count = 0.0, idle_count = 0.0;
    for (std::uint32_t k = 0; k < town.people.residents().size(); ++k) {
        const bool acts = town.people.protecting(k);
        (acts ? acting : idle) += static_cast<double>(reluctance[k]);
        (acts ? acting_count : idle_count) += 1.0;
    }
    ASSERT_GT(acting_count, 100.0);
    ASSERT_GT(idle_count, 100.0);
    EXPECT_LT(acting / acting_count, idle / idle_count - 0.2);
}

TEST(People, hours_of_hearing_and_acting_are_recorded_once_and_lie_in_the_run) {
    Town town({});
    town.hours(first_warning, first_warning + 30);
    const auto informed = town.people.residents().column(model::columns::informed);
    const auto hour = town.people.residents().values(model::columns::informed_hour);
    for (std::uint32_t k = 0; k < town.people.residents().size(); ++k) {
        ASSERT_EQ(informed[k] > 0.5f, hour[k] != model::no_hour);
        if (hour[k] == model::no_hour) continue;
        ASSERT_GE(hour[k], first_warning);
        ASSERT_LT(hour[k], first_warning + 30);
    }
}
