// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/layers.hpp>
#include <commonweal/core/population.hpp>
#include <commonweal/core/rule.hpp>
#include <commonweal/core/sweep.hpp>
#include <commonweal/model/district.hpp>
#include <commonweal/model/flood.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/model/timeline.hpp>
#include <commonweal/process/protective_action.hpp>
#include <commonweal/process/warning.hpp>

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace commonweal::model {

/// The columns of residents, by the names that files and Python use.
namespace columns {
inline constexpr core::Layer contacts{"contacts"};
inline constexpr core::Column<float> informed{"informed"};      ///< 1 once the warning was heard.
inline constexpr core::Column<float> protecting{"protecting"};  ///< 1 once protective action was taken.
inline constexpr core::Column<float> trust{"trust"};            ///< In those who warn, in [0, 1].
inline constexpr core::Column<float> reach{"reach"};            ///< Share of broadcasts that arrive, in [0, 1].
inline constexpr core::Column<float> alarm{"alarm"};            ///< Water and rain in sight, in [0, 1].
inline constexpr core::Column<float> expected_impact{"expected_impact"};  ///< Harm expected for oneself, in [0, 1].
inline constexpr core::Column<float> mobility{"mobility"};                ///< In [0, 1].
inline constexpr core::Column<float> reluctance{"reluctance"};            ///< Own draw in (0, 1) for the whole event.
inline constexpr core::Column<std::uint32_t> informed_hour{"informed_hour"};
inline constexpr core::Column<std::uint32_t> protected_hour{"protected_hour"};
}  // namespace columns

/// No hour: the event has not happened.
inline constexpr std::uint32_t no_hour = 0xFFFFFFFFu;

/// Residents hear the warning by broadcast and from neighbours.
struct HearWarning {
    static constexpr std::string_view name = "hear_warning";
    static constexpr auto uses = core::write(columns::informed) | core::write(columns::informed_hour) |
                                 core::read(columns::reach) |
                                 core::neighbour_mean(columns::contacts, columns::informed) | core::uniforms<1>();

    process::Warning warning;
    float on_air = 0.0f;  ///< 1 while a warning is in force.
    std::uint32_t hour = 0;

    void operator()(float& informed, std::uint32_t& informed_hour, float reach, float informed_neighbours,
                    float draw) const {
        const float chance = process::warned_chance(warning, on_air * reach, informed_neighbours, 1.0f);
        const bool hears = (informed < 0.5f) & (draw < chance);
        informed = hears ? 1.0f : informed;
        informed_hour = hears ? hour : informed_hour;
    }
};

/// Residents who hear, see or follow decide to protect themselves.
struct TakeAction {
    static constexpr std::string_view name = "take_action";
    static constexpr auto uses = core::write(columns::protecting) | core::write(columns::protected_hour) |
                                 core::read(columns::informed) | core::read(columns::trust) |
                                 core::read(columns::alarm) | core::read(columns::expected_impact) |
                                 core::read(columns::mobility) | core::read(columns::reluctance) |
                                 core::neighbour_mean(columns::contacts, columns::protecting) | core::uniforms<1>();

    process::ProtectiveAction action;
    std::uint32_t hour = 0;

    void operator()(float& protecting, std::uint32_t& protected_hour, float informed, float trust, float alarm,
                    float expected_impact, float mobility, float reluctance, float protecting_neighbours,
                    float draw) const {
        const float risk = process::perceived_risk(action, {.warned = informed,
                                                            .trust = trust,
                                                            .environmental = alarm,
                                                            .social = protecting_neighbours,
                                                            .experience = 0.0f,
                                                            .expected_impact = expected_impact});
        const float ready = process::readiness(action, risk, {.mobility = mobility});
        const float chance = process::action_chance(action, ready, reluctance, 1.0f);
        const bool acts = (protecting < 0.5f) & (draw < chance);
        protecting = acts ? 1.0f : protecting;
        protected_hour = acts ? hour : protected_hour;
    }
};

/// The residents as agents: what they have heard and done.
class People {
public:
    People(const Scenario& scenario, const District& district, core::Seed seed);
    People(const People&) = delete;
    People& operator=(const People&) = delete;

    /// One hour of the communities in which something is to be heard or seen; all others sleep and cost nothing.
    void step(core::Workers& workers, const Timeline& timeline, const Flood& flood, std::span<const float> telecom,
              core::Tick hour);

    const core::Population& residents() const { return residents_; }
    bool protecting(std::uint32_t resident) const { return residents_.column(columns::protecting)[resident] > 0.5f; }
    std::span<const std::uint32_t> informed_count() const { return informed_count_; }  ///< Of each community.
    std::span<const std::uint32_t> protecting_count() const { return protecting_count_; }

    void save(core::StateWriter& writer) const;
    void load(core::StateReader& reader);

private:
    std::vector<core::Block> active_blocks(const Timeline& timeline, const Flood& flood, core::Tick hour);
    void look_around(core::Workers& workers, double rain, const Flood& flood, std::span<const float> telecom);
    void count(core::Workers& workers);

    const Scenario* scenario_;
    const District* district_;
    core::Seed seed_;
    core::Population residents_;
    core::Layers layers_;
    core::Sweep<HearWarning> hear_warning_;
    core::Sweep<TakeAction> take_action_;
    std::vector<std::uint32_t> active_;  ///< Communities of the present hour.
    std::vector<std::uint32_t> informed_count_;
    std::vector<std::uint32_t> protecting_count_;
};

}  // namespace commonweal::model
