// SPDX-License-Identifier: Apache-2.0
#include "small_district.hpp"

#include <gtest/gtest.h>
#include <commonweal/model/community_function.hpp>

using namespace commonweal;

namespace {

struct Community {
    explicit Community(const std::vector<std::string>& changes = {})
        : scenario(small_district(changes)),
          district(build_district(scenario, {.value = 1})),
          flood(scenario, district),
          lifelines(scenario, district, {.value = 1}),
          people(scenario, district, {.value = 1}),
          organisations(scenario, district),
          requests(scenario, district, organisations, {.value = 1}, 100),
          offices(scenario, district) {}

    auto function(std::uint32_t community) const {
        return community_function(scenario, district, flood, lifelines, requests, offices, organisations, community);
    }

    model::Scenario scenario;
    model::District district;
    model::Flood flood;
    model::Lifelines lifelines;
    model::People people;
    model::Organisations organisations;
    model::Requests requests;
    model::Offices offices;
};

}  // namespace

TEST(CommunityFunction, is_one_in_every_dimension_before_anything_happens) {
    const Community community;
    for (std::uint32_t k = 0; k < community.district.communities.size(); ++k) {
        for (const float value : community.function(k)) EXPECT_EQ(value, 1.0f);
    }
}

TEST(CommunityFunction, power_is_the_share_of_households_with_power) {
    Community community;
    const std::vector<std::uint8_t> powered(community.district.cells.size(), 1);
    for (int hour = 0; hour < 4; ++hour) community.flood.step(300.0, powered);
    community.lifelines.step(community.flood, 0, 0);
    for (std::uint32_t k = 0; k < community.district.communities.size(); ++k) {
        double with = 0.0, all = 0.0;
        const model::Range cells = community.district.cells_of(k);
        for (std::uint32_t cell = cells.first; cell < cells.last; ++cell) {
            const double homes = community.district.households_of_cell(cell).size();
            all += homes;
            if (community.lifelines.powered()[cell]) with += homes;
        }
        EXPECT_FLOAT_EQ(community.function(k)[0], static_cast<float>(with / all));
        EXPECT_LT(community.function(k)[2], 1.0f) << "streets under water";
    }
}

TEST(CommunityFunction, service_falls_below_one_when_the_backlog_exceeds_a_days_work) {
    Community community({"requests.everyday_rate=1 / h", "requests.patience=1000 h"});
    const std::vector<std::uint8_t> powered(community.district.cells.size(), 1);
    const std::vector<std::uint32_t> nobody(community.district.communities.size(), 0);
    community.requests.set_staff(nobody, {}, 0);
    community.requests.step(community.flood, powered, community.people, 0);
    const double backlog = community.requests.office_backlog(0);
    const double capacity = community.offices.hours_per_day(0);
    ASSERT_GT(backlog, capacity);
    EXPECT_FLOAT_EQ(community.function(0)[4], static_cast<float>(capacity / backlog));
}
