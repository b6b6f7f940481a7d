// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <span>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// A post weighs what its sources say and sounds the alarm, or does not; whoever was warned in vain believes it less.
/// Signal detection with two normal distributions of one variance (Green and Swets 1966).
struct Detection {
    /// How far apart what one source says lies with and without a hazard, standard deviations, in [0, 10]. [A]
    double sensitivity = 1.0;
    /// Sources that are heard in each case, 1 to 10,000. [A]
    std::uint32_t sources = 1;
    /// Correlation of what two sources say about one case, in [0, 1]: that of where they have it from. [A]
    double correlation = 0.0;
    /// Chance that a case is a hazard, in [1e-6, 0.999999]. [A]
    double hazard_chance = 0.05;
    /// Cost of a hazard without an alarm, in any unit, in (0, 1e6]. [A]
    double miss_cost = 10.0;
    /// Cost of an alarm without a hazard, in the same unit, in (0, 1e6]. [A]
    double false_alarm_cost = 1.0;
    /// How much more evidence is asked for than is best, standard deviations, in [-10, 10]. [A]
    double criterion_shift = 0.0;
    /// Share of trust that a false alarm costs, in [0, 1]: compliance falls by .05 to .2. [A]
    double false_alarm_loss = 0.1;
    /// Share of trust that a missed hazard costs, in [0, 1]. [A]
    double miss_loss = 0.15;
    /// Share of what is lacking in trust that a right alarm brings back, in [0, 1]. [A]
    double hit_gain = 0.05;
};

/// What came of a case: 1 for a hazard and 2 for an alarm, added up.
enum class AlarmOutcome : std::uint8_t { quiet = 0, miss = 1, false_alarm = 2, hit = 3 };

/// Chances of an alarm.
struct AlarmRates {
    double hit = 0.0;          ///< with a hazard
    double false_alarm = 0.0;  ///< without one
};

/// Sensitivity of all sources together: sensitivity sqrt(n / (1 + (n - 1) correlation)).
double fused_sensitivity(const Detection& detection);

/// The same of sources that differ, with one correlation between any two: the best weights (Sorkin and Dai 1994).
/// Infinite where sources that differ share all their noise. Throws Error unless there is a source, each sensitivity
/// is finite and at least 0, and the correlation lies in [0, 1].
double fused_sensitivity(std::span<const double> sensitivities, double correlation);

/// Chance that a hazard gives more evidence than a case without one: the area under the curve of hits over false
/// alarms.
double area_under_curve(double sensitivity);

/// Evidence above which the alarm sounds, standard deviations from half way: the logarithm of the best likelihood
/// ratio, false_alarm_cost (1 - hazard_chance) / (miss_cost hazard_chance), over the fused sensitivity, plus
/// `criterion_shift`. Infinite without any sensitivity, unless the ratio is 1.
double criterion(const Detection& detection);

AlarmRates alarm_rates(const Detection& detection);

/// Mean cost of a case, in the unit of the costs; least without a `criterion_shift`.
double expected_cost(const Detection& detection);

/// Trust after a case, from a trust in [0, 1]. Branch-free.
inline double trust_after(const Detection& detection, double trust, AlarmOutcome outcome) {
    const double false_alarm = outcome == AlarmOutcome::false_alarm ? detection.false_alarm_loss : 0.0;
    const double miss = outcome == AlarmOutcome::miss ? detection.miss_loss : 0.0;
    const double gain = outcome == AlarmOutcome::hit ? detection.hit_gain : 0.0;
    return trust - (false_alarm + miss) * trust + gain * (1.0 - trust);
}

/// Mean trust after so many cases.
double expected_trust(const Detection& detection, double trust, std::uint32_t cases);

namespace columns {
inline constexpr core::Column<std::uint8_t> alarm_outcome{"alarm_outcome"};  ///< an AlarmOutcome, of the last case
inline constexpr core::Column<float> alarm_trust{"alarm_trust"};             ///< in alarms, in [0, 1]
}  // namespace columns

/// Cry wolf, as a rule: once a case everybody changes their trust by what came of it.
struct JudgeAlarms {
    static constexpr std::string_view name = "judge_alarms";
    static constexpr auto uses = core::read(columns::alarm_outcome) | core::write(columns::alarm_trust);

    Detection detection{};

    void operator()(std::uint8_t outcome, float& trust) const {
        trust =
            static_cast<float>(trust_after(detection, static_cast<double>(trust), static_cast<AlarmOutcome>(outcome)));
    }
};

struct DetectionStart {
    double trust = 1.0;  ///< Of those who hear the alarms, in [0, 1].
};

/// Posts, one for each replicate, that judge one case after the other, `until` of them (100): hazard, evidence (of all
/// sources, standard deviations from half way), alarm, heeded (the trust in the alarm that sounded, 0 without one)
/// and trust (after the case) over replicate and case. Throws ConfigError with everything that is wrong.
Dataset simulate(const Detection& detection, const DetectionStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Detection& process);

/// How a series of observations is watched.
enum class MonitorMethod : std::uint8_t {
    cusum,  ///< the sum of what lies above the reference, never below 0 (Page 1954)
    ewma,   ///< an average in which old observations fade (Roberts 1959)
};

/// Watches a series whose observations have mean 0 and standard deviation 1 as long as nothing is amiss.
struct Monitor {
    MonitorMethod method = MonitorMethod::cusum;
    /// Of a sum: what is taken from each observation, half the shift that is to be seen, in [0, 5]. [L]
    double reference = 0.5;
    /// Of a sum: signals above it, in (0, 20]. [L]
    double limit = 5.0;
    /// Of an average: weight of the newest observation, in [0.01, 1]. [L]
    double smoothing = 0.1;
    /// Of an average: signals where it is further from 0, in its own standard deviations in the long run, in (0, 6].
    /// [L]
    double width = 2.814;
};

/// The statistic after one more observation; it begins with 0.
double watched(const Monitor& monitor, double statistic, double observation);

/// What a statistic must pass for a signal: upwards for a sum, on either side for an average.
double signal_limit(const Monitor& monitor);

/// Mean number of observations, of mean `shift` from the first on, until a signal: the integral equation of Page and of
/// Crowder (1987). Infinite where it is above 1e9. Throws Error if the shift is not
/// finite.
double average_run_length(const Monitor& monitor, double shift);

/// run_length over replicate: observations until a signal, and signalled, 0 where `until` (1e6) came first. Throws
/// ConfigError with everything that is wrong.
Dataset run_lengths(const Monitor& monitor, double shift, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Monitor& process);

}  // namespace commonweal::process
