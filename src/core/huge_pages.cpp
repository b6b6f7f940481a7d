// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/detail/huge_pages.hpp>
#include <cstdlib>
#include <new>

#if defined(__linux__)
#include <sys/mman.h>
#endif

namespace commonweal::core::detail {

void* allocate_huge(std::size_t bytes) {
    constexpr std::size_t page = std::size_t{1} << 21;
    constexpr std::size_t line = 64;
    const std::size_t alignment = bytes >= 2 * page ? page : line;
    const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
    void* memory = std::aligned_alloc(alignment, rounded == 0 ? alignment : rounded);
    if (memory == nullptr) throw std::bad_alloc();
#if defined(__linux__)
    // Advice only: a refusal costs speed, nothing else.
    if (alignment == page) static_cast<void>(madvise(memory, rounded, MADV_HUGEPAGE));
#endif
    return memory;
}

void free_huge(void* memory) noexcept { std::free(memory); }

}  // namespace commonweal::core::detail
