// SPDX-License-Identifier: Apache-2.0
#include "model/synthesis_parts.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>

#include <string>
#include <string_view>
#include <utility>

namespace commonweal::model::detail {

namespace {

using process::JointTable;
using process::Margin;

std::vector<double> normalised(std::vector<double> values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    for (double& value : values) value /= sum;
    return values;
}

JointTable fitted(JointTable seed, const std::vector<Margin>& margins, std::string_view what) {
    process::FittedTable found = process::fit(std::move(seed), margins);
    if (!found.converged)
        throw core::Error("synthesis: no table has the margins of " + std::string(what) +
                          "; the nearest is off by a share of " + core::number_text(found.deviation));
    return std::move(found.table);
}

/// The mean of sizes from `smallest` on.
double mean_size(const std::vector<double>& shares, double smallest) {
    double people = 0.0, households = 0.0;
    for (std::size_t k = 0; k < shares.size(); ++k) {
        people += (smallest + static_cast<double>(k)) * shares[k];
        households += shares[k];
    }
    return people / households;
}

}  // namespace

double mean_family(const Census& census) {
    const std::vector<double> shares = normalised(census.family_sizes.values);
    const double beyond = mean_size(census.large_family_sizes.values, size_classes) - size_classes;
    return mean_size(shares, 1.0) + shares.back() * beyond;
}

double mean_collective(const Census& census) { return mean_size(census.collective_sizes.values, 1.0); }

JointTables join_margins(const Census& census) {
    // By size class, then one, two and three generations: who cannot be, and which sizes are usual. [A]
    const std::vector<double> usual{1.0,  0.0, 0.0, 1.0,  0.4,  0.0, 0.15, 1.0, 0.1,
                                    0.05, 1.0, 0.4, 0.02, 0.25, 1.0, 0.01, 0.1, 1.0};
    JointTable sizes{.shape = {size_classes, 3}, .cells = usual};

    std::vector<double> sexes;
    for (const double men : census.men_per_100_women.values) {
        sexes.push_back(men / (men + 100.0));
        sexes.push_back(100.0 / (men + 100.0));
    }
    JointTable ages{.shape = {age_groups, 2}, .cells = std::move(sexes)};

    const double collective = census.collective_share;
    const double elsewhere =
        (census.registered_elsewhere - collective * census.collective_registered_elsewhere) / (1.0 - collective);
    if (!(elsewhere > 0.0 && elsewhere < 1.0))
        throw core::Error("synthesis: of family households a share of " + core::number_text(elsewhere) +
                          " would be registered elsewhere; see registered_elsewhere, collective_share and "
                          "collective_registered_elsewhere");
    JointTable registration = JointTable::filled({2, static_cast<std::uint32_t>(tenure_names.size())}, 1.0);
    const std::uint32_t renting[] = {static_cast<std::uint32_t>(Registration::elsewhere),
                                     static_cast<std::uint32_t>(Tenure::rented)};
    registration.at(renting) = census.renting_odds_ratio;

    return {
        .sizes = fitted(std::move(sizes),
                        {{{0}, normalised(census.family_sizes.values)}, {{1}, normalised(census.generations.values)}},
                        "family_sizes and generations"),
        .ages = fitted(std::move(ages),
                       {{{0}, normalised(census.ages.values)}, {{1}, {census.male_share, 1.0 - census.male_share}}},
                       "ages and male_share"),
        .registration = fitted(std::move(registration),
                               {{{0}, {1.0 - elsewhere, elsewhere}}, {{1}, normalised(census.tenure.values)}},
                               "registered_elsewhere and tenure")};
}

}  // namespace commonweal::model::detail
