// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/version.hpp>

namespace commonweal::core {

std::string_view version() noexcept { return COMMONWEAL_VERSION; }

}  // namespace commonweal::core
