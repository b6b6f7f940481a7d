// SPDX-License-Identifier: Apache-2.0
#include "model/synthesis_parts.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace commonweal::model::detail {

namespace {

constexpr std::uint32_t elderly_from = 60;

bool is_collective(const Candidates& candidates, std::uint32_t row) {
    return candidates.type[row] == static_cast<std::uint8_t>(HouseholdType::collective);
}

std::uint32_t generations_of(HouseholdType type) {
    if (type <= HouseholdType::flatmates) return 0;
    return type <= HouseholdType::grandparents_with_grandchildren ? 1 : 2;
}

/// The totals that weights of candidates shall give, for a city of a given number of residents.
class Totals {
public:
    Totals(const Census& census, const JointTables& tables, double residents) {
        const double families = residents * (1.0 - census.collective_share) / mean_family(census);
        for (const double share : tables.sizes.cells) add(share * families);
        for (const double share : tables.registration.cells) add(share * families);
        add(families * census.families_with_elderly);
        double rooms = 0.0;
        for (const double share : census.collective_sizes.values) rooms += share;
        for (const double share : census.collective_sizes.values)
            add(residents * census.collective_share / mean_collective(census) * share / rooms);
        for (const double share : tables.ages.cells) add(share * residents);
    }

    void enter(const Candidates& candidates, std::uint32_t row) {
        const std::uint32_t members = candidates.members(row);
        std::array<std::uint8_t, people_cells> people{};
        bool any_elderly = false;
        for (std::uint32_t k = candidates.first_member[row]; k < candidates.first_member[row + 1]; ++k) {
            ++people[age_group(candidates.age[k]) * 2 + candidates.sex[k]];
            any_elderly = any_elderly || candidates.age[k] >= elderly_from;
        }
        if (is_collective(candidates, row)) {
            count(first_collective + members - 1, row, 1);
        } else {
            const std::uint32_t size_class = std::min(members, size_classes) - 1;
            count(size_class * 3 + generations_of(static_cast<HouseholdType>(candidates.type[row])), row, 1);
            count(first_home + candidates.registration[row] * tenure_count + candidates.tenure[row], row, 1);
            if (any_elderly) count(elderly, row, 1);
        }
        for (std::uint32_t group = 0; group < people.size(); ++group)
            if (people[group] > 0) count(first_age + group, row, people[group]);
    }

    /// All that are above 0, or in which somebody counts.
    std::span<const process::WeightedTotal> all() const { return totals_; }

private:
    static constexpr auto tenure_count = static_cast<std::uint32_t>(tenure_names.size());
    static constexpr std::uint32_t first_home = size_classes * 3;
    static constexpr std::uint32_t elderly = first_home + 2 * tenure_count;
    static constexpr std::uint32_t first_collective = elderly + 1;
    static constexpr std::uint32_t first_age = first_collective + largest_household;

    void add(double total) { totals_.push_back({.total = total, .records = {}, .counts = {}}); }
    void count(std::uint32_t total, std::uint32_t row, std::uint8_t times) {
        totals_[total].records.push_back(row);
        totals_[total].counts.push_back(times);
    }

    std::vector<process::WeightedTotal> totals_;
};

/// Candidates with equally many members, collective and family ones apart: copies of them add up to a whole number.
class SizeClasses {
public:
    SizeClasses(const Candidates& candidates, std::span<const double> weights)
        : weights_(weights), rows_(std::size_t{2} * largest_household) {
        for (std::uint32_t row = 0; row < candidates.size(); ++row)
            rows_[(is_collective(candidates, row) ? largest_household : 0) + candidates.members(row) - 1].push_back(
                row);
    }

    /// So many households of each class that there are exactly so many residents. People living alone make up for what
    /// rounding leaves.
    std::vector<std::int64_t> counts(std::int64_t residents) const {
        std::vector<std::int64_t> counts;
        for (const auto& rows : rows_) counts.push_back(static_cast<std::int64_t>(sum(rows) + 0.5));
        for (std::size_t k = 0; k < counts.size(); ++k)
            residents -= counts[k] * static_cast<std::int64_t>(k % largest_household + 1);
        counts[0] += residents;
        return counts;
    }

    void choose(std::size_t size_class, std::int64_t count, core::Seed seed, std::vector<std::uint32_t>& copies) const {
        const std::vector<std::uint32_t>& rows = rows_[size_class];
        if (count == 0 || rows.empty()) return;
        const double scale = static_cast<double>(count) / sum(rows);
        std::vector<double> expected;
        for (const std::uint32_t row : rows) expected.push_back(weights_[row] * scale);
        const auto whole = process::integerised(expected, static_cast<std::uint64_t>(count), seed,
                                                core::StreamId::of("candidate", "copies"), rows);
        for (std::size_t k = 0; k < rows.size(); ++k) copies[rows[k]] = whole[k];
    }

private:
    double sum(const std::vector<std::uint32_t>& rows) const {
        double sum = 0.0;
        for (const std::uint32_t row : rows) sum += weights_[row];
        return sum;
    }

    std::span<const double> weights_;
    std::vector<std::vector<std::uint32_t>> rows_;
};

}  // namespace

Copies choose_copies(const SynthesisPlan& plan, const JointTables& tables, const Candidates& candidates,
                     core::Seed seed) {
    Totals totals(plan.census, tables, plan.residents);
    for (std::uint32_t row = 0; row < candidates.size(); ++row) totals.enter(candidates, row);
    const double start = plan.residents / static_cast<double>(candidates.age.size());
    const process::FittedWeights fitted =
        process::fit_weights(std::vector<double>(candidates.size(), start), totals.all(), plan.fitting);
    if (!fitted.converged)
        throw core::Error("synthesis: no households meet all margins; after " + std::to_string(fitted.rounds) +
                          " rounds one is off by a share of " + core::number_text(fitted.deviation) +
                          "; see fitting.tolerance");
    const SizeClasses classes(candidates, fitted.weights);
    const std::vector<std::int64_t> counts = classes.counts(plan.residents);
    if (counts[0] < 0)
        throw core::Error("synthesis: " + std::to_string(plan.residents) + " residents are too few for these margins");
    Copies copies{.of_candidate = std::vector<std::uint32_t>(candidates.size(), 0),
                  .rounds = fitted.rounds,
                  .deviation = fitted.deviation};
    for (std::size_t k = 0; k < counts.size(); ++k) classes.choose(k, counts[k], seed, copies.of_candidate);
    return copies;
}

}  // namespace commonweal::model::detail
