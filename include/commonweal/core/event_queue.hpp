// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/population.hpp>
#include <commonweal/core/types.hpp>
#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <vector>

namespace commonweal::core {

class StateReader;
class StateWriter;

/// One agent for whom an event rule runs, and what it is about: a number of the rule's own choice.
struct Event {
    Index agent = 0;
    std::uint32_t what = 0;
    friend bool operator==(const Event&, const Event&) = default;
};

/// What an event rule has before it: rows, each with a tick. The order in which rows were planned never shows.
class EventQueue {
public:
    /// The population must outlive the queue.
    explicit EventQueue(const Population& population);
    /// The rows of another queue, for a population of the same agents.
    EventQueue(const EventQueue& other, const Population& population);

    /// A row may be planned for the present tick while its rule runs: it then runs once more. Throws Error if there is
    /// no such agent, or the rule has finished that tick.
    void plan(Index agent, Tick when, std::uint32_t what = 0) {
        if (agent >= population_->size() || when < open_) refuse(agent, when);
        bucket(when).push_back({agent, what});
        ++size_;
    }

    /// Rows that wait.
    std::size_t size() const { return size_; }
    /// The earliest tick that rows can be planned for.
    Tick open() const { return open_; }

    /// Takes out the rows of all ticks up to `now`: by tick, then by the agent's id, then by `what`. Valid until the
    /// next call.
    std::span<const Event> take(Tick now);
    /// From now on no row can be planned for `now` or before; call it when take() has left none.
    void close(Tick now);

    /// The rows that wait, as bytes and back; load() throws Error for rows of agents that there are not.
    void save(StateWriter& writer) const;
    void load(StateReader& reader);

private:
    static constexpr Tick window = 1024;  ///< ticks whose rows are found without a search

    std::vector<Event>& bucket(Tick when) { return when - open_ < window ? near_[when % window] : later(when); }
    std::vector<Event>& later(Tick when);
    void move_on();
    void sort(std::vector<Event>& rows, std::vector<Event>& scratch) const;
    [[noreturn]] void refuse(Index agent, Tick when) const;

    const Population* population_;
    bool ids_ascend_;
    Tick open_ = 0;
    std::size_t size_ = 0;
    std::vector<std::vector<Event>> near_;
    std::map<Tick, std::vector<Event>> later_;
    std::vector<Event> taken_;
    std::vector<Event> scratch_;
};

}  // namespace commonweal::core
