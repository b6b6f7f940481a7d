// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/range_check.hpp>
#include <commonweal/model/social_layers.hpp>

#include <algorithm>
#include <string>
#include <utility>

namespace commonweal::model {

namespace {

using core::Evidence;
using core::Field;
using core::ParameterTable;

constexpr std::string_view neighbours_survey =
    "Shanghai University, Shanghai Urban Neighbourhood Survey 2017: 27.3 % chat daily, 49.2 % at times, 23.5 % almost "
    "never; read as 3 to 5, 1 to 2 and no ties";
constexpr std::string_view contact_matrices =
    "Mistry et al. 2021 (doi:10.1038/s41467-020-20544-y), China: 2.07 contacts a day at school and 3.96 at work, mean "
    "over all people";
constexpr std::string_view volunteers =
    "Zhengzhou, 5 Dec 2018: 1.70 million registered volunteers (Zhengzhou Daily), 12.6 million residents";

constexpr std::array<LayerNorm, 6> norms{{
    {"household", 3.0, 2.8, 3.2, 1.0, 1.0, 1.0, 1.0, Evidence::computed,
     "all members: the mean of s (s - 1) over the mean of the sizes s, for the margins of the census"},
    {"building", 2.1, 1.5, 2.5, 0.1, 0.3, -0.1, 0.3, Evidence::computed, neighbours_survey},
    {"kin_and_friends", 4.0, 3.0, 5.0, 0.2, 0.5, 0.1, 0.4, Evidence::assumed,
     "six bonding ties (3 to 10), less those in the building; clustering of acquaintances 0.2 to 0.5; assortativity of "
     "social networks 0.1 to 0.4 (Newman 2002, doi:10.1103/PhysRevLett.89.208701)"},
    {"work_and_school", 6.03, 5.4, 6.7, 0.2, 0.7, -0.1, 0.6, Evidence::computed, contact_matrices},
    {"membership", 0.54, 0.4, 0.7, 0.0, 0.1, -0.1, 0.4, Evidence::computed, volunteers},
    {"online", 20.0, 8.0, 60.0, 0.1, 0.2, -0.1, 0.4, Evidence::assumed,
     "20 (8 to 60); clustering of large online networks 0.1 to 0.2"},
}};

Field ties(std::string_view key, std::string_view meaning, Evidence evidence = Evidence::assumed,
           std::string_view source = "") {
    return {.key = key, .meaning = meaning, .low = 0.0, .high = 100.0, .evidence = evidence, .source = source};
}
Field group(std::string_view key, std::string_view meaning) {
    return {.key = key, .meaning = meaning, .low = 2, .high = 1000};
}
Field part(std::string_view key, std::string_view meaning) {
    return {.key = key, .meaning = meaning, .low = 0.0, .high = 1.0};
}

void describe_bonds(ParameterTable& table, SocialPlan& plan) {
    table.add(plan.neighbour_classes, {.key = "neighbour_classes",
                                       .meaning = "Who talks to no neighbours, to some now and then, to some daily",
                                       .low = 0.0,
                                       .high = 1.0,
                                       .evidence = Evidence::computed,
                                       .source = neighbours_survey});
    table.add(plan.neighbour_ties,
              ties("neighbour_ties", "Mean ties of these within the building", Evidence::computed, neighbours_survey));
    table.add(plan.neighbour_group, group("neighbour_group", "Neighbours among whom these ties are"));
    table.add(plan.circle_ties, ties("circle_ties", "Friends and kin of like age"));
    table.add(plan.circle_sizes, group("circle_sizes", "People of a circle of friends, for each third of residents"));
    table.add(plan.circle_age_spread, {.key = "circle_age_spread",
                                       .meaning = "Years around the age that orders circles, standard deviation",
                                       .low = 0.0,
                                       .high = 50.0});
    table.add(plan.circle_reach, part("circle_reach", "Share of the city over which a circle lives"));
    table.add(plan.distant_kin_ties, ties("distant_kin_ties", "Friends and kin of any age, anywhere"));
}

void describe_meetings(ParameterTable& table, SocialPlan& plan) {
    table.add(plan.school_ties,
              ties("school_ties", "Ties at school, mean over all residents", Evidence::computed, contact_matrices));
    table.add(plan.class_size, group("class_size", "Pupils of a class"));
    table.add(plan.work_ties,
              ties("work_ties", "Ties at work, mean over all residents", Evidence::computed, contact_matrices));
    table.add(plan.team_size, group("team_size", "People of a team, at most"));
    table.add(plan.memberships,
              {.key = "memberships",
               .meaning = "Memberships in associations, mean over all residents, held by adults below 80",
               .low = 0.0,
               .high = 0.5,
               .evidence = Evidence::computed,
               .source = volunteers});
    table.add(plan.nearby_membership, part("nearby_membership", "Memberships in associations of the own community"));
    table.add(plan.co_member_ties, ties("co_member_ties", "Ties of a member with others of the association"));
    table.add(plan.chat_ties, ties("chat_ties", "Ties online within groups, mean over all residents"));
    table.add(plan.chat_group, group("chat_group", "People who are active in a group online"));
    table.add(plan.chat_reach, part("chat_reach", "Share of the city over which a group online lives"));
    table.add(plan.contact_ties, ties("contact_ties", "Ties online to anybody, mean over all residents"));
    table.add(plan.contact_dispersion,
              {.key = "contact_dispersion",
               .meaning = "Parameter k of the negative binomial number of these ties",
               .low = 0.1,
               .high = 100.0,
               .evidence = Evidence::literature,
               .source = "as daily contacts in the POLYMOD survey, k = 1.8 (computed from its public data)"});
}

}  // namespace

std::span<const LayerNorm, 6> layer_norms() { return norms; }

void describe(ParameterTable& table, SocialPlan& plan) {
    describe_bonds(table, plan);
    describe_meetings(table, plan);
}

std::vector<core::Mistake> mistakes(const SocialPlan& plan) {
    std::vector<core::Mistake> found = core::out_of_range(plan);
    const auto check = [&found](const core::Series& series, std::string path) {
        if (series.values.size() != 3)
            found.push_back({.path = std::move(path),
                             .rule = "must have 3 values",
                             .value = "a series of " + std::to_string(series.values.size())});
    };
    check(plan.neighbour_classes, "neighbour_classes");
    check(plan.neighbour_ties, "neighbour_ties");
    check(plan.circle_sizes, "circle_sizes");
    const auto& classes = plan.neighbour_classes.values;
    if (std::all_of(classes.begin(), classes.end(), [](double share) { return share == 0.0; }))
        found.push_back({.path = "neighbour_classes", .rule = "must have a value above 0"});
    return found;
}

void describe(ParameterTable& table, CityPlan& plan) {
    describe(table, plan.people);
    table.group("social", "The ties of residents", plan.social);
}

std::vector<core::Mistake> mistakes(const CityPlan& plan) {
    std::vector<core::Mistake> found = mistakes(plan.people);
    for (core::Mistake mistake : mistakes(plan.social)) {
        mistake.path = "social." + mistake.path;
        found.push_back(std::move(mistake));
    }
    return found;
}

}  // namespace commonweal::model
