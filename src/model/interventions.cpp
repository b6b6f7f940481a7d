// SPDX-License-Identifier: Apache-2.0
#include "model/recorder.hpp"

#include <commonweal/core/error.hpp>
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/model/interventions.hpp>

#include <algorithm>
#include <array>
#include <limits>
#include <string_view>
#include <utility>

namespace commonweal::model {

namespace {

using core::Mistake;
using core::RecordColumn;
using core::RecordTable;
using core::ValueType;

enum class Digest : std::uint8_t { mean, min, max, sum };
constexpr std::array<std::pair<std::string_view, Digest>, 4> digests{
    {{"mean", Digest::mean}, {"min", Digest::min}, {"max", Digest::max}, {"sum", Digest::sum}}};

double digest_of(Digest digest, std::span<const double> values) {
    double sum = 0.0, least = values[0], most = values[0];
    for (const double value : values) {
        sum += value;
        least = std::min(least, value);
        most = std::max(most, value);
    }
    switch (digest) {
        case Digest::mean:
            return sum / static_cast<double>(values.size());
        case Digest::min:
            return least;
        case Digest::max:
            return most;
        case Digest::sum:
            break;
    }
    return sum;
}

template <class T>
void take_last(const RecordTable& series, const RecordColumn& column, std::vector<double>& values) {
    const std::span<const T> all = series.values(series.field<T>(column.name));
    const std::size_t width = all.size() / series.rows();
    for (const T value : all.last(width)) values.push_back(static_cast<double>(value));
}

/// The newest row of a column.
std::vector<double> last_values(const RecordTable& series, const RecordColumn& column) {
    std::vector<double> values;
    switch (column.type) {
        case ValueType::f32:
            take_last<float>(series, column, values);
            break;
        case ValueType::u8:
            take_last<std::uint8_t>(series, column, values);
            break;
        case ValueType::u32:
            take_last<std::uint32_t>(series, column, values);
            break;
        default:
            throw core::Error("interventions: the series " + column.name + " has no number that fits");
    }
    return values;
}

/// What a name of the vocabulary means at the end of an hour.
double value_of(const RecordTable& series, const std::string& name) {
    const std::size_t dot = name.find('.');
    const auto& columns = series.schema().columns;
    const auto column = std::find_if(columns.begin(), columns.end(),
                                     [&](const RecordColumn& each) { return each.name == name.substr(0, dot); });
    const std::vector<double> values = last_values(series, *column);
    if (dot == std::string::npos) return values.front();
    const auto digest = std::find_if(digests.begin(), digests.end(), [&](const auto& each) {
        return each.first == std::string_view(name).substr(dot + 1);
    });
    return digest_of(digest->second, values);
}

/// A date alone means: from then on.
std::string condition_text(const std::string& text) { return core::DateTime::parse(text) ? "time >= " + text : text; }

void check_condition(const std::string& path, const std::string& text, const core::Vocabulary& vocabulary,
                     std::vector<Mistake>& found) {
    for (Mistake& mistake : core::Expression::parse(condition_text(text), vocabulary).mistakes) {
        mistake.path = path;
        mistake.value = mistake.value.empty() ? core::quoted(core::excerpt(text)) : mistake.value;
        found.push_back(std::move(mistake));
    }
}

/// Paths that an intervention may set.
std::vector<std::string> live_paths(const core::ParameterTable& table) {
    std::vector<std::string> paths;
    for (const core::Parameter& row : table.rows()) {
        if (row.field.live) paths.push_back(row.path);
    }
    return paths;
}

/// Applies settings to a scenario that the table describes, as far as they are right.
void apply(core::ParameterTable& table, const std::string& path, const core::Settings& settings,
           std::vector<Mistake>& found) {
    for (const auto& [target, text] : settings.values) {
        const core::Parameter* const row = table.row(target);
        const std::string place = path + '.' + target;
        if (!row || !row->field.live) {
            const std::vector<std::string> live = live_paths(table);
            const std::string near = core::nearest(target, live).value_or("");
            std::string rule =
                row ? "must be a parameter that may change while a run goes on" : "must be a known parameter";
            for (const std::string& each : near.empty() ? live : std::vector<std::string>{})
                rule += (each == live.front() ? "; these may change in a run: " : ", ") + each;
            found.push_back({.path = place, .rule = std::move(rule), .suggestion = near});
            continue;
        }
        try {
            table.set(target, text);
        } catch (const core::ConfigError& error) {
            for (Mistake mistake : error.mistakes()) {
                mistake.path = place;
                found.push_back(std::move(mistake));
            }
        }
    }
}

/// A scenario without its interventions.
Scenario bare(Scenario scenario) {
    scenario.interventions.clear();
    return scenario;
}

void check_settings(const Scenario& scenario, const std::string& path, const core::Settings& settings,
                    std::vector<Mistake>& found) {
    Scenario trial = bare(scenario);
    core::ParameterTable table;
    describe(table, trial);
    apply(table, path, settings, found);
    const std::vector<Mistake> before = mistakes(bare(scenario));
    for (Mistake& mistake : mistakes(trial)) {
        const auto same = [&](const Mistake& each) { return each.path == mistake.path && each.rule == mistake.rule; };
        if (std::any_of(before.begin(), before.end(), same)) continue;
        const auto set = std::find_if(settings.values.begin(), settings.values.end(),
                                      [&](const auto& each) { return each.path == mistake.path; });
        if (mistake.value.empty() && set != settings.values.end()) mistake.value = core::excerpt(set->text);
        mistake.path = path + '.' + mistake.path;
        found.push_back(std::move(mistake));
    }
}

}  // namespace

core::Vocabulary intervention_vocabulary(const Scenario& scenario) {
    core::Vocabulary vocabulary({.start = scenario.time.start});
    for (const RecordColumn& column : series_columns()) {
        if (column.dimensions.empty()) {
            vocabulary.add({.name = column.name, .unit = column.unit});
            continue;
        }
        for (const auto& [digest, _] : digests)
            vocabulary.add({.name = column.name + '.' + std::string(digest), .unit = column.unit});
    }
    return vocabulary;
}

std::vector<Mistake> intervention_mistakes(const Scenario& scenario) {
    std::vector<Mistake> found;
    if (scenario.interventions.empty()) return found;
    const core::Vocabulary vocabulary = intervention_vocabulary(scenario);
    for (std::size_t k = 0; k < scenario.interventions.size(); ++k) {
        const Intervention& each = scenario.interventions[k];
        const std::string path = "interventions[" + std::to_string(k) + ']';
        check_condition(path + ".start", each.start, vocabulary, found);
        if (!each.end.empty()) check_condition(path + ".end", each.end, vocabulary, found);
        if (each.set.values.empty()) found.push_back({.path = path + ".set", .rule = "must hold a value"});
        check_settings(scenario, path + ".set", each.set, found);
    }
    return found;
}

Interventions::Interventions(const Scenario& scenario) : given_(scenario), in_force_(scenario.interventions.size(), 0) {
    const core::Vocabulary vocabulary = intervention_vocabulary(scenario);
    for (const Intervention& each : scenario.interventions) {
        Conditions conditions{.start = condition(each.start, vocabulary), .end = {}};
        if (!each.end.empty()) conditions.end = condition(each.end, vocabulary);
        conditions_.push_back(std::move(conditions));
    }
    look(nullptr, 0);
}

Interventions::Condition Interventions::condition(const std::string& text, const core::Vocabulary& vocabulary) {
    core::ExpressionReading reading = core::Expression::parse(condition_text(text), vocabulary);
    if (!reading.expression) throw core::ConfigError(std::move(reading.mistakes));
    const std::size_t first = held_.size();
    held_.resize(first + reading.expression->holds());
    return {.expression = *std::move(reading.expression), .first_held = first};
}

bool Interventions::holds(const Condition& condition, const RecordTable* series, core::Tick now) {
    std::vector<double> values;
    for (const std::string& name : condition.expression.names())
        values.push_back(series ? value_of(*series, name) : std::numeric_limits<double>::quiet_NaN());
    const auto held = std::span(held_).subspan(condition.first_held, condition.expression.holds());
    return condition.expression.evaluate(values, now, held);
}

void Interventions::look(const RecordTable* series, core::Tick now) {
    changed_now_.clear();
    for (std::uint32_t k = 0; k < conditions_.size(); ++k) {
        const bool starts = holds(conditions_[k].start, series, now);
        const bool ends = conditions_[k].end ? holds(*conditions_[k].end, series, now) : !starts;
        const bool was = in_force_[k] != 0;
        const bool is = was ? !ends : starts && !(conditions_[k].end && ends);
        if (is == was) continue;
        in_force_[k] = is;
        changed_now_.push_back(k);
    }
}

void Interventions::look(const RecordTable& series, core::Tick hour) { look(&series, hour + 1); }

Scenario Interventions::in_effect() const {
    Scenario scenario = given_;
    core::ParameterTable table;
    describe(table, scenario);
    for (std::size_t k = 0; k < in_force_.size(); ++k) {
        if (!in_force_[k]) continue;
        for (const auto& [path, text] : given_.interventions[k].set.values) table.set(path, text);
    }
    return scenario;
}

}  // namespace commonweal::model
