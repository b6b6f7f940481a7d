// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/process/resilience.hpp>
#include <limits>
#include <string>

namespace commonweal::process {
namespace {

/// When the series last rises through `level`, in steps; 0 if it was never below, infinite if it ends below.
double last_crossing(std::span<const double> function, double level) {
    if (function.back() < level) return std::numeric_limits<double>::infinity();
    for (std::size_t sample = function.size() - 1; sample > 0; --sample) {
        const double before = function[sample - 1];
        if (before < level) {
            return static_cast<double>(sample - 1) + (level - before) / (function[sample] - before);
        }
    }
    return 0.0;
}

/// Their sum.
double check_means(const char* measure, std::span<const double> means) {
    double sum = 0.0;
    for (const double one : means) {
        if (!(std::isfinite(one) && one >= 0.0)) {
            throw core::Error(std::string(measure) + ": numbers must be finite and not negative");
        }
        sum += one;
    }
    return sum;
}

}  // namespace

ResilienceMetrics resilience(const Resilience& reading, std::span<const double> function, double step) {
    COMMONWEAL_ASSERT(function.size() >= 2);
    std::size_t lowest = 0;
    double kept = 0.5 * (function.front() + function.back());
    for (std::size_t sample = 0; sample < function.size(); ++sample) {
        if (function[sample] < function[lowest]) lowest = sample;
        if (sample > 0 && sample + 1 < function.size()) kept += function[sample];
    }
    const double steps = static_cast<double>(function.size() - 1);
    const double crossing = last_crossing(function, reading.regained);
    const bool regained = crossing > 0.0 && crossing < std::numeric_limits<double>::infinity();
    const double rise = crossing - static_cast<double>(lowest);
    return {.loss = (steps - kept) * step,
            .normalised = kept / steps,
            .robustness = function[lowest],
            .time_to_low = static_cast<double>(lowest) * step,
            .time_regained = crossing * step,
            .rapidity = regained ? (reading.regained - function[lowest]) / (rise * step) : 0.0};
}

bool collapsed(const Resilience& reading, std::span<const double> function, std::size_t dimensions, double step) {
    COMMONWEAL_ASSERT(dimensions > 0 && function.size() % dimensions == 0);
    CollapseWatch watch;
    for (std::size_t row = 0; row < function.size(); row += dimensions) {
        if (watch.add(reading, function.subspan(row, dimensions), step)) return true;
    }
    return false;
}

bool CollapseWatch::add(const Resilience& reading, std::span<const double> function, double step) {
    std::size_t failed = 0;
    for (const double value : function) failed += value < reading.collapse_level ? 1 : 0;
    failing = failed >= reading.collapse_dimensions ? failing + step : 0.0;
    return failing >= reading.collapse_hours * (1.0 - 1e-9);
}

double redundancy(std::span<const double> capacities, double need) {
    check_means("redundancy", std::span(&need, 1));
    const double sum = check_means("redundancy", capacities);
    if (need <= 0.0) return 1.0;
    const double largest = capacities.empty() ? 0.0 : *std::max_element(capacities.begin(), capacities.end());
    return std::clamp((sum - largest) / need, 0.0, 1.0);
}

double resourcefulness(std::span<const double> deployed, std::span<const double> needed) {
    check_means("resourcefulness", deployed);
    const double need = check_means("resourcefulness", needed);
    if (deployed.size() != needed.size()) {
        throw core::Error("resourcefulness: there must be as many numbers deployed as needed");
    }
    double used = 0.0;
    for (std::size_t step = 0; step < needed.size(); ++step) used += std::min(deployed[step], needed[step]);
    return need > 0.0 ? used / need : 1.0;
}

LinkovMatrix linkov_matrix(std::span<const double> scores, std::span<const ResilienceStage> stages) {
    if (scores.size() != stages.size() * resilience_domain_count) {
        throw core::Error("linkov_matrix: there must be four scores for each step, one for each domain");
    }
    LinkovMatrix matrix{};
    std::array<double, resilience_stage_count> steps{};
    for (std::size_t step = 0; step < stages.size(); ++step) {
        const auto stage = static_cast<std::size_t>(stages[step]);
        steps[stage] += 1.0;
        for (std::size_t domain = 0; domain < resilience_domain_count; ++domain) {
            const double score = scores[step * resilience_domain_count + domain];
            if (!(score >= 0.0 && score <= 1.0)) throw core::Error("linkov_matrix: scores must be in [0, 1]");
            matrix[domain][stage] += score;
        }
    }
    for (auto& row : matrix) {
        for (std::size_t stage = 0; stage < steps.size(); ++stage) {
            row[stage] = steps[stage] > 0.0 ? row[stage] / steps[stage] : std::numeric_limits<double>::quiet_NaN();
        }
    }
    return matrix;
}

void describe(core::ParameterTable& table, Resilience& process) {
    table.add(process.regained, {.key = "regained",
                                 .meaning = "Function that counts as regained",
                                 .low = 0,
                                 .high = 1,
                                 .low_open = true,
                                 .source = "Bruneau et al. 2003"});
    table.add(process.collapse_level,
              {.key = "collapse_level", .meaning = "Function below which a dimension has failed", .low = 0, .high = 1});
    table.add(
        process.collapse_dimensions,
        {.key = "collapse_dimensions", .meaning = "Dimensions that must have failed together", .low = 1, .high = 100});
    table.add(process.collapse_hours, {.key = "collapse_hours",
                                       .meaning = "How long they must have failed together",
                                       .unit = "h",
                                       .low = 0,
                                       .high = 8760,
                                       .low_open = true});
}

}  // namespace commonweal::process
