// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/column.hpp>
#include <commonweal/core/rule.hpp>
#include <concepts>
#include <cstddef>
#include <type_traits>
#include <utility>

namespace commonweal::core::detail {

/// What only rules of the form block may list.
template <class Access>
inline constexpr bool for_blocks = false;
template <class T>
inline constexpr bool for_blocks<NeighbourSum<T>> = true;
template <class T>
inline constexpr bool for_blocks<NeighbourMean<T>> = true;
template <class... T>
inline constexpr bool for_blocks<EachNeighbour<T...>> = true;
template <std::size_t count>
inline constexpr bool for_blocks<Uniforms<count>> = true;

/// What only rules of the forms event and office may list.
template <class Access>
inline constexpr bool for_turns = false;
template <class T>
inline constexpr bool for_turns<ReadAll<T>> = true;
template <class T>
inline constexpr bool for_turns<WriteAll<T>> = true;
template <>
inline constexpr bool for_turns<TiesOf> = true;
template <>
inline constexpr bool for_turns<PlansFor> = true;

template <class R>
concept Gatherer = requires {
    requires std::is_default_constructible_v<typename R::Gathered>;
};

/// A rule that can visit neighbours with values of the types T.
template <class R, class... T>
concept Visitor = Gatherer<R> && requires(const R& rule, typename R::Gathered& gathered, const T&... seen) {
    rule.visit(gathered, seen...);
};
template <class R, class Access>
inline constexpr bool visits = true;
template <class R, class... T>
inline constexpr bool visits<R, EachNeighbour<T...>> = Visitor<R, T...>;

/// A number with a fraction, for asking how a rule would take it.
struct Fraction {
    template <std::floating_point F>
    operator F() const;
};

/// How a rule takes arguments of the types V. One that is to be written has the type T&.
template <class R, class... V>
struct RuleCall {
    static constexpr bool fits = std::is_invocable_v<const R&, V...>;

    /// The first argument, from 1, of whose write nothing would be left, since the rule takes a copy; 0 if none.
    static constexpr std::size_t lost_write() { return fits ? lost_write(std::index_sequence_for<V...>{}) : 0; }

    /// The first argument, from 1, that is a float and that the rule takes as a whole number; 0 if none.
    static constexpr std::size_t lost_fraction() { return fits ? lost_fraction(std::index_sequence_for<V...>{}) : 0; }

    /// Does not compile if a write or a fraction is lost; false if the rule cannot be called.
    static constexpr bool check() {
        static_assert(lost_write() == 0,
                      "commonweal: the rule's operator() must take what `uses` writes as T&, or the write is lost; the "
                      "first argument that it takes otherwise is that of the number which is not 0");
        static_assert(lost_fraction() == 0,
                      "commonweal: the rule's operator() must take floats as float or double, or their fractions are "
                      "lost; the first argument that it takes otherwise is that of the number which is not 0");
        return fits && lost_write() == 0 && lost_fraction() == 0;
    }

private:
    /// What takes a value that has no name takes a copy of one that has.
    template <std::size_t at, std::size_t... k>
    static constexpr bool loses(std::index_sequence<k...>) {
        return std::is_invocable_v<const R&, std::conditional_t<k == at, std::remove_reference_t<V>&&, V>...>;
    }
    template <std::size_t at, std::size_t... k>
    static constexpr bool truncates(std::index_sequence<k...>) {
        return !std::is_invocable_v<const R&, std::conditional_t<k == at, const Fraction&, V>...>;
    }
    template <std::size_t... k>
    static constexpr std::size_t lost_fraction(std::index_sequence<k...> all) {
        std::size_t argument = 0;
        (void)((!is_written<V>() && std::is_same_v<std::remove_cvref_t<V>, float> && truncates<k>(all) &&
                (argument = k + 1) != 0) ||
               ...);
        return argument;
    }
    template <class One>
    static constexpr bool is_written() {
        if constexpr (std::is_lvalue_reference_v<One>) return ColumnValue<std::remove_reference_t<One>>;
        return false;
    }
    template <std::size_t... k>
    static constexpr std::size_t lost_write(std::index_sequence<k...> all) {
        std::size_t argument = 0;
        (void)((is_written<V>() && loses<k>(all) && (argument = k + 1) != 0) || ...);
        return argument;
    }
};

}  // namespace commonweal::core::detail
