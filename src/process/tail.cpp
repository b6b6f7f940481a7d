// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/process/tail.hpp>
#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace commonweal::process {
namespace {

std::vector<double> checked_values(std::span<const double> values, const char* measure) {
    if (values.empty()) throw core::Error(std::string(measure) + ": there are no values");
    if (!std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); })) {
        throw core::Error(std::string(measure) + ": values must be finite");
    }
    return {values.begin(), values.end()};
}

}  // namespace

double quantile(std::span<const double> values, double share) {
    std::vector<double> sorted = checked_values(values, "quantile");
    if (!(share >= 0.0 && share <= 1.0)) throw core::Error("quantile: share must be in [0, 1]");
    std::sort(sorted.begin(), sorted.end());
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double worst_mean(std::span<const double> values, double share, WorstEnd worst) {
    std::vector<double> sorted = checked_values(values, "worst_mean");
    if (!(share > 0.0 && share <= 1.0)) throw core::Error("worst_mean: share must be in (0, 1]");
    if (worst == WorstEnd::low) std::sort(sorted.begin(), sorted.end());
    if (worst == WorstEnd::high) std::sort(sorted.begin(), sorted.end(), std::greater<>());
    const double taken = share * static_cast<double>(sorted.size());
    double sum = 0.0;
    for (std::size_t place = 0; static_cast<double>(place) < taken; ++place) {
        sum += std::min(1.0, taken - static_cast<double>(place)) * sorted[place];
    }
    return sum / taken;
}

CountedChance counted_chance(std::uint64_t happened, std::uint64_t runs) {
    if (runs == 0 || happened > runs)
        throw core::Error("counted_chance: it must happen in none to all of 1 run or more");
    constexpr double z = 1.959963984540054;  // 97.5 % of the standard normal distribution lie below
    const auto n = static_cast<double>(runs);
    const double chance = static_cast<double>(happened) / n;
    const double shrunk = 1.0 + z * z / n;
    const double middle = (chance + 0.5 * z * z / n) / shrunk;
    const double reach = z * std::sqrt(chance * (1.0 - chance) / n + 0.25 * z * z / (n * n)) / shrunk;
    return {chance, happened == 0 ? 0.0 : middle - reach, happened == runs ? 1.0 : middle + reach};
}

double hill_exponent(std::span<const double> values, std::uint64_t count) {
    std::vector<double> sorted = checked_values(values, "hill_exponent");
    if (count < 1 || count >= sorted.size()) {
        throw core::Error("hill_exponent: count must be from 1 to one less than there are values");
    }
    std::sort(sorted.begin(), sorted.end(), std::greater<>());
    const double border = sorted[count];
    if (!(border > 0.0 && sorted.front() > border)) {
        throw core::Error("hill_exponent: the largest values must be above 0 and not all equal");
    }
    double sum = 0.0;
    for (std::size_t place = 0; place < count; ++place) sum += core::math::log(sorted[place] / border);
    return static_cast<double>(count) / sum;
}

}  // namespace commonweal::process
