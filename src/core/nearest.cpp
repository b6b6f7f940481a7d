// SPDX-License-Identifier: Apache-2.0
#include <commonweal/core/nearest.hpp>

#include <algorithm>
#include <utility>
#include <vector>

namespace commonweal::core {

namespace {

constexpr std::size_t most_slips = 4;

char folded(char letter) {
    if (letter == '-') return '_';
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

bool same(char one, char other) { return folded(one) == folded(other); }

/// People err less in the first letters of a word.
std::size_t common_beginning(std::string_view one, std::string_view other) {
    std::size_t length = 0;
    while (length < std::min(one.size(), other.size()) && same(one[length], other[length])) ++length;
    return length;
}

}  // namespace

std::size_t slips(std::string_view one, std::string_view other) {
    const std::size_t width = other.size() + 1;
    std::vector<std::size_t> two_above(width), above(width), row(width);
    for (std::size_t k = 0; k < width; ++k) row[k] = k;
    for (std::size_t i = 1; i <= one.size(); ++i) {
        std::swap(two_above, above);
        std::swap(above, row);
        row[0] = i;
        for (std::size_t k = 1; k < width; ++k) {
            const std::size_t replaced = above[k - 1] + (same(one[i - 1], other[k - 1]) ? 0 : 1);
            row[k] = std::min({above[k] + 1, row[k - 1] + 1, replaced});
            const bool swapped = i > 1 && k > 1 && same(one[i - 1], other[k - 2]) && same(one[i - 2], other[k - 1]);
            if (swapped) row[k] = std::min(row[k], two_above[k - 2] + 1);
        }
    }
    return row.back();
}

std::optional<std::string> nearest(std::string_view word, std::span<const std::string> names) {
    std::optional<std::string> best;
    std::size_t fewest = most_slips + 1, longest_beginning = 0;
    for (const std::string& name : names) {
        const auto [shorter, longer] = std::minmax({word.size(), name.size()});
        const std::size_t allowed = std::min(longer / 3, most_slips);
        if (longer - shorter > allowed) continue;
        const std::size_t count = slips(word, name);
        const std::size_t beginning = common_beginning(word, name);
        if (count > allowed || count > fewest || (count == fewest && beginning <= longest_beginning)) continue;
        fewest = count;
        longest_beginning = beginning;
        best = name;
    }
    return best;
}

}  // namespace commonweal::core
