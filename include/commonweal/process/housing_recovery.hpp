// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <array>
#include <commonweal/core/math.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/fragility.hpp>
#include <commonweal/process/hazard.hpp>
#include <cstdint>
#include <string_view>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// A lognormal time; 0 where the median is 0.
struct HousingTime {
    double median = 0.0;      ///< d
    double dispersion = 0.0;  ///< Standard deviation of the logarithm.
};

/// What stands between the event and the repair of a home, in one damage state.
struct HousingDelays {
    HousingTime rapid{};       ///< First inspection, of all buildings.
    HousingTime inspection{};  ///< Of the damage in detail.
    HousingTime cleanup{};
    HousingTime insurance{};  ///< Financing by insurance.
    HousingTime loan{};       ///< Financing by a private loan.
    HousingTime grant{};      ///< Financing by a public programme.
    HousingTime engineering{};
    HousingTime permit{};
    HousingTime contractor{};
    HousingTime demolition{};
};

/// Where delays come from.
enum class HousingDelayTable : std::uint8_t {
    redi,       ///< Almufti and Willford 2013
    pyrecodes,  ///< third example of pyrecodes
    joplin,     ///< none: the whole time to full function is that found at Joplin
};
/// Where repair times come from.
enum class HousingRepairTable : std::uint8_t { hazus_single_family, hazus_multi_family, archetype_6, archetype_7 };

/// Of one damage state; all 0 for none, and for the table joplin.
HousingDelays housing_delays(HousingDelayTable table, DamageState state);
/// Dispersion 0 where the source has none.
HousingTime housing_repair(HousingRepairTable table, DamageState state);
/// From the event to full function at Joplin after the tornado of 2011 (Koliou and van de Lindt; pyincore).
HousingTime joplin_time(DamageState state);
/// The share of homes of a damage state that have full function by then.
double joplin_share(DamageState state, double days);
/// Repair cost as a share of the value by damage state (Hazus 6.1, single family).
double loss_of_state(DamageState state);
/// The damage state whose cost is nearest; none only for no loss.
DamageState state_of_loss(double loss);

/// How repairs are paid.
enum class HousingFunds : std::uint8_t {
    table,     ///< by insurance, a loan or a public programme, each after the time that the table of delays says
    parallel,  ///< from all funds that a household may have, asked at once: paid when their ceilings reach the cost
    sequence,  ///< insurance, then the subsidy, then a loan, each for what is missing, in the queue of its office
};

/// Households whose homes an event has damaged: who must leave, when homes are repaired, who comes back. Delays:
/// Almufti and Willford 2013 (REDi); dislocation: Lin 2008; queues for money: Miles, Burton and Kang 2019 (DESaster).
struct HousingRecovery {
    HousingDelayTable delays = HousingDelayTable::redi;
    HousingRepairTable repair = HousingRepairTable::hazus_single_family;
    /// Dispersion of repair times where the table has none, in [0, 2]. [A]
    double repair_dispersion = 0.5;
    /// Factor to all delays and repairs, for the surge of demand after a large event, in [0.1, 20]. [A]
    double surge = 1.0;
    HousingFunds funds = HousingFunds::table;
    /// Dispersion of the delays of funds, in [0, 2]. [A]
    double fund_dispersion = 0.5;
    /// Median delay of each fund, d, in [0, 3650], and its ceiling as a share of the cost, in [0, 1]. Relief of central
    /// and provincial government. [A]
    double relief_delay = 30.0;
    double relief_ceiling = 0.1;
    /// Rebuilding subsidy for owners. [A]
    double subsidy_delay = 180.0;
    double subsidy_ceiling = 0.3;
    double insurance_delay = 42.0;
    double insurance_ceiling = 0.9;
    double loan_delay = 105.0;
    double loan_ceiling = 0.6;
    /// Paired assistance of other provinces. [A]
    double aid_delay = 365.0;
    double aid_ceiling = 0.3;
    /// Part of relief, subsidy and aid that households get who are not registered, in [0, 1]. [A]
    double unregistered_part = 0.0;
    /// Files that are worked on at once where funds come in sequence, 0 to 1e6; 0: any number. [A]
    std::uint32_t insurance_processors = 0;
    std::uint32_t subsidy_processors = 0;
    std::uint32_t loan_processors = 0;
    /// How long a household waits for all its money, and after that for a crew, d, in [1, 36500]. [A]
    double patience = 1095.0;
    /// Crews, each on one home at a time, 0 to 1e6; 0: any number. [A]
    std::uint32_t crews = 0;
    /// Logit of leaving the home: constant, for each percent of loss, for a home of a single family, for each percent
    /// of Black and of Hispanic people in the block; the last two are 0 where nothing is known. In [-10, 10]. [S]
    double dislocation_base = -0.42523;
    double dislocation_loss = 0.02480;
    double dislocation_single_family = -0.50166;
    double dislocation_black = 0.0;
    double dislocation_hispanic = 0.0;
    /// How often a household thinks about where to live, 1 / d, in [0, 10]. [A]
    double reconsider_rate = 0.02;
    /// Logit of living at home: constant, for a repaired home, restored lifelines, an open school, a job near by, being
    /// a tenant, and for all neighbours being at home. In [-20, 20]. [A]
    double return_base = -4.0;
    double return_repaired = 2.5;
    double return_lifelines = 1.0;
    double return_school = 0.5;
    double return_job = 0.5;
    double return_tenant = -0.5;
    double return_neighbours = 2.0;
};

/// Of one household that may have to leave.
struct DislocationCase {
    double loss = 0.0;           ///< % of the value, in [0, 100].
    double single_family = 1.0;  ///< 1 or 0.
    double black = 0.0;          ///< % of the block's people.
    double hispanic = 0.0;       ///< The same.
};

/// Chance that a household has to leave. At no loss it is not 0: ask it of those with damage.
inline double dislocation_chance(const HousingRecovery& process, const DislocationCase& home) {
    return core::math::logistic(process.dislocation_base + process.dislocation_loss * home.loss +
                                process.dislocation_single_family * home.single_family +
                                process.dislocation_black * home.black + process.dislocation_hispanic * home.hispanic);
}

/// The steps of one home, d.
struct HousingSteps {
    double inspection = 0.0;  ///< With the first one and the clean-up.
    double financing = 0.0;   ///< From then on, as engineering and the contractor.
    double engineering = 0.0;
    double permit = 0.0;  ///< After engineering.
    double contractor = 0.0;
    double demolition = 0.0;
};

/// When a repair can begin, d: inspection, then the longest of three ways, then demolition.
constexpr double repair_start(const HousingSteps& steps) {
    return steps.inspection + std::max({steps.financing, steps.engineering + steps.permit, steps.contractor}) +
           steps.demolition;
}

namespace columns {
inline constexpr core::Column<float> housing_dislocated{"housing_dislocated"};  ///< 1: had to leave; 0: not
inline constexpr core::Column<float> housing_home{"housing_home"};              ///< 1: lives at home; 0: elsewhere
inline constexpr core::Column<float> housing_ready{"housing_ready"};  ///< when the home is repaired, d, or infinite
inline constexpr core::Column<float> housing_lifeline{"housing_lifeline"};  ///< when lifelines are restored, d
inline constexpr core::Column<float> housing_school{"housing_school"};      ///< when the school opens, d
inline constexpr core::Column<float> housing_pull{"housing_pull"};          ///< constant part of one's own logit
inline constexpr core::Column<float> housing_time{"housing_time"};          ///< the present, d
}  // namespace columns

/// Those who had to leave decide where to live, over the ties of one layer.
struct ReturnHome {
    static constexpr std::string_view name = "return_home";
    static constexpr core::Layer layer{"contacts"};
    static constexpr auto uses = core::neighbour_mean(layer, columns::housing_home) |
                                 core::read(columns::housing_dislocated) | core::read(columns::housing_ready) |
                                 core::read(columns::housing_lifeline) | core::read(columns::housing_school) |
                                 core::read(columns::housing_pull) | core::write(columns::housing_time) |
                                 core::write(columns::housing_home) | core::uniforms<2>();

    HousingRecovery process{};
    float step = 7.0f;  ///< Length of a tick, d.

    void operator()(float neighbours, float dislocated, float ready, float lifeline, float school, float pull,
                    float& time, float& home, float when, float which) const {
        const float logit = pull + (time >= ready ? static_cast<float>(process.return_repaired) : 0.0f) +
                            (time >= lifeline ? static_cast<float>(process.return_lifelines) : 0.0f) +
                            (time >= school ? static_cast<float>(process.return_school) : 0.0f) +
                            static_cast<float>(process.return_neighbours) * neighbours;
        const bool decides =
            (dislocated > 0.5f) & (when < chance_of(static_cast<float>(process.reconsider_rate), step));
        const float choice = which < core::math::logistic(logit) ? 1.0f : 0.0f;
        home = decides ? choice : home;
        time = one_step_after(time, step);
    }
};

/// What households are like; each number drawn in each replicate, or given. Where it says chance, 0 and 1 are certain.
struct HousingStart {
    AgentValues damage{.drawn = core::Distribution::constant(2)};  ///< DamageState as a number; parts are cut off.
    AgentValues single_family{.drawn = core::Distribution::constant(1)};  ///< Chance.
    AgentValues insured{.drawn = core::Distribution::constant(0.1)};      ///< Chance.
    AgentValues credit{.drawn = core::Distribution::constant(0.5)};       ///< Chance of being given a loan.
    AgentValues registered{.drawn = core::Distribution::constant(0.8)};   ///< Chance.
    AgentValues tenant{.drawn = core::Distribution::constant(0.25)};      ///< Chance.
    AgentValues savings{.drawn = core::Distribution::constant(0.1)};      ///< Share of the cost, in [0, 1].
    AgentValues persons{.drawn = core::Distribution::constant(2.6)};      ///< In [1, 30].
    AgentValues black{};                                                  ///< % of the block, in [0, 100].
    AgentValues hispanic{};                                               ///< The same.
    AgentValues lifeline{.drawn = core::Distribution::constant(30)};  ///< Until lifelines are restored, d, [0, 36500].
    AgentValues school{.drawn = core::Distribution::constant(60)};    ///< Until the school opens, d, in [0, 36500].
    AgentValues job{.drawn = core::Distribution::constant(0.8)};      ///< Chance of a job near by.
};

/// Over replicate and time (d): home, the share of households at home; displaced, of people elsewhere; repaired and
/// funded, of damaged homes. Over replicate and agent: funded_time, start_time and ready_time of the repair, d, NaN
/// where there is none; dislocated, and at_home in the end. Three years without an `until`; with the table joplin there
/// are neither funds nor crews. Throws ConfigError with everything that is wrong.
Dataset simulate(const HousingRecovery& process, const HousingStart& start, const Experiment& experiment);

/// A place where everybody meets everybody and all who had to leave are alike, with lifelines, schools and homes ready.
struct ReturnSetting {
    double dislocated = 1.0;  ///< Share of households, in [0, 1].
    double job = 1.0;
    double tenant = 0.0;
};

/// Shares of households at home that stay as they are, ascending: with strong ties to neighbours there are three, of
/// which the middle one is the tipping point.
std::vector<double> return_levels(const HousingRecovery& process, const ReturnSetting& setting);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, HousingRecovery& process);

/// Housing of dislocated households by stages: 1 emergency shelter, 2 temporary shelter, 3 temporary housing, 4
/// permanent housing, 5 failed. A Markov chain whose chances depend on social vulnerability, with limits on setbacks:
/// Sutley and Hamideh 2020 (doi:10.1111/risa.13576); limits as in pyincore. A step is a month.
struct HousingStages {
    /// Chance in a month to move on from each stage, of the least vulnerable, in [0, 1]. [A]
    double leave_emergency = 0.7;
    double leave_temporary = 0.4;
    double settle = 0.15;
    /// Share of moves on from the first two stages that pass over the next one, in [0, 1]. [A]
    double skip = 0.2;
    /// Chance in a month to fall back by a stage from stage 2 or 3, and from permanent housing, in [0, 0.5]. [A]
    double setback = 0.04;
    double relapse = 0.002;
    /// Share by which the chances to move on are lower for the most vulnerable, in [0, 1]. [A]
    double vulnerability_slows = 0.6;
    /// Factor, less 1, to the chances of falling back for the most vulnerable, in [0, 10]. [A]
    double vulnerability_setback = 2.0;
    /// Setbacks within 12 and 24 months and in all that one can bear; with more one has failed. 0 to 1000. [S]
    std::uint32_t setbacks_year = 4;
    std::uint32_t setbacks_two_years = 7;
    std::uint32_t setbacks_all = 10;
    /// Month by which whoever is not in permanent housing has failed, 1 to 10000. [S]
    std::uint32_t deadline = 85;
};

using HousingStageChances = std::array<std::array<double, 4>, 4>;

/// Chances of a month from stage (row) to stage (column), 1 to 4; rows add up to 1.
HousingStageChances stage_chances(const HousingStages& stages, double vulnerability);

namespace columns {
inline constexpr core::Column<std::uint8_t> housing_stage{"housing_stage"};           ///< 1 to 5
inline constexpr core::Column<float> housing_vulnerability{"housing_vulnerability"};  ///< in [0, 1]
inline constexpr core::Column<std::uint32_t> housing_setbacks{"housing_setbacks"};    ///< a bit for each past month
inline constexpr core::Column<std::uint32_t> housing_setback_sum{"housing_setback_sum"};
inline constexpr core::Column<std::uint32_t> housing_month{"housing_month"};  ///< months that have passed
}  // namespace columns

/// One month of housing stages.
struct MoveHousing {
    static constexpr std::string_view name = "move_housing";
    static constexpr auto uses = core::read(columns::housing_vulnerability) | core::write(columns::housing_stage) |
                                 core::write(columns::housing_setbacks) | core::write(columns::housing_setback_sum) |
                                 core::write(columns::housing_month) | core::uniforms<1>();

    HousingStages stages{};

    void operator()(float vulnerability, std::uint8_t& stage, std::uint32_t& setbacks, std::uint32_t& sum,
                    std::uint32_t& month, float draw) const;
};

/// In which stage households begin, and how vulnerable they are.
struct HousingStagesStart {
    AgentValues stage{.drawn = core::Distribution::constant(1)};  ///< 1 to 4; parts are cut off.
    AgentValues vulnerability{.drawn = core::Distribution::uniform({.low = 0.0, .high = 1.0})};  ///< In [0, 1].
};

/// Shares of households in each stage, over replicate, time (months) and stage; 90 months without an `until`. Throws
/// ConfigError with everything that is wrong.
Dataset simulate(const HousingStages& stages, const HousingStagesStart& start, const Experiment& experiment);

/// The same of infinitely many who are equally vulnerable and begin in one stage, over time and stage: by powers of the
/// matrix, without limits on setbacks.
Dataset stage_shares(const HousingStages& stages, std::uint32_t first, double vulnerability, std::uint32_t months);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, HousingStages& process);

}  // namespace commonweal::process
