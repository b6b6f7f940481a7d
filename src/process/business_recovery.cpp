// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/business_recovery.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <iterator>
#include <limits>
#include <string>
#include <utility>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

constexpr core::Column<float> business_small{"business_small"};    ///< 1 or 0
constexpr core::Column<float> business_damage{"business_damage"};  ///< in [0, 1]
constexpr double business_days = 791.0;
constexpr double highest_base_rate = 10.0;
constexpr detail::ExperimentCheck::Range business_share{.low = 0.0, .high = 1.0};

/// 1 with a chance for each, else 0.
std::vector<double> business_flags(const AgentValues& chances, const core::Population& crowd, core::Seed seed,
                                   std::string_view name) {
    std::vector<double> flags = detail::drawn(chances, crowd, seed, name);
    const core::StreamId stream = core::StreamId::of(detail::people, name);
    for (Index row = 0; row < crowd.size(); ++row) {
        core::Stream draws(seed, stream, {.agent = crowd.ids()[row], .tick = 1});
        flags[row] = draws.uniform() < flags[row] ? 1.0 : 0.0;
    }
    return flags;
}

void add_businesses(const BusinessRecovery& process, const BusinessStart& start, core::Population& crowd,
                    core::Seed seed) {
    const std::vector<double> damage = detail::drawn(start.damage, crowd, seed, "business_damage");
    const std::vector<double> small = business_flags(start.small, crowd, seed, "business_small");
    const std::vector<double> finance = detail::drawn(start.finance, crowd, seed, "business_finance");
    detail::add_column(crowd, columns::business_open, business_flags(start.open, crowd, seed, "business_open"));
    detail::add_column(crowd, columns::business_lifeline,
                       detail::drawn(start.lifeline, crowd, seed, "business_lifeline"));
    detail::add_column(crowd, business_small, small);
    detail::add_column(crowd, business_damage, damage);
    crowd.add(columns::business_time, 0.0f);
    crowd.add(columns::business_pull, 0.0f);
    for (Index row = 0; row < crowd.size(); ++row) {
        const Business business{.damage = damage[row], .small = small[row], .finance = finance[row]};
        crowd.values(columns::business_pull)[row] =
            static_cast<float>(process.base_rate * business_factor(process, business));
    }
}

/// The share open of those whose value in a column lies on one side of one half; not a number if there are none.
core::Observer open_where(core::Column<float> column, bool above) {
    return [column, above](const core::Agents& agents, core::Workers&) {
        const core::Population& crowd = agents.at(detail::people);
        const auto values = crowd.values(column);
        const auto open = crowd.values(columns::business_open);
        double all = 0.0;
        double sum = 0.0;
        for (Index row = 0; row < crowd.size(); ++row) {
            if ((values[row] > 0.5f) != above) continue;
            all += 1.0;
            sum += static_cast<double>(open[row]);
        }
        return all > 0.0 ? sum / all : std::numeric_limits<double>::quiet_NaN();
    };
}

bool all_businesses_open(core::Simulation& simulation) {
    const auto open = simulation.population(detail::people).values(columns::business_open);
    return std::find(open.begin(), open.end(), 0.0f) == open.end();
}

void check_business_groups(detail::ExperimentCheck& check, const BusinessRecovery& process,
                           std::span<const BusinessGroup> groups) {
    check.parameters(process);
    double weight = 0.0;
    for (const BusinessGroup& group : groups) {
        check.number("damage", group.business.damage, business_share);
        check.number("small", group.business.small, business_share);
        check.number("finance", group.business.finance, business_share);
        check.number("lifeline", group.business.lifeline, {.low = 0.0, .high = 36'500.0});
        check.number("open", group.business.open, business_share);
        check.number("weight", group.weight, {.low = 0.0, .high = 1e12});
        weight += group.weight;
    }
    check.that(weight > 0.0, "weight", std::to_string(weight), "must not be 0 in all");
}

constexpr double business_field_step = 5.0;

/// The equations of all groups: each one's rate, summed over time.
class BusinessField {
public:
    BusinessField(const BusinessRecovery& process, std::span<const BusinessGroup> groups)
        : process_(process), groups_(groups) {
        for (const BusinessGroup& group : groups) weight_ += group.weight;
    }

    double open(const std::vector<double>& pushed) const {
        double sum = 0.0;
        for (std::size_t k = 0; k < groups_.size(); ++k) {
            const double closed = (1.0 - groups_[k].business.open) * math::exp(-pushed[k]);
            sum += groups_[k].weight * (1.0 - closed);
        }
        return sum / weight_;
    }

    /// States at all times. Between the moments at which something sets in or ends all is smooth.
    std::vector<std::vector<double>> solve(const std::vector<double>& times) const {
        std::vector<double> state(groups_.size(), 0.0);
        std::vector<std::vector<double>> states;
        const std::vector<double> bends = bends_of();
        double now = 0.0;
        for (const double time : times) {
            for (const double bend : bends) {
                if (bend > now && bend < time) go_on(state, now, bend);
            }
            go_on(state, now, time);
            states.push_back(state);
        }
        return states;
    }

private:
    std::vector<double> bends_of() const {
        std::vector<double> bends{process_.spill_time};
        for (const BusinessGroup& group : groups_) bends.push_back(group.business.lifeline);
        std::sort(bends.begin(), bends.end());
        bends.erase(std::unique(bends.begin(), bends.end()), bends.end());
        return bends;
    }

    void go_on(std::vector<double>& state, double& now, double until) const {
        if (until <= now) return;
        const double from = now;
        const double middle = 0.5 * (now + until);
        const detail::Rates rates = [&](const std::vector<double>& at, std::vector<double>& change) {
            const double time = from + at.back();
            const BusinessAround around{.customers = customers_back(process_, time),
                                        .neighbours = middle < process_.spill_time ? open(at) : 0.0};
            change.resize(at.size());
            for (std::size_t k = 0; k < groups_.size(); ++k) {
                BusinessAround own = around;
                own.lifeline = middle > groups_[k].business.lifeline ? 1.0 : 0.0;
                change[k] = reopening_rate(process_, groups_[k].business, own);
            }
            change.back() = 1.0;
        };
        state.push_back(0.0);
        state = detail::integrate(rates, state, until - now, until - now, business_field_step).back();
        state.pop_back();
        now = until;
    }

    const BusinessRecovery& process_;
    std::span<const BusinessGroup> groups_;
    double weight_ = 0.0;
};

}  // namespace

double reopening_rate(const BusinessRecovery& process, const Business& business, const BusinessAround& around) {
    return process.base_rate * business_factor(process, business) *
           math::exp(process.lifeline_effect * around.lifeline + process.customer_effect * around.customers +
                     process.spill_effect * around.neighbours);
}

Dataset simulate(const BusinessRecovery& process, const BusinessStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.values("damage", start.damage, business_share);
    check.values("small", start.small, business_share);
    check.values("finance", start.finance, business_share);
    check.values("lifeline", start.lifeline, {.low = 0.0, .high = 36'500.0});
    check.values("open", start.open, business_share);
    check.finish();
    const detail::Course course{
        .unit = "d", .step = 3.0, .every = 30.0, .longest = business_days, .over = all_businesses_open};
    Experiment asked = experiment;
    if (!asked.until) asked.until = business_days;
    if (!asked.every) asked.every = 30.0;
    const std::vector<detail::Recorded> recorded{
        {"open", "1", "Share of businesses that are open",
         core::observe_mean(std::string(detail::people), columns::business_open)},
        {"open_small", "1", "Share of small businesses that are open", open_where(business_small, true)},
        {"open_large", "1", "Share of other businesses that are open", open_where(business_small, false)},
        {"open_damaged", "1", "Share open of those with damage above one half", open_where(business_damage, true)}};
    const std::array kept{detail::Kept{columns::business_time, "open_time", "d", "When a business opened again"},
                          detail::Kept{columns::business_open, "is_open", "1", "Whether a business is open"}};
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_businesses(process, start, crowd, simulation.seed());
        simulation.add(ReopenBusiness(process, experiment.step.value_or(course.step)), detail::people);
    };
    Dataset dataset = detail::run_replicates(asked, course, recorded, build, kept);
    const auto open = std::prev(dataset.variables.end());
    const auto time = std::prev(open);
    for (std::size_t k = 0; k < time->values.size(); ++k) {
        if (open->values[k] < 0.5) time->values[k] = std::numeric_limits<double>::quiet_NaN();
    }
    dataset.variables.erase(open);
    return dataset;
}

Dataset mean_field(const BusinessRecovery& process, std::span<const BusinessGroup> groups, double until, double every) {
    detail::ExperimentCheck check({.size = 1, .until = until, .every = every});
    check_business_groups(check, process, groups);
    check.finish();
    detail::refuse_endless(until, business_field_step);
    const std::vector<double> times = detail::record_times(until, every);
    const BusinessField field(process, groups);
    const std::vector<std::vector<double>> states = field.solve(times);
    detail::TimeCurves curves("d", {{"open", "1", "Share of businesses that are open"}});
    for (std::size_t k = 0; k < times.size(); ++k) curves.add(times[k], {field.open(states[k])});
    return std::move(curves).take();
}

double calibrated_rate(const BusinessRecovery& process, std::span<const BusinessGroup> groups,
                       const BusinessTarget& target) {
    detail::ExperimentCheck check({.size = 1});
    check_business_groups(check, process, groups);
    check.number("share", target.share, business_share);
    check.number("days", target.days, {.low = 0.0, .high = 1e5});
    check.finish();
    const auto reached = [&](double rate) {
        BusinessRecovery other = process;
        other.base_rate = rate;
        const BusinessField field(other, groups);
        return field.open(field.solve({target.days}).back()) - target.share;
    };
    if (reached(0.0) > 0.0 || reached(highest_base_rate) < 0.0) {
        throw core::Error("calibrated_rate: no rate up to 10 / d reaches this share");
    }
    return detail::root(reached, 0.0, highest_base_rate);
}

void describe(core::ParameterTable& table, BusinessRecovery& process) {
    const auto effect = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 10});
    };
    table.add(process.base_rate, {.key = "base_rate",
                                  .meaning = "Rate at which a large, undamaged business opens by itself",
                                  .unit = "1 / d",
                                  .low = 0,
                                  .high = highest_base_rate,
                                  .evidence = core::Evidence::computed,
                                  .source = "calibrated: 65 % open after 791 d in the default setting"});
    effect(process.lifeline_effect, "lifeline_effect", "Logarithm of the factor to it for restored lifelines");
    effect(process.customer_effect, "customer_effect", "The same for all customers being back");
    effect(process.finance_effect, "finance_effect", "The same for having the money");
    effect(process.damage_effect, "damage_effect", "The same, against the opening, for total damage");
    effect(process.small_effect, "small_effect", "The same, against the opening, for a small business");
    effect(process.spill_effect, "spill_effect", "The same for all neighbours being open");
    table.add(process.spill_time, {.key = "spill_time",
                                   .meaning = "How long open neighbours count",
                                   .unit = "d",
                                   .low = 0,
                                   .high = 36'500,
                                   .evidence = core::Evidence::sourced,
                                   .source = "Lam et al. 2009, 2012: significant in the first nine months"});
    table.add(process.customers_first,
              {.key = "customers_first", .meaning = "Share of customers who are there at first", .low = 0, .high = 1});
    table.add(process.customer_time, {.key = "customer_time",
                                      .meaning = "Time in which the share of the other customers falls to 1 / e",
                                      .unit = "d",
                                      .low = 0.1,
                                      .high = 36'500});
}

}  // namespace commonweal::process
