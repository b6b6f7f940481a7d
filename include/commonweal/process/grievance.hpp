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

/// Grievance grows from needs that are not met, shares that are unfair and promises that are broken; it makes conflicts
/// likely, which mediators settle one by one, and which spoil trust around them if they are not settled in time.
struct Grievance {
    /// Rise by a need that is wholly unmet, 1 / d, in [0, 10]. [A]
    double unmet_weight = 0.01;
    /// Rise by having nothing of what all neighbours have in full, 1 / d, in [0, 10]. [A]
    double unfair_weight = 0.01;
    /// Rise by promises that are all broken, 1 / d, in [0, 10]. [A]
    double broken_weight = 0.01;
    /// Rate at which grievance is forgotten, 1 / d, in (0, 10]. [A]
    double decay = 0.02;
    /// Most grievance that there is, in (0, 10]. [A]
    double highest = 1.0;
    /// Rate of conflicts of somebody without grievance and without trust, 1 / d, in [0, 100]. [C]
    double conflict_rate = 4e-5;
    /// What a grievance of 1 adds to its logarithm, in [0, 20]. [A]
    double grievance_effect = 3.0;
    /// What full trust takes from it, in [0, 20]. [A]
    double trust_effect = 2.0;
    /// People who settle conflicts, at most 10000; 0: nobody. [A]
    std::uint32_t mediators = 3;
    /// Mean time that a mediation takes, exponential, d, in (0, 10000]. [A]
    double mediation_time = 5.0;
    /// Chance that it settles the conflict, which otherwise waits for another one, in (0, 1]. [S]
    double success_chance = 0.96;
    /// A conflict that is not settled by then escalates, d, in (0, 100000]. [A]
    double patience = 30.0;
    /// Factor to the rate of conflicts within one tie of those that have escalated, in [1, 100]. [A]
    double escalation_factor = 3.0;
    /// Trust lost within one tie when a conflict escalates, in [0, 1]. [A]
    double trust_loss = 0.05;
    /// Share of one's grievance that goes when one's conflict is settled, in [0, 1]. [A]
    double relief = 0.5;
};

/// What makes somebody aggrieved, each in [0, 1].
template <std::floating_point T>
struct Grounds {
    T unmet = T(0);   ///< Share of need that is not met.
    T unfair = T(0);  ///< Share by which one has less than neighbours on average.
    T broken = T(0);  ///< Share of promises to one that are broken.
};

/// Where grievance goes while the grounds stay as they are.
template <std::floating_point T>
constexpr T goal_of(const Grievance& process, const Grounds<T>& grounds) {
    return (static_cast<T>(process.unmet_weight) * grounds.unmet +
            static_cast<T>(process.unfair_weight) * grounds.unfair +
            static_cast<T>(process.broken_weight) * grounds.broken) /
           static_cast<T>(process.decay);
}

/// Grievance after a time `step`, d: exact, however long the step.
template <std::floating_point T>
constexpr T aggrieved(const Grievance& process, T grievance, const Grounds<T>& grounds, T step) {
    const T goal = goal_of(process, grounds);
    const T kept = core::math::exp(-static_cast<T>(process.decay) * step);
    return std::min(static_cast<T>(process.highest), goal + (grievance - goal) * kept);
}

/// Rate of conflicts of somebody who is, or is not, within one tie of one that has escalated, 1 / d.
template <std::floating_point T>
constexpr T conflict_rate(const Grievance& process, T grievance, T trust, bool tense = false) {
    const T calm =
        static_cast<T>(process.conflict_rate) * core::math::exp(static_cast<T>(process.grievance_effect) * grievance -
                                                                static_cast<T>(process.trust_effect) * trust);
    return tense ? static_cast<T>(process.escalation_factor) * calm : calm;
}

namespace columns {
inline constexpr core::Column<float> grievance{"grievance"};                ///< in [0, highest]
inline constexpr core::Column<float> grievance_share{"grievance_share"};    ///< of what there is, in [0, 1]
inline constexpr core::Column<float> grievance_unmet{"grievance_unmet"};    ///< as in Grounds
inline constexpr core::Column<float> grievance_broken{"grievance_broken"};  ///< as in Grounds
inline constexpr core::Column<float> grievance_trust{"grievance_trust"};    ///< in [0, 1]
/// How many conflicts within one tie have escalated and are not settled.
inline constexpr core::Column<std::uint32_t> grievance_tension{"grievance_tension"};
inline constexpr core::Column<float> conflict_begins{"conflict_begins"};          ///< d into the tick, if shorter
inline constexpr core::Column<std::uint8_t> conflict_open{"conflict_open"};       ///< 1: in a conflict; 0: not
inline constexpr core::Column<std::uint8_t> conflict_worse{"conflict_worse"};     ///< 1: it has escalated; 0: not
inline constexpr core::Column<std::uint32_t> conflict_since{"conflict_since"};    ///< tick at which it began
inline constexpr core::Column<float> conflicts_opened{"conflicts_opened"};        ///< so far, of each person
inline constexpr core::Column<float> conflicts_settled{"conflicts_settled"};      ///< so far
inline constexpr core::Column<float> conflicts_escalated{"conflicts_escalated"};  ///< so far
inline constexpr core::Column<float> conflicts_waited{"conflicts_waited"};        ///< for mediators, d, so far
inline constexpr core::Column<std::uint32_t> mediator_tick{"mediator_tick"};      ///< at which a mediator is free
inline constexpr core::Column<float> mediator_rest{"mediator_rest"};              ///< d into that tick
}  // namespace columns

/// The kind of agents that mediate.
inline constexpr std::string_view mediator_kind = "mediator";

/// Grievance changes, and conflicts begin, over the ties of one layer. Somebody has one conflict at a time.
struct BearGrievance {
    static constexpr std::string_view name = "bear_grievance";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::neighbour_mean(layer, columns::grievance_share) |
                                 core::read(columns::grievance_share) | core::read(columns::grievance_unmet) |
                                 core::read(columns::grievance_broken) | core::read(columns::grievance_trust) |
                                 core::read(columns::grievance_tension) | core::read(columns::conflict_open) |
                                 core::uniforms<1>() | core::write(columns::grievance) |
                                 core::write(columns::conflict_begins);

    Grievance process{};
    double step = 1.0;  ///< Length of a tick, d.

    void operator()(float share_around, float share, float unmet, float broken, float trust, std::uint32_t tension,
                    std::uint8_t open, float draw, float& grievance, float& begins) const {
        const Grounds<float> grounds{.unmet = unmet, .unfair = std::max(0.0f, share_around - share), .broken = broken};
        const float after = aggrieved(process, grievance, grounds, static_cast<float>(step));
        const float rate = conflict_rate(process, 0.5f * (grievance + after), trust, tension > 0);
        grievance = after;
        begins = open ? std::numeric_limits<float>::infinity() : -core::math::log1p(-draw) / rate;
    }
};

/// Conflicts that begin are taken in, by first come first served; mediations end, and conflicts escalate. A row is the
/// look at all that begin at a tick, or what becomes of one.
struct MediateConflicts {
    static constexpr std::string_view name = "mediate_conflicts";
    static constexpr core::Form form = core::Form::event;
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses =
        core::write_all(columns::grievance) | core::write_all(columns::grievance_trust) |
        core::write_all(columns::grievance_tension) | core::read_all(columns::conflict_begins) |
        core::write_all(columns::conflict_open) | core::write_all(columns::conflict_worse) |
        core::write_all(columns::conflict_since) | core::write_all(columns::conflicts_opened) |
        core::write_all(columns::conflicts_settled) | core::write_all(columns::conflicts_escalated) |
        core::write_all(columns::conflicts_waited) | core::write_all(columns::mediator_tick, mediator_kind) |
        core::write_all(columns::mediator_rest, mediator_kind) | core::ties(layer);
    /// What a row is about.
    enum What : std::uint32_t { looks, ends, escalates };

    Grievance process{};
    double step = 1.0;  ///< Length of a tick, d.

    void operator()(core::Turn& turn, core::ColumnView<float> grievance, core::ColumnView<float> trust,
                    core::ColumnView<std::uint32_t> tension, core::ColumnView<const float> begins,
                    core::ColumnView<std::uint8_t> open, core::ColumnView<std::uint8_t> worse,
                    core::ColumnView<std::uint32_t> since, core::ColumnView<float> opened,
                    core::ColumnView<float> settled, core::ColumnView<float> escalated, core::ColumnView<float> waited,
                    core::ColumnView<std::uint32_t> free_tick, core::ColumnView<float> free_rest,
                    const core::Ties& ties) const;

private:
    struct Desk;
    void look(core::Turn& turn, Desk& desk) const;
    void hand_over(core::Turn& turn, Desk& desk, core::Index person, double time, core::Stream& draws) const;
    void end(core::Turn& turn, Desk& desk) const;
    void escalate(core::Turn& turn, Desk& desk) const;
};

/// What people have and feel at the start; each value in [0, 1], but grievance, which is at most the highest.
struct GrievanceStart {
    AgentValues unmet{.drawn = core::Distribution::constant(0.2)};
    AgentValues share{.drawn = core::Distribution::constant(0.5)};
    AgentValues broken{};
    AgentValues grievance{};
    AgentValues trust{.drawn = core::Distribution::constant(0.6)};
};

/// Mean grievance and trust, conflicts opened, open, settled and escalated, the rate at which new ones begin, and how
/// long they have waited for a mediator, over replicate and time (d); a year without an `until`. Throws ConfigError
/// with everything that is wrong.
Dataset simulate(const Grievance& process, const GrievanceStart& start, const Experiment& experiment);

/// People who are all alike.
struct GrievanceSetting {
    Grounds<double> grounds{.unmet = 0.2};
    double grievance = 0.0;
    double trust = 0.6;
};

/// Grievance and the conflicts that each person has had, every `every` days until `until`, where no conflict changes
/// anything. Throws ConfigError with everything that is wrong.
Dataset mean_field(const Grievance& process, const GrievanceSetting& setting, double until, double every);

/// Where grievance ends, at most the highest. Errors as above.
double steady_grievance(const Grievance& process, const GrievanceSetting& setting = {});

/// Mean time that a conflict waits for mediators, in all its mediations, where so many begin in a day by chance, d;
/// infinite where they cannot follow (Erlang 1917; Jackson 1957). Throws ConfigError with everything that is wrong.
double mediation_wait(const Grievance& process, double conflicts_a_day);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Grievance& process);

}  // namespace commonweal::process
