// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/detail/binder.hpp>
#include <commonweal/core/detail/rule_call.hpp>
#include <commonweal/core/error.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <cstddef>
#include <exception>
#include <span>
#include <string>
#include <type_traits>
#include <utility>

namespace commonweal::core::detail {

/// An argument of a rule that runs agent by agent: view() is looked up once a tick, since columns change places, and
/// of() gives the agent's own part of it. fetch() brings the part of a coming agent into the cache, and fetch_more()
/// what can be asked for only when that is there.
template <class Access>
struct TurnArgument;

template <class T>
struct TurnArgument<Read<T>> {
    TurnArgument(Binder& binder, const Read<T>& access)
        : place(binder.place({}, access.column, column_type<T>(), Touch::How::reads)) {}
    ColumnView<const T> view() const { return place.template view<const T>(); }
    static T of(const ColumnView<const T>& view, Index agent) { return view[agent]; }
    static void fetch(const ColumnView<const T>& view, Index agent) { view.prefetch(agent); }
    static void fetch_more(const ColumnView<const T>&, Index) {}
    Binder::Place place;
};

template <class T>
struct TurnArgument<Write<T>> {
    TurnArgument(Binder& binder, const Write<T>& access)
        : place(binder.place({}, access.column, column_type<T>(), Touch::How::writes)) {}
    ColumnView<T> view() const { return place.template view<T>(); }
    static T& of(const ColumnView<T>& view, Index agent) { return view[agent]; }
    static void fetch(const ColumnView<T>& view, Index agent) { view.prefetch(agent); }
    static void fetch_more(const ColumnView<T>&, Index) {}
    Binder::Place place;
};

template <class T>
struct TurnArgument<ReadAll<T>> {
    TurnArgument(Binder& binder, const ReadAll<T>& access)
        : place(binder.place(access.kind, access.column, column_type<T>(), Touch::How::sees)) {}
    ColumnView<const T> view() const { return place.template view<const T>(); }
    static const ColumnView<const T>& of(const ColumnView<const T>& view, Index) { return view; }
    static void fetch(const ColumnView<const T>& view, Index agent) { view.prefetch(agent); }
    static void fetch_more(const ColumnView<const T>&, Index) {}
    Binder::Place place;
};

template <class T>
struct TurnArgument<WriteAll<T>> {
    TurnArgument(Binder& binder, const WriteAll<T>& access)
        : place(binder.place(access.kind, access.column, column_type<T>(), Touch::How::writes)) {}
    ColumnView<T> view() const { return place.template view<T>(); }
    static const ColumnView<T>& of(const ColumnView<T>& view, Index) { return view; }
    static void fetch(const ColumnView<T>& view, Index agent) { view.prefetch(agent); }
    static void fetch_more(const ColumnView<T>&, Index) {}
    Binder::Place place;
};

template <>
struct TurnArgument<TiesOf> {
    TurnArgument(Binder& binder, const TiesOf& access) : ties(&binder.ties(access.layer)) {}
    const Ties* view() const { return ties; }
    static const Ties& of(const Ties* view, Index) { return *view; }
    static void fetch(const Ties* view, Index agent) { view->prefetch_start(agent); }
    static void fetch_more(const Ties* view, Index agent) { view->prefetch_neighbours(agent); }
    const Ties* ties;
};

template <>
struct TurnArgument<PlansFor> {
    TurnArgument(Binder& binder, const PlansFor& access) : queue(binder.queue(access.rule)) {}
    EventQueue* view() const { return queue; }
    static EventQueue& of(EventQueue* view, Index) { return *view; }
    static void fetch(EventQueue*, Index) {}
    static void fetch_more(EventQueue*, Index) {}
    EventQueue* queue;
};

/// Calls a rule for one agent after the other.
template <class R, class UsesOfRule>
class TurnLoop;

template <class R, class... Access>
class TurnLoop<R, Uses<Access...>> {
    template <class One>
    using Value = decltype(TurnArgument<One>::of(std::declval<const TurnArgument<One>>().view(), Index{}));

public:
    using Call = RuleCall<R, Turn&, Value<Access>...>;

    TurnLoop(Binder& binder, const Pack<Access...>& accesses)
        : TurnLoop(binder, accesses, std::index_sequence_for<Access...>{}) {}

    void run(const R& rule, Turn& turn, std::span<const Event> rows) const {
        run(rule, turn, rows, std::index_sequence_for<Access...>{});
    }

private:
    // Braces: arguments are bound, and mistakes told, in the order in which the rule lists them.
    template <std::size_t... k>
    TurnLoop(Binder& binder, const Pack<Access...>& accesses, std::index_sequence<k...>)
        : arguments_{{TurnArgument<Access>(binder, at<k>(accesses))}...} {}

    template <std::size_t... k>
    void run(const R& rule, Turn& turn, std::span<const Event> rows, std::index_sequence<k...>) const {
        const Pack<decltype(at<k>(arguments_).view())...> views{{at<k>(arguments_).view()}...};
        // The rows of a tick are scattered over memory; what the next ones need is fetched while this one runs.
        constexpr std::size_t far = 16, near = 8;
        for (std::size_t row = 0; row < rows.size(); ++row) {
            if (row + far < rows.size()) {
                turn.prefetch(rows[row + far].agent);
                (at<k>(arguments_).fetch(at<k>(views), rows[row + far].agent), ...);
            }
            if (row + near < rows.size()) {
                (at<k>(arguments_).fetch_more(at<k>(views), rows[row + near].agent), ...);
            }
            turn.agent = rows[row].agent;
            turn.what = rows[row].what;
            rule(turn, at<k>(arguments_).of(at<k>(views), turn.agent)...);
        }
    }

    Pack<TurnArgument<Access>...> arguments_;
};

/// Tells at compile time what is wrong with a rule of the form event or office, in one sentence; false if anything is.
template <class R, class... Access>
constexpr bool check_turns(std::type_identity<Uses<Access...>>) {
    constexpr bool listed = !(for_blocks<Access> || ...);
    static_assert(listed,
                  "commonweal: a rule of the form event or office lists read, write, read_all, write_all, ties and "
                  "plans; it visits neighbours through ties, and draws from its Turn");
    if constexpr (listed) {
        using Call = typename TurnLoop<R, Uses<Access...>>::Call;
        static_assert(Call::fits,
                      "commonweal: the operator() of a rule of the form event or office must be const and take a Turn& "
                      "and then the arguments that its `uses` lists, in that order: T for read, T& for write, "
                      "ColumnView<const T> for read_all, ColumnView<T> for write_all, const Ties& for ties, "
                      "EventQueue& for plans");
        return Call::check();
    }
    return false;
}

}  // namespace commonweal::core::detail
