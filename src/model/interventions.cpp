// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/error.hpp>
#include <commonweal/core/nearest.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/model/interventions.hpp>

#include <algorithm>
#include <string_view>
#include <utility>

namespace commonweal::model {

namespace {

using core::Mistake;
using core::RecordTable;

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

/// A scenario without the lists that no setting can make wrong, and without its interventions.
Scenario bare(Scenario scenario) {
    scenario.agents.clear();
    scenario.layers.clear();
    scenario.organisations.clear();
    scenario.interventions.clear();
    scenario.metrics.clear();
    scenario.shocks.clear();
    return scenario;
}

/// \param trial the bare scenario, which is changed
/// \param before its own mistakes
void check_settings(Scenario trial, std::span<const Mistake> before, const std::string& path,
                    const core::Settings& settings, std::vector<Mistake>& found) {
    core::ParameterTable table;
    describe(table, trial);
    apply(table, path, settings, found);
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

std::vector<Mistake> intervention_mistakes(const Scenario& scenario) {
    std::vector<Mistake> found;
    if (scenario.interventions.empty()) return found;
    const core::Vocabulary vocabulary = condition_vocabulary(scenario);
    const Scenario plain = bare(scenario);
    const std::vector<Mistake> before = mistakes(plain);
    for (std::size_t k = 0; k < scenario.interventions.size(); ++k) {
        const Intervention& each = scenario.interventions[k];
        const std::string path = "interventions[" + std::to_string(k) + ']';
        for (Mistake& mistake : Spells::mistakes(each.start, each.end, vocabulary, path))
            found.push_back(std::move(mistake));
        if (each.set.values.empty()) found.push_back({.path = path + ".set", .rule = "must hold a value"});
        check_settings(plain, before, path + ".set", each.set, found);
    }
    return found;
}

Interventions::Interventions(const Scenario& scenario) : given_(scenario) {
    const core::Vocabulary vocabulary = condition_vocabulary(scenario);
    for (const Intervention& each : scenario.interventions) spells_.add(each.start, each.end, vocabulary);
    spells_.look(nullptr, 0);
}

void Interventions::look(const RecordTable& series, core::Tick hour) { spells_.look(&series, hour + 1); }

Scenario Interventions::in_effect() const {
    Scenario scenario = given_;
    core::ParameterTable table;
    describe(table, scenario);
    for (std::size_t k = 0; k < in_force().size(); ++k) {
        if (!in_force()[k]) continue;
        for (const auto& [path, text] : given_.interventions[k].set.values) table.set(path, text);
    }
    return scenario;
}

}  // namespace commonweal::model
