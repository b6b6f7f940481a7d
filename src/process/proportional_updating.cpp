// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/process/proportional_updating.hpp>
#include <string>
#include <utility>

namespace commonweal::process {
namespace {

double weighted_sum(const WeightedTotal& total, std::span<const double> weights) {
    double sum = 0.0;
    for (std::size_t k = 0; k < total.records.size(); ++k) sum += total.counts[k] * weights[total.records[k]];
    return sum;
}

/// What is wrong with one total; empty if nothing is.
std::string fault_of(const WeightedTotal& total, std::size_t records) {
    if (!(total.total >= 0.0) || !std::isfinite(total.total))
        return "is " + core::number_text(total.total) + ", but must be a number from 0 on";
    if (total.records.size() != total.counts.size())
        return "names " + std::to_string(total.records.size()) + " records and " + std::to_string(total.counts.size()) +
               " counts";
    if (total.total > 0.0 && total.records.empty()) return "is above 0, but no record counts in it";
    const auto unknown = std::find_if(total.records.begin(), total.records.end(),
                                      [records](std::uint32_t record) { return record >= records; });
    if (unknown != total.records.end())
        return "names record " + std::to_string(*unknown) + ", but there are " + std::to_string(records);
    if (std::find(total.counts.begin(), total.counts.end(), 0) != total.counts.end()) return "has a count of 0";
    return "";
}

void refuse_faults(std::span<const double> weights, std::span<const WeightedTotal> totals) {
    std::string text;
    if (std::any_of(weights.begin(), weights.end(), [](double w) { return !(w > 0.0) || !std::isfinite(w); }))
        text = "; a starting weight is not above 0";
    for (std::size_t k = 0; k < totals.size(); ++k) {
        const std::string fault = fault_of(totals[k], weights.size());
        if (!fault.empty()) text += "; total " + std::to_string(k) + ' ' + fault;
    }
    if (!text.empty()) throw core::Error("proportional updating: " + text.substr(2));
}

}  // namespace

FittedWeights fit_weights(std::vector<double> weights, std::span<const WeightedTotal> totals,
                          const ProportionalUpdating& updating) {
    refuse_faults(weights, totals);
    FittedWeights fitted{.weights = std::move(weights), .converged = totals.empty()};
    while (!fitted.converged && fitted.rounds < updating.most_rounds) {
        for (const WeightedTotal& total : totals) {
            const double sum = weighted_sum(total, fitted.weights);
            if (sum == 0.0) continue;
            const double factor = total.total / sum;
            for (const std::uint32_t record : total.records) fitted.weights[record] *= factor;
        }
        fitted.deviation = 0.0;
        for (const WeightedTotal& total : totals) {
            const double gap = std::abs(weighted_sum(total, fitted.weights) - total.total);
            fitted.deviation = std::max(fitted.deviation, total.total > 0.0 ? gap / total.total : gap);
        }
        ++fitted.rounds;
        fitted.converged = fitted.deviation <= updating.tolerance;
    }
    return fitted;
}

void describe(core::ParameterTable& table, ProportionalUpdating& process) {
    table.add(process.tolerance, {.key = "tolerance",
                                  .meaning = "Largest gap between a weighted sum and its total, as a share of it",
                                  .low = 0.0,
                                  .high = 1.0});
    table.add(process.most_rounds,
              {.key = "most_rounds", .meaning = "Rounds after which fitting stops", .low = 1, .high = 10'000});
}

}  // namespace commonweal::process
