// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/quantity.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/model/agent_groups.hpp>
#include <commonweal/model/contact_layers.hpp>
#include <commonweal/model/interventions.hpp>
#include <commonweal/model/metrics.hpp>
#include <commonweal/model/organisations.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/model/shocks.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace commonweal::model {

namespace {

using core::Mistake;

bool is_whole(double value) { return value == std::floor(value); }

core::DateTime later(core::DateTime date, double hours) {
    return {date.minutes + static_cast<std::int64_t>(std::floor(hours * 60.0))};
}

/// What a time must be made of.
struct WholeUnit {
    double hours;
    std::string_view name;
};

void need_whole(std::string path, double hours, const WholeUnit& unit, std::vector<Mistake>& found) {
    const double number = hours / unit.hours;
    if (is_whole(number)) return;
    const double near = std::max(1.0, std::floor(number + 0.5)) * unit.hours;
    found.push_back({.path = std::move(path),
                     .rule = "must be whole " + std::string(unit.name),
                     .suggestion = core::quoted(core::quantity_text(near, "h"))});
}

/// From its beginning up to its end.
struct Interval {
    core::DateTime begin;
    core::DateTime end;
    std::string text() const { return begin.text() + " to " + end.text(); }
};

/// The storm, the warnings or the orders of which the run sees nothing, be it that it begins too late or ends too
/// early. A run that sees some of them is right: it may be a part of a longer history.
void find_dates_outside(const Scenario& scenario, std::vector<Mistake>& found) {
    if (scenario.time.start == core::DateTime{}) return;  // It is missing, which is told already.
    const Interval run{scenario.time.start, later(scenario.time.start, scenario.time.duration)};
    const double shift = scenario.storm.shift;
    const auto check = [&](std::string path, std::string rule, const std::vector<Interval>& spans) {
        const auto seen = [&run](const Interval& span) { return span.begin < run.end && run.begin < span.end; };
        if (spans.empty() || std::any_of(spans.begin(), spans.end(), seen)) return;
        Interval all = spans.front();
        for (const Interval& span : spans) all = {std::min(all.begin, span.begin), std::max(all.end, span.end)};
        rule += " from " + all.text() + ", and the run goes from " + run.text();
        found.push_back({.path = std::move(path), .rule = std::move(rule)});
    };
    std::vector<Interval> rain, warnings, orders;
    const core::DateTime begin = later(scenario.storm.start, shift);
    const auto hours = static_cast<double>(scenario.storm.rain.values.size());
    if (hours > 0.0) rain.push_back({begin, later(begin, hours)});
    // A date that is missing is told already.
    const auto dated = [](const auto& each) { return each.issued != core::DateTime{}; };
    if (!std::all_of(scenario.warnings.begin(), scenario.warnings.end(), dated)) return;
    if (!std::all_of(scenario.orders.begin(), scenario.orders.end(), dated)) return;
    for (const auto& [issued, in_force] : scenario.warnings)
        warnings.push_back({later(issued, shift), later(issued, shift + in_force)});
    // An order counts until the next one, and the last to the end.
    for (const Order& order : scenario.orders)
        orders.push_back({later(order.issued, shift), std::max(later(order.issued, shift), run.end)});
    check("storm.start", "must let rain fall in the run; it falls", rain);
    check("warnings", "must hold one that is in force in the run; they are", warnings);
    check("orders", "must hold one that is issued before the run ends; they are", orders);
}

}  // namespace

std::vector<Mistake> mistakes(const Scenario& scenario) {
    std::vector<Mistake> found;
    const auto refuse = [&](std::string path, std::string rule) {
        found.push_back({.path = std::move(path), .rule = std::move(rule)});
    };
    if (scenario.time.start.minutes % 60 != 0) refuse("time.start", "must be on the hour such as \"2021-07-20T16:00\"");
    need_whole("time.duration", scenario.time.duration, {.hours = 1.0, .name = "hours"}, found);
    need_whole("storm.shift", scenario.storm.shift, {.hours = 1.0, .name = "hours"}, found);
    need_whole("offices.calm_report_cycle", scenario.offices.calm_report_cycle, {.hours = 24.0, .name = "days"}, found);
    need_whole("offices.emergency_report_cycle", scenario.offices.emergency_report_cycle,
               {.hours = 1.0, .name = "hours"}, found);
    if (scenario.awareness.trust_low > scenario.awareness.trust_high) {
        refuse("awareness.trust_low",
               "must not be above awareness.trust_high, which is " + core::number_text(scenario.awareness.trust_high));
    }
    if (scenario.warning.penetration != 1.0) {
        refuse("warning.penetration",
               "must be 1 here: whom a warning reaches is said by awareness.online_reach and offline_reach");
    }
    const auto& sizes = scenario.residents.household_size_shares.values;
    double sum = 0.0;
    for (const double share : sizes) sum += share;
    if (sizes.empty() || sum <= 0.0) refuse("residents.household_size_shares", "must hold a value above 0");
    if (scenario.residents.elderly_share + scenario.residents.child_share > 1.0) {
        refuse("residents.elderly_share", "must leave room for residents.child_share, which is " +
                                              core::number_text(scenario.residents.child_share) +
                                              ": together at most 1");
    }
    if (scenario.district.subdistricts > scenario.district.least_communities) {
        refuse("district.subdistricts", "must not be above district.least_communities, which is " +
                                            std::to_string(scenario.district.least_communities));
    }
    find_dates_outside(scenario, found);
    for (std::vector<Mistake> wrong :
         {agent_group_mistakes(scenario), contact_layer_mistakes(scenario), organisation_mistakes(scenario),
          shock_mistakes(scenario), metric_mistakes(scenario), intervention_mistakes(scenario)})
        found.insert(found.end(), std::make_move_iterator(wrong.begin()), std::make_move_iterator(wrong.end()));
    return found;
}

}  // namespace commonweal::model
