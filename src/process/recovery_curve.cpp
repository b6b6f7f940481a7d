// SPDX-License-Identifier: Apache-2.0
#include "detail/counted.hpp"
#include "detail/experiment_check.hpp"
#include "detail/place_values.hpp"
#include "detail/time_curves.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/text.hpp>
#include <commonweal/process/recovery_curve.hpp>
#include <limits>
#include <numbers>
#include <string>
#include <utility>
#include <vector>

namespace commonweal::process {
namespace {

/// The series 1 - x2/(n (n+1)) (1 - x2/((n+2) (n+3)) ( ... )) with n = `from`, for a square up to (pi / 4)^2.
double turning_series(double square, int from) {
    double sum = 1.0;
    for (int n = from + 14; n >= from; n -= 2) sum = 1.0 - square / (n * (n + 1)) * sum;
    return sum;
}

/// sin(pi x) for x in [0, 0.5], by the series of the sine or, nearer to its top, of the cosine.
double sine_of_turn(double x) {
    const double near = std::numbers::pi * (x <= 0.25 ? x : 0.5 - x);
    return x <= 0.25 ? near * turning_series(near * near, 2) : turning_series(near * near, 1);
}

/// What still lacks of what had been lost, a share x of the way into a recovery: (1 + cos(pi x)) / 2.
double half_cosine(double x) {
    const double sine = sine_of_turn(0.5 * x);
    return 1.0 - sine * sine;
}

/// Share of the loss that still lacks, so long after recovery began.
double lacking_share(RecoveryShape shape, double duration, double days) {
    if (duration <= 0.0) return 0.0;
    if (shape == RecoveryShape::exponential) return core::math::exp(-days / duration);
    const double x = std::min(1.0, days / duration);
    return shape == RecoveryShape::linear ? 1.0 - x : half_cosine(x);
}

/// The integral of that share over the first `days`.
double lacking_days(RecoveryShape shape, double duration, double days) {
    if (duration <= 0.0) return 0.0;
    if (shape == RecoveryShape::exponential) return -duration * core::math::expm1(-days / duration);
    const double x = std::min(1.0, days / duration);
    if (shape == RecoveryShape::linear) return duration * x * (1.0 - 0.5 * x);
    const double sine = sine_of_turn(x <= 0.5 ? x : 1.0 - x);
    return 0.5 * duration * (x + sine / std::numbers::pi);
}

struct CurveMeasure {
    std::string_view name;
    std::string_view unit;
    std::string_view meaning;
    double ResilienceMetrics::*value;
};
constexpr std::array curve_measures{
    CurveMeasure{"loss", "d", "Integral of what lacks", &ResilienceMetrics::loss},
    CurveMeasure{"normalised", "1", "Mean of function", &ResilienceMetrics::normalised},
    CurveMeasure{"robustness", "1", "Lowest function", &ResilienceMetrics::robustness},
    CurveMeasure{"time_to_low", "d", "When function was first at its lowest", &ResilienceMetrics::time_to_low},
    CurveMeasure{"time_regained", "d", "When function was regained", &ResilienceMetrics::time_regained},
    CurveMeasure{"rapidity", "1 / d", "Mean rise of function until it was regained", &ResilienceMetrics::rapidity},
};

Dataset empty_recovery(std::size_t replicates, std::size_t size, const std::vector<double>& times) {
    Dataset dataset;
    dataset.dimensions = {
        detail::counted("replicate", replicates), {"time", "d", times}, detail::counted("agent", size)};
    dataset.variables.push_back(
        {"function", "1", "Mean function", {"replicate", "time"}, std::vector<double>(replicates * times.size())});
    for (const CurveMeasure& measure : curve_measures) {
        dataset.variables.push_back({std::string(measure.name),
                                     std::string(measure.unit),
                                     std::string(measure.meaning),
                                     {"replicate", "agent"},
                                     std::vector<double>(replicates * size)});
    }
    return dataset;
}

/// The curves of one replicate's communities.
std::vector<RecoveryCurve> drawn_curves(const RecoveryCurve& curve, const RecoveryStart& start, core::Index size,
                                        core::Seed seed) {
    std::vector<RecoveryCurve> curves(size, curve);
    const auto vary = [&](const std::optional<AgentValues>& values, double RecoveryCurve::*number, const char* name) {
        if (!values) return;
        const std::vector<double> all = detail::place_values(*values, size, seed, "community", name);
        for (std::size_t row = 0; row < curves.size(); ++row) curves[row].*number = all[row];
    };
    vary(start.drop, &RecoveryCurve::drop, "drop");
    vary(start.plateau, &RecoveryCurve::plateau, "plateau");
    vary(start.duration, &RecoveryCurve::duration, "duration");
    return curves;
}

void check_recovery(const RecoveryCurve& curve, const RecoveryStart& start, const Resilience& reading,
                    const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(curve);
    check.parameters(reading);
    check.that(experiment.is_mixed(), "graph", "ties", "must be left out: communities recover by themselves");
    const auto values = [&](const std::optional<AgentValues>& given, const char* name, double high) {
        if (given) check.values(name, *given, {.low = 0.0, .high = high});
    };
    constexpr double unbounded = std::numeric_limits<double>::infinity();
    values(start.drop, "drop", 1.0);
    values(start.plateau, "plateau", unbounded);
    values(start.duration, "duration", unbounded);
    const double until = experiment.until.value_or(60.0);
    check.number("until", until, {.low = 1e-6, .high = 1e6});
    const double records = until / experiment.every.value_or(until / 100.0);
    check.that(records >= 1.0 && records <= 1e6 && std::abs(records - std::round(records)) < 1e-9, "every",
               core::number_text(experiment.every.value_or(0.0)),
               "must go into until a whole number of times, at most a million");
    check.finish();
}

}  // namespace

double function_after(const RecoveryCurve& curve, double days) {
    if (days < 0.0) return 1.0;
    if (days <= curve.plateau) return 1.0 - curve.drop;
    return 1.0 - curve.drop * lacking_share(curve.shape, curve.duration, days - curve.plateau);
}

double recovery_loss(const RecoveryCurve& curve, double until) {
    const double low = std::clamp(until, 0.0, curve.plateau);
    const double after = std::max(0.0, until - curve.plateau);
    return curve.drop * (low + lacking_days(curve.shape, curve.duration, after));
}

Dataset simulate(const RecoveryCurve& curve, const RecoveryStart& start, const Resilience& reading,
                 const Experiment& experiment) {
    check_recovery(curve, start, reading, experiment);
    const double until = experiment.until.value_or(60.0);
    const std::vector<double> times = detail::record_times(until, experiment.every.value_or(until / 100.0));
    const std::size_t size = experiment.size;
    Dataset dataset = empty_recovery(experiment.replicates, size, times);
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        double* const mean = dataset.variables.front().values.data() + replicate * times.size();
        std::vector<double> series(times.size());
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        const std::vector<RecoveryCurve> curves = drawn_curves(curve, start, experiment.size, seed);
        for (std::size_t row = 0; row < size; ++row) {
            for (std::size_t at = 0; at < times.size(); ++at) {
                series[at] = function_after(curves[row], times[at]);
                mean[at] += series[at] / static_cast<double>(size);
            }
            const ResilienceMetrics metrics = resilience(reading, series, times[1] - times[0]);
            for (std::size_t v = 0; v < curve_measures.size(); ++v) {
                dataset.variables[v + 1].values[replicate * size + row] = metrics.*curve_measures[v].value;
            }
        }
    });
    return dataset;
}

void describe(core::ParameterTable& table, RecoveryCurve& process) {
    static constexpr std::array shapes{
        std::pair<std::string_view, RecoveryShape>{"linear", RecoveryShape::linear},
        std::pair<std::string_view, RecoveryShape>{"exponential", RecoveryShape::exponential},
        std::pair<std::string_view, RecoveryShape>{"trigonometric", RecoveryShape::trigonometric}};
    table.choice(process.shape, shapes,
                 {.key = "shape", .meaning = "How function comes back", .source = "Cimellaro et al. 2010"});
    table.add(process.drop, {.key = "drop", .meaning = "Function lost at once", .low = 0, .high = 1});
    table.add(process.plateau, {.key = "plateau",
                                .meaning = "Time at the bottom before recovery begins",
                                .unit = "d",
                                .low = 0,
                                .high = 3650});
    table.add(process.duration,
              {.key = "duration",
               .meaning = "From the beginning of recovery to full function; of an exponential one its time constant",
               .unit = "d",
               .low = 0,
               .high = 3650,
               .low_open = true});
}

}  // namespace commonweal::process
