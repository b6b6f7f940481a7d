// SPDX-License-Identifier: Apache-2.0
#include <commonweal/process/detection.hpp>

#include "process/detail/counted.hpp"
#include "process/detail/experiment_check.hpp"

#include <algorithm>
#include <array>
#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <commonweal/core/error.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/core/random.hpp>
#include <cstddef>
#include <limits>
#include <utility>
#include <vector>

namespace commonweal::process {

namespace math = core::math;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr std::string_view post = "warning_post";

/// What was observed of one case.
struct Case {
    bool hazard;
    double evidence;
};

Case observed(const Detection& detection, core::Seed seed, core::Tick number) {
    constexpr core::StreamId of_case = core::StreamId::of(post, "case");
    constexpr core::StreamId of_source = core::StreamId::of(post, "source");
    core::Stream draws(seed, of_case, {.agent = 0, .tick = number});
    const bool hazard = draws.chance(detection.hazard_chance);
    const double shared = std::sqrt(detection.correlation) * draws.normal();
    const double own = std::sqrt(1.0 - detection.correlation);
    const double told = (hazard ? 0.5 : -0.5) * detection.sensitivity;
    double sum = 0.0;
    for (core::AgentId source = 0; source < detection.sources; ++source) {
        sum += told + shared + own * core::Stream(seed, of_source, {.agent = source, .tick = number}).normal();
    }
    const double sources = detection.sources;
    return {hazard, sum / std::sqrt(sources * (1.0 + (sources - 1.0) * detection.correlation))};
}

/// Places and weights for integrals over the statistics that give no signal.
struct Quadrature {
    Quadrature(double low, double high, double scale) {
        using Rule = boost::math::quadrature::gauss<double, 20>;
        const double panels = std::max(1.0, std::ceil((high - low) / (4.0 * scale)));
        const double half = (high - low) / (2.0 * panels);
        for (double panel = 0.0; panel < panels; panel += 1.0) {
            const double middle = low + half * (2.0 * panel + 1.0);
            for (std::size_t k = 0; k < Rule::abscissa().size(); ++k) {
                for (const double side : {-half, half}) {
                    places.push_back(middle + side * Rule::abscissa()[k]);
                    weights.push_back(half * Rule::weights()[k]);
                }
            }
        }
    }
    std::vector<double> places;
    std::vector<double> weights;
};

/// Linear equations, a row each with its right side behind it.
using Equations = std::vector<std::vector<double>>;

/// The first unknown: Gaussian elimination with row pivots, from the last unknown to the first.
double first_solution(Equations rows) {
    const std::size_t right = rows.size();
    for (std::size_t k = rows.size(); k-- > 0;) {
        std::size_t pivot = k;
        for (std::size_t row = 0; row < k; ++row) {
            if (std::abs(rows[row][k]) > std::abs(rows[pivot][k])) pivot = row;
        }
        std::swap(rows[k], rows[pivot]);
        for (std::size_t row = 0; row < k; ++row) {
            const double factor = rows[row][k] / rows[k][k];
            for (std::size_t column = 0; column < k; ++column) rows[row][column] -= factor * rows[k][column];
            rows[row][right] -= factor * rows[k][right];
        }
    }
    return rows[0][right] / rows[0][0];
}

double normal_density(double x) {
    constexpr double one_over_root_of_two_pi = 0.39894228040143267794;
    return one_over_root_of_two_pi * math::exp(-0.5 * x * x);
}

/// Chances of where a statistic goes from `from` with the next observation.
struct Transition {
    const Monitor& monitor;
    double shift;

    double to_zero(double from) const {
        return monitor.method == MonitorMethod::cusum ? math::normal_cdf(monitor.reference - from - shift) : 0.0;
    }
    double density(double from, double to) const {
        if (monitor.method == MonitorMethod::cusum) return normal_density(to + monitor.reference - from - shift);
        const double kept = (1.0 - monitor.smoothing) * from;
        return normal_density((to - kept) / monitor.smoothing - shift) / monitor.smoothing;
    }
};

}  // namespace

double fused_sensitivity(const Detection& detection) {
    const double sources = detection.sources;
    return detection.sensitivity * std::sqrt(sources / (1.0 + (sources - 1.0) * detection.correlation));
}

double fused_sensitivity(std::span<const double> sensitivities, double correlation) {
    const bool right = std::all_of(sensitivities.begin(), sensitivities.end(),
                                   [](double each) { return std::isfinite(each) && each >= 0.0; });
    if (sensitivities.empty() || !right) {
        throw core::Error("fused_sensitivity: needs sensitivities, all finite and at least 0");
    }
    if (!(correlation >= 0.0 && correlation <= 1.0)) {
        throw core::Error("fused_sensitivity: the correlation must be between 0 and 1");
    }
    const auto count = static_cast<double>(sensitivities.size());
    double mean = 0.0;
    for (const double each : sensitivities) mean += each / count;
    double differences = 0.0;
    for (const double each : sensitivities) differences += (each - mean) * (each - mean);
    const double common = count * mean * mean / (1.0 + (count - 1.0) * correlation);
    const auto [least, most] = std::minmax_element(sensitivities.begin(), sensitivities.end());
    return *least == *most ? std::sqrt(common) : std::sqrt(common + differences / (1.0 - correlation));
}

double area_under_curve(double sensitivity) { return math::normal_cdf(sensitivity / std::sqrt(2.0)); }

double criterion(const Detection& detection) {
    const double odds = (1.0 - detection.hazard_chance) / detection.hazard_chance;
    const double log_ratio = math::log(odds * detection.false_alarm_cost / detection.miss_cost);
    const double sensitivity = fused_sensitivity(detection);
    if (sensitivity > 0.0) return log_ratio / sensitivity + detection.criterion_shift;
    return log_ratio > 0.0 ? infinite : log_ratio < 0.0 ? -infinite : detection.criterion_shift;
}

AlarmRates alarm_rates(const Detection& detection) {
    const double above = criterion(detection);
    const double half = 0.5 * fused_sensitivity(detection);
    return {.hit = math::normal_cdf(half - above), .false_alarm = math::normal_cdf(-half - above)};
}

double expected_cost(const Detection& detection) {
    const AlarmRates rates = alarm_rates(detection);
    return detection.hazard_chance * (1.0 - rates.hit) * detection.miss_cost +
           (1.0 - detection.hazard_chance) * rates.false_alarm * detection.false_alarm_cost;
}

double expected_trust(const Detection& detection, double trust, std::uint32_t cases) {
    const AlarmRates rates = alarm_rates(detection);
    const double gain = detection.hazard_chance * rates.hit * detection.hit_gain;
    const double loss = detection.hazard_chance * (1.0 - rates.hit) * detection.miss_loss +
                        (1.0 - detection.hazard_chance) * rates.false_alarm * detection.false_alarm_loss;
    if (gain + loss <= 0.0) return trust;
    const double in_the_end = gain / (gain + loss);
    return in_the_end + (trust - in_the_end) * math::pow(1.0 - gain - loss, static_cast<double>(cases));
}

Dataset simulate(const Detection& detection, const DetectionStart& start, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(detection);
    check.number("trust", start.trust, {.low = 0.0, .high = 1.0});
    check.number("until", experiment.until.value_or(100.0), {.low = 1.0, .high = 4e9});
    check.finish();
    const auto cases = static_cast<std::size_t>(experiment.until.value_or(100.0));
    const std::vector<std::string> over{"replicate", "case"};
    const std::vector<double> none(cases * experiment.replicates);
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", experiment.replicates), detail::counted("case", cases)};
    dataset.variables = {{"hazard", "1", "Whether there is a hazard", over, none},
                         {"evidence", "1", "Evidence of all sources, standard deviations from half way", over, none},
                         {"alarm", "1", "Whether the alarm sounds", over, none},
                         {"heeded", "1", "Trust in the alarm that sounds; 0 without one", over, none},
                         {"trust", "1", "Trust in alarms after the case", over, none}};
    const double above = criterion(detection);
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        double trust = start.trust;
        for (std::size_t k = 0; k < cases; ++k) {
            const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
            const Case found = observed(detection, seed, static_cast<core::Tick>(k));
            const bool alarm = found.evidence > above;
            const double heeded = alarm ? trust : 0.0;
            trust = trust_after(detection, trust, static_cast<AlarmOutcome>((found.hazard ? 1 : 0) + (alarm ? 2 : 0)));
            const std::array row{found.hazard ? 1.0 : 0.0, found.evidence, alarm ? 1.0 : 0.0, heeded, trust};
            for (std::size_t v = 0; v < row.size(); ++v) dataset.variables[v].values[replicate * cases + k] = row[v];
        }
    });
    return dataset;
}

double watched(const Monitor& monitor, double statistic, double observation) {
    if (monitor.method == MonitorMethod::cusum) return std::max(0.0, statistic + observation - monitor.reference);
    return (1.0 - monitor.smoothing) * statistic + monitor.smoothing * observation;
}

double signal_limit(const Monitor& monitor) {
    if (monitor.method == MonitorMethod::cusum) return monitor.limit;
    return monitor.width * std::sqrt(monitor.smoothing / (2.0 - monitor.smoothing));
}

double average_run_length(const Monitor& monitor, double shift) {
    if (!std::isfinite(shift)) throw core::Error("average_run_length: the shift must be finite");
    const bool sum = monitor.method == MonitorMethod::cusum;
    const double limit = signal_limit(monitor);
    const Quadrature over(sum ? 0.0 : -limit, limit, sum ? 1.0 : monitor.smoothing);
    const Transition chance{monitor, shift};
    // Unknown are the mean lengths from 0, which comes first, and from each place.
    const std::size_t places = over.places.size();
    Equations rows(places + 1, std::vector<double>(places + 2, 0.0));
    for (std::size_t row = 0; row <= places; ++row) {
        const double from = row == 0 ? 0.0 : over.places[row - 1];
        rows[row][row] += 1.0;
        rows[row][0] -= chance.to_zero(from);
        for (std::size_t k = 0; k < places; ++k) {
            rows[row][k + 1] -= over.weights[k] * chance.density(from, over.places[k]);
        }
        rows[row][places + 1] = 1.0;
    }
    const double length = first_solution(std::move(rows));
    return length >= 1.0 && length <= 1e9 ? length : infinite;
}

Dataset run_lengths(const Monitor& monitor, double shift, const Experiment& experiment) {
    detail::ExperimentCheck check(experiment);
    check.parameters(monitor);
    check.number("shift", shift, {.low = -100.0, .high = 100.0});
    check.number("until", experiment.until.value_or(1e6), {.low = 1.0, .high = 4e9});
    check.finish();
    const auto last = static_cast<core::Tick>(experiment.until.value_or(1e6));
    const std::vector<double> none(experiment.replicates);
    Dataset dataset;
    dataset.dimensions = {detail::counted("replicate", experiment.replicates)};
    dataset.variables = {{"run_length", "1", "Observations until a signal", {"replicate"}, none},
                         {"signalled", "1", "Whether there was a signal", {"replicate"}, none}};
    const double limit = signal_limit(monitor);
    core::Workers(experiment.threads).for_each(experiment.replicates, [&](std::size_t replicate) {
        constexpr core::StreamId stream = core::StreamId::of("monitor", "observation");
        const core::Seed seed{experiment.seed, static_cast<std::uint32_t>(replicate)};
        core::Tick count = 0;
        double statistic = 0.0;
        while (count < last && std::abs(statistic) <= limit) {
            core::Stream draws(seed, stream, {.agent = 0, .tick = count++});
            statistic = watched(monitor, statistic, shift + draws.normal());
        }
        dataset.variables[0].values[replicate] = count;
        dataset.variables[1].values[replicate] = std::abs(statistic) > limit ? 1.0 : 0.0;
    });
    return dataset;
}

void describe(core::ParameterTable& table, Detection& process) {
    const auto share = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1});
    };
    const auto cost = [&table](double& value, std::string_view key, std::string_view meaning) {
        table.add(value, {.key = key, .meaning = meaning, .low = 0, .high = 1e6, .low_open = true});
    };
    table.add(process.sensitivity,
              {.key = "sensitivity",
               .meaning = "How far apart what one source says lies with and without a hazard, standard deviations",
               .low = 0,
               .high = 10});
    table.add(process.sources,
              {.key = "sources", .meaning = "Sources that are heard in each case", .low = 1, .high = 10'000});
    share(process.correlation, "correlation", "Correlation of what two sources say about one case");
    table.add(process.hazard_chance,
              {.key = "hazard_chance", .meaning = "Chance that a case is a hazard", .low = 1e-6, .high = 0.999999});
    cost(process.miss_cost, "miss_cost", "Cost of a hazard without an alarm, in any unit");
    cost(process.false_alarm_cost, "false_alarm_cost", "Cost of an alarm without a hazard, in the same unit");
    table.add(process.criterion_shift,
              {.key = "criterion_shift",
               .meaning = "How much more evidence is asked for than is best, standard deviations",
               .low = -10,
               .high = 10});
    share(process.false_alarm_loss, "false_alarm_loss", "Share of trust that a false alarm costs");
    share(process.miss_loss, "miss_loss", "Share of trust that a missed hazard costs");
    share(process.hit_gain, "hit_gain", "Share of what is lacking in trust that a right alarm brings back");
}

void describe(core::ParameterTable& table, Monitor& process) {
    static constexpr std::array methods{std::pair<std::string_view, MonitorMethod>{"cusum", MonitorMethod::cusum},
                                        std::pair<std::string_view, MonitorMethod>{"ewma", MonitorMethod::ewma}};
    constexpr core::Evidence usual = core::Evidence::literature;
    table.choice(process.method, methods,
                 {.key = "method",
                  .meaning = "A sum of what lies above the reference, or an average in which old observations fade",
                  .evidence = usual,
                  .source = "Page 1954; Roberts 1959"});
    table.add(process.reference, {.key = "reference",
                                  .meaning = "Of a sum: what is taken from each observation, standard deviations",
                                  .low = 0,
                                  .high = 5,
                                  .evidence = usual,
                                  .source = "half the shift that is to be seen"});
    table.add(process.limit, {.key = "limit",
                              .meaning = "Of a sum: signals above it, standard deviations",
                              .low = 0,
                              .high = 20,
                              .low_open = true,
                              .evidence = usual,
                              .source = "Lucas and Crosier 1982"});
    table.add(process.smoothing, {.key = "smoothing",
                                  .meaning = "Of an average: weight of the newest observation",
                                  .low = 0.01,
                                  .high = 1,
                                  .evidence = usual,
                                  .source = "Lucas and Saccucci 1990"});
    table.add(process.width,
              {.key = "width",
               .meaning = "Of an average: signals where it is further from 0, its own standard deviations",
               .low = 0,
               .high = 6,
               .low_open = true,
               .evidence = usual,
               .source = "Lucas and Saccucci 1990"});
}

}  // namespace commonweal::process
