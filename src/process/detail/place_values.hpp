// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/random.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstddef>
#include <string_view>
#include <vector>

namespace commonweal::process::detail {

/// The values of so many places (components, jobs, sectors) in one replicate; what is drawn is named by `kind` and
/// `name`.
std::vector<double> place_values(const AgentValues& values, std::size_t places, core::Seed seed, std::string_view kind,
                                 std::string_view name);

}  // namespace commonweal::process::detail
