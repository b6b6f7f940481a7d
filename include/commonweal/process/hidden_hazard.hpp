// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/fragility.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Hazards arise in buildings and grow unseen, until visits, residents, sensors or assessors find them and somebody
/// closes the ticket; until then each may cause an event, and all of them weaken the building against a shock.
struct HiddenHazard {
    /// New hazards in a building of the reference age, 1 / a, in [0, 12]. [A]
    double arrival_rate = 0.24;
    /// Age of a building with that rate, to which the rate is proportional, a, in [1, 1000]. [A]
    double reference_age = 20.0;
    /// Median severity of a new hazard, in [1e-6, 1000]. [A]
    double severity_median = 0.3;
    /// Standard deviation of the logarithm of that severity, in [0, 3]. [A]
    double severity_sigma = 0.6;
    /// Rate at which severity grows, 1 / a, in [0, 10]. [A]
    double growth = 0.2;
    /// Chance that an hour of visits finds a hazard, as a rate, 1 / h, in [0, 100]. [A]
    double visit_find = 0.05;
    /// Rate at which residents find one who all take part and know what to look for, 1 / a, in [0, 1000]. [A]
    double resident_find = 1.2;
    /// Rate at which sensors find one that cover all and run all the time, 1 / a, in [0, 1000]. [A]
    double sensor_find = 6.0;
    /// Time from one look by assessors at a building to the next, a, in [0, 1000]; 0: they never come. [A]
    double campaign_interval = 0.0;
    /// Chance that they find a hazard that is there, in [0, 1]. [A]
    double campaign_find = 0.6;
    /// Mean time from finding to closing the ticket, exponential, d, in [0.1, 10000]. [A]
    double closing_time = 14.0;
    /// What a ticket costs, thousand CNY, in [0, 1e6]. [A]
    double ticket_cost = 2.0;
    /// Rate of events of a hazard of severity 1 without stress, 1 / a, in [0, 1000]. [A]
    double event_rate = 0.012;
    /// Power of severity in that rate, in [0, 10]. [A]
    double event_exponent = 1.5;
    /// What a severity of 1 takes from the logarithm of the intensity that a building bears, in [0, 10]. [A]
    double weakening = 0.3;
};

/// Ways in which hazards are found.
inline constexpr std::array<std::string_view, 4> hazard_channels{"visits", "residents", "sensors", "campaign"};

/// Who looks for hazards in a building.
template <std::floating_point T>
struct HazardWatch {
    T visits = T(6);           ///< h / a
    T participation = T(0.2);  ///< share of residents, in [0, 1]
    T skill = T(0.3);          ///< of residents to see what is wrong, in [0, 1]
    T sensors = T(0.1);        ///< coverage times the share of the time that they run, in [0, 1]
};

/// Rates at which a hazard is found by visits, residents and sensors, 1 / a.
template <std::floating_point T>
constexpr std::array<T, 3> find_rates(const HiddenHazard& process, const HazardWatch<T>& watch) {
    return {static_cast<T>(process.visit_find) * watch.visits,
            static_cast<T>(process.resident_find) * watch.participation * watch.skill,
            static_cast<T>(process.sensor_find) * watch.sensors};
}

/// Severity after so many years.
template <std::floating_point T>
inline T grown(const HiddenHazard& process, T severity, T years) {
    return severity * core::math::exp(static_cast<T>(process.growth) * years);
}

/// Rate of events of one hazard, 1 / a.
template <std::floating_point T>
inline T hazard_event_rate(const HiddenHazard& process, T severity, T stress) {
    return static_cast<T>(process.event_rate) * core::math::pow(severity, static_cast<T>(process.event_exponent)) *
           (T(1) + stress);
}

/// Factor to the median of a fragility curve, by the sum of severities.
template <std::floating_point T>
inline T fragility_factor(const HiddenHazard& process, T severity) {
    return core::math::exp(-static_cast<T>(process.weakening) * severity);
}

/// The curve of a building with hazards.
inline FragilityCurve weakened(const HiddenHazard& process, const FragilityCurve& curve, double severity) {
    return {.median = curve.median * fragility_factor(process, severity), .dispersion = curve.dispersion};
}

namespace columns {
inline constexpr core::Column<float> hazard_age{"hazard_age"};                      ///< of the building, a
inline constexpr core::Column<float> hazard_visits{"hazard_visits"};                ///< as in HazardWatch
inline constexpr core::Column<float> hazard_participation{"hazard_participation"};  ///< as in HazardWatch
inline constexpr core::Column<float> hazard_skill{"hazard_skill"};                  ///< as in HazardWatch
inline constexpr core::Column<float> hazard_sensors{"hazard_sensors"};              ///< as in HazardWatch
inline constexpr core::Column<float> hazard_stress{"hazard_stress"};          ///< factor to events less 1, at least 0
inline constexpr core::Column<float> hazard_campaign{"hazard_campaign"};      ///< first campaign, share of an interval
inline constexpr core::Column<float> hazard_next{"hazard_next"};              ///< next arrival, share of its tick
inline constexpr core::Column<float> hazard_hidden{"hazard_hidden"};          ///< how many nobody has found
inline constexpr core::Column<float> hazard_waiting{"hazard_waiting"};        ///< how many wait to be closed
inline constexpr core::Column<float> hazard_severity{"hazard_severity"};      ///< sum of both
inline constexpr core::Column<float> hazard_power{"hazard_power"};            ///< sum of severity^event_exponent
inline constexpr core::Column<float> hazard_power_last{"hazard_power_last"};  ///< the same, a tick before
inline constexpr core::Column<float> hazard_events{"hazard_events"};          ///< so far
inline constexpr core::Column<float> hazard_by_visits{"hazard_by_visits"};    ///< found so, so far
inline constexpr core::Column<float> hazard_by_residents{"hazard_by_residents"};  ///< likewise
inline constexpr core::Column<float> hazard_by_sensors{"hazard_by_sensors"};      ///< likewise
inline constexpr core::Column<float> hazard_by_campaign{"hazard_by_campaign"};    ///< likewise
}  // namespace columns

/// Hazards cause events, at most two in a building and tick, and grow. It comes after FindHazards.
struct GrowHazards {
    static constexpr std::string_view name = "grow_hazards";
    static constexpr auto uses = core::read(columns::hazard_stress) | core::write(columns::hazard_severity) |
                                 core::write(columns::hazard_power) | core::write(columns::hazard_power_last) |
                                 core::write(columns::hazard_events) | core::uniforms<1>();

    GrowHazards(const HiddenHazard& process, double step);

    float severity_factor;  ///< Growth of severity in a tick.
    float power_factor;     ///< Growth of its power.
    float event_mean;       ///< Events in a tick of a hazard of severity 1.

    void operator()(float stress, float& severity, float& power, float& power_last, float& events, float draw) const {
        severity *= severity_factor;
        power *= power_factor;
        const float mean = event_mean * 0.5f * (power_last + power) * (1.0f + stress);
        const float none = core::math::exp(-mean);
        events += (draw >= none ? 1.0f : 0.0f) + (draw >= none * (1.0f + mean) ? 1.0f : 0.0f);
        power_last = power;
    }
};

/// Hazards arise, are found and closed, each at a time of its own within the tick: whoever looks for it is drawn when
/// it arises. A row is an arrival, what has found a hazard, or the severity of one that is closed.
struct FindHazards {
    static constexpr std::string_view name = "find_hazards";
    static constexpr core::Form form = core::Form::event;
    static constexpr auto uses = core::read_all(columns::hazard_age) | core::read_all(columns::hazard_visits) |
                                 core::read_all(columns::hazard_participation) | core::read_all(columns::hazard_skill) |
                                 core::read_all(columns::hazard_sensors) | core::read_all(columns::hazard_campaign) |
                                 core::write_all(columns::hazard_next) | core::write_all(columns::hazard_hidden) |
                                 core::write_all(columns::hazard_waiting) | core::write_all(columns::hazard_severity) |
                                 core::write_all(columns::hazard_power) | core::write_all(columns::hazard_by_visits) |
                                 core::write_all(columns::hazard_by_residents) |
                                 core::write_all(columns::hazard_by_sensors) |
                                 core::write_all(columns::hazard_by_campaign);
    /// Rows: an arrival; 1 + its channel for a hazard found; all else is the severity of one that is closed, as bits.
    static constexpr std::uint32_t arrives = 0;

    HiddenHazard process{};
    double step = 1.0 / 12.0;  ///< Length of a tick, a.

    using Seen = core::ColumnView<const float>;
    using Kept = core::ColumnView<float>;
    void operator()(core::Turn& turn, Seen age, Seen visits, Seen participation, Seen skill, Seen sensors,
                    Seen campaign, Kept next, Kept hidden, Kept waiting, Kept severity, Kept power, Kept by_visits,
                    Kept by_residents, Kept by_sensors, Kept by_campaign) const;

private:
    struct Building;
    void arrive(core::Turn& turn, Building& building) const;
    void live(core::Turn& turn, Building& building, double born, core::Stream& draws) const;
    void find(Building& building, std::size_t channel) const;
    void close(Building& building, float severity) const;
};

/// Buildings without hazards.
struct HiddenHazardStart {
    AgentValues age{.drawn = core::Distribution::constant(20.0)};           ///< a, in [0, 1000]; stays as it is.
    AgentValues visits{.drawn = core::Distribution::constant(6.0)};         ///< h / a, in [0, 1e4].
    AgentValues participation{.drawn = core::Distribution::constant(0.2)};  ///< As in HazardWatch.
    AgentValues skill{.drawn = core::Distribution::constant(0.3)};          ///< As in HazardWatch.
    AgentValues sensors{.drawn = core::Distribution::constant(0.1)};        ///< As in HazardWatch.
    AgentValues stress{};                                                   ///< In [0, 1000].
};

/// Means over `size` buildings, over replicate and time (a), 10 a if not told: hidden and waiting hazards, severity
/// (sum), fragility_factor; and so far found by each channel (found_by_visits and so on), events, cost (thousand CNY).
/// Over replicate and agent, severity at the end. A step is a month. Throws ConfigError with everything that is wrong.
Dataset simulate(const HiddenHazard& process, const HiddenHazardStart& start, const Experiment& experiment);

/// Buildings that are all alike.
struct HiddenHazardSetting {
    double age = 20.0;
    HazardWatch<double> watch{};
    double stress = 0.0;
};

/// hidden, waiting, severity, found, events and cost of infinitely many of them, every `every` years until `until`:
/// exact, by integration over the ages of hazards. Throws ConfigError with everything that is wrong.
Dataset mean_field(const HiddenHazard& process, const HiddenHazardSetting& setting, double until, double every);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, HiddenHazard& process);

}  // namespace commonweal::process
