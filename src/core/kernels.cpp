// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/detail/kernels.hpp>

namespace commonweal::core::detail {

const Kernels& best_kernels() {
#if defined(__x86_64__)
    __builtin_cpu_init();
    const bool has_v3 =
        __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
    const bool has_v4 = has_v3 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl") &&
                        __builtin_cpu_supports("avx512cd");
    if (has_v4) return kernels_v4;
    if (has_v3) return kernels_v3;
#endif
    return kernels_baseline;
}

}  // namespace commonweal::core::detail
