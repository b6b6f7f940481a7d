// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/epidemic_formulas.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/math.hpp>
#include <commonweal/core/text.hpp>
#include <limits>
#include <numeric>
#include <string>

namespace commonweal::process {

namespace math = core::math;

namespace {

constexpr double highest_r0 = 1e6;

void check_degree_shares(detail::ExperimentCheck& check, std::span<const double> degrees) {
    double sum = 0.0;
    for (std::size_t k = 0; k < degrees.size(); ++k) {
        check.number("degrees[" + std::to_string(k) + "]", degrees[k], {.low = 0.0, .high = 1.0});
        sum += degrees[k];
    }
    check.that(std::abs(sum - 1.0) <= 1e-9, "degrees", core::number_text(sum), "must add up to 1");
}

/// Means of what the distribution of degrees weighs.
struct DegreeMoments {
    explicit DegreeMoments(std::span<const double> degrees) {
        for (std::size_t k = 0; k < degrees.size(); ++k) {
            const auto ties = static_cast<double>(k);
            mean += ties * degrees[k];
            further += ties * (ties - 1.0) * degrees[k];
        }
    }
    double mean = 0.0;
    double further = 0.0;  ///< Ordered pairs of ties of one agent.
};

/// The chance that somebody at the end of a tie has no further one that leads on, if each does not with the chance x.
double excess_degree_chance(std::span<const double> degrees, double mean, double x) {
    double sum = 0.0;
    for (std::size_t k = degrees.size(); k-- > 1;) sum = sum * x + static_cast<double>(k) * degrees[k];
    return sum / mean;
}

double degree_chance(std::span<const double> degrees, double x) {
    double sum = 0.0;
    for (std::size_t k = degrees.size(); k-- > 0;) sum = sum * x + degrees[k];
    return sum;
}

}  // namespace

double final_size(double r0, const EpidemicShares& start) {
    detail::ExperimentCheck check({});
    const double infected = start.infectious + start.exposed;
    check.number("r0", r0, {.low = 0.0, .high = highest_r0});
    check.number("infectious", start.infectious, {.low = 0.0, .high = 1.0});
    check.number("exposed", start.exposed, {.low = 0.0, .high = 1.0});
    check.number("immune", start.immune, {.low = 0.0, .high = 1.0});
    check.that(!(infected + start.immune > 1.0), "infectious + exposed + immune",
               core::number_text(infected + start.immune), "must be at most 1");
    check.finish();
    const double susceptible = 1.0 - infected - start.immune;
    const auto balance = [&](double size) { return size - infected + susceptible * math::expm1(-r0 * size); };
    // From few, the root that is not 0 lies beyond the least of the balance, if there is one.
    const double least = susceptible * r0 > 1.0 ? math::log(susceptible * r0) / r0 : 0.0;
    if (infected <= 0.0 && least <= 0.0) return 0.0;
    return detail::root(balance, std::max(infected, least), infected + susceptible);
}

double peak_prevalence(double r0) {
    detail::ExperimentCheck check({});
    check.number("r0", r0, {.low = 0.0, .high = highest_r0});
    check.finish();
    return r0 > 1.0 ? 1.0 - (1.0 + math::log(r0)) / r0 : 0.0;
}

double growth_rate(const SeirRates& rates) {
    detail::ExperimentCheck check({});
    const auto positive = [&check](const char* name, double value) {
        check.that(std::isfinite(value) && value > 0.0, name, core::number_text(value), "must be above 0");
    };
    positive("beta", rates.beta);
    positive("sigma", rates.sigma);
    positive("gamma", rates.gamma);
    check.finish();
    const double apart = rates.sigma - rates.gamma;
    return 0.5 * (std::sqrt(apart * apart + 4.0 * rates.sigma * rates.beta) - rates.sigma - rates.gamma);
}

double percolation_final_size(std::span<const double> degrees, double transmissibility) {
    detail::ExperimentCheck check({});
    check_degree_shares(check, degrees);
    check.number("transmissibility", transmissibility, {.low = 0.0, .high = 1.0});
    check.finish();
    const DegreeMoments moments(degrees);
    if (transmissibility * moments.further <= moments.mean) return 0.0;
    // u: the chance that a tie does not lead to the large outbreak beyond it.
    const auto leads = [&](double u) { return 1.0 - transmissibility + transmissibility * u; };
    const auto balance = [&](double u) { return u - excess_degree_chance(degrees, moments.mean, leads(u)); };
    double above = 0.5;
    while (balance(1.0 - above) < 0.0 && above > 1e-15) above *= 0.5;
    return 1.0 - degree_chance(degrees, leads(detail::root(balance, 0.0, 1.0 - above)));
}

double critical_transmissibility(std::span<const double> degrees) {
    detail::ExperimentCheck check({});
    check_degree_shares(check, degrees);
    check.finish();
    const DegreeMoments moments(degrees);
    return moments.further > 0.0 ? moments.mean / moments.further : std::numeric_limits<double>::infinity();
}

}  // namespace commonweal::process
