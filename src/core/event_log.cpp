// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <bit>
#include <commonweal/core/error.hpp>
#include <commonweal/core/event_log.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/state.hpp>
#include <limits>
#include <tuple>
#include <utility>

namespace commonweal::core {

namespace {

constexpr std::size_t most_rules = std::size_t{std::numeric_limits<std::uint16_t>::max()} + 1;

/// One member of all rows: a row has bytes that belong to no member, hence a state holds columns.
template <class Value>
void save_column(StateWriter& state, std::span<const EventRow> rows, Value EventRow::*member) {
    std::vector<Value> column;
    column.reserve(rows.size());
    for (const EventRow& row : rows) column.push_back(row.*member);
    state.values(column);
}

template <class Value>
void load_column(StateReader& state, std::vector<EventRow>& rows, Value EventRow::*member) {
    std::vector<Value> column(rows.size());
    state.values(std::span(column));
    for (std::size_t k = 0; k < rows.size(); ++k) rows[k].*member = column[k];
}

void save_rows(StateWriter& state, std::span<const EventRow> rows) {
    save_column(state, rows, &EventRow::tick);
    save_column(state, rows, &EventRow::rule);
    save_column(state, rows, &EventRow::agent);
    save_column(state, rows, &EventRow::what);
    save_column(state, rows, &EventRow::value);
}

std::vector<EventRow> load_rows(StateReader& state, std::size_t rules) {
    std::vector<Tick> ticks;
    state.values(ticks);
    std::vector<EventRow> rows(ticks.size());
    for (std::size_t k = 0; k < rows.size(); ++k) rows[k].tick = ticks[k];
    load_column(state, rows, &EventRow::rule);
    load_column(state, rows, &EventRow::agent);
    load_column(state, rows, &EventRow::what);
    load_column(state, rows, &EventRow::value);
    for (const EventRow& row : rows) {
        if (row.rule >= rules) {
            throw Error("event log: the state holds a row of rule " + std::to_string(row.rule) + " and names " +
                        std::to_string(rules));
        }
    }
    return rows;
}

}  // namespace

std::uint16_t EventLog::rule(std::string_view name) {
    if (name.empty()) throw Error("event log: a rule has no name");
    const auto at =
        std::lower_bound(by_name_.begin(), by_name_.end(), name,
                         [&](std::uint16_t rule, std::string_view sought) { return names_[rule] < sought; });
    if (at != by_name_.end() && names_[*at] == name) return *at;
    if (names_.size() == most_rules) {
        throw Error("event log: no number is left for rule '" + std::string(name) + "'; there are " +
                    std::to_string(most_rules));
    }
    const auto number = static_cast<std::uint16_t>(names_.size());
    names_.emplace_back(name);
    by_name_.insert(at, number);
    return number;
}

void EventLog::append(EventRow row) {
    if (row.rule >= names_.size()) {
        throw Error("event log: a row of rule " + std::to_string(row.rule) + "; rules have numbers below " +
                    std::to_string(names_.size()));
    }
    if (finished_ && row.tick <= *finished_) {
        throw Error("event log: rule '" + names_[row.rule] + "' adds a row to tick " + std::to_string(row.tick) +
                    " when tick " + std::to_string(*finished_) + " is finished");
    }
    row.value = detail::canonical(row.value);
    open_.push_back(row);
}

/// Where each rule stands in the order of names.
std::vector<std::uint16_t> EventLog::ranks() const {
    std::vector<std::uint16_t> ranks(names_.size());
    for (std::size_t k = 0; k < by_name_.size(); ++k) ranks[by_name_[k]] = static_cast<std::uint16_t>(k);
    return ranks;
}

void EventLog::finish(Tick tick) {
    if (finished_ && tick <= *finished_) {
        throw Error("event log: tick " + std::to_string(tick) + " ends after tick " + std::to_string(*finished_) +
                    "; it must be later");
    }
    for (const EventRow& row : open_) {
        if (row.tick > tick) {
            throw Error("event log: tick " + std::to_string(tick) + " ends when rule '" + names_[row.rule] +
                        "' has told of tick " + std::to_string(row.tick));
        }
    }
    const auto key = [ranks = ranks()](const EventRow& row) {
        return std::tuple(row.tick, ranks[row.rule], row.agent, row.what, std::bit_cast<std::uint64_t>(row.value));
    };
    std::sort(open_.begin(), open_.end(), [&](const EventRow& a, const EventRow& b) { return key(a) < key(b); });
    rows_.insert(rows_.end(), open_.begin(), open_.end());
    open_.clear();
    finished_ = tick;
}

void EventLog::rewind(const Mark& mark) {
    if (finished_ != mark.finished) return;
    open_.resize(std::min(open_.size(), mark.open));
    names_.resize(std::min(names_.size(), mark.names));
    std::erase_if(by_name_, [&](std::uint16_t rule) { return rule >= names_.size(); });
}

void EventLog::save(StateWriter& state) const {
    state.section("events", [&] {
        state.value(std::uint64_t{names_.size()});
        for (const std::string& name : names_) state.text(name);
        state.value(finished_.has_value());
        state.value(finished_.value_or(0));
        save_rows(state, rows_);
        save_rows(state, open_);
    });
}

void EventLog::load(StateReader& state) {
    EventLog loaded;
    state.section("events", [&] {
        const auto count = state.value<std::uint64_t>();
        for (std::uint64_t k = 0; k < count; ++k) {
            const std::string name = state.text();
            const bool other = k < names_.size() && names_[k] != name;
            if (other || loaded.rule(name) != k) {
                throw Error("event log: rule " + std::to_string(k) + " is '" + name + "' in the state" +
                            (other ? ", here '" + names_[k] + '\'' : " for the second time"));
            }
        }
        if (count < names_.size()) throw Error("event log: the state has no rule '" + names_[count] + '\'');
        bool any_finished = false;
        state.value(any_finished);
        const auto finished = state.value<Tick>();
        if (any_finished) loaded.finished_ = finished;
        loaded.rows_ = load_rows(state, count);
        loaded.open_ = load_rows(state, count);
    });
    *this = std::move(loaded);
}

std::span<const std::string> EventLog::rule_names() const noexcept { return names_; }
std::span<const EventRow> EventLog::rows() const noexcept { return rows_; }

}  // namespace commonweal::core
