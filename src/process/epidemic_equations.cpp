// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/epidemic.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <cmath>
#include <commonweal/core/text.hpp>
#include <cstddef>
#include <limits>
#include <numeric>
#include <string>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

constexpr std::uint32_t largest_household = 12;

/// The equations know stages alone, and no ties.
void check_epidemic_crowd(detail::ExperimentCheck& check, const Epidemic& epidemic) {
    check.parameters(epidemic);
    check.that(!(epidemic.tie_rate > 0.0), "tie_rate", core::number_text(epidemic.tie_rate),
               "must be 0 where everybody meets everybody and there are infinitely many; give r0");
}

void check_epidemic_stages(detail::ExperimentCheck& check, const Epidemic& epidemic) {
    check.that(epidemic.latent_stages > 0 || !has_latent_time(epidemic), "latent_stages", "0",
               "must be at least 1 in the equations");
    check.that(epidemic.infectious_stages > 0, "infectious_stages", "0", "must be at least 1 in the equations");
}

/// The equations: susceptible, exposed by stage, infectious by stage, recovered, dead.
class EpidemicFlow {
public:
    explicit EpidemicFlow(const Epidemic& epidemic)
        : exposed_(has_latent_time(epidemic) ? epidemic.latent_stages : 0),
          infectious_(epidemic.infectious_stages),
          beta_((epidemic.r0 + epidemic.community_r0) / epidemic.infectious_time),
          sigma_(exposed_ > 0 ? static_cast<double>(exposed_) / epidemic.latent_time : 0.0),
          gamma_(static_cast<double>(infectious_) / epidemic.infectious_time),
          dead_(epidemic.death_share) {}

    std::vector<double> at_start(const EpidemicShares& start) const {
        std::vector<double> state(exposed_ + infectious_ + 3, 0.0);
        state[0] = 1.0 - start.infectious - start.exposed - start.immune;
        state[1] += start.exposed;
        state[1 + exposed_] += start.infectious;
        return state;
    }

    void rates(const std::vector<double>& at, std::vector<double>& change, double factor) const {
        change.assign(at.size(), 0.0);
        const double infected = factor * beta_ * at[0] * infectious(at);
        change[0] = -infected;
        change[1] = infected;
        const std::size_t recovered = 1 + exposed_ + infectious_;
        for (std::size_t k = 1; k < recovered; ++k) {
            const double leaving = (k <= exposed_ ? sigma_ : gamma_) * at[k];
            change[k] -= leaving;
            if (k + 1 < recovered) {
                change[k + 1] += leaving;
            } else {
                change[recovered] += (1.0 - dead_) * leaving;
                change[recovered + 1] += dead_ * leaving;
            }
        }
    }

    double exposed(const std::vector<double>& at) const { return sum(at, 1, 1 + exposed_); }
    double infectious(const std::vector<double>& at) const { return sum(at, 1 + exposed_, 1 + exposed_ + infectious_); }
    /// In which nothing goes far.
    double step() const { return 0.1 / std::max({beta_, sigma_, gamma_}); }

private:
    static double sum(const std::vector<double>& at, std::size_t first, std::size_t end) {
        const auto begin = at.begin();
        return std::accumulate(begin + static_cast<std::ptrdiff_t>(first), begin + static_cast<std::ptrdiff_t>(end),
                               0.0);
    }

    std::size_t exposed_;
    std::size_t infectious_;
    double beta_;
    double sigma_;
    double gamma_;
    double dead_;
};

/// The state after a time in which contacts do not change.
std::vector<double> epidemic_later(const EpidemicFlow& flow, std::vector<double> state, double time, double factor) {
    if (time <= 0.0) return state;
    const detail::Rates rates = [&](const std::vector<double>& at, std::vector<double>& change) {
        flow.rates(at, change, factor);
    };
    return detail::integrate(rates, std::move(state), time, time, flow.step()).back();
}

/// What an exponential discount leaves of something that happens after a time of stages, on average.
double discounted(double mean, std::uint32_t stages, double rate) {
    if (stages == 0) return math::exp(-rate * mean);
    return math::exp(-static_cast<double>(stages) * math::log1p(rate * mean / stages));
}

/// Infections by one, at a reproduction number of 1, discounted by a rate of growth.
double discounted_infections(const Epidemic& epidemic, double growth) {
    const double time = epidemic.infectious_time;
    const double rounds = growth * time;
    const std::uint32_t stages = epidemic.infectious_stages;
    const double exponent = stages == 0 ? rounds : stages * math::log1p(rounds / stages);
    const double while_infectious = std::abs(rounds) < 1e-12 ? 1.0 : -math::expm1(-exponent) / rounds;
    return while_infectious * discounted(epidemic.latent_time, epidemic.latent_stages, growth);
}

/// The rate of decline that no epidemic with these times exceeds.
double steepest_decline(const Epidemic& epidemic) {
    double rate = 500.0 / epidemic.infectious_time;
    if (epidemic.infectious_stages > 0) rate = std::min(rate, epidemic.infectious_stages / epidemic.infectious_time);
    if (has_latent_time(epidemic)) {
        rate = std::min(rate, (epidemic.latent_stages > 0 ? epidemic.latent_stages : 500.0) / epidemic.latent_time);
    }
    return rate;
}

double choose(std::uint32_t from, std::uint32_t some) {
    double ways = 1.0;
    for (std::uint32_t k = 1; k <= some; ++k) ways = ways * (from - some + k) / k;
    return ways;
}

}  // namespace

Dataset mean_field(const Epidemic& epidemic, const EpidemicShares& start, double until, double every) {
    detail::ExperimentCheck check({.size = 1, .until = until, .every = every});
    check_epidemic_crowd(check, epidemic);
    check_epidemic_stages(check, epidemic);
    for (const double share : {start.infectious, start.exposed, start.immune}) {
        check.number("initial", share, {.low = 0.0, .high = 1.0});
    }
    const double others = start.infectious + start.exposed + start.immune;
    check.that(!(others > 1.0), "infectious + exposed + immune", core::number_text(others), "must be at most 1");
    check.finish();
    const EpidemicFlow flow(epidemic);
    detail::TimeCurves curves("d", {{"susceptible", "1", "Share of people who are susceptible"},
                                    {"exposed", "1", "Share of people who are exposed"},
                                    {"infectious", "1", "Share of people who are infectious"},
                                    {"recovered", "1", "Share of people who are recovered"},
                                    {"dead", "1", "Share of people who are dead"},
                                    {"immune", "1", "Share of people who are immune"},
                                    {"reported", "1", "Share of people who have been reported"}});
    detail::refuse_endless(until, flow.step());
    std::vector<double> state = flow.at_start(start);
    double now = 0.0;
    for (const double time : detail::record_times(until, every)) {
        const double change = std::clamp(epidemic.control_time, now, time);
        state = epidemic_later(flow, std::move(state), change - now, 1.0);
        state = epidemic_later(flow, std::move(state), time - change, epidemic.control_factor);
        now = time;
        const double dead = state.back();
        const double recovered = state[state.size() - 2];
        const double infectious = flow.infectious(state);
        curves.add(time, {state[0], flow.exposed(state), infectious, recovered, dead, start.immune,
                          epidemic.report_share * (infectious + recovered + dead)});
    }
    return std::move(curves).take();
}

double initial_growth(const Epidemic& epidemic) {
    detail::ExperimentCheck check({});
    check_epidemic_crowd(check, epidemic);
    const double all = epidemic.r0 + epidemic.community_r0;
    check.that(all > 0.0, "r0", core::number_text(all), "must be above 0");
    check.finish();
    const auto balance = [&](double growth) { return 1.0 - all * discounted_infections(epidemic, growth); };
    const double low = -steepest_decline(epidemic) * (1.0 - 1e-12);
    double high = 1.0 / epidemic.infectious_time;
    while (balance(high) < 0.0) high *= 2.0;
    return detail::root(balance, low, high);
}

double r0_from_growth(const Epidemic& epidemic, double growth) {
    detail::ExperimentCheck check({});
    check.parameters(epidemic);
    const double least = -steepest_decline(epidemic);
    check.that(growth > least && growth <= 1e6, "growth", core::number_text(growth),
               "must be above " + core::number_text(least) + ", as the latent and infectious times have it");
    check.finish();
    return 1.0 / discounted_infections(epidemic, growth);
}

std::vector<double> household_sizes(const Epidemic& epidemic, const InfectedHousehold& household) {
    detail::ExperimentCheck check({});
    check.parameters(epidemic);
    check.that(household.size >= 1 && household.size <= largest_household, "size", std::to_string(household.size),
               "must be between 1 and " + std::to_string(largest_household));
    check.that(household.initial <= household.size, "initial", std::to_string(household.initial),
               "must be at most the size of the household");
    check.number("community_chance", household.community_chance, {.low = 0.0, .high = 1.0});
    check.finish();
    const std::uint32_t others = household.size - household.initial;
    std::vector<double> all_infected;  // the chance that all of so many others are infected, were there no more
    const auto so_many_of = [&](std::uint32_t infected, std::uint32_t of) {
        const std::uint32_t spared = of - infected;
        const double escape =
            discounted(epidemic.infectious_time, epidemic.infectious_stages, epidemic.tie_rate * spared);
        return choose(of, infected) * all_infected[infected] * math::pow(1.0 - household.community_chance, spared) *
               math::pow(escape, household.initial + infected);
    };
    for (std::uint32_t of = 0; of <= others; ++of) {
        double fewer = 0.0;
        for (std::uint32_t infected = 0; infected < of; ++infected) fewer += so_many_of(infected, of);
        all_infected.push_back(std::max(0.0, 1.0 - fewer));
    }
    std::vector<double> chances;
    for (std::uint32_t infected = 0; infected <= others; ++infected) chances.push_back(so_many_of(infected, others));
    return chances;
}

double household_attack_rate(const Epidemic& epidemic, const InfectedHousehold& household) {
    const std::vector<double> chances = household_sizes(epidemic, household);
    if (chances.size() < 2) return std::numeric_limits<double>::quiet_NaN();
    double infected = 0.0;
    for (std::size_t k = 0; k < chances.size(); ++k) infected += static_cast<double>(k) * chances[k];
    return infected / static_cast<double>(chances.size() - 1);
}

}  // namespace commonweal::process
