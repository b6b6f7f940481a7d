// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/series.hpp>
#include <commonweal/core/state.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/core/trigger.hpp>
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

void save_trigger(StateWriter& state, const Trigger& trigger) {
    state.text(trigger.name);
    state.text(trigger.series);
    state.value(trigger.side);
    state.value(trigger.on_at);
    state.value(trigger.off_at);
    state.value(trigger.hold);
    state.value(trigger.release_hold);
}

Trigger load_trigger(StateReader& state) {
    Trigger trigger;
    trigger.name = state.text();
    trigger.series = state.text();
    state.value(trigger.side);
    state.value(trigger.on_at);
    state.value(trigger.off_at);
    state.value(trigger.hold);
    state.value(trigger.release_hold);
    return trigger;
}

}  // namespace

void Triggers::add(Trigger trigger) {
    check_trigger(trigger);
    if (contains(trigger.name)) throw Error("trigger '" + trigger.name + "': there is one of this name already");
    triggers_.push_back({.trigger = std::move(trigger), .position = {}});
}

void Triggers::check(const SeriesSet& series) const {
    std::string mistakes;
    for (const auto& [trigger, position] : triggers_) {
        if (series.contains(trigger.series)) continue;
        mistakes += (mistakes.empty() ? "triggers: '" : "; '") + trigger.name + "' looks at '" + trigger.series +
                    "', which is no series" + detail::did_you_mean(trigger.series, series.names());
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
        if (const auto value = series.at(entry.trigger.series).at(tick)) observe(entry, *value, tick);
    }
    find_changes();
}

void Triggers::observe(Entry& entry, double value, Tick tick) {
    auto& [trigger, position] = entry;
    const bool speaks = position.on ? back_past_off(trigger, value) : past_on(trigger, value);
    position.in_a_row = speaks ? position.in_a_row + 1 : 0;
    if (position.in_a_row < (position.on ? trigger.release_hold : trigger.hold)) return;
    position = {.on = !position.on, .in_a_row = 0, .since = tick};
}

void Triggers::find_changes() {
    changes_.clear();
    for (const auto& [trigger, position] : triggers_) {
        if (position.since && position.since == updated_) changes_.push_back({trigger.name, position.on});
    }
}

const Triggers::Entry* Triggers::find(std::string_view name) const noexcept {
    const auto found = std::find_if(triggers_.begin(), triggers_.end(),
                                    [&](const Entry& entry) { return entry.trigger.name == name; });
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
    for (const Entry& entry : triggers_) names.push_back(entry.trigger.name);
    return names;
}

void Triggers::save(StateWriter& state) const {
    state.section("triggers", [&] {
        save_optional(state, updated_);
        state.value(std::uint64_t{triggers_.size()});
        for (const auto& [trigger, position] : triggers_) {
            save_trigger(state, trigger);
            state.value(position.on);
            state.value(position.in_a_row);
            save_optional(state, position.since);
        }
    });
}

void Triggers::load(StateReader& state) {
    std::vector<Position> positions(triggers_.size());
    std::optional<Tick> updated;
    state.section("triggers", [&] {
        updated = load_optional(state);
        const auto count = state.value<std::uint64_t>();
        if (count != triggers_.size()) {
            throw Error("triggers: the state holds " + std::to_string(count) + ", here are " +
                        std::to_string(triggers_.size()));
        }
        for (std::size_t k = 0; k < count; ++k) {
            const Trigger saved = load_trigger(state);
            const Trigger& own = triggers_[k].trigger;
            if (saved != own) {
                throw Error("triggers: the state holds '" + saved.name + "' where '" + own.name + "' stands" +
                            (saved.name == own.name ? " with another series, side, level or hold" : ""));
            }
            state.value(positions[k].on);
            state.value(positions[k].in_a_row);
            positions[k].since = load_optional(state);
        }
    });
    for (std::size_t k = 0; k < positions.size(); ++k) triggers_[k].position = positions[k];
    updated_ = updated;
    find_changes();
}

}  // namespace commonweal::core
