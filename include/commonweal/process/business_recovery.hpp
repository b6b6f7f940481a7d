// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <concepts>
#include <span>
#include <string_view>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Businesses that an event has closed open again at a rate that lifelines, customers, money, damage, size and, in the
/// first months, open neighbours move. What moves it: Lam et al. 2009 (doi:10.1371/journal.pone.0004765), LeSage et al.
/// 2011 (doi:10.1111/j.1467-985X.2011.00712.x), both on New Orleans after 2005.
struct BusinessRecovery {
    /// Rate at which a large, undamaged one without money, lifelines, customers or neighbours opens, 1 / d, in [0, 10].
    /// Calibrated: in the default setting 65 % are open after 791 d, 26 months. [C]
    double base_rate = 5.52e-4;
    /// Logarithms of the factors to that rate, in [0, 10]: for restored lifelines. [A]
    double lifeline_effect = 1.0;
    /// For all customers being back. [A]
    double customer_effect = 1.0;
    /// For having the money. [A]
    double finance_effect = 0.5;
    /// For total damage, against the opening. [A]
    double damage_effect = 1.5;
    /// For a small business, against the opening. [A]
    double small_effect = 0.4;
    /// For all neighbours being open, as long as that counts. [A]
    double spill_effect = 1.0;
    /// How long that is, d, in [0, 36500]: nine months. [S]
    double spill_time = 274.0;
    /// Share of customers who are there at first, in [0, 1]. [A]
    double customers_first = 0.3;
    /// Time in which the share of the others falls to 1 / e, d, in [0.1, 36500]. [A]
    double customer_time = 365.0;
};

/// Share of customers who are back after so many days, in [0, 1].
template <std::floating_point T>
T customers_back(const BusinessRecovery& process, T days) {
    const auto first = static_cast<T>(process.customers_first);
    return T(1) - (T(1) - first) * core::math::exp(-days / static_cast<T>(process.customer_time));
}

/// Of one business; damage, money and size from 0 to 1.
struct Business {
    double damage = 0.0;
    double small = 0.0;
    double finance = 0.0;
    double lifeline = 0.0;  ///< When lifelines are restored, d.
    double open = 0.0;      ///< 1: has never closed.
};

/// The factor to the rate that a business has by itself.
inline double business_factor(const BusinessRecovery& process, const Business& business) {
    return core::math::exp(process.finance_effect * business.finance - process.damage_effect * business.damage -
                           process.small_effect * business.small);
}

/// What is around a business.
struct BusinessAround {
    double lifeline = 1.0;    ///< 1: there are lifelines; 0: there are none.
    double customers = 1.0;   ///< Share who are back.
    double neighbours = 0.0;  ///< Share of neighbours that are open; 0 when that no longer counts.
};

/// The rate at which a business opens, 1 / d.
double reopening_rate(const BusinessRecovery& process, const Business& business, const BusinessAround& around);

namespace columns {
inline constexpr core::Column<float> business_open{"business_open"};          ///< 1: open; 0: closed
inline constexpr core::Column<float> business_time{"business_time"};          ///< of the opening, or the present, d
inline constexpr core::Column<float> business_pull{"business_pull"};          ///< base rate times its own factor
inline constexpr core::Column<float> business_lifeline{"business_lifeline"};  ///< of the restoration, d
}  // namespace columns

/// A step of reopening, over the ties of one layer. Whatever is closed carries the present in the column of times; the
/// opening lies within the step, where the rate has it. Neighbours are taken as they will be half way if they feel what
/// this one feels, unless all are closed or there are none; without that the spill-over would be late by half a step.
struct ReopenBusiness {
    static constexpr std::string_view name = "reopen_business";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write(columns::business_open) | core::write(columns::business_time) |
                                 core::read(columns::business_pull) | core::read(columns::business_lifeline) |
                                 core::neighbour_mean(layer, columns::business_open) | core::uniforms<1>();

    BusinessRecovery process{};
    float step = 3.0f;  ///< Length of a tick, d.
    float lifeline_factor = static_cast<float>(core::math::exp(BusinessRecovery{}.lifeline_effect));

    ReopenBusiness() = default;
    ReopenBusiness(const BusinessRecovery& parameters, double days)
        : process(parameters),
          step(static_cast<float>(days)),
          lifeline_factor(static_cast<float>(core::math::exp(parameters.lifeline_effect))) {}

    void operator()(float& open, float& time, float pull, float lifeline, float neighbours, float draw) const {
        const float before = std::clamp(lifeline - time, 0.0f, step);
        const float lasts = before + lifeline_factor * (step - before);
        const float base = pull * core::math::exp(static_cast<float>(process.customer_effect) *
                                                  customers_back(process, time + 0.5f * step));
        const float counts = static_cast<float>(process.spill_effect) *
                             std::clamp((static_cast<float>(process.spill_time) - time) / step, 0.0f, 1.0f);
        const float at_start = base * core::math::exp(counts * neighbours);
        const float half_way = neighbours + (1.0f - neighbours) * chance_of(at_start * lasts, 0.5f);
        const float dark = base * core::math::exp(counts * (neighbours > 0.0f ? half_way : 0.0f));
        const float lit = dark * lifeline_factor;
        const float push = dark * lasts;
        const float wait = -core::math::log1p(-draw);  // in mean times between two events
        const bool opens = (open < 0.5f) & (wait < push);
        const bool early = wait < dark * before;
        const float within = early ? wait / dark : before + (wait - dark * before) / lit;
        const float later = open < 0.5f ? one_step_after(time, step) : time;
        time = opens ? time + within : later;
        open = opens ? 1.0f : open;
    }
};

/// What businesses are like; each number drawn in each replicate, or given.
struct BusinessStart {
    AgentValues damage{.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})};      ///< In [0, 1].
    AgentValues small{.drawn = core::Distribution::constant(0.8)};                            ///< Chance.
    AgentValues finance{.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})};     ///< In [0, 1].
    AgentValues lifeline{.drawn = core::Distribution::uniform({.low = 0.0, .high = 180.0})};  ///< d, [0, 36500].
    AgentValues open{};  ///< Chance of never having closed.
};

/// Over replicate and time (d): open, the share of businesses that are open; open_small and open_large, of those;
/// open_damaged, of those with damage above .5. Over replicate and agent: open_time, 0 for those
/// never closed, NaN for those closed in the end; 791 d, 26 months, without an `until`. Throws ConfigError
/// with everything that is wrong.
Dataset simulate(const BusinessRecovery& process, const BusinessStart& start, const Experiment& experiment);

/// So many businesses of one kind.
struct BusinessGroup {
    Business business{};
    double weight = 1.0;
};

/// Share open over time (d) where everybody is everybody's neighbour and there are infinitely many of each group.
Dataset mean_field(const BusinessRecovery& process, std::span<const BusinessGroup> groups, double until, double every);

/// What is to be reached: a share open after so many days.
struct BusinessTarget {
    double share = 0.65;
    double days = 791.0;
};

/// The base rate by which the mean field reaches it, 1 / d. Throws Error where no rate up to 10 does.
double calibrated_rate(const BusinessRecovery& process, std::span<const BusinessGroup> groups,
                       const BusinessTarget& target);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, BusinessRecovery& process);

}  // namespace commonweal::process
