// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// A practice spreads between communities: some take it up by themselves, others because their neighbours have, because
/// they are ordered to, or after an event. Bass 1969 (doi:10.1287/mnsc.15.5.215); policies: Berry and Berry 1990
/// (doi:10.2307/1963526), coercion beside learning: Shipan and Volden 2008 (doi:10.1111/j.1540-5907.2008.00346.x).
struct Diffusion {
    /// Rate at which a community takes it up by itself, 1 / a, in [0, 100]. [L]
    double innovation = 0.03;
    /// Rate at which one does of whose neighbours, as far as they may, all have, 1 / a, in [0, 100]. [L]
    double imitation = 0.38;
    /// Share of communities that may ever take it up, in (0, 1]. [A]
    double potential = 1.0;
    /// Rate at which they do while it is ordered from above, 1 / a, in [0, 100]; 0: it never is. [A]
    double mandate_rate = 0.0;
    /// When the order is given, a from the start, in [0, 1000]. [A]
    double mandate_time = 0.0;
    /// Rate that an event adds when it happens, 1 / a, in [0, 100]; 0: there is none. [A]
    double event_rate = 0.0;
    /// When the event happens, a from the start, in [0, 1000]. [A]
    double event_time = 0.0;
    /// In which the attention to it falls to 1 / e, a, in [0.01, 100]. [A]
    double event_fade = 0.5;
};

/// What all but the neighbours do to one who has not adopted, from `time` on for `years`: the rate, summed over them.
/// Branch-free.
template <std::floating_point T>
inline T outside_push(const Diffusion& process, T time, T years) {
    const T end = time + years;
    const T ordered = std::min(years, std::max(T(0), end - static_cast<T>(process.mandate_time)));
    const T since = std::max(T(0), time - static_cast<T>(process.event_time));
    const T lasts = std::min(years, std::max(T(0), end - static_cast<T>(process.event_time)));
    const T fade = static_cast<T>(process.event_fade);
    const T attention = fade * core::math::exp(-since / fade) * chance_of(T(1) / fade, lasts);
    return static_cast<T>(process.innovation) * years + static_cast<T>(process.mandate_rate) * ordered +
           static_cast<T>(process.event_rate) * attention;
}

/// The same with the neighbours, of whom the share `adopted` of those who may have adopted at `time`. They are taken as
/// they will be half way if they feel what this one feels; without that imitation would be late by half a step.
/// Branch-free.
inline float adoption_push(const Diffusion& process, float readiness, float adopted, float time, float years) {
    const auto imitation = static_cast<float>(process.imitation) * years;
    const float outside = readiness * outside_push(process, time, years);
    const float at_start = outside + readiness * imitation * adopted;
    const float half_way = adopted + (1.0f - adopted) * chance_of(at_start, 0.5f);
    return outside + readiness * imitation * half_way;
}

namespace columns {
inline constexpr core::Column<float> adopted{"adopted"};                        ///< 1: has it; 0: has not
inline constexpr core::Column<float> adoption_time{"adoption_time"};            ///< a; as yet, of those who have not
inline constexpr core::Column<float> may_adopt{"may_adopt"};                    ///< 1, or 0 for those who never will
inline constexpr core::Column<float> adoption_readiness{"adoption_readiness"};  ///< factor to all rates
}  // namespace columns

/// A step of diffusion as a rule, over the ties of one layer. Whoever has not adopted carries the time up to now in the
/// column of times; the time of adoption lies within the step, where the rate has it.
struct SpreadPractice {
    static constexpr std::string_view name = "spread_practice";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write(columns::adopted) | core::write(columns::adoption_time) |
                                 core::read(columns::may_adopt) | core::read(columns::adoption_readiness) |
                                 core::neighbour_sum(layer, columns::adopted) |
                                 core::neighbour_sum(layer, columns::may_adopt) | core::uniforms<1>();

    Diffusion process{};
    float step = 0.1f;  ///< Length of a tick, a.

    void operator()(float& adopted, float& time, float may_adopt, float readiness, float have, float may,
                    float draw) const {
        const float share = have / std::max(may, 1.0f);
        const float push = may_adopt * adoption_push(process, readiness, share, time, step);
        const float wait = -core::math::log1p(-draw);  // in mean times between two events
        const bool adopts = (adopted < 0.5f) & (wait < push);
        const float later = adopted < 0.5f ? one_step_after(time, step) : time;
        time = adopts ? time + step * wait / push : later;
        adopted = adopts ? 1.0f : adopted;
    }
};

/// Who has it at the start, and how ready each community is.
struct DiffusionStart {
    Starters adopted{.count = 0};
    AgentValues readiness{.drawn = core::Distribution::constant(1)};  ///< Factor to all rates, in [0, 100].
};

/// Share adopted of all over replicate and time (a), until all who may have it, at most 100 a, and the time of adoption
/// of each agent, NaN for those without. Who may is drawn by `potential`, in each replicate anew. Throws ConfigError
/// with everything that is wrong.
Dataset simulate(const Diffusion& process, const DiffusionStart& start, const Experiment& experiment);

/// Share adopted of all over time (a) where everybody meets everybody and there are infinitely many, equally ready;
/// `start` is the share that has it of those who may. Throws ConfigError with everything that is wrong.
Dataset mean_field(const Diffusion& process, double start, double until, double every);

/// The same after so many years from nobody, by the formula of Bass. Throws Error with a mandate or an event.
double adopted_share(const Diffusion& process, double years);

/// When most adopt, a, by the formula of Bass: 0 where imitation is not above innovation. Throws Error with a mandate
/// or an event, and where nobody innovates.
double peak_time(const Diffusion& process);

/// How many of all adopt in a year at that time, 1 / a. Throws as peak_time().
double peak_rate(const Diffusion& process);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Diffusion& process);

}  // namespace commonweal::process
