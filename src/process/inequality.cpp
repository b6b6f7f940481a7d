// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/process/inequality.hpp>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>
#include <vector>

namespace commonweal::process {
namespace {

void check_amounts(std::span<const double> amounts, const char* measure) {
    if (amounts.empty()) throw core::Error(std::string(measure) + ": there are no amounts");
    for (const double amount : amounts) {
        if (std::isfinite(amount) && amount >= 0.0) continue;
        throw core::Error(std::string(measure) + ": amounts must be finite and not negative");
    }
}

void check_rank(std::span<const double> amounts, std::span<const double> rank, const char* measure) {
    check_amounts(amounts, measure);
    if (rank.size() != amounts.size()) {
        throw core::Error(std::string(measure) + ": there must be as many ranks as amounts");
    }
    if (std::any_of(rank.begin(), rank.end(), [](double value) { return std::isnan(value); })) {
        throw core::Error(std::string(measure) + ": ranks must be numbers");
    }
}

double mean_amount(std::span<const double> amounts) {
    return std::accumulate(amounts.begin(), amounts.end(), 0.0) / static_cast<double>(amounts.size());
}

/// x ln x, and its limit at 0.
double x_log_x(double x) { return x > 0.0 ? x * core::math::log(x) : 0.0; }

double theil_about(std::span<const double> amounts, double mean) {
    double sum = 0.0;
    for (const double amount : amounts) sum += x_log_x(amount / mean);
    return sum / static_cast<double>(amounts.size());
}

/// Those of one rank have the same place and, between them, the same amount.
struct RankedAmounts {
    std::size_t first = 0;
    std::size_t count = 0;
    double sum = 0.0;
};

std::vector<RankedAmounts> by_rank(std::span<const double> amounts, std::span<const double> rank) {
    std::vector<std::size_t> order(amounts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return rank[a] < rank[b]; });
    std::vector<RankedAmounts> all;
    for (std::size_t place = 0; place < order.size(); ++place) {
        if (place == 0 || rank[order[place]] > rank[order[place - 1]]) all.push_back({place, 0, 0.0});
        ++all.back().count;
        all.back().sum += amounts[order[place]];
    }
    return all;
}

/// What those between two places of the order have together.
double amount_between(const std::vector<RankedAmounts>& ranked, double from, double to) {
    double sum = 0.0;
    for (const RankedAmounts& some : ranked) {
        const double first = static_cast<double>(some.first);
        const auto count = static_cast<double>(some.count);
        const double inside = std::min(to, first + count) - std::max(from, first);
        if (inside > 0.0) sum += some.sum * (inside / count);
    }
    return sum;
}

}  // namespace

double gini(std::span<const double> amounts) {
    check_amounts(amounts, "gini");
    std::vector<double> sorted(amounts.begin(), amounts.end());
    std::sort(sorted.begin(), sorted.end());
    double sum = 0.0;
    double ranked = 0.0;
    for (std::size_t place = 0; place < sorted.size(); ++place) {
        sum += sorted[place];
        ranked += static_cast<double>(place + 1) * sorted[place];
    }
    const auto size = static_cast<double>(sorted.size());
    return sum > 0.0 ? std::max(0.0, 2.0 * ranked / (size * sum) - (size + 1.0) / size) : 0.0;
}

double theil(std::span<const double> amounts) {
    check_amounts(amounts, "theil");
    const double mean = mean_amount(amounts);
    return mean > 0.0 ? std::max(0.0, theil_about(amounts, mean)) : 0.0;
}

TheilParts theil_parts(std::span<const double> amounts, std::span<const std::uint32_t> groups) {
    check_amounts(amounts, "theil_parts");
    if (groups.size() != amounts.size()) throw core::Error("theil_parts: there must be as many groups as amounts");
    const double mean = mean_amount(amounts);
    if (mean <= 0.0) return {};
    std::vector<std::size_t> order(amounts.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return groups[a] < groups[b]; });
    TheilParts parts;
    std::vector<double> group;
    for (std::size_t place = 0; place < order.size();) {
        const std::uint32_t number = groups[order[place]];
        group.clear();
        for (; place < order.size() && groups[order[place]] == number; ++place) group.push_back(amounts[order[place]]);
        const double share = static_cast<double>(group.size()) / static_cast<double>(amounts.size());
        const double level = mean_amount(group) / mean;
        parts.between += share * x_log_x(level);
        if (level > 0.0) parts.within += share * level * theil_about(group, mean_amount(group));
    }
    return parts;
}

double atkinson(std::span<const double> amounts, double aversion) {
    check_amounts(amounts, "atkinson");
    if (!(std::isfinite(aversion) && aversion >= 0.0)) {
        throw core::Error("atkinson: aversion must be finite and not negative");
    }
    const double mean = mean_amount(amounts);
    if (mean <= 0.0) return 0.0;
    const bool geometric = aversion == 1.0;
    const double power = 1.0 - aversion;
    double sum = 0.0;
    for (const double amount : amounts) {
        if (amount == 0.0 && aversion >= 1.0) return 1.0;
        sum += geometric ? core::math::log(amount / mean) : core::math::pow(amount / mean, power);
    }
    const double average = sum / static_cast<double>(amounts.size());
    const double kept = geometric ? core::math::exp(average) : core::math::pow(average, 1.0 / power);
    return std::clamp(1.0 - kept, 0.0, 1.0);
}

double jain_index(std::span<const double> amounts) {
    check_amounts(amounts, "jain_index");
    double sum = 0.0;
    double squares = 0.0;
    for (const double amount : amounts) {
        sum += amount;
        squares += amount * amount;
    }
    return squares > 0.0 ? sum * sum / (static_cast<double>(amounts.size()) * squares) : 1.0;
}

double concentration_index(std::span<const double> amounts, std::span<const double> rank) {
    check_rank(amounts, rank, "concentration_index");
    const auto size = static_cast<double>(amounts.size());
    const double sum = mean_amount(amounts) * size;
    if (sum <= 0.0) return 0.0;
    double placed = 0.0;
    for (const RankedAmounts& some : by_rank(amounts, rank)) {
        const double middle = static_cast<double>(some.first) + 0.5 * static_cast<double>(some.count);
        placed += some.sum * (middle / size - 0.5);
    }
    return 2.0 * placed / sum;
}

double low_to_high_ratio(std::span<const double> amounts, std::span<const double> rank, double share) {
    check_rank(amounts, rank, "low_to_high_ratio");
    if (!(share > 0.0 && share <= 0.5)) throw core::Error("low_to_high_ratio: share must be in (0, 0.5]");
    const auto size = static_cast<double>(amounts.size());
    const std::vector<RankedAmounts> ranked = by_rank(amounts, rank);
    const double low = amount_between(ranked, 0.0, share * size);
    const double high = amount_between(ranked, size - share * size, size);
    if (high > 0.0) return low / high;
    return low > 0.0 ? std::numeric_limits<double>::infinity() : 1.0;
}

}  // namespace commonweal::process
