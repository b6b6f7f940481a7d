// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/binder.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <cstddef>
#include <exception>
#include <span>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>

namespace commonweal::core::detail {

/// An argument of a rule that runs agent by agent: view() is looked up once a tick, since columns change places, and
/// of() gives the agent's own part of it.
template <class Access>
struct TurnArgument {
    static_assert(sizeof(Access) == 0,
                  "commonweal: a rule of the form event or office lists read, write, read_all, write_all, ties and "
                  "plans; it visits neighbours through ties, and draws from its Turn");
};

template <class T>
struct TurnArgument<Read<T>> {
    TurnArgument(Binder& binder, const Read<T>& access)
        : place(binder.place({}, access.column, column_type<T>(), Touch::How::reads)) {}
    ColumnView<const T> view() const { return place.template view<const T>(); }
    static T of(const ColumnView<const T>& view, Index agent) { return view[agent]; }
    Binder::Place place;
};

template <class T>
struct TurnArgument<Write<T>> {
    TurnArgument(Binder& binder, const Write<T>& access)
        : place(binder.place({}, access.column, column_type<T>(), Touch::How::writes)) {}
    ColumnView<T> view() const { return place.template view<T>(); }
    static T& of(const ColumnView<T>& view, Index agent) { return view[agent]; }
    Binder::Place place;
};

template <class T>
struct TurnArgument<ReadAll<T>> {
    TurnArgument(Binder& binder, const ReadAll<T>& access)
        : place(binder.place(access.kind, access.column, column_type<T>(), Touch::How::sees)) {}
    ColumnView<const T> view() const { return place.template view<const T>(); }
    static const ColumnView<const T>& of(const ColumnView<const T>& view, Index) { return view; }
    Binder::Place place;
};

template <class T>
struct TurnArgument<WriteAll<T>> {
    TurnArgument(Binder& binder, const WriteAll<T>& access)
        : place(binder.place(access.kind, access.column, column_type<T>(), Touch::How::writes)) {}
    ColumnView<T> view() const { return place.template view<T>(); }
    static const ColumnView<T>& of(const ColumnView<T>& view, Index) { return view; }
    Binder::Place place;
};

template <>
struct TurnArgument<TiesOf> {
    TurnArgument(Binder& binder, const TiesOf& access) : ties(&binder.ties(access.layer)) {}
    const Ties* view() const { return ties; }
    static const Ties& of(const Ties* view, Index) { return *view; }
    const Ties* ties;
};

template <>
struct TurnArgument<PlansFor> {
    TurnArgument(Binder& binder, const PlansFor& access) : queue(binder.queue(access.rule)) {}
    EventQueue* view() const { return queue; }
    static EventQueue& of(EventQueue* view, Index) { return *view; }
    EventQueue* queue;
};

/// Calls a rule for one agent after the other.
template <class R, class UsesOfRule>
class TurnLoop;

template <class R, class... Access>
class TurnLoop<R, Uses<Access...>> {
public:
    TurnLoop(Binder& binder, const std::tuple<Access...>& accesses)
        : arguments_(std::apply(
              // Braces: arguments are bound, and mistakes told, in the order in which the rule lists them.
              [&](const Access&... access) { return std::tuple{TurnArgument<Access>(binder, access)...}; }, accesses)) {
    }

    void run(const R& rule, Turn& turn, std::span<const Event> rows) const {
        run(rule, turn, rows, std::index_sequence_for<Access...>{});
    }

private:
    template <std::size_t... k>
    void run(const R& rule, Turn& turn, std::span<const Event> rows, std::index_sequence<k...>) const {
        const auto views = std::tuple{std::get<k>(arguments_).view()...};
        for (const Event& row : rows) {
            turn.agent = row.agent;
            turn.what = row.what;
            call(rule, turn, std::get<k>(arguments_).of(std::get<k>(views), row.agent)...);
        }
    }

    template <class... Values>
    static void call(const R& rule, Turn& turn, Values&&... values) {
        static_assert(std::is_invocable_v<const R&, Turn&, Values...>,
                      "commonweal: the operator() of a rule of the form event or office must be const and take a Turn& "
                      "and then the arguments that its `uses` lists, in that order: T for read, T& for write, "
                      "ColumnView<const T> for read_all, ColumnView<T> for write_all, const Ties& for ties, "
                      "EventQueue& for plans");
        rule(turn, std::forward<Values>(values)...);
    }

    std::tuple<TurnArgument<Access>...> arguments_;
};

}  // namespace commonweal::core::detail
