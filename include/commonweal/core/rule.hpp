// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <commonweal/core/column.hpp>
#include <commonweal/core/detail/pack.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

namespace commonweal::core {

/// Whom a rule is called for. A rule says so by a member `form`; without one its form is `block`.
enum class Form : std::uint8_t {
    block,   ///< all agents at once, block by block on all threads; nobody sees a write before all have read
    event,   ///< the rows of its queue whose time has come (see EventQueue), one by one, in the order of ids
    office,  ///< few agents one by one, in the order of ids; each sees what those before have written
};

/// What one argument of a rule's operator() is; a rule's `uses` lists them in the order of its arguments.
template <class T>
struct Read {
    std::string_view column;
};
template <class T>
struct Write {
    std::string_view column;
};
template <class T>
struct NeighbourSum {
    std::string_view layer;
    std::string_view column;
    std::string_view weight{};
};
template <class T>
struct NeighbourMean {
    std::string_view layer;
    std::string_view column;
    std::string_view weight{};
};
template <class... T>
struct EachNeighbour {
    std::string_view layer;
    std::array<std::string_view, sizeof...(T)> columns;
};
template <std::size_t count>
struct Uniforms {};
template <class T>
struct ReadAll {
    std::string_view column;
    std::string_view kind;
};
template <class T>
struct WriteAll {
    std::string_view column;
    std::string_view kind;
};
struct TiesOf {
    std::string_view layer;
};
struct PlansFor {
    std::string_view rule;
};

template <class... Access>
struct Uses {
    detail::Pack<Access...> accesses;
};

/// One list after the other. They become one where the rule is added: that takes a compiler time, and the header of
/// every rule has some.
template <class Left, class Right>
struct UsesBoth {
    Left left;
    Right right;
};

namespace detail {

template <class T>
inline constexpr bool is_uses = false;
template <class... Access>
inline constexpr bool is_uses<Uses<Access...>> = true;
template <class Left, class Right>
inline constexpr bool is_uses<UsesBoth<Left, Right>> = true;

}  // namespace detail

template <class Left, class Right>
requires(detail::is_uses<Left>&& detail::is_uses<Right>) constexpr UsesBoth<Left, Right> operator|(const Left& left,
                                                                                                   const Right& right) {
    return {left, right};
}

template <class... Access>
constexpr Uses<Access...> joined(const Uses<Access...>& uses) {
    return uses;
}
template <class... A, class... B>
constexpr Uses<A..., B...> joined(const Uses<A...>& left, const Uses<B...>& right) {
    return {left.accesses | right.accesses};
}
/// The lists as one.
template <class Left, class Right>
constexpr auto joined(const UsesBoth<Left, Right>& uses) {
    return joined(joined(uses.left), joined(uses.right));
}

/// The agent's own value, as a `T`.
template <class T>
constexpr Uses<Read<T>> read(Column<T> column) {
    return {{{Read<T>{column.name}}}};
}

/// The agent's own value, as a `T&` that holds the present value and takes the next one.
template <class T>
constexpr Uses<Write<T>> write(Column<T> column) {
    return {{{Write<T>{column.name}}}};
}

/// The sum of the neighbours' present values in a layer, as a `float`; 0 without neighbours. Each value counts as often
/// as the edge column `weight` of the tie says; weights are finite when the rule is added, and may be negative.
template <class T>
constexpr Uses<NeighbourSum<T>> neighbour_sum(Layer layer, Column<T> column, Column<float> weight = {}) {
    return {{{NeighbourSum<T>{layer.name, column.name, weight.name}}}};
}

/// The mean of the neighbours' present values in a layer, as a `float`; 0 without neighbours. With an edge column
/// `weight` the sum is divided by the sum of the weights; not at all if that is not above 0.
template <class T>
constexpr Uses<NeighbourMean<T>> neighbour_mean(Layer layer, Column<T> column, Column<float> weight = {}) {
    return {{{NeighbourMean<T>{layer.name, column.name, weight.name}}}};
}

/// The fold form: the rule's `visit(Gathered&, T...)` sees the neighbours one by one in ascending row order, and
/// operator() takes the `const Gathered&` that it left.
template <class... T>
constexpr Uses<EachNeighbour<T...>> each_neighbour(Layer layer, Column<T>... columns) {
    return {{{EachNeighbour<T...>{layer.name, {columns.name...}}}}};
}

/// Independent draws from [0, 1), as `count` floats; keyed by seed, rule, agent and tick.
template <std::size_t count>
constexpr Uses<Uniforms<count>> uniforms() {
    return {};
}

/// In the forms event and office: the values of all agents of the rule's own kind, or of another one, as a
/// `ColumnView<const T>`.
template <class T>
constexpr Uses<ReadAll<T>> read_all(Column<T> column, std::string_view kind = {}) {
    return {{{ReadAll<T>{column.name, kind}}}};
}

/// In the forms event and office: the same to be changed at once, as a `ColumnView<T>`.
template <class T>
constexpr Uses<WriteAll<T>> write_all(Column<T> column, std::string_view kind = {}) {
    return {{{WriteAll<T>{column.name, kind}}}};
}

/// In the forms event and office: a layer of the rule's own kind, as a `const Ties&`.
constexpr Uses<TiesOf> ties(Layer layer) { return {{{TiesOf{layer.name}}}}; }

/// In the forms event and office: the queue of an event rule, as an `EventQueue&`; one's own is at hand in the turn.
constexpr Uses<PlansFor> plans(std::string_view event_rule) { return {{{PlansFor{event_rule}}}}; }

/// By address: a member that is not static has none.
template <class R>
concept Rule = requires {
    { *&R::name } -> std::convertible_to<std::string_view>;
    joined(*&R::uses);
};

template <Rule R>
inline constexpr auto uses_of = joined(R::uses);

template <Rule R>
using UsesOf = std::remove_const_t<decltype(uses_of<R>)>;

/// A rule that says its form, in a constant of that type.
template <class R>
concept RuleWithForm = requires {
    typename std::integral_constant<Form, R::form>;
};

template <Rule R>
constexpr Form form_of() {
    if constexpr (RuleWithForm<R>) return R::form;
    return Form::block;
}

}  // namespace commonweal::core
