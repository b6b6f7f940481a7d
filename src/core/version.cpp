// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/version.hpp>

#include <commonweal/core/detail/kernels.hpp>

namespace commonweal::core {

std::string_view version() noexcept { return COMMONWEAL_VERSION; }

std::string_view instruction_set() noexcept { return detail::best_kernels().instruction_set; }

}  // namespace commonweal::core
