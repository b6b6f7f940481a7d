// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/dependence.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/text.hpp>
#include <numeric>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

double sum_of_shares(const ReserveShares& shares) { return std::accumulate(shares.begin(), shares.end(), 0.0); }

void check_reserve_shares(detail::ExperimentCheck& check, const std::string& name, const ReserveShares& shares) {
    for (const double share : shares) check.number(name, share, {.low = 0.0, .high = 1.0});
    check.that(std::abs(sum_of_shares(shares) - 1.0) < 1e-6, name, core::number_text(sum_of_shares(shares)),
               "must add up to 1");
}

KeepReserve reserve_rule(const Dependence& process, const DependenceStart& start, double step) {
    const double events = process.event_rate * step;
    const double none = math::exp(-events);
    KeepReserve rule{.process = process,
                     .step = static_cast<float>(step),
                     .none = static_cast<float>(none),
                     .at_most_one = static_cast<float>(none * (1.0 + events))};
    const ReserveShares useful = useful_shares(start.goods);
    double sum = 0.0;
    for (std::size_t hazard = 0; hazard < useful.size(); ++hazard) {
        sum += start.hazards[hazard];
        rule.up_to[hazard] = static_cast<float>(sum);
        rule.useful[hazard] = static_cast<float>(useful[hazard]);
    }
    return rule;
}

std::vector<detail::Recorded> dependence_records(const Dependence& process) {
    const std::string all(detail::people);
    const auto mean = [&all](core::Column<float> column) { return core::observe_mean(all, column); };
    const auto effort = [process, seen = mean(columns::aid_expected)](const core::Agents& agents,
                                                                      core::Workers& workers) {
        return effort_of(process, seen(agents, workers));
    };
    const auto unmet = [events = mean(columns::reserve_events), own = mean(columns::met_by_reserve),
                        aid = mean(columns::met_by_aid)](const core::Agents& agents, core::Workers& workers) {
        return events(agents, workers) - own(agents, workers) - aid(agents, workers);
    };
    return {{"reserve", "1", "Mean reserve, in the needs of an event", mean(columns::reserve)},
            {"aid_expected", "1", "Mean share of an event's need that is expected as aid", mean(columns::aid_expected)},
            {"effort", "1", "Mean effort", effort},
            {"events", "1", "Events of a community since the start", mean(columns::reserve_events)},
            {"met_by_reserve", "1", "Of their needs met by the reserve", mean(columns::met_by_reserve)},
            {"met_by_aid", "1", "Of their needs met by aid", mean(columns::met_by_aid)},
            {"unmet", "1", "Of their needs not met", unmet}};
}

/// Where the means follow linear equations whatever happens.
void refuse_what_is_not_linear(const Dependence& process, double useful) {
    if (!(useful >= 0.0 && useful <= 1.0)) throw core::Error("dependence: useful must be between 0 and 1");
    const double most = process.funding + process.building;
    const double least = process.funding + process.building * effort_of(process, process.aid_share);
    const double fullest = most / (process.upkeep + 1.0 / process.shelf_life);
    if (fullest > 1.0) {
        throw core::Error("dependence: the reserve may grow to " + core::number_text(fullest) +
                          " times the need of an event, so that there is no closed form; simulate()");
    }
    if (process.upkeep * fullest > least) {
        throw core::Error(
            "dependence: care of the reserve may cost more than there is, so that there is no closed "
            "form; simulate()");
    }
}

}  // namespace

ReserveShares useful_shares(const ReserveShares& goods) {
    ReserveShares useful{};
    for (std::size_t good = 0; good < goods.size(); ++good) {
        for (std::size_t hazard = 0; hazard < useful.size(); ++hazard) {
            useful[hazard] += goods[good] * reserve_use[good][hazard];
        }
    }
    return useful;
}

Dataset simulate(const Dependence& process, const DependenceStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    check.values("reserve", start.reserve, {.low = 0.0, .high = 1000.0});
    check.values("aid_expected", start.aid_expected, {.low = 0.0, .high = 1.0});
    check.values("means", start.means, {.low = 0.0, .high = 100.0});
    check.values("access", start.access, {.low = 0.0, .high = 1.0});
    check_reserve_shares(check, "goods", start.goods);
    check_reserve_shares(check, "hazards", start.hazards);
    const detail::Course course{.unit = "a", .step = 1.0 / 12.0, .every = 1.0, .longest = 50.0};
    const double step = experiment.step.value_or(course.step);
    check.that(!(step * process.event_rate > 0.5), "step", core::number_text(step),
               "must be so short that hardly two events fall into one: at most .5 over event_rate");
    check.finish();
    const std::array kept{
        detail::Kept{columns::reserve, "reserve_left", "1", "Reserve at the end, in the needs of an event"},
        detail::Kept{columns::aid_expected, "aid_expected_last", "1", "Share of an event's need expected as aid"}};
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        const auto add = [&](core::Column<float> column, const AgentValues& values) {
            detail::add_column(crowd, column, detail::drawn(values, crowd, simulation.seed(), column.name));
        };
        add(columns::reserve, start.reserve);
        add(columns::aid_expected, start.aid_expected);
        add(columns::own_means, start.means);
        add(columns::aid_access, start.access);
        for (const auto column : {columns::reserve_events, columns::met_by_reserve, columns::met_by_aid}) {
            crowd.add(column, 0.0f);
        }
        simulation.add(reserve_rule(process, start, step), detail::people);
    };
    return detail::run_replicates(experiment, course, dependence_records(process), build, kept);
}

DependenceLongRun long_run(const Dependence& process, double useful) {
    refuse_what_is_not_linear(process, useful);
    const double discouraged = process.discouragement * process.aid_share;
    const double means = process.funding + process.building * (1.0 - discouraged);
    const double loss = process.upkeep + 1.0 / process.shelf_life + process.event_rate * useful;
    DependenceLongRun found;
    found.reserve = means / (loss - process.building * discouraged * useful);
    found.met_by_reserve = useful * found.reserve;
    found.aid_expected = process.aid_share * (1.0 - found.met_by_reserve);
    found.effort = effort_of(process, found.aid_expected);
    found.unmet = 1.0 - found.met_by_reserve - found.aid_expected;
    return found;
}

Dataset mean_field(const Dependence& process, const DependenceLongRun& start, double useful, double until,
                   double every) {
    detail::ExperimentCheck check({.size = 1, .until = until, .every = every});
    check.parameters(process);
    check.number("reserve", start.reserve, {.low = 0.0, .high = 1.0});
    check.number("aid_expected", start.aid_expected, {.low = 0.0, .high = 1.0});
    check.finish();
    refuse_what_is_not_linear(process, useful);
    const detail::Rates rates = [&](const std::vector<double>& at, std::vector<double>& change) {
        const double met = useful * at[0];
        const double means = process.funding + process.building * effort_of(process, at[1]);
        change.assign({means - (process.upkeep + 1.0 / process.shelf_life) * at[0] - process.event_rate * met,
                       process.event_rate * process.learning * (process.aid_share * (1.0 - met) - at[1])});
    };
    detail::TimeCurves curves("a", {{"reserve", "1", "Mean reserve, in the needs of an event"},
                                    {"aid_expected", "1", "Mean share of an event's need that is expected as aid"}});
    const auto states = detail::integrate(rates, {start.reserve, start.aid_expected}, until, every, 0.05);
    const auto times = detail::record_times(until, every);
    for (std::size_t k = 0; k < states.size(); ++k) curves.add(times[k], {states[k][0], states[k][1]});
    return std::move(curves).take();
}

void describe(core::ParameterTable& table, Dependence& process) {
    const auto number = [&table](double& value, std::string_view key, std::string_view meaning,
                                 std::string_view unit = "", double high = 1.0, double low = 0.0) {
        table.add(value, {.key = key, .meaning = meaning, .unit = unit, .low = low, .high = high});
    };
    number(process.building, "building", "What a community builds with all effort, in needs of an event", "1 / a", 100);
    number(process.discouragement, "discouragement",
           "Share of the effort that falls away where all need is expected to be met by aid");
    number(process.aid_share, "aid_share", "Share of the need that the reserve leaves unmet which aid covers");
    number(process.learning, "learning", "Weight of an event in what aid is expected at the next");
    number(process.funding, "funding", "What is built by steady funds from outside, in needs of an event", "1 / a",
           100);
    number(process.upkeep, "upkeep", "What a year's care of a reserve costs, as a share of building it", "1 / a", 10);
    number(process.shelf_life, "shelf_life", "Mean time that goods keep with all care", "a", 1000, 0.1);
    number(process.neglect, "neglect", "Rate at which goods are lost besides where nobody cares for them", "1 / a", 10);
    number(process.event_rate, "event_rate", "Events that befall a community", "1 / a", 12);
}

}  // namespace commonweal::process
