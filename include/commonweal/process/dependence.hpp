// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/hazard.hpp>
#include <concepts>
#include <cstddef>
#include <string_view>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Communities keep reserves for events to come. Aid covers part of what these do not, and who expects aid does less:
/// the dilemma of the Samaritan (Buchanan 1975; Coate 1995 for aid that comes anyhow). Reserves are counted in the
/// needs of one event.
struct Dependence {
    /// What a community builds with all effort, 1 / a, in [0, 100]. [A]
    double building = 0.12;
    /// Share of that effort that falls away where all need is expected to be met by aid, in [0, 1]. [A]
    double discouragement = 0.5;
    /// Share of the need that the reserve leaves unmet which aid covers, in [0, 1]. [A]
    double aid_share = 0.6;
    /// Weight of an event in what aid is expected at the next, in [0, 1]. [A]
    double learning = 0.3;
    /// What is built by steady funds from outside, 1 / a, in [0, 100]. [A]
    double funding = 0.0;
    /// What a year's care of a reserve costs, as a share of building it, 1 / a, in [0, 10]. [A]
    double upkeep = 0.05;
    /// Mean time that goods keep with all care, a, in [0.1, 1000]. [A]
    double shelf_life = 5.0;
    /// Rate at which goods are lost besides where nobody cares for them, 1 / a, in [0, 10]. [A]
    double neglect = 0.3;
    /// Events that befall a community, 1 / a, in [0, 12]. [A]
    double event_rate = 0.2;
};

/// Kinds of goods in reserve.
inline constexpr std::array<std::string_view, 5> reserve_goods{"food_and_water", "medical", "shelter", "power",
                                                               "pumps_and_boats"};
/// Kinds of events.
inline constexpr std::array<std::string_view, 5> reserve_hazards{"flood", "earthquake", "epidemic", "heat", "outage"};
using ReserveShares = std::array<double, 5>;

/// Share of a good, in the order of reserve_goods, that is of use under a hazard, in the order of reserve_hazards. [A]
inline constexpr std::array<ReserveShares, 5> reserve_use{{{0.8, 0.9, 0.8, 0.6, 0.5},
                                                           {0.3, 0.8, 1.0, 0.5, 0.2},
                                                           {0.7, 1.0, 0.1, 0.1, 0.2},
                                                           {0.6, 0.6, 0.1, 0.7, 1.0},
                                                           {1.0, 0.1, 0.0, 0.0, 0.0}}};

/// Share of a reserve of these goods, shares that add up to 1, that is of use under each hazard.
ReserveShares useful_shares(const ReserveShares& goods);

/// Effort of who expects aid for this share of an event's need, in [0, 1]. Branch-free.
template <std::floating_point T>
constexpr T effort_of(const Dependence& process, T aid_expected) {
    return T(1) - static_cast<T>(process.discouragement) * aid_expected;
}

/// A reserve after `years` with so much a year to put into it.
/// Care is paid for first; goods for which the means do not suffice get lost sooner. Branch-free.
template <std::floating_point T>
inline T reserve_after(const Dependence& process, T reserve, T means, T years) {
    const T aging = T(1) / static_cast<T>(process.shelf_life);
    const T care = static_cast<T>(process.upkeep);
    const T neglect = static_cast<T>(process.neglect);
    const bool cared_for = care * reserve <= means;
    // Both linear: R' = means - (care + aging) R, and R' = neglect means / care - (aging + neglect) R.
    const T loss = aging + (cared_for ? care : neglect);
    const T gain = cared_for ? means : neglect * means / std::max(care, T(1e-6));
    const T end = gain / loss;
    return end + (reserve - end) * core::math::exp(-loss * years);
}

namespace columns {
inline constexpr core::Column<float> reserve{"reserve"};                ///< in the needs of one event
inline constexpr core::Column<float> aid_expected{"aid_expected"};      ///< share of an event's need, in [0, 1]
inline constexpr core::Column<float> own_means{"own_means"};            ///< factor to building
inline constexpr core::Column<float> aid_access{"aid_access"};          ///< factor to aid_share, in [0, 1]
inline constexpr core::Column<float> reserve_events{"reserve_events"};  ///< so far
inline constexpr core::Column<float> met_by_reserve{"met_by_reserve"};  ///< of their needs, so far
inline constexpr core::Column<float> met_by_aid{"met_by_aid"};          ///< of their needs, so far
}  // namespace columns

/// A step of building, keeping and using reserves, without ties. At most two events fall into a step, half way.
struct KeepReserve {
    static constexpr std::string_view name = "keep_reserve";
    static constexpr auto uses = core::write(columns::reserve) | core::write(columns::aid_expected) |
                                 core::read(columns::own_means) | core::read(columns::aid_access) |
                                 core::write(columns::reserve_events) | core::write(columns::met_by_reserve) |
                                 core::write(columns::met_by_aid) | core::uniforms<3>();

    Dependence process{};
    float step = 1.0f / 12.0f;      ///< Length of a tick, a.
    float none = 0.98f;             ///< Chance of no event in a step.
    float at_most_one = 0.999f;     ///< Chance of at most one.
    std::array<float, 5> up_to{};   ///< Chance that an event is of this hazard or one before.
    std::array<float, 5> useful{};  ///< Share of a reserve that is of use under each hazard.

    void operator()(float& reserve, float& aid_expected, float means, float access, float& events, float& by_reserve,
                    float& by_aid, float often, float first, float second) const {
        const float built = means * static_cast<float>(process.building);
        const auto outside = static_cast<float>(process.funding);
        float left = reserve_after(process, reserve, outside + built * effort_of(process, aid_expected), 0.5f * step);
        float expected = aid_expected;
        const auto befall = [&](bool happens, float draw) {
            const float own = happens ? std::min(1.0f, useful_under(draw) * left) : 0.0f;
            const float aid = happens ? access * static_cast<float>(process.aid_share) * (1.0f - own) : 0.0f;
            left -= own;
            expected += happens ? static_cast<float>(process.learning) * (aid - expected) : 0.0f;
            events += happens ? 1.0f : 0.0f;
            by_reserve += own;
            by_aid += aid;
        };
        befall(often >= none, first);
        befall(often >= at_most_one, second);
        reserve = reserve_after(process, left, outside + built * effort_of(process, expected), 0.5f * step);
        aid_expected = expected;
    }

private:
    float useful_under(float draw) const {
        float share = useful[0];
        for (std::size_t hazard = 1; hazard < useful.size(); ++hazard) {
            share = draw < up_to[hazard - 1] ? share : useful[hazard];
        }
        return share;
    }
};

/// What communities have, and what befalls them.
struct DependenceStart {
    AgentValues reserve{};                                         ///< In the needs of one event, in [0, 1000].
    AgentValues aid_expected{};                                    ///< Share of an event's need, in [0, 1].
    AgentValues means{.drawn = core::Distribution::constant(1)};   ///< Factor to building, in [0, 100].
    AgentValues access{.drawn = core::Distribution::constant(1)};  ///< Factor to aid_share, in [0, 1].
    ReserveShares goods{0.2, 0.2, 0.2, 0.2, 0.2};                  ///< What the reserve is made of; adds up to 1.
    ReserveShares hazards{0.2, 0.2, 0.2, 0.2, 0.2};                ///< How often events are of each; adds up to 1.
};

/// Means over communities, over replicate and time (a), 50 a if not told: reserve, aid_expected and effort; and since
/// the start events, met_by_reserve, met_by_aid and unmet, in needs of an event. Over replicate and agent the reserve
/// and aid_expected at the end. Graphs are not looked at. Throws ConfigError with everything that is wrong.
Dataset simulate(const Dependence& process, const DependenceStart& start, const Experiment& experiment);

/// Where reserve and expectation settle, on average.
struct DependenceLongRun {
    double reserve = 0.0;
    double aid_expected = 0.0;
    double effort = 0.0;
    double met_by_reserve = 0.0;  ///< Share of an event's need.
    double unmet = 0.0;           ///< Share of an event's need.
};

/// Exact where a reserve never does for a whole event and care is always paid for, as means then follow linear
/// equations: `useful` is the share of the reserve that is of use, in [0, 1], on average over events. Throws Error
/// where that cannot be relied on.
DependenceLongRun long_run(const Dependence& process, double useful);

/// The same over time (a) from a mean reserve and expectation: reserve and aid_expected.
Dataset mean_field(const Dependence& process, const DependenceLongRun& start, double useful, double until,
                   double every);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Dependence& process);

}  // namespace commonweal::process
