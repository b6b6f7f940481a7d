// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace commonweal::core {

/// "major.minor.patch" of the library that is linked, which may be younger than these headers.
std::string_view version() noexcept;

}  // namespace commonweal::core
