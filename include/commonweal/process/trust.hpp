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
#include <optional>
#include <span>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// What a day's service does to trust.
enum class TrustExperience : std::uint8_t {
    disconfirmation,  ///< it counts by how far it is better or worse than expected (Oliver 1980)
    outcome,          ///< it is good with the chance `service`, else bad, and counts fully
};

/// Trust of each resident in one level of government. Service better than expected raises it, worse service lowers it
/// more (Slovic 1993, doi:10.1111/j.1539-6924.1993.tb01329.x); slowly it returns to what long experience, presence and
/// fairness are worth. All shares are of a day.
struct Trust {
    TrustExperience experience = TrustExperience::disconfirmation;
    /// Share of the trust that is lacking which a day fully better than expected brings, in [0, 1]; .02 to .1. [A]
    double gain = 0.05;
    /// Share of trust that a day fully worse than expected costs, in [0, 1]; .05 to .4. [A]
    double loss = 0.15;
    /// How strongly the difference between service and expectation is felt, in [0, 100]; 1: as it is. [A]
    double sensitivity = 1.0;
    /// What is felt less than this is not felt at all, in [0, 1]. [A]
    double dead_band = 0.1;
    /// Standard deviation of the service of one day, as experienced, in [0, 1]. [A]
    double noise = 0.2;
    /// Share by which the expectation follows the service in a day, in [0, 1]. [A]
    double expectation_rate = 0.05;
    /// Time over which service is remembered for lasting trust, d, in [1, 3650]. [A]
    double memory = 90.0;
    /// Share by which trust returns to lasting trust in a day, in [0, 1]. [A]
    double return_rate = 0.01;
    /// Lasting trust's logit without service, presence and fairness, in [-10, 10]. [A]
    double baseline = -1.5;
    /// Weight in that logit of the service remembered, in [0, 10]. [A]
    double service_weight = 3.0;
    /// Weight in it of presence, in [0, 10]. [A]
    double presence_weight = 0.5;
    /// Weight in it of fairness, in [0, 10]. [A]
    double fairness_weight = 1.0;
    /// Share by which trust moves in a day to the mean of those one is tied to (DeGroot 1974), in [0, 1]. [A]
    double social_weight = 0.0;
    /// Share of trust that a promise broken or a lie found out costs, in [0, 1]. [A]
    double breach_loss = 0.3;
};

/// How a difference between service and expectation is felt, in [-1, 1]. Branch-free.
template <std::floating_point T>
constexpr T felt(const Trust& process, T difference) {
    const T strength = std::clamp(static_cast<T>(process.sensitivity) * difference, T(-1), T(1));
    return std::max(strength, -strength) < static_cast<T>(process.dead_band) ? T(0) : strength;
}

/// What service has been for long, how visible the government is and how fair, each in [0, 1].
template <std::floating_point T>
struct TrustGrounds {
    T service = T(0.6);
    T presence = T(0.5);
    T fairness = T(0.5);
};

/// The trust to which these lead in the end, in [0, 1]. Branch-free.
template <std::floating_point T>
inline T lasting_trust(const Trust& process, const TrustGrounds<T>& grounds) {
    return core::math::logistic(static_cast<T>(process.baseline) +
                                static_cast<T>(process.service_weight) * grounds.service +
                                static_cast<T>(process.presence_weight) * grounds.presence +
                                static_cast<T>(process.fairness_weight) * grounds.fairness);
}

/// What moves trust.
template <std::floating_point T>
struct TrustPulls {
    T felt = T(0);     ///< as felt() says, in [-1, 1]
    T lasting = T(0);  ///< as lasting_trust() says
    T others = T(0);   ///< mean trust of those one is tied to
    T heard = T(0);    ///< 1 if there are such, else 0
};

/// Trust after `days` under the same pulls, in [0, 1]: after one day exactly
/// trust + gain (1 - trust) felt+ - loss trust felt- + return_rate (lasting - trust) + social_weight (others - trust),
/// and after parts of a day what, one after the other, add up to that. Branch-free.
template <std::floating_point T>
inline T next_trust(const Trust& process, T trust, const TrustPulls<T>& pulls, T days) {
    const T up = static_cast<T>(process.gain) * std::max(pulls.felt, T(0));
    const T down = static_cast<T>(process.loss) * std::max(-pulls.felt, T(0));
    const T back = static_cast<T>(process.return_rate);
    const T social = static_cast<T>(process.social_weight) * pulls.heard;
    const T all = std::min(up + down + back + social, T(1));
    const T aim = (up + back * pulls.lasting + social * pulls.others) / std::max(all, T(1e-30));
    return trust - core::math::expm1(days * core::math::log1p(-all)) * (std::min(aim, T(1)) - trust);
}

namespace columns {
inline constexpr core::Column<float> government_trust{"government_trust"};      ///< in [0, 1]
inline constexpr core::Column<float> service{"service"};                        ///< by the government, in [0, 1]
inline constexpr core::Column<float> service_expected{"service_expected"};      ///< follows what was experienced
inline constexpr core::Column<float> service_remembered{"service_remembered"};  ///< mean over the memory
inline constexpr core::Column<float> service_felt{"service_felt"};              ///< as felt() says, of this day
inline constexpr core::Column<float> presence{"presence"};                      ///< of the government, in [0, 1]
inline constexpr core::Column<float> fairness{"fairness"};                      ///< of the government, in [0, 1]
inline constexpr core::Column<float> trust_told{"trust_told"};                  ///< 1 for everybody
}  // namespace columns

/// The day's service, once a day: how it is felt, and what is expected and remembered of it.
struct MeetService {
    static constexpr std::string_view name = "meet_service";
    static constexpr auto uses = core::read(columns::service) | core::write(columns::service_expected) |
                                 core::write(columns::service_remembered) | core::write(columns::service_felt) |
                                 core::uniforms<1>();

    Trust process{};

    void operator()(float service, float& expected, float& remembered, float& felt_today, float draw) const {
        const bool counted = process.experience == TrustExperience::outcome;
        const float good = draw < service ? 1.0f : 0.0f;
        const float noise = core::math::normal_quantile(std::max(draw, 0x1p-25f));  // finite
        const float today = counted ? good : service + static_cast<float>(process.noise) * noise;
        felt_today = counted ? 2.0f * good - 1.0f : felt(process, today - expected);
        expected += static_cast<float>(process.expectation_rate) * (today - expected);
        remembered += static_cast<float>(1.0 / process.memory) * (today - remembered);
    }
};

/// Trust moves by what was felt on the day and towards lasting trust.
struct UpdateTrust {
    static constexpr std::string_view name = "update_trust";
    static constexpr auto uses = core::write(columns::government_trust) | core::read(columns::service_felt) |
                                 core::read(columns::service_remembered) | core::read(columns::presence) |
                                 core::read(columns::fairness);

    Trust process{};
    float days = 1.0f;  ///< Length of a tick.

    void operator()(float& trust, float felt_today, float remembered, float presence, float fairness) const {
        const TrustGrounds<float> grounds{.service = remembered, .presence = presence, .fairness = fairness};
        trust = next_trust(process, trust, {.felt = felt_today, .lasting = lasting_trust(process, grounds)}, days);
    }
};

/// The same, and to the mean trust of those one is tied to.
struct ShareTrust {
    static constexpr std::string_view name = "share_trust";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = UpdateTrust::uses | core::neighbour_mean(layer, columns::government_trust) |
                                 core::neighbour_mean(layer, columns::trust_told);

    Trust process{};
    float days = 1.0f;  ///< Length of a tick.

    void operator()(float& trust, float felt_today, float remembered, float presence, float fairness, float others,
                    float heard) const {
        const TrustGrounds<float> grounds{.service = remembered, .presence = presence, .fairness = fairness};
        const TrustPulls<float> pulls{.felt = felt_today,
                                      .lasting = lasting_trust(process, grounds),
                                      .others = others,
                                      .heard = std::min(heard, 1.0f)};
        trust = next_trust(process, trust, pulls, days);
    }
};

/// A promise to somebody is broken, or a lie found out. A row is one such person.
struct BreakPromise {
    static constexpr std::string_view name = "break_promise";
    static constexpr core::Form form = core::Form::event;
    static constexpr auto uses = core::write_all(columns::government_trust);

    Trust process{};

    void operator()(core::Turn& turn, core::ColumnView<float> trust) const;
};

/// What people experience, each in [0, 1], and where they begin.
struct TrustStart {
    AgentValues trust{.drawn = core::Distribution::constant(0.5)};
    AgentValues service{.drawn = core::Distribution::constant(0.6)};  ///< The mean, or the chance that it is good.
    std::optional<AgentValues> expectation{};                         ///< Without it, the service.
    AgentValues presence{.drawn = core::Distribution::constant(0.5)};
    AgentValues fairness{.drawn = core::Distribution::constant(0.5)};
    Starters breach{.count = 0};  ///< Those to whom a promise is broken.
    double breach_day = 0.0;      ///< When, d.
};

/// Mean, standard deviation and share below one half of trust, and mean expectation and feeling, over replicate and
/// time (d), 365 d if not told; and each one's last trust. A tick is a day or a whole part of one. Throws ConfigError
/// with everything that is wrong.
Dataset simulate(const Trust& process, const TrustStart& start, const Experiment& experiment);

/// Somebody typical: where such a person begins, and what service the person has in the mean.
struct TypicalTrust {
    double trust = 0.5;
    TrustGrounds<double> grounds{};
    std::optional<double> expectation{};  ///< Without it, the service.
};

/// Mean trust and expectation of infinitely many such people after 0, 1, ... `days` days, as if what is felt on a day
/// did not depend on the trust before it.
Dataset mean_field(const Trust& process, const TypicalTrust& start, std::uint32_t days);

/// Where their mean trust ends: (gain a + return_rate lasting) / (gain a + loss b + return_rate), where a and b are the
/// means of what is felt above and below 0. Throws Error where nothing moves trust.
double steady_trust(const Trust& process, const TrustGrounds<double>& grounds);

/// Chance of a success after so many of each, (successes + 1) / (successes + failures + 2): the mean of a beta
/// distribution (Josang and Ismail 2002). Throws Error unless both are finite and at least 0.
double beta_reputation(double successes, double failures);

/// The same after successes and failures in the order of time, each given as a share of success in [0, 1]; with each,
/// what was counted before counts `forgetting` times as much, in [0, 1].
double beta_reputation(std::span<const double> outcomes, double forgetting);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Trust& process);

}  // namespace commonweal::process
