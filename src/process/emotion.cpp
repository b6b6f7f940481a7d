// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/emotion.hpp>

#include "process/detail/emotion_crowd.hpp"
#include "process/detail/equations.hpp"
#include "process/detail/experiment_check.hpp"
#include "process/detail/replicates.hpp"
#include "process/detail/time_curves.hpp"

#include <array>
#include <cmath>
#include <commonweal/core/text.hpp>
#include <string>
#include <utility>

namespace commonweal::process {

namespace {

using core::Index;
using core::Tick;

constexpr detail::ExperimentCheck::Range emotion_range{.low = 0.0, .high = 1.0};

void check_emotion_shock(detail::ExperimentCheck& check, const EmotionShock& shock) {
    check.that(std::isfinite(shock.onset) && shock.onset >= 0.0, "onset", core::number_text(shock.onset),
               "must be at least 0");
    check.that(shock.duration >= 0.0, "duration", core::number_text(shock.duration), "must be at least 0");
}

void check_emotion_causes(detail::ExperimentCheck& check, const EmotionCauses<double>& causes) {
    check.number("risk", causes.risk, emotion_range);
    check.number("shelf", causes.shelf, emotion_range);
    check.number("rumour", causes.rumour, emotion_range);
    check.number("trust", causes.trust, emotion_range);
    check.number("information", causes.information, emotion_range);
}

/// The tick at which a time has come; a time that never comes is after all ticks.
Tick emotion_tick(double time, double step) {
    return static_cast<Tick>(std::clamp(std::ceil(time / step - 1e-9), 0.0, 4.2e9));
}

constexpr std::array last_panic{detail::Kept{columns::panic, "last_panic", "1", "Panic at the end"}};

/// The rates of change of the two groups' panic.
detail::Rates emotion_rates_of_groups(const Emotion& process, const EmotionCrowd& crowd, bool shocked) {
    EmotionCauses<double> causes = crowd.causes;
    if (!shocked) causes.risk = 0.0;
    return [=, share = crowd.frightened](const std::vector<double>& panic, std::vector<double>& change) mutable {
        causes.others = share * panic[0] + (1.0 - share) * panic[1];
        change.resize(2);
        for (std::size_t group = 0; group < 2; ++group) {
            const EmotionRates<double> rates = emotion_rates(process, panic[group], causes);
            change[group] = (1.0 - panic[group]) * rates.up - panic[group] * rates.down;
        }
    };
}

/// A step in which panic does not go far, whatever the causes.
double emotion_longest_step(const Emotion& process) {
    const double rising = process.risk_effect + process.contagion + process.shelf_effect + process.rumour_effect;
    return std::min(0.05, 0.5 / (rising + process.information_effect + 1.0 / process.calming_time));
}

/// The groups' panic at `until`, from that at `now`.
std::vector<double> emotion_groups_at(const Emotion& process, const EmotionCrowd& crowd, std::vector<double> panic,
                                      double now, double until) {
    const double end = crowd.shock.onset + crowd.shock.duration;
    const double step = emotion_longest_step(process);
    while (now < until) {
        double next = until;
        for (const double turn : {crowd.shock.onset, end}) {
            if (turn > now) next = std::min(next, turn);
        }
        const bool shocked = now >= crowd.shock.onset && now < end;
        const double length = next - now;
        panic = detail::integrate(emotion_rates_of_groups(process, crowd, shocked), panic, length, length, step).back();
        now = next;
    }
    return panic;
}

}  // namespace

namespace detail {

void check_emotion_start(ExperimentCheck& check, const EmotionStart& start) {
    check.values("panic", start.panic, emotion_range);
    check.starters("frightened", start.frightened);
    check.values("risk", start.risk, emotion_range);
    check_emotion_shock(check, start.shock);
    check.values("shelf", start.shelf, emotion_range);
    check.values("rumour", start.rumour, emotion_range);
    check.values("trust", start.trust, emotion_range);
    check.values("information", start.information, emotion_range);
}

void add_emotional_people(const EmotionStart& start, core::Population& crowd, core::Seed seed) {
    add_column(crowd, columns::panic, drawn(start.panic, crowd, seed, "panic"));
    add_column(crowd, columns::risk_in_shock, drawn(start.risk, crowd, seed, "risk_in_shock"));
    add_column(crowd, columns::empty_shelf, drawn(start.shelf, crowd, seed, "empty_shelf"));
    add_column(crowd, columns::rumour_belief, drawn(start.rumour, crowd, seed, "rumour_belief"));
    add_column(crowd, columns::official_trust, drawn(start.trust, crowd, seed, "official_trust"));
    add_column(crowd, columns::official_information, drawn(start.information, crowd, seed, "official_information"));
    crowd.add(columns::perceived_risk, 0.0f);
    if (start.frightened.count == 0 && start.frightened.rows.empty()) return;
    for (const Index row : chosen(start.frightened, crowd.size(), seed)) crowd.values(columns::panic)[row] = 1.0f;
}

void add_emotion_rules(const Emotion& process, const EmotionShock& shock, double step, core::Simulation& simulation) {
    simulation.add(PerceiveShock{}, people);
    simulation.add(FeelPanic{.process = process, .step = static_cast<float>(step)}, people,
                   {.after = {std::string(PerceiveShock::name)}});
    core::EventQueue& queue = simulation.queue(people, PerceiveShock::name);
    const Tick begin = emotion_tick(shock.onset, step);
    const Tick end = emotion_tick(shock.onset + shock.duration, step);
    if (end <= begin) return;
    queue.plan(0, begin, PerceiveShock::begins);
    queue.plan(0, end, PerceiveShock::ends);
}

}  // namespace detail

void PerceiveShock::operator()(core::Turn& turn, core::ColumnView<float> risk,
                               core::ColumnView<const float> in_shock) const {
    for (std::size_t row = 0; row < risk.size(); ++row) risk[row] = turn.what == begins ? in_shock[row] : 0.0f;
}

Dataset simulate(const Emotion& process, const EmotionStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(process);
    detail::check_emotion_start(check, start);
    check.finish();
    const detail::Course course{.step = 0.125, .every = 0.5, .longest = 30.0};
    const std::vector<detail::Recorded> records{
        {"panic", "1", "Mean panic", core::observe_mean(std::string(detail::people), columns::panic)},
        {"afraid", "1", "Share of people whose panic is above one half",
         detail::share_where(columns::panic, [](float panic) { return panic > 0.5f; })}};
    const auto build = [&](core::Simulation& simulation, core::Population& crowd) {
        detail::add_emotional_people(start, crowd, simulation.seed());
        detail::add_emotion_rules(process, start.shock, experiment.step.value_or(course.step), simulation);
    };
    return detail::run_replicates(experiment, course, records, build, last_panic);
}

Dataset mean_field(const Emotion& process, const EmotionCrowd& start, double until, double every) {
    detail::ExperimentCheck check(Experiment{.until = until, .every = every});
    check.parameters(process);
    check.number("panic", start.panic, emotion_range);
    check.number("frightened", start.frightened, emotion_range);
    check_emotion_shock(check, start.shock);
    check_emotion_causes(check, start.causes);
    check.finish();
    detail::TimeCurves curves("d", {{"panic", "1", "Mean panic"},
                                    {"of_frightened", "1", "Panic of those frightened at first"},
                                    {"of_others", "1", "Panic of the others"}});
    detail::refuse_endless(until, emotion_longest_step(process));
    std::vector<double> panic{1.0, start.panic};
    double now = 0.0;
    for (const double next : detail::record_times(until, every)) {
        panic = emotion_groups_at(process, start, panic, now, next);
        now = next;
        const double mean = start.frightened * panic[0] + (1.0 - start.frightened) * panic[1];
        curves.add(now, {mean, panic[0], panic[1]});
    }
    return std::move(curves).take();
}

double steady_panic(const Emotion& process, const EmotionCauses<double>& causes) {
    detail::ExperimentCheck check(Experiment{});
    check.parameters(process);
    check_emotion_causes(check, causes);
    check.finish();
    EmotionCauses<double> alone = causes;
    alone.others = 0.0;  // of people who are alike nobody fears more than the others
    const EmotionRates<double> rates = emotion_rates(process, 0.0, alone);
    return rates.up / (rates.up + rates.down);
}

void describe(core::ParameterTable& table, Emotion& process) {
    const auto rate = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .unit = "1 / d", .low = 0, .high = 100});
    };
    rate(process.risk_effect, "risk_effect", "Rate at which risk, felt fully, frightens");
    rate(process.contagion, "contagion", "Rate at which others frighten who fear more by 1 in the mean");
    rate(process.shelf_effect, "shelf_effect", "Rate at which an empty shelf frightens while its sight lasts");
    rate(process.rumour_effect, "rumour_effect", "Rate at which a rumour, believed fully, frightens");
    rate(process.information_effect, "information_effect",
         "Rate at which official information, full and fully trusted, calms");
    table.add(process.calming_time, {.key = "calming_time",
                                     .meaning = "Mean time in which fear calms down by itself; 3 to 7",
                                     .unit = "d",
                                     .low = 0.01,
                                     .high = 1000});
}

}  // namespace commonweal::process
