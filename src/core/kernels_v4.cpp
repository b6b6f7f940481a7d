// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/detail/kernels.hpp>
#include <cstring>

#if defined(__SSE2__)
#include <immintrin.h>
#endif

namespace commonweal::core::detail {

namespace {
#include "core/kernels.inl"
}  // namespace

const Kernels kernels_v4{"v4", fill_uniforms, fill_blocks, gather_rows, pack_rows, unpack_rows};

}  // namespace commonweal::core::detail
