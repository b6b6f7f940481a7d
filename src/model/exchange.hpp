// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/state.hpp>
#include <commonweal/model/phase.hpp>
#include <commonweal/process/service_queue.hpp>

#include <cstdint>
#include <type_traits>
#include <vector>

namespace commonweal::model {

/// Lists the columns of a plain state once, for saving and loading alike.
template <class With, class Tickets>
requires std::is_same_v<std::remove_const_t<Tickets>, process::Tickets>
void exchange_members(With& with, Tickets& tickets) {
    with(tickets.id, tickets.priority, tickets.created, tickets.service, tickets.patience);
    with(tickets.state, tickets.started, tickets.ended);
}

template <class With, class Queue>
requires std::is_same_v<std::remove_const_t<Queue>, process::ServiceQueue>
void exchange_members(With& with, Queue& queue) {
    with(queue.now, queue.staff, queue.submitted, queue.closed, queue.abandoned, queue.waiting);
    with(queue.waiting_hours, queue.serving_hours, queue.line, queue.serving, queue.patience);
}

template <class With, class Clock>
requires std::is_same_v<std::remove_const_t<Clock>, PhaseClock>
void exchange_members(With& with, Clock& clock) {
    with(clock.phase, clock.lowest, clock.quiet, clock.recovering, clock.regained, clock.in_phase);
}

template <class T>
inline constexpr bool is_vector = false;
template <class T, class A>
inline constexpr bool is_vector<std::vector<T, A>> = true;

/// Writes values, vectors of values, and vectors or structs of these, into a state.
class Saver {
public:
    explicit Saver(core::StateWriter& writer) : writer_(writer) {}

    template <class... T>
    void operator()(const T&... values) {
        (save(values), ...);
    }

private:
    template <class T>
    void save(const T& value) {
        if constexpr (core::StateValue<T> || std::is_same_v<T, bool>) {
            writer_.value(value);
        } else if constexpr (is_vector<T>) {
            if constexpr (core::StateValue<typename T::value_type>) {
                writer_.values(value);
            } else {
                writer_.value(std::uint64_t{value.size()});
                for (const auto& element : value) save(element);
            }
        } else {
            exchange_members(*this, value);
        }
    }

    core::StateWriter& writer_;
};

/// Reads what a Saver wrote, in the same order.
class Loader {
public:
    explicit Loader(core::StateReader& reader) : reader_(reader) {}

    template <class... T>
    void operator()(T&... values) {
        (load(values), ...);
    }

private:
    template <class T>
    void load(T& value) {
        if constexpr (core::StateValue<T> || std::is_same_v<T, bool>) {
            reader_.value(value);
        } else if constexpr (is_vector<T>) {
            if constexpr (core::StateValue<typename T::value_type>) {
                reader_.values(value);
            } else {
                value.resize(static_cast<std::size_t>(reader_.value<std::uint64_t>()));
                for (auto& element : value) load(element);
            }
        } else {
            exchange_members(*this, value);
        }
    }

    core::StateReader& reader_;
};

}  // namespace commonweal::model
