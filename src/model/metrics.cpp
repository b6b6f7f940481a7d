// SPDX-License-Identifier: Apache-2.0
#include "model/recorder.hpp"
#include "model/series_values.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/model/metrics.hpp>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>

namespace commonweal::model {

namespace {

using core::Mistake;
using core::RecordColumn;

/// Axes and tables of the results: a variable of such a name would hide them.
constexpr std::array<std::string_view, 17> taken_names{
    "time",         "community", "cell",       "dimension", "request_kind", "group",
    "organisation", "series",    "events",     "requests",  "repairs",      "reports",
    "communities",  "cells",     "households", "residents", "group_members"};

bool is_variable_name(std::string_view name) {
    const auto fits = [](char letter) {
        return (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
    };
    return std::all_of(name.begin(), name.end(), fits) && core::Vocabulary::allows(name);
}

bool is_taken(const Scenario& scenario, std::size_t metric) {
    const std::string& name = scenario.metrics[metric].name;
    const auto columns = series_columns(scenario);
    return std::find(taken_names.begin(), taken_names.end(), name) != taken_names.end() ||
           std::any_of(columns.begin(), columns.end(), [&](const RecordColumn& each) { return each.name == name; }) ||
           std::any_of(scenario.metrics.begin(), scenario.metrics.begin() + static_cast<std::ptrdiff_t>(metric),
                       [&](const Metric& each) { return each.name == name; });
}

core::FormulaReading read(const Scenario& scenario, std::size_t metric) {
    const Metric& each = scenario.metrics[metric];
    return core::Formula::parse(each.value, series_vocabulary(scenario, metric), each.unit);
}

void check_name(const Scenario& scenario, std::size_t metric, const std::string& path, std::vector<Mistake>& found) {
    const std::string& name = scenario.metrics[metric].name;
    const auto refuse = [&](std::string rule) {
        found.push_back({.path = path + ".name", .rule = std::move(rule), .value = core::quoted(core::excerpt(name))});
    };
    if (!is_variable_name(name)) {
        refuse("must be a name of small letters, digits and '_', and neither a unit nor a word of formulas");
    } else if (is_taken(scenario, metric)) {
        refuse("must be a name that nothing else in the results has");
    }
}

}  // namespace

std::vector<Mistake> metric_mistakes(const Scenario& scenario) {
    std::vector<Mistake> found;
    for (std::size_t k = 0; k < scenario.metrics.size(); ++k) {
        const Metric& metric = scenario.metrics[k];
        const std::string path = "metrics[" + std::to_string(k) + ']';
        check_name(scenario, k, path, found);
        if (!core::Unit::parse(metric.unit)) {
            found.push_back({.path = path + ".unit",
                             .rule = "must be a known unit",
                             .value = core::quoted(core::excerpt(metric.unit)),
                             .suggestion = core::nearest_unit(metric.unit)});
            continue;
        }
        for (Mistake& mistake : read(scenario, k).mistakes) {
            mistake.path = path + ".value";
            if (mistake.value.empty()) mistake.value = core::quoted(core::excerpt(metric.value));
            found.push_back(std::move(mistake));
        }
    }
    return found;
}

Metrics::Metrics(const Scenario& scenario) {
    if (auto found = metric_mistakes(scenario); !found.empty()) throw core::ConfigError(std::move(found));
    for (std::size_t k = 0; k < scenario.metrics.size(); ++k) {
        const Metric& metric = scenario.metrics[k];
        formulas_.push_back(*read(scenario, k).formula);
        columns_.push_back({.name = metric.name,
                            .unit = metric.unit,
                            .meaning = metric.meaning.empty() ? formulas_.back().text() : metric.meaning,
                            .type = core::ValueType::f64,
                            .dimensions = {},
                            .missing = {},
                            .labels = {}});
    }
}

void Metrics::record(core::RecordTable& series, core::Tick hour) const {
    std::vector<double> values;
    for (std::size_t k = 0; k < formulas_.size(); ++k) {
        values.clear();
        for (const std::string& name : formulas_[k].names()) values.push_back(series_value(series, name));
        series.set(series.field<double>(columns_[k].name), formulas_[k].evaluate(values, hour + 1));
    }
}

}  // namespace commonweal::model
