// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parameter.hpp>

#include <array>
#include <cstdint>
#include <string_view>

namespace commonweal::model {

/// Five years each: 0 to 4, 5 to 9 and so on; the last is 85 and older.
inline constexpr std::uint32_t age_groups = 18;
constexpr std::uint32_t age_group(std::uint32_t age) { return age / 5 < age_groups ? age / 5 : age_groups - 1; }

enum class Sex : std::uint8_t { male, female };

/// How a household came by its home, as the census of 2020 asks.
enum class Tenure : std::uint8_t { rented, new_commercial, second_hand, former_public, self_built, other };
inline constexpr std::array<std::string_view, 6> tenure_names{"rented",        "new_commercial", "second_hand",
                                                              "former_public", "self_built",     "other"};

/// Where people are registered (hukou).
enum class Registration : std::uint8_t { here, elsewhere };
inline constexpr std::array<std::string_view, 2> registration_names{"here", "elsewhere"};

/// What is published about a city's people, as shares of a whole; the default is Zhengzhou at the census of 2020. Where
/// nothing is published for Zhengzhou, Henan's, another province's or China's figures stand in, and describe() says so.
/// Shares of one margin need not add up to 1: they are taken relative to their sum.
struct Census {
    /// People by age_group().
    core::Series ages{{0.0586, 0.0678, 0.0641, 0.0862, 0.0795, 0.0872, 0.1054, 0.0752, 0.0631, 0.0694, 0.0658, 0.0493,
                       0.0386, 0.0349, 0.0234, 0.0147, 0.0096, 0.0073}};
    /// Men for each 100 women by age group, before they are brought to `male_share`.
    core::Series men_per_100_women{
        {111, 114, 115, 116, 113, 110, 106, 106, 105, 104, 102, 100, 101, 96, 95, 89, 81, 66}};
    double male_share = 0.5105;

    double collective_share = 0.1876;  ///< Of people, in collective households, such as dormitories.
    /// Collective households of 1 to 8 people.
    core::Series collective_sizes{{0.0, 0.06, 0.10, 0.35, 0.15, 0.24, 0.05, 0.05}};
    /// Family households of 1 to 5 and of 6 or more people.
    core::Series family_sizes{{0.2464, 0.2520, 0.1973, 0.1534, 0.0791, 0.0718}};
    core::Series large_family_sizes{{0.678, 0.186, 0.136}};  ///< Those of 6, 7 and 8 people among those of 6 or more.
    /// Family households of one, two, three or more generations.
    core::Series generations{{0.4299, 0.3995, 0.1706}};
    double families_with_elderly = 0.2822;  ///< Family households in which somebody is 60 or older.

    core::Series tenure{{0.2557, 0.3436, 0.1210, 0.0783, 0.1006, 0.1008}};  ///< Family households, as Tenure.
    double registered_elsewhere = 0.28;                                     ///< Of all people.
    double collective_registered_elsewhere = 0.6;                           ///< Of people in collective households.
    double renting_odds_ratio = 8.0;  ///< Of family households registered elsewhere, against those registered here.

    double employed_share = 0.532;  ///< Of all people.
    /// Of those who do not go to school, by age group, before they are brought to `employed_share`.
    core::Series employed_men{
        {0, 0, 0, 0.15, 0.75, 0.90, 0.93, 0.94, 0.94, 0.92, 0.87, 0.74, 0.45, 0.30, 0.15, 0.07, 0.02, 0.01}};
    core::Series employed_women{
        {0, 0, 0, 0.12, 0.65, 0.76, 0.75, 0.77, 0.78, 0.76, 0.60, 0.42, 0.28, 0.18, 0.09, 0.04, 0.01, 0.0}};
    /// Who go to kindergarten (ages 3 to 5), primary (6 to 11), junior (12 to 14), senior school (15 to 17) and
    /// university (18 to 22).
    core::Series enrolment{{0.852, 1.0, 1.0, 0.912, 0.544}};
    core::Series online{{0.0, 0.949, 0.85, 0.432}};  ///< Of people of 0 to 5, 6 to 18, 19 to 59, 60 and older.
};

/// Every margin by path with its source and how far it can be trusted.
void describe(core::ParameterTable& table, Census& census);

/// Series of a wrong length and margins that are all 0.
std::vector<core::Mistake> mistakes(const Census& census);

}  // namespace commonweal::model
