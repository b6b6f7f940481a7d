// SPDX-License-Identifier: Apache-2.0
#include "model/series_values.hpp"

#include <commonweal/core/date_time.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/model/series_condition.hpp>

#include <limits>
#include <utility>

namespace commonweal::model {

namespace {

core::ExpressionReading read_condition(const std::string& text, const core::Vocabulary& vocabulary) {
    return core::Expression::parse(core::DateTime::parse(text) ? "time >= " + text : text, vocabulary);
}

core::Expression condition_of(const std::string& text, const core::Vocabulary& vocabulary) {
    core::ExpressionReading reading = read_condition(text, vocabulary);
    if (!reading.expression) throw core::ConfigError(std::move(reading.mistakes));
    return *std::move(reading.expression);
}

}  // namespace

core::Vocabulary condition_vocabulary(const Scenario& scenario) {
    return series_vocabulary(scenario, scenario.metrics.size());
}

std::vector<core::Mistake> SeriesCondition::mistakes(const std::string& text, const core::Vocabulary& vocabulary,
                                                     const std::string& path) {
    std::vector<core::Mistake> found = read_condition(text, vocabulary).mistakes;
    for (core::Mistake& mistake : found) {
        mistake.path = path;
        if (mistake.value.empty()) mistake.value = core::quoted(core::excerpt(text));
    }
    return found;
}

SeriesCondition::SeriesCondition(const std::string& text, const core::Vocabulary& vocabulary)
    : expression_(condition_of(text, vocabulary)), held_(expression_.holds()) {}

bool SeriesCondition::look(const core::RecordTable* series, core::Tick hours_run) {
    std::vector<double> values;
    for (const std::string& name : expression_.names())
        values.push_back(series ? series_value(*series, name) : std::numeric_limits<double>::quiet_NaN());
    return expression_.evaluate(values, hours_run, held_);
}

}  // namespace commonweal::model
