// SPDX-License-Identifier: Apache-2.0
#include <commonweal/model/census.hpp>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::model {

namespace {

using core::Evidence;
using core::Field;
using core::ParameterTable;

constexpr std::string_view bulletin = "Zhengzhou, bulletin of the seventh national census (1 Nov 2020)";

Field share(std::string_view key, std::string_view meaning, Evidence evidence, std::string_view source) {
    return {.key = key, .meaning = meaning, .low = 0.0, .high = 1.0, .evidence = evidence, .source = source};
}

void describe_people(ParameterTable& table, Census& census) {
    table.add(census.ages,
              share("ages", "People by age in groups of five years, the last 85 and older", Evidence::assumed,
                    "proxy: China 2020 in groups of five years (census yearbook, table 1-5), brought to Zhengzhou's "
                    "19.05 % below 15 and 8.98 % from 65 on (worked back from the dependency ratios of 2021 and their "
                    "change, Zhengzhou Statistics Bureau), 68.11 % of 15 to 59 and 3.86 % of 60 to 64 (only their sum "
                    "is confirmed), and within 15 to 59 tilted to the mean age of 34.7 (Henan Statistics Bureau, Oct "
                    "2021) at the least change in relative entropy"));
    table.add(census.men_per_100_women,
              {.key = "men_per_100_women",
               .meaning = "Men for each 100 women by age group, before they are brought to male_share",
               .low = 1.0,
               .high = 1000.0,
               .evidence = Evidence::assumed,
               .source = "proxy: China 2020, rounded; 15 to 74 from the census, below 15 and from 75 on checked only "
                         "by the whole (104.8) and by those of 60 and older (93)"});
    table.add(census.male_share, share("male_share", "Men among all people", Evidence::sourced,
                                       "Zhengzhou Statistics Bureau, 24 Feb 2023: 51.05 % (for 2022)"));
    table.add(census.employed_share, share("employed_share", "Employed people among all people", Evidence::computed,
                                           "proxy: China 2020, 750.64 of 1,411.78 million (National Bureau of "
                                           "Statistics)"));
    table.add(census.employed_men, share("employed_men", "Employed among men who do not go to school, by age group",
                                         Evidence::assumed, "the profile only: its level is employed_share"));
    table.add(census.employed_women,
              share("employed_women", "Employed among women who do not go to school, by age group", Evidence::assumed,
                    "the profile only: its level is employed_share"));
    table.add(census.enrolment,
              share("enrolment", "Who go to kindergarten, primary, junior and senior school and university",
                    Evidence::sourced,
                    "proxy: China 2020, gross rates of the Ministry of Education, at most 1; university: of ages 18 "
                    "to 22"));
    table.add(
        census.online,
        share("online", "People online of 0 to 5, 6 to 18, 19 to 59, 60 and older", Evidence::computed,
              "proxy: China; 0 to 5: assumed; 6 to 18: 94.9 % (2020, white paper on youth), 60 and older: 43.2 %, 19 "
              "to 59: what brings the whole to 73.0 % (both CNNIC report 49, Dec 2021)"));
}

void describe_households(ParameterTable& table, Census& census) {
    table.add(census.collective_share,
              share("collective_share", "People in collective households", Evidence::sourced, bulletin));
    table.add(census.collective_sizes,
              share("collective_sizes", "Collective households of 1 to 8 people", Evidence::assumed,
                    "chosen to have the mean of 4.75 that the bulletin of Zhengzhou gives"));
    table.add(census.family_sizes,
              share("family_sizes", "Family households of 1 to 5 and of 6 or more people", Evidence::computed,
                    "proxy: Fujian 2020 (Statistical Yearbook 2021, table 3-6), tilted to Zhengzhou's mean of 2.815 at "
                    "the least change in relative entropy"));
    table.add(census.large_family_sizes,
              share("large_family_sizes", "Households of 6, 7 and of 8 or more people among larger ones",
                    Evidence::computed, "proxy: Fujian 2020 (Statistical Yearbook 2021, table 3-6: 4.0, 1.1, 0.8 %)"));
    table.add(census.generations,
              share("generations", "Family households of one, two, three or more generations", Evidence::sourced,
                    "proxy: Henan 2020 (Henan Statistics Bureau, Jul 2022: 42.99, 39.95, 16.42 %, the rest has more)"));
    table.add(census.families_with_elderly,
              share("families_with_elderly", "Family households in which somebody is 60 or older", Evidence::sourced,
                    "Zhengzhou 2020 (Henan Statistics Bureau, Jun 2022)"));
    table.add(census.tenure, share("tenure",
                                   "Family households that rent, bought a new or a second-hand home or one of former "
                                   "public housing, built theirs, or other",
                                   Evidence::sourced,
                                   "proxy: cities of China 2020 (census yearbook: 25.57, 34.36, 12.1, 7.83, 10.06 %, "
                                   "the rest is other)"));
    table.add(census.registered_elsewhere,
              share("registered_elsewhere", "People registered elsewhere among all people", Evidence::computed,
                    "Zhengzhou 2021: 12.742 million residents (Statistics Bureau), 9.1145 million registered (press); "
                    "a lower bound, for some of the registered live elsewhere"));
    table.add(census.collective_registered_elsewhere,
              share("collective_registered_elsewhere", "People registered elsewhere in collective households",
                    Evidence::assumed, ""));
    table.add(census.renting_odds_ratio,
              {.key = "renting_odds_ratio",
               .meaning = "Odds of renting of family households registered elsewhere, against those registered here",
               .low = 0.01,
               .high = 1000.0,
               .evidence = Evidence::assumed});
}

void check_length(const core::Series& series, std::string path, std::size_t wanted, std::vector<core::Mistake>& found) {
    const std::vector<double>& values = series.values;
    if (values.size() != wanted)
        found.push_back({.path = path,
                         .rule = "must have " + std::to_string(wanted) + " values",
                         .value = "a series of " + std::to_string(values.size())});
    if (std::all_of(values.begin(), values.end(), [](double value) { return value == 0.0; }))
        found.push_back({.path = std::move(path), .rule = "must have a value above 0"});
}

}  // namespace

void describe(ParameterTable& table, Census& census) {
    describe_people(table, census);
    describe_households(table, census);
}

std::vector<core::Mistake> mistakes(const Census& census) {
    std::vector<core::Mistake> found;
    check_length(census.ages, "ages", age_groups, found);
    check_length(census.men_per_100_women, "men_per_100_women", age_groups, found);
    check_length(census.employed_men, "employed_men", age_groups, found);
    check_length(census.employed_women, "employed_women", age_groups, found);
    check_length(census.enrolment, "enrolment", 5, found);
    check_length(census.online, "online", 4, found);
    check_length(census.collective_sizes, "collective_sizes", 8, found);
    check_length(census.family_sizes, "family_sizes", 6, found);
    check_length(census.large_family_sizes, "large_family_sizes", 3, found);
    check_length(census.generations, "generations", 3, found);
    check_length(census.tenure, "tenure", tenure_names.size(), found);
    return found;
}

}  // namespace commonweal::model
