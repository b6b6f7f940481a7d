// SPDX-License-Identifier: Apache-2.0
#pragma once

/// Says that the iterations of the next loop touch distinct elements, which the compiler cannot prove of columns.
#if defined(__clang__)
#define COMMONWEAL_IVDEP _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define COMMONWEAL_IVDEP _Pragma("GCC ivdep")
#else
#define COMMONWEAL_IVDEP
#endif
