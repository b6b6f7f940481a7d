// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/model/census.hpp>
#include <commonweal/process/proportional_updating.hpp>

#include <array>
#include <cstdint>
#include <limits>
#include <string_view>
#include <vector>

namespace commonweal::model {

/// Who lives together. One generation: the first three; two: the next three.
enum class HouseholdType : std::uint8_t {
    alone,
    couple,
    flatmates,
    couple_with_children,
    one_parent,
    grandparents_with_grandchildren,
    three_generations,
    collective,  ///< Rooms of dormitories.
};
inline constexpr std::array<std::string_view, 8> household_type_names{"alone",
                                                                      "couple",
                                                                      "flatmates",
                                                                      "couple_with_children",
                                                                      "one_parent",
                                                                      "grandparents_with_grandchildren",
                                                                      "three_generations",
                                                                      "collective"};

/// What somebody is to the household's head.
enum class Role : std::uint8_t { head, partner, child, grandchild, parent, housemate };
inline constexpr std::array<std::string_view, 6> role_names{"head",       "partner", "child",
                                                            "grandchild", "parent",  "housemate"};

enum class Activity : std::uint8_t {
    at_home,
    kindergarten,
    primary_school,
    junior_school,
    senior_school,
    university,
    employed,
};
inline constexpr std::array<std::string_view, 7> activity_names{
    "at_home", "kindergarten", "primary_school", "junior_school", "senior_school", "university", "employed"};

/// Schools stand in the order of Activity.
enum class OrganisationKind : std::uint8_t {
    kindergarten,
    primary_school,
    junior_school,
    senior_school,
    university,
    workplace,
    association,  ///< Volunteers and other groups that one joins.
};
inline constexpr std::array<std::string_view, 7> organisation_kind_names{
    "kindergarten", "primary_school", "junior_school", "senior_school", "university", "workplace", "association"};

/// How households are composed where no margin says it.
struct FamilyPlan {
    double couple_share = 0.85;           ///< Of two people of one generation; the others are flatmates.
    double one_parent_share = 0.12;       ///< Of households of two generations.
    double grandparents_share = 0.06;     ///< Of those with at most four people: without the parents.
    double partner_gap = 2.0;             ///< Years by which a man is older than his partner, mean,
    double partner_gap_spread = 2.5;      ///< and standard deviation; cut at -6 and 12.
    double first_birth_age = 26.0;        ///< Age of women at the birth of their oldest child, years, mean,
    double first_birth_age_spread = 3.5;  ///< and standard deviation; births are cut at 18 and 45.
    double birth_spacing = 4.0;           ///< Years between two children, mean,
    double birth_spacing_spread = 2.0;    ///< and standard deviation; cut at 1 and 12.
    double student_room_share = 0.5;      ///< Of collective households, before they are weighted.
};

struct OrganisationPlan {
    /// Pupils of a mean kindergarten, primary, junior and senior school and university.
    core::Series school_sizes{{149.0, 755.0, 1003.0, 1820.0, 12'000.0}};
    double workplace_exponent = 1.06;  ///< Chance of a workplace of s or more people: s to the power of minus it.
    std::uint32_t largest_workplace = 10'000;  ///< People.
    double commuting = 0.3;                    ///< Share of the city over which one workplace's people live.
    double associations_per_1000 = 0.58;       ///< For each 1,000 residents.
};

/// A city to make from margins.
struct SynthesisPlan {
    std::uint32_t residents = 100'000;
    double residents_per_community = 5000.0;
    std::uint32_t households_per_building = 36;
    /// How unevenly tenants are spread over communities, in [0, 1]: from none on one side of the city, if 1, to twice
    /// the mean on the other.
    double uneven_renting = 0.8;
    std::uint32_t candidates = 100'000;  ///< Households that are drawn first, to be weighted by the margins.
    Census census;
    FamilyPlan families;
    OrganisationPlan organisations;
    process::ProportionalUpdating fitting{.tolerance = 1e-3, .most_rounds = 500};
};

/// No row, such as the organisation of somebody who has none.
inline constexpr std::uint32_t no_row = std::numeric_limits<std::uint32_t>::max();

/// People and where they belong. Rows of every kind are numbered by community, building and household, so that
/// neighbours are near in memory. A list of firsts has one entry more than the kind that it counts.
struct City {
    struct Residents {
        std::vector<core::AgentId> id;
        std::vector<std::uint32_t> household;
        std::vector<std::uint8_t> age;            ///< Years.
        std::vector<std::uint8_t> sex;            ///< Sex.
        std::vector<std::uint8_t> role;           ///< Role.
        std::vector<std::uint8_t> activity;       ///< Activity.
        std::vector<std::uint8_t> online;         ///< 1 for those who use the internet.
        std::vector<std::uint32_t> organisation;  ///< School or workplace, or no_row.
        std::uint32_t size() const { return static_cast<std::uint32_t>(id.size()); }
    } residents;

    struct Households {
        std::vector<core::AgentId> id;
        std::vector<std::uint32_t> first_resident;
        std::vector<std::uint32_t> building;
        std::vector<std::uint8_t> type;          ///< HouseholdType.
        std::vector<std::uint8_t> tenure;        ///< Tenure; rented for collective ones.
        std::vector<std::uint8_t> registration;  ///< Registration, of all members.
        std::uint32_t size() const { return static_cast<std::uint32_t>(id.size()); }
    } households;

    struct Buildings {
        std::vector<std::uint32_t> first_household;
        std::vector<std::uint32_t> community;
        std::uint32_t size() const { return static_cast<std::uint32_t>(community.size()); }
    } buildings;

    struct Communities {
        std::vector<std::uint32_t> first_building;
        std::uint32_t size() const { return static_cast<std::uint32_t>(first_building.size() - 1); }
    } communities;

    struct Organisations {
        std::vector<core::AgentId> id;
        std::vector<std::uint8_t> kind;        ///< OrganisationKind.
        std::vector<std::uint32_t> community;  ///< Where it stands.
        std::vector<std::uint32_t> people;     ///< Pupils or employees; 0 for associations.
        std::uint32_t size() const { return static_cast<std::uint32_t>(id.size()); }
    } organisations;

    /// How well the weights of the candidates met the margins.
    std::uint32_t fitting_rounds = 0;
    double fitting_deviation = 0.0;
};

/// Calls visit(kind, name, values) for every column of a city, of a const one or not, in a fixed order.
template <class SomeCity, class Visit>
void visit_columns(SomeCity& city, Visit visit) {
    visit("residents", "id", city.residents.id);
    visit("residents", "household", city.residents.household);
    visit("residents", "age", city.residents.age);
    visit("residents", "sex", city.residents.sex);
    visit("residents", "role", city.residents.role);
    visit("residents", "activity", city.residents.activity);
    visit("residents", "online", city.residents.online);
    visit("residents", "organisation", city.residents.organisation);
    visit("households", "id", city.households.id);
    visit("households", "first_resident", city.households.first_resident);
    visit("households", "building", city.households.building);
    visit("households", "type", city.households.type);
    visit("households", "tenure", city.households.tenure);
    visit("households", "registration", city.households.registration);
    visit("buildings", "first_household", city.buildings.first_household);
    visit("buildings", "community", city.buildings.community);
    visit("communities", "first_building", city.communities.first_building);
    visit("organisations", "id", city.organisations.id);
    visit("organisations", "kind", city.organisations.kind);
    visit("organisations", "community", city.organisations.community);
    visit("organisations", "people", city.organisations.people);
}

/// Makes a city. Tables of household sizes and generations, ages and sexes, registration and tenure are fitted to the
/// margins; candidate households of right composition are drawn and weighted such that households and people meet these
/// tables at once; and as many as the city has are taken, so that it has exactly the residents that are wanted. Nobody
/// below 18 lives without an adult. The same for any number of threads; persistent ids are row numbers. Throws
/// ConfigError for mistakes(), and Error where margins contradict each other.
City synthesise(const SynthesisPlan& plan, core::Seed seed, core::Workers& workers);

/// Every parameter by path.
void describe(core::ParameterTable& table, SynthesisPlan& plan);

/// All that is wrong with a plan: values out of range, series of a wrong length.
std::vector<core::Mistake> mistakes(const SynthesisPlan& plan);

}  // namespace commonweal::model
