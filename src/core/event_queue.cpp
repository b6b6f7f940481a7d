// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <bit>
#include <commonweal/core/error.hpp>
#include <commonweal/core/event_queue.hpp>
#include <commonweal/core/state.hpp>
#include <numeric>
#include <string>
#include <utility>

namespace commonweal::core {

namespace {

constexpr std::size_t few_rows = 96;  // which are sorted faster by comparing
constexpr unsigned most_digit_bits = 11;

/// Sorts by one number of each row, digit by digit from the lowest; all digits have about as many bits.
template <class Number>
void sort_by_digits(std::vector<Event>& rows, std::vector<Event>& scratch, const Number& number) {
    std::uint64_t most = 0;
    for (const Event& row : rows) most = std::max(most, number(row));
    const auto bits = static_cast<unsigned>(std::bit_width(most));
    const unsigned digits = (bits + most_digit_bits - 1) / most_digit_bits;
    const unsigned digit_bits = digits > 0 ? (bits + digits - 1) / digits : 0;
    const std::uint64_t low = (std::uint64_t{1} << digit_bits) - 1;
    std::array<std::uint32_t, 1u << most_digit_bits> place;
    scratch.resize(rows.size());
    for (unsigned digit = 0; digit < digits; ++digit) {
        const unsigned shift = digit * digit_bits;
        const auto end = place.begin() + static_cast<std::ptrdiff_t>(low) + 1;
        std::fill(place.begin(), end, 0u);
        for (const Event& row : rows) ++place[(number(row) >> shift) & low];
        std::exclusive_scan(place.begin(), end, place.begin(), 0u);
        for (const Event& row : rows) scratch[place[(number(row) >> shift) & low]++] = row;
        std::swap(rows, scratch);
    }
}

}  // namespace

EventQueue::EventQueue(const Population& population)
    : population_(&population),
      ids_ascend_(std::is_sorted(population.ids().begin(), population.ids().end())),
      near_(window) {}

EventQueue::EventQueue(const EventQueue& other, const Population& population) : EventQueue(other) {
    population_ = &population;
}

std::vector<Event>& EventQueue::later(Tick when) { return later_[when]; }

std::span<const Event> EventQueue::take(Tick now) {
    taken_.clear();
    while (open_ <= now) {
        std::vector<Event>& due = near_[open_ % window];
        sort(due, scratch_);
        if (taken_.empty()) {
            std::swap(taken_, due);
        } else {
            taken_.insert(taken_.end(), due.begin(), due.end());
            due.clear();
        }
        if (open_ == now) break;
        move_on();
    }
    size_ -= taken_.size();
    return taken_;
}

void EventQueue::close(Tick now) {
    while (open_ <= now) {
        COMMONWEAL_ASSERT(near_[open_ % window].empty());
        move_on();
    }
}

/// The window moves by one tick: rows that waited behind it may come into it.
void EventQueue::move_on() {
    // Memory of the tick that is over serves the next one that has none, not the one a window later.
    std::vector<Event>& over = near_[open_ % window];
    ++open_;
    for (Tick ahead = 0; over.capacity() > 0 && ahead + 1 < window; ++ahead) {
        std::vector<Event>& bare = near_[(open_ + ahead) % window];
        if (bare.capacity() == 0) std::swap(over, bare);
    }
    while (!later_.empty() && later_.begin()->first - open_ < window) {
        auto& bucket = near_[later_.begin()->first % window];
        const auto& rows = later_.begin()->second;
        bucket.insert(bucket.end(), rows.begin(), rows.end());
        later_.erase(later_.begin());
    }
}

void EventQueue::sort(std::vector<Event>& rows, std::vector<Event>& scratch) const {
    const auto ids = population_->ids();
    if (rows.size() > few_rows) {
        std::uint32_t most = 0;
        for (const Event& row : rows) most = std::max(most, row.what);
        // Agent and `what` as one number, of as few digits as there are values.
        const auto low = static_cast<unsigned>(std::bit_width(most));
        const auto number = [low](std::uint64_t agent, std::uint32_t what) { return agent << low | what; };
        if (ids_ascend_) {
            return sort_by_digits(rows, scratch, [number](const Event& row) { return number(row.agent, row.what); });
        }
        return sort_by_digits(rows, scratch,
                              [ids, number](const Event& row) { return number(ids[row.agent], row.what); });
    }
    std::sort(rows.begin(), rows.end(), [ids](const Event& a, const Event& b) {
        return a.agent != b.agent ? ids[a.agent] < ids[b.agent] : a.what < b.what;
    });
}

void EventQueue::refuse(Index agent, Tick when) const {
    if (agent >= population_->size()) {
        throw Error("event queue: there is no row " + std::to_string(agent) + " among " +
                    std::to_string(population_->size()) + " agents of kind " + population_->kind());
    }
    throw Error("event queue: tick " + std::to_string(when) + " is over; rows can be planned from tick " +
                std::to_string(open_) + " on");
}

void EventQueue::save(StateWriter& writer) const {
    std::map<Tick, std::vector<Event>> waiting = later_;
    std::vector<Event> scratch;
    for (Tick ahead = 0; ahead < window; ++ahead) {
        const auto& rows = near_[(open_ + ahead) % window];
        if (!rows.empty()) waiting[open_ + ahead] = rows;
    }
    writer.section("event queue", [&] {
        writer.value(open_);
        writer.value(std::uint64_t{waiting.size()});
        for (auto& [when, rows] : waiting) {
            sort(rows, scratch);
            writer.value(when);
            writer.values(rows);
        }
    });
}

void EventQueue::load(StateReader& reader) {
    EventQueue loaded(*population_);
    reader.section("event queue", [&] {
        reader.value(loaded.open_);
        const auto ticks = reader.value<std::uint64_t>();
        std::vector<Event> rows;
        for (std::uint64_t k = 0; k < ticks; ++k) {
            const auto when = reader.value<Tick>();
            reader.values(rows);
            for (const Event& row : rows) loaded.plan(row.agent, when, row.what);
        }
    });
    *this = std::move(loaded);
}

}  // namespace commonweal::core
