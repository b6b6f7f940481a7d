// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <commonweal/core/parameter.hpp>
#include <commonweal/model/synthesis.hpp>

#include "core/refusal.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <vector>

using namespace commonweal;
using model::Activity;
using model::City;
using model::HouseholdType;
using model::OrganisationKind;
using model::Role;
using model::synthesise;

namespace synthesis_test {

City make(std::uint32_t residents, std::uint32_t seed = 1, unsigned threads = 2) {
    core::Workers workers(threads);
    return synthesise({.residents = residents}, {.value = seed}, workers);
}

/// Made once: most tests only look at it.
const City& city() {
    static const City made = make(200'000);
    return made;
}

template <class Visit>
void for_each_household(const City& city, Visit visit) {
    for (std::uint32_t row = 0; row < city.households.size(); ++row)
        visit(static_cast<HouseholdType>(city.households.type[row]), row, city.households.first_resident[row],
              city.households.first_resident[row + 1]);
}

Role role(std::uint32_t row) { return static_cast<Role>(city().residents.role[row]); }
int age(std::uint32_t row) { return city().residents.age[row]; }

struct Spread {
    double count = 0.0, sum = 0.0, squares = 0.0;
    void add(double value) {
        ++count;
        sum += value;
        squares += value * value;
    }
    double mean() const { return sum / count; }
    double deviation() const { return std::sqrt(squares / count - mean() * mean()); }
};

TEST(Synthesis, has_exactly_the_residents_that_are_wanted_at_every_size) {
    for (const std::uint32_t residents : {1000u, 5001u, 123'457u}) {
        const City made = make(residents);
        EXPECT_EQ(made.residents.size(), residents);
        EXPECT_EQ(made.households.first_resident.back(), residents);
    }
}

TEST(Synthesis, no_household_is_of_minors_alone_and_none_is_empty) {
    for_each_household(city(), [](HouseholdType, std::uint32_t row, std::uint32_t first, std::uint32_t last) {
        ASSERT_LT(first, last) << row;
        int eldest = 0;
        for (std::uint32_t k = first; k < last; ++k) eldest = std::max(eldest, age(k));
        ASSERT_GE(eldest, 18) << row;
        ASSERT_GE(age(first), 18) << "the head of " << row;
    });
}

TEST(Synthesis, ages_and_sexes_have_the_margins) {
    const model::Census census;
    std::vector<double> people(model::age_groups, 0.0);
    double men = 0.0, years = 0.0;
    for (std::uint32_t row = 0; row < city().residents.size(); ++row) {
        people[model::age_group(static_cast<std::uint32_t>(age(row)))] += 1.0 / 200'000.0;
        men += city().residents.sex[row] == 0 ? 1.0 / 200'000.0 : 0.0;
        years += (age(row) + 0.5) / 200'000.0;
    }
    // The margins are met to 1 in 1,000, then households are drawn: four standard errors of a share of 0.1 are 0.0027.
    for (std::uint32_t group = 0; group < model::age_groups; ++group)
        EXPECT_NEAR(people[group], census.ages.values[group], 0.002) << group;
    EXPECT_NEAR(men, 0.5105, 0.002);
    EXPECT_NEAR(years, 34.7, 0.15) << "Henan Statistics Bureau, Oct 2021";
}

TEST(Synthesis, sizes_and_generations_of_family_households_have_the_margins) {
    const model::Census census;
    std::vector<double> sizes(6, 0.0), generations(3, 0.0);
    double families = 0.0;
    for_each_household(city(), [&](HouseholdType type, std::uint32_t, std::uint32_t first, std::uint32_t last) {
        if (type == HouseholdType::collective) return;
        ++families;
        ++sizes[std::min(last - first, 6u) - 1];
        const bool two = type >= HouseholdType::couple_with_children;
        ++generations[type == HouseholdType::three_generations ? 2 : two ? 1 : 0];
    });
    for (std::size_t k = 0; k < 6; ++k) EXPECT_NEAR(sizes[k] / families, census.family_sizes.values[k], 0.002) << k;
    for (std::size_t k = 0; k < 3; ++k)
        EXPECT_NEAR(generations[k] / families, census.generations.values[k], 0.002) << k;
    EXPECT_NEAR(families / 200'000.0, 3'636'411.0 / 12'600'574.0, 0.002) << "bulletin of Zhengzhou";
}

TEST(Synthesis, collective_households_hold_the_share_of_people_that_the_bulletin_says) {
    Spread members;
    for_each_household(city(), [&](HouseholdType type, std::uint32_t, std::uint32_t first, std::uint32_t last) {
        if (type == HouseholdType::collective) members.add(last - first);
    });
    EXPECT_NEAR(members.sum / 200'000.0, 2'363'421.0 / 12'600'574.0, 0.002);
    EXPECT_NEAR(members.mean(), 4.75, 0.03);
}

TEST(Synthesis, household_type_and_age_agree_with_what_is_published_and_assumed) {
    double families = 0.0, with_elderly = 0.0;
    std::map<HouseholdType, Spread> heads;
    for_each_household(city(), [&](HouseholdType type, std::uint32_t, std::uint32_t first, std::uint32_t last) {
        heads[type].add(age(first));
        if (type == HouseholdType::collective) return;
        ++families;
        bool any = false;
        for (std::uint32_t k = first; k < last; ++k) any = any || age(k) >= 60;
        with_elderly += any;
    });
    EXPECT_NEAR(with_elderly / families, 0.2822, 0.004) << "Zhengzhou: Henan Statistics Bureau, Jun 2022";
    EXPECT_LT(heads[HouseholdType::collective].mean(), heads[HouseholdType::couple_with_children].mean());
    EXPECT_LT(heads[HouseholdType::couple_with_children].mean(), heads[HouseholdType::couple].mean());
    EXPECT_LT(heads[HouseholdType::couple].mean(), heads[HouseholdType::grandparents_with_grandchildren].mean());
}

TEST(Synthesis, couples_differ_in_age_as_assumed) {
    Spread gaps;
    for_each_household(city(), [&](HouseholdType, std::uint32_t, std::uint32_t first, std::uint32_t last) {
        for (std::uint32_t k = first; k < last; ++k)
            if (role(k) == Role::partner) {
                EXPECT_NE(city().residents.sex[k], city().residents.sex[first]);
                gaps.add(age(first) - age(k));
            }
    });
    EXPECT_GT(gaps.count, 30'000.0);
    EXPECT_NEAR(gaps.mean(), 2.0, 0.3);
    EXPECT_NEAR(gaps.deviation(), 2.5, 0.3);
}

TEST(Synthesis, parents_are_at_least_18_years_older_than_their_children) {
    Spread mothers;
    for_each_household(city(), [&](HouseholdType type, std::uint32_t, std::uint32_t first, std::uint32_t last) {
        const bool has_children = type == HouseholdType::couple_with_children || type == HouseholdType::one_parent ||
                                  type == HouseholdType::three_generations;
        int oldest_child = -1, mother = -1;
        for (std::uint32_t k = first; k < last && has_children; ++k) {
            if (role(k) == Role::child) {
                ASSERT_GE(age(first) - age(k), 18);
                ASSERT_LE(age(first) - age(k), 45 + 12);
                oldest_child = std::max(oldest_child, age(k));
            }
            if (role(k) == Role::partner) mother = age(k);
            if (role(k) == Role::parent) {
                ASSERT_GE(age(k) - age(first), 18);
            }
            if (role(k) == Role::partner && oldest_child >= 0) {
                ASSERT_GE(age(k) - oldest_child, 18);
            }
        }
        if (mother >= 0) mothers.add(mother - oldest_child);
    });
    // Cutting at the ages of 18 and 45 and weighting move the mean a little.
    EXPECT_NEAR(mothers.mean(), 26.0, 0.8);
    EXPECT_NEAR(mothers.deviation(), 3.5, 0.4);
}

TEST(Synthesis, grandparents_could_be_the_parents_of_parents) {
    for_each_household(city(), [&](HouseholdType type, std::uint32_t, std::uint32_t first, std::uint32_t last) {
        if (type != HouseholdType::grandparents_with_grandchildren) return;
        for (std::uint32_t k = first; k < last; ++k)
            if (role(k) == Role::grandchild) {
                ASSERT_GE(age(first) - age(k), 36);
            }
    });
}

TEST(Synthesis, registration_and_tenure_have_the_margins_and_the_assumed_odds_ratio) {
    const model::Census census;
    double homes[2][6] = {}, elsewhere = 0.0, families = 0.0;
    for_each_household(city(), [&](HouseholdType type, std::uint32_t row, std::uint32_t first, std::uint32_t last) {
        if (city().households.registration[row] == 1) elsewhere += last - first;
        if (type == HouseholdType::collective) return;
        ++homes[city().households.registration[row]][city().households.tenure[row]];
        ++families;
    });
    for (std::size_t k = 0; k < 6; ++k)
        EXPECT_NEAR((homes[0][k] + homes[1][k]) / families, census.tenure.values[k], 0.003) << k;
    EXPECT_NEAR(elsewhere / 200'000.0, 0.28, 0.005);
    const auto owners = [&](int registration) {
        double sum = 0.0;
        for (int k = 1; k < 6; ++k) sum += homes[registration][k];
        return sum;
    };
    // A standard error of the logarithm is 0.023 for these counts.
    EXPECT_NEAR(homes[1][0] / owners(1) / (homes[0][0] / owners(0)), 8.0, 0.8);
    EXPECT_NEAR(homes[1][2] / homes[1][1] / (homes[0][2] / homes[0][1]), 1.0, 0.12) << "none was assumed among owners";
}

TEST(Synthesis, work_and_school_have_the_margins) {
    std::vector<double> doing(model::activity_names.size(), 0.0);
    double pupils_of_age = 0.0, of_age = 0.0;
    for (std::uint32_t row = 0; row < city().residents.size(); ++row) {
        const auto activity = static_cast<Activity>(city().residents.activity[row]);
        doing[city().residents.activity[row]] += 1.0 / 200'000.0;
        if (age(row) >= 6 && age(row) <= 14) ++of_age;
        if (activity == Activity::primary_school || activity == Activity::junior_school) ++pupils_of_age;
        if (activity == Activity::employed) {
            ASSERT_GE(age(row), 15);
        }
    }
    EXPECT_NEAR(doing[static_cast<std::size_t>(Activity::employed)], 0.532, 0.004);
    EXPECT_EQ(pupils_of_age, of_age) << "all go to school";
}

TEST(Synthesis, who_works_or_learns_has_a_place_and_places_know_how_many_they_are) {
    std::vector<std::uint32_t> people(city().organisations.size(), 0);
    for (std::uint32_t row = 0; row < city().residents.size(); ++row) {
        const auto activity = static_cast<Activity>(city().residents.activity[row]);
        const std::uint32_t organisation = city().residents.organisation[row];
        ASSERT_EQ(organisation == model::no_row, activity == Activity::at_home);
        if (organisation == model::no_row) continue;
        ++people[organisation];
        const auto kind = static_cast<OrganisationKind>(city().organisations.kind[organisation]);
        const bool is_employed = activity == Activity::employed;
        ASSERT_EQ(static_cast<int>(kind) + 1,
                  is_employed ? static_cast<int>(OrganisationKind::workplace) + 1 : static_cast<int>(activity));
    }
    EXPECT_EQ(people, city().organisations.people);
    std::map<int, Spread> sizes;
    for (std::uint32_t row = 0; row < city().organisations.size(); ++row)
        sizes[city().organisations.kind[row]].add(city().organisations.people[row]);
    EXPECT_NEAR(sizes[static_cast<int>(OrganisationKind::kindergarten)].mean(), 149.0, 3.0);
    EXPECT_NEAR(sizes[static_cast<int>(OrganisationKind::primary_school)].mean(), 755.0, 20.0);
}

TEST(Synthesis, workplaces_have_the_heavy_tail_of_axtell) {
    std::map<std::uint32_t, double> at_least;
    double workplaces = 0.0;
    for (std::uint32_t row = 0; row < city().organisations.size(); ++row) {
        if (city().organisations.kind[row] != static_cast<std::uint8_t>(OrganisationKind::workplace)) continue;
        ++workplaces;
        for (const std::uint32_t size : {2u, 10u, 100u}) at_least[size] += city().organisations.people[row] >= size;
    }
    for (const auto& [size, count] : at_least)
        EXPECT_NEAR(count / workplaces, std::pow(size, -1.06), 4.0 * std::sqrt(std::pow(size, -1.06) / workplaces));
}

TEST(Synthesis, rows_are_numbered_by_community_building_and_household) {
    const City& c = city();
    EXPECT_EQ(c.communities.size(), 40u);
    EXPECT_TRUE(std::is_sorted(c.residents.household.begin(), c.residents.household.end()));
    EXPECT_TRUE(std::is_sorted(c.households.building.begin(), c.households.building.end()));
    EXPECT_TRUE(std::is_sorted(c.buildings.community.begin(), c.buildings.community.end()));
    for (std::uint32_t k = 0; k < c.communities.size(); ++k) {
        const auto household = [&](std::uint32_t building) { return c.buildings.first_household[building]; };
        const std::uint32_t people = c.households.first_resident[household(c.communities.first_building[k + 1])] -
                                     c.households.first_resident[household(c.communities.first_building[k])];
        EXPECT_NEAR(people, 5000.0, 8.0) << k;
    }
    for (std::uint32_t k = 0; k < c.buildings.size(); ++k)
        ASSERT_LE(c.buildings.first_household[k + 1] - c.buildings.first_household[k], 36u);
}

TEST(Synthesis, tenants_live_unevenly_over_communities_as_asked) {
    std::vector<double> tenants(40, 0.0), families(40, 0.0);
    for_each_household(city(), [&](HouseholdType type, std::uint32_t row, std::uint32_t, std::uint32_t) {
        if (type == HouseholdType::collective) return;
        const std::uint32_t community = city().buildings.community[city().households.building[row]];
        ++families[community];
        tenants[community] += city().households.tenure[row] == static_cast<std::uint8_t>(model::Tenure::rented);
    });
    // Of tenants the density falls to 0.2 of the mean on one side and rises to 1.8 on the other; of owners it is even.
    EXPECT_NEAR(tenants.front() / families.front(), 0.2557 * 0.2 / (0.2557 * 0.2 + 0.7443), 0.035);
    EXPECT_NEAR(tenants.back() / families.back(), 0.2557 * 1.8 / (0.2557 * 1.8 + 0.7443), 0.035);
}

TEST(Synthesis, is_the_same_for_any_number_of_threads_and_another_for_another_seed) {
    const City one = make(20'000, 7, 1), three = make(20'000, 7, 3), other = make(20'000, 8, 1);
    EXPECT_EQ(one.residents.age, three.residents.age);
    EXPECT_EQ(one.residents.activity, three.residents.activity);
    EXPECT_EQ(one.residents.organisation, three.residents.organisation);
    EXPECT_EQ(one.households.tenure, three.households.tenure);
    EXPECT_EQ(one.buildings.first_household, three.buildings.first_household);
    EXPECT_NE(one.residents.age, other.residents.age);
}

TEST(Synthesis, margins_that_contradict_each_other_are_refused) {
    core::Workers workers(1);
    model::SynthesisPlan plan{.residents = 10'000, .candidates = 10'000};
    plan.census.generations.values = {0.1, 0.5, 0.4};
    EXPECT_NE(refusal([&] {
                  synthesise(plan, {}, workers);
              }).find("synthesis: no table has the margins of family_sizes and generations"),
              std::string::npos);
    plan.census = {};
    plan.census.registered_elsewhere = 0.05;
    EXPECT_NE(refusal([&] { synthesise(plan, {}, workers); }).find("would be registered elsewhere"), std::string::npos);
    plan.census = {};
    plan.census.ages.values.assign(18, 0.0);
    plan.census.ages.values[3] = 1.0;
    EXPECT_NE(refusal([&] { synthesise(plan, {}, workers); }).find("synthesis: no households meet all margins"),
              std::string::npos);
    plan.census = {};
    plan.census.employed_share = 0.9;
    EXPECT_NE(refusal([&] { synthesise(plan, {}, workers); }).find("employed_share of 0.9 cannot be reached"),
              std::string::npos);
    plan.census.online.values.clear();
    plan.organisations.school_sizes.values.clear();
    plan.households_per_building = 0;
    plan.families.couple_share = 1.5;
    try {
        synthesise(plan, {}, workers);
        FAIL() << "accepted";
    } catch (const core::ConfigError& error) {
        EXPECT_EQ(error.mistakes().size(), 5u) << error.what();
    }
}

TEST(Synthesis, every_parameter_has_a_meaning_and_a_path_of_its_own) {
    model::SynthesisPlan plan;
    core::ParameterTable table;
    describe(table, plan);
    EXPECT_EQ(table.rows().size(), 5u + 18u + 10u + 5u + 2u);
    for (const core::Parameter& row : table.rows()) EXPECT_FALSE(row.field.meaning.empty()) << row.path;
    table.set("families.couple_share", "0.5");
    EXPECT_EQ(plan.families.couple_share, 0.5);
}

}  // namespace synthesis_test
