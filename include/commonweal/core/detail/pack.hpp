// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <utility>

namespace commonweal::core::detail {

template <std::size_t place, class T>
struct PackedAt {
    T value;
};

template <class Places, class... T>
struct PackOf;

template <std::size_t... place, class... T>
struct PackOf<std::index_sequence<place...>, T...> : PackedAt<place, T>... {};

/// Values of several types, as in a std::tuple; but every rule's header makes some, and these take a compiler a
/// fraction of the time.
template <class... T>
using Pack = PackOf<std::index_sequence_for<T...>, T...>;

template <std::size_t place, class T>
constexpr const T& at(const PackedAt<place, T>& part) {
    return part.value;
}

template <std::size_t place, class T>
constexpr T& at(PackedAt<place, T>& part) {
    return part.value;
}

/// One after the other.
template <std::size_t... a, class... A, std::size_t... b, class... B>
constexpr Pack<A..., B...> operator|(const PackOf<std::index_sequence<a...>, A...>& left,
                                     const PackOf<std::index_sequence<b...>, B...>& right) {
    return {{at<a>(left)}..., {at<b>(right)}...};
}

}  // namespace commonweal::core::detail
