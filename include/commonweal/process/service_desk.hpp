// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/math.hpp>
#include <commonweal/process/dataset.hpp>
#include <commonweal/process/experiment.hpp>
#include <commonweal/process/queue_formulas.hpp>
#include <cstdint>
#include <vector>

namespace commonweal::core {
class ParameterTable;
}

namespace commonweal::process {

/// How the work of a ticket is spread.
enum class WorkSpread : std::uint8_t {
    exponential,
    constant,
    erlang,     ///< the sum of `work_phases` exponential times of one mean
    lognormal,  ///< with the variation `work_variation`
};

/// How a joint ticket gets to the departments that it needs.
enum class JointRoute : std::uint8_t {
    hierarchy,  ///< up and down the levels
    whistle,    ///< the community blows the whistle and departments come, or do not
};

/// Tickets for staff at one or several desks, alone: arrivals by chance, classes, patience, escalation, and joint
/// tickets that several departments must work on.
struct ServiceDesk {
    /// Tickets that are made, for all desks together, 1 / h, in (0, 1e6]. [A]
    double arrival_rate = 0.8;
    /// Desks (departments), each with its own staff and line, 1 to 64. A ticket goes to one of them by chance. [A]
    std::uint32_t desks = 1;
    /// People on duty at each desk, 1 to 10,000. [A]
    std::uint32_t servers = 1;
    /// Mean work of a ticket, or of each part of a joint one, h of one person of speed 1, in (0, 10,000]. [A]
    double work_mean = 1.0;
    WorkSpread work_spread = WorkSpread::exponential;
    /// Phases of an Erlang distribution, 1 to 100. [A]
    std::uint32_t work_phases = 2;
    /// Standard deviation over mean of a lognormal distribution, in (0, 10]. [A]
    double work_variation = 1.0;
    /// Rate at which those who wait give up, 1 / h, in [0, 1000]: 1 / 72 is a mean patience of three days. [A]
    double abandon_rate = 0.0;
    /// Wait in line after which a ticket climbs by one class, and again after as long, h, in [0, 10,000]; 0: never. [A]
    double escalation_wait = 0.0;
    /// Share of tickets that need several departments, in [0, 1]. [A]
    double joint_share = 0.0;
    /// Departments that a joint ticket needs, others each time, 1 to 64, not more than `desks`. [A]
    std::uint32_t parts = 2;
    /// Levels that a joint ticket passes on its way to the departments, 1 to 20; 1: it is there at once. [A]
    std::uint32_t levels = 1;
    /// Time from one round of a level to the next, in which it passes tickets on, h, in [0, 10,000]. [A]
    double cycle = 4.0;
    /// Chance that a part ends at the wrong department and goes the whole way again, in [0, 0.9]. [A]
    double misroute_chance = 0.0;
    JointRoute joint_route = JointRoute::hierarchy;
    /// Time after which the whistle is blown for a joint ticket that is not there yet, h, in [0, 10,000]. [A]
    double whistle_wait = 0.0;
    /// The whistle is blown for the classes from 0 to this one, 0 to 15. [A]
    std::uint32_t whistle_class = 15;
    /// Time within which a department that comes is there; after it those who have not come are called again, h, in
    /// (0, 10,000]. [A]
    double report_time = 2.0;
    /// Log-odds that a department comes, without all that follows, in [-50, 50]. [A]
    double compliance = 0.0;
    /// Their rise by an evaluation with full weight, in [0, 50]. [A]
    double evaluation_effect = 2.0;
    /// Weight of coming in the evaluation of departments, in [0, 1]. [A]
    double evaluation = 0.5;
    /// Their rise by full attention of leaders, in [0, 50]. [A]
    double attention_effect = 2.0;
    /// Attention of leaders, in [0, 1]. [A]
    double attention = 0.5;
    /// Their fall by each ticket that a member of the department's staff has or that waits for them, in [0, 50]. [A]
    double load_effect = 1.0;
    /// Chance that the whistle is blown for an ordinary ticket, in vain, in [0, 1]. [A]
    double false_whistle_chance = 0.0;
    /// Work that this makes for each of `parts` departments, h, in [0, 10,000]. [A]
    double false_whistle_work = 0.5;
};

/// Chance that a department comes, by how many tickets each of its staff has or that wait for them.
inline double compliance_chance(const ServiceDesk& desk, double load) {
    return core::math::logistic(desk.compliance + desk.evaluation_effect * desk.evaluation +
                                desk.attention_effect * desk.attention - desk.load_effect * load);
}

/// Standard deviation of the work over its mean.
double work_variation_of(const ServiceDesk& desk);

/// The desk as the formulas of Erlang see it. Throws ConfigError with all that they do not hold for: several desks,
/// joint tickets, work that is not exponential, escalation.
MultiServer multi_server(const ServiceDesk& desk);
/// The same for a line that nobody leaves: patience and a load of all servers or more are refused besides.
MultiServer patient_multi_server(const ServiceDesk& desk);
/// One server with any work, as Pollaczek and Khinchine see it; refuses the same, and several servers.
SingleServer single_server(const ServiceDesk& desk);
/// Mean time until all parts of a joint ticket are done that nobody else keeps waiting, h. Throws ConfigError unless
/// work is exponential.
double joint_job_mean(const ServiceDesk& desk);

struct ServiceStart {
    /// Weights of the classes, the first served first; not more than 16.
    std::vector<double> classes{1.0};
    /// Work that each member of staff does in an hour, in [0.01, 100]: drawn, or given for each; the same at every
    /// desk.
    AgentValues speed{.drawn = core::Distribution::constant(1.0)};
    /// Chance that what they have done is right and does not come back, in [0.01, 1].
    AgentValues skill{.drawn = core::Distribution::constant(1.0)};
    /// Tickets made before this hour do not count, in [0, until].
    double warm_up = 0.0;
};

/// Tickets come from an empty beginning until `until` (1,000 h), and are then worked off to the last one. Of free staff
/// the fastest starts. Over replicate and rank (the class by which a ticket began): tickets, closed, abandoned
/// (shares), parts, wait (h in line, mean of parts), waited (share of parts), duration (h from making to the last
/// part's end, mean of those closed). Over replicate: waiting_hours and serving_hours (integrals from empty to empty),
/// queue_length and utilisation (from `warm_up` to `until`), joint_time, route_time (h of a part of a joint ticket
/// before it is in line). Over replicate and time: waiting and serving. NaN where there is nothing to take the mean of.
/// Throws ConfigError with everything that is wrong.
Dataset simulate(const ServiceDesk& desk, const ServiceStart& start, const Experiment& experiment);

/// The same run, ticket by ticket: made (h), rank (class), work (h, of all parts), patience (h; infinite without one or
/// where there was no wait), wait (h, of all parts) and duration (h; NaN where it gave up) over replicate and ticket,
/// in the order in which they are made; NaN behind a replicate's last one. `warm_up` changes nothing.
Dataset tickets(const ServiceDesk& desk, const ServiceStart& start, const Experiment& experiment);

/// Enters the parameters into a table.
void describe(core::ParameterTable& table, ServiceDesk& process);

}  // namespace commonweal::process
