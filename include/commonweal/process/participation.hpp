// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/layers.hpp>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/turn.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// What somebody's threshold is compared with.
enum class ThresholdMeasure : std::uint8_t {
    share,   ///< of the neighbours, how many act (Granovetter 1978, Watts 2002)
    number,  ///< of neighbours who act (Centola and Macy 2007)
};

/// When somebody begins who would act with so many others.
enum class Opportunity : std::uint8_t {
    always,     ///< at the next tick
    by_chance,  ///< when asked, or at the sight of a task
};

/// Somebody acts once enough others do: Granovetter 1978 (doi:10.1086/226707) where everybody sees everybody, Watts
/// 2002 (doi:10.1073/pnas.082090499) on networks. Nobody stops.
struct Participation {
    ThresholdMeasure measure = ThresholdMeasure::share;
    Opportunity opportunity = Opportunity::always;
    /// By chance: rate at which somebody who can see all tasks comes upon one, 1 / d, in [0, 1000]. [A]
    double task_rate = 0.2;
    /// By chance: rate at which somebody whose neighbours all act is asked, 1 / d, in [0, 1000]. [A]
    double ask_rate = 0.5;
    /// By how much an organiser's contact lowers a threshold, in its own measure, in [0, 10]; shares by .1 to .2. [A]
    double organiser_effect = 0.15;
};

/// How far below a threshold a share counts as reaching it: 1 of 5 reaches .2 whatever a computer makes of it.
inline constexpr double threshold_slack = 1e-12;

/// The share of neighbours from which on somebody acts, for the column participation_needed: of `neighbours`, at least
/// the threshold act, less the effect of an organiser's `contact`, in [0, 1]. It lies midway between the last share
/// that is too small and the first that is enough, so that it can be compared in single precision.
float share_needed(const Participation& participation, double threshold, double contact, std::uint64_t neighbours);

/// Rate at which somebody who would act begins, 1 / d, from the share of tasks that this person can see and the share
/// of neighbours who act.
inline float joining_rate(const Participation& participation, float tasks, float acting_neighbours) {
    return static_cast<float>(participation.task_rate) * tasks +
           static_cast<float>(participation.ask_rate) * acting_neighbours;
}

namespace columns {
inline constexpr core::Column<std::uint8_t> participation{"participation"};  ///< 1 for those who act
/// As share_needed() says; infinite for those who are not eligible.
inline constexpr core::Column<float> participation_needed{"participation_needed"};
inline constexpr core::Column<float> participation_tasks{"participation_tasks"};  ///< share they can see, in [0, 1]
/// How many neighbours act, as SpreadParticipation has counted them.
inline constexpr core::Column<std::uint32_t> participation_neighbours{"participation_neighbours"};
}  // namespace columns

/// Participation where everybody looks at all neighbours in each tick, also in a mixed crowd.
struct Participate {
    static constexpr std::string_view name = "participate";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write(columns::participation) | core::read(columns::participation_needed) |
                                 core::read(columns::participation_tasks) |
                                 core::neighbour_mean(layer, columns::participation) | core::uniforms<1>();

    Participation participation{};
    double step = 1.0;  ///< Length of a tick, d.

    /// Chance that somebody begins in a tick. Branch-free.
    float chance(float needed, float tasks, float acting_neighbours) const {
        const float rate = joining_rate(participation, tasks, acting_neighbours);
        const float by_chance = -core::math::expm1(-rate * static_cast<float>(step));
        const float willing = participation.opportunity == Opportunity::always ? 1.0f : by_chance;
        return acting_neighbours >= needed ? willing : 0.0f;
    }
    void operator()(std::uint8_t& acting, const float& needed, const float& tasks, float acting_neighbours,
                    float draw) const {
        acting = static_cast<std::uint8_t>(acting | (draw < chance(needed, tasks, acting_neighbours) ? 1 : 0));
    }
};

/// The same as a cascade: who begins tells the neighbours, and only those are looked at. A row is somebody who has
/// begun and tells it, who begins, or who may begin without any neighbour. Ties stay as they are while it runs.
struct SpreadParticipation {
    static constexpr std::string_view name = "spread_participation";
    static constexpr core::Form form = core::Form::event;
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::write_all(columns::participation) |
                                 core::write_all(columns::participation_neighbours) |
                                 core::read_all(columns::participation_needed) |
                                 core::read_all(columns::participation_tasks) | core::ties(layer);
    /// What a row is about.
    enum What : std::uint32_t { tells, begins, considers };

    Participation participation{};
    double step = 1.0;  ///< Length of a tick, d.

    void operator()(core::Turn& turn, core::ColumnView<std::uint8_t> acting, core::ColumnView<std::uint32_t> neighbours,
                    core::ColumnView<const float> needed, core::ColumnView<const float> tasks,
                    const core::Ties& ties) const;

private:
    struct People;
    void tell(core::Turn& turn, const People& people, const core::Ties& ties, std::size_t part) const;
    void consider(core::Turn& turn, const People& people, core::Index person, float rate, core::Stream draws) const;
    void begin(core::Turn& turn, const People& people, core::Index person) const;
};

/// Who can act, and who does at the start.
struct ParticipationStart {
    Starters acting{.count = 0};
    /// Each one's threshold: a share or a number of neighbours; below 0 of those who act in any case. [A]
    AgentValues threshold{.drawn = core::Distribution::normal({.mean = 0.35, .sd = 0.15})};
    AgentValues eligible{.drawn = core::Distribution::constant(1)};  ///< Chance to be so: age, health, time; in [0, 1].
    AgentValues organiser{.drawn = core::Distribution::constant(0)};  ///< Contact with an organiser, in [0, 1].
    AgentValues tasks{.drawn = core::Distribution::constant(1)};      ///< Share of tasks that are seen, in [0, 1].
};

/// Share acting over replicate and time (d). Throws ConfigError with everything that is wrong.
Dataset simulate(const Participation& participation, const ParticipationStart& start, const Experiment& experiment);

struct NormalThresholds {
    double mean = 0.35;
    double sd = 0.15;  ///< Above 0.
};
/// Shares of a crowd.
struct ParticipationShares {
    double acting = 0.0;    ///< From the start, whatever others do.
    double eligible = 1.0;  ///< At least `acting`.
};

/// Share that acts in the end where everybody sees everybody: the smallest r with r = a + (e - a) F(r), where F is the
/// normal distribution of thresholds, `a` act from the start and `e` are eligible (Granovetter 1978). Throws
/// ConfigError with everything that is wrong, as all functions below do.
double equilibrium(const NormalThresholds& thresholds, const ParticipationShares& shares = {});

/// Standard deviation of normal thresholds from which on nearly all act, for a mean in (0, .5): below it few do.
double critical_sd(double mean);

/// Mean degrees between which a few can set off a large random network of Erdos and Renyi, all of whose thresholds are
/// one share in [.001, 1] (Watts 2002); nothing if there are none.
struct CascadeWindow {
    double low;
    double high;
};
std::optional<CascadeWindow> cascade_window(double threshold);

/// Share of agents with 0, 1, 2 ... neighbours in a large random network of Erdos and Renyi of a mean degree in (0,
/// 4000].
std::vector<double> poisson_degrees(double mean_degree);

/// Neighbours, besides the one who told them, of those whom a single acting neighbour makes act, for each who is told:
/// above 1 few can set off a large random network. `degrees` are shares or numbers of agents with 0, 1, 2 ...
/// neighbours, up to 5,000.
double cascade_branching(const Participation& participation, std::span<const double> degrees,
                         const core::Distribution& threshold);

/// Share that acts in the end in a large random network of these degrees if the share `seeds`, in (0, 1], acts from the
/// start (Gleeson and Cahalane 2007, doi:10.1103/PhysRevE.75.056103).
double cascade_size(const Participation& participation, std::span<const double> degrees,
                    const core::Distribution& threshold, double seeds);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, Participation& process);

}  // namespace commonweal::process
