// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/nearest.hpp>
#include <span>
#include <string>
#include <string_view>

namespace commonweal::core::detail {

/// How a refusal of an unknown name ends: ". Did you mean rain?", or nothing where no name is near.
inline std::string did_you_mean(std::string_view word, std::span<const std::string> names) {
    const auto near = core::nearest(word, names);
    return near ? ". Did you mean " + *near + '?' : "";
}

}  // namespace commonweal::core::detail
