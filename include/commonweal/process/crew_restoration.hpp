// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// Limited repair crews and the help that comes from elsewhere.
struct CrewRestoration {
    /// Crews of the own utility, in [0, 10000]. [A]
    std::uint32_t crews = 6;
    /// Crews sent by others, in [0, 10000]. [A]
    std::uint32_t mutual_aid_crews = 6;
    /// From the call for help to their first job, h, in [0, 720]. [A]
    double mutual_aid_lag = 48.0;
    /// Way to any job, h, in [0, 24]; a job's own detour comes on top. [A]
    double travel = 1.0;
};

/// One repair as it is reported. Times in h since the start of the run.
struct RepairJob {
    std::uint32_t id = 0;         ///< Never changes; the last word between equals.
    std::uint32_t place = 0;      ///< Where it is, in the caller's numbering.
    std::uint8_t kind = 0;        ///< What it is, in the caller's numbering.
    std::uint8_t priority = 1;    ///< Class; 0 (critical facilities) goes first.
    std::uint32_t customers = 0;  ///< Households that come back with it; more go first within a class.
    double work = 1.0;            ///< One crew's time at the place, h, at least 0.
    double detour = 0.0;          ///< Longer way than usual, h, at least 0.
    double reported = 0.0;        ///< Nobody knows of it before, h.
    double ready = 0.0;           ///< Nobody can work there before, h; infinite while the water stands.
};

/// All repairs as columns; rows are added and never removed. `ready` may be changed until a crew has set out.
struct RepairJobs {
    std::vector<std::uint32_t> id;
    std::vector<std::uint32_t> place;
    std::vector<std::uint8_t> kind;
    std::vector<std::uint8_t> priority;
    std::vector<std::uint32_t> customers;
    std::vector<double> work;
    std::vector<double> detour;
    std::vector<double> reported;
    std::vector<double> ready;
    std::vector<double> started;         ///< When a crew set out, h; infinite until then.
    std::vector<double> ended;           ///< When it is done (known when the crew sets out), h; infinite until then.
    std::vector<std::uint32_t> waiting;  ///< Rows that no crew has set out for.

    /// Adds a repair and returns its row.
    std::uint32_t add(const RepairJob& job);
    std::size_t size() const { return id.size(); }
};

/// Crews as a column: from when on each is free, h.
struct Crews {
    std::vector<double> free_from;
};

/// The own crews, free at once, and those of mutual aid, free after their lag from the hour of the call; an infinite
/// hour where nobody calls.
Crews make_crews(const CrewRestoration& process, double call_hour = std::numeric_limits<double>::infinity());

/// Sends every free crew to the most important repair that is reported and ready at `hour`: lowest class, then most
/// customers, then first reported, then lowest id. A crew finishes what it has begun. Returns how many set out.
std::size_t dispatch(const CrewRestoration& process, RepairJobs& jobs, Crews& crews, double hour);

/// Does the same at each hour at which a crew becomes free or a repair becomes known or possible, until no crew can do
/// any more: waits of whole steps, which a caller with a clock has, are left out.
void repair_all(const CrewRestoration& process, RepairJobs& jobs, const Crews& crews);

/// Repairs that are not done at `hour`.
std::size_t open_jobs(const RepairJobs& jobs, double hour);

/// Customers of the repairs that are done at `hour`.
std::uint64_t customers_restored(const RepairJobs& jobs, double hour);

/// What every order of repairs keeps to where all crews and repairs are there at once (Graham 1969,
/// doi:10.1137/0117039). Hours until the last is done.
struct MakespanBounds {
    double low = 0.0;   ///< No order is faster.
    double high = 0.0;  ///< None that leaves no crew idle while a repair waits is slower.
};
/// For the own crews, each repair's work with the way to it. Throws Error without crews.
MakespanBounds makespan_bounds(const CrewRestoration& process, std::span<const double> work);

/// The repairs of a run.
struct CrewStart {
    /// Households that come back with each, in [0, 1e9]; rounded.
    AgentValues customers{.drawn = core::Distribution::lognormal({.median = 300.0, .sigma = 1.0})};
    /// One crew's time at the place, h, in [0, 1e5]; gamma of shape 2 in the flood. [A]
    AgentValues work{.drawn = core::Distribution::gamma({.mean = 12.0, .shape = 2.0})};
    /// Class, in [0, 255], rounded down; 0 goes first.
    AgentValues priority{.drawn = core::Distribution::constant(1.0)};
    /// Longer way than usual, h, in [0, 1e5].
    AgentValues detour{};
    /// Nobody knows of it before, h, in [0, 1e6].
    AgentValues reported{};
    /// Nobody can work there before, h, in [0, 1e6].
    AgentValues ready{};
    /// When mutual aid is called for, h, in [0, 1e6].
    double call_hour = 0.0;
};

/// `size` repairs in each replicate, at the very hours. Over replicate and time (h): restored, the share of customers
/// that are back, and open, the repairs not done; over replicate: last_done (h), and mean_outage, the mean hours of a
/// customer without; over replicate and agent: done (h). Without `until` to the last repair of all replicates. Graphs
/// are not looked at. Throws ConfigError with everything that is wrong.
Dataset simulate(const CrewRestoration& process, const CrewStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, CrewRestoration& process);

}  // namespace commonweal::process
