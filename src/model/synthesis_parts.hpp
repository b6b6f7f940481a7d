// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/model/synthesis.hpp>
#include <commonweal/process/proportional_fitting.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::model::detail {

inline constexpr std::uint32_t size_classes = 6;  ///< Family households of 1 to 5, and of 6 or more.
inline constexpr std::uint32_t largest_household = 8;
inline constexpr std::size_t people_cells = std::size_t{age_groups} * 2;  ///< By age group, then sex.

/// People of a mean household.
double mean_family(const Census& census);
double mean_collective(const Census& census);

/// What the margins say together; each adds up to 1.
struct JointTables {
    process::JointTable sizes;         ///< Family households by size class and generations.
    process::JointTable ages;          ///< People by age group and sex.
    process::JointTable registration;  ///< Family households by registration and tenure.
};

/// Throws Error where margins contradict each other.
JointTables join_margins(const Census& census);

/// Households that could be, with all their members; rows of both kinds lie in the order they were drawn.
struct Candidates {
    std::vector<std::uint32_t> first_member{0};
    std::vector<std::uint8_t> type;
    std::vector<std::uint8_t> tenure;
    std::vector<std::uint8_t> registration;
    std::vector<std::uint8_t> age;
    std::vector<std::uint8_t> sex;
    std::vector<std::uint8_t> role;

    std::uint32_t size() const { return static_cast<std::uint32_t>(type.size()); }
    std::uint32_t members(std::uint32_t row) const { return first_member[row + 1] - first_member[row]; }
};

Candidates draw_candidates(const SynthesisPlan& plan, const JointTables& tables, core::Seed seed);

/// How often each candidate comes in the city.
struct Copies {
    std::vector<std::uint32_t> of_candidate;
    std::uint32_t rounds = 0;
    double deviation = 0.0;
};
Copies choose_copies(const SynthesisPlan& plan, const JointTables& tables, const Candidates& candidates,
                     core::Seed seed);

/// Communities, buildings, households and residents without what they do.
City settle(const SynthesisPlan& plan, const Candidates& candidates, const Copies& copies, core::Seed seed,
            core::Workers& workers);

/// Who is online, goes to school or works; schools, workplaces and associations.
void occupy(const SynthesisPlan& plan, core::Seed seed, core::Workers& workers, City& city);

}  // namespace commonweal::model::detail
