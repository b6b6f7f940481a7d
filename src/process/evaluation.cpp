// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/evaluation.hpp>

#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <commonweal/core/error.hpp>
#include <commonweal/core/parameter.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

/// What is recorded, in the order of the columns.
struct EvaluationRecord {
    std::string_view name;
    std::string_view meaning;
    core::Column<float> column;
};

constexpr std::array evaluation_records{
    EvaluationRecord{"weight", "Mean weight of the measured indicator", columns::evaluation_weight},
    EvaluationRecord{"speed", "Mean share of cases closed in time", columns::evaluation_speed},
    EvaluationRecord{"solved", "Mean share of cases closed in time and settled", columns::evaluation_solved},
    EvaluationRecord{"skill", "Mean skill with which they are dealt with", columns::evaluation_skill},
    EvaluationRecord{"reported", "Mean share of cases reported as closed in time", columns::evaluation_reported},
    EvaluationRecord{"seen", "Mean service that residents see", columns::service_seen},
    EvaluationRecord{"expected", "Mean service that they expect", columns::evaluation_expected},
    EvaluationRecord{"satisfaction", "Mean satisfaction of residents", columns::service_satisfaction},
    EvaluationRecord{"returned", "Mean cases that come back, of all at the start", columns::evaluation_returned}};

/// Offices as they are before the first round: at work already, and what they do seen without noise.
void add_offices(const Evaluation& evaluation, const EvaluationStart& start, core::Population& crowd, core::Seed seed) {
    crowd.add(columns::evaluation_unit, 1.0f);
    crowd.add(columns::evaluation_demand, 1.0f);
    for (const auto column : {columns::evaluation_returned, columns::evaluation_speed, columns::evaluation_solved,
                              columns::evaluation_skill, columns::evaluation_reported, columns::service_seen,
                              columns::service_satisfaction}) {
        crowd.add(column, 0.0f);
    }
    const auto add = [&](core::Column<float> column, const AgentValues& values) {
        detail::add_column(crowd, column, detail::drawn(values, crowd, seed, column.name));
    };
    add(columns::evaluation_weight, start.weight);
    add(columns::evaluation_ability, start.ability);
    add(columns::evaluation_expected, start.expected);
    for (Index row = 0; row < crowd.size(); ++row) {
        const float weight = crowd.values(columns::evaluation_weight)[row];
        const float ability = crowd.values(columns::evaluation_ability)[row];
        const Service<float> done = service(evaluation, Workload<float>{.weight = weight, .ability = ability});
        const float expected = crowd.values(columns::evaluation_expected)[row];
        crowd.values(columns::evaluation_speed)[row] = done.speed;
        crowd.values(columns::evaluation_solved)[row] = done.solved;
        crowd.values(columns::evaluation_skill)[row] = done.skill;
        crowd.values(columns::evaluation_reported)[row] = done.reported;
        crowd.values(columns::evaluation_returned)[row] = false_share(evaluation, weight) * done.speed;
        crowd.values(columns::service_seen)[row] = done.quality;
        crowd.values(columns::service_satisfaction)[row] = satisfaction_with(evaluation, expected, done.quality);
    }
}

/// Mean of how far a standard normal number is above `level`.
double mean_above(double level) {
    constexpr double one_over_root_of_two_pi = 0.39894228040143267794;
    return one_over_root_of_two_pi * math::exp(-0.5 * level * level) - level * math::normal_cdf(-level);
}

}  // namespace

Service<double> steady_service(const Evaluation& evaluation, double weight, double demand) {
    // With one case there is as much closed as can be, unless all are.
    const double lost = false_share(evaluation, weight);
    const double all_back = lost < 1.0 ? demand / (1.0 - lost) : std::numeric_limits<double>::infinity();
    const Service<double> alone = service(evaluation, Workload<double>{.weight = weight, .cases = 1e9});
    const double most = 1e9 * alone.speed;
    const double cases = most >= all_back ? all_back : demand + lost * most;
    return service(evaluation, Workload<double>{.weight = weight, .cases = cases});
}

double best_weight(const Evaluation& evaluation) {
    const auto at = [&evaluation](double weight) { return steady_service(evaluation, weight).quality; };
    constexpr int places = 1000;
    int best = 0;
    for (int place = 1; place <= places; ++place) {
        if (at(place / double{places}) > at(best / double{places})) best = place;
    }
    double low = std::max(0.0, (best - 1) / double{places});
    double high = std::min(1.0, (best + 1) / double{places});
    while (high - low > 1e-7) {
        const double third = (high - low) / 3.0;
        (at(low + third) < at(high - third) ? low : high) += at(low + third) < at(high - third) ? third : -third;
    }
    return 0.5 * (low + high);
}

double ratchet_level(const Evaluation& evaluation, const SeenService& seen) {
    const double both = evaluation.expect_up + evaluation.expect_down;
    if (!(both > 0.0)) throw core::Error("ratchet_level: expectations that do not move have no level of their own");
    if (!(seen.sd > 0.0)) throw core::Error("ratchet_level: the standard deviation must be above 0");
    // Pulled up as strongly as down.
    const auto down_more_than_up = [&](double level) {
        return evaluation.expect_down * mean_above(-level) - evaluation.expect_up * mean_above(level);
    };
    return seen.mean + seen.sd * detail::root(down_more_than_up, -30.0, 30.0);
}

Dataset simulate(const Evaluation& evaluation, const EvaluationStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(evaluation);
    check.values("weight", start.weight, {.low = 0.0, .high = 1.0});
    check.values("ability", start.ability, {.low = 0.01, .high = 100.0});
    check.values("expected", start.expected, {.low = 0.0, .high = 1.0});
    check.that(experiment.step.value_or(1.0) == 1.0, "step", std::to_string(experiment.step.value_or(1.0)),
               "must be 1: a tick is a round");
    check.finish();
    const detail::Course course{.unit = "1", .step = 1.0, .every = 1.0, .longest = 40.0};
    std::vector<detail::Recorded> recorded;
    for (const EvaluationRecord& one : evaluation_records) {
        recorded.push_back({std::string(one.name), "1", std::string(one.meaning),
                            core::observe_mean(std::string(detail::people), one.column)});
    }
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_offices(evaluation, start, crowd, simulation.seed());
        simulation.add(JudgeOffices{.evaluation = evaluation}, detail::people);
    };
    return detail::run_replicates(experiment, course, recorded, build);
}

Dataset mean_field(const Evaluation& evaluation, const EvaluationMind& start, std::uint32_t rounds) {
    detail::ExperimentCheck check(Experiment{});
    check.parameters(evaluation);
    check.number("weight", start.weight, {.low = 0.0, .high = 1.0});
    check.number("expected", start.expected, {.low = 0.0, .high = 1.0});
    check.number("rounds", rounds, {.low = 0.0, .high = 1e6});
    check.finish();
    detail::TimeCurves curves("1", {{"weight", "1", "Weight of the measured indicator"},
                                    {"speed", "1", "Share of cases closed in time"},
                                    {"solved", "1", "Share of cases closed in time and settled"},
                                    {"skill", "1", "Skill with which they are dealt with"},
                                    {"reported", "1", "Share of cases reported as closed in time"},
                                    {"seen", "1", "Service that residents see"},
                                    {"expected", "1", "Service that they expect"},
                                    {"satisfaction", "1", "Satisfaction of residents"},
                                    {"returned", "1", "Cases that come back, of all at the start"}});
    double weight = start.weight;
    double expected = start.expected;
    double demand = 1.0;
    double cases = 1.0;
    for (std::uint32_t round = 0; round <= rounds; ++round) {
        const Service<double> done = service(evaluation, Workload<double>{.weight = weight, .cases = cases});
        const double satisfaction = satisfaction_with(evaluation, expected, done.quality);
        if (round > 0) expected = expected_after(evaluation, expected, done.quality);
        const double returned = false_share(evaluation, weight) * done.speed * cases;
        curves.add(static_cast<double>(round), {weight, done.speed, done.solved, done.skill, done.reported,
                                                done.quality, expected, satisfaction, returned});
        const double asked = evaluation.target + evaluation.peer_weight * (done.reported - evaluation.target);
        weight = weight_after(evaluation, weight, asked, done.reported);
        demand *= 1.0 + evaluation.demand_growth;
        cases = demand + returned;
    }
    return std::move(curves).take();
}

namespace {

struct EvaluationTable {
    core::ParameterTable& table;

    void operator()(double& value, std::string_view key, std::string_view meaning, double low = 0.0,
                    double high = 1.0) const {
        table.add(value, {.key = key, .meaning = meaning, .low = low, .high = high});
    }
};

}  // namespace

void describe(core::ParameterTable& table, Evaluation& process) {
    const EvaluationTable add{table};
    add(process.measured_share, "measured_share", "Share of effort that goes into speed where nothing is measured",
        0.05, 0.95);
    add(process.shift, "shift", "Share of the effort for skill that a weight of 1 moves into speed");
    add(process.drive, "drive", "By how much all effort rises with a weight of 1", 0.0, 10.0);
    add(process.returns, "returns", "Returns to effort: twice as much of it achieves two to the power of this", 0.01);
    add(process.base_quality, "base_quality", "Share of cases closed in time, and skill, where nothing is measured",
        0.01);
    add(process.audit, "audit", "Share of reports that are looked into");
    add(process.gaming, "gaming", "What a weight of 1 adds to an unaudited report beside the truth");
    add(process.false_closing, "false_closing", "Share of closed cases that are not settled where nothing is measured");
    add(process.false_closing_effect, "false_closing_effect", "By how much a weight of 1 raises it without audits");
    add(process.report_noise, "report_noise", "How far a report is off by chance, standard deviation");
    add(process.target, "target", "Share of cases closed in time that those above ask for");
    add(process.peer_weight, "peer_weight", "Weight of what others report in what is asked for");
    add(process.adapt_rate, "adapt_rate",
        "Rise of the weight in a round for each unit that a report is below what is asked for", 0.0, 10.0);
    add(process.skill_weight, "skill_weight", "Weight of skill, beside that of cases settled, in what residents see");
    add(process.service_noise, "service_noise",
        "How far what residents see differs from round to round, standard deviation");
    add(process.expect_up, "expect_up", "Share by which expectations move in a round to something better");
    add(process.expect_down, "expect_down", "Share by which they move to something worse");
    add(process.satisfaction_slope, "satisfaction_slope",
        "Satisfaction beyond one half for each unit that service is better than expected", 0.0, 100.0);
    add(process.demand_growth, "demand_growth", "Growth of demand in a round", -0.5, 1.0);
}

}  // namespace commonweal::process
