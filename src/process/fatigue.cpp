// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/fatigue.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <array>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace {

constexpr detail::ExperimentCheck::Range fatigue_share{.low = 0.0, .high = 1.0};
constexpr detail::ExperimentCheck::Range fatigue_loads{.low = 0.0, .high = 100.0};
constexpr detail::ExperimentCheck::Range fatigue_day{.low = 0.0, .high = 24.0};

void check_fatigue_setting(detail::ExperimentCheck& check, const FatigueSetting& setting) {
    check.number("strain", setting.strain, fatigue_share);
    check.number("load", setting.work.load, fatigue_loads);
    check.number("hours", setting.work.hours, fatigue_day);
    check.number("rest", setting.work.rest, fatigue_share);
    check.number("support", setting.work.support, fatigue_share);
}

/// The mean of what `value` makes of strain and experience, over posts that are filled.
template <class Value>
core::Observer of_those_there(Value value) {
    return [value](const core::Agents& agents, core::Workers&) {
        const core::Population& crowd = agents.at(detail::people);
        const auto strain = crowd.values(columns::fatigue_strain);
        const auto gone = crowd.values(columns::fatigue_gone);
        double sum = 0.0;
        double count = 0.0;
        for (core::Index row = 0; row < crowd.size(); ++row) {
            const double there = 1.0 - static_cast<double>(gone[row]);
            sum += there * value(static_cast<double>(strain[row]));
            count += there;
        }
        return count > 0.0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
    };
}

core::Observer capacity_of_posts(const Fatigue& fatigue) {
    return [fatigue](const core::Agents& agents, core::Workers&) {
        const core::Population& crowd = agents.at(detail::people);
        const auto strain = crowd.values(columns::fatigue_strain);
        const auto experience = crowd.values(columns::fatigue_experience);
        const auto gone = crowd.values(columns::fatigue_gone);
        double sum = 0.0;
        for (core::Index row = 0; row < crowd.size(); ++row) {
            sum += static_cast<double>((1.0f - gone[row]) * fatigue_capacity(fatigue, strain[row], experience[row]));
        }
        return sum / static_cast<double>(crowd.size());
    };
}

const std::array<detail::Curve, 5>& fatigue_curves() {
    static const std::array<detail::Curve, 5> curves{
        {{"strain", "1", "Mean strain of those at work"},
         {"burnt_out", "1", "Share of those at work who are burnt out"},
         {"present", "1", "Share of posts that are filled"},
         {"capacity", "1", "Capacity of all posts, as a share of what they have without strain and vacancies"},
         {"leavings", "1", "How often somebody has left, for each post"}}};
    return curves;
}

std::vector<detail::Recorded> fatigue_records(const Fatigue& fatigue) {
    const std::string posts(detail::people);
    const core::Observer gone = core::observe_mean(posts, columns::fatigue_gone);
    const std::array<core::Observer, 5> observers{
        of_those_there([](double strain) { return strain; }),
        of_those_there([limit = fatigue.threshold](double strain) { return strain >= limit ? 1.0 : 0.0; }),
        [gone](const core::Agents& agents, core::Workers& workers) { return 1.0 - gone(agents, workers); },
        capacity_of_posts(fatigue), core::observe_mean(posts, columns::fatigue_leavings)};
    std::vector<detail::Recorded> all;
    for (std::size_t k = 0; k < observers.size(); ++k) {
        const detail::Curve& curve = fatigue_curves()[k];
        all.push_back({curve.name, curve.unit, curve.meaning, observers[k]});
    }
    return all;
}

void add_posts(const FatigueStart& start, core::Population& crowd, core::Seed seed) {
    const auto add = [&](core::Column<float> column, const AgentValues& values) {
        detail::add_column(crowd, column, detail::drawn(values, crowd, seed, column.name));
    };
    add(columns::fatigue_work, start.load);
    add(columns::fatigue_hours, start.hours);
    add(columns::fatigue_rest, start.rest);
    add(columns::fatigue_support, start.support);
    add(columns::fatigue_strain, start.strain);
    crowd.add(columns::fatigue_experience, 1.0f);
    crowd.add(columns::fatigue_gone, 0.0f);
    crowd.add(columns::fatigue_leavings, 0.0f);
}

/// Of posts that are alike: strain of those who are still there, and how many are.
detail::Rates fatigue_equations(const Fatigue& fatigue, const FatigueSetting& setting) {
    const double leaving = fatigue.leave_rate * pay_factor(fatigue);
    return [=](const std::vector<double>& state, std::vector<double>& change) {
        FatigueWork<double> felt = setting.work;
        felt.load = fatigue_load(fatigue, felt.load, fatigue_capacity(fatigue, state[0], 1.0), 1.0 - state[1]);
        const FatigueRates<double> rates = fatigue_rates(fatigue, felt);
        change.resize(2);
        change[0] = rates.up * (1.0 - state[0]) - rates.down * state[0];
        change[1] = -leaving * core::math::exp(fatigue.strain_effect * state[0]) * state[1];
    };
}

}  // namespace

Dataset simulate(const Fatigue& fatigue, const FatigueStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(fatigue);
    check.values("strain", start.strain, fatigue_share);
    check.values("load", start.load, fatigue_loads);
    check.values("hours", start.hours, fatigue_day);
    check.values("rest", start.rest, fatigue_share);
    check.values("support", start.support, fatigue_share);
    check.finish();
    const detail::Course course{.step = 1.0, .every = 5.0, .longest = 365.0};
    const double step = experiment.step.value_or(course.step);
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_posts(start, crowd, simulation.seed());
        simulation.add(TireStaff(fatigue, step), detail::people);
    };
    return detail::run_replicates(experiment, course, fatigue_records(fatigue), build);
}

double expected_strain(const Fatigue& fatigue, const FatigueSetting& setting, double days) {
    detail::ExperimentCheck check(Experiment{});
    check.parameters(fatigue);
    check_fatigue_setting(check, setting);
    check.number("days", days, {.low = 0.0, .high = 1e9});
    check.finish();
    if (fatigue.feedback > 0.0) {
        throw core::Error("expected_strain: with feedback there is no closed form; mean_field() has its equation");
    }
    return strain_after(fatigue_rates(fatigue, setting.work), setting.strain, days);
}

Dataset mean_field(const Fatigue& fatigue, const FatigueSetting& setting, double until, double every) {
    detail::ExperimentCheck check(Experiment{.until = until, .every = every});
    check.parameters(fatigue);
    check_fatigue_setting(check, setting);
    check.finish();
    if (fatigue.hire_rate > 0.0) {
        throw core::Error("fatigue: with newcomers of another strain there is no equation here; set hire_rate to 0");
    }
    const auto& named = fatigue_curves();
    detail::TimeCurves curves("d", {named.begin(), named.end()});
    const auto states =
        detail::integrate(fatigue_equations(fatigue, setting), {setting.strain, 1.0}, until, every, 0.5);
    const std::vector<double> times = detail::record_times(until, every);
    for (std::size_t k = 0; k < times.size(); ++k) {
        const double strain = states[k][0];
        const double present = states[k][1];
        curves.add(times[k], {strain, strain >= fatigue.threshold ? 1.0 : 0.0, present,
                              present * fatigue_capacity(fatigue, strain, 1.0), 1.0 - present});
    }
    return std::move(curves).take();
}

namespace {

void describe_fatigue_staff(core::ParameterTable& table, Fatigue& process) {
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning, double high = 1.0) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = high});
    };
    const auto rate = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "1 / d", .low = 0, .high = 10});
    };
    share(process.capacity_loss, "capacity_loss", "Share of capacity that full strain costs");
    share(process.feedback, "feedback", "How far the load on somebody rises by the capacity that strain has cost");
    rate(process.leave_rate, "leave_rate", "Rate at which staff without strain leave");
    share(process.strain_effect, "strain_effect", "Logarithm of how many times as fast they leave with full strain",
          20);
    share(process.handover, "handover", "Share of the work of those who are gone that falls to their colleagues");
    rate(process.hire_rate, "hire_rate", "Rate at which a vacancy is filled");
    share(process.pay, "pay", "Pay and career; .5 is usual");
    share(process.pay_effect, "pay_effect",
          "Logarithm of how many times as fast staff leave with a pay of 0, and are found with one of 1", 10);
    share(process.novice_loss, "novice_loss", "Share of capacity that a newcomer lacks");
    table.add(
        process.learning_time,
        {.key = "learning_time", .meaning = "Time in which this falls to 1/e", .unit = "d", .low = 1, .high = 1e5});
    share(process.threshold, "threshold", "Strain from which on somebody counts as burnt out");
}

}  // namespace

void describe(core::ParameterTable& table, Fatigue& process) {
    const auto rate = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "1 / d", .low = 0, .high = 10});
    };
    rate(process.overload_rate, "overload_rate",
         "Rise of strain by a load of twice the capacity, of what is free of it");
    rate(process.overtime_rate, "overtime_rate", "The same for each hour a day above the usual ones");
    table.add(process.usual_hours, {.key = "usual_hours",
                                    .meaning = "Hours a day that do not tire by themselves",
                                    .unit = "h",
                                    .low = 0,
                                    .high = 24});
    rate(process.rest_recovery, "rest_recovery", "Rate of recovery if all time is time off");
    rate(process.support_recovery, "support_recovery", "The same by full support");
    rate(process.recovery_rate, "recovery_rate", "The same without rest and support");
    describe_fatigue_staff(table, process);
}

}  // namespace commonweal::process
