// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <commonweal/core/caret.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/series.hpp>
#include <commonweal/core/state.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/core/trigger.hpp>
#include <limits>
#include <utility>

#include "core/detail/did_you_mean.hpp"

namespace commonweal::core {

namespace {

void check_trigger(const Trigger& trigger) {
    if (trigger.name.empty()) throw Error("trigger: a trigger has no name");
    const std::string named = "trigger '" + trigger.name + "': ";
    const bool above = trigger.side == Trigger::Side::above;
    if (std::isnan(trigger.on_at) || std::isnan(trigger.off_at)) {
        throw Error(named + "the level to turn " + (std::isnan(trigger.on_at) ? "on" : "off") + " is not a number");
    }
    if (above ? trigger.off_at > trigger.on_at : trigger.off_at < trigger.on_at) {
        throw Error(named + "it turns off at " + number_text(trigger.off_at) + " and on " +
                    (above ? "above " : "below ") + number_text(trigger.on_at) + "; the first must be at " +
                    (above ? "most" : "least") + " the second");
    }
    if (trigger.hold == 0 || trigger.release_hold == 0) {
        throw Error(named + (trigger.hold == 0 ? "hold" : "release_hold") + " is 0; it must be at least 1");
    }
}

bool past_on(const Trigger& trigger, double value) {
    return trigger.side == Trigger::Side::above ? value >= trigger.on_at : value <= trigger.on_at;
}

bool back_past_off(const Trigger& trigger, double value) {
    return trigger.side == Trigger::Side::above ? value < trigger.off_at : value > trigger.off_at;
}

void save_optional(StateWriter& state, const std::optional<Tick>& tick) {
    state.value(tick.has_value());
    state.value(tick.value_or(0));
}

std::optional<Tick> load_optional(StateReader& state) {
    bool there = false;
    state.value(there);
    const auto tick = state.value<Tick>();
    return there ? std::optional(tick) : std::nullopt;
}

}  // namespace

void Triggers::add_entry(Entry entry) {
    if (contains(entry.name)) throw Error("trigger '" + entry.name + "': there is one of this name already");
    triggers_.push_back(std::move(entry));
}

void Triggers::add(Trigger trigger) {
    check_trigger(trigger);
    std::string name = trigger.name;
    add_entry({.name = std::move(name), .turned_by = std::move(trigger), .position = {}});
}

void Triggers::add(const ConditionTrigger& trigger, const Vocabulary& vocabulary) {
    const std::string named = "trigger '" + (trigger.name.empty() ? excerpt(trigger.start) : trigger.name) + '\'';
    std::vector<Mistake> mistakes;
    const auto read = [&](std::string_view text, const std::string& which) {
        ExpressionReading reading = Expression::parse(text, vocabulary);
        for (Mistake& mistake : reading.mistakes) {
            mistake.file = named + ", " + which;
            mistake.line = 1;
            mistake.marked = caret_lines(text, {.line = 1, .column = mistake.column, .length = mistake.length});
            mistakes.push_back(std::move(mistake));
        }
        return std::move(reading.expression);
    };
    auto start = read(trigger.start, "start");
    auto end = trigger.end.empty() ? std::nullopt : read(trigger.end, "end");
    if (!mistakes.empty()) throw ConfigError(std::move(mistakes));
    const std::size_t clauses = start->holds() + (end ? end->holds() : 0);
    std::string name = trigger.name.empty() ? start->text() : trigger.name;
    add_entry({.name = std::move(name),
               .turned_by = Conditions{std::move(*start), std::move(end), std::vector<Tick>(clauses)},
               .position = {}});
}

/// Those that it looks at; a series that both conditions look at is named twice.
std::vector<std::string> Triggers::series_of(const Entry& entry) {
    if (const auto* trigger = std::get_if<Trigger>(&entry.turned_by)) return {trigger->series};
    const auto& conditions = std::get<Conditions>(entry.turned_by);
    std::vector<std::string> names(conditions.start.names().begin(), conditions.start.names().end());
    if (conditions.end) names.insert(names.end(), conditions.end->names().begin(), conditions.end->names().end());
    return names;
}

void Triggers::check(const SeriesSet& series) const {
    std::string mistakes;
    for (const Entry& entry : triggers_) {
        for (const std::string& name : series_of(entry)) {
            if (series.contains(name)) continue;
            mistakes += (mistakes.empty() ? "triggers: '" : "; '") + entry.name + "' looks at '" + name +
                        "', which is no series" + detail::did_you_mean(name, series.names());
        }
    }
    if (!mistakes.empty()) throw Error(mistakes);
}

void Triggers::update(Tick tick, const SeriesSet& series) {
    if (updated_ && tick <= *updated_) {
        throw Error("triggers: an update at tick " + std::to_string(tick) + " after one at tick " +
                    std::to_string(*updated_) + "; it must be later");
    }
    check(series);
    updated_ = tick;
    for (Entry& entry : triggers_) {
        if (auto* const conditions = std::get_if<Conditions>(&entry.turned_by)) {
            look(entry.position, *conditions, tick, series);
            continue;
        }
        const auto& trigger = std::get<Trigger>(entry.turned_by);
        if (const auto value = series.at(trigger.series).at(tick)) observe(entry.position, trigger, *value, tick);
    }
    find_changes();
}

void Triggers::observe(Position& position, const Trigger& trigger, double value, Tick tick) {
    const bool speaks = position.on ? back_past_off(trigger, value) : past_on(trigger, value);
    position.in_a_row = speaks ? position.in_a_row + 1 : 0;
    if (position.in_a_row < (position.on ? trigger.release_hold : trigger.hold)) return;
    position = {.on = !position.on, .in_a_row = 0, .since = tick};
}

/// Both conditions are evaluated whether it is on or off, because each counts for how long it has held.
void Triggers::look(Position& position, Conditions& conditions, Tick tick, const SeriesSet& series) {
    const std::span<Tick> held(conditions.held);
    const std::size_t clauses = conditions.start.holds();
    const bool starts = holds(conditions.start, tick, series, held.first(clauses));
    const bool ends = conditions.end ? holds(*conditions.end, tick, series, held.subspan(clauses)) : !starts;
    if (position.on ? ends : starts) position = {.on = !position.on, .in_a_row = 0, .since = tick};
}

bool Triggers::holds(const Expression& expression, Tick tick, const SeriesSet& series, std::span<Tick> held) {
    std::vector<double> values;
    for (const std::string& name : expression.names()) {
        const TimeSeries& observed = series.at(name);
        values.push_back(observed.empty() ? std::numeric_limits<double>::quiet_NaN() : observed.last());
    }
    return expression.evaluate(values, tick + 1, held);
}

void Triggers::find_changes() {
    changes_.clear();
    for (const Entry& entry : triggers_) {
        const Position& position = entry.position;
        if (position.since && position.since == updated_) changes_.push_back({entry.name, position.on});
    }
}

const Triggers::Entry* Triggers::find(std::string_view name) const noexcept {
    const auto found =
        std::find_if(triggers_.begin(), triggers_.end(), [&](const Entry& entry) { return entry.name == name; });
    return found == triggers_.end() ? nullptr : &*found;
}

const Triggers::Entry& Triggers::at(std::string_view name) const {
    if (const Entry* const found = find(name)) return *found;
    throw Error("trigger: there is none named '" + std::string(name) + '\'' + detail::did_you_mean(name, names()));
}

bool Triggers::on(std::string_view name) const { return at(name).position.on; }

std::optional<Tick> Triggers::since(std::string_view name) const { return at(name).position.since; }

std::vector<std::string> Triggers::names() const {
    std::vector<std::string> names;
    for (const Entry& entry : triggers_) names.push_back(entry.name);
    return names;
}

/// What a state tells two triggers of one name apart by.
std::string Triggers::description_of(const Entry& entry) {
    if (const auto* conditions = std::get_if<Conditions>(&entry.turned_by)) {
        return conditions->start.text() + (conditions->end ? "; until " + conditions->end->text() : "");
    }
    const auto& trigger = std::get<Trigger>(entry.turned_by);
    return trigger.series + (trigger.side == Trigger::Side::above ? " above " : " below ") +
           number_text(trigger.on_at) + ' ' + number_text(trigger.off_at) + ' ' + std::to_string(trigger.hold) + ' ' +
           std::to_string(trigger.release_hold);
}

void Triggers::save(StateWriter& state) const {
    state.section("triggers", [&] {
        save_optional(state, updated_);
        state.value(std::uint64_t{triggers_.size()});
        for (const Entry& entry : triggers_) {
            state.text(entry.name);
            state.text(description_of(entry));
            state.value(entry.position.on);
            state.value(entry.position.in_a_row);
            save_optional(state, entry.position.since);
            if (const auto* conditions = std::get_if<Conditions>(&entry.turned_by)) state.values(conditions->held);
        }
    });
}

void Triggers::load(StateReader& state) {
    std::vector<Entry> entries = triggers_;
    std::optional<Tick> updated;
    state.section("triggers", [&] {
        updated = load_optional(state);
        const auto count = state.value<std::uint64_t>();
        if (count != entries.size()) {
            throw Error("triggers: the state holds " + std::to_string(count) + ", here are " +
                        std::to_string(entries.size()));
        }
        for (Entry& entry : entries) {
            const std::string name = state.text();
            if (state.text() != description_of(entry) || name != entry.name) {
                throw Error("triggers: the state holds '" + name + "' where '" + entry.name + "' stands" +
                            (name == entry.name ? " with another series, side, level, hold or condition" : ""));
            }
            state.value(entry.position.on);
            state.value(entry.position.in_a_row);
            entry.position.since = load_optional(state);
            auto* const conditions = std::get_if<Conditions>(&entry.turned_by);
            if (conditions) state.values(std::span<Tick>(conditions->held));
        }
    });
    triggers_ = std::move(entries);
    updated_ = updated;
    find_changes();
}

std::span<const TriggerChange> Triggers::changes() const noexcept { return changes_; }

}  // namespace commonweal::core
