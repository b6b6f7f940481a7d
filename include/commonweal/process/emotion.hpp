// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/layers.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <concepts>
#include <cstdint>
#include <limits>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Fear of each person, from 0 to 1: it rises by risk, by others who fear more (compare Bosse and others 2013,
/// doi:10.1007/s10458-012-9201-1), by empty shelves and by rumours, and calms down by itself and by official
/// information that is trusted.
struct Emotion {
    /// Rate at which risk, felt fully, frightens, 1 / d, in [0, 100]. [A]
    double risk_effect = 0.3;
    /// Rate at which others frighten who fear more by 1 in the mean, 1 / d, in [0, 100]. [A]
    double contagion = 0.15;
    /// Rate at which an empty shelf frightens while its sight lasts, 1 / d, in [0, 100]. [A]
    double shelf_effect = 0.5;
    /// Rate at which a rumour, believed fully, frightens, 1 / d, in [0, 100]. [A]
    double rumour_effect = 0.2;
    /// Rate at which official information, full and fully trusted, calms, 1 / d, in [0, 100]. [A]
    double information_effect = 0.3;
    /// Mean time in which fear calms down by itself, d, in [0.01, 1000]; 3 to 7. [A]
    double calming_time = 5.0;
};

/// What frightens and calms, each in [0, 1].
template <std::floating_point T>
struct EmotionCauses {
    T risk = T(0);
    T others = T(0);  ///< mean fear of those one sees
    T shelf = T(0);   ///< how much of an empty shelf's sight is left
    T rumour = T(0);
    T trust = T(0);
    T information = T(0);
};

/// Rates at which fear rises to 1 and falls to 0, 1 / d.
template <std::floating_point T>
struct EmotionRates {
    T up;
    T down;
};

template <std::floating_point T>
constexpr EmotionRates<T> emotion_rates(const Emotion& process, T panic, const EmotionCauses<T>& causes) {
    return {.up = static_cast<T>(process.risk_effect) * causes.risk +
                  static_cast<T>(process.contagion) * std::max(causes.others - panic, T(0)) +
                  static_cast<T>(process.shelf_effect) * causes.shelf +
                  static_cast<T>(process.rumour_effect) * causes.rumour,
            .down = static_cast<T>(1.0 / process.calming_time) +
                    static_cast<T>(process.information_effect) * causes.trust * causes.information};
}

/// Fear after `days` of the same rates: the solution of dP/dt = (1 - P) up - P down, so that it lies in [0, 1] for any
/// time, and two half steps are one step. Branch-free.
template <std::floating_point T>
inline T next_panic(T panic, const EmotionRates<T>& rates, T days) {
    const T all = rates.up + rates.down;
    return panic - core::math::expm1(-all * days) * (rates.up / all - panic);
}

namespace columns {
inline constexpr core::Column<float> panic{"panic"};                                ///< fear, in [0, 1]
inline constexpr core::Column<float> perceived_risk{"perceived_risk"};              ///< at present, in [0, 1]
inline constexpr core::Column<float> risk_in_shock{"risk_in_shock"};                ///< while a shock lasts, in [0, 1]
inline constexpr core::Column<float> empty_shelf{"empty_shelf"};                    ///< as in EmotionCauses
inline constexpr core::Column<float> rumour_belief{"rumour_belief"};                ///< in [0, 1]
inline constexpr core::Column<float> official_trust{"official_trust"};              ///< in who informs, in [0, 1]
inline constexpr core::Column<float> official_information{"official_information"};  ///< that arrives, in [0, 1]
}  // namespace columns

/// Fear of everybody, over the ties of one layer.
struct FeelPanic {
    static constexpr std::string_view name = "feel_panic";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write(columns::panic) | core::neighbour_mean(layer, columns::panic) |
                                 core::read(columns::perceived_risk) | core::read(columns::empty_shelf) |
                                 core::read(columns::rumour_belief) | core::read(columns::official_trust) |
                                 core::read(columns::official_information);

    Emotion process{};
    float step = 0.125f;  ///< Length of a tick, d.

    void operator()(float& panic, float others, float risk, float shelf, float rumour, float trust,
                    float information) const {
        const EmotionCauses<float> causes{.risk = risk,
                                          .others = others,
                                          .shelf = shelf,
                                          .rumour = rumour,
                                          .trust = trust,
                                          .information = information};
        panic = next_panic(panic, emotion_rates(process, panic, causes), step);
    }
};

/// A shock begins or ends: risk becomes what each perceives while it lasts, or nothing. A row is one of these, for all.
struct PerceiveShock {
    static constexpr std::string_view name = "perceive_shock";
    static constexpr core::Form form = core::Form::event;
    static constexpr auto uses = core::write_all(columns::perceived_risk) | core::read_all(columns::risk_in_shock);
    /// What a row is about.
    enum What : std::uint32_t { begins, ends };

    void operator()(core::Turn& turn, core::ColumnView<float> risk, core::ColumnView<const float> in_shock) const;
};

/// From when on, and how long, there is something to fear.
struct EmotionShock {
    double onset = 0.0;                                         ///< d, at least 0
    double duration = std::numeric_limits<double>::infinity();  ///< d, at least 0
};

/// What each person feels and is told, each in [0, 1].
struct EmotionStart {
    AgentValues panic{};
    Starters frightened{.count = 0};                               ///< Those whose fear is 1 at first.
    AgentValues risk{.drawn = core::Distribution::constant(0.5)};  ///< Perceived while the shock lasts.
    EmotionShock shock{};
    AgentValues shelf{};
    AgentValues rumour{};
    AgentValues trust{.drawn = core::Distribution::constant(0.5)};
    AgentValues information{};
};

/// Mean of panic and share afraid (panic above one half) over replicate and time (d), 30 d if not told; and each one's
/// last panic. Throws ConfigError with everything that is wrong.
Dataset simulate(const Emotion& process, const EmotionStart& start, const Experiment& experiment);

/// A crowd of two groups, all others alike.
struct EmotionCrowd {
    double panic = 0.0;       ///< At first, of those who are not frightened.
    double frightened = 0.0;  ///< Share whose fear is 1 at first.
    EmotionShock shock{};
    EmotionCauses<double> causes{.risk = 0.5, .trust = 0.5};  ///< `others` is not used
};

/// Mean panic of all, of those frightened at first and of the others, every `every` days until `until`, where everybody
/// sees everybody and there are infinitely many.
Dataset mean_field(const Emotion& process, const EmotionCrowd& start, double until, double every);

/// The panic in which people end who are all alike: up / (up + down).
double steady_panic(const Emotion& process, const EmotionCauses<double>& causes);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Emotion& process);

}  // namespace commonweal::process
