// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace commonweal::core {

/// A moment in the scenario's local time (one UTC offset, no daylight saving), to the minute.
struct DateTime {
    std::int64_t minutes = 0;  ///< Since 1970-01-01T00:00 local time; negative before.

    /// ISO 8601: "2021-07-20T16:00", "2021-07-20 16:00", "2021-07-20T16:00:00" (whole minutes only) or
    /// "2021-07-20" (midnight), years 0000 to 9999; nothing for all else, offsets and 24:00 included.
    static std::optional<DateTime> parse(std::string_view text);

    /// "2021-07-20T16:00".
    std::string text() const;

    friend constexpr auto operator<=>(const DateTime&, const DateTime&) = default;

    /// Minutes from `earlier` to `later`; negative if they stand the other way round.
    friend constexpr std::int64_t operator-(DateTime later, DateTime earlier) {
        return later.minutes - earlier.minutes;
    }
};

}  // namespace commonweal::core
