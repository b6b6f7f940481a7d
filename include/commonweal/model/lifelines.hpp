// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/random.hpp>
#include <commonweal/model/district.hpp>
#include <commonweal/model/flood.hpp>
#include <commonweal/model/scenario.hpp>
#include <commonweal/process/backup.hpp>
#include <commonweal/process/crew_restoration.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace commonweal::model {

enum class ComponentKind : std::uint8_t { switchgear, feeder, substation };

/// Power down the tree substation (subdistrict), feeder (community), switchgear (cell), the crews who repair it, and
/// the telecom sites that live on it and on their batteries.
class Lifelines {
public:
    static constexpr std::uint32_t none = 0xFFFFFFFFu;

    Lifelines(const Scenario& scenario, const District& district, core::Seed seed);

    /// A shock that fails each piece of equipment of a kind with the chance `share`.
    struct Failure {
        ComponentKind kind;
        double share;
        std::uint32_t shock;  ///< Number that keys the draws.
    };

    /// One hour: what is struck or stands too deep fails, crews set out and finish, telecom draws on its batteries.
    void step(const Flood& flood, std::uint8_t response_level, core::Tick hour, std::span<const Failure> failures = {});

    /// Tells the utility of an outage in a cell; it sees feeders and substations by itself.
    void report_outage(std::uint32_t cell, core::Tick hour);

    std::span<const std::uint8_t> powered() const { return powered_; }  ///< 1 or 0 of each cell.
    std::span<const float> telecom() const { return telecom_; }         ///< Function of each cell's site, in [0, 1].
    const process::RepairJobs& jobs() const { return jobs_; }
    const process::Crews& crews() const { return crews_; }
    std::uint32_t open_repairs(core::Tick hour) const;
    std::uint32_t busy_crews(core::Tick hour) const;

    struct Component {
        ComponentKind kind;
        std::uint32_t place;  ///< Cell, community or subdistrict.
        std::uint32_t site;   ///< Cell in which it stands.
        std::uint32_t households;
        double strength;  ///< Uniform draw in (0, 1): it fails where the chance of failure lies above.
    };
    std::span<const Component> components() const { return components_; }
    /// Rows of `components()` that failed, or were repaired, in the last hour.
    std::span<const std::uint32_t> failed_now() const { return failed_now_; }
    std::span<const std::uint32_t> repaired_now() const { return repaired_now_; }

    /// Lists the state once, for saving (const Self) and loading alike.
    template <class Self, class With>
    static void exchange(Self& self, With& with) {
        with(self.failed_, self.job_, self.powered_, self.telecom_, self.battery_, self.mutual_aid_called_);
        with(self.jobs_.id, self.jobs_.place, self.jobs_.kind, self.jobs_.priority, self.jobs_.customers,
             self.jobs_.work, self.jobs_.detour, self.jobs_.reported);
        with(self.jobs_.ready, self.jobs_.started, self.jobs_.ended, self.jobs_.waiting, self.crews_.free_from);
    }

private:
    void add_component(ComponentKind kind, std::uint32_t place, std::uint32_t site, std::uint32_t households);
    double depth_at(const Component& component, const Flood& flood) const;
    void fail(std::uint32_t component, core::Tick hour);
    void strike(const Failure& failure, core::Tick hour);
    void fail_components(const Flood& flood, core::Tick hour);
    void report(std::uint32_t component, core::Tick hour);
    void finish_repairs(core::Tick hour);
    void send_crews(const Flood& flood, std::uint8_t response_level, core::Tick hour);
    void distribute();

    const Scenario* scenario_;
    const District* district_;
    core::Seed seed_;
    process::CrewRestoration restoration_;
    std::vector<Component> components_;
    std::uint32_t first_feeder_ = 0;
    std::uint32_t first_substation_ = 0;

    std::vector<std::uint8_t> failed_;
    std::vector<std::uint32_t> job_;
    std::vector<std::uint8_t> powered_;
    std::vector<float> telecom_;
    std::vector<double> battery_;
    process::RepairJobs jobs_;
    process::Crews crews_;
    bool mutual_aid_called_ = false;

    std::vector<std::uint32_t> failed_now_;
    std::vector<std::uint32_t> repaired_now_;
};

}  // namespace commonweal::model
