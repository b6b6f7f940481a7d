// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/parallel.hpp>
#include <commonweal/core/random.hpp>
#include <commonweal/core/record.hpp>
#include <commonweal/core/state.hpp>
#include <commonweal/core/types.hpp>
#include <commonweal/model/district.hpp>
#include <commonweal/model/scenario.hpp>

#include <memory>
#include <vector>

namespace commonweal::model {

/// A district living through its scenario, hour by hour. The same scenario, seed and version give the same bits on any
/// number of threads.
class Simulation {
public:
    /// Builds the district. Throws core::ConfigError with every parameter that is out of its range, or else with every
    /// mistake that they hold together. `workers` must outlive the simulation.
    Simulation(Scenario scenario, core::Seed seed, core::Workers& workers);
    ~Simulation();
    Simulation(Simulation&&) noexcept;

    const Scenario& scenario() const;
    const District& district() const;
    core::Seed seed() const;

    /// Hours that have been run, and how many there are in all.
    core::Tick hour() const;
    core::Tick hours() const;

    /// Runs one hour and adds its rows to the records. Throws core::Error after the last hour.
    void step();

    /// Axes of the records: community, cell and the like.
    const std::vector<core::Dimension>& dimensions() const;

    /// "series" (one row per hour, row dimension "time") and "events": what step() adds to, and whoever stores the rows
    /// clears. Not part of the state.
    std::vector<core::RecordTable>& records();

    /// Tables of things as they stand now: requests, repairs, reports, communities, residents …
    std::vector<core::RecordTable> final_tables() const;

    /// Everything that changes during a run, as bytes, and back. A state fits a simulation of the same scenario, seed
    /// and version. load() throws core::Error where it does not; the simulation is then unusable.
    void save(core::StateWriter& writer) const;
    void load(core::StateReader& reader);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace commonweal::model
