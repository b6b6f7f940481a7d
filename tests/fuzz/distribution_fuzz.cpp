// SPDX-License-Identifier: Apache-2.0
// Any bytes either read as a distribution, whose text reads as the same one, or give mistakes that point into them.
#include <commonweal/core/distribution.hpp>

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

/// The first byte chooses the unit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace commonweal::core;
    constexpr std::array<std::string_view, 4> units{"", "h", "mm / h", "1 / d"};
    if (size == 0) return 0;
    const std::string_view unit = units[data[0] % units.size()];
    const std::string text(data + 1, data + size);
    const DistributionReading reading = Distribution::parse(text, unit);
    if (reading.value.has_value() == !reading.mistakes.empty()) std::abort();
    for (const Mistake& mistake : reading.mistakes) {
        const auto end = static_cast<std::size_t>(mistake.column) + static_cast<std::size_t>(mistake.length);
        if (mistake.column < 0 || mistake.length < 0 || end > text.size() + 2 || mistake.rule.empty()) std::abort();
    }
    if (!reading.value) return 0;
    const DistributionReading again = Distribution::parse(reading.value->text(unit), unit);
    if (!again.value || !(*again.value == *reading.value)) std::abort();
    return 0;
}
