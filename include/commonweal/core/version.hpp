// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace commonweal::core {

/// "major.minor.patch" of the library that is linked, which may be younger than these headers.
std::string_view version() noexcept;

/// Instruction set of the loops that were chosen for this processor when the library was loaded: "v3" or "v4", the
/// levels of x86-64, or "baseline", that of any processor of its kind. The results do not depend on it.
std::string_view instruction_set() noexcept;

/// What the threads come from: "oneTBB 2021.8" in the version that runs, or "std::thread".
std::string thread_library();

}  // namespace commonweal::core
