// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace commonweal::model {

/// What households ask their community for.
enum class RequestKind : std::uint8_t { everyday, power, drainage, rescue, care };
inline constexpr std::size_t request_kind_count = 5;
inline constexpr std::array<std::string_view, request_kind_count> request_kind_names{"everyday", "power", "drainage",
                                                                                     "rescue", "care"};

}  // namespace commonweal::model
