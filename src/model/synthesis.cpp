// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/synthesis.hpp>

#include "model/synthesis_parts.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/core/range_check.hpp>

#include <string>
#include <utility>

namespace commonweal::model {

namespace {

using core::Evidence;
using core::ParameterTable;

}  // namespace

void describe(ParameterTable& table, FamilyPlan& plan) {
    table.add(
        plan.couple_share,
        {.key = "couple_share", .meaning = "Couples among two people of one generation", .low = 0.0, .high = 1.0});
    table.add(plan.one_parent_share, {.key = "one_parent_share",
                                      .meaning = "One parent only, among households of two generations",
                                      .low = 0.0,
                                      .high = 1.0});
    table.add(plan.grandparents_share,
              {.key = "grandparents_share",
               .meaning = "Grandparents with grandchildren among households of two generations of up to four people",
               .low = 0.0,
               .high = 1.0});
    table.add(plan.partner_gap, {.key = "partner_gap",
                                 .meaning = "Years by which a man is older than his partner, mean",
                                 .low = -6.0,
                                 .high = 12.0});
    table.add(plan.partner_gap_spread,
              {.key = "partner_gap_spread", .meaning = "Its standard deviation, years", .low = 0.0, .high = 10.0});
    table.add(plan.first_birth_age,
              {.key = "first_birth_age",
               .meaning = "Age of women at the birth of their oldest child, years, mean",
               .low = 18.0,
               .high = 45.0,
               .source = "about 27 in China in 2020, to be confirmed; those who bore earlier were younger"});
    table.add(plan.first_birth_age_spread,
              {.key = "first_birth_age_spread", .meaning = "Its standard deviation, years", .low = 0.0, .high = 10.0});
    table.add(plan.birth_spacing,
              {.key = "birth_spacing", .meaning = "Years between two children, mean", .low = 1.0, .high = 12.0});
    table.add(plan.birth_spacing_spread,
              {.key = "birth_spacing_spread", .meaning = "Its standard deviation, years", .low = 0.0, .high = 10.0});
    table.add(plan.student_room_share, {.key = "student_room_share",
                                        .meaning = "Students' rooms among collective households, before weighting",
                                        .low = 0.0,
                                        .high = 1.0});
}

void describe(ParameterTable& table, OrganisationPlan& plan) {
    table.add(plan.school_sizes,
              {.key = "school_sizes",
               .meaning = "Pupils of a mean kindergarten, primary, junior and senior school and university",
               .low = 1.0,
               .high = 1e6,
               .evidence = Evidence::computed,
               .source = "China 2023 (Ministry of Education, National Bureau of Statistics); universities assumed"});
    table.add(plan.workplace_exponent,
              {.key = "workplace_exponent",
               .meaning = "Chance of a workplace of s or more people: s to the power of minus it",
               .low = 0.5,
               .high = 5.0,
               .evidence = Evidence::literature,
               .source = "firms of the United States: Axtell 2001 (doi:10.1126/science.1062081)"});
    table.add(plan.largest_workplace,
              {.key = "largest_workplace", .meaning = "People of the largest workplace", .low = 1, .high = 1'000'000});
    table.add(plan.commuting, {.key = "commuting",
                               .meaning = "Share of the city over which one workplace's people live",
                               .low = 0.0,
                               .high = 1.0});
    table.add(
        plan.associations_per_1000,
        {.key = "associations_per_1000",
         .meaning = "Associations for each 1,000 residents",
         .low = 0.0,
         .high = 100.0,
         .evidence = Evidence::computed,
         .source = "Zhengzhou, 5 Dec 2018: 7,303 groups of volunteers (Zhengzhou Daily), 12.6 million residents"});
}

void describe(ParameterTable& table, SynthesisPlan& plan) {
    table.add(plan.residents, {.key = "residents", .meaning = "People of the city", .low = 1000, .high = 20'000'000});
    table.add(plan.residents_per_community, {.key = "residents_per_community",
                                             .meaning = "Residents of a community",
                                             .low = 100.0,
                                             .high = 50'000.0,
                                             .source = "20 committees per 100,000 residents, range 10 to 50"});
    table.add(plan.households_per_building,
              {.key = "households_per_building", .meaning = "Households of a building", .low = 1, .high = 1000});
    table.add(plan.uneven_renting, {.key = "uneven_renting",
                                    .meaning = "How unevenly tenants are spread over communities",
                                    .low = 0.0,
                                    .high = 1.0});
    table.add(plan.candidates, {.key = "candidates",
                                .meaning = "Households that are drawn first, to be weighted by the margins",
                                .low = 10'000,
                                .high = 10'000'000});
    table.group("census", "What is published about the people", plan.census);
    table.group("families", "How households are composed", plan.families);
    table.group("organisations", "Schools, workplaces and associations", plan.organisations);
    table.group("fitting", "How closely weights are fitted", plan.fitting);
}

std::vector<core::Mistake> mistakes(const SynthesisPlan& plan) {
    std::vector<core::Mistake> found = core::out_of_range(plan);
    for (core::Mistake mistake : mistakes(plan.census)) {
        mistake.path = "census." + mistake.path;
        found.push_back(std::move(mistake));
    }
    if (plan.organisations.school_sizes.values.size() != 5)
        found.push_back({.path = "organisations.school_sizes",
                         .rule = "must have 5 values",
                         .value = "a series of " + std::to_string(plan.organisations.school_sizes.values.size())});
    return found;
}

City synthesise(const SynthesisPlan& plan, core::Seed seed, core::Workers& workers) {
    std::vector<core::Mistake> found = mistakes(plan);
    if (!found.empty()) throw core::ConfigError(std::move(found));
    const detail::JointTables tables = detail::join_margins(plan.census);
    const detail::Candidates candidates = detail::draw_candidates(plan, tables, seed);
    const detail::Copies copies = detail::choose_copies(plan, tables, candidates, seed);
    City city = detail::settle(plan, candidates, copies, seed, workers);
    detail::occupy(plan, seed, workers, city);
    city.fitting_rounds = copies.rounds;
    city.fitting_deviation = copies.deviation;
    return city;
}

}  // namespace commonweal::model
