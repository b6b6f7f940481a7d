// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace commonweal::core::detail {

/// Memory aligned to 64 bytes, or to huge pages and advised to use them when large. Throws std::bad_alloc.
void* allocate_huge(std::size_t bytes);
void free_huge(void* memory) noexcept;

template <class T>
struct HugePageAllocator {
    using value_type = T;

    HugePageAllocator() = default;
    template <class U>
    HugePageAllocator(const HugePageAllocator<U>&) noexcept {}  // NOLINT(google-explicit-constructor)
    T* allocate(std::size_t count) { return static_cast<T*>(allocate_huge(count * sizeof(T))); }
    void deallocate(T* memory, std::size_t) noexcept { free_huge(memory); }
    friend bool operator==(const HugePageAllocator&, const HugePageAllocator&) { return true; }
};

template <class T>
using HugeVector = std::vector<T, HugePageAllocator<T>>;

/// Leaves new elements as the memory holds them: for what is overwritten at once, by many threads.
template <class T>
struct UnsetHugePageAllocator : HugePageAllocator<T> {
    UnsetHugePageAllocator() = default;
    template <class U>
    UnsetHugePageAllocator(const UnsetHugePageAllocator<U>&) noexcept {}  // NOLINT(google-explicit-constructor)
    template <class U>
    struct rebind {
        using other = UnsetHugePageAllocator<U>;
    };
    template <class U, class... Values>
    void construct(U* place, Values&&... values) {
        ::new (static_cast<void*>(place)) U{std::forward<Values>(values)...};
    }
    template <class U>
    void construct(U* place) {
        ::new (static_cast<void*>(place)) U;
    }
};

/// Its elements have no value before they are given one.
template <class T>
using UnsetHugeVector = std::vector<T, UnsetHugePageAllocator<T>>;

}  // namespace commonweal::core::detail
