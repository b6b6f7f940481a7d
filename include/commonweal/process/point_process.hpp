// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/math.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Events in time, such as storms and shocks: a background (Poisson, with a season), aftershocks of one shock at the
/// start (Omori and Utsu), and events that every event excites (Hawkes 1971, doi:10.1093/biomet/58.1.83). Each has a
/// size beyond a threshold.
struct PointProcess {
    /// Rate of the background outside the season, 1 / d, in [0, 1000]. [A]
    double rate = 1.0;
    /// Factor to it in the season, in [0, 1000]; 1: there is none. [A]
    double season_factor = 1.0;
    /// First day of the season in a year, d, in [0, 365.25]. [A]
    double season_start = 152.0;
    /// How long it lasts, d, in [0, 365.25]. [A]
    double season_length = 92.0;
    /// Events that one excites directly, on average, in [0, 0.99]. [A]
    double branching = 0.5;
    /// Rate at which that fades, 1 / d, in (0, 1000]. [A]
    double decay = 1.0;
    /// Rate of aftershocks at a day's distance, but for the offset, 1 / d, in [0, 1e6]; 0: no shock. [A]
    double aftershocks = 0.0;
    /// Offset of their time, c, d, in (0, 100]. [L]
    double aftershock_offset = 0.05;
    /// Exponent of their decline, p, in [0.1, 5]. [L]
    double aftershock_power = 1.1;
    /// The least size, in its own unit, in [-1e6, 1e6]. [A]
    double size_threshold = 0.0;
    /// Scale of what is beyond it (generalised Pareto), in (0, 1e6]; log10(e) / b for magnitudes. [A]
    double size_scale = 1.0;
    /// Shape, in [-1, 1]: 0 exponential, as for magnitudes, above 0 with a heavy tail, below 0 with an end. [A]
    double size_shape = 0.0;
};

/// What has made an event.
enum class EventCause : std::uint8_t { background, aftershock, excited };

/// The scale of sizes that are magnitudes with the law of Gutenberg and Richter, of which a tenth as many exceed each
/// next 1 / b. Throws ConfigError unless b is above 0.
double gutenberg_richter_scale(double b);

/// The size at a draw from (0, 1).
inline double event_size(const PointProcess& process, double draw) {
    const double excess = -core::math::log(draw);
    const double shape = process.size_shape;
    const bool heavy = shape > 1e-9 || shape < -1e-9;
    return process.size_threshold + process.size_scale * (heavy ? core::math::expm1(shape * excess) / shape : excess);
}

/// Background events from the start up to a time, on average.
double background_count(const PointProcess& process, double time);
/// Aftershocks that are not excited by others between two times after the shock, on average: the law of Omori and Utsu,
/// integrated. Throws ConfigError for times that do not rise.
double omori_count(const PointProcess& process, double from, double to);
/// All events up to a time from nothing before, on average, without aftershocks and season. Throws ConfigError with a
/// season or aftershocks.
double mean_count(const PointProcess& process, double time);
/// Events a day in the long run, rate / (1 - branching). Throws ConfigError with a season.
double mean_rate(const PointProcess& process);
/// Variance of the count in a window of a process that has gone on for ever (Hawkes 1971). Errors as above.
double count_variance(const PointProcess& process, double window);

struct PointStart {
    double warm_up = 0.0;  ///< How long the process has gone on before the start without being counted, d.
};

/// Counts over replicate and time (d) until `until` (365 d), each since the record before, of all events, of those of
/// each cause, and the largest size (NaN without an event). Throws ConfigError with everything that is wrong.
Dataset simulate(const PointProcess& process, const PointStart& start, const Experiment& experiment);

/// The same run, event by event: time (d), size and cause (an EventCause) over replicate and event, in the order of
/// time; NaN behind a replicate's last one.
Dataset events(const PointProcess& process, const PointStart& start, const Experiment& experiment);

/// Which events set off which: a flood an outage, an outage a rumour.
struct TriggerTable {
    /// Row by row, as many rows and columns as kinds, not more than 32: the chance that an event of the row's kind sets
    /// off one of the column's, in [0, 1].
    std::vector<double> chances{};
    /// The mean of the exponential time to it, d, at least 0; in the same order.
    std::vector<double> delays{};
};

/// How many events of each kind follow from `first`, how many of each there are at first, these included, and when the
/// first of each comes (d; NaN if none): total and first_time over replicate and kind. Throws ConfigError with
/// everything that is wrong, such as a table in which each event sets off one or more for ever.
Dataset cascade(const TriggerTable& table, const std::vector<std::uint32_t>& first, const Experiment& experiment);

/// The same totals on average: first (1 - chances)^-1. Errors as above.
std::vector<double> expected_cascade(const TriggerTable& table, const std::vector<std::uint32_t>& first);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, PointProcess& process);

}  // namespace commonweal::process
