// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Communities have a digital platform, which staff and residents take up as far as they are trained and see a benefit;
/// it finds and settles more, or costs hours, money and trust.
struct Platform {
    /// Rate at which staff who are wholly trained take it up, 1 / d, in [0, 10]. [A]
    double staff_learning = 0.03;
    /// The same of residents. [A]
    double resident_learning = 0.004;
    /// Rate at which staff who see no benefit fall back on telephone and paper, 1 / d, in [0, 10]. [A]
    double staff_habit = 0.02;
    /// The same of residents, on telephone and chats. [A]
    double resident_habit = 0.01;
    /// Benefit that users see of a platform that collects and displays, in [0, 1]. [A]
    double benefit_display = 0.1;
    /// Of one whose data are shared, in [0, 1]. [A]
    double benefit_shared = 0.4;
    /// Of one that dispatches and closes cases, in [0, 1]. [A]
    double benefit_dispatch = 0.8;
    /// Share of the time of dispatch that it saves where all is linked and used, in [0, 1]. [A]
    double dispatch_gain = 0.5;
    /// Hours of staff for visits, h / wk, in [0, 1e5]. [A]
    double visit_hours = 20.0;
    /// Hours for forms of a platform without a link, h / wk, in [0, 1e4]. [A]
    double form_hours = 3.0;
    /// Hours to key in by hand again what the level above cannot read, h / wk, in [0, 1e4]. [A]
    double rekey_hours = 6.0;
    /// Hours of staff who all use it before screens, h / wk, in [0, 1e4]. [A]
    double screen_hours = 4.0;
    /// How many times as often those who use it speak up as others, in [1, 1000]. [A]
    double voice_factor = 3.0;
    /// Security incidents without rules, 1 / a, in [0, 1000]. [A]
    double incident_rate = 0.3;
    /// Trust that one costs, in [0, 1]. [A]
    double incident_trust = 0.1;
    /// Share of users that one drives away, in [0, 1]. [A]
    double incident_use = 0.1;
    /// Price of a platform with full coverage, thousand CNY, in [0, 1e9]. [A]
    double capital = 300.0;
    /// What it costs to run, as a share of the price, 1 / a, in [0, 10]. [A]
    double running = 0.15;
    /// Share of all this that the community bears, in [0, 1]. [A]
    double own_share = 0.3;
    /// Losses of power or telecom, 1 / a, in [0, 1e4]. [A]
    double outage_rate = 4.0;
    /// Mean time that one lasts, exponential, d, in [0.001, 1000]. [A]
    double outage_time = 0.25;
};

/// What a platform does: each stage includes those before.
enum class PlatformStage : std::uint8_t { none, display, shared, dispatch };

/// Days in a year.
inline constexpr double platform_year = 365.25;

/// Benefit that users see while it runs.
constexpr double platform_benefit(const Platform& platform, PlatformStage stage) {
    if (stage == PlatformStage::none) return 0.0;
    if (stage == PlatformStage::display) return platform.benefit_display;
    return stage == PlatformStage::shared ? platform.benefit_shared : platform.benefit_dispatch;
}

/// Rates of taking it up, of those who do not use it, and of falling back, of those who do.
template <std::floating_point T>
struct PlatformRates {
    T up = T(0);
    T down = T(0);
};

/// How ready people are for a platform, and what it gives them.
template <std::floating_point T>
struct PlatformTakeUp {
    T learning = T(0);
    T habit = T(0);
    T training = T(0);  ///< in [0, 1]
    T benefit = T(0);   ///< in [0, 1]
    T up = T(1);        ///< share of the time that it runs
};

/// Nobody learns, or sees a benefit, while it does not run.
template <std::floating_point T>
constexpr PlatformRates<T> take_up_rates(const PlatformTakeUp<T>& people) {
    return {.up = people.learning * people.training * people.up,
            .down = people.habit * (T(1) - people.benefit * people.up)};
}

/// Share of users after a time in the inverse unit of the rates: exact, however long. Branch-free.
template <std::floating_point T>
inline T use_after(const PlatformRates<T>& rates, T use, T time) {
    const T both = rates.up + rates.down;
    const T goal = both > T(0) ? rates.up / both : use;
    return goal + (use - goal) * core::math::exp(-both * time);
}

/// A community's platform: each in [0, 1], but the stage.
template <std::floating_point T>
struct PlatformInUse {
    PlatformStage stage = PlatformStage::none;
    T coverage = T(0);   ///< of the community by sensors and data
    T link = T(0);       ///< to the level above
    T up = T(1);         ///< share of the time that it runs
    T staff_use = T(0);  ///< share of staff
};

/// Factor to the sensitivity d' of its sensors: they count from the stage of sharing on.
template <std::floating_point T>
inline T platform_detection(const PlatformInUse<T>& platform) {
    const T all = std::sqrt(platform.coverage * platform.up * platform.staff_use);
    return platform.stage >= PlatformStage::shared ? all : T(0);
}

/// Factor to the time until somebody is sent.
template <std::floating_point T>
constexpr T platform_dispatch(const Platform& process, const PlatformInUse<T>& platform) {
    const T saved = static_cast<T>(process.dispatch_gain) * platform.link * platform.up * platform.staff_use;
    return platform.stage == PlatformStage::dispatch ? T(1) - saved : T(1);
}

/// Platforms that staff must serve.
template <std::floating_point T>
struct PlatformBurden {
    T count = T(0);       ///< platforms that want forms
    T compatible = T(0);  ///< share of the data that the level above can read, in [0, 1]
};

/// Hours that are left for visits, h / wk.
template <std::floating_point T>
constexpr T visits_left(const Platform& process, const PlatformInUse<T>& platform, const PlatformBurden<T>& burden) {
    const T forms = static_cast<T>(process.form_hours) * burden.count * (T(1) - platform.link);
    const T keyed = static_cast<T>(process.rekey_hours) * platform.coverage * (T(1) - burden.compatible);
    const T screen = static_cast<T>(process.screen_hours) * platform.up * platform.staff_use;
    const T own = platform.stage == PlatformStage::none ? T(0) : keyed + screen;
    return std::max(T(0), static_cast<T>(process.visit_hours) - forms - own);
}

/// By how much the share of voices that come from users is above their share of residents.
template <std::floating_point T>
constexpr T voice_shift(const Platform& process, T share) {
    const T loud = static_cast<T>(process.voice_factor) * share;
    return loud / (loud + T(1) - share) - share;
}

/// Share of the time that a platform with backup for so many hours runs, in the long run.
double availability(const Platform& platform, double backup_hours);

/// Whether a platform has power and telecom.
struct PlatformSupply {
    float supplied = 1.0f;                                  ///< 1 or 0
    float change = std::numeric_limits<float>::infinity();  ///< until that changes, d
    float dark = 0.0f;                                      ///< without supply so far, h
};

/// PlatformSupply after a step, d, of which it has run the share `up`; at most three changes fall into a step.
struct PlatformSupplied {
    PlatformSupply after;
    float up = 1.0f;
};
PlatformSupplied supplied_after(const Platform& platform, PlatformSupply before, float backup_hours, float step,
                                const std::array<float, 3>& draws);

namespace columns {
inline constexpr core::Column<std::uint8_t> platform_stage{"platform_stage"};             ///< as in PlatformStage
inline constexpr core::Column<float> platform_coverage{"platform_coverage"};              ///< as in PlatformInUse
inline constexpr core::Column<float> platform_link{"platform_link"};                      ///< as in PlatformInUse
inline constexpr core::Column<float> platform_count{"platform_count"};                    ///< as in PlatformBurden
inline constexpr core::Column<float> platform_compatible{"platform_compatible"};          ///< as in PlatformBurden
inline constexpr core::Column<float> platform_rules{"platform_rules"};                    ///< of its use, in [0, 1]
inline constexpr core::Column<float> platform_staff_training{"platform_staff_training"};  ///< in [0, 1]
inline constexpr core::Column<float> platform_resident_training{"platform_resident_training"};  ///< in [0, 1]
inline constexpr core::Column<float> platform_online{"platform_online"};        ///< residents who can, in [0, 1]
inline constexpr core::Column<float> platform_backup{"platform_backup"};        ///< h
inline constexpr core::Column<float> platform_supplied{"platform_supplied"};    ///< as in PlatformSupply
inline constexpr core::Column<float> platform_change{"platform_change"};        ///< as in PlatformSupply
inline constexpr core::Column<float> platform_dark{"platform_dark"};            ///< as in PlatformSupply
inline constexpr core::Column<float> platform_up{"platform_up"};                ///< share of the last tick
inline constexpr core::Column<float> platform_staff_use{"platform_staff_use"};  ///< in [0, 1]
/// Of residents who can, in [0, 1].
inline constexpr core::Column<float> platform_resident_use{"platform_resident_use"};
inline constexpr core::Column<float> platform_trust{"platform_trust"};          ///< of residents, in [0, 1]
inline constexpr core::Column<float> platform_incidents{"platform_incidents"};  ///< so far
}  // namespace columns

/// Power and telecom fail and return; backup bridges that for a while. Leave it out where another rule writes
/// platform_up.
struct SupplyPlatforms {
    static constexpr std::string_view name = "supply_platforms";
    static constexpr auto uses = core::read(columns::platform_backup) | core::write(columns::platform_supplied) |
                                 core::write(columns::platform_change) | core::write(columns::platform_dark) |
                                 core::write(columns::platform_up) | core::uniforms<3>();

    Platform process{};
    double step = 0.25;  ///< Length of a tick, d.

    void operator()(float backup, float& supplied, float& change, float& dark, float& up, float first, float second,
                    float third) const {
        const PlatformSupplied found =
            supplied_after(process, {supplied, change, dark}, backup, static_cast<float>(step), {first, second, third});
        supplied = found.after.supplied;
        change = found.after.change;
        dark = found.after.dark;
        up = found.up;
    }
};

/// Staff and residents take platforms up and fall back; incidents cost users and trust, at most four in a tick.
struct UsePlatform {
    static constexpr std::string_view name = "use_platform";
    static constexpr auto uses = core::read(columns::platform_stage) | core::read(columns::platform_rules) |
                                 core::read(columns::platform_staff_training) |
                                 core::read(columns::platform_resident_training) | core::read(columns::platform_up) |
                                 core::write(columns::platform_staff_use) |
                                 core::write(columns::platform_resident_use) | core::write(columns::platform_trust) |
                                 core::write(columns::platform_incidents) | core::uniforms<1>();

    Platform process{};
    double step = 0.25;  ///< Length of a tick, d.

    void operator()(std::uint8_t stage, float rules, float staff_training, float resident_training, float up,
                    float& staff_use, float& resident_use, float& trust, float& incidents, float draw) const {
        const auto time = static_cast<float>(step);
        const bool there = stage > 0;
        const auto benefit = static_cast<float>(platform_benefit(process, static_cast<PlatformStage>(stage)));
        const auto taken_up = [&](double learning, double habit, float training, float use) {
            const PlatformTakeUp<float> people{.learning = there ? static_cast<float>(learning) : 0.0f,
                                               .habit = static_cast<float>(habit),
                                               .training = training,
                                               .benefit = benefit,
                                               .up = up};
            return use_after(take_up_rates(people), use, time);
        };
        const float mean = static_cast<float>(step * process.incident_rate / platform_year) * (1.0f - rules);
        const float happened = there ? count_of(mean, draw) : 0.0f;
        const float kept = core::math::pow(1.0f - static_cast<float>(process.incident_use), happened);
        staff_use = kept * taken_up(process.staff_learning, process.staff_habit, staff_training, staff_use);
        resident_use =
            kept * taken_up(process.resident_learning, process.resident_habit, resident_training, resident_use);
        trust = std::max(0.0f, trust - happened * static_cast<float>(process.incident_trust));
        incidents += happened;
    }

private:
    /// A Poisson number of a small mean, at most 4, by inversion.
    static float count_of(float mean, float draw) {
        const float none = core::math::exp(-mean);
        const float one = none * mean;
        const float two = 0.5f * one * mean;
        const float three = two * mean / 3.0f;
        const float to_one = none + one;
        const float to_two = to_one + two;
        const float to_three = to_two + three;
        return (draw >= none ? 1.0f : 0.0f) + (draw >= to_one ? 1.0f : 0.0f) + (draw >= to_two ? 1.0f : 0.0f) +
               (draw >= to_three ? 1.0f : 0.0f);
    }
};

/// Platforms and those who may use them.
struct PlatformStart {
    AgentValues stage{.drawn = core::Distribution::constant(1.0)};  ///< As in PlatformStage, 0 to 3; rounded.
    AgentValues coverage{.drawn = core::Distribution::constant(0.3)};
    AgentValues link{.drawn = core::Distribution::constant(0.3)};
    AgentValues count{.drawn = core::Distribution::constant(3.0)};  ///< In [0, 1000].
    AgentValues compatible{.drawn = core::Distribution::constant(0.5)};
    AgentValues rules{.drawn = core::Distribution::constant(0.5)};
    AgentValues staff_training{.drawn = core::Distribution::constant(0.5)};
    AgentValues resident_training{.drawn = core::Distribution::constant(0.3)};
    AgentValues online{.drawn = core::Distribution::constant(0.7)};
    AgentValues backup{.drawn = core::Distribution::constant(2.0)};  ///< h, in [0, 1e5].
    AgentValues staff_use{.drawn = core::Distribution::constant(0.2)};
    AgentValues resident_use{.drawn = core::Distribution::constant(0.1)};
    AgentValues trust{.drawn = core::Distribution::constant(0.6)};
};

/// Means over `size` communities, over replicate and time (d), two years if not told: staff_use, resident_use (of those
/// who can), up, detection and dispatch (factors), visits (h / wk), reached (share of residents), voice_shift, trust,
/// incidents so far, cost and own_cost so far (thousand CNY). A step is 0.25 d. Throws ConfigError with everything that
/// is wrong.
Dataset simulate(const Platform& process, const PlatformStart& start, const Experiment& experiment);

/// Communities that are all alike.
struct PlatformSetting {
    PlatformStage stage = PlatformStage::display;
    double rules = 0.5;
    double staff_training = 0.5;
    double resident_training = 0.3;
    double backup = 2.0;  ///< h
    double staff_use = 0.2;
    double resident_use = 0.1;
    double trust = 0.6;
};

/// Mean staff_use, resident_use, trust and incidents of infinitely many of them, every `every` days until `until`;
/// exact without outages, else at mean availability, and as long as no trust is used up. Throws ConfigError with
/// everything that is wrong.
Dataset mean_field(const Platform& process, const PlatformSetting& setting, double until, double every);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Platform& process);

}  // namespace commonweal::process
