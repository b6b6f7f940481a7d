// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/mind.hpp>

#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <array>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/text.hpp>
#include <limits>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

using core::Index;

constexpr std::array trajectories{std::pair{Trajectory::resilient, "resilient"},
                                  std::pair{Trajectory::recovering, "recovering"},
                                  std::pair{Trajectory::chronic, "chronic"}, std::pair{Trajectory::delayed, "delayed"}};

/// Shares of the trajectories, which add up to 1.
std::array<double, 4> trajectory_shares(const Mind& mind) {
    std::array<double, 4> shares{mind.resilient_share, mind.recovering_share, mind.chronic_share, mind.delayed_share};
    double sum = 0.0;
    for (const double share : shares) sum += share;
    for (double& share : shares) share /= sum;
    return shares;
}

void check_mind(detail::ExperimentCheck& check, const Mind& mind) {
    check.parameters(mind);
    const double sum = mind.resilient_share + mind.recovering_share + mind.chronic_share + mind.delayed_share;
    check.that(!(sum <= 0.0), "resilient_share + recovering_share + chronic_share + delayed_share",
               core::number_text(sum), "must be above 0");
}

Trajectory trajectory_of(const std::array<double, 4>& shares, double draw) {
    std::size_t k = 0;
    for (double below = shares[0]; k < 3 && draw >= below; below += shares[++k]) {
    }
    return trajectories[k].first;
}

/// Whom each kind of event befell.
std::vector<double> befallen(const AgentValues& chances, const core::Population& crowd, core::Seed seed,
                             std::string_view name) {
    const std::vector<double> all = detail::drawn(chances, crowd, seed, name);
    const core::StreamId stream = core::StreamId::of(detail::people, name);
    std::vector<double> happened;
    for (Index row = 0; row < crowd.size(); ++row) {
        core::Stream draws(seed, stream, {.agent = crowd.ids()[row], .tick = 1});
        happened.push_back(draws.uniform() < all[row] ? 1.0 : 0.0);
    }
    return happened;
}

/// Trajectories and delays, which stay each person's own.
void draw_courses(const Mind& mind, core::Population& crowd, core::Seed seed) {
    constexpr core::StreamId stream = core::StreamId::of(detail::people, "mind_trajectory");
    const std::array<double, 4> shares = trajectory_shares(mind);
    crowd.add(columns::mind_trajectory, std::uint8_t{0});
    crowd.add(columns::mind_delay, 0.0f);
    for (Index row = 0; row < crowd.size(); ++row) {
        core::Stream draws(seed, stream, {.agent = crowd.ids()[row]});
        crowd.values(columns::mind_trajectory)[row] = static_cast<std::uint8_t>(trajectory_of(shares, draws.uniform()));
        const double later = -mind.delay_spread * math::log(draws.open_uniform());
        crowd.values(columns::mind_delay)[row] = static_cast<float>(mind.delay + later);
    }
}

void add_minds(const Mind& mind, const MindStart& start, core::Population& crowd, core::Seed seed) {
    draw_courses(mind, crowd, seed);
    detail::add_column(crowd, columns::mind_support, detail::drawn(start.support, crowd, seed, "mind_support"));
    detail::add_column(crowd, columns::mind_security, detail::drawn(start.security, crowd, seed, "mind_security"));
    detail::add_column(crowd, columns::mind_distress, detail::drawn(start.distress, crowd, seed, "mind_distress"));
    crowd.add(columns::mind_impact, 0.0f);
    crowd.add(columns::mind_onset, MindState{}.onset);
    crowd.add(columns::mind_rise, 0.0f);
    crowd.add(columns::mind_well, 1.0f);
    const std::vector<double> loss = befallen(start.loss, crowd, seed, "mind_loss");
    const std::vector<double> injury = befallen(start.injury, crowd, seed, "mind_injury");
    const std::vector<double> displacement = befallen(start.displacement, crowd, seed, "mind_displacement");
    for (Index row = 0; row < crowd.size(); ++row) {
        const double impact = impact_of(mind, {loss[row], injury[row], displacement[row]});
        const auto trajectory = static_cast<Trajectory>(crowd.values(columns::mind_trajectory)[row]);
        const MindState now = after_blow(mind, trajectory, {.distress = crowd.values(columns::mind_distress)[row]},
                                         static_cast<float>(impact), crowd.values(columns::mind_delay)[row]);
        crowd.values(columns::mind_distress)[row] = now.distress;
        crowd.values(columns::mind_onset)[row] = now.onset;
        crowd.values(columns::mind_rise)[row] = now.rise;
        crowd.values(columns::mind_well)[row] = now.distress < static_cast<float>(mind.threshold) ? 1.0f : 0.0f;
    }
}

/// The mean of what `value` makes of a column, of those of one trajectory; not a number if there are none.
template <class Value>
core::Observer of_trajectory(Trajectory trajectory, core::Column<float> column, Value value) {
    return [=](const core::Agents& agents, core::Workers&) {
        const core::Population& crowd = agents.at(detail::people);
        const auto courses = crowd.values(columns::mind_trajectory);
        const auto values = crowd.values(column);
        double sum = 0.0;
        double count = 0.0;
        for (Index row = 0; row < crowd.size(); ++row) {
            if (courses[row] != static_cast<std::uint8_t>(trajectory)) continue;
            sum += value(static_cast<double>(values[row]));
            count += 1.0;
        }
        return count > 0.0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
    };
}

core::Observer distressed_share() {
    const core::Observer well = core::observe_mean(std::string(detail::people), columns::mind_well);
    return [well](const core::Agents& agents, core::Workers& workers) { return 1.0 - well(agents, workers); };
}

std::vector<detail::Recorded> mind_records() {
    std::vector<detail::Recorded> all{
        {"distress", "1", "Mean distress", core::observe_mean(std::string(detail::people), columns::mind_distress)},
        {"distressed", "1", "Share of people who are distressed", distressed_share()}};
    for (const auto& [trajectory, name] : trajectories) {
        all.push_back({std::string("distress_") + name, "1", std::string("Mean distress of the ") + name,
                       of_trajectory(trajectory, columns::mind_distress, [](double distress) { return distress; })});
        all.push_back({std::string("distressed_") + name, "1", std::string("Share distressed of the ") + name,
                       of_trajectory(trajectory, columns::mind_well, [](double well) { return 1.0 - well; })});
    }
    return all;
}

/// What people who met with one blow meet with later: mean distress, and the share at or above the threshold.
struct Expected {
    double distress = 0.0;
    double distressed = 0.0;
};

/// One of the courses, in closed form.
struct CourseOf {
    double early;   ///< distress right after the blow
    double later;   ///< the second rise, as a share of what is free of distress
    double rate;    ///< of recovery, 1 / d
    double delay;   ///< d
    double spread;  ///< d
    double threshold;

    /// Chance that the second rise has come.
    double risen(double time) const {
        if (time < delay) return 0.0;
        return spread > 0.0 ? -math::expm1(-(time - delay) / spread) : 1.0;
    }
    /// What is left on average of a rise of 1.
    double left_of_rise(double time) const {
        if (time < delay) return 0.0;
        const double since = time - delay;
        const double fading = math::exp(-rate * since);
        if (spread <= 0.0) return fading;
        const double faster = (1.0 / spread - rate) * since;
        const double mean = std::abs(faster) < 1e-9 ? 1.0 : -math::expm1(-faster) / faster;
        return fading * mean * since / spread;
    }
    Expected at(double time) const {
        const double first = early * math::exp(-rate * time);
        const double kept = first * (1.0 - later);
        const double unrisen = 1.0 - risen(time);
        const double still = first >= threshold ? unrisen : 0.0;
        double again = kept >= threshold ? risen(time) : 0.0;
        if (kept < threshold && kept + later >= threshold) {
            const double lasts = math::log(later / (threshold - kept)) / rate;
            again = risen(time) - (lasts < time ? risen(time - lasts) : 0.0);
        }
        return {.distress = first * (1.0 - later * risen(time)) + later * left_of_rise(time),
                .distressed = still + again};
    }
};

/// Over all that can befall somebody.
Expected expected_of(const Mind& mind, const MindSetting& setting, Trajectory trajectory, double time) {
    Expected mean;
    for (unsigned which = 0; which < 8; ++which) {
        const auto happened = [which](unsigned bit) { return (which >> bit & 1u) != 0 ? 1.0 : 0.0; };
        const auto chance = [&](unsigned bit, double of) { return happened(bit) > 0.0 ? of : 1.0 - of; };
        const double share = chance(0, setting.chances.loss) * chance(1, setting.chances.injury) *
                             chance(2, setting.chances.displacement);
        const double impact = impact_of(mind, {happened(0), happened(1), happened(2)});
        const bool rises = trajectory == Trajectory::delayed;
        const CourseOf course{.early = struck(setting.distress, early_part(mind, trajectory) * impact),
                              .later = rises ? mind.second_rise * impact : 0.0,
                              .rate = 1.0 / recovery_time(mind, trajectory, setting.support, setting.security),
                              .delay = mind.delay,
                              .spread = mind.delay_spread,
                              .threshold = mind.threshold};
        const Expected found = course.at(time);
        mean.distress += share * found.distress;
        mean.distressed += share * found.distressed;
    }
    return mean;
}

void check_mind_setting(detail::ExperimentCheck& check, const MindSetting& setting) {
    const auto share = [&check](const char* name, double value) {
        check.number(name, value, {.low = 0.0, .high = 1.0});
    };
    share("loss", setting.chances.loss);
    share("injury", setting.chances.injury);
    share("displacement", setting.chances.displacement);
    share("distress", setting.distress);
    share("support", setting.support);
    share("security", setting.security);
}

void describe_mind_times(core::ParameterTable& table, Mind& process) {
    const auto time = [&table](double& value, std::string_view key, std::string_view meaning, double low, double high,
                               core::Evidence evidence = core::Evidence::assumed, std::string_view source = "") {
        table.add(value, {.key = key,
                          .meaning = meaning,
                          .unit = "d",
                          .low = low,
                          .high = high,
                          .evidence = evidence,
                          .source = source});
    };
    time(process.resilient_time, "resilient_time", "Distress of the resilient falls to 1/e in it, without help", 1,
         1e5);
    time(process.recovering_time, "recovering_time", "The same for the recovering", 1, 1e5);
    time(process.chronic_time, "chronic_time", "The same for the chronic", 1, 1e5);
    time(process.delayed_time, "delayed_time", "The same for the delayed", 1, 1e5);
    time(process.delay, "delay", "Shortest time to the second rise of the delayed", 0, 1e4, core::Evidence::literature,
         "DSM-IV: at least six months");
    time(process.delay_spread, "delay_spread", "Mean of the exponential time after that", 0, 1e4);
}

}  // namespace

Dataset simulate(const Mind& mind, const MindStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check_mind(check, mind);
    constexpr detail::ExperimentCheck::Range share{.low = 0.0, .high = 1.0};
    check.values("loss", start.loss, share);
    check.values("injury", start.injury, share);
    check.values("displacement", start.displacement, share);
    check.values("distress", start.distress, share);
    check.values("support", start.support, share);
    check.values("security", start.security, share);
    check.finish();
    const detail::Course course{.step = 1.0, .every = 10.0, .longest = 730.0};
    const double step = experiment.step.value_or(course.step);
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        add_minds(mind, start, crowd, simulation.seed());
        simulation.add(RecoverMind{.mind = mind, .step = step}, detail::people);
    };
    return detail::run_replicates(experiment, course, mind_records(), build);
}

Dataset mean_field(const Mind& mind, const MindSetting& setting, double until, double every) {
    detail::ExperimentCheck check(Experiment{.until = until, .every = every});
    check_mind(check, mind);
    check_mind_setting(check, setting);
    check.finish();
    if (mind.support == MindSupport::neighbours) {
        throw core::Error("mind: with support from neighbours there is no closed form; set support to given");
    }
    std::vector<detail::Curve> named;
    for (const detail::Recorded& one : mind_records()) named.push_back({one.name, one.unit, one.meaning});
    detail::TimeCurves curves("d", named);
    const std::array<double, 4> shares = trajectory_shares(mind);
    for (const double time : detail::record_times(until, every)) {
        std::vector<double> values(named.size(), 0.0);
        for (std::size_t k = 0; k < trajectories.size(); ++k) {
            const Expected found = expected_of(mind, setting, trajectories[k].first, time);
            values[0] += shares[k] * found.distress;
            values[1] += shares[k] * found.distressed;
            values[2 + 2 * k] = found.distress;
            values[3 + 2 * k] = found.distressed;
        }
        curves.add(time, values);
    }
    return std::move(curves).take();
}

void describe(core::ParameterTable& table, Mind& process) {
    static constexpr std::array supports{
        std::pair<std::string_view, MindSupport>{"given", MindSupport::given},
        std::pair<std::string_view, MindSupport>{"neighbours", MindSupport::neighbours}};
    constexpr std::string_view review = "Galatzer-Levy, Huang and Bonanno 2018; Bonanno 2004";
    const auto add = [&table](double& value, std::string_view key, std::string_view meaning, double high = 1.0) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = high});
    };
    const auto weight = [&table, review](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key,
                          .meaning = meaning,
                          .low = 0,
                          .high = 1,
                          .evidence = core::Evidence::literature,
                          .source = review});
    };
    add(process.loss, "loss", "Share of what is free of distress that the loss of somebody near takes");
    add(process.injury, "injury", "The same for one's own injury");
    add(process.displacement, "displacement", "The same for being displaced from home");
    weight(process.resilient_share, "resilient_share",
           "Weight of the resilient; the four weights are divided by their sum");
    weight(process.recovering_share, "recovering_share", "Weight of the recovering");
    weight(process.chronic_share, "chronic_share", "Weight of the chronic");
    weight(process.delayed_share, "delayed_share", "Weight of the delayed");
    add(process.early_reaction, "early_reaction", "Part of a blow that the resilient and, at first, the delayed feel");
    describe_mind_times(table, process);
    add(process.second_rise, "second_rise", "The second rise as a part of the blow");
    table.choice(
        process.support, supports,
        {.key = "support", .meaning = "Where support comes from: as given, or neighbours who are not distressed"});
    add(process.support_effect, "support_effect", "Rise of the rate of recovery by full support, as its multiple", 10);
    add(process.security_effect, "security_effect", "The same for full security", 10);
    add(process.threshold, "threshold", "Distress from which on somebody counts as distressed");
}

}  // namespace commonweal::process
