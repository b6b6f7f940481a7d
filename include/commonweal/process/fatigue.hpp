// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <cstdint>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Staff tire by overload and long hours and recover by rest and support (job demands and resources: Bakker and
/// Demerouti 2007, doi:10.1108/02683940710733115). Strain lies in [0, 1]; it costs capacity and makes people leave, and
/// their work falls to those who stay.
struct Fatigue {
    /// Rise of strain by a load of twice the capacity, of what is free of it, 1 / d, in [0, 10]. [A]
    double overload_rate = 0.03;
    /// The same for each hour a day above `usual_hours`, 1 / d, in [0, 10]. [A]
    double overtime_rate = 0.002;
    /// Hours a day that do not tire by themselves, in [0, 24]. [A]
    double usual_hours = 8.0;
    /// Rate of recovery if all time is time off, 1 / d, in [0, 10]; two days a week give two sevenths of it. [A]
    double rest_recovery = 0.05;
    /// The same by full support, 1 / d, in [0, 10]. [A]
    double support_recovery = 0.02;
    /// The same without rest and support, 1 / d, in [0, 10]. [A]
    double recovery_rate = 0.005;
    /// Share of capacity that full strain costs, in [0, 1]. [A]
    double capacity_loss = 0.4;
    /// How far the load on somebody rises by the capacity that their strain has cost, in [0, 1]: 0 as if they did less.
    /// [A]
    double feedback = 0.0;
    /// Rate at which staff without strain leave, 1 / d, in [0, 10]. [A]
    double leave_rate = 0.0003;
    /// Logarithm of how many times as fast they leave with full strain, in [0, 20]. [A]
    double strain_effect = 2.77;
    /// Share of the work of those who are gone that falls to their colleagues, in [0, 1]. [A]
    double handover = 1.0;
    /// Rate at which a vacancy is filled, 1 / d, in [0, 10]. [A]
    double hire_rate = 0.01;
    /// Pay and career, in [0, 1]; .5 is usual. [A]
    double pay = 0.5;
    /// Logarithm of how many times as fast staff leave with a pay of 0, and vacancies are filled with one of 1, in [0,
    /// 10]. [A]
    double pay_effect = 0.7;
    /// Share of capacity that a newcomer lacks, in [0, 1]. [A]
    double novice_loss = 0.3;
    /// Time in which this falls to 1/e, d, in [1, 100000]. [A]
    double learning_time = 180.0;
    /// Strain from which on somebody counts as burnt out, in [0, 1]. [A]
    double threshold = 0.5;
};

/// What somebody's work is like.
template <class T>
struct FatigueWork {
    T load = T(1);          ///< Work over the capacity of somebody experienced without strain, at least 0.
    T hours = T(8);         ///< A day, in [0, 24].
    T rest = T(2.0 / 7.0);  ///< Share of time off, in [0, 1].
    T support = T(0);       ///< Of colleagues and superiors, in [0, 1].
};

/// Rates at which strain takes what is free of it, and fades, 1 / d.
template <class T>
struct FatigueRates {
    T up;
    T down;
};

template <class T>
constexpr FatigueRates<T> fatigue_rates(const Fatigue& fatigue, const FatigueWork<T>& work) {
    const T over = std::max(T(0), work.load - T(1));
    const T longer = std::max(T(0), work.hours - static_cast<T>(fatigue.usual_hours));
    return {.up = static_cast<T>(fatigue.overload_rate) * over + static_cast<T>(fatigue.overtime_rate) * longer,
            .down = static_cast<T>(fatigue.rest_recovery) * work.rest +
                    static_cast<T>(fatigue.support_recovery) * work.support + static_cast<T>(fatigue.recovery_rate)};
}

/// Strain after so many days at constant rates: dE/dt = up (1 - E) - down E. Exact: two half steps give the same.
/// Branch-free.
template <class T>
constexpr T strain_after(const FatigueRates<T>& rates, T strain, T days) {
    const T all = std::max(rates.up + rates.down, T(1e-30));
    return strain - core::math::expm1(-all * days) * (rates.up / all - strain);
}

/// What is left of capacity, of somebody of this strain and experience, both in [0, 1].
template <class T>
constexpr T fatigue_capacity(const Fatigue& fatigue, T strain, T experience) {
    return (T(1) - static_cast<T>(fatigue.capacity_loss) * strain) *
           (T(1) - static_cast<T>(fatigue.novice_loss) * (T(1) - experience));
}

/// The load on somebody, by their own capacity and the share of colleagues who are gone.
template <class T>
constexpr T fatigue_load(const Fatigue& fatigue, T load, T capacity, T gone) {
    // Nobody is given more than twenty times their own work: what is beyond it is left undone.
    constexpr T least = T(0.05);
    const T there = std::max(T(1) - gone, least);
    const T able = std::max(T(1) - static_cast<T>(fatigue.feedback) * (T(1) - capacity), least);
    return load / able * (T(1) + static_cast<T>(fatigue.handover) * (T(1) / there - T(1)));
}

/// How many times as fast as with usual pay staff leave; vacancies are filled faster by the inverse.
inline double pay_factor(const Fatigue& fatigue) {
    return core::math::exp(-fatigue.pay_effect * (2.0 * fatigue.pay - 1.0));
}

namespace columns {
inline constexpr core::Column<float> fatigue_work{"fatigue_work"};              ///< the load of FatigueWork; one's own
inline constexpr core::Column<float> fatigue_hours{"fatigue_hours"};            ///< as in FatigueWork
inline constexpr core::Column<float> fatigue_rest{"fatigue_rest"};              ///< as in FatigueWork
inline constexpr core::Column<float> fatigue_support{"fatigue_support"};        ///< as in FatigueWork
inline constexpr core::Column<float> fatigue_strain{"fatigue_strain"};          ///< in [0, 1]; 0 of a vacancy
inline constexpr core::Column<float> fatigue_experience{"fatigue_experience"};  ///< in [0, 1]
inline constexpr core::Column<float> fatigue_gone{"fatigue_gone"};              ///< 1: the post is vacant; 0: filled
inline constexpr core::Column<float> fatigue_leavings{"fatigue_leavings"};      ///< from this post, up to now
}  // namespace columns

/// Staff tire, recover, learn, leave and are replaced; each agent is a post, and colleagues are those of one layer.
struct TireStaff {
    static constexpr std::string_view name = "tire_staff";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses =
        core::neighbour_mean(layer, columns::fatigue_gone) | core::read(columns::fatigue_work) |
        core::read(columns::fatigue_hours) | core::read(columns::fatigue_rest) | core::read(columns::fatigue_support) |
        core::write(columns::fatigue_strain) | core::write(columns::fatigue_experience) |
        core::write(columns::fatigue_gone) | core::write(columns::fatigue_leavings) | core::uniforms<1>();

    explicit TireStaff(const Fatigue& parameters, double step_days)
        : fatigue(parameters),
          step(static_cast<float>(step_days)),
          leaving(static_cast<float>(parameters.leave_rate * pay_factor(parameters))),
          hired(chance_of(static_cast<float>(parameters.hire_rate / pay_factor(parameters)), step)),
          unlearnt(core::math::exp(static_cast<float>(-step_days / parameters.learning_time))) {}

    Fatigue fatigue;
    float step;      ///< Length of a tick, d.
    float leaving;   ///< Rate without strain, 1 / d.
    float hired;     ///< Chance in a tick.
    float unlearnt;  ///< Share of what a newcomer lacks that is left after a tick.

    void operator()(float colleagues_gone, float work, float hours, float rest, float support, float& strain,
                    float& experience, float& gone, float& leavings, float draw) const {
        const float capacity = fatigue_capacity(fatigue, strain, experience);
        const FatigueWork<float> felt{.load = fatigue_load(fatigue, work, capacity, colleagues_gone),
                                      .hours = hours,
                                      .rest = rest,
                                      .support = support};
        const float rate = leaving * core::math::exp(static_cast<float>(fatigue.strain_effect) * strain);
        const bool was_there = gone < 0.5f;
        const bool leaves = was_there && draw < chance_of(rate, step);
        const bool comes = !was_there && draw < hired;
        const bool stays = was_there && !leaves;
        strain = stays ? strain_after(fatigue_rates(fatigue, felt), strain, step) : 0.0f;
        experience = stays ? 1.0f - (1.0f - experience) * unlearnt : 0.0f;
        gone = stays || comes ? 0.0f : 1.0f;
        leavings += leaves ? 1.0f : 0.0f;
    }
};

/// What the posts of a staff are like, each filled at the start by somebody of full experience.
struct FatigueStart {
    AgentValues strain{.drawn = core::Distribution::constant(0.1)};      ///< In [0, 1].
    AgentValues load{.drawn = core::Distribution::constant(1.0)};        ///< As in FatigueWork, in [0, 100].
    AgentValues hours{.drawn = core::Distribution::constant(8.0)};       ///< As in FatigueWork.
    AgentValues rest{.drawn = core::Distribution::constant(2.0 / 7.0)};  ///< As in FatigueWork.
    AgentValues support{.drawn = core::Distribution::constant(0.0)};     ///< As in FatigueWork.
};

/// Over replicate and time (d), a year without an `until`: strain (mean of those there; NaN without any), burnt_out
/// (share of those there), present (share of posts that are filled), capacity (mean of posts, 1 if all are filled with
/// experienced people without strain) and leavings (mean of posts). Throws ConfigError with everything that is wrong.
Dataset simulate(const Fatigue& fatigue, const FatigueStart& start, const Experiment& experiment);

/// Posts that are all alike.
struct FatigueSetting {
    double strain = 0.1;
    FatigueWork<double> work{};
};

/// Strain of somebody after so many days, where nobody leaves and strain does not raise the load. Throws Error with
/// `feedback`.
double expected_strain(const Fatigue& fatigue, const FatigueSetting& setting, double days);

/// strain, burnt_out, present, capacity and leavings of infinitely many such posts every `every` days until `until`,
/// where vacancies stay. Throws Error with a `hire_rate`, and ConfigError with everything that is wrong.
Dataset mean_field(const Fatigue& fatigue, const FatigueSetting& setting, double until, double every);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Fatigue& process);

}  // namespace commonweal::process
