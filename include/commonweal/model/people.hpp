// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/layers.hpp>
#include <commonweal/core/parallel.hpp>
#include <commonweal/core/population.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/state.hpp>

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace commonweal::model {

struct District;
class Flood;
struct Scenario;
struct Timeline;

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

/// The residents as agents: what they have heard and done.
class People {
public:
    People(const Scenario& scenario, const District& district, core::Seed seed);
    People(const People&) = delete;
    People& operator=(const People&) = delete;
    ~People();

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
    struct Rules;

    void differ();
    std::vector<core::Block> active_blocks(const Timeline& timeline, const Flood& flood, core::Tick hour);
    void look_around(core::Workers& workers, double rain, const Flood& flood, std::span<const float> telecom);
    void count(core::Workers& workers);

    const Scenario* scenario_;
    const District* district_;
    core::Seed seed_;
    core::Population residents_;
    core::Layers layers_;
    std::unique_ptr<Rules> rules_;       ///< out of sight: users of this header need not compile them
    std::vector<std::uint32_t> active_;  ///< Communities of the present hour.
    std::vector<std::uint32_t> informed_count_;
    std::vector<std::uint32_t> protecting_count_;
};

}  // namespace commonweal::model
