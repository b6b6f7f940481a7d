// SPDX-License-Identifier: Apache-2.0
#include "process/detail/experiment_check.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/graph.hpp>
#include <commonweal/core/range_check.hpp>
#include <commonweal/core/text.hpp>
#include <optional>
#include <utility>

namespace commonweal::process::detail {

namespace {

using core::number_text;

/// Beyond it, numbers of steps and what rates do in one are lost to rounding.
constexpr double longest_time = 1e12;

std::string between(ExperimentCheck::Range range) {
    return "must be between " + number_text(range.low) + " and " + number_text(range.high);
}

bool inside(double value, ExperimentCheck::Range range) { return value >= range.low && value <= range.high; }

}  // namespace

ExperimentCheck::ExperimentCheck(const Experiment& experiment) : size_(experiment.size) {
    if (!experiment.graphs.empty()) size_ = experiment.graphs.front()->size();
    for (const auto& graph : experiment.graphs) {
        that(graph->size() == size_, "graph", std::to_string(graph->size()) + " agents",
             "all graphs must have as many agents as the first, " + std::to_string(size_));
        that(!graph->is_bipartite(), "graph", "bipartite", "must lead from people to people");
    }
    that(size_ > 0, experiment.graphs.empty() ? "size" : "graph", "0 agents", "there must be somebody");
    that(experiment.replicates > 0, "replicates", "0", "must be at least 1");
    const auto positive = [&](const char* name, const std::optional<double>& value) {
        if (!value) return;
        that(std::isfinite(*value) && *value > 0.0, name, number_text(*value), "must be above 0");
    };
    const auto countable = [&](const char* name, const std::optional<double>& value) {
        positive(name, value);
        const bool endless = value && std::isfinite(*value) && *value > longest_time;
        that(!endless, name, number_text(value.value_or(0.0)), "must be at most " + number_text(longest_time));
    };
    countable("until", experiment.until);
    positive("every", experiment.every);
    countable("step", experiment.step);
}

void ExperimentCheck::that(bool right, const std::string& name, const std::string& value, const std::string& rule) {
    if (!right) mistakes_.push_back({.file = "keyword", .path = name, .rule = rule, .value = value});
}

void ExperimentCheck::rows(const core::ParameterTable& table) {
    for (core::Mistake& mistake : core::out_of_range(table)) {
        mistake.file = "keyword";
        mistakes_.push_back(std::move(mistake));
    }
}

void ExperimentCheck::starters(const std::string& name, const Starters& starters) {
    if (starters.rows.empty()) {
        that(starters.count <= size_, name, std::to_string(starters.count),
             "must be at most the number of people, " + std::to_string(size_));
        return;
    }
    std::vector<core::Index> rows = starters.rows;
    std::sort(rows.begin(), rows.end());
    that(rows.back() < size_, name, std::to_string(rows.back()),
         "must be rows of people, below " + std::to_string(size_));
    that(std::adjacent_find(rows.begin(), rows.end()) == rows.end(), name,
         std::to_string(*std::min(std::adjacent_find(rows.begin(), rows.end()), rows.end() - 1)),
         "must name each row once");
}

void ExperimentCheck::number(const std::string& name, double value, Range range) {
    that(inside(value, range), name, number_text(value), between(range));
}

void ExperimentCheck::values(const std::string& name, const AgentValues& values, Range range) {
    if (values.given.empty()) {
        const core::Distribution::Range support = values.drawn.support();
        that(inside(support.low, range) && inside(support.high, range), name, values.drawn.text(""), between(range));
        return;
    }
    that(values.given.size() == size_, name, std::to_string(values.given.size()) + " values",
         "must be one for each of " + std::to_string(size_) + " people");
    const auto wrong =
        std::find_if(values.given.begin(), values.given.end(), [range](double value) { return !inside(value, range); });
    if (wrong == values.given.end()) return;
    that(false, name + '[' + std::to_string(wrong - values.given.begin()) + ']', number_text(*wrong), between(range));
}

void ExperimentCheck::finish() const {
    if (!mistakes_.empty()) throw core::ConfigError(mistakes_);
}

}  // namespace commonweal::process::detail
