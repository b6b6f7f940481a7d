// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>

#include "core/detail/compress.hpp"

namespace commonweal::core::detail {

/// What is wrong with a list of edges: foreign ends, loops, repeats; of each the first few and how many there are.
std::string describe_untidy(std::span<const std::span<const Edge>> parts, const ArcRules& rules);

}  // namespace commonweal::core::detail
