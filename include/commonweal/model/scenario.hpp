// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <commonweal/core/assignment.hpp>
#include <commonweal/core/date_time.hpp>
#include <commonweal/core/distribution.hpp>
#include <commonweal/core/parameter.hpp>
#include <commonweal/process/protective_action.hpp>
#include <commonweal/process/rain_depth.hpp>
#include <commonweal/process/resilience.hpp>
#include <commonweal/process/warning.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace commonweal::model {

/// When the run happens. Local time at one offset, no daylight saving.
struct TimeSpan {
    core::DateTime start{};
    double duration = 60.0 * 24.0;  ///< h, whole.
    double utc_offset = 8.0;        ///< h ahead of UTC.
};

/// The place: a raster of grid cells, grouped into communities and these into subdistricts.
struct DistrictPlan {
    std::uint32_t subdistricts = 3;
    std::uint32_t least_communities = 24;
    double residents_per_community = 5000.0;
    std::uint32_t cells_per_community_side = 3;  ///< A community holds the square of it.
    double density = 12'000.0;                   ///< Residents per km2.
    double slope = 0.001;                        ///< m fall per m towards the outlet.
    double roughness = 1.2;                      ///< m, standard deviation of the ground around the slope.
    double uneven_communities = 0.15;            ///< Relative spread of community sizes.
};

/// The people.
struct ResidentPlan {
    std::int64_t count = 100'000;
    std::int64_t newcomers = 0;  ///< Besides `count`: alone, unregistered, without ties.
    core::Series household_size_shares{{0.273, 0.263, 0.194, 0.142, 0.069, 0.059}};  ///< Sizes 1 to 6.
    double elderly_share = 0.0898;
    double child_share = 0.1905;
    double online_share = 0.716;
    double elderly_online_share = 0.432;
    double ground_floor_share = 0.12;
    std::uint32_t households_per_building = 36;
    double building_ties = 3.0;
    double community_ties = 2.0;
    double distant_ties = 1.0;
};

/// The rain, hour by hour at the place where it is strongest.
struct Storm {
    core::DateTime start{};
    double shift = 0.0;           ///< h by which rain, warnings and orders come later than dated.
    core::Series rain;            ///< mm / h.
    double weakest_share = 0.32;  ///< Rain of the driest cell as a share of the wettest one's.
    double drains_blocked = 0.35;
    double drains_blocked_without_power = 0.9;
};

/// An official warning to the public.
struct OfficialWarning {
    core::DateTime issued{};
    double in_force = 6.0;  ///< h
};

/// An order of the city's headquarters to its offices; level 1 is the highest.
struct Order {
    core::DateTime issued{};
    std::uint32_t level = 1;
};

/// Power and telecom.
struct LifelinePlan {
    double switchgear_median = 0.5;  ///< m of water at which half of the cells' switch rooms fail.
    double feeder_median = 1.2;      ///< m, for a community's feeder, by the mean of its cells.
    double substation_median = 1.6;  ///< m, for a subdistrict's substation, by the cell it stands in.
    double dispersion = 0.5;
    /// h of one crew.
    core::Distribution switchgear_work = core::Distribution::gamma({.mean = 24.0, .shape = 2.0});
    core::Distribution feeder_work = core::Distribution::gamma({.mean = 10.0, .shape = 2.0});
    core::Distribution substation_work = core::Distribution::gamma({.mean = 20.0, .shape = 2.0});
    double dry_depth = 0.3;                   ///< m below which a crew can work.
    double crews_per_100k = 5.7;              ///< Of the own utility, per 100,000 residents.
    double mutual_aid_crews_per_100k = 15.9;  ///< Sent by others.
    double mutual_aid_lag = 48.0;             ///< h from the order of level 1 to their first job.
    double travel = 1.0;                      ///< h
    double telecom_battery = 4.0;             ///< h
};

/// What makes people notice and act.
struct AwarenessPlan {
    double alarming_depth = 0.5;   ///< m of water in the street that alarm everybody who sees them.
    double alarming_rain = 100.0;  ///< mm / h that alarm everybody.
    double online_reach = 0.9;     ///< Share of broadcasts that reach somebody online, while telecom works.
    double offline_reach = 0.4;    ///< By loudspeaker, television and visits.
    double trust_low = 0.3;        ///< Trust in those who warn is spread evenly between these two.
    double trust_high = 0.9;
    double ground_floor_impact = 0.8;  ///< Harm expected by somebody on a ground floor, in [0, 1].
    double upper_floor_impact = 0.2;
    double attention = 24.0;           ///< h after a warning has ended in which people still pass it on.
    double saved_by_protection = 0.2;  ///< Share of the damage that protective action saves.
};

/// What people ask of their community.
struct RequestPlan {
    double everyday_rate = 1.0 / 8766.0;  ///< 1 / h of one resident.
    double outage_rate = 0.01;            ///< 1 / h of one household without power.
    double flooded_rate = 0.15;           ///< 1 / h of one household with water indoors.
    double rescue_rate = 0.5;             ///< 1 / h of one household in deep water that has not left.
    double care_rate = 0.03;              ///< 1 / h of one household of elderly people alone without power.
    double rescue_depth = 0.8;            ///< m
    /// h of one worker.
    core::Distribution everyday_work = core::Distribution::exponential({.mean = 1.0});
    core::Distribution outage_work = core::Distribution::exponential({.mean = 0.3});
    core::Distribution drainage_work = core::Distribution::exponential({.mean = 2.0});
    core::Distribution rescue_work = core::Distribution::exponential({.mean = 2.0});
    core::Distribution care_work = core::Distribution::exponential({.mean = 1.5});
    double patience = 72.0;  ///< h
    double deadline = 24.0;  ///< h
};

/// The community offices.
struct OfficePlan {
    double staff_per_10k = 18.0;
    double calm_shift_start = 9.0;      ///< h of the day.
    double calm_shift = 8.0;            ///< h a day on which everybody works in calm.
    double emergency_duty = 2.0 / 3.0;  ///< Share on duty at any hour in response.
    double calm_report_cycle = 24.0;    ///< h between two reports of a grid worker.
    double emergency_report_cycle = 4.0;
    double report_delay = 1.0;  ///< h, mean, while telecom works.
    double report_delay_without_telecom = 4.0;
    double report_error = 0.005;       ///< Chance that one statement of a report says the opposite.
    std::uint32_t response_level = 2;  ///< An order of this level or higher puts offices into response.
};

/// When an office thinks that another phase has begun. Shares of its own perceived function.
struct PhasePlan {
    double onset = 0.85;            ///< Response begins below.
    double quiet = 12.0;            ///< h without worsening that end resistance.
    double recovering = 0.5;        ///< Share of the lost function regained that begins recovery.
    double recovering_hold = 12.0;  ///< h
    double regained = 0.93;         ///< Recovery ends above,
    double regained_hold = 48.0;    ///< h long.
    double review = 14.0 * 24.0;    ///< h from then until calm.
};

/// Whose age qualifies for a group of residents.
enum class AgeClass : std::uint8_t { everybody, children, adults, elderly };

/// Residents who differ from the others; see agent_groups.hpp. Factors multiply what the same resident has otherwise.
struct AgentGroup {
    std::string name;
    AgeClass among = AgeClass::everybody;
    double share = 0.1;         ///< Of the residents of these ages and communities.
    core::Series communities;   ///< Numbers of communities; all if empty.
    double trust_factor = 1.0;  ///< Of the trust in those who warn.
    double mobility_factor = 1.0;
    double impact_factor = 1.0;  ///< Of the harm expected for oneself.
    double online_factor = 1.0;  ///< Of the share who are online.
};

enum class LayerKind : std::uint8_t { groups, random, small_world, scale_free };

/// Further ties among residents; see contact_layers.hpp.
struct ContactLayer {
    std::string name;
    LayerKind kind = LayerKind::groups;
    std::string agents;   ///< Name of a group of residents; everybody if empty.
    bool online = false;  ///< Only those who are online take part.
    double mean_degree = 4.0;
    std::uint32_t group_size = 20;  ///< Of kind `groups`.
    double rewiring = 0.05;         ///< Of kind `small_world`.
};

/// People besides the offices' staff who serve requests; see organisations.hpp.
struct Organisation {
    std::string name;
    core::Series communities;  ///< Numbers of communities; all if empty.
    double members_per_10k = 10.0;
    std::vector<std::string> serves;  ///< Kinds of request; all if empty.
    double speed = 1.0;               ///< Work done in an hour, of that of the offices' staff.
    double calm_shift_start = 9.0;    ///< h of the day.
    double calm_shift = 8.0;          ///< h a day.
    double emergency_duty = 1.0 / 3.0;
    std::string start = "hour >= 0 h";  ///< A date, or a condition over the hourly series, from which it is there.
    std::string end;                    ///< Likewise; if empty, it leaves when `start` does not hold.
};

enum class ShockKind : std::uint8_t { switchgear_failure, feeder_failure, substation_failure };

/// Power equipment that fails all at once, whatever the water: a fire, a storm gust, an attack; see shocks.hpp.
struct Shock {
    std::string name;
    ShockKind kind = ShockKind::substation_failure;
    std::string start;   ///< A date, or a condition over the hourly series; it strikes once, when this first holds.
    double share = 1.0;  ///< Chance of each piece of equipment of the kind to fail.
};

/// New values of parameters while a condition holds: a policy, or something that goes wrong.
struct Intervention {
    std::string name;
    std::string start = "hour >= 0 h";  ///< A date, or a condition over the hourly series; see interventions.hpp.
    std::string end;                    ///< Likewise; if empty, it ends when `start` does not hold.
    core::Settings set;
};

/// A number of the user's own for each hour, made of the hourly series; see metrics.hpp.
struct Metric {
    std::string name;
    std::string value;       ///< A formula such as "requests_open.sum / staff_on_duty.sum".
    std::string unit = "1";  ///< Of the value; the formula must measure the same.
    std::string meaning;     ///< A phrase for tables and plots; if empty, the formula.
};

void describe(core::ParameterTable& table, AgentGroup& plan);
void describe(core::ParameterTable& table, ContactLayer& plan);
void describe(core::ParameterTable& table, Organisation& plan);

/// Everything that a run of the flood is given, with its defaults: plain data.
struct Scenario {
    std::string title = "Untitled";
    std::string question;
    TimeSpan time;
    DistrictPlan district;
    ResidentPlan residents;
    std::vector<AgentGroup> agents;
    std::vector<ContactLayer> layers;
    std::vector<Organisation> organisations;
    Storm storm;
    process::RainDepth rain_depth;
    std::vector<OfficialWarning> warnings;
    std::vector<Order> orders;
    process::Warning warning;
    process::ProtectiveAction protective_action;
    AwarenessPlan awareness;
    LifelinePlan lifelines;
    RequestPlan requests;
    OfficePlan offices;
    PhasePlan phases;
    process::Resilience resilience;
    std::vector<Shock> shocks;
    std::vector<Metric> metrics;
    std::vector<Intervention> interventions;
};

/// Every parameter of a scenario by path: the one table for files, command line, Python, results and documentation.
void describe(core::ParameterTable& table, Scenario& scenario);

/// Mistakes that one parameter alone does not show.
std::vector<core::Mistake> mistakes(const Scenario& scenario);

}  // namespace commonweal::model
